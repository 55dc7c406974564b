"""Inputs at the edge, through every measure: nothing breaks, nothing is invented, no region is lost."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
import shapely

from mapper import measures
from mapper.measures import Priority
from mapper.model import INDICATOR_COLUMNS, Shapes

KNOWN = {"ok", "estimated", "unreliable"}
STATUSES = KNOWN | {"suppressed", "not_available", "no_data", "not_applicable"}


def whole(inputs, cells, regions, rollout, **more):
    """Inputs with everything that any measure may ask for."""
    codes = regions.split()
    boxes = np.array([shapely.box(n, 0, n + 1, 1) for n in range(len(codes))], dtype=object)
    population = pd.DataFrame({"region": codes, "year": 2022, "population": 50_000, "source": "s"})
    return inputs(
        cells,
        regions=regions,
        sectors="x y z",
        population=population,
        rollout=rollout,
        as_of=dt.date(2024, 6, 20),
        shapes=Shapes(tuple(codes), boxes, np.zeros((len(codes), 2)), "EPSG:6933"),
        priority=Priority({"count": 0.5, "lq": 0.5}, runs=60),
        **more,
    )


def table(make, regions="A B C D"):
    return [(r, s, p, *make(r, s)) for r in regions.split() for s in "xyz" for p in ("2021", "2022")]


CASES = {
    "all equal": (table(lambda r, s: (4.0,)), "A B C D"),
    "one region": (table(lambda r, s: (4.0,), "A"), "A"),
    "all missing": (table(lambda r, s: (None, "not_available")), "A B C D"),
    "all suppressed": (table(lambda r, s: (None, "suppressed")), "A B C D"),
    "all zero": (table(lambda r, s: (0.0,)), "A B C D"),
    "negative": (table(lambda r, s: (-3.0 if s == "x" else 5.0,)), "A B C D"),
    "ties": (table(lambda r, s: (1.0 if r in "AB" else 2.0,)), "A B C D"),
    "a region of nothing": (table(lambda r, s: (1.0 + len(s),), "A B"), "A B C D"),
    "one known cell": ([("A", "x", "2021", 3.0), ("A", "x", "2022", 3.0)], "A B C D"),
    "yes": (table(lambda r, s: (float(r in "AB"),)), "A B C D"),
    "huge": (table(lambda r, s: (1e15 + ord(r),)), "A B C D"),
}


OF_ANSWERS = [name for name in measures.names() if "respondents" in measures.info(name).needs]
OF_FIGURES = [name for name in measures.names() if name not in OF_ANSWERS]
ANSWERED = [case for case, (cells, _) in CASES.items() if all(len(cell) > 4 or cell[3] in (0, 1) for cell in cells)]
"""Cases whose figures may be answers of yes or no."""
RESPONDENTS = 60
POSSIBLE = [
    *itertools.product(OF_FIGURES, CASES, ["register", "probability"], [1]),
    *itertools.product(["survey-mean"], CASES, ["probability"], [RESPONDENTS]),
    *itertools.product(["survey-share"], ANSWERED, ["probability"], [RESPONDENTS]),
]


def test_every_measure_is_tried():
    assert {name for name, *_ in POSSIBLE} == {*measures.names()}


@pytest.mark.parametrize(("name", "case", "design", "times"), POSSIBLE)
def test_every_measure_keeps_every_region_and_gives_a_value_or_a_reason(inputs, rollout, name, case, design, times):
    cells, regions = CASES[case]
    frame = measures.compute(name, whole(inputs, cells * times, regions, rollout(), design=design)).frame
    assert tuple(frame.columns) == INDICATOR_COLUMNS
    assert [*dict.fromkeys(frame["region"])] == regions.split()
    assert not frame.duplicated(["region", "sector", "period"]).any()
    assert set(frame["status"]) <= STATUSES
    assert (frame["value"].notna() == frame["status"].isin(KNOWN)).all()
    if measures.info(name).kind != "category":
        assert np.isfinite(frame["value"].dropna()).all()
        known = frame.dropna(subset=["lo", "hi"])
        assert (known["lo"] <= known["value"] * (1 + 1e-12) + 1e-9).all()
        assert (known["value"] <= known["hi"] * (1 + 1e-12) + 1e-9).all()


@pytest.mark.parametrize(("name", "case", "design", "times"), [one for one in POSSIBLE if one[1] in ("ties", "yes")])
def test_the_same_inputs_give_the_same_frame(inputs, rollout, name, case, design, times):
    cells, regions = CASES[case]
    given = (whole(inputs, cells * times, regions, rollout(), design=design) for _ in range(2))
    one, again = (measures.compute(name, each).frame for each in given)
    pd.testing.assert_frame_equal(one, again)
