"""Units -> the bytes of a boundary file: names, five decimals, proved to fit together."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from outlines import Units

NAMES = Path(__file__).parent / "units.csv"
DECIMALS = 5
RENAMED = {("2013", "61"): "51"}
"""What a unit was called in an earlier vintage: Turkistan Region was South Kazakhstan."""


def to_geojson(vintage: str, units: Units, *, approximate: frozenset[str]) -> str:
    """Return a FeatureCollection, by code; raise ValueError where rounding broke the coverage."""
    codes = sorted(units)
    shapes = np.array([_rounded(units[code]) for code in codes])
    if not (shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)):
        raise ValueError(f"{vintage}: the rounded units do not fit together")
    names = _read_names()
    features = [
        {
            "type": "Feature",
            "properties": {**names[RENAMED.get((vintage, code), code)], "approx": code in approximate},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for code, shape in zip(codes, shapes, strict=True)
    ]
    collection = {"type": "FeatureCollection", "name": f"kz_regions_{vintage}", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


def _read_names() -> dict[str, dict[str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return {row["kato"]: dict(row) for row in csv.DictReader(file)}


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [
        shapely.Polygon(_ring(part.exterior), [_ring(ring) for ring in part.interiors])
        for part in shapely.get_parts(shape)
    ]
    return shapely.orient_polygons(shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0])


def _ring(ring: shapely.LinearRing) -> NDArray[np.float64]:
    return np.array([(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring.coords])
