import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mapper import measures
from mapper.measures.reliability import DHS, SHOW_ALL, Reliability, hide_small_counts, judge, shown

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


def test_a_small_count_takes_others_with_it_until_no_total_gives_it_away():
    counts = np.array([[3.0, 20, 30], [40, 50, 60], [70, 80, 90]])
    hidden = hide_small_counts(counts, 5)
    assert hidden.tolist() == [[True, True, False], [True, True, False], [False, False, False]]


def test_zeros_are_shown_as_long_as_others_can_hide():
    hidden = hide_small_counts(np.array([[2.0, 0, 9], [0, 0, 0], [7, 0, 8]]), 5)
    assert hidden.tolist() == [[True, False, True], [False, False, False], [True, False, True]]


def test_a_table_of_one_cell_hides_that_cell():
    assert hide_small_counts(np.array([[3.0]]), 5).tolist() == [[True]]
    assert hide_small_counts(np.array([[30.0]]), 5).tolist() == [[False]]


@settings(max_examples=300, deadline=None)
@given(arrays(float, (4, 5), elements=st.integers(0, 12).map(float) | st.just(NAN)))
def test_no_row_or_column_has_a_single_hidden_cell(counts):
    hidden = hide_small_counts(counts, 5)
    assert hidden[(counts > 0) & (counts < 5)].all()
    assert not (hidden.sum(axis=0) == 1).any()
    assert not (hidden.sum(axis=1) == 1).any()


def answers(counts):
    return [(r, s, "", 1.0) for (r, s), n in counts.items() for _ in range(n)]


ASKED = {("A", "x"): 3, ("A", "y"): 30, ("A", "z"): 9, ("B", "x"): 20, ("B", "y"): 20, ("B", "z"): 20}
ASKED |= {("C", "x"): 8, ("C", "y"): 8, ("C", "z"): 8}


def test_counts_of_few_respondents_are_hidden_with_others_beside_them(inputs, at):
    indicator = measures.compute("count", inputs(answers(ASKED), design="probability"))
    told = {key: at(indicator, *key).status for key in ASKED}
    assert {key for key, status in told.items() if status == "suppressed"} == {
        ("A", "x"),
        ("A", "z"),
        ("C", "x"),
        ("C", "z"),
    }
    assert np.isnan(at(indicator, "A", "x").value)
    assert (at(indicator, "A").value, at(indicator, "A").status) == (42.0, "ok")


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
