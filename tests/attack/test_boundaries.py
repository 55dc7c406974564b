"""Boundary files as they come: each is drawn, or told in two lines; none ends in a failure of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

Ring = list[list[float]]


def square(west: float, south: float, size: float = 1) -> Ring:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: Ring) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def layer(**shapes: object) -> str:
    features = [{"type": "Feature", "properties": {"code": c}, "geometry": g} for c, g in shapes.items()]
    return json.dumps({"type": "FeatureCollection", "features": features})


def collection(*shapes: object) -> dict[str, object]:
    return {"type": "GeometryCollection", "geometries": list(shapes)}


POINT = {"type": "Point", "coordinates": [3, 3]}
BOWTIE = polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])
LINE = polygon([[0, 0], [1, 1], [0, 0], [0, 0]])
EAST = polygon(square(1, 0))

FILES: dict[str, tuple[str, int]] = {
    "an empty polygon": (layer(a=polygon(), b=EAST), 1),
    "no shape": (layer(a=None, b=EAST), 1),
    "a point among areas": (layer(a=POINT, b=EAST), 1),
    "a polygon without an area": (layer(a=LINE, b=EAST), 1),
    "an empty collection": (layer(a=collection(), b=EAST), 1),
    "nothing but an empty collection": (layer(a=collection()), 2),
    "a collection of an area and a point": (layer(a=collection(polygon(square(0, 0)), POINT), b=EAST), 0),
    "a collection in a collection": (layer(a=collection(collection(collection(polygon(square(0, 0))))), b=EAST), 0),
    "a shape that crosses itself": (layer(a=BOWTIE, b=EAST), 0),
    "metres": (layer(a=polygon(square(500_000, 5_000_000, 1000))), 1),
    "latitude before longitude": (layer(a=polygon(square(50, 170))), 1),
    "figures beyond all measure": (layer(a=polygon([[0, 0], [1e308, 0], [1e308, 1e308], [0, 0]])), 1),
    "the whole earth": (layer(a=polygon([[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]])), 0),
    "a square of a tenth of a millimetre": (layer(a=polygon(square(0, 0, 1e-9)), b=polygon(square(1e-9, 0, 1e-9))), 0),
    "one region": (layer(a=polygon(square(0, 0))), 0),
    "both sides of the antimeridian": (layer(a=polygon(square(179, 60, 2)), b=polygon(square(-179, 60, 2))), 0),
}


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize("name", ["m.html", "m.svg"])
def test_every_boundary_file_is_drawn_or_told(mapper: Run, tmp_path: Path, case: str, name: str) -> None:
    text, code = FILES[case]
    (tmp_path / "f.geojson").write_text(text)
    (tmp_path / "v.csv").write_text("r,v\na,1\nb,2\n")
    ask = ("map", "v.csv", "--region", "r", "--value", "v", "--boundaries", "./f.geojson", "--unmatched", "warning")
    done = mapper(*ask, "-o", name)
    assert done.returncode == code, done.stderr
    assert (tmp_path / name).exists() == (code == 0)
    if code:
        assert "f.geojson" in done.stderr
        assert "hint: " in done.stderr


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize(
    "ask",
    [
        ("check", "f.geojson"),
        ("check", "f.geojson", "--repair", "-o", "r.geojson"),
        ("simplify", "f.geojson", "s.geojson", "--tolerance-km", "0.5"),
        ("add", "f.geojson", "--country", "qq", "--vintage", "2020", "--names", "en=code"),
    ],
    ids=["check", "repair", "simplify", "add"],
)
def test_every_boundary_file_is_judged(mapper: Run, tmp_path: Path, case: str, ask: tuple[str, ...]) -> None:
    (tmp_path / "f.geojson").write_text(FILES[case][0])
    done = mapper("regions", *ask)
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Warning" not in done.stderr
