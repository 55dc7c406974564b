from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import rankdata, zscore

from mapper import measures
from mapper.errors import BadConfig
from mapper.measures import Priority, Weighed
from mapper.measures.priority import by_rank, minmax, robustness, score, z_score

CELLS = [
    (r, s, "", float(v)) for r, row in {"A": (9, 5, 1), "B": (4, 4, 4)}.items() for s, v in zip("xyz", row, strict=True)
]
EVEN = Priority({"a": 0.5, "b": 0.5})


def block(*rows):
    return np.array(rows, dtype=float)


def test_normalisations_equal_those_of_scipy():
    values = block([3, 1, 4], [1, 5, 9])
    assert z_score(values) == pytest.approx(0.5 + zscore(values, axis=None) / 10)
    assert by_rank(values) == pytest.approx((rankdata(values).reshape(2, 3) - 0.5) / 6)
    assert minmax(values) == pytest.approx((values - 1) / 8)


@pytest.mark.parametrize("normalise", [minmax, z_score, by_rank])
def test_equal_values_are_in_the_middle(normalise):
    assert normalise(block([0.1, 0.1], [0.1, 0.1])) == pytest.approx(0.5)


@pytest.mark.parametrize("normalise", [minmax, z_score, by_rank])
def test_what_is_missing_stays_missing_and_moves_nothing(normalise):
    with_gap, without = normalise(block([1, np.nan, 3])), normalise(block([1, 3]))
    assert np.isnan(with_gap[0, 1])
    assert with_gap[0, [0, 2]] == pytest.approx(without[0])


def test_a_score_weighs_its_indicators(inputs, at):
    indicator = measures.compute("priority", inputs(CELLS, priority=Priority({"count": 0.25, "share": 0.75})))
    counts, shares = (9 - 1) / 8, 1.0
    assert at(indicator, "A", "x").value == pytest.approx(100 * (0.25 * counts + 0.75 * shares))
    assert at(indicator, "A", "z").value == pytest.approx(0)


def test_a_geometric_mean_does_not_let_one_indicator_make_up_for_another():
    blocks = {"a": block([0, 5, 10]), "b": block([10, 5, 0])}
    assert score(blocks, EVEN)[0] == pytest.approx([0.5, 0.5, 0.5])
    geometric = score(blocks, Priority(EVEN.weights, aggregation="geometric"))[0]
    assert geometric == pytest.approx([0.1, 0.5, 0.1])


def test_without_one_of_the_indicators_there_is_no_score(inputs, at):
    cells = [*CELLS, ("C", "x", "", None, "suppressed"), ("C", "y", "", 3.0), ("C", "z", "", 4.0)]
    indicator = measures.compute("priority", inputs(cells, priority=Priority({"count": 0.5, "lq": 0.5})))
    assert at(indicator, "C", "x").status == "suppressed"
    assert np.isnan(at(indicator, "C", "x").value)
    assert at(indicator, "C", "y").status == "estimated"


def test_a_sector_that_leads_everywhere_is_first_in_every_run(inputs, at):
    given = inputs(CELLS, priority=Priority({"count": 0.5, "share": 0.5}))
    row = at(measures.compute("priority-rank", given), "A", "x")
    assert (row.value, row.lo, row.hi) == (1, 1, 1)
    assert at(measures.compute("priority-top3", given), "A", "x").value == 100


def test_equal_sectors_share_the_better_rank_in_every_run(inputs, at):
    given = inputs(CELLS, priority=Priority({"count": 0.5, "share": 0.5}))
    indicator = measures.compute("priority-rank", given)
    assert {(at(indicator, "B", s).value, at(indicator, "B", s).hi) for s in "xyz"} == {(1, 1)}


def test_the_same_seed_gives_the_same_ranks_and_another_one_others():
    values = np.random.default_rng(3).random((3, 5, 6))
    blocks = dict(zip("abc", values, strict=True))
    weights = dict.fromkeys("abc", 1 / 3)
    one, again, other = (robustness(blocks, Priority(weights, seed=seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.top, again.top)
    assert not np.array_equal(one.top, other.top)
    assert (one.low <= one.median).all()
    assert (one.median <= one.high).all()


def test_ranks_are_those_of_scipy_in_each_run():
    """With one indicator no weight matters, so that each run ranks as scipy's rankdata does."""
    values = np.random.default_rng(5).integers(0, 4, (6, 5)).astype(float)
    median = robustness({"a": values}, Priority({"a": 1.0})).median
    assert np.array_equal(median, rankdata(-values, axis=1, method="min"))


def test_an_indicator_of_another_survey_is_placed_by_region_and_sector(inputs):
    """The other survey lacks a region, and lists its sectors in another order."""
    other = inputs([("B", "y", "", 1.0), ("B", "x", "", 3.0), ("A", "x", "", 9.0), ("A", "y", "", 5.0)])
    given = inputs(
        [(r, s, "", 1.0) for r in "ABC" for s in "xy"],
        priority=Priority({"far": 1.0}, {"far": Weighed("count", other)}),
    )
    frame = measures.compute("priority", given).frame
    assert frame["value"].tolist()[:4] == [100.0, 50.0, 25.0, 0.0]
    assert frame["status"].tolist()[4:] == ["no_data", "no_data"]


def test_what_is_better_when_low_is_turned_round(inputs):
    cells = [("A", "x", "", 1.0), ("A", "y", "", 4.0), ("A", "z", "", 2.0)]
    high = inputs(cells, priority=Priority({"count": 1.0}))
    low = inputs(cells, priority=Priority({"few": 1.0}, {"few": Weighed("count", better="low")}))
    for method in ("minmax", "z", "rank"):
        one, other = (
            measures.compute("priority", replace(i, priority=replace(i.priority, normalisation=method))).frame["value"]
            for i in (high, low)
        )
        assert (one + other).tolist() == pytest.approx([100.0] * 3)


def test_an_indicator_of_other_sectors_is_refused(inputs):
    other = inputs([("A", "mines", "", 1.0)])
    given = inputs([("A", "x", "", 1.0)], priority=Priority({"far": 1.0}, {"far": Weighed("count", other)}))
    with pytest.raises(BadConfig, match="other sectors"):
        measures.compute("priority", given)


def test_nothing_known_gives_no_score(inputs):
    cells = [(r, s, "", None, "not_available") for r in "AB" for s in "xy"]
    for name in ("priority", "priority-rank", "priority-top3"):
        frame = measures.compute(name, inputs(cells, priority=Priority({"count": 1.0}))).frame
        assert frame["value"].isna().all()
        assert set(frame["status"]) == {"not_available"}


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (None, "needs indicators with weights"),
        (Priority({}), "have to be 0 or more"),
        (Priority({"lq": 1.5, "count": -0.5}), "have to be 0 or more"),
        (Priority({"lq": 0.5}), "weights sum to 0.5, not to 1"),
        (Priority({"lq": 1.0}, normalisation="max"), "unknown method 'max'"),
        (Priority({"lq": 1.0}, aggregation="harmonic"), "unknown method 'harmonic'"),
        (Priority({"lq": 1.0}, runs=1), "1 runs are too few"),
        (Priority({"hhi": 1.0}), "hhi has no figures by sector"),
        (Priority({"priority": 1.0}), "cannot be made from itself"),
        (Priority({"lqq": 1.0}), "unknown measure 'lqq'"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(inputs, settings, told):
    with pytest.raises(BadConfig, match=told):
        measures.compute("priority", inputs(CELLS, priority=settings))
