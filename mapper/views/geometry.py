"""Shapes -> short lists of whole numbers that a page's script can draw."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.model import Shapes

GRID = 20_000
"""Steps over the longer side of the country: 150 m where that is 3,000 km."""
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The digit "A" is 0; none of them is escaped in JSON."""
AT_ONCE = 2_000
"""Regions whose points stay in the processor's cache, or nearly."""
SIGNS = DIGITS.encode().ljust(256)
"""Digit -> its byte."""


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

    def steps(self, points: NDArray[np.float64]) -> NDArray[np.int32]:
        """Return points (n x 2, metres) in steps."""
        return np.rint((points - (self.west, self.south)) / self.step).astype(np.int32)


def encode_shapes(shapes: Shapes, grid: Grid) -> list[str]:
    """Return a text a region: polygons parted by ";", their rings by ",", outer first; "" where there is no shape.

    A ring is x, y, dx, dy, dx, dy, ... in steps, its last point left out, each number in base 32 of `DIGITS`.
    """
    drawn = shapes.geometry
    batches = (drawn[start : start + AT_ONCE] for start in range(0, len(drawn), AT_ONCE))
    return [text for batch in batches for text in _encode(batch, grid)]


def _encode(drawn: NDArray[np.object_], grid: Grid) -> list[str]:
    parts, region = shapely.get_parts(drawn, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    outer = np.diff(part, prepend=-1) > 0
    encoded: list[list[str]] = [[] for _ in drawn]
    owners = region[part].tolist() if len(part) else []
    for text, area, first, owner in zip(*_rings(rings, grid), outer.tolist(), owners, strict=True) if owners else ():
        if first or area:
            encoded[owner] += [";" if first else ",", text] if encoded[owner] else [text]
    return ["".join(texts) for texts in encoded]


def _rings(rings: NDArray[np.object_], grid: Grid) -> tuple[list[str], list[bool]]:
    """Return each closed ring as text, and whether it has an area on the grid."""
    points, ring = shapely.get_coordinates(rings, return_index=True)
    steps = grid.steps(points)
    starts = np.flatnonzero(np.diff(ring, prepend=-1))
    moves = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int32))
    moves[starts] = steps[starts]
    kept = np.any(moves != 0, axis=1).astype(np.bool_)
    kept[starts] = True
    kept[np.append(starts[1:], len(ring)) - 1] = False  # a ring ends where it began
    x, y = steps.T.astype(np.int64)
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    cross = np.append(np.where(np.diff(ring) == 0, cross, 0), 0)
    lengths = np.bincount(ring[kept], minlength=len(rings))
    return _texts(moves[kept].ravel().astype(np.int32), 2 * lengths), (np.add.reduceat(cross, starts) != 0).tolist()


def _texts(numbers: NDArray[np.int32], lengths: NDArray[np.intp]) -> list[str]:
    """Write runs of numbers: zigzag, then five bits a digit, the lowest first; 32 is added while more follow."""
    zigzag = np.where(numbers < 0, -2 * numbers - 1, 2 * numbers)
    used = sum((zigzag >= 1 << bits for bits in range(5, 25, 5)), start=np.ones(len(zigzag), dtype=np.uint8))
    digits = np.empty((len(zigzag), 5), dtype=np.uint8)  # a digit a byte: millions of them are a matter of memory
    for place in range(5):
        digits[:, place] = (zigzag >> 5 * place & 31) | (used > place + 1) * np.uint8(32)
    signs = digits[np.arange(5) < used[:, None]].tobytes().translate(SIGNS).decode()
    ends = np.append(0, np.cumsum(used, dtype=np.int64))[np.append(0, np.cumsum(lengths))].tolist()
    return [signs[start:end] for start, end in itertools.pairwise(ends)]
