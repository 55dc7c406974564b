"""What few respondents said is hidden, so that nobody can work it out from what is shown."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from mapper import measures
from mapper.measures.privacy import hide_small_counts
from tests.measures.test_reliability import ASKED, answers
from tests.measures.test_respondents import respondents

NAN = float("nan")
K = 5


def with_totals(cells):
    cells = np.asarray(cells, dtype=float)
    return np.concatenate([np.nansum(cells, axis=1, keepdims=True), cells], axis=1)


def test_a_small_count_takes_others_with_it_until_no_total_gives_it_away():
    hidden = hide_small_counts(with_totals([[3, 20, 30], [40, 50, 60], [70, 80, 90]]), K)
    assert hidden[:, 1:].tolist() == [[True, True, False], [True, True, False], [False, False, False]]
    assert not hidden[:, 0].any()


def test_zeros_are_shown():
    hidden = hide_small_counts(with_totals([[2, 0, 9], [0, 0, 0], [7, 0, 8]]), K)
    assert hidden[:, 1:].tolist() == [[True, False, True], [False, False, False], [True, False, True]]


def test_a_table_of_one_cell_hides_that_cell():
    assert hide_small_counts(np.array([[3.0]]), K).tolist() == [[True]]
    assert hide_small_counts(np.array([[30.0]]), K).tolist() == [[False]]


def test_a_region_of_few_takes_another_with_it_since_their_sum_is_known():
    assert hide_small_counts(np.array([[3.0], [30], [12]]), K).ravel().tolist() == [True, False, True]


def test_two_small_counts_do_not_hide_each_other():
    """1 + 1: whoever knows their sum knows both."""
    assert hide_small_counts(with_totals([[1, 1, 30], [20, 20, 20]]), K)[0, 1:].tolist() == [True, True, True]


def most(table, hidden, cell):
    """Return the most that a hidden cell may be, for someone who knows all that is shown, and that zeros are."""
    at = {tuple(place): number for number, place in enumerate(np.argwhere(hidden).tolist())}
    # The first cell of a row is the sum of the others; the sum of a column is known.
    rows = [[((r, c), -1 if c == 0 else 1) for c in range(table.shape[1])] for r in range(table.shape[0])]
    columns = [[((r, c), 1) for r in range(table.shape[0])] for c in range(table.shape[1])]
    told, sums = [], []
    for line in [*rows, *columns]:
        told.append([0.0] * len(at))
        sums.append(0.0)
        for place, sign in line:
            if place in at:
                told[-1][at[place]] = sign
                sums[-1] += sign * table[place]
    cost = [-1.0 if place == cell else 0.0 for place in at]
    solved = linprog(cost, A_eq=told, b_eq=sums, bounds=(1, None))
    return np.inf if solved.status == 3 else -solved.fun


@settings(max_examples=150, deadline=None)
@given(
    arrays(
        float, st.tuples(st.integers(2, 5), st.integers(2, 4)), elements=st.sampled_from([0, 0, 1, 3, 4, 5, 9, 40, NAN])
    )
)
def test_no_small_count_can_be_worked_out_from_what_is_shown(cells):
    table = np.nan_to_num(with_totals(cells))
    hidden = hide_small_counts(table, K)
    small = (table > 0) & (table < K)
    assert hidden[small].all()
    assert not hidden[table == 0].any()
    if hidden[table > 0].all():
        return  # nothing but zeros is shown
    for cell in map(tuple, np.argwhere(small).tolist()):
        assert most(table, hidden, cell) >= K - 1e-6, (table, hidden, cell)


def ticks(counts, asked):
    """Return respondents of a question with several choices: of `asked` in each region, so many ticked each sector."""
    sectors = ("x", "y", "z")
    regions = np.repeat(list(counts), asked)
    given = respondents(regions, [0.0] * len(regions), sectors)
    marks = [np.arange(asked)[:, None] < np.array(row)[None, :] for row in counts.values()]
    given.records["value"] = np.concatenate(marks).astype(float).ravel()
    return given


TICKED = {"A": (3, 30, 9), "B": (20, 20, 20), "C": (8, 8, 8)}


def test_few_ticks_are_hidden_although_many_were_asked():
    given = ticks(TICKED, 60)
    for name in ("count", "share", "survey-share", "value"):
        frame = measures.compute(name, given).frame
        hidden = frame[frame["status"] == "suppressed"]
        assert {*zip(hidden["region"], hidden["sector"], strict=True)} >= {
            ("A", "x"),
            ("A", "z"),
            ("C", "x"),
            ("C", "z"),
        }
        assert hidden[["value", "lo", "hi"]].isna().all(axis=None), name


def test_few_who_did_not_tick_are_hidden_too():
    frame = measures.compute("survey-share", ticks({"A": (57, 30, 9), "B": (20, 20, 20)}, 60)).frame
    hidden = frame[frame["status"] == "suppressed"]
    assert ("A", "x") in {*zip(hidden["region"], hidden["sector"], strict=True)}


def test_the_number_of_respondents_is_hidden_where_it_is_the_count(inputs, at):
    indicator = measures.compute("count", inputs(answers(ASKED), design="probability"))
    assert np.isnan(at(indicator, "A", "x").n)
    assert at(indicator, "A", "y").n == 30


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
