import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import BadData
from mapper.measures import siting
from mapper.measures.siting import Problem, solve, stability


def problem(distance, weight, new, **more):
    distance = np.asarray(distance, dtype=float)
    fixed = more.pop("fixed", np.zeros(distance.shape[1], dtype=bool))
    return Problem(distance, np.asarray(weight, dtype=float), np.asarray(fixed), new, **more)


@pytest.fixture
def facility(oracle):
    """The problem that a search through all choices, CBC and HiGHS solved: 12 demands, 7 candidates, 3 sites."""
    frame = oracle("facility_input.csv")
    return frame.filter(like="f").to_numpy(), frame["weight"].to_numpy(dtype=float)


def test_the_p_median_is_that_of_independent_programs(facility, oracle):
    told = oracle("facility.csv").set_index(["model", "solver"])["objective"]["PMedian", "HiGHS"]
    found = solve(problem(*facility, 3), 10)
    assert (found.cost, found.gap, sorted(found.chosen)) == (pytest.approx(told, rel=1e-12), 0, [1, 2, 3])


def test_the_coverage_is_that_of_independent_programs(facility):
    distance, weight = facility
    found = solve(problem(distance, weight, 3, within=25), 10)
    assert (weight.sum() - found.cost, found.gap, sorted(found.chosen)) == (98, 0, [1, 2, 6])
    assert sum(found.adds) == 98


def brute(one):
    """Try every choice."""
    cost, standing = one.cost, one.standing
    free = np.flatnonzero(~one.fixed)
    return min(
        one.weight @ np.minimum(standing, cost[:, list(chosen)].min(axis=1))
        for chosen in itertools.combinations(free, one.new)
    )


@st.composite
def problems(draw):
    demands, candidates = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    numbers = st.integers(0, 40)
    distance = draw(
        st.lists(st.lists(numbers, min_size=candidates, max_size=candidates), min_size=demands, max_size=demands)
    )
    weight = draw(st.lists(st.integers(1, 9), min_size=demands, max_size=demands))
    fixed = np.arange(candidates) < draw(st.integers(0, candidates - 1))
    new = draw(st.integers(1, int((~fixed).sum())))
    return problem(distance, weight, new, fixed=fixed, within=draw(st.sampled_from([None, 10.0, 20.0])))


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_answer_is_the_best_of_all_and_proven(one):
    try:
        found = solve(one, 10)
    except BadData:
        assert brute(one) == pytest.approx(one.weight @ one.standing)
        return
    assert found.cost == pytest.approx(brute(one), abs=1e-7)
    assert found.gap == 0
    assert len(found.chosen) == one.new
    assert not one.fixed[list(found.chosen)].any()
    assert sum(found.adds) == pytest.approx(one.weight @ one.standing - found.cost, abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_bound_of_a_large_problem_is_below_every_choice(seed):
    random = np.random.default_rng(seed)
    one = problem(random.random((12, 7)) * 100, random.random(12), 3)
    cost, standing = siting._useful(one), one.standing
    chosen = siting.search(cost, one.weight, standing, one.new)
    bounded = siting._bound(cost, one, chosen, deadline=float("inf"))
    assert bounded.bound <= brute(one) + 1e-9


def test_a_site_that_stands_is_not_chosen_again():
    found = solve(problem([[0, 5], [9, 1]], [1, 1], 1, fixed=[True, False]), 10)
    assert (found.chosen, found.cost) == ((1,), 1)


def test_what_every_candidate_covers_is_not_covered_before_one_is_chosen():
    found = solve(problem([[1, 2], [3, 90]], [5, 1], 1, within=10), 10)
    assert (found.chosen, sum(found.adds), found.cost) == ((0,), 6, 0)
    (alone,) = solve(problem([[1]], [5], 1, within=10), None).adds
    assert alone == 5


def test_the_answer_without_a_clock_is_that_with_one():
    random = np.random.default_rng(3)
    for within in (None, 20.0):
        one = problem(random.random((60, 12)) * 100, random.random(60), 3, within=within)
        assert solve(one, None) == solve(one, 10)


def test_what_cannot_be_done_is_told():
    with pytest.raises(BadData, match="3 sites are asked for, but there are only 1 candidates"):
        solve(problem([[0, 5]], [1], 3, fixed=[True, False]), 10)
    with pytest.raises(BadData, match="no candidate is within 4 km"):
        solve(problem([[7, 5]], [1], 1, within=4), 10)
    with pytest.raises(BadData, match="no demand"):
        solve(problem([[7, 5]], [0], 1), 10)


def test_other_weights_are_drawn_by_the_seed():
    random = np.random.default_rng(3)
    one = problem(random.random((30, 9)) * 100, random.random(30), 3)
    chosen = solve(one, 10).chosen
    first = stability(one, chosen, runs=40, seed=7)
    assert first.tolist() == stability(one, chosen, runs=40, seed=7).tolist()
    assert (first > 0).any()
    assert (first <= 1).all()


def test_the_only_sensible_choice_is_chosen_again_in_every_run():
    one = problem([[0, 90, 90], [90, 0, 90]], [1, 1], 2)
    assert stability(one, solve(one, 10).chosen, runs=20, seed=1).tolist() == [1, 1]
