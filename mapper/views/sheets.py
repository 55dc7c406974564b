"""Indicators -> TableSpec: columns and rows as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mapper import messages
from mapper.config import TableConfig
from mapper.model import NOT_MENTIONED, Indicator, MeasureInfo, Region, Sector, Words
from mapper.views.about import About, with_sources
from mapper.views.columns import Column, TableSpec, Value, only, region_words
from mapper.views.legend import category_words, digits_for
from mapper.views.spec import plain

if TYPE_CHECKING:
    import pandas as pd

STATUSES = (
    "ok",
    "zero",
    "no_data",
    "not_available",
    "suppressed",
    "not_applicable",
    "estimated",
    "unreliable",
    NOT_MENTIONED,
)


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
    periods = {period for _, _, period in rows}
    head = _head(regions, sectors, about.languages, periods=periods)
    absent = {key: "not_applicable" for _, keys in parts for column, key in keys.items() if column == "status"}
    keyed = tuple({"region": r, "sector": s, "period": p, **absent, **row} for (r, s, p), row in ordered)
    columns = (*head, *(column for columns, _ in parts for column in columns))
    names = "+".join(one.info.name for one in indicators)
    infos = tuple(one.info for one in indicators)
    one, told = _only_period(periods), with_sources(about, (s for each in indicators for s in each.sources))
    return TableSpec(config.id, config.title, names, columns, only(keyed, columns), told, infos, period=one)


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
    periods = set(strongest["period"].astype(str))
    head = _head(regions, sectors, about.languages, periods=periods)
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
    one = _only_period(periods)
    return TableSpec(config.id, config.title, info.name, ordered, only(rows, ordered), about, (info,), period=one)


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


def _only_period(periods: set[str]) -> str:
    return next(iter(periods)) if len(periods) == 1 else ""


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
    title = messages.words(f"measure.{info.name}.name" if column == "value" else f"page.{column}")
    return Column(key, title, "number", digits)


def _status_words() -> Mapping[str, Words]:
    codes = (*STATUSES, "no_data", "none_strong")
    return {code: messages.words(f"page.statuses.{code}") for code in codes}


def _value(value: object) -> Value:
    if isinstance(value, str):
        return value
    return plain(value)
