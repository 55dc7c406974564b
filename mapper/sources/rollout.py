"""The rollout register -> activities by region, phase and date, with an account of every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mapper.errors import BadData
from mapper.model import Activity, Finding, Ledger, Match, Rollout, Unused, Where
from mapper.places.gazetteer import Gazetteer
from mapper.rollout_settings import RolloutConfig, RolloutFile
from mapper.sources.conflicts import find_conflicts, find_gaps
from mapper.sources.glossary import read_glossary
from mapper.sources.locate import locate
from mapper.sources.points import SUFFIXES, read_points
from mapper.sources.regions import detail_of, kind_of
from mapper.sources.register import OPTIONAL, REQUIRED, Fault, Row, activity, check_row
from mapper.sources.sieve import shorten
from mapper.sources.suggest import nearest
from mapper.sources.survey import source_of
from mapper.sources.tabular import TextFrame, read_table, require_columns

if TYPE_CHECKING:
    import geopandas as gpd


def read_rollout(config: RolloutConfig, folder: Path, gazetteer: Gazetteer) -> Rollout:
    """Read the registers of a project in `folder` and merge them; a blank region is the whole country.

    Two sources may speak of one id: both rows stay, and where they contradict each other a finding tells both. Faults
    of rows come as findings, and rows with an error as unused ones in the ledger. Raises UnreadableFile or BadData
    where a file or its columns cannot be meant at all.
    """
    first, *others = (_read_register(one, folder, gazetteer) for one in config.files)
    merged = first
    for other in others:
        merged = _merge(merged, other)
    told = merged.activities
    glossary = read_glossary(folder / config.glossary, config.glossary) if config.glossary else {}
    found = (*merged.findings, *find_conflicts(told), *find_gaps(told))
    return replace(merged, findings=found, glossary=glossary)


def _merge(merged: Rollout, other: Rollout) -> Rollout:
    """Return both registers as one; a row that stood in an earlier file already is a duplicate of it."""
    first = {_key(one): one.where for one in merged.activities}
    again = [one for one in other.activities if _key(one) in first]
    told = [one for one in other.activities if _key(one) not in first]
    unused = (Unused(one.where.file, one.where.row or 0, "duplicate", "duplicate-row", one.id) for one in again)
    ledger = replace(other.ledger, rows_used=len(told), unused=(*other.ledger.unused, *unused))
    found = (
        Finding("warning", "rollout-repeated", one.where, {"text": one.id, "first": str(first[_key(one)])})
        for one in again
    )
    return replace(
        merged,
        activities=(*merged.activities, *told),
        findings=(*merged.findings, *other.findings, *found),
        more=(*merged.more, (other.source, ledger)),
    )


def _key(one: Activity) -> tuple[str, str, dt.date]:
    return one.id, one.source, one.as_of


def _read_register(config: RolloutFile, folder: Path, gazetteer: Gazetteer) -> Rollout:
    """Read one register: a table, or points of GeoJSON."""
    path = folder / config.file
    points = path.suffix.casefold() in SUFFIXES
    table = read_points(path, config.file) if points else read_table(path, name=config.file)
    _check_columns(table)
    records = table.frame.to_dict("records")
    rows = {
        int(str(n)): {str(k): str(v) for k, v in row.items()} for n, row in zip(table.frame.index, records, strict=True)
    }
    matches = dict(zip(rows, gazetteer.match([row["region"] for row in rows.values()]), strict=True))
    faults = _faults(rows, matches, gazetteer)
    sound = {n: None for n in rows if all(fault.level == "warning" for fault in faults[n])}
    activities = tuple(activity(rows[n], region=matches[n].code or "", where=table.where(n)) for n in sound)
    unused = tuple(_unused(table, n, faults[n]) for n in rows if n not in sound)
    return Rollout(
        activities=activities,
        ledger=Ledger(path.stem, len(rows), len(activities), unused),
        findings=(*table.findings(), *_findings(table, faults)),
        source=source_of(path.stem, config.source, sample=config.sample),
    )


def check_points(rollout: Rollout, regions: gpd.GeoDataFrame) -> tuple[Finding, ...]:
    """Return a warning for each activity whose point lies in another region than it names, or in none.

    `regions` has the columns code and geometry (EPSG:4326). Regions without a shape are not checked.
    """
    shaped = set(regions["code"])
    placed = [a for a in rollout.activities if a.lon is not None and a.region in shaped]
    lon = np.array([a.lon for a in placed], dtype=np.float64)
    lat = np.array([a.lat for a in placed], dtype=np.float64)
    return tuple(
        Finding(
            "warning",
            "point-outside-region",
            Where(one.where.file, one.where.row, "lon"),
            {"text": one.id, "region": one.region, "found": code or "—"},
        )
        for one, code in zip(placed, locate(lon, lat, regions), strict=True)
        if code != one.region
    )


def check_days(rollout: Rollout, as_of: dt.date) -> tuple[Finding, ...]:
    """Return a warning for each file of which some rows were told after the as-of day: nothing of them is shown."""
    later: dict[str, list[Activity]] = {}
    for one in rollout.activities:
        if one.as_of > as_of:
            later.setdefault(one.where.file, []).append(one)
    return tuple(
        Finding(
            "warning",
            "told-later",
            Where(file, told[0].where.row, "as_of"),
            {
                "count": str(len(told)),
                "day": as_of.isoformat(),
                "ids": ", ".join(dict.fromkeys(o.id for o in told[:5])),
            },
        )
        for file, told in later.items()
    )


def _check_columns(table: TextFrame) -> None:
    """Raise BadData at a column that is missing, or that no one would read."""
    require_columns(table, REQUIRED)
    known = (*REQUIRED, *OPTIONAL)
    for column in table.frame.columns:
        if column not in known:
            where = table.where(table.header_row, str(column))
            raise BadData(f"{where}: unknown column", hint=nearest(str(column), known))


def _faults(rows: Mapping[int, Row], matches: Mapping[int, Match], gazetteer: Gazetteer) -> dict[int, list[Fault]]:
    """Return the faults of each row: its own, its region's, and that it stands twice."""
    found: dict[int, list[Fault]] = {}
    first: dict[tuple[str, ...], int] = {}
    for number, row in rows.items():
        if not any(row.values()):
            found[number] = [Fault("blank-row", "", reason="blank")]
            continue
        key = (row["id"], row["source"], row["as_of"])
        twice = [] if first.setdefault(key, number) == number else [_duplicate(row, first[key])]
        found[number] = [*check_row(row), *_misplaced(matches[number], gazetteer), *twice]
    return found


