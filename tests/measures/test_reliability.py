import numpy as np

from mapper import measures
from mapper.measures.reliability import DHS, Reliability, judge, shown
from tests.measures.conftest import SHOW_ALL

NAN = float("nan")


def statuses(*names):
    return np.array(names, dtype=object)


def test_the_bounds_of_the_dhs_convention():
    n = np.array([0, 24, 25, 49, 50, NAN])
    judged = judge(statuses(*["ok"] * 6), n, DHS)
    assert [*judged] == ["suppressed", "suppressed", "unreliable", "unreliable", "ok", "ok"]


def test_what_is_not_known_keeps_its_reason():
    judged = judge(statuses("no_data", "not_available", "suppressed", "estimated"), np.array([1.0, 1, 1, 30]), DHS)
    assert [*judged] == ["no_data", "not_available", "suppressed", "unreliable"]


def test_a_register_is_shown_as_it_is():
    assert [*judge(statuses("ok", "estimated"), np.array([1.0, 2]), SHOW_ALL)] == ["ok", "estimated"]


def test_only_what_may_be_shown_has_a_value():
    names = ("ok", "estimated", "unreliable", "suppressed", "not_available", "not_applicable", "no_data")
    assert [*np.isnan(shown(np.ones(7), statuses(*names)))] == [False] * 3 + [True] * 4


def answers(counts):
    return [(r, s, "", 1.0) for (r, s), n in counts.items() for _ in range(n)]


ASKED = {("A", "x"): 3, ("A", "y"): 30, ("A", "z"): 9, ("B", "x"): 20, ("B", "y"): 20, ("B", "z"): 20}
ASKED |= {("C", "x"): 8, ("C", "y"): 8, ("C", "z"): 8}


def test_figures_of_regions_with_few_respondents_are_hidden_or_marked(inputs, at):
    indicator = measures.compute("share", inputs(answers(ASKED), design="quota"))
    assert [at(indicator, region, "y").status for region in "ABC"] == ["unreliable", "ok", "suppressed"]
    assert at(indicator, "A", "y").n == 42
    assert np.isnan(at(indicator, "C", "y").value)


def test_figures_of_a_register_or_published_from_a_sample_are_not_judged(inputs, at):
    assert at(measures.compute("count", inputs(answers(ASKED))), "A", "x").value == 3
    published = [(r, s, "", 2.0) for r, s in ASKED]
    assert at(measures.compute("count", inputs(published, design="probability")), "A", "x").status == "ok"


def test_own_rules_take_the_place_of_the_convention(inputs, at):
    indicator = measures.compute(
        "share", inputs(answers(ASKED), design="probability", reliability=Reliability(5, 10, 2))
    )
    assert {at(indicator, region, "y").status for region in "ABC"} == {"ok"}
