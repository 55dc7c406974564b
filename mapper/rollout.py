"""What travels of a rollout between the rooms: what is known on a day, how it stands to the plan, where to go next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mapper.model import Activity, PartialDate

if TYPE_CHECKING:
    import datetime as dt

State = Literal["", "due", "late"]
"""What a passed planned date means: "due" (no later word) or "late" (a later source says that it is not open)."""


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
