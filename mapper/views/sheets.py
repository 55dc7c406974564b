"""Indicators and the rollout -> TableSpec: columns and rows as plain data, with words beside the codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from mapper import messages
from mapper.config import TableConfig
from mapper.model import NOT_MENTIONED, Activity, Indicator, MeasureInfo, PartialDate, Region, Sector, Words
from mapper.views.about import About
from mapper.views.hubs import Told, partial_date
from mapper.views.legend import category_words, digits_for
from mapper.views.spec import plain

if TYPE_CHECKING:
    import pandas as pd

Value = str | float | None
Row = Mapping[str, Value]
STATUSES = (
    "ok",
    "zero",
    "not_available",
    "suppressed",
    "not_applicable",
    "estimated",
    "unreliable",
    NOT_MENTIONED,
)
ROLLOUT_KEYS = (
    "region",
    "activity",
    "kind",
    "status",
    "planned",
    "opened",
    "state",
    "phase",
    "city",
    "partner",
    "as_of",
    "source",
    "note",
)


@dataclass(frozen=True)
class Column:
    """One column; `words` gives the codes that it holds in each language."""

    key: str
    title: Words
    kind: Literal["code", "number", "text"] = "text"
    digits: int = 0
    words: Mapping[str, Words] = field(default_factory=dict)
    aside: bool = False
    """For programs alone: a remark that stands in one language only, say."""


@dataclass(frozen=True)
class TableSpec:
    """One table: its rows hold codes and numbers, None where there is no value."""

    id: str
    title: Words
    measure: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    about: About
    measures: tuple[MeasureInfo, ...] = ()


class Standing(Protocol):
    """A region of a rollout on a day."""

    @property
    def region(self) -> str:
        """Its code."""

    @property
    def status(self) -> str:
        """The best status of its hubs, or "not_mentioned"."""

    @property
    def activities(self) -> Sequence[Told]:
        """Every activity in it that was known."""


def long_table(
    indicators: Sequence[Indicator],
    config: TableConfig,
    *,
    regions: Sequence[Region],
    sectors: Sequence[Sector],
    about: About,
) -> TableSpec:
    """Compose a row for each region, sector and period; the columns of several measures stand beside one another."""
    single = len(indicators) == 1
    parts = [_measure_columns(one, "" if single else f"{one.info.name}_") for one in indicators]
    rows: dict[tuple[str, str, str], dict[str, Value]] = {}
    for indicator, (_, keys) in zip(indicators, parts, strict=True):
        for cell in indicator.frame.to_dict("records"):
            row = rows.setdefault((str(cell["region"]), str(cell["sector"]), str(cell["period"])), {})
            row.update({key: _value(cell[column]) for column, key in keys.items()})
    order = {s: i for i, s in enumerate(["", *(s.sector for s in sectors)])}
    ordered = sorted(rows.items(), key=lambda item: (item[0][0], order.get(item[0][1], len(order)), item[0]))
    head = _head(regions, sectors, about.languages, periods={period for _, _, period in rows})
    absent = {key: "not_applicable" for _, keys in parts for column, key in keys.items() if column == "status"}
    keyed = tuple({"region": r, "sector": s, "period": p, **absent, **row} for (r, s, p), row in ordered)
    columns = (*head, *(column for columns, _ in parts for column in columns))
    names = "+".join(one.info.name for one in indicators)
    infos = tuple(one.info for one in indicators)
    return TableSpec(config.id, config.title, names, columns, _only(keyed, columns), about, infos)


def top_table(
    strongest: pd.DataFrame,
    info: MeasureInfo,
    *,
    config: TableConfig,
    regions: Sequence[Region],
    sectors: Sequence[Sector],
    about: About,
) -> TableSpec:
    """Compose the strongest sectors of each region (columns of an indicator, rank and sure); rank 0 is "none"."""
    head = _head(regions, sectors, about.languages, periods=set(strongest["period"].astype(str)))
    shown = Indicator(info, strongest[strongest["rank"] > 0], ())
    columns, keys = _measure_columns(shown, "")
    rows = tuple(
        {
            "region": str(cell["region"]),
            "rank": int(cell["rank"]) or None,
            "sector": str(cell["sector"]) or None,
            "period": str(cell["period"]),
            **{key: _value(cell[column]) for column, key in keys.items()},
            "status": str(cell["status"]) if cell["rank"] else "none_strong",
            "sure": ("yes" if cell["sure"] else "no") if cell["rank"] else None,
        }
        for cell in strongest.to_dict("records")
    )
    words = {key: messages.words(f"sheet.sure.{key}", about.languages) for key in ("yes", "no")}
    rank = Column("rank", messages.words("sheet.place", about.languages), "number")
    sure = Column("sure", messages.words("sheet.sure", about.languages), "code", words=words)
    ordered = (head[0], rank, *head[1:], *columns[:-1], sure, columns[-1])
    return TableSpec(config.id, config.title, info.name, ordered, _only(rows, ordered), about, (info,))


def rollout_table(
    standings: Iterable[Standing],
    national: Iterable[Told],
    *,
    config: TableConfig,
    regions: Sequence[Region],
    about: About,
) -> TableSpec:
    """Compose a row for each activity, one for each region that has none, and the national ones at the end."""
    rows: list[Row] = []
    told: list[Activity] = []
    for standing in sorted(standings, key=lambda one: one.region):
        rows += [_activity(one, standing.region) for one in standing.activities]
        rows += [] if standing.activities else [{"region": standing.region, "status": standing.status}]
        told += [one.activity for one in standing.activities]
    for one in national:
        rows.append(_activity(one, ""))
        told.append(one.activity)
    columns = _rollout_columns(regions, told, about.languages)
    return TableSpec(config.id, config.title, "rollout", columns, _only(rows, columns), about)


def shown(spec: TableSpec) -> tuple[Column, ...]:
    """Return the columns that say anything: for readers; programs get them all."""
    kept = [c for c in spec.columns if not c.aside]
    return tuple(c for c in kept if any(row[c.key] not in (None, "", "ok") for row in spec.rows))


def region_words(regions: Iterable[Region], languages: Sequence[str]) -> Mapping[str, Words]:
    """Return the regions' names by code; "" is the whole country."""
    return {**{region.code: region.name for region in regions}, "": messages.words("sheet.whole_country", languages)}


