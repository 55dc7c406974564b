"""Boundary files of every common format -> one frame of areas in longitude and latitude."""

from __future__ import annotations

import json
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from mapper import files
from mapper.errors import BadData, UnreadableFile
from mapper.model import Finding, Where
from mapper.places.geojson import LONLAT, frame_of_features, parse_json
from mapper.places.geoparquet import read_geoparquet

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
    tree = parse_json(path, raw)
    if isinstance(tree, dict) and tree.get("type") == "Topology":
        return _read_by_library(path)
    return frame_of_features(path, tree)


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
