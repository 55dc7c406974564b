"""How far the programme is in each region, as it was known on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from mapper.errors import BadConfig
from mapper.measures.history import NEVER, STATES, Codes, History, read_history
from mapper.measures.registry import Computed, Inputs, measure
from mapper.model import NOT_MENTIONED, ROLLOUT_STATUSES, Activity, Finding, Region, Rollout
from mapper.rollout import Known, RegionRollout

HUB = "hub"
"""The kind of activity that makes a region's status."""


@measure(
    "rollout-status",
    unit="rollout",
    kind="category",
    formula="best of the hubs that are not cancelled: open > equipping > planned > announced > suspended",
    source="the rollout register, as known on the as-of date",
    needs=("rollout",),
)
def rollout_status(inputs: Inputs) -> Computed:
    """Give each region the best status of its hubs; a region without one is "not_mentioned", which is not no data."""
    by_region = _by_region(inputs)
    rows = [_row(one, one.status, "ok") for one in by_region]
    return Computed(pd.DataFrame(rows), tuple(_cancelled(one) for one in by_region if _only_cancelled(one)))


@measure(
    "rollout-phase",
    unit="phase",
    kind="category",
    formula="smallest phase that a source states for a hub of the region",
    source="the rollout register, as known on the as-of date",
    needs=("rollout",),
)
def rollout_phase(inputs: Inputs) -> Computed:
    """Give each region its smallest stated phase; a phase that was inferred does not count."""
    rows = [
        _row(one, None if one.phase is None else str(one.phase), "ok" if one.phase is not None else _why(one))
        for one in _by_region(inputs)
    ]
    return Computed(pd.DataFrame(rows))


def rollout_by_region(rollout: Rollout, regions: Iterable[Region], as_of: dt.date) -> tuple[RegionRollout, ...]:
    """Return every region on that day, in the order of `regions`; national activities belong to none."""
    return stand_by_region(known_activities(rollout.activities, as_of), regions)


def stand_by_region(known: Iterable[Known], regions: Iterable[Region]) -> tuple[RegionRollout, ...]:
    """Return every region by what is known of its activities."""
    of_region: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        of_region[one.activity.region].append(one)
    return tuple(_region(region.code, of_region[region.code]) for region in regions)


def national_activities(rollout: Rollout, as_of: dt.date) -> tuple[Known, ...]:
    """Return the activities without a region: they stand in tables, never on a map."""
    return tuple(one for one in known_activities(rollout.activities, as_of) if not one.activity.region)


def known_activities(activities: Sequence[Activity], as_of: dt.date) -> tuple[Known, ...]:
    """Return the latest word on each activity up to that day, in the register's order.

    Two words of the same day on the same activity are both kept.
    """
    return known_on(read_history(activities), as_of)


def known_on(history: History, day: dt.date) -> tuple[Known, ...]:
    """Return the same from a history that is read once for many days."""
    rows = history.shown(day)
    states = history.states(rows, day)
    return tuple(
        Known(history.words[row], STATES[state], history.planned[row])
        for row, state in zip(rows.tolist(), states.tolist(), strict=True)
    )


def statuses_on(history: History, regions: Sequence[Region], days: Sequence[dt.date]) -> Codes:
    """Return the best status of each region's hubs on each day (regions x days), as a place in ROLLOUT_STATUSES.

    A region without a hub that is not cancelled is len(ROLLOUT_STATUSES): not mentioned.
    """
    place = _live(history, regions)
    best = np.full((len(regions) + 1, len(days)), len(ROLLOUT_STATUSES), dtype=np.intp)  # the last row is no region
    for at, day in enumerate(days):
        rows = history.shown(day)
        np.minimum.at(best[:, at], place[rows], history.status[rows])
    return best[:-1]


def over_days(name: str, inputs: Inputs, days: Sequence[dt.date]) -> pd.DataFrame:
    """Return "rollout-status" or "rollout-phase" on each of many days, which are the periods, as on each by itself."""
    rollout, _ = _need(inputs)
    history = read_history(rollout.activities)
    best = statuses_on(history, inputs.regions, days)
    if name == "rollout-status":
        values = np.array([*ROLLOUT_STATUSES, NOT_MENTIONED], dtype=object)[best]
        status = np.full(best.shape, "ok", dtype=object)
    else:
        phases = _phases_on(history, inputs.regions, days)
        none = phases == NEVER
        values = phases.astype(str).astype(object)
        values[none] = None
        absent = np.where(best == len(ROLLOUT_STATUSES), "not_applicable", "not_available")
        status = np.where(none, absent, "ok").astype(object)
    return pd.DataFrame(
        {
            "region": np.tile([one.code for one in inputs.regions], len(days)),
            "sector": "",
            "period": np.repeat([day.isoformat() for day in days], len(inputs.regions)),
            "value": values.T.ravel(),
            "lo": np.nan,
            "hi": np.nan,
            "n": _hubs_on(history, inputs.regions, days).T.ravel().astype(float),
            "status": status.T.ravel(),
        }
    )


