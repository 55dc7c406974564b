import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mapper import measures
from mapper.errors import BadConfig
from mapper.measures.change import shift_share

TWO = [("A", "x", "2020", 10.0), ("A", "y", "2020", 30.0), ("B", "x", "2020", 20.0), ("B", "y", "2020", 40.0)]
TWO += [("A", "x", "2021", 15.0), ("A", "y", "2021", 33.0), ("B", "x", "2021", 30.0), ("B", "y", "2021", 32.0)]
NAMES = ["growth", "growth-contribution", "shift-national", "shift-mix", "shift-competitive"]


def test_growth_is_in_percent_of_the_start(inputs, at):
    indicator = measures.compute("growth", inputs(TWO))
    assert at(indicator, "A", "x", "2021").value == pytest.approx(50)
    assert at(indicator, "A", "", "2021").value == pytest.approx(20)
    assert set(indicator.frame["period"]) == {"2021"}


def test_contributions_sum_to_the_growth_of_the_region(inputs, at):
    frame = measures.compute("growth-contribution", inputs(TWO)).frame
    of_a = frame[frame["region"] == "A"].set_index("sector")["value"]
    assert of_a["x"] + of_a["y"] == pytest.approx(of_a[""])
    assert of_a[""] == pytest.approx(20)


def test_shift_share_equals_a_table_by_hand(inputs, at):
    """G = 10 %, G_x = 50 %, G_y = -1/14: for A and x, 10 = 1 + 4 + 0 of a change of 5."""
    parts = [at(measures.compute(f"shift-{n}", inputs(TWO)), "A", "x", "2021").value for n in ("national", "mix")]
    assert parts == [pytest.approx(1.0), pytest.approx(4.0)]
    own = measures.compute("shift-competitive", inputs(TWO))
    assert at(own, "A", "x", "2021").value == pytest.approx(0)
    assert at(own, "A", "y", "2021").value == pytest.approx(33 - 30 * (1 - 1 / 14))
    assert at(own, "A", "", "2021").value == pytest.approx(33 - 30 * (1 - 1 / 14))


COUNTS = arrays(float, (4, 3), elements=st.integers(0, 500).map(float) | st.just(float("nan")))


@settings(max_examples=200, deadline=None)
@given(COUNTS, COUNTS)
def test_parts_sum_to_the_change_and_two_of_them_to_zero_over_the_country(x0, x1):
    parts = shift_share(x0, x1)
    known = ~np.isnan(parts.national)
    whole = parts.national + parts.mix + parts.competitive
    assert whole[known] == pytest.approx((x1 - x0)[known])
    assert np.nansum(parts.mix) == pytest.approx(0, abs=1e-9 * 6000)
    assert np.nansum(parts.competitive, axis=0) == pytest.approx(0, abs=1e-9 * 6000)


def test_a_cell_that_starts_from_nothing_gains_all_by_itself(inputs, at):
    cells = [("A", "x", "1", 0.0), ("B", "x", "1", 10.0), ("A", "x", "2", 5.0), ("B", "x", "2", 10.0)]
    assert at(measures.compute("shift-competitive", inputs(cells)), "A", "x", "2").value == pytest.approx(5.0)
    row = at(measures.compute("growth", inputs(cells)), "A", "x", "2")
    assert row.status == "not_applicable"
    assert np.isnan(row.value)


def test_a_sector_that_is_new_to_the_country_is_left_out(inputs, at):
    cells = [*TWO, *((r, "new", p, v) for r in "AB" for p, v in (("2020", 0.0), ("2021", 3.0)))]
    indicator = measures.compute("shift-national", inputs(cells))
    assert at(indicator, "A", "new", "2021").status == "not_applicable"
    assert at(indicator, "A", "", "2021").status == "estimated"
    assert at(indicator, "A", "x", "2021").value == pytest.approx(1.0)


def test_growth_over_all_sectors_compares_the_same_sectors(inputs, at):
    cells = [("A", "x", "1", 10.0), ("A", "y", "1", 100.0), ("A", "x", "2", 20.0), ("A", "y", "2", None, "suppressed")]
    indicator = measures.compute("growth", inputs(cells))
    assert (at(indicator, "A", "", "2").value, at(indicator, "A", "", "2").status) == (100.0, "estimated")
    assert at(indicator, "A", "y", "2").status == "suppressed"


def test_change_may_be_counted_from_a_base(inputs):
    cells = [("A", "x", p, v) for p, v in (("1", 10.0), ("2", 20.0), ("3", 40.0))]
    assert [*measures.compute("growth", inputs(cells)).frame.query("sector == 'x'")["value"]] == [100, 100]
    frame = measures.compute("growth", inputs(cells, base_period="1")).frame
    assert [*frame.query("sector == 'x'")["value"]] == [100, 300]


@pytest.mark.parametrize("name", NAMES)
def test_a_single_period_has_no_change(inputs, name):
    with pytest.raises(BadConfig, match="the figures have one"):
        measures.compute(name, inputs(TWO[:4]))


def test_an_unknown_base_is_refused(inputs):
    with pytest.raises(BadConfig, match="no period '1999'"):
        measures.compute("growth", inputs(TWO, base_period="1999"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [0.0, None])
def test_nothing_at_the_start_or_at_all_gives_no_figure(inputs, name, value):
    cells = [(r, s, p, value, "ok" if value == 0 else "not_available") for r in "AB" for s in "xy" for p in "12"]
    frame = measures.compute(name, inputs(cells)).frame
    assert frame["value"].isna().all()
    assert set(frame["status"]) == {"not_applicable" if value == 0 else "not_available"}
