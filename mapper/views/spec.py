"""Indicator -> ChoroplethSpec: everything that a map page says, as plain data; no drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mapper import messages
from mapper.config import MapConfig
from mapper.errors import BadConfig
from mapper.model import Indicator, MeasureInfo, Region, Sector, Words
from mapper.views.about import ALL, About, same, with_sources
from mapper.views.hubs import Hub
from mapper.views.legend import Legend, Row, categories, numbers

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[str, str]
"""Sector and period."""


@dataclass(frozen=True)
class Measured:
    """What is shown, in words."""

    name: str
    kind: str
    title: Words
    about: Words
    unit: Words
    formula: Words
    source: Words
    heading: Words = field(default_factory=dict)
    """The title of the map that shows it."""
    subtitle: Words = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    """Ids of the sources that it rests on."""
    hubs: bool = False
    """Whether its map shows the hubs."""


@dataclass(frozen=True)
class Cell:
    """What one view says of one region."""

    region: str
    value: float | str | None
    lo: float | None
    hi: float | None
    n: float | None
    status: str
    rank: int | None
    """1 is the highest; equal values share a rank; categories have none."""
    group: int | None
    """The class, or None where a swatch tells the status."""


@dataclass(frozen=True)
class View:
    """One state of the page: a measure, a sector, a period."""

    measure: str
    sector: str
    period: str
    label: Words
    cells: tuple[Cell, ...]
    legend: Legend
    digits: int
    national: float | None = None
    """The same of all regions with a figure together, where that is known."""


@dataclass(frozen=True)
class Place:
    """A region as the page names it."""

    code: str
    name: Words
    kind: str


@dataclass(frozen=True)
class ChoroplethSpec:
    """One map page."""

    id: str
    title: Words
    subtitle: Words
    measures: tuple[Measured, ...]
    places: tuple[Place, ...]
    views: tuple[View, ...]
    hubs: tuple[Hub, ...]
    """As they are known last."""
    about: About
    earlier: tuple[Hub, ...] = ()
    """The same hubs as they were known on earlier days, for a page that goes through them."""
    profiles: tuple[str, ...] = ()
    """Where the profile of each region stands, from this page; () where there are none."""


def choropleth(
    indicator: Indicator,
    config: MapConfig,
    *,
    regions: Sequence[Region],
    sectors: Sequence[Sector],
    about: About,
    hubs: Sequence[Hub] = (),
) -> ChoroplethSpec:
    """Compose a map page: a view for each sector that is asked for and each period, the latest period first.

    Each view goes over the regions in the order of their codes. The periods of a sector share their classes.

    A region without a row has "no data"; rows of unknown regions are the sources' business and never come here.
    Raises BadConfig where `config.sectors` names a sector that the indicator does not have.
    """
    places = tuple(Place(r.code, r.name, r.kind) for r in sorted(regions, key=lambda r: r.code))
    frames = _frames(indicator.frame, config, [s.sector for s in sectors])
    periods = sorted({str(period) for period in indicator.frame["period"]}, reverse=True) or [""]
    rows = {
        (sector, period): _rows(frame[frame["period"] == period], places)
        for sector, frame in frames.items()
        for period in periods
    }
    names = {s.sector: s.name for s in sectors}
    legends = _legends(rows, indicator.info.kind, config)
    views = tuple(
        View(
            measure=indicator.info.name,
            sector=sector or ALL,
            period=period,
            label=_sector_name(sector, names, about.languages),
            cells=_cells(rows[sector, period], legend),
            legend=legend,
            digits=legend.digits,
            national=indicator.together.get((sector, period)),
        )
        for (sector, period), legend in legends.items()
    )
    return ChoroplethSpec(
        id=config.id,
        title=config.title,
        subtitle=config.subtitle,
        measures=(_shown(indicator, config, about.languages),),
        places=places,
        views=views,
        hubs=tuple(hubs),
        about=_with_indicator(about, indicator),
    )


def measured(info: MeasureInfo, languages: Sequence[str]) -> Measured:
    """Return what is said of a measure in each language."""
    return Measured(
        name=info.name,
        kind=info.kind,
        title=messages.words(f"measure.{info.name}.name", languages),
        about=messages.words(f"measure.{info.name}.about", languages),
        unit=messages.words(f"unit.{info.unit}", languages) if info.unit else {},
        formula=messages.words_or(f"measure.{info.name}.formula", info.formula, languages),
        source=messages.words_or(f"measure.{info.name}.source", info.source, languages),
    )


def plain(value: object) -> float | None:
    """Return a number of a frame, None where it is missing."""
    try:
        number = float(value)  # type: ignore[arg-type]  # a cell of a frame may be anything
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _shown(indicator: Indicator, config: MapConfig, languages: Sequence[str]) -> Measured:
    """Return the measure as this map shows it."""
    of = tuple(source.id for source in indicator.sources)
    said = measured(indicator.info, languages)
    return replace(said, heading=config.title, subtitle=config.subtitle, sources=of, hubs=config.hubs)


def _with_indicator(about: About, indicator: Indicator) -> About:
    """Add the indicator's own sources and findings, each once."""
    findings = [f for f in indicator.findings if f not in about.findings]
    return replace(with_sources(about, indicator.sources), findings=(*about.findings, *findings))


