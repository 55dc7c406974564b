"""What travels between the rooms: frozen dataclasses, and the names of frame columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

LANGUAGES = ("kk", "ru", "en")  # those that `messages/` holds

Words = Mapping[str, str]
"""A text in several languages: language tag -> text."""

Level = Literal["error", "warning"]
Reason = Literal["blank", "unmatched", "duplicate", "rejected"]
REASONS: tuple[Reason, ...] = ("blank", "unmatched", "duplicate", "rejected")
MatchStatus = Literal["exact", "suggested", "ambiguous", "none"]
Kind = Literal["count", "rate", "share", "quotient", "score", "category"]

VALUE_STATUSES = ("ok", "zero", "not_available", "suppressed", "estimated")
ROLLOUT_STATUSES = ("open", "equipping", "planned", "announced", "suspended", "cancelled")
"""Statuses an activity may have, the furthest first."""
NOT_MENTIONED = "not_mentioned"

_ANSWER = ("region", "sector", "period", "value", "value_status", "weight", "strata", "psu", "fpc")
RECORD_COLUMNS = ("source", *_ANSWER, "file", "row")
SUM_KEYS = ("strata", "psu", "region", "sector", "period")
ADDED = ("rows", "drawn", "n", "w", "w2", "wy", "wx", "w2yy", "w2xy", "w2xx")
SUM_COLUMNS = (*SUM_KEYS, *ADDED, "fpc")
"""Sums of microdata by stratum, PSU and domain: all rows, those with a weight, those that answered too, and of the last
the sums of w, w^2, w y, w x, (w y)^2, w^2 x y and (w x)^2; y is the value, x the denominator or 1."""
SAMPLES = ("probability", "quota", "purposive")
"""Designs that ask some and not all."""
INDICATOR_COLUMNS = ("region", "sector", "period", "value", "lo", "hi", "n", "status")
"""`sector` "" is all sectors together; `status` is "ok" or the reason why there is no value, or no sure one."""


@dataclass(frozen=True, order=True)
class Where:
    """A place in an input: `file:row:column`, as far as it is known (row 1 is the first line of the file)."""

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.row, self.column) if part is not None)


@dataclass(frozen=True)
class Finding:
    """Something that a check found; `messages/` has its words: `finding.<code>` and `finding.<code>.hint`."""

    level: Level
    code: str
    where: Where
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Unused:
    """One row that was not used, and why; or `count` of them that are alike, whose rows no one knows (`row` 0)."""

    file: str
    row: int
    reason: Reason
    why: str
    """A code whose sentence stands in `messages/` under `why.<code>`, such as "unknown-region"."""
    text: str
    candidates: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True)
class Ledger:
    """The account of one source: rows read = used + blank + unmatched + duplicate + rejected."""

    source: str
    rows_read: int
    rows_used: int
    unused: tuple[Unused, ...] = ()

    def count(self, reason: Reason) -> int:
        """Return how many rows were not used for `reason`."""
        return sum(row.count for row in self.unused if row.reason == reason)

    def balances(self) -> bool:
        """Tell whether every row is accounted for."""
        return self.rows_read == self.rows_used + sum(row.count for row in self.unused)


@dataclass(frozen=True)
class Region:
    """One region of one vintage."""

    code: str
    vintage: str
    kind: str
    name: Words
    centre: Words
    lon: float | None
    lat: float | None
    area_km2: float | None


@dataclass(frozen=True)
class Source:
    """Where figures come from."""

    id: str
    title: Words
    publisher: str = ""
    date: str = ""
    url: str = ""
    licence: str = ""
    sample: bool = False
    """Made data, which every page that uses it has to say."""
    design: str = ""
    """How figures came to be (register, census, probability, quota, purposive): it decides what intervals mean."""


@dataclass(frozen=True)
class Vintage:
    """One state of a country's division into regions."""

    id: str
    valid_from: dt.date | None
    note: Words
    """What a reader of a map must know of its lines ("approximate"), or {}."""
    source: Source


@dataclass(frozen=True)
class Country:
    """What `country.toml` says of a country folder."""

    code: str
    name: Words
    vintages: tuple[Vintage, ...]


