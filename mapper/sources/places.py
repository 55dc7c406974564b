"""A file of points or areas -> places: demand, or candidates for a hub, with an account of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mapper.model import LANGUAGES, Finding, Ledger, Reason, Unused
from mapper.rollout import Basis, Place
from mapper.sources.cells import decimal_sign, read_cell
from mapper.sources.locate import locate
from mapper.sources.points import SUFFIXES, is_areas, read_areas, read_points
from mapper.sources.sieve import shorten
from mapper.sources.tabular import TextFrame, find_column, read_table

if TYPE_CHECKING:
    import geopandas as gpd

MOST = 1e15
"""More of anything at one place is a slip of the pen, and sums would lose their digits."""
BOUNDS: Mapping[str, float] = {"lon": 180.0, "lat": 90.0}
SPOKEN = ("name", "id")
"""Columns that a file may lack."""
Numbers = Mapping[str, list[float | None]]
Fault = tuple[str, str, Reason]
"""A code, the column at fault, and why its row is not used."""


@dataclass(frozen=True)
class PlacesFile:
    """The places of a file, with their account."""

    places: tuple[Place, ...]
    ledger: Ledger
    findings: tuple[Finding, ...]
    basis: Basis
    """"points", or "areas", each of which is taken to be at a point within it."""


def read_places(path: Path, columns: Mapping[str, str], regions: gpd.GeoDataFrame, *, name: str) -> PlacesFile:
    """Read places with the columns lon and lat, and value, name and id where `columns` names them.

    Without a value each place counts one. Its region is the one in which it lies, "" outside of all. A row without a
    sound point or value is rejected with a finding, which calls the file `name`. Raise UnreadableFile or BadData where
    it is no table of points, no GeoJSON of them and no boundary file.
    """
    areas = is_areas(path)
    table = _table(path, name, areas=areas)
    columns = {**columns, **({"lon": "lon", "lat": "lat"} if areas else {})}
    asked = {role: name for role, name in columns.items() if role not in SPOKEN or name in table.frame.columns}
    texts = {role: table.frame[find_column(table, name)].tolist() for role, name in asked.items()}
    signs = {role: decimal_sign(texts[role]) for role in ("lon", "lat", "value") if role in texts}
    numbers: Numbers = {role: [_number(text, sign) for text in texts[role]] for role, sign in signs.items()}
    faults = [
        fault or _fault({role: values[at] for role, values in numbers.items()})
        for at, fault in enumerate(_blank_or_repeated(table, texts.get("id", [])))
    ]
    sound = [at for at, fault in enumerate(faults) if not fault]
    lon, lat = (np.array([numbers[axis][at] for at in sound], dtype=np.float64) for axis in ("lon", "lat"))
    codes = locate(lon, lat, regions)
    places = tuple(_place(at, table, texts, (str(code), numbers)) for at, code in zip(sound, codes, strict=True))
    return PlacesFile(places, *_account(table, columns, texts, faults), "areas" if areas else "points")


def _table(path: Path, name: str, *, areas: bool) -> TextFrame:
    if areas:
        return read_areas(path, name)
    return read_points(path, name) if path.suffix.casefold() in SUFFIXES else read_table(path, name=name)


def _place(at: int, table: TextFrame, texts: Mapping[str, list[str]], found: tuple[str, Numbers]) -> Place:
    region, numbers = found
    row = str(table.frame.index[at])
    name = texts["name"][at] if "name" in texts else ""
    id_ = texts["id"][at] if "id" in texts else row
    value = numbers["value"][at] if "value" in numbers else 1.0
    lon, lat = numbers["lon"][at] or 0.0, numbers["lat"][at] or 0.0
    return Place(id_ or row, dict.fromkeys(LANGUAGES, name or id_ or row), region, lon, lat, value or 0.0)


def _number(text: str, sign: str) -> float | None:
    return read_cell(text, decimal=sign, marks={}).value if text else None


def _blank_or_repeated(table: TextFrame, ids: list[str]) -> list[Fault | None]:
    """Return the fault of each row that holds nothing, or that names a place which an earlier row names."""
    blank = (table.frame == "").all(axis=1).tolist()
    first = {one: at for at, one in reversed(list(enumerate(ids))) if one}
    faults: list[Fault | None] = [("blank-row", "lon", "blank") if one else None for one in blank]
    for at, one in enumerate(ids):
        if one and first[one] != at:
            faults[at] = ("place-repeated", "id", "duplicate")
    return faults


def _fault(row: Mapping[str, float | None]) -> Fault | None:
    """Return what is wrong with a row's numbers: a point out of range or missing, a value that is none or below 0."""
    for axis, bound in BOUNDS.items():
        number = row[axis]
        if number is None or abs(number) > bound:
            return "place-without-point", axis, "rejected"
    value = row.get("value", 1.0)
    return ("place-without-value", "value", "rejected") if value is None or not 0 <= value <= MOST else None


def _account(
    table: TextFrame, columns: Mapping[str, str], texts: Mapping[str, list[str]], faults: list[Fault | None]
) -> tuple[Ledger, tuple[Finding, ...]]:
    unused, found = [], list(table.findings())
    for at, fault in enumerate(faults):
        if fault:
            code, role, reason = fault
            row, text = int(str(table.frame.index[at])), shorten(texts[role][at])
            unused.append(Unused(table.place, row, reason, code, text))
            if reason != "blank":
                found.append(Finding("warning", code, table.where(row, columns[role]), {"text": text}))
    return Ledger(Path(table.file).stem, len(faults), len(faults) - len(unused), tuple(unused)), tuple(found)
