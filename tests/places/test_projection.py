"""Equal-area planes, chosen from the extent."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from mapper.places.boundaries import load_boundaries
from mapper.places.projection import choose_crs, project_points, to_plane

ROOT = Path(__file__).parents[2]
GEOD = Geod(ellps="WGS84")


def frame(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": list(shapes)}, geometry=list(shapes.values()), crs="EPSG:4326")


def test_areas_of_the_embedded_country_are_true() -> None:
    regions = load_boundaries(ROOT / "regions" / "kz" / "boundaries" / "2022.geojson")
    shapes = to_plane(regions)
    geodesic = [abs(GEOD.geometry_area_perimeter(g)[0]) for g in regions.geometry]
    assert shapely.area(shapes.geometry) == pytest.approx(geodesic, rel=2e-4)
    assert shapes.crs.startswith("+proj=aea")
    assert shapely.coverage_is_valid(shapes.geometry)


def test_label_points_lie_inside_and_off_the_border() -> None:
    shapes = to_plane(load_boundaries(ROOT / "regions" / "kz" / "boundaries" / "2022.geojson"))
    points = shapely.points(shapes.labels)
    assert shapely.contains(shapes.geometry, points).all()
    ring = to_plane(frame(A=shapely.box(0, 40, 6, 46) - shapely.box(1, 41, 5, 45)))
    assert shapely.contains(ring.geometry[0], shapely.Point(ring.labels[0]))


@pytest.mark.parametrize(
    ("box", "proj"),
    [
        ((46, 40, 87, 55), "aea"),
        ((95, -11, 141, 6), "laea"),
        ((10, 76, 33, 81), "laea"),
        ((7.4, 43.7, 7.5, 43.8), "laea"),
        ((-180, -60, 180, 80), "eqearth"),
        ((-74, -55, -66, -17), "aea"),
    ],
)
def test_the_plane_follows_from_the_extent(box: tuple[float, float, float, float], proj: str) -> None:
    dense = shapely.segmentize(shapely.box(*box), 1.0)
    crs = choose_crs(shapely.get_coordinates(dense))
    assert crs.startswith(f"+proj={proj} ")
    plane = to_plane(frame(A=dense)).geometry[0]
    assert plane.is_valid
    west, south, east, north = np.radians(box)
    sphere = 6371007.2**2 * (east - west) * (np.sin(north) - np.sin(south))
    assert plane.area == pytest.approx(sphere, rel=0.01)


def test_a_country_across_the_antimeridian_is_whole() -> None:
    west, east = shapely.box(170, 60, 180, 70), shapely.box(-180, 60, -170, 70)
    shapes = to_plane(frame(A=shapely.MultiPolygon([west, east]), B=shapely.box(160, 60, 170, 70)))
    assert shapes.geometry[0].geom_type == "Polygon"
    minx, _, maxx, _ = shapely.total_bounds(shapes.geometry)
    assert maxx - minx < 2_000_000
    beside = project_points(np.array([179.9, 180.1, -179.9]), np.array([65.0, 65.0, 65.0]), shapes.crs)
    assert np.ptp(beside[:, 0]) < 12_000
    assert beside[1] == pytest.approx(beside[2])


def test_a_polygon_that_jumps_at_the_antimeridian_is_read_as_meant() -> None:
    jump = shapely.Polygon([(178, -18), (-179, -18), (-179, -16), (178, -16)])
    shapes = to_plane(frame(A=jump))
    assert shapes.geometry[0].area == pytest.approx(3 * 2 * 111.2**2 * 1e6 * np.cos(np.radians(17)), rel=0.02)


def test_one_region_and_the_same_region_twice_give_the_same_plane() -> None:
    one = to_plane(frame(A=shapely.box(0, 50, 5, 55)))
    assert one.codes == ("A",)
    assert one.crs == to_plane(frame(A=shapely.box(0, 50, 5, 55))).crs
    assert one.labels.shape == (1, 2)