def _frames(frame: pd.DataFrame, config: MapConfig, order: Sequence[str]) -> Mapping[str, pd.DataFrame]:
    """Return the rows of each sector that is asked for, in the order of the taxonomy."""
    present = {str(s) for s in frame["sector"].unique()}
    known = [s for s in order if s in present] + sorted(present - set(order) - {""})
    wanted: dict[str, None] = {}
    for name in config.sectors:
        if name == "*":
            wanted.update(dict.fromkeys(known or [""]))
        elif name == ALL or name in known:
            wanted[name if name != ALL else ""] = None
        else:
            raise BadConfig(f"map {config.id!r}: unknown sector {name!r}", hint=f"Known are: {', '.join(known)}.")
    return {sector: frame[frame["sector"] == sector] for sector in wanted}


def _rows(frame: pd.DataFrame, places: Sequence[Place]) -> tuple[Row, ...]:
    value = [one if isinstance(one, str) and one else plain(one) for one in frame["value"].tolist()]
    lo, hi, n = (_numbers(frame[name]) for name in ("lo", "hi", "n"))
    status = [
        told if one is not None or told not in ("ok", "zero") else "not_available"
        for one, told in zip(value, frame["status"].tolist(), strict=True)
    ]
    regions = frame["region"].tolist()
    rows = {row[0]: Row(*row) for row in zip(regions, value, lo, hi, n, status, strict=True)}
    return tuple(rows.get(one.code) or Row(one.code, None, None, None, None, "not_available") for one in places)


def _numbers(column: pd.Series[float]) -> list[float | None]:
    """Return a column's numbers; most columns have none at all."""
    return [plain(one) for one in column.tolist()] if column.notna().any() else [None] * len(column)


def _legends(rows: Mapping[Key, Sequence[Row]], kind: str, config: MapConfig) -> Mapping[Key, Legend]:
    """Return the legend of each view: its classes are those of all its sector's periods, or of all sectors."""
    together = {sector: [row for key, of in rows.items() if key[0] == sector for row in of] for sector, _ in rows}
    if kind == "category":
        return {key: categories(of, together[key[0]]) for key, of in rows.items()}
    every = [row for of in rows.values() for row in of]
    shared = every if config.shared or kind == "quotient" else None
    return {
        key: numbers(of, shared or together[key[0]], kind=kind, config=config, sector=key[0])
        for key, of in rows.items()
    }


def _cells(rows: Sequence[Row], legend: Legend) -> tuple[Cell, ...]:
    values = sorted((row.value for row in rows if isinstance(row.value, float)), reverse=True)
    rank: dict[float | str | None, int] = {}
    for place, value in enumerate(values, start=1):
        rank.setdefault(value, place)
    return tuple(Cell(*row, rank=rank.get(row.value), group=legend.group(row)) for row in rows)


def _sector_name(sector: str, names: Mapping[str, Words], languages: Sequence[str]) -> Words:
    if not sector:
        return messages.words("page.all_sectors", languages)
    return names.get(sector) or same(sector, languages)
