"""Longitude and latitude -> an equal-area plane chosen from the extent, with a label point in each region."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity

from mapper.model import Shapes
from mapper.places.areas import made_valid

LABEL_STEPS = 200
"""A label point is found to within the width of its region over this."""
LABELLED = 1_000
"""Of more regions than this no labels can be read, and any point inside will do: it is found ten times as fast."""


def to_plane(frame: gpd.GeoDataFrame) -> Shapes:
    """Carry regions (columns code, geometry; EPSG:4326) to metres on an equal-area plane.

    Regions that were cut at the antimeridian are whole again, and shapes that cross themselves are mended.
    """
    geometry = frame.geometry.to_numpy()
    crs = choose_crs(shapely.get_coordinates(geometry))
    plane = _close_seams(geometry, project(geometry, crs), crs)
    mended = made_valid(plane)
    plane = np.where(shapely.is_empty(mended), plane, mended)  # what covers the earth collapses on any plane
    return Shapes(tuple(frame["code"]), plane, label_points(plane), crs)


def choose_crs(lonlat: NDArray[np.float64]) -> str:
    """Return a PROJ string for coordinates (n x 2, degrees) whose areas are to stay true.

    Albers' conic with standard parallels at 1/6 and 5/6 of the range of latitudes (Snyder 1987, p. 99: "the one-sixth
    rule"); Lambert's azimuthal near the equator, near or around a pole and for small extents, where a conic
    degenerates; Equal Earth (Savric, Patterson & Jenny 2018) for the world.
    """
    west, width = _longitudes(lonlat[:, 0])
    south, north = float(lonlat[:, 1].min()), float(lonlat[:, 1].max())
    lon, lat = round((west + width / 2 + 180) % 360 - 180, 2), round((south + north) / 2, 2)
    datum = "+datum=WGS84 +units=m +no_defs"
    if width > 200 and abs(lat) > 60:
        return f"+proj=laea +lat_0={np.copysign(90, lat):g} +lon_0=0 {datum}"
    if width > 200:
        return f"+proj=eqearth +lon_0=0 {datum}"
    if not 15 <= abs(lat) <= 70 or max(abs(south), abs(north)) > 85 or max(width, north - south) < 2:
        return f"+proj=laea +lat_0={lat:g} +lon_0={lon:g} {datum}"
    sixth = (north - south) / 6
    return f"+proj=aea +lat_1={south + sixth:.2f} +lat_2={north - sixth:.2f} +lat_0={lat:g} +lon_0={lon:g} {datum}"


def project(geometry: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    """Carry shapes from degrees to the plane `crs`, vertex by vertex."""
    return shapely.transform(geometry, lambda c: project_points(c[:, 0], c[:, 1], crs))


def unproject(plane: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    """Carry shapes from the plane `crs` back to degrees, cut again where they cross 180 degrees."""
    from pyproj import Transformer

    back = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform
    middle = float(re.findall(r"\+lon_0=(\S+)", crs)[0])
    turned = shapely.transform(plane, lambda c: _around(middle, *back(c[:, 0], c[:, 1])))
    return np.array([_cut_at_180(shape) for shape in turned], dtype=object)


def project_points(lon: NDArray[np.float64], lat: NDArray[np.float64], crs: str) -> NDArray[np.float64]:
    """Carry points (degrees) to the plane `crs`: n x 2, metres.

    Longitudes may run past 180 or below -180: PROJ brings each to the turn around the plane's own meridian.
    """
    from pyproj import Transformer

    carry = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
    return np.column_stack(carry(np.asarray(lon, float), np.asarray(lat, float)))


def label_points(plane: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return a point inside each region (n x 2, metres): the centre of the largest circle that fits into it.

    Of more than `LABELLED` regions it is merely inside.
    """
    if len(plane) > LABELLED:
        return shapely.get_coordinates(shapely.point_on_surface(plane))
    tolerance = np.sqrt(shapely.area(plane)) / LABEL_STEPS
    circles = shapely.maximum_inscribed_circle(plane, tolerance)
    return shapely.get_coordinates(shapely.get_point(circles, 0))


def _longitudes(lon: NDArray[np.float64]) -> tuple[float, float]:
    """Return the western end and the width of the narrowest arc that holds all longitudes."""
    if np.ptp(lon) <= 180:  # then no arc around the other side is narrower
        return float(lon.min() % 360), float(np.ptp(lon))
    turn = np.unique(np.mod(lon, 360))
    gaps = np.diff(turn, append=turn[0] + 360)
    widest = int(np.argmax(gaps))
    return float(turn[(widest + 1) % len(turn)]), float(360 - gaps[widest])


def _around(middle: float, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points whose longitudes lie within half a turn of `middle`, whatever side of 180 that is."""
    turn = middle + np.mod(lon - middle + 180, 360) - 180
    return np.column_stack([turn, lat]).round(12)


def _cut_at_180(shape: shapely.Geometry) -> shapely.Geometry:
    west, _, east, _ = shapely.bounds(shape)
    if not (west < -180 or east > 180):
        return shape
    parts: list[shapely.Geometry] = []
    for shift in (-360, 0, 360):
        piece = shapely.intersection(shape, shapely.box(shift - 180, -90, shift + 180, 90))
        parts.extend(shapely.get_parts(affinity.translate(piece, xoff=-shift)))
    return shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])


def _close_seams(was: NDArray[np.object_], now: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    """Join the halves of regions that were cut at 180 degrees; a metre's grid takes up the rounding."""
    west, _, east, _ = shapely.bounds(was).T
    cut = (west <= -180) & (east >= 180) & ("eqearth" not in crs)
    whole = now.copy()
    whole[cut] = [shapely.union_all(shapely.get_parts(shape), grid_size=1.0) for shape in now[cut]]
    return whole
