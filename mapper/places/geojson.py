"""GeoJSON, whole or damaged -> one frame of all its features."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.errors import UnreadableFile

LONLAT = "EPSG:4326"
AT_ONCE = 1_000
"""Features whose points are in memory as single numbers at one time."""
each = itertools.chain.from_iterable


class _Feature(msgspec.Struct):
    properties: dict[str, Any] | None = None
    geometry: msgspec.Raw = msgspec.Raw(b"null")


class _Collection(msgspec.Struct):
    type: str
    features: list[_Feature]
    crs: dict[str, Any] | None = None


Rings = list[list[tuple[float, float]]]


class _Polygon(msgspec.Struct, tag_field="type", tag="Polygon"):
    coordinates: Rings


class _MultiPolygon(msgspec.Struct, tag_field="type", tag="MultiPolygon"):
    coordinates: list[Rings]


AREA = msgspec.json.Decoder(_Polygon | _MultiPolygon)


def parse_json(path: Path, raw: bytes) -> Any:  # noqa: ANN401 - JSON gives any type
    """Parse JSON and leave the geometries of GeoJSON as text; raise UnreadableFile at the place that is broken."""
    try:
        return _parse(raw)
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise UnreadableFile(
            f"{where}: broken JSON: {error.msg}", hint="Was it copied whole? Save it again."
        ) from error
    except RecursionError as error:
        raise UnreadableFile(f"{path}: lists in lists without end", hint="Give a file of GeoJSON.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: byte {error.start}: not UTF-8", hint="GeoJSON is always UTF-8.") from error


def frame_of_features(path: Path, tree: Any) -> gpd.GeoDataFrame:  # noqa: ANN401 - JSON gives any type
    """Return the properties and shapes of parsed GeoJSON, in the reference system that it names.

    Raise UnreadableFile at what is no collection of features, and at a feature whose shape cannot be read.
    """
    features = tree.get("features") if isinstance(tree, dict) and tree.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise UnreadableFile(f"{path}: JSON, but not GeoJSON", hint="It needs a FeatureCollection with features.")
    shapes = _shapes(path, features)
    rows = [f.get("properties") or {} for f in features]
    return gpd.GeoDataFrame(rows, geometry=list(shapes), crs=_named_crs(path, tree))


def _parse(raw: bytes) -> Any:  # noqa: ANN401 - JSON gives any type
    """Parse GeoJSON strictly; whatever is not GeoJSON the standard library parses."""
    try:
        found = msgspec.json.decode(raw, type=_Collection)
    except msgspec.DecodeError:
        return json.loads(raw)
    features = [{"properties": one.properties, "geometry": one.geometry} for one in found.features]
    return {"type": found.type, "features": features, "crs": found.crs}


def _shapes(path: Path, features: Sequence[Any]) -> NDArray[np.object_]:
    drawn = [(number, _drawn(path, number, feature)) for number, feature in enumerate(features, start=1)]
    batches = (drawn[start : start + AT_ONCE] for start in range(0, len(drawn), AT_ONCE))
    return np.concatenate([np.empty(0, dtype=object), *(_batch(path, batch) for batch in batches)])


def _batch(path: Path, drawn: Sequence[tuple[int, bytes]]) -> NDArray[np.object_]:
    """Parse areas all at once, which is quick; where there is anything else, one by one to name a fault."""
    try:
        return _areas([AREA.decode(one) for _, one in drawn])
    except (msgspec.DecodeError, _OtherShape):
        return np.array([_shape(path, number, one) for number, one in drawn], dtype=object)


class _OtherShape(Exception):
    """An area that is not plainly drawn: GEOS reads it, or names what is wrong with it."""


def _areas(drawn: Sequence[_Polygon | _MultiPolygon]) -> NDArray[np.object_]:
    """Return areas of two dimensions as GEOS's own reader would, which takes twice as long."""
    parts = [[one.coordinates] if isinstance(one, _Polygon) else one.coordinates for one in drawn]
    polygons = list(each(parts))
    rings = list(each(polygons))
    if not all(parts) or not all(polygons) or not all(len(ring) > 3 and ring[0] == ring[-1] for ring in rings):
        raise _OtherShape
    points = np.fromiter(each(each(rings)), dtype=np.float64).reshape(-1, 2)
    made = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (_ends(rings), _ends(polygons)))
    owner = np.repeat(np.arange(len(drawn)), [len(of) for of in parts])
    several = np.array([isinstance(one, _MultiPolygon) for one in drawn])
    within, number = several[owner], (np.cumsum(several) - 1)[owner]
    shapes = np.empty(len(drawn), dtype=object)
    shapes[~several] = made[~within]
    shapes[several] = shapely.multipolygons(made[within], indices=number[within])
    return shapes


def _ends(runs: Sequence[Sequence[object]]) -> NDArray[np.int64]:
    """Return where each of the runs begins, and the end of the last."""
    return np.cumsum([0, *map(len, runs)])


def _drawn(path: Path, number: int, feature: Any) -> bytes:  # noqa: ANN401 - JSON gives any type
    """Return a feature's geometry as JSON."""
    if not isinstance(feature, dict):
        raise UnreadableFile(f"{path}:feature {number}: not a feature", hint="Every feature is a JSON object.")
    drawn = feature.get("geometry")
    return bytes(drawn) if isinstance(drawn, msgspec.Raw) else json.dumps(drawn).encode()


def _shape(path: Path, number: int, drawn: bytes) -> Any:  # noqa: ANN401 - shapely's functions are untyped
    text = None if drawn == b"null" else drawn.decode()
    try:
        return shapely.from_geojson(text)
    except shapely.GEOSException as error:
        what = f"{path}:feature {number}: its shape cannot be read"
        raise UnreadableFile(what, hint="A ring has four points or more and ends where it began.") from error


def _named_crs(path: Path, tree: dict[str, Any]) -> Any:  # noqa: ANN401 - pyproj's CRS, or a name for it
    """Return the reference system of old GeoJSON's `crs` member; without it, GeoJSON is in longitude and latitude."""
    name = ((tree.get("crs") or {}).get("properties") or {}).get("name", LONLAT)
    if str(name).upper().endswith(("CRS84", ":4326")):
        return LONLAT
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(name)
    except CRSError as error:
        raise UnreadableFile(f"{path}:crs: unknown reference system {name!r}", hint="Save it in EPSG:4326.") from error
