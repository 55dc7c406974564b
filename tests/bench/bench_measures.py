"""How long measures take in this process, the best of several rounds: `make bench`."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from mapper import measures
from mapper.config import load_project
from mapper.indicators import inputs_of, measure_all
from mapper.material import Material, read_project
from mapper.measures import Inputs, Priority
from mapper.measures.priority import robustness
from mapper.model import RECORD_COLUMNS, Activity, Ledger, Region, Rollout, Sector, Shapes, Source
from tests.conftest import ROOT

WEIGHTS = Priority({"count": 0.5, "lq": 0.5})


def best(run: Callable[[], object], rounds: int = 5) -> float:
    """Return the seconds of processor time of the quickest round: the one that others disturbed least."""
    took = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        took.append(time.process_time() - start)
    sys.stdout.write(f"\n{min(took) * 1000:.0f} ms\n")
    return min(took)


def all_of(make: Callable[[], Inputs], names: tuple[str, ...]) -> Callable[[], None]:
    """Return a run of all measures on inputs that keep nothing from an earlier run."""

    def run() -> None:
        inputs = make()
        for name in names:
            measures.compute(name, inputs)

    return run


@pytest.fixture(scope="module")
def embedded() -> Material:
    """The embedded project, read."""
    return read_project(load_project(ROOT / "mapper.toml"))


def test_all_that_the_embedded_project_asks_for_takes_at_most_300_ms(embedded: Material) -> None:
    measure_all(embedded)
    assert best(lambda: measure_all(embedded)) <= 0.3


def test_all_measures_of_its_published_figures_take_at_most_300_ms(embedded: Material) -> None:
    one_period = ("growth", "shift-", "survey-")
    names = tuple(name for name in measures.names() if not name.startswith(one_period))
    run = all_of(lambda: replace(inputs_of(embedded, "facilities"), priority=WEIGHTS), names)
    run()
    assert best(run) <= 0.3


def big() -> Inputs:
    """Twenty regions, fifty sectors, twenty periods."""
    random = np.random.default_rng(0)
    codes, sectors = [f"R{n:02d}" for n in range(20)], [f"s{n:02d}" for n in range(50)]
    cells = pd.MultiIndex.from_product([codes, sectors, map(str, range(2001, 2021))]).to_frame(index=False)
    records = pd.DataFrame(dict.fromkeys(RECORD_COLUMNS), index=cells.index)
    records = records.assign(region=cells[0], sector=cells[1], period=cells[2], value_status="ok", file="b.csv")
    boxes = np.array([shapely.box(n % 5, n // 5, n % 5 + 1, n // 5 + 1) for n in range(20)], dtype=object)
    none: tuple[Activity, ...] = ()
    return Inputs(
        records=records.assign(value=random.integers(1, 99, len(records)).astype(float)),
        sectors=tuple(Sector("test", name, {}) for name in sectors),
        regions=tuple(Region(code, "2022", "region", {}, {}, None, None, 1000.0) for code in codes),
        population=pd.DataFrame({"region": codes, "year": 2020, "population": 50_000, "source": "s"}),
        rollout=Rollout(none, Ledger("rollout", 0, 0), (), Source("rollout", {})),
        as_of=dt.date(2024, 6, 20),
        shapes=Shapes(tuple(codes), boxes, np.zeros((20, 2)), "EPSG:6933"),
        priority=WEIGHTS,
    )


def test_all_measures_of_twenty_regions_fifty_sectors_and_twenty_periods_take_at_most_a_second() -> None:
    run = all_of(big, tuple(name for name in measures.names() if not name.startswith("survey-")))
    run()
    assert best(run) <= 1


def test_two_thousand_runs_of_robustness_take_at_most_half_a_second() -> None:
    blocks = dict(zip("abcd", np.random.default_rng(0).random((4, 20, 50)), strict=True))
    settings = Priority(dict.fromkeys("abcd", 0.25), runs=2000)
    assert best(lambda: robustness(blocks, settings)) <= 0.5
