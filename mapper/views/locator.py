"""Shapes -> a small map of all regions, on which one is filled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.model import Shapes

SIZE = 260
"""Steps over the longer side."""
SMALL = 8
"""A region whose shape is narrower than this is ringed, to be found."""


@dataclass(frozen=True)
class Locator:
    """Paths in steps, y downwards: of SVG, a region each; "" where there is no shape."""

    width: int
    height: int
    paths: tuple[str, ...]
    rings: tuple[tuple[int, int] | None, ...]
    """Where a region is that is hard to see."""


def locate_regions(shapes: Shapes, codes: tuple[str, ...]) -> Locator:
    """Draw the regions coarsely, in the order of `codes`; shared borders stay shared."""
    if not len(shapes.codes):
        return Locator(1, 1, ("",) * len(codes), (None,) * len(codes))
    west, south, east, north = shapely.total_bounds(shapes.geometry)
    step = max(east - west, north - south, 1.0) / SIZE
    coarse = shapely.coverage_simplify(shapes.geometry, step)
    origin = np.array([west, north])
    paths, rings = {}, {}
    boxes = shapely.bounds(coarse)
    wide = np.fmax(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) >= SMALL * step
    marks = _steps(shapes.labels, origin, step).tolist()
    for at, code in enumerate(shapes.codes):
        paths[code] = _path(shapely.get_rings(shapely.get_parts(coarse[at])), origin, step)
        rings[code] = None if wide[at] else (marks[at][0], marks[at][1])
    return Locator(
        width=round((east - west) / step),
        height=round((north - south) / step),
        paths=tuple(paths.get(code, "") for code in codes),
        rings=tuple(rings.get(code) for code in codes),
    )


def _path(rings: NDArray[np.object_], origin: NDArray[np.float64], step: float) -> str:
    """Return the rings of a region as a path; those that come to nothing on the grid are left out."""
    told = []
    for ring in rings:
        points = _steps(shapely.get_coordinates(ring), origin, step)
        kept = points[np.any(np.diff(points, axis=0, prepend=points[:1] - 1) != 0, axis=1)][:-1]
        if len(kept) > 2:
            moves = np.diff(kept, axis=0).ravel().tolist()
            told.append(f"M{kept[0][0]} {kept[0][1]}l{' '.join(map(str, moves)).replace(' -', '-')}z")
    return "".join(told)


def _steps(points: NDArray[np.float64], origin: NDArray[np.float64], step: float) -> NDArray[np.int64]:
    return np.rint((points - origin) / (step, -step)).astype(np.int64)