def _places(history: History, regions: Sequence[Region]) -> Codes:
    """Return the region of each word on a hub, as a place in `regions`; -1 for other words."""
    codes = {region.code: number for number, region in enumerate(regions)}
    return np.array([codes.get(one.region, -1) if one.kind == HUB else -1 for one in history.words], dtype=np.intp)


def _live(history: History, regions: Sequence[Region]) -> Codes:
    """Return the same of words on hubs that are not cancelled alone."""
    return np.where(history.status == ROLLOUT_STATUSES.index("cancelled"), -1, _places(history, regions))


def _hubs_on(history: History, regions: Sequence[Region], days: Sequence[dt.date]) -> Codes:
    """Return how many hubs were known of each region on each day, those that were given up among them."""
    place = _places(history, regions)
    counts = np.zeros((len(regions) + 1, len(days)), dtype=np.intp)
    for at, day in enumerate(days):
        rows = history.shown(day)
        once = np.unique(np.stack([place[rows], history.owner[rows]]), axis=1)
        np.add.at(counts[:, at], once[0], 1)
    return counts[:-1]


def _phases_on(history: History, regions: Sequence[Region], days: Sequence[dt.date]) -> Codes:
    """Return the smallest phase that is stated for the hubs of each region on each day; NEVER where none is."""
    place = _live(history, regions)
    stated = [one.phase if one.phase_basis == "stated" and one.phase else NEVER for one in history.words]
    phase = np.array(stated, dtype=np.intp)
    least = np.full((len(regions) + 1, len(days)), NEVER, dtype=np.intp)
    for at, day in enumerate(days):
        rows = history.shown(day)
        np.minimum.at(least[:, at], place[rows], phase[rows])
    return least[:-1]


def _region(code: str, known: Sequence[Known]) -> RegionRollout:
    hubs = [one for one in known if one.activity.kind == HUB and one.activity.status != "cancelled"]
    best = min(hubs, key=lambda one: ROLLOUT_STATUSES.index(one.activity.status), default=None)
    stated = [one.activity.phase for one in hubs if one.activity.phase_basis == "stated"]
    return RegionRollout(
        code,
        NOT_MENTIONED if best is None else best.activity.status,
        min((phase for phase in stated if phase is not None), default=None),
        "" if best is None else best.state,
        tuple(known),
    )


def _by_region(inputs: Inputs) -> tuple[RegionRollout, ...]:
    rollout, day = _need(inputs)
    return rollout_by_region(rollout, inputs.regions, day)


def _need(inputs: Inputs) -> tuple[Rollout, dt.date]:
    if inputs.rollout is None:
        raise BadConfig("there is no rollout register to take the status from", hint="Add [rollout] to mapper.toml.")
    if inputs.as_of is None:
        raise BadConfig("the status of a rollout needs a day", hint="Set as_of in mapper.toml, or pass --as-of.")
    return inputs.rollout, inputs.as_of


def _row(one: RegionRollout, value: str | None, status: str) -> dict[str, object]:
    hubs = len({known.activity.id for known in one.activities if known.activity.kind == HUB})
    return {"region": one.region, "sector": "", "period": "", "value": value, "n": np.float64(hubs), "status": status}


def _why(one: RegionRollout) -> str:
    """Tell why a region has no phase: it has no hub, or no source states a phase."""
    return "not_applicable" if one.status == NOT_MENTIONED else "not_available"


def _only_cancelled(one: RegionRollout) -> bool:
    hubs = [known.activity.status for known in one.activities if known.activity.kind == HUB]
    return bool(hubs) and set(hubs) == {"cancelled"}


def _cancelled(one: RegionRollout) -> Finding:
    """Tell that "not mentioned" hides a hub that was mentioned and given up."""
    return Finding("warning", "only-cancelled", one.activities[0].activity.where, {"region": one.region})
