"""The rollout at the sizes that are promised: `make bench`.

Times are of the processor, so that a busy machine tells the same.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from mapper.measures.progress import measure_progress
from mapper.measures.reach import distances_km
from mapper.measures.registry import Inputs
from mapper.measures.rollout import over_days
from mapper.measures.siting import Problem, solve, stability
from mapper.model import RECORD_COLUMNS, Activity
from mapper.rollout import Place
from tests.measures.conftest import make_activity, make_region, make_rollout

FIRST = dt.date(2024, 1, 1)
STATUSES = ("announced", "planned", "equipping", "open")


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    took = time.process_time() - start
    sys.stdout.write(f"\n{took:.2f} s\n")
    return took


def register() -> list[Activity]:
    """Ten thousand words on five thousand hubs in twenty regions."""
    draw = random.Random(1)  # noqa: S311 - no secret
    return [
        make_activity(
            f"R{draw.randrange(20)}",
            draw.choice(STATUSES),
            id=f"hub-{draw.randrange(5000)}",
            as_of=FIRST + dt.timedelta(draw.randrange(700)),
        )
        for _ in range(10_000)
    ]


def test_the_status_of_ten_thousand_activities_on_a_hundred_days_takes_half_a_second() -> None:
    regions = [make_region(f"R{number}") for number in range(20)]
    days = [FIRST + dt.timedelta(7 * week) for week in range(100)]
    none = Inputs(pd.DataFrame(columns=list(RECORD_COLUMNS)), (), tuple(regions), as_of=days[0])
    inputs = replace(none, rollout=make_rollout(*register()))
    assert seconds(lambda: over_days("rollout-status", inputs, days)) <= 0.5


def test_where_ten_thousand_activities_stand_is_told_in_a_second() -> None:
    regions = [make_region(f"R{number}") for number in range(20)]
    rollout = make_rollout(*register())
    assert seconds(lambda: measure_progress(rollout, regions, dt.date(2026, 1, 1))) <= 1


def country(seed: int) -> Problem:
    """200 candidates among 5,000 places of very unequal size, spread over a land like Kazakhstan."""
    draw = np.random.default_rng(seed)
    lon, lat, weight = draw.uniform(47, 87, 5000), draw.uniform(41, 55, 5000), draw.lognormal(3, 1, 5000)
    places = [Place(str(at), {}, "", lon[at], lat[at], weight[at]) for at in range(5000)]
    chosen = draw.choice(5000, 200, replace=False)
    distance = distances_km(places, [places[at] for at in chosen])
    return Problem(distance, weight, np.zeros(200, dtype=bool), 10)


def test_ten_of_two_hundred_candidates_are_chosen_within_ten_seconds() -> None:
    for within in (None, 150.0, 300.0):

        def plan(within: float | None = within) -> None:
            given = country(5)
            problem = Problem(given.distance, given.weight, given.fixed, given.new, within)
            found = solve(problem, 4.0)
            again = stability(problem, found.chosen, runs=10, seed=1)
            sys.stdout.write(f"\nwithin {within}: gap {found.gap:.2%}, least chosen again {again.min():.0%}")
            assert found.gap < 0.1

        assert seconds(plan) <= 10
