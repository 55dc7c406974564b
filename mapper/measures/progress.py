"""The rollout against its plan on a day: what is open, due and late, by region, phase, partner and stream."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from mapper.measures.history import read_history
from mapper.measures.rollout import HUB, known_on, stand_by_region
from mapper.model import NOT_MENTIONED, ROLLOUT_STATUSES, Activity, PartialDate, Region, Rollout
from mapper.rollout import HubProgress, Known, Progress, Served, Span, Step, Tally


def measure_progress(rollout: Rollout, regions: Sequence[Region], as_of: dt.date) -> Progress:
    """Return where a rollout stands on a day; of two words of one day on a hub the furthest status is counted."""
    history = read_history(rollout.activities)
    known = known_on(history, as_of)
    standings = stand_by_region(known, regions)
    counted = Counter(one.status for one in standings)
    words: dict[str, list[Activity]] = defaultdict(list)
    for word in history.words:
        words[word.id].append(word)
    hubs = tuple(_hub(one, words[one.activity.id], as_of) for one in _once(known))
    live = [one for one in hubs if one.known.activity.status != "cancelled"]
    return Progress(
        as_of=as_of,
        regions=standings,
        counts={status: counted[status] for status in (*ROLLOUT_STATUSES, NOT_MENTIONED)},
        hubs=hubs,
        national=tuple(one for one in known if not one.activity.region),
        of_regions=_of_regions(hubs, regions),
        phases=_tallies(hubs, _phases),
        partners=_tallies(hubs, _partners),
        streams=_tallies(hubs, lambda one: [one.known.activity.stream]),
        steps=_steps(live),
        unplanned=sum(_is_waiting(one) and one.known.planned is None for one in live),
    )


def serve(values: Mapping[str, float], progress: Progress, period: str) -> Served:
    """Sum what is counted by region, and what of it is in regions with an open hub."""
    codes = [one.region for one in progress.regions]
    known = {code: values[code] for code in codes if code in values}
    served = sum(value for code, value in known.items() if code in progress.open_regions)
    return Served(sum(known.values()), served, period, len(codes) - len(known))


def _once(known: Iterable[Known]) -> list[Known]:
    """Return one word a hub: the furthest, where two of one day differ."""
    best: dict[str, Known] = {}
    for one in known:
        if one.activity.kind == HUB:
            other = best.get(one.activity.id)
            best[one.activity.id] = one if other is None or _rank(one) < _rank(other) else other
    return list(best.values())


def _rank(one: Known) -> int:
    return ROLLOUT_STATUSES.index(one.activity.status)


def _hub(known: Known, words: Sequence[Activity], as_of: dt.date) -> HubProgress:
    opened, dated = _opening(known, words)
    planned = known.planned
    return HubProgress(
        known=known,
        opened=opened,
        dated=dated,
        passed=(as_of - planned.last).days if known.state and planned else None,
        delay=_span(planned, opened) if planned and opened and dated else None,
    )


def _opening(known: Known, words: Sequence[Activity]) -> tuple[PartialDate | None, bool]:
    """Return when a hub opened, and whether a source dates it; `words` are all that is said of it, by their day."""
    if known.activity.opened or known.activity.status not in {"open", "suspended"}:
        return known.activity.opened, known.activity.opened is not None
    until = [one for one in words if one.as_of <= known.activity.as_of]
    dated = [one.opened for one in until if one.opened]
    if dated:
        return dated[-1], True
    first = min((one.as_of for one in until if one.status == "open"), default=None)
    return (PartialDate(first, first, "day") if first else None), False


def _span(planned: PartialDate, opened: PartialDate) -> Span:
    return Span((opened.first - planned.last).days, (opened.last - planned.first).days)


def _phases(one: HubProgress) -> list[str]:
    """Return the phase that a source states; an inferred one is none."""
    activity = one.known.activity
    return ["" if activity.phase is None or activity.phase_basis != "stated" else str(activity.phase)]


def _partners(one: HubProgress) -> list[str]:
    """Return every partner of a hub: "Kazpost; ministry" are two."""
    return [name for part in one.known.activity.partner.split(";") if (name := part.strip())] or [""]


def _tallies(hubs: Iterable[HubProgress], keys: Callable[[HubProgress], Iterable[str]]) -> tuple[Tally, ...]:
    """Return a tally for each key, in the order of the keys; "not stated" comes last."""
    groups: dict[str, list[HubProgress]] = defaultdict(list)
    for hub in hubs:
        for key in dict.fromkeys(keys(hub)):
            groups[key].append(hub)
    return tuple(_tally(key, groups[key]) for key in sorted(groups, key=_in_order))


def _of_regions(hubs: Iterable[HubProgress], regions: Iterable[Region]) -> tuple[Tally, ...]:
    """Return a tally for each region, also where it has no hub."""
    groups: dict[str, list[HubProgress]] = defaultdict(list)
    for hub in hubs:
        groups[hub.known.activity.region].append(hub)
    return tuple(_tally(region.code, groups[region.code]) for region in regions)


def _in_order(key: str) -> tuple[bool, int, str]:
    return not key, int(key) if key.isdecimal() else 0, key


def _tally(key: str, hubs: Sequence[HubProgress]) -> Tally:
    counted = Counter(one.known.activity.status for one in hubs)
    states = Counter(one.known.state for one in hubs)
    return Tally(key, {status: counted[status] for status in ROLLOUT_STATUSES}, states["due"], states["late"])


def _steps(hubs: Sequence[HubProgress]) -> tuple[Step, ...]:
    """Return the days on which a cumulative number changes."""
    planned = Counter(one.known.planned.last for one in hubs if one.known.planned)
    last = Counter(one.opened.last for one in hubs if one.opened)
    first = Counter(one.opened.first for one in hubs if one.opened)
    days = sorted({*planned, *last, *first})
    sums = [list(itertools.accumulate([counter[day] for day in days])) for counter in (planned, last, first)]
    return tuple(Step(*row) for row in zip(days, *sums, strict=True))


def _is_waiting(one: HubProgress) -> bool:
    return one.known.activity.status in {"equipping", "planned", "announced"}
