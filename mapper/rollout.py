"""What travels of a rollout between the rooms: what is known on a day, how it stands to the plan, where to go next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mapper.model import Activity, PartialDate, Where, Words

if TYPE_CHECKING:
    import datetime as dt

State = Literal["", "due", "late"]
"""What a passed planned date means: "due" (no later word) or "late" (a later source says that it is not open)."""


@dataclass(frozen=True)
class Claim:
    """What a source says that is shown in its words, and never computed with."""

    id: str
    text: Words
    as_of: dt.date
    source: str
    where: Where


@dataclass(frozen=True)
class Known:
    """An activity as it stood on a day: the latest word on it, and what its planned date means by then."""

    activity: Activity
    state: State
    planned: PartialDate | None = None
    """The planned date that was told last, if not by this word then by an earlier one."""


@dataclass(frozen=True)
class RegionRollout:
    """One region on a day: the best status of its hubs, its phase, and every activity in it that was known."""

    region: str
    status: str
    phase: int | None
    state: State
    """Of the hub that makes the status."""
    activities: tuple[Known, ...]


@dataclass(frozen=True)
class Span:
    """Days between a plan and what became of it, as far as the precision of the dates tells; below 0 is early."""

    least: int
    most: int


@dataclass(frozen=True)
class HubProgress:
    """One hub on a day."""

    known: Known
    opened: PartialDate | None
    """When it opened; a hub that is told to be open without a date opened by the day of the first such word."""
    dated: bool
    """False where `opened` is only the day by which it was told to be open."""
    passed: int | None
    """Days since the planned date passed, where it is due or late."""
    delay: Span | None
    """Days from the plan to the opening, where both are known."""


@dataclass(frozen=True)
class Tally:
    """Hubs that have something in common, by status; `due` and `late` are some of those that are not open."""

    key: str
    """"" is "not stated"."""
    statuses: Mapping[str, int]
    due: int
    late: int


@dataclass(frozen=True)
class Step:
    """How many hubs were to be open, and were open, by the end of a day."""

    day: dt.date
    planned: int
    opened: int
    """At least: every opening counts from the last day on which it may have been."""
    opened_most: int
    """At most: from the first such day."""


@dataclass(frozen=True)
class Served:
    """Of something that is counted by region, how much is in regions with an open hub."""

    total: float
    served: float
    period: str
    missing: int = 0
    """Regions without a figure: they are in neither."""


@dataclass(frozen=True)
class Progress:
    """The whole rollout on a day."""

    as_of: dt.date
    regions: tuple[RegionRollout, ...]
    counts: Mapping[str, int]
    """Regions by the best status of their hubs, "not_mentioned" among them."""
    hubs: tuple[HubProgress, ...]
    national: tuple[Known, ...]
    of_regions: tuple[Tally, ...]
    """A tally of each of `regions`."""
    phases: tuple[Tally, ...]
    partners: tuple[Tally, ...]
    streams: tuple[Tally, ...]
    steps: tuple[Step, ...]
    unplanned: int
    """Hubs, not open and not given up, for which no source tells a planned date."""

    @property
    def open_regions(self) -> frozenset[str]:
        """Regions with an open hub."""
        return frozenset(one.region for one in self.regions if one.status == "open")


@dataclass(frozen=True)
class Place:
    """A point that has something, is asked for, or may be chosen."""

    id: str
    name: Words
    region: str
    lon: float
    lat: float
    weight: float = 1.0
    exact: bool = True
    """False where the centre of its region stands for it."""


Basis = Literal["centre", "points", "areas"]
"""Where demand is taken to be: all of a region at its centre, at points of a file, or within smaller areas of one."""


@dataclass(frozen=True)
class ReachRow:
    """What of one region's demand is within reach of a hub."""

    region: str
    total: float
    within: float
    mean_km: float | None
    """Mean distance to the nearest hub, weighted; None where there is no hub or nothing to weigh."""
    nearest: str
    """The hub that is nearest to most of it; "" without one."""


@dataclass(frozen=True)
class Reach:
    """Whom the hubs reach."""

    km: float
    rows: tuple[ReachRow, ...]
    hubs: tuple[Place, ...]
    of: tuple[str, ...]
    """Of what statuses the hubs are."""
    basis: Basis
    missing: tuple[str, ...]
    """Regions without a figure or without a centre: they are not counted."""

    @property
    def total(self) -> float:
        """All that is counted."""
        return sum(row.total for row in self.rows)

    @property
    def within(self) -> float:
        """What of it is within reach."""
        return sum(row.within for row in self.rows)


@dataclass(frozen=True)
class Choice:
    """One site of a plan, in the order of what it adds."""

    place: Place
    adds: float | None
    """Demand that is covered newly, or by how many km the mean distance falls; None where nothing stood before it."""
    then: float
    """What is covered, or the mean distance in km, with this site and all before it."""
    again: float | None
    """In what share of runs with other weights the site is chosen again."""
    phase: int | None = None
    """A proposed phase: inferred, never one that a source states."""


@dataclass(frozen=True)
class Plan:
    """The best next sites."""

    objective: Literal["cover", "distance"]
    within: float | None
    choices: tuple[Choice, ...]
    kept: tuple[Place, ...]
    keep: tuple[str, ...]
    """Of what statuses the kept hubs are."""
    demand: tuple[Place, ...]
    before: float | None
    """What is covered, or the mean distance in km, with the kept hubs alone."""
    gap: float
    """How far, relatively, the answer may be from the best; 0 is proven."""
    basis: Basis
    missing: tuple[str, ...]
    runs: int
    seed: int

    @property
    def total(self) -> float:
        """All demand."""
        return sum(one.weight for one in self.demand)


Level = Literal["strong", "middling", "weak", ""]


@dataclass(frozen=True)
class Strength:
    """A sector in which a region is strong, by its quotient or by its priority."""

    sector: str
    value: float
    lo: float | None
    """The interval of a quotient; of a priority the ranks in the region that 5 and 95 % of the runs give."""
    hi: float | None
    sure: bool
    """Whether the whole interval says so."""
    often: float | None = None
    """In what share of the runs, in percent, a sector is among its region's first three; None for a quotient."""
    status: str = "ok"


@dataclass(frozen=True)
class Fit:
    """A region's strengths beside how far its hub is, and what its hubs are said to be for."""

    region: str
    status: str
    strengths: tuple[Strength, ...]
    profile: tuple[str, ...]
    """Sectors that the register states for the hubs of the region; () where it states none."""
    level: Level = "weak"
    """How strong the region is; "" where it has no figure to be strong by."""

    @property
    def sure(self) -> int:
        """How many strengths are sure."""
        return sum(one.sure for one in self.strengths)

    @property
    def gap(self) -> bool:
        """Whether the region is strong and has no hub, not even a planned one."""
        return self.level == "strong" and self.status in {"not_mentioned", "announced", "suspended"}

    @property
    def matched(self) -> tuple[str, ...]:
        """Sectors of the profile in which the region is strong."""
        strong = {one.sector for one in self.strengths}
        return tuple(one for one in self.profile if one in strong)


@dataclass(frozen=True)
class Fits:
    """Whether hubs are where the sectors are strong."""

    measure: Literal["lq", "priority"]
    rows: tuple[Fit, ...]
    """The regions, the widest gaps first."""
    runs: int = 0
    """With other weights and methods, where the measure is a priority."""
