"""What is drawn instead of written in a table, as the same frame of texts: points of GeoJSON, areas of any format."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from mapper import files
from mapper.errors import BadData, UnreadableFile
from mapper.sources.tabular import TextFrame

SUFFIXES = (".geojson", ".json")
AREAS = (".gpkg", ".shp", ".zip", ".fgb")
AREAS_WITHIN = re.compile(rb'"type"\s*:\s*"(MultiPolygon|Polygon|Topology)"')
Json = Mapping[str, Any]  # JSON of any kind: it is checked part by part
HINT = "A register that is drawn is a FeatureCollection of points, each with the register's columns as properties."


def read_points(path: Path, name: str) -> TextFrame:
    """Read a FeatureCollection of points; a feature's number (from 1) is its row, its point fills lon and lat.

    A feature without a geometry has no point. Raise UnreadableFile if it is no GeoJSON, BadData at another geometry.
    """
    decoded = files.read_text(path)
    try:
        tree = json.loads(decoded.text)
    except ValueError as error:
        raise UnreadableFile(f"{name}: not GeoJSON: {error}", hint=HINT) from error
    features = tree.get("features") if isinstance(tree, dict) else None
    if not isinstance(features, list) or not features:
        raise UnreadableFile(f"{name}: holds no features", hint=HINT)
    rows = [_row(feature, f"{name}:{number}") for number, feature in enumerate(features, start=1)]
    columns = dict.fromkeys(column for row in rows for column in row)
    index = pd.RangeIndex(1, len(rows) + 1, name="row")
    cells = [[row.get(column, "") for column in columns] for row in rows]
    frame = pd.DataFrame(cells, index=index, columns=list(columns), dtype="str")
    return TextFrame(name, "", frame, encoding=decoded.encoding)


def is_areas(path: Path) -> bool:
    """Tell whether a file holds areas: by its name, or by the shapes that its JSON names."""
    suffix = path.suffix.casefold()
    return suffix in AREAS or (suffix in SUFFIXES and bool(AREAS_WITHIN.search(files.read_bytes(path))))


def read_areas(path: Path, name: str) -> TextFrame:
    """Read areas as one row each, in the file's order; lon and lat are a point that lies within, "" without a shape.

    Raise UnreadableFile or BadData where it is no boundary file.
    """
    import shapely

    from mapper.places.formats import read_layer

    layer = read_layer(path).frame
    inside = shapely.point_on_surface(layer.geometry.to_numpy())
    axes = {"lon": shapely.get_x(inside), "lat": shapely.get_y(inside)}
    columns = {str(key): layer[key] for key in layer.columns if key != layer.geometry.name} | axes
    texts = {key: ["" if pd.isna(one) else str(one).strip() for one in values] for key, values in columns.items()}
    index = pd.RangeIndex(1, len(layer) + 1, name="row")
    return TextFrame(name, "", pd.DataFrame(texts, index=index, dtype="str"))


def _row(feature: Json, where: str) -> dict[str, str]:
    """Return the texts of a feature, its point among them."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise BadData(f"{where}: a feature without properties", hint=HINT)
    texts = {str(key): _text(value) for key, value in properties.items()}
    geometry = feature.get("geometry")
    if geometry is None:
        return texts
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    point = geometry.get("coordinates") if isinstance(geometry, dict) and kind == "Point" else None
    if not isinstance(point, list) or len(point) < 2:
        raise BadData(f"{where}: {kind!r} where a point belongs", hint=HINT)
    return texts | {"lon": _text(point[0]), "lat": _text(point[1])}


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
