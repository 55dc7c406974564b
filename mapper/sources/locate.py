"""Points (longitude, latitude) -> the code of the region in which they lie; in one thread, outside of SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    import geopandas as gpd

Floats = NDArray[np.floating]
Indices = NDArray[np.intp]

SIDE = 500
"""Cells a side of the index: most points fall into cells that lie whole in one region, and need no test."""
FEW = 20_000
"""Up to here, testing each point is quicker than preparing the index."""
OUTSIDE, BORDER = -1, -2


def locate(lon: Floats, lat: Floats, regions: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Return the code of the region of each point, "" outside of all and where a coordinate is missing.

    `regions` has the columns code and geometry (EPSG:4326). A point on a border goes to the first region of its codes.
    """
    # A shape of one's own: prepared shapes must not be shared between threads.
    shapes = shapely.from_wkb(shapely.to_wkb(regions.geometry.to_numpy()))
    shapely.prepare(shapes)
    find = _test if len(lon) <= FEW else _look_up
    codes = np.append(regions["code"].to_numpy(dtype=object), "")
    found: NDArray[np.object_] = codes[find(lon, lat, shapes)]
    return found


def _test(lon: Floats, lat: Floats, shapes: NDArray[np.object_]) -> Indices:
    """Test each point against the regions whose bounding box holds it."""
    found = np.full(len(lon), OUTSIDE, dtype=np.intp)
    for index, (west, south, east, north) in enumerate(shapely.bounds(shapes)):
        open_ = (found == OUTSIDE) & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        near = np.flatnonzero(open_)
        found[near[shapely.intersects_xy(shapes[index], lon[near], lat[near])]] = index
    return found


def _look_up(lon: Floats, lat: Floats, shapes: NDArray[np.object_]) -> Indices:
    """Read the region of each point from its cell; test the points of cells that a border crosses."""
    west, south, east, north = shapely.total_bounds(shapes)
    cells = _index(shapes)
    with np.errstate(invalid="ignore"):
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    found = np.full(len(lon), OUTSIDE, dtype=np.intp)
    columns = np.minimum(((lon[inside] - west) * (SIDE / (east - west))).astype(np.intp), SIDE - 1)
    rows = np.minimum(((lat[inside] - south) * (SIDE / (north - south))).astype(np.intp), SIDE - 1)
    found[inside] = cells[rows * SIDE + columns]
    border = np.flatnonzero(found == BORDER)
    found[border] = _test(lon[border], lat[border], shapes)
    return found


def _index(shapes: NDArray[np.object_]) -> Indices:
    """Return for each cell of a grid, row by row, its region, OUTSIDE or BORDER."""
    west, south, east, north = shapely.total_bounds(shapes)
    x, y = np.linspace(west, east, SIDE + 1), np.linspace(south, north, SIDE + 1)
    # A hair wider than they are, so that rounding cannot put a point into the wrong one of two cells.
    hair = 1e-9 * max(east - west, north - south, 1.0)
    boxes = shapely.box(
        np.tile(x[:-1], SIDE) - hair,
        np.repeat(y[:-1], SIDE) - hair,
        np.tile(x[1:], SIDE) + hair,
        np.repeat(y[1:], SIDE) + hair,
    )
    tree = shapely.STRtree(boxes)
    cells = np.full(SIDE * SIDE, OUTSIDE, dtype=np.intp)
    cells[tree.query(shapes, "intersects")[1]] = BORDER
    owners, held = tree.query(shapes, "contains_properly")
    cells[held] = owners
    return cells
