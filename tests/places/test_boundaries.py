"""Boundary files, read by code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapper.errors import BadData, UnreadableFile
from mapper.places.boundaries import load_boundaries

ROOT = Path(__file__).parents[2]


def square(west: float, south: float, size: float = 1.0) -> dict[str, object]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def geojson(path: Path, *features: tuple[dict[str, object], object], **members: object) -> Path:
    listed = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": listed, **members}), encoding="utf-8")
    return path


@pytest.mark.parametrize(("vintage", "regions"), [("2013", 16), ("2018", 17), ("2022", 20)])
def test_embedded_boundaries_have_every_region_of_their_vintage(vintage: str, regions: int) -> None:
    frame = load_boundaries(ROOT / "regions" / "kz" / "boundaries" / f"{vintage}.geojson")
    assert list(frame.columns) == ["code", "geometry"]
    assert len(frame) == regions
    assert frame["code"].is_monotonic_increasing
    assert frame.geometry.is_valid.all()


def test_codes_are_sorted_and_numbers_become_text(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", ({"id": 20}, square(1, 0)), ({"id": 10}, square(0, 0)))
    frame = load_boundaries(path, key="id")
    assert list(frame["code"]) == ["10", "20"]
    assert frame.geometry.iloc[0].bounds == (0, 0, 1, 1)


def test_a_missing_key_column_lists_the_columns(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", ({"name": "A", "pcode": "1"}, square(0, 0)))
    with pytest.raises(BadData, match="no column 'code'") as raised:
        load_boundaries(path)
    assert "name, pcode" in raised.value.hint


@pytest.mark.parametrize(
    ("codes", "told"),
    [(["A", "", "B"], "feature 2:code: blank"), (["A", None], "blank"), (["A", "B", "A"], "feature 3:")],
)
def test_blank_and_duplicate_codes_name_the_feature(tmp_path: Path, codes: list[str | None], told: str) -> None:
    path = geojson(tmp_path / "a.geojson", *[({"code": c}, square(i, 0)) for i, c in enumerate(codes)])
    with pytest.raises(BadData, match=told):
        load_boundaries(path)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.geojson", "region,value\nKZ-10,5\n", "not a boundary file"),
        ("a.csv", "region,value\nKZ-10,5\n", "not a boundary file"),
        ("a.geojson", '{"type": "FeatureCollection", "features": [', "a.geojson:1:"),
        ("a.geojson", '{"a": 1}', "not GeoJSON"),
        ("a.geojson", "[1, 2]", "not GeoJSON"),
        ("a.geojson", "", "not a boundary file"),
        ("a.gpkg", "SQLite format 3", "damaged"),
        ("a.zip", "PK", "damaged"),
        ("a.shp", "nothing", "damaged"),
    ],
)
def test_what_is_no_boundary_file_is_told(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=told):
        load_boundaries(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        load_boundaries(tmp_path / "absent.geojson")


def test_points_are_no_boundaries(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", ({"code": "A"}, {"type": "Point", "coordinates": [0, 0]}))
    with pytest.raises(UnreadableFile, match="holds Point, expected areas"):
        load_boundaries(path)


def test_features_without_shapes_are_told(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", ({"code": "A"}, square(0, 0)), ({"code": "B"}, None))
    with pytest.raises(BadData, match="feature 2:code: has no area"):
        load_boundaries(path)
    with pytest.raises(UnreadableFile, match="holds no shapes"):
        load_boundaries(geojson(tmp_path / "b.geojson", ({"code": "B"}, None)))


def test_a_broken_ring_names_its_feature(tmp_path: Path) -> None:
    broken = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0]]]}
    path = geojson(tmp_path / "a.geojson", ({"code": "A"}, square(0, 0)), ({"code": "B"}, broken))
    with pytest.raises(UnreadableFile, match="feature 2: its shape cannot be read"):
        load_boundaries(path)
