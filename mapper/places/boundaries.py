"""A boundary file -> one shape a region, by code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.errors import BadData
from mapper.places.areas import areas_as_drawn, made_valid
from mapper.places.formats import Layer, read_layer


def load_boundaries(path: Path, *, key: str = "code") -> gpd.GeoDataFrame:
    """Return the columns code and geometry in EPSG:4326, sorted by code.

    Raises UnreadableFile at what is not a boundary file, and BadData where the column `key` is missing, where a code
    is blank or stands twice, or where a feature has no area.
    """
    layer = read_layer(path)
    codes = codes_of(layer, key)
    faults = [*blank_codes(codes), *duplicate_codes(codes), *_no_areas(layer)]
    if faults:
        number, what, hint = min(faults)
        raise BadData(f"{path}:feature {number}:{key}: {what}", hint=hint)
    shapes = areas_as_drawn(layer.frame.geometry.to_numpy())
    frame = gpd.GeoDataFrame({"code": codes.to_numpy()}, geometry=shapes, crs=layer.frame.crs)
    return frame.sort_values("code", ignore_index=True)


def codes_of(layer: Layer, key: str) -> pd.Series[str]:
    """Return the column `key` as stripped text, "" where there is none; whole numbers lose their `.0`."""
    columns = [c for c in layer.frame.columns if c != layer.frame.geometry.name]
    if key not in columns:
        hint = f"Its columns are: {', '.join(map(str, columns)) or 'none'}. Name the one with --key."
        raise BadData(f"{layer.path}: no column {key!r} with the codes", hint=hint)
    return pd.Series([_text(value) for value in layer.frame[key].tolist()], dtype=object)


def blank_codes(codes: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (feature, what, hint) for every blank code; the first feature is 1."""
    for number, code in enumerate(codes, start=1):
        if not code:
            yield number, "blank, expected a region's code", "Fill it in, or take the feature out."


def duplicate_codes(codes: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (feature, what, hint) for every code that stood before."""
    first: dict[str, int] = {}
    for number, code in enumerate(codes, start=1):
        if code and first.setdefault(code, number) != number:
            what = f"{code!r} stands in feature {first[code]} already"
            yield number, what, "Join the parts of a region into one multipolygon."


def _text(value: object) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN is not itself
        return ""
    text = f"{value:.15g}" if isinstance(value, float) else str(value).strip()
    if text.isascii():
        return text
    # JSON can hold half a letter, and no page can.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _no_areas(layer: Layer) -> Iterator[tuple[int, str, str]]:
    drawn = layer.frame.geometry.to_numpy()
    filled = np.array([shape or shapely.Polygon() for shape in drawn], dtype=object)
    flat = np.flatnonzero(shapely.area(filled) == 0)  # a shape that crosses itself may have two halves that cancel out
    for at in flat[shapely.area(made_valid(filled[flat])) == 0]:
        yield int(at) + 1, "has no area", "Draw it, or take the feature out; `mapper regions check` tells more."
