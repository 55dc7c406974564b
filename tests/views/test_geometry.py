"""Shapes in whole steps, and back."""

from __future__ import annotations

import itertools

import numpy as np
import shapely

from mapper.model import Shapes
from mapper.views.geometry import GRID, Grid, encode_shapes


def shapes(*geometry: shapely.Geometry) -> Shapes:
    array = np.array(geometry, dtype=object)
    labels = shapely.get_coordinates(shapely.point_on_surface(array))
    return Shapes(tuple(f"R{i}" for i in range(len(geometry))), array, labels, "+proj=aea")


def decoded(deltas: list[int], grid: Grid) -> np.ndarray:
    return np.cumsum(np.array(deltas).reshape(-1, 2), axis=0) * grid.step + (grid.west, grid.south)


def test_a_ring_comes_back_within_half_a_step() -> None:
    polygon = shapely.Point(5e5, 2e5).buffer(3e5)
    grid = Grid.over(shapes(polygon))
    ring = encode_shapes(shapes(polygon), grid)[0][0][0]
    back = shapely.Polygon(decoded(ring, grid))
    assert shapely.hausdorff_distance(polygon, back) <= grid.step
    assert max(grid.width, grid.height) == GRID


def test_parts_and_holes_stay() -> None:
    island = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    both = shapely.MultiPolygon([island, shapely.box(20, 0, 30, 10)])
    encoded = encode_shapes(shapes(both), Grid.over(shapes(both)))
    assert [len(rings) for rings in encoded[0]] == [2, 1]


def test_a_common_border_stays_common(kz) -> None:
    grid = Grid.over(kz.shapes)
    encoded = encode_shapes(kz.shapes, grid)
    points = [{tuple(p) for rings in region for ring in rings for p in path(ring)} for region in encoded]
    before = [{tuple(p) for p in shapely.get_coordinates(shape)} for shape in kz.shapes.geometry]
    assert common(points) >= 0.95 * common(before) > 500


def path(ring: list[int]) -> np.ndarray:
    return np.cumsum(np.reshape(ring, (-1, 2)), axis=0)


def common(points: list[set[tuple[float, ...]]]) -> int:
    return sum(len(a & b) for a, b in itertools.combinations(points, 2))


def test_no_shape_at_all_is_an_empty_list() -> None:
    none = Shapes((), np.array([], dtype=object), np.zeros((0, 2)), "")
    assert encode_shapes(none, Grid.over(none)) == []
