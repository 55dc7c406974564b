"""One row of the rollout register: what may stand in it, and the activity that it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mapper.model import LANGUAGES, ROLLOUT_STATUSES, Activity, Level, PartialDate, Reason, Where
from mapper.sources.cells import read_cell
from mapper.sources.dates import PRECISIONS, read_date

Row = Mapping[str, str]

REQUIRED = ("id", "kind", "name_kk", "name_ru", "name_en", "region", "status", "as_of", "source")
OPTIONAL = (
    "city",
    "lon",
    "lat",
    "place_precision",
    "partner",
    "stream",
    "phase",
    "phase_basis",
    "planned_date",
    "planned_precision",
    "opened_date",
    "opened_precision",
    "sectors",
    "note",
)
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kind": ("hub", "training", "study", "programme"),
        "status": ROLLOUT_STATUSES,
        "place_precision": ("site", "city", "region", "none"),
        "phase_basis": ("stated", "inferred"),
        "planned_precision": (*PRECISIONS, "unknown"),
        "opened_precision": (*PRECISIONS, "unknown"),
    }
)
"""Columns that take one of a few words."""

NOT_BLANK = ("id", "kind", "status", "as_of", "source")
BOUNDS = MappingProxyType({"lon": 180.0, "lat": 90.0})
OPENED = frozenset({"open", "suspended", "cancelled"})
EARLY = dt.timedelta(days=366)
"""A hub that opened longer than this before its planned date is more likely a slip of the pen."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell of a row; an error takes the row out."""

    code: str
    column: str
    text: str = ""
    level: Level = "error"
    words: Mapping[str, str] = field(default_factory=dict)
    reason: Reason = "rejected"
    candidates: tuple[str, ...] = ()


def check_row(row: Row) -> list[Fault]:
    """Return the faults of a row as far as the row alone can tell."""
    checks = (_blanks, _words, _dates, _point, _phase)
    faults = [fault for check in checks for fault in check(row)]
    return faults or list(_story(row))


def activity(row: Row, *, region: str, where: Where) -> Activity:
    """Return the activity of a row in which `check_row` found no error."""
    names = {language: row[f"name_{language}"] for language in LANGUAGES}
    some = next(name for name in (names["en"], *names.values()) if name)
    return Activity(
        id=row["id"],
        kind=row["kind"],
        name={language: name or some for language, name in names.items()},
        region=region,
        city=row.get("city", ""),
        lon=_number(row.get("lon", "")),
        lat=_number(row.get("lat", "")),
        place_precision=row.get("place_precision", "") or ("region" if region else "none"),
        partner=row.get("partner", ""),
        stream=row.get("stream", ""),
        phase=int(row["phase"]) if row.get("phase") else None,
        phase_basis=row.get("phase_basis", ""),
        status=row["status"],
        planned=_date(row, "planned"),
        opened=_date(row, "opened"),
        as_of=dt.date.fromisoformat(row["as_of"]),
        source=row["source"],
        note=row.get("note", ""),
        where=where,
        sectors=tuple(part.strip() for part in row.get("sectors", "").split(";") if part.strip()),
    )


def _blanks(row: Row) -> Iterator[Fault]:
    for column in NOT_BLANK:
        if not row[column]:
            yield Fault("blank-cell", column)
    if not any(row[f"name_{language}"] for language in LANGUAGES):
        yield Fault("blank-cell", "name_en")


def _words(row: Row) -> Iterator[Fault]:
    for column, known in WORDS.items():
        text = row.get(column, "")
        if text and text not in known:
            yield Fault("unknown-word", column, text, words={"known": ", ".join(known)})


def _dates(row: Row) -> Iterator[Fault]:
    for column in ("as_of", "planned_date", "opened_date"):
        text = row.get(column, "")
        try:
            if text:
                read_date(text, "day" if column == "as_of" else "")
        except ValueError:
            yield Fault("not-a-date", column, text)
            return
    for kind in ("planned", "opened"):
        yield from _precision(kind, row.get(f"{kind}_date", ""), row.get(f"{kind}_precision", ""))


def _precision(kind: str, date: str, precision: str) -> Iterator[Fault]:
    """Yield a fault where a date and its precision contradict each other."""
    if not date and precision in PRECISIONS:
        yield Fault("precision-without-date", f"{kind}_date", precision)
    elif date and precision in PRECISIONS:
        try:
            read_date(date, precision)
        except ValueError:
            yield Fault("date-too-coarse", f"{kind}_date", date, words={"precision": precision})


def _point(row: Row) -> Iterator[Fault]:
    texts = {column: row.get(column, "") for column in BOUNDS}
    if len([text for text in texts.values() if text]) == 1:
        yield Fault("half-a-point", "lon" if texts["lat"] else "lat", texts["lat"] or texts["lon"])
    for column, text in texts.items():
        number = _number(text)
        if text and (number is None or abs(number) > BOUNDS[column]):
            yield Fault("point-out-of-range", column, text, words={"bound": f"{BOUNDS[column]:.0f}"})


def _phase(row: Row) -> Iterator[Fault]:
    text = row.get("phase", "")
    if text and not re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        yield Fault("not-a-phase", "phase", text)
    elif text and not row.get("phase_basis"):
        yield Fault("blank-cell", "phase_basis")


def _story(row: Row) -> Iterator[Fault]:
    """Yield warnings where the parts of a sound row do not fit together."""
    planned, opened = _date(row, "planned"), _date(row, "opened")
    if opened is None:
        if row["status"] == "open":
            yield Fault("open-without-date", "opened_date", row["id"], "warning")
        return
    if row["status"] not in OPENED:
        yield Fault("opened-but-not-open", "status", row["status"], "warning", {"date": row["opened_date"]})
    if planned and planned.first - opened.last > EARLY:
        yield Fault("opened-too-early", "opened_date", row["opened_date"], "warning", {"planned": row["planned_date"]})
    if opened.first > dt.date.fromisoformat(row["as_of"]):
        yield Fault("opened-after-as-of", "opened_date", row["opened_date"], "warning", {"as_of": row["as_of"]})


def _date(row: Row, kind: str) -> PartialDate | None:
    text, precision = row.get(f"{kind}_date", ""), row.get(f"{kind}_precision", "")
    if not text or precision == "unknown":
        return None
    return read_date(text, precision)


def _number(text: str) -> float | None:
    """Return a number with a decimal point or comma, or None."""
    return read_cell(text, decimal="," if "," in text else ".", marks={}).value if text else None
