"""Shapes of any kind -> the areas in them, made valid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray


def areas_only(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return valid polygons and multipolygons, empty where a shape holds no area."""
    filled = np.array([shape or shapely.Polygon() for shape in shapes], dtype=object)
    return np.array([shapely.MultiPolygon(list(_polygons(shape))) for shape in made_valid(filled)], dtype=object)


def areas_as_drawn(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return polygons and multipolygons as they are, valid or not; collections without their points and lines."""
    collection = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    kept = shapes.copy()
    kept[collection] = [shapely.MultiPolygon(list(_polygons(shape))) for shape in shapes[collection]]
    return kept


def made_valid(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes with the broken ones made valid; the others are untouched."""
    broken = ~shapely.is_valid(shapes)
    mended = shapes.copy()
    mended[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return mended


def _polygons(shape: shapely.Geometry) -> Iterator[shapely.Polygon]:
    """Yield the polygons of a shape, however deep they lie in collections."""
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            yield from () if part.is_empty else (part,)
        elif len(shapely.get_parts(part)) and shapely.get_dimensions(part) == 2:
            yield from _polygons(part)
