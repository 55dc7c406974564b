"""Shapes in whole steps, and back."""

from __future__ import annotations

import itertools

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapper.model import Shapes
from mapper.views.geometry import DIGITS, GRID, Grid, encode_shapes


def shapes(*geometry: shapely.Geometry) -> Shapes:
    array = np.array(geometry, dtype=object)
    labels = shapely.get_coordinates(shapely.point_on_surface(array))
    return Shapes(tuple(f"R{i}" for i in range(len(geometry))), array, labels, "+proj=aea")


def rings(text: str) -> list[list[np.ndarray]]:
    """Read a region as the page's script does: polygons, their rings, the points in steps."""
    return [[path(ring) for ring in polygon.split(",")] for polygon in text.split(";")]


def path(ring: str) -> np.ndarray:
    numbers, value, shift = [], 0, 0
    for sign in ring:
        digit = DIGITS.index(sign)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(-(value + 1) // 2 if value & 1 else value // 2)
            value = shift = 0
    return np.cumsum(np.reshape(numbers, (-1, 2)), axis=0)


def test_a_ring_comes_back_within_half_a_step() -> None:
    polygon = shapely.Point(5e5, 2e5).buffer(3e5)
    grid = Grid.over(shapes(polygon))
    ring = rings(encode_shapes(shapes(polygon), grid)[0])[0][0]
    back = shapely.Polygon(ring * grid.step + (grid.west, grid.south))
    assert shapely.hausdorff_distance(polygon, back) <= grid.step
    assert max(grid.width, grid.height) == GRID


def test_parts_and_holes_stay() -> None:
    island = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    both = shapely.MultiPolygon([island, shapely.box(20, 0, 30, 10)])
    encoded = encode_shapes(shapes(both), Grid.over(shapes(both)))
    assert [len(polygon) for polygon in rings(encoded[0])] == [2, 1]


def test_a_common_border_stays_common(kz) -> None:
    grid = Grid.over(kz.shapes)
    encoded = encode_shapes(kz.shapes, grid)
    points = [{tuple(p) for polygon in rings(region) for ring in polygon for p in ring} for region in encoded]
    before = [{tuple(p) for p in shapely.get_coordinates(shape)} for shape in kz.shapes.geometry]
    assert common(points) >= 0.95 * common(before) > 500


def common(points: list[set[tuple[float, ...]]]) -> int:
    return sum(len(a & b) for a, b in itertools.combinations(points, 2))


def test_no_shape_at_all_is_an_empty_list() -> None:
    none = Shapes((), np.array([], dtype=object), np.zeros((0, 2)), "")
    assert encode_shapes(none, Grid.over(none)) == []


@given(st.lists(st.tuples(st.integers(0, GRID), st.integers(0, GRID)), min_size=3, max_size=9, unique=True))
def test_any_ring_comes_back_as_it_was(points: list[tuple[int, int]]) -> None:
    ring = shapely.LinearRing(points)
    grid = Grid(0.0, 0.0, 1.0, GRID, GRID)
    text = encode_shapes(shapes(shapely.Polygon(ring)), grid)[0]
    assert [tuple(p) for p in rings(text)[0][0].tolist()] == points


def test_a_hole_that_is_nothing_on_the_grid_is_left_out() -> None:
    island = shapely.box(0, 0, 1e6, 1e6).difference(shapely.box(5e5, 5e5, 5e5 + 3, 5e5 + 3))
    assert "," not in encode_shapes(shapes(island), Grid.over(shapes(island)))[0]
