"""Mend and simplify boundaries; borders that two units share stay shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.errors import BadConfig, BadData
from mapper.places.areas import areas_only, made_valid
from mapper.places.coverage import HAIR_KM2, KM2
from mapper.places.formats import fits, round_to
from mapper.places.projection import choose_crs, project, unproject

DECIMALS = (4, 5, 6, 7, 8)
"""Decimals of a degree that are tried, from 11 m to 1 mm: the first with which all borders still fit is used."""


@dataclass(frozen=True)
class Change:
    """What happened to one unit: how far its border moved at most, and the area that changed hands."""

    code: str
    moved_m: float
    area_km2: float
    mended: bool
    """False if it was left as it was, since mending would have moved its border further than was allowed."""


@dataclass(frozen=True)
class Repair:
    """Mended boundaries (code, geometry; EPSG:4326), and what was done."""

    frame: gpd.GeoDataFrame
    changes: tuple[Change, ...]
    """The units that were changed, or should have been."""
    valid: bool
    """Whether the units now fit together without gap or overlap."""


@dataclass(frozen=True)
class Simplified:
    """Boundaries with fewer points (EPSG:4326), proved to fit together at `decimals` decimals."""

    frame: gpd.GeoDataFrame
    points_before: int
    points_after: int
    decimals: int


def repair(frame: gpd.GeoDataFrame, tolerance_m: float) -> Repair:
    """Make shapes valid, close gaps and resolve overlaps, moving no border further than `tolerance_m`.

    How far a border moved is the directed Hausdorff distance from what a unit won or lost to its old border, sampled
    so densely that the true one is surely within the tolerance. A unit that would move further is left as it was, and
    the others are fitted without it.
    """
    _refuse_tolerance(tolerance_m, "m")
    was = frame.geometry.to_numpy()
    crs = choose_crs(shapely.get_coordinates(was))
    before = areas_only(project(was, crs))
    kept = np.zeros(len(before), dtype=bool)
    after = _clean(before, kept, tolerance_m)
    step = tolerance_m / 4
    while (too_far := _moved(before, after, step) + step / 2 > tolerance_m).any():
        kept |= too_far
        after = _clean(before, kept, tolerance_m)
    changes = tuple(_changes(frame, before, after, moved=_moved(before, after, step), kept=kept))
    if not changes and fits(was):
        return Repair(frame, (), valid=True)
    shapes, _ = _rounded(after, crs, DECIMALS[-2:])
    shapes[kept] = was[kept]
    return Repair(_with(frame, shapes), changes, fits(shapes))


def simplify(frame: gpd.GeoDataFrame, tolerance_km: float) -> Simplified:
    """Drop points by Visvalingam and Whyatt (1993) on an equal-area plane, all borders at once.

    `tolerance_km` is about the root of the largest triangle that is dropped. Raises BadData where the units do not
    fit together to begin with, or where they no longer would.
    """
    _refuse_tolerance(tolerance_km, "km")
    was = frame.geometry.to_numpy()
    if not fits(was):
        raise BadData("the units do not fit together: there are overlaps or invalid shapes", hint=_CHECK_HINT)
    crs = choose_crs(shapely.get_coordinates(was))
    thin = shapely.coverage_simplify(project(was, crs), tolerance_km * 1000)
    shapes, decimals = _rounded(thin, crs, DECIMALS)
    if not decimals:
        raise BadData(f"{tolerance_km:g} km: the units would no longer fit together", hint="Give a smaller tolerance.")
    points = int(shapely.get_num_coordinates(was).sum()), int(shapely.get_num_coordinates(shapes).sum())
    return Simplified(_with(frame, shapes), *points, decimals)


_CHECK_HINT = "See `mapper regions check`; its --repair mends what can be mended."


def _refuse_tolerance(tolerance: float, unit: str) -> None:
    if not 0 < tolerance < float("inf"):
        raise BadConfig(f"--tolerance: {tolerance:g} {unit}, expected more than 0", hint=f"Try 0.5 or 50 ({unit}).")


def _clean(before: NDArray[np.object_], kept: NDArray[np.bool_], tolerance_m: float) -> NDArray[np.object_]:
    after = before.copy()
    if not kept.all():
        after[~kept] = shapely.coverage_clean(before[~kept], gap_width=tolerance_m)  # type: ignore[attr-defined] # newer than its stubs
    return after


def _moved(before: NDArray[np.object_], after: NDArray[np.object_], step: float) -> NDArray[np.float64]:
    """Return for every unit how far from its old border the farthest point lies that it won or lost (metres).

    Points are taken every `step` metres: the true distance is at most half a step more.
    """
    edges = shapely.segmentize(shapely.boundary(_changed(before, after)), step)
    return np.array([_farthest(piece, was.boundary) for piece, was in zip(edges, before, strict=True)])


def _changed(before: NDArray[np.object_], after: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return what each unit won or lost, without the pieces below a square metre that rounding makes everywhere."""
    pieces = [shapely.get_parts(shape) for shape in shapely.symmetric_difference(before, after)]
    return np.array([shapely.multipolygons(p[shapely.area(p) > HAIR_KM2 * KM2]) for p in pieces], dtype=object)


def _farthest(piece: shapely.Geometry, border: shapely.Geometry) -> float:
    vertices = shapely.get_coordinates(piece)
    if shapely.is_empty(border) or not len(vertices):
        return 0.0
    points = np.asarray(shapely.points(vertices))
    shapely.prepare(border)
    return float(shapely.distance(points, border).max())


def _changes(
    frame: gpd.GeoDataFrame,
    before: NDArray[np.object_],
    after: NDArray[np.object_],
    *,
    moved: NDArray[np.float64],
    kept: NDArray[np.bool_],
) -> Iterator[Change]:
    valid = shapely.is_valid(frame.geometry.to_numpy())
    areas = shapely.area(_changed(before, after)) / KM2
    for code, far, area, left, was_valid in zip(frame["code"], moved, areas, kept, valid, strict=True):
        if left or area > 0 or not was_valid:
            yield Change(code, float(far), float(area), mended=not left)


def _rounded(plane: NDArray[np.object_], crs: str, decimals: tuple[int, ...]) -> tuple[NDArray[np.object_], int]:
    """Carry shapes back to degrees, rounded as coarsely as lets them still fit; 0 decimals if none does."""
    lonlat = unproject(plane, crs)
    for places in decimals:
        try:
            # A crossing that was mended on the plane may cross again by a rounding in degrees.
            shapes = made_valid(shapely.remove_repeated_points(round_to(lonlat, places)))
        except shapely.GEOSException:  # a ring that is smaller than the rounding is a ring no more
            continue
        if fits(shapes):
            return shapes, places
    return lonlat, 0


def _with(frame: gpd.GeoDataFrame, shapes: NDArray[np.object_]) -> gpd.GeoDataFrame:
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