@dataclass(frozen=True)
class Shapes:
    """Regions on an equal-area plane, in the order of their codes."""

    codes: tuple[str, ...]
    geometry: NDArray[np.object_]
    """Shapely polygons and multipolygons, in metres of `crs`."""
    labels: NDArray[np.float64]
    """A point inside each region (n x 2, metres), far from its border."""
    crs: str


@dataclass(frozen=True)
class Match:
    """What a spelling was taken for; `code` is set for `exact` alone."""

    spelling: str
    status: MatchStatus
    code: str | None = None
    candidates: tuple[str, ...] = ()
    note: str = ""
    """Why a known text has no code: "total" (it stands for the whole), "vintage" (of another time), "other" (known, and
    no region: "abroad"), "settled" (by the analyst, as no region); "confirmed" is a code that the analyst gave."""


@dataclass(frozen=True)
class Sector:
    """One sector of a taxonomy."""

    taxonomy: str
    sector: str
    name: Words
    parent: str = ""


@dataclass(frozen=True)
class Sums:
    """Respondents in sums (`SUM_COLUMNS`) instead of records: regions and sectors by code, periods by name."""

    frame: pd.DataFrame
    people: pd.DataFrame
    """Columns region, sector, period, n, yes: respondents who answered anything there ("" is all sectors), and by
    sector those whose answer is not zero."""
    across: bool = False
    """Whether the sums of each sector are of all respondents, as where each has a column."""
    weighted: bool = False
    clustered: bool = False
    yes_or_no: bool = False
    """Whether all answers are 1 or 0."""


@dataclass(frozen=True)
class Survey:
    """The records of one source (`RECORD_COLUMNS`), with their account."""

    id: str
    records: pd.DataFrame
    ledger: Ledger
    findings: tuple[Finding, ...]
    source: Source
    design: str
    sectors: tuple[Sector, ...]
    national: pd.DataFrame | None = None
    """Published totals of the same source: columns sector, period, value."""
    sums: Sums | None = None
    """What an engine made of the rows, where there are too many for records; those are empty then."""


@dataclass(frozen=True)
class PartialDate:
    """A date known to a precision; `first` and `last` are the days between which it lies."""

    first: dt.date
    last: dt.date
    precision: Literal["day", "month", "quarter", "year"]


@dataclass(frozen=True)
class Activity:
    """One row of the rollout register."""

    id: str
    kind: str
    name: Words
    region: str
    """A region code, or "" for a national activity."""
    city: str
    lon: float | None
    lat: float | None
    place_precision: str
    partner: str
    stream: str
    phase: int | None
    phase_basis: str
    status: str
    planned: PartialDate | None
    opened: PartialDate | None
    as_of: dt.date
    source: str
    note: str
    where: Where
    sectors: tuple[str, ...] = ()  # those that a source states as the profile of a hub


@dataclass(frozen=True)
class Rollout:
    """The rollout register, with its account."""

    activities: tuple[Activity, ...]
    ledger: Ledger
    findings: tuple[Finding, ...]
    source: Source
    more: tuple[tuple[Source, Ledger], ...] = ()
    """Further registers of the same activities, each with its account; the first one is `source` and `ledger`."""
    glossary: Mapping[str, Words] = field(default_factory=dict)  # partners, cities, sources as written -> in all words

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order of the project."""
        return (self.source, *(source for source, _ in self.more))

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """The account of every source."""
        return (self.ledger, *(ledger for _, ledger in self.more))


@dataclass(frozen=True)
class MeasureInfo:
    """What the registry tells of a measure; its words stand in `messages/` under `measure.<name>.*`."""

    name: str
    kind: Kind
    unit: str
    """A key of `messages/`: `unit.<unit>`."""
    formula: str
    source: str
    """Both in English; where they are words, `messages/` tells them too: `measure.<name>.formula` and `.source`."""
    needs: tuple[str, ...] = ()
    """What it is made from besides records: keys of `messages/`, `need.<need>`."""


@dataclass(frozen=True)
class Indicator:
    """A measure, computed: one row a region (and sector, and period), in `INDICATOR_COLUMNS`."""

    info: MeasureInfo
    frame: pd.DataFrame
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...] = ()
    together: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """The same of all regions with a figure taken together, by sector and period, where a measure has such a value."""
