"""Natural Earth's units of 2013 as one coverage, and the three cities in their official size."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import packages
import shapely
from scipy.optimize import brentq
from shapely.ops import polygonize, unary_union

Units = dict[str, shapely.Geometry]
"""Code of a region -> its shape in longitude and latitude."""

PLANE = "+proj=laea +lat_0=48 +lon_0=67 +datum=WGS84 +units=m"
LONLAT = 4326
CODES = {
    "Zhambyl": "31",
    "Qaraghandy": "35",
    "South Kazakhstan": "61",
    "Mangghystau": "47",
    "Atyrau": "23",
    "Aqtöbe": "15",
    "North Kazakhstan": "59",
    "Aqmola": "11",
    "East Kazakhstan": "63",
    "Almaty": "19",
    "Qyzylorda": "43",
    "Qostanay": "39",
    "Pavlodar": "55",
    "West Kazakhstan": "27",
    "Almaty City": "75",
    "Astana": "71",
}
"""Natural Earth's names; South Kazakhstan bears the code of today's Turkistan until it is published."""
ISLANDS_OF, LEASE_OF = "47", "43"
LEASE_DEGREES2 = 0.1
CITY_AREAS = {"71": 797.33, "75": 680.0, "79": 1170.0}
"""Official areas, km2."""
CITY_CENTRES = {"71": (71.44598, 51.1801), "75": (76.9115, 43.25249), "79": (69.60042, 42.30988)}
"""GeoNames' points of Astana, Almaty and Shymkent."""


def read_outlines(package: Path) -> Units:
    """Return the 16 units of 2013 without gaps or overlaps.

    The Baykonur lease (about 6,400 km2) goes to Kyzylorda, a hairline to the neighbour with the longest common border,
    and the nameless Tyuleniy and Kulaly islands to Mangystau.
    """
    with tempfile.TemporaryDirectory() as folder:
        frame = gpd.read_file(packages.unpack_shapes(package, "kaz", Path(folder)))
    named = {
        CODES[row["name"]]: row.geometry for _, row in frame[frame.name.notna()].iterrows() if row["name"] in CODES
    }
    faces, gaps = _sort_faces(named)
    for gap in gaps:
        faces[LEASE_OF if gap.area > LEASE_DEGREES2 else _longest_border(gap, faces)].append(gap)
    units = {code: shapely.coverage_union_all(parts) for code, parts in faces.items()}
    islands = [part for shape in frame[frame.name.isna()].geometry for part in shapely.get_parts(shape)]
    units[ISLANDS_OF] = shapely.MultiPolygon([*shapely.get_parts(units[ISLANDS_OF]), *islands])
    return units


def add_cities(units: Units) -> Units:
    """Return the 17 units of 2018: Astana and Almaty grown to their official areas, Shymkent as a disc."""
    units = cut_out(units, "11", "71", grown(units["71"], "71"))
    units = cut_out(units, "19", "75", grown(units["75"], "75"))
    return cut_out(units, "61", "79", disc(*CITY_CENTRES["79"], CITY_AREAS["79"]))


def overlay(units: Units, cutters: Iterable[shapely.Geometry], assign: Callable[[str, shapely.Point], str]) -> Units:
    """Cut a coverage along lines; `assign(code, point inside)` tells which unit each piece belongs to."""
    lines = unary_union([unit.boundary for unit in units.values()] + list(cutters))
    tree, codes = shapely.STRtree(list(units.values())), list(units)
    pieces: dict[str, list[shapely.Polygon]] = {}
    for face in polygonize(lines):
        point = face.representative_point()
        holders = [codes[number] for number in tree.query(point, predicate="within")]
        if holders:
            pieces.setdefault(assign(holders[0], point), []).append(face)
    return {code: shapely.coverage_union_all(parts) for code, parts in pieces.items()}


def cut_out(units: Units, around: str, code: str, city: shapely.Polygon) -> Units:
    """Return the coverage with `city` taken out of the unit `around` it (and joined to its own former shape)."""
    return overlay(
        units, [city.boundary], lambda held, point: code if held in (around, code) and city.contains(point) else held
    )


def grown(drawn: shapely.Geometry, code: str) -> shapely.Polygon:
    """Return a city's drawn shape united with a disc around its centre, so large that the area is the official one."""

    def united(area: float) -> shapely.Geometry:
        return shapely.union_all([carry(drawn, LONLAT, PLANE), carry(disc(*CITY_CENTRES[code], area), LONLAT, PLANE)])

    target = CITY_AREAS[code]
    fitting = brentq(lambda area: united(area).area / 1e6 - target, 5, target)
    return carry(united(fitting).simplify(200), PLANE, LONLAT)


def disc(lon: float, lat: float, area_km2: float) -> shapely.Polygon:
    """Return a polygon of 48 corners around a point with a given area."""
    centre, corners = carry(shapely.Point(lon, lat), LONLAT, PLANE), 48
    radius = np.sqrt(area_km2 * 1e6 / (corners / 2 * np.sin(2 * np.pi / corners)))
    angle = np.arange(corners) * 2 * np.pi / corners
    ring = np.c_[centre.x + radius * np.cos(angle), centre.y + radius * np.sin(angle)]
    return carry(shapely.Polygon(ring), PLANE, LONLAT)


def carry(shape: shapely.Geometry, here: int | str, there: int | str) -> shapely.Geometry:
    """Carry a shape between reference systems; long edges in degrees get points on the way."""
    dense = shape.segmentize(0.05) if here == LONLAT and shape.geom_type != "Point" else shape
    return gpd.GeoSeries([dense], crs=here).to_crs(there).iloc[0]


def common_corner(units: Mapping[str, shapely.Geometry], *codes: str) -> shapely.Point:
    """Return the westernmost vertex at which several units meet."""
    vertices = [set(map(tuple, shapely.get_coordinates(units[code]))) for code in codes]
    return shapely.Point(min(set.intersection(*vertices)))


def _sort_faces(named: Units) -> tuple[dict[str, list[shapely.Polygon]], list[shapely.Polygon]]:
    """Return the faces between all borders by the unit that holds them, and those that none holds."""
    tree, codes = shapely.STRtree(list(named.values())), list(named)
    held: dict[str, list[shapely.Polygon]] = {code: [] for code in named}
    gaps = []
    for face in polygonize(unary_union([shape.boundary for shape in named.values()])):
        holders = tree.query(face.representative_point(), predicate="within")
        (held[codes[holders[0]]] if len(holders) else gaps).append(face)
    return held, gaps


def _longest_border(gap: shapely.Polygon, faces: Mapping[str, list[shapely.Polygon]]) -> str:
    def common(code: str) -> float:
        return shapely.union_all([face.boundary for face in faces[code]]).intersection(gap.boundary).length

    return max(faces, key=common)
