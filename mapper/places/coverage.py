"""Check a boundary file: its shapes, its codes, and how its units meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.model import Finding, Region, Where
from mapper.places.areas import areas_only
from mapper.places.boundaries import blank_codes, codes_of, duplicate_codes
from mapper.places.formats import Layer
from mapper.places.projection import choose_crs, project, unproject

KM2 = 1e6
AREA_TOLERANCE = 0.05
"""A unit whose area differs more than this from the stated one is told."""
SLIVER_KM2 = 1.0
SLIVER_ROUNDNESS = 0.15
"""A part is a sliver if it is smaller than the first and 4 pi area / perimeter^2 is below the second."""
HAIR_KM2 = 1e-6
"""A square metre: what lies below it is rounding."""


@dataclass(frozen=True)
class Unit:
    """One unit of a boundary file; `stated_km2` is what the gazetteer says."""

    code: str
    area_km2: float
    stated_km2: float | None


@dataclass(frozen=True)
class Misfit:
    """A gap or an overlap between neighbours, and where it lies (degrees)."""

    kind: str
    codes: tuple[str, ...]
    area_km2: float
    lon: float
    lat: float


@dataclass(frozen=True)
class BoundaryReport:
    """What `check_boundaries` found, with its figures."""

    units: tuple[Unit, ...]
    misfits: tuple[Misfit, ...]
    findings: tuple[Finding, ...]

    def area_km2(self, kind: str = "") -> float:
        """Return the area of all units, or of all misfits of one kind ("gap", "overlap")."""
        return sum(m.area_km2 for m in self.misfits if m.kind == kind) if kind else sum(u.area_km2 for u in self.units)


def check_boundaries(
    layer: Layer, *, key: str = "code", regions: Sequence[Region] = (), country: gpd.GeoDataFrame | None = None
) -> BoundaryReport:
    """Check every unit of a layer, in the file's order; raise BadData where the column `key` is missing.

    `regions` are those that the file should hold, with their stated areas; `country` is a trusted outline
    (EPSG:4326), outside which no unit should lie. Areas are measured on an equal-area plane.
    """
    codes = tuple(codes_of(layer, key))
    lonlat = layer.frame.geometry.to_numpy()
    crs = choose_crs(shapely.get_coordinates(lonlat))
    plane = areas_only(project(lonlat, crs))
    misfits = tuple(_misfits(codes, plane, crs))
    units = _units(codes, plane, regions)
    findings = (
        *layer.findings,
        *_check_codes(layer, codes, regions),
        *_check_shapes(layer, codes, plane),
        *(_misfit_finding(layer, misfit) for misfit in misfits),
        *_check_areas(layer, units),
        *_check_outside(layer, codes, country, crs),
    )
    return BoundaryReport(units, misfits, findings)


def feature(layer: Layer, number: int) -> Where:
    """Return the place of a feature; the first is 1."""
    return Where(str(layer.path), None, f"feature {number}")


def _units(codes: Sequence[str], plane: NDArray[np.object_], regions: Sequence[Region]) -> tuple[Unit, ...]:
    stated = {region.code: region.area_km2 for region in regions}
    areas = shapely.area(plane) / KM2
    return tuple(Unit(code, float(area), stated.get(code)) for code, area in zip(codes, areas, strict=True))


def _misfits(codes: Sequence[str], plane: NDArray[np.object_], crs: str) -> Iterator[Misfit]:
    """Yield every overlap of two units and every hole between units, the largest first."""
    tree = shapely.STRtree(plane)
    one, other = tree.query(plane, predicate="intersects")
    found = [*_overlaps(plane, one[one < other], other[one < other]), *_gaps(plane, tree)]
    for kind, pieces, numbers in sorted(found, key=lambda f: (-shapely.area(f[1]), f[2])):
        area = float(shapely.area(pieces)) / KM2
        if area > HAIR_KM2:
            inside = unproject(np.array([shapely.point_on_surface(pieces)]), crs)
            lon, lat = shapely.get_coordinates(inside)[0]
            yield Misfit(kind, tuple(codes[n] for n in numbers), area, float(lon), float(lat))


_Found = tuple[str, shapely.Geometry, tuple[int, ...]]


def _overlaps(plane: NDArray[np.object_], one: NDArray[np.intp], other: NDArray[np.intp]) -> Iterator[_Found]:
    common = shapely.intersection(plane[one], plane[other])
    for piece, a, b in zip(common, one, other, strict=True):
        yield "overlap", piece, (int(a), int(b))


def _gaps(plane: NDArray[np.object_], tree: shapely.STRtree) -> Iterator[_Found]:
    for part in shapely.get_parts(shapely.union_all(plane)):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            yield "gap", hole, tuple(sorted(int(n) for n in tree.query(hole, predicate="intersects")))


def _misfit_finding(layer: Layer, misfit: Misfit) -> Finding:
    values = {
        "units": ", ".join(misfit.codes),
        "area": f"{misfit.area_km2:.3g}",
        "place": f"{misfit.lon:.3f}, {misfit.lat:.3f}",
    }
    return Finding("warning", f"boundary-{misfit.kind}", Where(str(layer.path)), values)


def _check_codes(layer: Layer, codes: Sequence[str], regions: Sequence[Region]) -> Iterator[Finding]:
    known = {region.code for region in regions}
    for number, _, _ in blank_codes(codes):
        yield Finding("error", "boundary-code-blank", feature(layer, number))
    for number, _, _ in duplicate_codes(codes):
        yield Finding("error", "boundary-code-twice", feature(layer, number), {"code": codes[number - 1]})
    for number, code in enumerate(codes, start=1):
        if code and known and code not in known:
            yield Finding("error", "boundary-code-unknown", feature(layer, number), {"code": code})
    for code in sorted(known - set(codes)):
        yield Finding("error", "boundary-missing", Where(str(layer.path)), {"code": code})


def _check_shapes(layer: Layer, codes: Sequence[str], plane: NDArray[np.object_]) -> Iterator[Finding]:
    reasons = shapely.is_valid_reason(layer.frame.geometry.to_numpy())
    for number, (code, shape, reason) in enumerate(zip(codes, plane, reasons, strict=True), start=1):
        if shape.is_empty:
            yield Finding("error", "boundary-no-area", feature(layer, number), {"code": code})
        elif reason != "Valid Geometry":
            yield Finding("error", "boundary-invalid", feature(layer, number), {"code": code, "reason": str(reason)})
        if slivers := [part for part in shapely.get_parts(shape) if is_sliver(part)]:
            area = float(shapely.area(slivers).sum()) / KM2
            values = {"code": code, "count": str(len(slivers)), "area": f"{area:.3g}"}
            yield Finding("warning", "boundary-sliver", feature(layer, number), values)


def is_sliver(part: shapely.Geometry) -> bool:
    """Tell whether a polygon (metres) is small and thin, as what is left over between two drawings of one border."""
    area, length = float(shapely.area(part)), float(shapely.length(part))
    return area < SLIVER_KM2 * KM2 and 4 * np.pi * area < SLIVER_ROUNDNESS * length**2


def _check_areas(layer: Layer, units: Sequence[Unit]) -> Iterator[Finding]:
    for number, unit in enumerate(units, start=1):
        if unit.stated_km2 and abs(unit.area_km2 / unit.stated_km2 - 1) > AREA_TOLERANCE:
            share = 100 * (unit.area_km2 / unit.stated_km2 - 1)
            values = {"code": unit.code, "area": f"{unit.area_km2:.0f}", "stated": f"{unit.stated_km2:.0f}"}
            yield Finding("warning", "boundary-area", feature(layer, number), {**values, "percent": f"{share:+.0f}"})


def _check_outside(layer: Layer, codes: Sequence[str], country: gpd.GeoDataFrame | None, crs: str) -> Iterator[Finding]:
    if country is None:
        return
    outline = shapely.union_all(areas_only(project(country.geometry.to_numpy(), crs)))
    plane = areas_only(project(layer.frame.geometry.to_numpy(), crs))
    for number, (code, shape) in enumerate(zip(codes, plane, strict=True), start=1):
        if shape.area and shape.intersection(outline).area < shape.area / 2:
            yield Finding("error", "boundary-outside", feature(layer, number), {"code": code})
