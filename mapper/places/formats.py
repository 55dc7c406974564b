"""Boundary files of every common format -> one frame of areas in longitude and latitude."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from mapper import files
from mapper.errors import BadData, UnreadableFile
from mapper.model import Finding, Where
from mapper.places.geoparquet import read_geoparquet

LONLAT = "EPSG:4326"
FORMATS = "GeoJSON, TopoJSON, GeoPackage, Shapefile (also zipped), FlatGeobuf or GeoParquet"
BY_LIBRARY = (".gpkg", ".shp", ".zip", ".fgb")
IN_ZIP = (".shp", ".gpkg", ".fgb", ".geojson")
AREAS = ("Polygon", "MultiPolygon")
KINDS = (
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)
"""Names of shapely's type ids."""


@dataclass(frozen=True)
class Layer:
    """A boundary file as read: every column of it, in EPSG:4326, in the file's order."""

    path: Path
    frame: gpd.GeoDataFrame
    findings: tuple[Finding, ...] = ()


class _Feature(msgspec.Struct):
    properties: dict[str, Any] | None = None
    geometry: msgspec.Raw = msgspec.Raw(b"null")


class _Collection(msgspec.Struct):
    type: str
    features: list[_Feature]
    crs: dict[str, Any] | None = None


def read_layer(path: Path) -> Layer:
    """Read areas with all their columns; raise UnreadableFile at what is not a boundary file.

    Coordinates of another reference system are carried to longitude and latitude (a finding tells it).
    A file that names none is taken for longitude and latitude as far as its figures allow that, else BadData.
    """
    frame = _read(path, files.read_bytes(path))
    _refuse_no_areas(path, frame)
    layer = _to_lonlat(path, frame)
    _refuse_other_units(layer)
    return layer


