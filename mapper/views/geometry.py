"""Shapes -> short lists of whole numbers that a page's script can draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.model import Shapes

GRID = 20_000
"""Steps over the longer side of the country: 150 m where that is 3,000 km."""


@dataclass(frozen=True)
class Grid:
    """Whole steps over the plane: x = west + step * i, y = south + step * j."""

    west: float
    south: float
    step: float
    width: int
    height: int

    @staticmethod
    def over(shapes: Shapes) -> Grid:
        """Lay a grid over all shapes; one step where there is nothing to measure."""
        bounds = shapely.total_bounds(shapes.geometry) if len(shapes.codes) else np.zeros(4)
        west, south, east, north = (float(v) for v in np.nan_to_num(bounds))
        step = max(east - west, north - south, 1.0) / GRID
        return Grid(west, south, step, round((east - west) / step), round((north - south) / step))

    def steps(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return points (n x 2, metres) in steps."""
        return np.rint((points - (self.west, self.south)) / self.step).astype(np.int64)


def encode_shapes(shapes: Shapes, grid: Grid) -> list[list[list[list[int]]]]:
    """Return region -> polygons -> rings; a ring is x, y, dx, dy, dx, dy, ... in steps, its last point left out."""
    parts, region = shapely.get_parts(shapes.geometry, return_index=True)
    encoded: list[list[list[list[int]]]] = [[] for _ in shapes.codes]
    for part, number in zip(parts, region.tolist(), strict=True):
        encoded[number].append(_polygon(part, grid))
    return encoded


def _polygon(polygon: shapely.Polygon, grid: Grid) -> list[list[int]]:
    rings: Sequence[NDArray[np.int64]] = [
        grid.steps(shapely.get_coordinates(ring)) for ring in shapely.get_rings(polygon)
    ]
    return [_deltas(ring) for i, ring in enumerate(rings) if i == 0 or _has_area(ring)]


def _deltas(ring: NDArray[np.int64]) -> list[int]:
    """Code a closed ring by its differences; points that fall together on the grid are one."""
    moves = np.diff(ring[:-1], axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    kept = np.append(True, moves[1:].any(axis=1))
    flat: list[int] = moves[kept].ravel().tolist()
    return flat


def _has_area(ring: NDArray[np.int64]) -> bool:
    return len(np.unique(ring, axis=0)) > 2
