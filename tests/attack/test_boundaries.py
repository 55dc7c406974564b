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


DAMAGED: dict[str, bytes] = {
    "deep.geojson": b"[" * 200_000,
    "head.fgb": b"fgb\x03fgb\0",
    "head.gpkg": b"SQLite format 3\0" + b"\0" * 100,
    "head.shp": b"\x00\x00\x27\x0a" + b"\0" * 96,
    "end.zip": b"PK\x05\x06" + b"\0" * 18,
    "half.parquet": b"PAR1",
    "wide.geojson": layer(a=EAST).encode("utf-16"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_told_in_two_lines(mapper: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(DAMAGED[name])
    done = mapper("regions", "check", name)
    assert done.returncode == 2, done.stderr
    first, second = done.stderr.splitlines()
    assert first.startswith(f"error: {name}: ")
    assert second.startswith("  hint: ")


@pytest.mark.parametrize(
    ("country", "vintage"), [("../x", "1"), ("..", "1"), ("q", "../y"), ("q" * 99, "1"), ("q", "")]
)
def test_nothing_is_written_outside_the_country_s_folder(
    mapper: Run, tmp_path: Path, country: str, vintage: str
) -> None:
    (tmp_path / "f.geojson").write_text(layer(a=EAST))
    done = mapper(
        "regions", "add", "f.geojson", "--country", country, "--vintage", vintage, "--names", "en=code", "--into", "p"
    )
    assert done.returncode == 2, done.stderr
    assert "expected up to 40 of a-z" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["f.geojson"]


@pytest.mark.parametrize("url", ["https://a:b@[c/x", "http://a/x.geojson", "https://"])
def test_an_address_that_is_none_is_told(mapper: Run, url: str) -> None:
    done = mapper("regions", "add", url, "--country", "q", "--vintage", "1")
    assert done.returncode == 2, done.stderr
    assert "hint: " in done.stderr


@pytest.mark.parametrize(
    "ask",
    [("simplify", "f.geojson", "s.shp", "--tolerance-km", "1"), ("check", "f.geojson", "--repair", "-o", "s.gpkg")],
)
def test_geojson_is_not_written_under_another_name(mapper: Run, tmp_path: Path, ask: tuple[str, ...]) -> None:
    (tmp_path / "f.geojson").write_text(layer(a=EAST))
    done = mapper("regions", *ask)
    assert done.returncode == 2, done.stderr
    assert "GeoJSON is written, not ." in done.stderr


def test_a_check_against_a_vintage_takes_the_country_at_hand(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "f.geojson").write_text(layer(a=EAST))
    done = mapper("regions", "check", "f.geojson", "--vintage", "2018")
    assert done.returncode == 1
    assert "There is no code a in this country and vintage" in done.stderr


def test_a_line_stands_for_stdout(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "f.geojson").write_text(layer(a=EAST))
    done = mapper("regions", "simplify", "f.geojson", "-", "--tolerance-km", "1")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["features"][0]["properties"] == {"code": "a"}
