"""Every common format of boundaries is read, and gives the same."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import BadData, UnreadableFile
from mapper.messages import LANGUAGES, describe
from mapper.places.boundaries import load_boundaries
from mapper.places.formats import read_layer, to_geojson
from mapper.places.geojson import frame_of_features, parse_json
from mapper.places.projection import to_plane

ROOT = Path(__file__).parents[2]
KZ = ROOT / "regions" / "kz" / "boundaries" / "2022.geojson"


@pytest.fixture(scope="module")
def embedded() -> gpd.GeoDataFrame:
    return gpd.read_file(KZ)[["code", "name_ru", "geometry"]]


def alike(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame, tolerance: float) -> bool:
    """Compare shapes; a format may make a multipolygon of each."""
    shapes = [shapely.multipolygons([*shapely.get_parts(g)]) for frame in (one, other) for g in frame.geometry]
    half = len(shapes) // 2
    return bool(
        shapely.equals_exact(shapely.normalize(shapes[:half]), shapely.normalize(shapes[half:]), tolerance).all()
    )


def same(path: Path, embedded: gpd.GeoDataFrame) -> None:
    frame = load_boundaries(path)
    assert list(frame["code"]) == list(embedded["code"])
    assert alike(frame, embedded, 1e-9)
    names = read_layer(path).frame.set_index("code")["name_ru"]
    assert names["KZ-11"] == "Акмолинская область"


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.fgb", "a.shp"])
def test_each_format_gives_the_same_boundaries(tmp_path: Path, embedded: gpd.GeoDataFrame, name: str) -> None:
    path = tmp_path / name
    embedded.sort_values("name_ru").to_file(path)
    same(path, embedded)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8"])
@pytest.mark.parametrize("inside", ["", "folder/"])
def test_a_zipped_shapefile_keeps_its_cyrillic(
    tmp_path: Path, embedded: gpd.GeoDataFrame, encoding: str, inside: str
) -> None:
    without_kazakh = embedded["name_ru"].str.replace("Ұ", "У")  # which cp1251 does not have
    embedded.assign(name_ru=without_kazakh).to_file(tmp_path / "a.shp", encoding=encoding)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in sorted(tmp_path.glob("a.[!z]*")):
            archive.write(part, f"{inside}{part.name}")
    same(tmp_path / "a.zip", embedded)


def test_a_zip_with_no_or_several_boundary_files_is_told(tmp_path: Path) -> None:
    for names, told in (((), "holds no boundary file"), (("a.shp", "b.gpkg"), "holds 2 boundary files: a.shp, b.gpkg")):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for name in ("readme.txt", *names):
                archive.writestr(name, "")
        with pytest.raises(UnreadableFile, match=told):
            read_layer(tmp_path / "a.zip")


def test_topojson_is_read(tmp_path: Path) -> None:
    arcs = [[[1, 0], [1, 1]], [[1, 1], [0, 1], [0, 0], [1, 0]], [[1, 0], [2, 0], [2, 1], [1, 1]]]
    units = [
        {"type": "Polygon", "properties": {"code": "A"}, "arcs": [[0, 1]]},
        {"type": "Polygon", "properties": {"code": "B"}, "arcs": [[2, -1]]},
    ]
    tree = {"type": "Topology", "objects": {"units": {"type": "GeometryCollection", "geometries": units}}, "arcs": arcs}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    frame = load_boundaries(path)
    assert list(frame["code"]) == ["A", "B"]
    assert frame.geometry.iloc[1].equals(shapely.box(1, 0, 2, 1))


def parquet(path: Path, frame: gpd.GeoDataFrame, **told: object) -> Path:
    """Write GeoParquet 1.1 by its specification; files of geopandas 1.2 with pyarrow 22 were read as well."""
    text = pd.DataFrame(frame.drop(columns="geometry")).assign(shape=frame.geometry.to_wkb(hex=True))  # noqa: F841 - in SQL
    column = {"encoding": "WKB", "geometry_types": [], **told}
    geo = json.dumps({"version": "1.1.0", "primary_column": "shape", "columns": {"shape": column}}).replace("'", "''")
    with duckdb.connect() as connection:
        rows = "select * replace (unhex(shape) as shape) from text"
        connection.execute(f"copy ({rows}) to '{path}' (format parquet, kv_metadata {{geo: '{geo}'}})")
    return path


def test_geoparquet_is_read(tmp_path: Path, embedded: gpd.GeoDataFrame) -> None:
    path = parquet(tmp_path / "a.parquet", embedded.sort_values("name_ru"))
    same(path, embedded)
    assert read_layer(path).findings == ()
    utm = embedded.to_crs("EPSG:32642")
    layer = read_layer(parquet(tmp_path / "b.parquet", utm, crs=utm.crs.to_json_dict()))
    assert [f.code for f in layer.findings] == ["crs-converted"]
    assert layer.frame.total_bounds == pytest.approx(embedded.total_bounds, abs=1e-6)
    assert [f.code for f in read_layer(parquet(tmp_path / "c.parquet", embedded, crs=None)).findings] == ["crs-assumed"]


def test_geoparquet_that_cannot_be_read_is_told(tmp_path: Path, embedded: gpd.GeoDataFrame) -> None:
    path = parquet(tmp_path / "a.parquet", embedded, encoding="polygon")
    with pytest.raises(UnreadableFile, match="encoding 'polygon'"):
        read_layer(path)
    (tmp_path / "b.parquet").write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UnreadableFile, match="damaged"):
        read_layer(tmp_path / "b.parquet")
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 1 as code) to '{tmp_path / 'c.parquet'}' (format parquet)")
    with pytest.raises(UnreadableFile, match="no shapes"):
        read_layer(tmp_path / "c.parquet")


@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.shp", "a.zip"])
def test_a_truncated_file_is_told(tmp_path: Path, embedded: gpd.GeoDataFrame, name: str) -> None:
    whole = tmp_path / "whole" / name
    whole.parent.mkdir()
    if name == "a.zip":
        with zipfile.ZipFile(whole, "w") as archive:
            archive.write(KZ, "a.geojson")
    else:
        embedded.to_file(whole)
    path = tmp_path / name
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 3])
    with pytest.raises(UnreadableFile):
        load_boundaries(path)


def test_another_reference_system_is_carried_over_and_told(tmp_path: Path, embedded: gpd.GeoDataFrame) -> None:
    embedded.to_crs("EPSG:32642").to_file(tmp_path / "a.gpkg")
    layer = read_layer(tmp_path / "a.gpkg")
    assert [f.code for f in layer.findings] == ["crs-converted"]
    assert all("WGS 84 / UTM zone 42N" in describe(layer.findings[0], language)[0] for language in LANGUAGES)
    assert alike(layer.frame, embedded, 1e-6)


def test_old_geojson_that_names_another_reference_system_is_carried_over(tmp_path: Path) -> None:
    box = shapely.box(0, 0, 111319.49, 111325.14)
    feature = {"type": "Feature", "properties": {"code": "A"}, "geometry": json.loads(shapely.to_geojson(box))}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}), encoding="utf-8")
    assert load_boundaries(path).total_bounds == pytest.approx([0, 0, 1, 1], abs=1e-6)
    crs["properties"] = {"name": "nonsense"}  # type: ignore[assignment]
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="unknown reference system 'nonsense'"):
        load_boundaries(path)


def test_a_file_without_a_reference_system_is_taken_for_degrees_if_it_can_be(
    tmp_path: Path, embedded: gpd.GeoDataFrame
) -> None:
    embedded.to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()
    assert [f.code for f in read_layer(tmp_path / "a.shp").findings] == ["crs-assumed"]
    embedded.to_crs("EPSG:32642").to_file(tmp_path / "b.shp")
    (tmp_path / "b.prj").unlink()
    with pytest.raises(BadData, match="no reference system") as raised:
        read_layer(tmp_path / "b.shp")
    assert ".prj" in raised.value.hint


def test_what_is_written_is_read_again(tmp_path: Path, embedded: gpd.GeoDataFrame) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(to_geojson(embedded), encoding="utf-8")
    frame = load_boundaries(path)
    assert alike(frame, embedded, 1e-9)
    assert to_geojson(frame) == path.read_text(encoding="utf-8")


def test_names_that_look_like_code_stay_text(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": ['</script>"\\{{7*7}}']}, geometry=[shapely.box(0, 50, 1, 51)], crs="EPSG:4326")
    path = tmp_path / "a.geojson"
    path.write_text(to_geojson(frame), encoding="utf-8")
    assert to_plane(load_boundaries(path)).codes == ('</script>"\\{{7*7}}',)


@st.composite
def features(draw: st.DrawFn) -> list[dict[str, object]]:
    """Areas of every make that GeoJSON allows, and features without one, in any order."""
    ring = [[0, 0], [1, 0], [1.5, 1e0], [0, 0]]
    hole = [[0.5, 0.25], [0.75, 0.5], [0.75, 0.25], [0.5, 0.25]]
    deep = [[*point, 9.5] for point in ring]
    makes = [
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "Polygon", "coordinates": [ring, hole], "bbox": [0, 0, 2, 1]},
        {"type": "Polygon", "coordinates": [deep]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [[ring], [ring, hole]]},
        {"type": "MultiPolygon", "coordinates": [[hole]]},
        {"coordinates": [], "type": "MultiPolygon"},
        {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [ring]}]},
        None,
    ]
    drawn = draw(st.lists(st.sampled_from(makes), min_size=1, max_size=6))
    return [{"type": "Feature", "properties": {"code": str(i)}, "geometry": one} for i, one in enumerate(drawn)]


@given(features())
def test_geojson_is_read_as_geos_reads_it(features: list[dict[str, object]]) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    texts = [None if one["geometry"] is None else json.dumps(one["geometry"]) for one in features]
    frame = frame_of_features(Path("a.geojson"), parse_json(Path("a.geojson"), json.dumps(collection).encode()))
    read, expected = frame.geometry.to_numpy(), shapely.from_geojson(np.array(texts, dtype=object))
    assert (
        shapely.to_wkt(read, rounding_precision=-1).tolist() == shapely.to_wkt(expected, rounding_precision=-1).tolist()
    )


@pytest.mark.parametrize("ring", [[[0, 0], [1, 0], [1, 1]], [[0, 0], [1, 0], [1, 1], [0, 1]]])
def test_a_ring_that_is_short_or_open_is_named_among_sound_ones(ring: list[list[float]], tmp_path: Path) -> None:
    sound = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    drawn = [sound, sound, {"type": "Polygon", "coordinates": [ring]}]
    path = tmp_path / "a.geojson"
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in drawn]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="feature 3: its shape cannot be read"):
        read_layer(path)