def _misplaced(match: Match, gazetteer: Gazetteer) -> list[Fault]:
    """Return the fault of a region that is none of the vintage; blank and totals are the whole country."""
    kind = kind_of(match)
    if kind in {"ok", "blank-region", "total"}:
        return []
    detail = detail_of(match, gazetteer)
    code = "unknown-region" if kind == "not-a-region" else kind
    words = {"count": "1", **detail.words}
    return [Fault(code, "region", match.spelling, words=words, reason="unmatched", candidates=detail.candidates)]


def _duplicate(row: Row, first: int) -> Fault:
    return Fault("duplicate-row", "id", row["id"], words={"first": str(first)}, reason="duplicate")


def _unused(table: TextFrame, number: int, faults: list[Fault]) -> Unused:
    fault = next(fault for fault in faults if fault.level == "error")
    return Unused(table.place, number, fault.reason, fault.code, shorten(fault.text), fault.candidates)


def _findings(table: TextFrame, faults: Mapping[int, list[Fault]]) -> list[Finding]:
    return [
        Finding(
            fault.level,
            fault.code,
            table.where(number, fault.column),
            {"text": shorten(fault.text), "count": "1", "column": fault.column, **fault.words},
        )
        for number, found in faults.items()
        for fault in found
        if fault.reason != "blank"
    ]