def _head(
    regions: Sequence[Region], sectors: Sequence[Sector], languages: Sequence[str], *, periods: set[str]
) -> list[Column]:
    """Return the columns that say where and what; the period only where there are several."""
    named = {**{s.sector: s.name for s in sectors}, "": messages.words("page.all_sectors", languages)}
    columns = [
        Column("region", messages.words("page.region", languages), "code", words=region_words(regions, languages)),
        Column("sector", messages.words("page.sector", languages), "code", words=named),
    ]
    return columns + ([Column("period", messages.words("sheet.period", languages))] if len(periods) > 1 else [])


def _measure_columns(indicator: Indicator, prefix: str) -> tuple[list[Column], Mapping[str, str]]:
    """Return the columns of a measure, and its frame's column -> the table's key; bounds only where there are any."""
    info, frame = indicator.info, indicator.frame
    keys = {"value": info.name if prefix else "value"}
    keys |= {c: f"{prefix}{c}" for c in ("lo", "hi", "n") if not prefix or (c != "n" and frame[c].notna().any())}
    keys["status"] = f"{prefix}status"
    numbers = [number for value in frame["value"] if (number := plain(value)) is not None]
    digits = {"n": 0} | dict.fromkeys(("value", "lo", "hi"), digits_for(info.kind, numbers))
    return [_measure_column(c, key, indicator, digits.get(c, 0)) for c, key in keys.items()], keys


def _measure_column(column: str, key: str, indicator: Indicator, digits: int) -> Column:
    info = indicator.info
    if column == "status":
        return Column(key, messages.words("page.status"), "code", words=_status_words())
    if column == "value" and info.kind == "category":
        found = {str(v) for v in indicator.frame["value"] if isinstance(v, str)}
        words = {key: category_words(key) for key in sorted(found)}
        return Column(key, messages.words(f"measure.{info.name}.name"), "code", words=words)
    title = messages.words(
        f"measure.{info.name}.name"
        if column == "value"
        else f"sheet.{column}"
        if column in ("lo", "hi")
        else f"page.{column}"
    )
    return Column(key, title, "number", digits)


def _status_words() -> Mapping[str, Words]:
    codes = (*STATUSES, "none_strong")
    return {code: messages.words(f"page.statuses.{code}") for code in codes}


def _value(value: object) -> Value:
    if isinstance(value, str):
        return value
    return plain(value)


def _only(rows: Iterable[Row], columns: Sequence[Column]) -> tuple[Row, ...]:
    """Return the rows with the table's columns alone, each one there."""
    return tuple({column.key: row.get(column.key) for column in columns} for row in rows)


def _activity(told: Told, region: str) -> Row:
    one = told.activity
    return {
        "region": region,
        "activity": one.id,
        "kind": one.kind,
        "status": one.status,
        "planned": _iso(one.planned),
        "opened": _iso(one.opened),
        "state": told.state or None,
        "phase": None if one.phase is None else str(one.phase),
        "city": one.city or None,
        "partner": one.partner or None,
        "as_of": one.as_of.isoformat(),
        "source": one.source or None,
        "note": one.note or None,
    }


def _iso(date: PartialDate | None) -> str | None:
    """Write a date as ISO 8601 as far as it is known: 2024-06-26, 2024-06, 2024-Q2, 2024."""
    if date is None:
        return None
    first = date.first
    quarter = f"{first.year}-Q{(first.month + 2) // 3}"
    return {"day": first.isoformat(), "month": f"{first:%Y-%m}", "quarter": quarter}.get(date.precision, f"{first:%Y}")


def _rollout_columns(
    regions: Sequence[Region], told: Sequence[Activity], languages: Sequence[str]
) -> tuple[Column, ...]:
    dates = {_iso(d) or "": d for one in told for d in (one.planned, one.opened, _day(one.as_of)) if d}
    days = {key: {language: partial_date(d, language) for language in languages} for key, d in sorted(dates.items())}
    kinds = {one.kind: _known(f"sheet.kinds.{one.kind}") for one in told}
    states = {key: messages.words(f"page.hub.{key}") for key in ("due", "late")}
    words: Mapping[str, Mapping[str, Words]] = {
        "region": region_words(regions, languages),
        "activity": {one.id: one.name for one in told},
        "kind": kinds,
        "status": {key: category_words(key) for key in (*sorted({one.status for one in told}), NOT_MENTIONED)},
        "planned": days,
        "opened": days,
        "state": states,
        "as_of": days,
    }
    return tuple(
        Column(
            key,
            messages.words(f"sheet.rollout.{key}"),
            "code" if key in words else "text",
            words=words.get(key, {}),
            aside=key == "note",
        )
        for key in ROLLOUT_KEYS
    )


def _day(date: dt.date) -> PartialDate:
    return PartialDate(date, date, "day")


def _known(key: str) -> Words:
    return messages.words(key) if key in messages.catalogue() else {}
