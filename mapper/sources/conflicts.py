"""Where the sources of a register contradict each other, and where its phases have a gap."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from mapper.model import ROLLOUT_STATUSES, Activity, Finding, PartialDate, Where

FACTS: Mapping[str, Callable[[Activity], str]] = MappingProxyType(
    {
        "kind": lambda one: one.kind,
        "region": lambda one: one.region,
        "city": lambda one: one.city,
        "partner": lambda one: one.partner,
        "stream": lambda one: one.stream,
        "phase": lambda one: "" if one.phase is None else str(one.phase),
    }
)
"""What does not change as time goes by; a source that is silent on it contradicts no one."""
DATES: Mapping[str, Callable[[Activity], PartialDate | None]] = MappingProxyType(
    {"planned_date": lambda one: one.planned, "opened_date": lambda one: one.opened}
)


def find_conflicts(activities: Sequence[Activity]) -> tuple[Finding, ...]:
    """Return a warning for each fact on which two sources contradict each other, with both; the later one is shown.

    A status that goes on (announced, then open) and a date that becomes more precise are no contradictions; a status
    that goes back, or two of the same day, are.
    """
    by_id: dict[str, list[Activity]] = defaultdict(list)
    for one in activities:
        by_id[one.id].append(one)
    pairs = (pair for words in by_id.values() for pair in itertools.pairwise(sorted(words, key=lambda one: one.as_of)))
    return tuple(found for before, after in pairs for found in _contradictions(before, after))


def find_gaps(activities: Sequence[Activity]) -> tuple[Finding, ...]:
    """Return a warning for each gap between the stated phases, those that are lacking together in one."""
    stated = {one.phase: one for one in reversed(activities) if one.phase is not None and one.phase_basis == "stated"}
    pairs = itertools.pairwise([0, *sorted(stated)])
    return tuple(_gap(before + 1, stated[later]) for before, later in pairs if later > before + 1)


def _gap(first: int, later: Activity) -> Finding:
    where, last = Where(later.where.file, later.where.row, "phase"), (later.phase or 0) - 1
    lacking = str(first) if first == last else f"{first}–{last}"
    return Finding("warning", "phase-gap", where, {"phase": lacking, "later": str(later.phase)})


def _contradictions(before: Activity, after: Activity) -> Iterator[Finding]:
    for column, fact in FACTS.items():
        old, new = fact(before), fact(after)
        if old and new and old != new and not _within(old, new):
            yield _conflict(column, before, after, (old, new))
    for column, date in DATES.items():
        first, second = date(before), date(after)
        if first and second and not _overlap(first, second):
            yield _conflict(column, before, after, (_dated(first), _dated(second)))
    if _goes_back(before, after):
        yield _conflict("status", before, after, (before.status, after.status))


def _conflict(column: str, before: Activity, after: Activity, told: tuple[str, str]) -> Finding:
    values = {
        "id": after.id,
        "column": column,
        "old": told[0],
        "old_source": before.source,
        "old_day": before.as_of.isoformat(),
        "old_where": str(before.where),
        "new": told[1],
        "new_source": after.source,
        "new_day": after.as_of.isoformat(),
    }
    return Finding("warning", "rollout-conflict", Where(after.where.file, after.where.row, column), values)


def _within(old: str, new: str) -> bool:
    """Tell whether a list ("Kazpost; ministry") only adds names to, or leaves names out of, the other."""
    names = [{name.strip().casefold() for name in text.split(";")} for text in (old, new)]
    return names[0] <= names[1] or names[1] <= names[0]


def _overlap(first: PartialDate, second: PartialDate) -> bool:
    return first.first <= second.last and second.first <= first.last


def _goes_back(before: Activity, after: Activity) -> bool:
    """Tell whether a later word takes back what was reached; giving up or pausing is news, not a contradiction."""
    if before.as_of == after.as_of:
        return before.status != after.status
    if after.status in {"suspended", "cancelled"}:
        return False
    return ROLLOUT_STATUSES.index(after.status) > ROLLOUT_STATUSES.index(before.status)


def _dated(date: PartialDate) -> str:
    return date.first.isoformat() if date.first == date.last else f"{date.first} .. {date.last}"
