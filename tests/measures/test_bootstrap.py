import numpy as np
import pytest

from mapper import measures
from mapper.measures.bootstrap import draw_again


def sampled(inputs, counts, **columns):
    cells = [(r, s, "", 1.0) for (r, s), n in counts.items() for _ in range(n)]
    given = inputs(cells, design="probability")
    for name, values in columns.items():
        given.records[name] = values
    return given


def runs_of(given, **more):
    """Runs x regions x sectors x periods."""
    value = draw_again(given.records, given.cells, seed=1, **more).value
    return np.stack(np.split(value, value.shape[2] // len(given.cells.periods), axis=2))


COUNTS = {("A", "x"): 60, ("A", "y"): 40, ("B", "x"): 90, ("B", "y"): 210}


def test_runs_keep_the_total_of_a_simple_sample_on_average(inputs):
    given = sampled(inputs, COUNTS)
    runs = runs_of(given)
    assert runs.mean(axis=0)[:, :, 0] == pytest.approx(given.cells.value[:, :, 0], rel=0.05)
    assert runs.sum(axis=(1, 2, 3)) == pytest.approx(400)


def test_the_interval_of_a_simple_sample_is_near_that_of_the_formula(inputs, at):
    """For a sample of equal weights the multinomial delta method and the bootstrap describe the same thing."""
    given = sampled(inputs, COUNTS)
    drawn = at(measures.compute("lq", given), "A", "x")
    cells = [(r, s, "", float(n)) for (r, s), n in COUNTS.items()]
    formula = at(measures.compute("lq", inputs(cells)), "A", "x")
    assert drawn.value == pytest.approx(formula.value)
    assert (drawn.lo, drawn.hi) == (pytest.approx(formula.lo, rel=0.04), pytest.approx(formula.hi, rel=0.04))


def test_clusters_of_like_answers_widen_the_interval(inputs, at):
    plain = at(measures.compute("lq", sampled(inputs, COUNTS)), "A", "x")
    psus = [f"c{n // 20}" for n in range(400)]
    clustered = at(measures.compute("lq", sampled(inputs, COUNTS, psu=psus)), "A", "x")
    assert clustered.hi - clustered.lo > 2 * (plain.hi - plain.lo)


def test_a_stratum_with_one_psu_stays_as_it_is(inputs):
    given = sampled(inputs, COUNTS, strata="only", psu="one")
    assert np.array_equal(runs_of(given, runs=3)[2], given.cells.value)


def test_the_same_seed_draws_the_same(inputs, at):
    one, again = (at(measures.compute("lq", sampled(inputs, COUNTS)), "B", "y") for _ in range(2))
    assert (one.lo, one.hi) == (again.lo, again.hi)


def test_figures_published_from_a_sample_have_no_interval(inputs):
    cells = [(r, s, "", float(n)) for (r, s), n in COUNTS.items()]
    frame = measures.compute("lq", inputs(cells, design="probability")).frame
    assert frame["value"].notna().all()
    assert frame["lo"].isna().all()
