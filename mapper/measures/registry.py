"""The registry of measures: what each is, and the one way to compute it."""

from __future__ import annotations

import datetime as dt
import difflib
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from mapper.errors import BadConfig
from mapper.measures.cells import Cells, cells_of_sums, read_cells
from mapper.measures.privacy import protect
from mapper.measures.reliability import DHS, Reliability, judge_sample, shown
from mapper.measures.series import check_series
from mapper.model import (
    INDICATOR_COLUMNS,
    SAMPLES,
    Finding,
    Indicator,
    Kind,
    MeasureInfo,
    Region,
    Rollout,
    Sector,
    Shapes,
    Source,
    Sums,
)
from mapper.places.population import population_sources

Made = TypeVar("Made")


def _no_population() -> pd.DataFrame:
    return pd.DataFrame(columns=["region", "year", "population", "source"])


@dataclass(frozen=True)
class Weighed:
    """One indicator of a priority: a measure, of the same records or of another source's."""

    measure: str
    inputs: Inputs | None = None
    """Of the other source; None is the one whose priority is made."""
    better: str = "high"
    """high or low."""


@dataclass(frozen=True)
class Priority:
    """What the priority of sectors is made from: `[priority]` in mapper.toml."""

    weights: Mapping[str, float]
    """Measure, or a name of `indicators` -> weight; 0 or more, 1 in all."""
    indicators: Mapping[str, Weighed] = field(default_factory=dict)
    normalisation: str = "minmax"
    """minmax, z or rank."""
    aggregation: str = "arithmetic"
    """arithmetic or geometric."""
    runs: int = 2000
    seed: int = 1


@dataclass(frozen=True)
class Inputs:
    """What measures are made from; a measure takes what it needs and refuses what is absent."""

    records: pd.DataFrame
    """In `RECORD_COLUMNS`; one row a cell, or many; none where there are `sums`."""
    sectors: tuple[Sector, ...]
    regions: tuple[Region, ...]
    population: pd.DataFrame = field(default_factory=_no_population)
    """Columns region, year, population, source; of the vintage of `regions`."""
    rollout: Rollout | None = None
    as_of: dt.date | None = None
    sources: tuple[Source, ...] = ()
    design: str = "register"
    """probability, quota, purposive, census or register."""
    shapes: Shapes | None = None
    priority: Priority | None = None
    reliability: Reliability = DHS
    seed: int = 1
    """Of permutations."""
    base_period: str = ""
    """The period with which change compares; "" is the one before each."""
    definitions: Mapping[str, str] = field(default_factory=dict)
    """Period -> what was counted from then on, where that changed."""
    sums: Sums | None = None
    """Of respondents, instead of records."""

    @cached_property
    def cells(self) -> Cells:
        """The records as a block of region x sector x period."""
        regions, sectors = [region.code for region in self.regions], [s.sector for s in self.sectors]
        read = cells_of_sums(self.sums, regions, sectors) if self.sums else read_cells(self.records, regions, sectors)
        return replace(read, names={sector.sector: sector.name for sector in self.sectors})

    def once(self, key: str, make: Callable[[], Made]) -> Made:
        """Return what `make` gives, made only once for several measures of the same inputs."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    @cached_property
    def _made(self) -> dict[str, Any]:  # each key has a type of its own
        return {}

    @cached_property
    def of_respondents(self) -> bool:
        """Whether the records are answers of a sample (weighted, or several a cell), not figures published from one."""
        if self.sums:
            return self.design in SAMPLES
        weighted = "weight" in self.records and bool(self.records["weight"].notna().any())
        several = bool(self.records.duplicated(["region", "sector", "period"]).any())
        return self.design in SAMPLES and (weighted or several)


@dataclass(frozen=True)
class Computed:
    """What a measure hands to the registry: columns of `INDICATOR_COLUMNS` (lo, hi, n may be absent)."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    together: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """As in `Indicator`."""
    judged: bool = False
    """Whether figures that rest on too few respondents are hidden and marked already."""


Measure = Callable[[Inputs], Computed]


@dataclass(frozen=True)
class _Entry:
    info: MeasureInfo
    make: Measure


_ENTRIES: dict[str, _Entry] = {}  # filled by @measure while the package is imported, read-only afterwards
MEASURES: Mapping[str, _Entry] = MappingProxyType(_ENTRIES)


def measure(
    name: str, *, unit: str, kind: Kind, formula: str, source: str, needs: tuple[str, ...] = ()
) -> Callable[[Measure], Measure]:
    """Enter the decorated function under `name`; its words stand in `messages/measures.toml`."""

    def _enter(make: Measure) -> Measure:
        _ENTRIES[name] = _Entry(MeasureInfo(name, kind, unit, formula, source, needs), make)
        return make

    return _enter


MODULES = (
    "value",
    "counts",
    "specialisation",
    "rollout",
    "concentration",
    "change",
    "priority",
    "spatial",
    "respondents",
)
"""Where the measures are made, the most asked for first: each is imported when its turn comes to be looked through."""


def names() -> tuple[str, ...]:
    """Return the names of all measures, in alphabetical order."""
    for module in MODULES:
        importlib.import_module(f"mapper.measures.{module}")
    return tuple(sorted(MEASURES))


def info(name: str) -> MeasureInfo:
    """Return what the registry tells of a measure; raise BadConfig at a name that it does not hold."""
    return _entry(name).info


def compute(name: str, inputs: Inputs) -> Indicator:
    """Return the measure for every region of `inputs.regions` (and sector, and period).

    Rows stand in the order of `inputs.regions`, then of the sectors ("" = all together first), then of the periods.
    Raise BadConfig at an unknown name, or where the inputs lack what the measure needs.
    The same inputs are measured once.
    """
    return inputs.once(f"measure {name}", lambda: _computed(name, inputs))


def _computed(name: str, inputs: Inputs) -> Indicator:
    entry = _entry(name)
    made = entry.make(inputs)
    absent = {column: np.nan for column in INDICATOR_COLUMNS if column not in made.frame}
    frame = made.frame.assign(**absent)[list(INDICATOR_COLUMNS)].reset_index(drop=True)
    if entry.info.kind != "category":
        status = frame["status"].to_numpy(dtype=object)
        frame = frame.assign(**{key: shown(frame[key].to_numpy(dtype=float), status) for key in ("value", "lo", "hi")})
    if inputs.of_respondents and entry.info.kind != "category":
        if name != "value" and not made.judged:
            frame = judge_sample(frame, inputs.cells, kind=entry.info.kind, rules=inputs.reliability)
        frame = protect(frame, inputs.cells, inputs.reliability.k)
    series = inputs.once("series", lambda: check_series(inputs.cells, inputs.definitions))
    together = {} if inputs.of_respondents else made.together  # small samples would show through the difference
    people = population_sources(inputs.population) if "population" in entry.info.needs else ()
    return Indicator(entry.info, frame, (*inputs.sources, *people), (*made.findings, *series), together)


def _entry(name: str) -> _Entry:
    for module in MODULES:
        if name in MEASURES:
            break
        importlib.import_module(f"mapper.measures.{module}")
    if name in MEASURES:
        return MEASURES[name]
    close = difflib.get_close_matches(name, MEASURES, n=1)
    hint = f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(names())}."
    raise BadConfig(f"unknown measure {name!r}", hint=hint)
