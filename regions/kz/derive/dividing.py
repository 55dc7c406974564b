"""The three regions of the decree of 4 May 2022, cut out of their parents along lines between settlements.

No open source gives the lines themselves. Each is where the nearest settlement of the one region is as far as that of
the other, moved until the new region has its official share of the area.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import contourpy
import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from outlines import LONLAT, PLANE, Units, carry, overlay
from packages import Settlement
from scipy.spatial import cKDTree

STEP_M, MARGIN_M = 2_000, 60_000
SMOOTHING_M = 1_500
CLIP_DEGREES, SHORTEST_DEGREES = 0.005, 0.05


@dataclass(frozen=True)
class Division:
    """A new region, the one it was cut out of, and the share of its area (official figures, km2)."""

    parent: str
    new: str
    share: float


DIVISIONS = (
    Division("63", "10", 185500 / 283226),
    Division("19", "33", 118500 / 223911),
    Division("35", "62", 188936.61 / 427982),
)
CHANGED = frozenset(code for division in DIVISIONS for code in (division.parent, division.new))


def divide_all(units: Units, settlements: Sequence[Settlement], *, tripoint: shapely.Point) -> Units:
    """Return the 20 units of 2022; Ulytau is known to reach the corner where it meets Turkistan and Zhambyl."""
    for division in DIVISIONS:
        pair = [s for s in settlements if s.region in (division.parent, division.new)]
        if division.new == "62":
            pair.append(Settlement("62", tripoint.x, tripoint.y))
        units = divide(units, division, pair)
    return units


def divide(units: Units, division: Division, settlements: Sequence[Settlement]) -> Units:
    """Return the coverage with one region cut in two; each of the two is in one piece as far as it can be."""
    lean = _lean(division, settlements)
    plane = carry(units[division.parent], LONLAT, PLANE)
    x, y = _axes(plane)
    grid = np.c_[tuple(axis.ravel() for axis in np.meshgrid(x, y))]
    leaning = lean(grid)
    inside = shapely.contains_xy(plane, grid[:, 0], grid[:, 1])
    limit = float(np.quantile(leaning[inside], division.share))
    lines = _lines(units[division.parent], x, y, (leaning - limit).reshape(len(y), len(x)))

    def assign(held: str, point: shapely.Point) -> str:
        if held != division.parent:
            return held
        here = carry(point, LONLAT, PLANE)
        return division.new if lean(np.array([[here.x, here.y]]))[0] - limit <= 0 else division.parent

    return _in_one_piece(overlay(units, lines, assign), division)


def _lean(
    division: Division, settlements: Sequence[Settlement]
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return a function of points (n x 2, metres): how much farther the new region's settlements are."""
    points = gpd.points_from_xy([s.lon for s in settlements], [s.lat for s in settlements])
    on_plane = gpd.GeoSeries(points, crs=LONLAT).to_crs(PLANE)
    places = np.c_[on_plane.x, on_plane.y]
    new = np.array([s.region == division.new for s in settlements])
    near_new, near_old = cKDTree(places[new]), cKDTree(places[~new])
    return lambda at: near_new.query(at)[0] - near_old.query(at)[0]


def _axes(plane: shapely.Geometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    west, south, east, north = plane.bounds
    return (
        np.arange(west - MARGIN_M, east + MARGIN_M, STEP_M),
        np.arange(south - MARGIN_M, north + MARGIN_M, STEP_M),
    )


def _lines(
    parent: shapely.Geometry, x: NDArray[np.float64], y: NDArray[np.float64], height: NDArray[np.float64]
) -> list[shapely.LineString]:
    """Return the zero contour as smoothed lines in degrees, cut a little outside the parent."""
    contours = contourpy.contour_generator(x, y, height).lines(0.0)
    smooth = [shapely.LineString(line).simplify(SMOOTHING_M) for line in contours if len(line) > 3]
    clip = parent.buffer(CLIP_DEGREES)
    lonlat = gpd.GeoSeries(smooth, crs=PLANE).to_crs(LONLAT)
    pieces = [piece for line in lonlat for piece in shapely.get_parts(line.intersection(clip))]
    return [piece for piece in pieces if piece.length > SHORTEST_DEGREES]


def _in_one_piece(units: Units, division: Division) -> Units:
    """Hand every stray part of the two to the other, where it touches its main part."""
    pair = (division.parent, division.new)
    parts = {code: sorted(shapely.get_parts(units[code]), key=lambda part: -part.area) for code in pair}
    kept = {code: [parts[code][0]] for code in pair}
    for code, other in (pair, pair[::-1]):
        main = parts[other][0].boundary
        for part in parts[code][1:]:
            kept[other if part.boundary.intersection(main).length > 0 else code].append(part)
    return {**units, **{code: shapely.coverage_union_all(kept[code]) for code in pair}}
