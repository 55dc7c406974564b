"""Boundaries are checked, mended and simplified."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from mapper.errors import BadConfig, BadData
from mapper.messages import LANGUAGES, describe
from mapper.model import Region
from mapper.places.boundaries import load_boundaries
from mapper.places.coverage import BoundaryReport, check_boundaries
from mapper.places.formats import Layer, read_layer
from mapper.places.projection import choose_crs, project
from mapper.places.repair import repair, simplify

ROOT = Path(__file__).parents[2]
KZ = ROOT / "regions" / "kz" / "boundaries" / "2022.geojson"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(**shapes: shapely.Geometry) -> Path:
        features = [
            {"type": "Feature", "properties": {"code": c.split("_")[0]}, "geometry": json.loads(shapely.to_geojson(g))}
            for c, g in shapes.items()
        ]
        path = tmp_path / "a.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return to_file


def region(code: str, area: float | None = None) -> Region:
    return Region(code, "1", "region", {}, {}, None, None, area)


def codes(report: BoundaryReport) -> list[str]:
    for finding in report.findings:
        assert all(all(describe(finding, language)) for language in LANGUAGES)
    return [f.code for f in report.findings]


def square(west: float, south: float, size: float = 1.0) -> shapely.Polygon:
    return shapely.box(west, south, west + size, south + size)


def test_embedded_boundaries_have_no_fault_but_approximate_areas() -> None:
    report = check_boundaries(read_layer(KZ))
    assert report.findings == ()
    assert report.misfits == ()
    assert report.area_km2() == pytest.approx(2_720_803, rel=1e-5)


def test_gaps_and_overlaps_are_measured_with_their_neighbours(write: Write) -> None:
    west, east = shapely.box(0, 50, 1, 51), shapely.box(0.9, 50, 2, 51) - shapely.box(1.4, 50.4, 1.5, 50.5)
    report = check_boundaries(read_layer(write(A=west, B=east)))
    kinds = {m.kind: m for m in report.misfits}
    assert kinds["overlap"].codes == ("A", "B")
    assert kinds["overlap"].area_km2 == pytest.approx(0.1 * 111.25 * 71.1, rel=0.02)
    assert 0.9 < kinds["overlap"].lon < 1
    assert kinds["gap"].codes == ("B",)
    assert report.area_km2("gap") == pytest.approx(0.01 * 111.25 * 70.9, rel=0.02)
    assert codes(report) == ["boundary-overlap", "boundary-gap"]


def test_codes_are_held_against_the_gazetteer(write: Write) -> None:
    path = write(A=square(0, 50), A_2=square(1, 50), X=square(2, 50), _=square(3, 50))
    report = check_boundaries(read_layer(path), regions=[region("A"), region("B")])
    assert sorted(codes(report)) == [
        "boundary-code-blank",
        "boundary-code-twice",
        "boundary-code-unknown",
        "boundary-missing",
    ]
    assert str(report.findings[0].where).endswith("a.geojson:feature 4")


def test_areas_are_held_against_the_stated_ones(write: Write) -> None:
    path = write(A=square(0, 50), B=square(1, 50))
    report = check_boundaries(read_layer(path), regions=[region("A", 7890), region("B", 6000)])
    assert codes(report) == ["boundary-area"]
    assert report.findings[0].values["code"] == "B"
    assert report.findings[0].values["percent"].startswith("+3")


def test_invalid_and_thin_shapes_are_told(write: Write) -> None:
    bowtie = shapely.Polygon([(0, 50), (1, 51), (1, 50), (0, 51)])
    thin = shapely.MultiPolygon([square(2, 50), shapely.box(3.5, 50, 3.50002, 50.1)])
    report = check_boundaries(read_layer(write(A=bowtie, B=thin)))
    assert codes(report) == ["boundary-invalid", "boundary-sliver"]


def test_a_unit_with_swapped_coordinates_lies_outside_the_country(write: Write) -> None:
    country = gpd.GeoDataFrame({"code": ["A"]}, geometry=[square(0, 50, 3)], crs="EPSG:4326")
    report = check_boundaries(read_layer(write(A=square(0, 50), B=square(50, 1))), country=country)
    assert codes(report) == ["boundary-outside"]


def test_repair_closes_a_hairline_and_says_how_far_it_moved() -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["A", "B"]},
        geometry=[shapely.box(0, 50, 1, 51), shapely.Polygon([(1, 50), (2, 50), (2, 51), (1, 51), (1.0001, 50.5)])],
        crs="EPSG:4326",
    )
    done = repair(frame, 50)
    assert done.valid
    assert shapely.coverage_is_valid(done.frame.geometry.to_numpy())
    assert [c.code for c in done.changes] == ["A"] or [c.code for c in done.changes] == ["B"]
    assert 0 < done.changes[0].moved_m <= 50
    crs = choose_crs(shapely.get_coordinates(frame.geometry.to_numpy()))
    for was, now in zip(*(project(f.geometry.to_numpy(), crs) for f in (frame, done.frame)), strict=True):
        assert shapely.hausdorff_distance(was.boundary, now.boundary, densify=0.1) <= 50


def test_repair_leaves_what_would_move_too_far() -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["A", "B", "C"]},
        geometry=[shapely.box(0, 50, 1, 51), shapely.box(0.9, 50, 2, 51), shapely.box(2, 50, 3, 51)],
        crs="EPSG:4326",
    )
    done = repair(frame, 50)
    assert not done.valid
    left = [c for c in done.changes if not c.mended]
    assert left
    for code in (c.code for c in left):
        number = list(frame["code"]).index(code)
        assert done.frame.geometry.iloc[number].equals(frame.geometry.iloc[number])


def test_repair_makes_a_bowtie_valid_and_touches_nothing_that_is_sound() -> None:
    sound = load_boundaries(KZ)
    assert repair(sound, 50).changes == ()
    bowtie = shapely.Polygon([(0, 50), (1, 51), (1, 50), (0, 51)])
    frame = gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=[bowtie, shapely.box(2, 50, 3, 51)], crs="EPSG:4326")
    done = repair(frame, 50)
    assert done.valid
    assert [c.code for c in done.changes] == ["A"]


@pytest.mark.parametrize("lean", [0.0, 0.1, 0.123457, 0.3])
def test_a_mended_crossing_does_not_cross_again_after_rounding(lean: float) -> None:
    ring = [(0, 50), (1, 51 + lean), (2, 51), (1.7, 50.3 - lean), (0.3, 50.9), (0.1, 51.3)]
    frame = gpd.GeoDataFrame({"code": ["A"]}, geometry=[shapely.Polygon(ring)], crs="EPSG:4326")
    done = repair(frame, 50)
    assert done.valid
    assert done.frame.geometry.is_valid.all()


@pytest.mark.parametrize("tolerance_km", [0.5, 2.0, 10.0])
def test_simplified_borders_still_fit_after_rounding(tolerance_km: float) -> None:
    frame = load_boundaries(KZ)
    thin = simplify(frame, tolerance_km)
    shapes = thin.frame.geometry.to_numpy()
    assert thin.points_after < thin.points_before
    assert thin.decimals >= 4
    assert shapely.coverage_is_valid(shapes)
    coordinates = shapely.get_coordinates(shapes)
    assert np.array_equal(coordinates, coordinates.round(thin.decimals))
    assert list(thin.frame["code"]) == list(frame["code"])
    crs = choose_crs(shapely.get_coordinates(frame.geometry.to_numpy()))
    areas = [shapely.area(project(f.geometry.to_numpy(), crs)).sum() for f in (frame, thin.frame)]
    assert areas[1] == pytest.approx(areas[0], rel=0.01)


def test_simplify_keeps_a_country_across_the_antimeridian() -> None:
    ring = (
        shapely.segmentize(shapely.box(170, 60, 180, 70), 0.5),
        shapely.segmentize(shapely.box(-180, 60, -170, 70), 0.5),
    )
    frame = gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=list(ring), crs="EPSG:4326")
    thin = simplify(frame, 5)
    assert shapely.total_bounds(thin.frame.geometry.to_numpy()).tolist() == [-180, 60, 180, 70]


@pytest.mark.parametrize("tolerance", [0, -1, float("nan"), float("inf")])
def test_a_tolerance_that_cannot_be_meant_is_refused(tolerance: float) -> None:
    with pytest.raises(BadConfig, match="tolerance"):
        simplify(load_boundaries(KZ), tolerance)


def test_simplify_refuses_units_that_overlap() -> None:
    frame = gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=[square(0, 50, 2), square(1, 50)], crs="EPSG:4326")
    with pytest.raises(BadData, match="do not fit") as raised:
        simplify(frame, 1)
    assert "--repair" in raised.value.hint


def test_a_layer_keeps_its_findings(write: Write) -> None:
    layer = read_layer(write(A=square(0, 50)))
    assert isinstance(layer, Layer)
    assert layer.findings == ()