def to_geojson(frame: gpd.GeoDataFrame) -> str:
    """Return the columns code and geometry as GeoJSON, one line a region, in the order of codes.

    Coordinates have 7 decimals, a centimetre, unless the units would then no longer fit together.
    """
    ordered = frame.sort_values("code")
    exact = ordered.geometry.to_numpy()
    rounded = round_to(exact, 7)
    shapes = rounded if fits(rounded) or not fits(exact) else exact
    lines = [
        f'{{"type":"Feature","properties":{json.dumps({"code": code}, ensure_ascii=False)},"geometry":{text}}}'
        for code, text in zip(ordered["code"], shapely.to_geojson(shapes), strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def round_to(shapes: NDArray[np.object_], places: int) -> NDArray[np.object_]:
    """Round all coordinates to `places` decimals; zero is never negative."""
    rounded: NDArray[np.object_] = shapely.transform(shapes, lambda c: c.round(places) + 0.0)
    return rounded


def fits(shapes: NDArray[np.object_]) -> bool:
    """Tell whether shapes are valid, none is empty, and no border is drawn in two ways."""
    whole = shapely.is_valid(shapes).all() and not shapely.is_empty(shapes).any()
    return bool(whole and shapely.coverage_is_valid(shapes))


def _read(path: Path, raw: bytes) -> gpd.GeoDataFrame:
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _read_json(path, raw)
    if raw.startswith(b"PAR1"):
        return read_geoparquet(path)
    if path.suffix.lower() in BY_LIBRARY:
        return _read_by_library(path)
    raise UnreadableFile(f"{path}: not a boundary file", hint=f"Give a file of {FORMATS}.")


def _read_json(path: Path, raw: bytes) -> gpd.GeoDataFrame:
    tree = _parse(path, raw)
    kind = tree.get("type") if isinstance(tree, dict) else None
    if kind == "Topology":
        return _read_by_library(path)
    features = tree.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise UnreadableFile(f"{path}: JSON, but not GeoJSON", hint="It needs a FeatureCollection with features.")
    shapes = _shapes(path, features)
    rows = [f.get("properties") or {} for f in features]
    return gpd.GeoDataFrame(rows, geometry=list(shapes), crs=_named_crs(path, tree))


def _parse(path: Path, raw: bytes) -> Any:  # noqa: ANN401 - JSON gives any type
    try:
        return _parse_strictly(raw)
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise UnreadableFile(
            f"{where}: broken JSON: {error.msg}", hint="Was it copied whole? Save it again."
        ) from error
    except RecursionError as error:
        raise UnreadableFile(f"{path}: lists in lists without end", hint=f"Give a file of {FORMATS}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: byte {error.start}: not UTF-8", hint="GeoJSON is always UTF-8.") from error


def _parse_strictly(raw: bytes) -> Any:  # noqa: ANN401 - JSON gives any type
    """Parse GeoJSON and leave its geometries as text; whatever is not GeoJSON the standard library parses."""
    try:
        found = msgspec.json.decode(raw, type=_Collection)
    except msgspec.DecodeError:
        return json.loads(raw)
    features = [{"properties": one.properties, "geometry": one.geometry} for one in found.features]
    return {"type": found.type, "features": features, "crs": found.crs}


def _shapes(path: Path, features: Sequence[Any]) -> NDArray[np.object_]:
    """Parse all shapes at once, which is quick; where that fails, one by one to name the fault."""
    drawn = np.array([_drawn(path, number, feature) for number, feature in enumerate(features, start=1)], dtype=object)
    try:
        shapes: NDArray[np.object_] = shapely.from_geojson(drawn)
    except shapely.GEOSException:
        return np.array([_shape(path, number, text) for number, text in enumerate(drawn, start=1)], dtype=object)
    return shapes


def _drawn(path: Path, number: int, feature: Any) -> str | None:  # noqa: ANN401 - JSON gives any type
    """Return a feature's geometry as text, None where it has none."""
    if not isinstance(feature, dict):
        raise UnreadableFile(f"{path}:feature {number}: not a feature", hint="Every feature is a JSON object.")
    drawn = feature.get("geometry")
    text = str(drawn, "utf-8") if isinstance(drawn, msgspec.Raw) else json.dumps(drawn)
    return None if text == "null" else text


def _shape(path: Path, number: int, text: str | None) -> Any:  # noqa: ANN401 - shapely's functions are untyped
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


def _read_by_library(path: Path) -> gpd.GeoDataFrame:
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

    source = _inside(path) if path.suffix.lower() == ".zip" else str(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of GDAL, about what is told below or mended by itself
            frame = gpd.read_file(source)
    except (DataSourceError, DataLayerError, FeatureError, GeometryError, IndexError) as error:  # IndexError: no layer
        raise UnreadableFile(f"{path}: not a boundary file, or damaged", hint=f"Give a file of {FORMATS}.") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise UnreadableFile(f"{path}: holds a table, but no shapes", hint=f"Give a file of {FORMATS}.")
    return frame


def _inside(path: Path) -> str:
    """Return GDAL's name for the one boundary file in a zip archive, in whatever folder it stands."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = [name for name in archive.namelist() if name.lower().endswith(IN_ZIP) and "__MACOSX" not in name]
    except zipfile.BadZipFile as error:
        raise UnreadableFile(f"{path}: damaged, or not a zip archive", hint="Was it copied whole?") from error
    if len(found) != 1:
        told = f"holds {len(found)} boundary files: {', '.join(found)}" if found else "holds no boundary file"
        raise UnreadableFile(f"{path}: {told}", hint="Unpack it, and name the one that is meant.")
    return f"/vsizip/{path}/{found[0]}"


def _refuse_no_areas(path: Path, frame: gpd.GeoDataFrame) -> None:
    drawn = frame.geometry.to_numpy()
    kinds = sorted(KINDS[one] for one in np.unique(shapely.get_type_id(drawn)[~shapely.is_empty(drawn)]) if one >= 0)
    if not set(kinds) & {*AREAS, "GeometryCollection"}:
        held = f"holds {', '.join(kinds)}" if kinds else "holds no shapes"
        raise UnreadableFile(f"{path}: {held}, expected areas", hint="Give the boundaries as polygons.")


def _to_lonlat(path: Path, frame: gpd.GeoDataFrame) -> Layer:
    if frame.crs is None:
        return _take_for_lonlat(path, frame)
    if frame.crs in (LONLAT, "OGC:CRS84"):
        return Layer(path, frame)
    finding = Finding("warning", "crs-converted", Where(str(path)), {"crs": frame.crs.name})
    return Layer(path, frame.to_crs(LONLAT), (finding,))


def _take_for_lonlat(path: Path, frame: gpd.GeoDataFrame) -> Layer:
    finding = Finding("warning", "crs-assumed", Where(str(path)))
    return Layer(path, frame.set_crs(LONLAT), (finding,))


def _refuse_other_units(layer: Layer) -> None:
    """Raise BadData where a coordinate is no longitude or latitude: metres, or the two in the wrong order."""
    lon, lat = shapely.get_coordinates(layer.frame.geometry.to_numpy()).T
    wrong = ~((np.abs(lon) <= 360) & (np.abs(lat) <= 90))  # so that NaN is wrong, too
    if wrong.any():
        first = int(np.argmax(wrong))
        told = "no reference system is named, and " if any(one.code == "crs-assumed" for one in layer.findings) else ""
        what = f"{layer.path}: {told}{lon[first]:g}, {lat[first]:g} is not longitude, latitude"
        raise BadData(what, hint="Save it in EPSG:4326, longitude first, or add its .prj file.")
