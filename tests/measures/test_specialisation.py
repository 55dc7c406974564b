import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper import measures
from mapper.measures.specialisation import top_sectors

HAND = [("A", "x", "", 1714.0), ("A", "y", "", 79006.0 - 1714), ("B", "x", "", 879213.0 - 1714)]
HAND = [*HAND, ("B", "y", "", 15593224.0 - 879213 - (79006 - 1714))]


def test_the_quotient_equals_the_published_example(inputs, at):
    """Farhauer & Kroell 2013, as in R REAT's locq()."""
    assert at(measures.compute("lq", inputs(HAND)), "A", "x").value == pytest.approx(0.3847623, abs=5e-8)


def test_quotients_equal_the_table_by_hand(inputs, at, oracle):
    table = oracle("lq_hhi.csv")
    cells = [(r.region, r.sector, "", float(r._asdict()["count"])) for r in table.itertuples(index=False)]
    indicator = measures.compute("lq", inputs(cells))
    for row in table.itertuples(index=False):
        assert at(indicator, row.region, row.sector).value == pytest.approx(row.lq, rel=1e-12)


def test_the_interval_is_the_delta_method_one(inputs, at):
    row = at(measures.compute("lq", inputs(HAND)), "A", "x")
    variance = 1 / 1714 - 1 / 79006 - 1 / 879213 + (2 * row.value - 1) / 15593224
    assert np.log(row.hi / row.value) == pytest.approx(1.959963984540054 * variance**0.5, rel=1e-9)
    assert row.lo * row.hi == pytest.approx(row.value**2)
    assert row.n == 1714


def test_an_absent_sector_is_zero_without_an_interval(inputs, at):
    cells = [("A", "x", "", 0.0), ("A", "y", "", 5.0), ("B", "x", "", 5.0), ("B", "y", "", 5.0)]
    row = at(measures.compute("lq", inputs(cells)), "A", "x")
    assert (row.value, row.status) == (0.0, "ok")
    assert np.isnan(row.lo)
    assert np.isnan(row.hi)


def test_quotients_of_a_region_that_lacks_a_cell_are_estimates_of_the_known_cells(inputs, at):
    cells = [("A", "x", "", 2.0), ("A", "y", "", 2.0), ("A", "z", "", None, "suppressed")]
    cells += [("B", "x", "", 1.0), ("B", "y", "", 3.0), ("B", "z", "", 4.0)]
    indicator = measures.compute("lq", inputs(cells))
    assert at(indicator, "A", "x").value == pytest.approx((2 / 4) / (3 / 12))
    assert at(indicator, "A", "x").status == "estimated"
    assert at(indicator, "A", "z").status == "suppressed"
    assert np.isnan(at(indicator, "A", "z").value)
    assert at(indicator, "B", "x").status == "ok"
    assert indicator.findings[0].values["cells_en"] == "z: A"


def test_one_region_has_the_mix_of_its_country(inputs, at):
    row = at(measures.compute("lq", inputs([("A", "x", "", 2.0), ("A", "y", "", 7.0)])), "A", "x")
    assert (row.value, row.lo, row.hi) == (1.0, 1.0, 1.0)


def test_all_equal_cells_have_quotient_one(inputs):
    frame = measures.compute("lq", inputs([(r, s, "", 4.0) for r in "ABC" for s in "xyz"])).frame
    assert set(frame["value"]) == {1.0}


def test_a_sector_that_exists_nowhere_is_not_applicable(inputs, at):
    row = at(measures.compute("lq", inputs([("A", "x", "", 0.0), ("A", "y", "", 7.0)])), "A", "x")
    assert row.status == "not_applicable"
    assert np.isnan(row.value)


def test_nothing_known_gives_nothing(inputs):
    frame = measures.compute("lq", inputs([(r, s, "", None, "not_available") for r in "AB" for s in "xy"])).frame
    assert frame["value"].isna().all()
    assert set(frame["status"]) == {"not_available"}


def test_a_negative_figure_has_no_quotient(inputs, at):
    cells = [("A", "x", "", -2.0), ("A", "y", "", 7.0), ("B", "x", "", 3.0), ("B", "y", "", 7.0)]
    row = at(measures.compute("lq", inputs(cells)), "A", "x")
    assert row.status == "not_applicable"
    assert np.isnan(row.value)


@pytest.mark.parametrize("design", ["quota", "purposive"])
def test_what_is_no_probability_sample_has_no_interval(inputs, design):
    frame = measures.compute("lq", inputs(HAND, design=design)).frame
    assert frame["value"].notna().all()
    assert frame["lo"].isna().all()
    assert frame["hi"].isna().all()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 1000), min_size=9, max_size=9).filter(lambda v: sum(v) > 0))
def test_quotients_weighted_by_the_national_shares_come_to_one(inputs, values):
    cells = [(r, s, "", float(v)) for (r, s), v in zip([(r, s) for r in "ABC" for s in "xyz"], values, strict=True)]
    frame = measures.compute("lq", inputs(cells)).frame
    national = frame.groupby("sector")["n"].sum() / sum(values)
    for _, rows in frame.groupby("region"):
        if rows["n"].sum() > 0:
            assert (rows["value"].fillna(0) * rows["sector"].map(national)).sum() == pytest.approx(1.0)


TOP = [("A", "x", "", 50.0), ("A", "y", "", 50.0), ("A", "z", "", 1.0)]
TOP += [("B", "x", "", 10.0), ("B", "y", "", 90.0), ("B", "z", "", 2.0)]
TOP += [("C", "x", "", 1.0), ("C", "y", "", 1.0), ("C", "z", "", 1.0)]


def test_a_tiny_region_has_no_strength_in_spite_of_its_quotient(inputs):
    indicator = measures.compute("lq", inputs(TOP))
    top = top_sectors(indicator)
    assert indicator.frame.query("region == 'C' and sector == 'z'")["value"].item() > 10
    row = top[top["region"] == "C"].iloc[0]
    assert (row["rank"], row["sector"], row["status"], bool(row["sure"])) == (0, "", "not_applicable", False)


def test_a_strength_is_sure_where_its_whole_interval_is_above_one(inputs):
    top = top_sectors(measures.compute("lq", inputs(TOP)))
    first = top[top["region"] == "A"].iloc[0]
    assert (first["rank"], first["sector"], bool(first["sure"])) == (1, "x", True)


def test_top_keeps_every_region_in_order_and_at_most_k(inputs):
    cells = [(r, s, "", float(v)) for r, shift in zip("BA", (0, 3), strict=True) for v, s in enumerate("uvwxyz", shift)]
    top = top_sectors(measures.compute("lq", inputs(cells)), k=2)
    assert [*dict.fromkeys(top["region"])] == ["B", "A"]
    assert top.groupby("region").size().max() <= 2
