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

SIDE = 1000
"""Cells a side of the index: most points fall into cells that lie whole in one region, and need no test."""
FEW = 20_000
"""Up to here, testing each point is quicker than preparing the index."""
CHUNK = 1 << 14
"""Points that are looked up together: what is computed of them stays in the processor's cache."""
OUTSIDE, BORDER = -1, -2


def locate(lon: Floats, lat: Floats, regions: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Return the code of the region of each point, "" outside of all and where a coordinate is missing.

    `regions` has the columns code and geometry (EPSG:4326). A point on a border goes to the first region of its codes.
    """
    codes = np.append(regions["code"].to_numpy(dtype=object), "")
    indices = _test(lon, lat, own_shapes(regions)) if len(lon) <= FEW else Index(regions).find(lon, lat)
    found: NDArray[np.object_] = codes[indices]
    return found


def own_shapes(regions: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Return copies of the shapes, prepared: prepared shapes must not be shared between threads."""
    shapes: NDArray[np.object_] = shapely.from_wkb(shapely.to_wkb(regions.geometry.to_numpy()))
    shapely.prepare(shapes)
    return shapes


class Index:
    """A grid over regions that knows of each cell the region in which it lies whole, or that a border crosses it.

    Around it runs a ring of cells outside of all regions, into which everything falls that is further away.
    """

    def __init__(self, regions: gpd.GeoDataFrame) -> None:
        self._shapes = own_shapes(regions)
        west, south, east, north = shapely.total_bounds(self._shapes)
        # A hair wider than they are, so that no point of the outermost borders falls into the ring.
        hair = 1e-9 * max(east - west, north - south, 1.0)
        self._start = np.array([west - hair, south - hair])
        self._per_degree = SIDE / (np.array([east + hair, north + hair]) - self._start)
        self._flat = self._fill().ravel()

    def find(self, lon: Floats, lat: Floats) -> NDArray[np.int16]:
        """Return for each point the place of its region among `regions`, OUTSIDE (-1) where it is in none."""
        found = np.empty(len(lon), dtype=np.int16)
        for start in range(0, len(lon), CHUNK):
            part = slice(start, start + CHUNK)
            at = self._cell(lat[part], 1)
            at *= SIDE + 2
            at += self._cell(lon[part], 0)
            found[part] = self._flat[at]
        border = np.flatnonzero(found == BORDER)
        found[border] = _test(lon[border], lat[border], self._shapes)
        return found

    def _cell(self, degrees: Floats, axis: int) -> Indices:
        """Return the row or column of each coordinate; a missing one is in the ring, as one that is far away."""
        cells: NDArray[np.float64] = (degrees - self._start[axis]) * self._per_degree[axis]
        cells += 1.0
        np.fmax(cells, 0.0, out=cells)
        np.fmin(cells, SIDE + 1.0, out=cells)
        return cells.astype(np.intp)

    def _fill(self) -> NDArray[np.int16]:
        """Return the cells, rows from the south: of those without a border the middle tells the whole."""
        middles = (np.arange(SIDE) + 0.5) / self._per_degree[:, None] + self._start[:, None]
        inner = _test(np.tile(middles[0], SIDE), np.repeat(middles[1], SIDE), self._shapes)
        cells = np.full((SIDE + 2, SIDE + 2), OUTSIDE, dtype=np.int16)
        cells[1:-1, 1:-1] = inner.reshape(SIDE, SIDE)
        # Borders in steps that are shorter than a cell touch at most the cells of their corners.
        steps = shapely.segmentize(shapely.boundary(self._shapes), 0.5 / self._per_degree.max())
        points, parts = shapely.get_coordinates(shapely.get_parts(steps), return_index=True)
        ends = np.flatnonzero(parts[1:] == parts[:-1])
        hair = 1e-6 / self._per_degree
        low = np.minimum(points[ends], points[ends + 1]) - hair
        high = np.maximum(points[ends], points[ends + 1]) + hair
        for x in (low, high):
            for y in (low, high):
                cells[self._cell(y[:, 1], 1), self._cell(x[:, 0], 0)] = BORDER
        return cells


def _test(lon: Floats, lat: Floats, shapes: NDArray[np.object_]) -> Indices:
    """Test each point against the regions whose bounding box holds it."""
    found = np.full(len(lon), OUTSIDE, dtype=np.intp)
    for index, (west, south, east, north) in enumerate(shapely.bounds(shapes)):
        open_ = (found == OUTSIDE) & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        near = np.flatnonzero(open_)
        found[near[shapely.intersects_xy(shapes[index], lon[near], lat[near])]] = index
    return found
