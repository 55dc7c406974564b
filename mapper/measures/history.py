"""The rollout register as arrays: the latest word on each activity on a day, and what its plan meant by then."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapper.model import ROLLOUT_STATUSES, Activity, PartialDate
from mapper.rollout import State

STATES: tuple[State, ...] = ("", "due", "late")

Days = NDArray[np.int64]
Codes = NDArray[np.intp]
NEVER = dt.date.max.toordinal()
SETTLED = tuple(ROLLOUT_STATUSES.index(status) for status in ("open", "suspended", "cancelled"))
"""Statuses for which a planned date means nothing any more."""


@dataclass(frozen=True)
class History:
    """All words on all activities: by activity, then by their day; of one day's words the furthest status is last."""

    words: tuple[Activity, ...]
    planned: tuple[PartialDate | None, ...]
    """The planned date that was told last by then: a later word without a date does not take it back."""
    place: Codes
    """Where each word stands in the register."""
    owner: Codes
    """The activity of each word, numbered from 0."""
    ends: Codes
    """Behind the last word of each activity."""
    told: Days
    """The as-of day of each word, as an ordinal."""
    status: Codes
    """Its status, as a place in ROLLOUT_STATUSES."""
    deadline: Days
    """The last day of the planned date; NEVER where there is none."""

    def latest(self, day: dt.date) -> Codes:
        """Return the word that tells each activity on a day, -1 where none had been said."""
        spoken = np.where(self.told <= day.toordinal(), np.arange(len(self.told)), -1)
        if not len(spoken):
            return spoken
        starts = np.concatenate([[0], self.ends[:-1]])
        return np.maximum.reduceat(spoken, starts)

    def shown(self, day: dt.date) -> Codes:
        """Return the words that stand on a day, in the register's order: two of one day on one activity both do."""
        if not self.words:
            return np.empty(0, dtype=np.intp)
        last = self.latest(day)
        stands = (last >= 0)[self.owner] & (self.told == self.told[last][self.owner])
        rows = np.flatnonzero(stands)
        return rows[np.argsort(self.place[rows], kind="stable")]

    def states(self, rows: Codes, day: dt.date) -> Codes:
        """Return what the plans of words mean on a day, as places in STATES."""
        passed = (self.deadline[rows] < day.toordinal()) & ~np.isin(self.status[rows], SETTLED)
        return np.where(passed, np.where(self.told[rows] > self.deadline[rows], 2, 1), 0)


def read_history(activities: Sequence[Activity]) -> History:
    """Return the history of a register."""
    ids = {id_: number for number, id_ in enumerate(dict.fromkeys(one.id for one in activities))}
    codes = [ROLLOUT_STATUSES.index(one.status) for one in activities]
    keys = [(ids[one.id], one.as_of, -code, at) for at, (one, code) in enumerate(zip(activities, codes, strict=True))]
    order = [key[3] for key in sorted(keys)]
    words = tuple(activities[at] for at in order)
    owner = np.array([ids[one.id] for one in words], dtype=np.intp)
    planned = _plans(words, order)
    return History(
        words=words,
        planned=planned,
        place=np.array(order, dtype=np.intp),
        owner=owner,
        ends=np.cumsum(np.bincount(owner, minlength=len(ids))),
        told=np.array([one.as_of.toordinal() for one in words], dtype=np.int64),
        status=np.array([codes[at] for at in order], dtype=np.intp),
        deadline=np.array([plan.last.toordinal() if plan else NEVER for plan in planned], dtype=np.int64),
    )


def _plans(words: Sequence[Activity], places: Sequence[int]) -> tuple[PartialDate | None, ...]:
    """Return the plan that each word leaves standing; of one day's words that name a date the register's last one."""
    plans: list[PartialDate | None] = []
    for _, of_one in itertools.groupby(zip(words, places, strict=True), key=lambda pair: pair[0].id):
        standing: PartialDate | None = None
        for _, same_day in itertools.groupby(of_one, key=lambda pair: pair[0].as_of):
            told = list(same_day)
            dated = [(place, one.planned) for one, place in told if one.planned is not None]
            standing = max(dated, key=lambda pair: pair[0])[1] if dated else standing
            plans += [standing] * len(told)
    return tuple(plans)
