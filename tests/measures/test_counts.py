from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapper import measures
from mapper.errors import BadConfig
from mapper.measures.counts import natural_interval
from mapper.messages import describe


def people(*rows):
    return pd.DataFrame(rows, columns=["region", "year", "population", "source"])


def test_a_missing_cell_is_never_zero(inputs, at):
    indicator = measures.compute("count", inputs([("A", "film", "", None, "suppressed"), ("A", "music", "", 3.0)]))
    assert np.isnan(at(indicator, "A", "film").value)
    assert at(indicator, "A", "film").status == "suppressed"


def test_a_total_that_lacks_a_sector_is_marked_and_named(inputs, at):
    indicator = measures.compute("count", inputs([("A", "film", "", None, "suppressed"), ("A", "music", "", 3.0)]))
    assert (at(indicator, "A").value, at(indicator, "A").status) == (3.0, "estimated")
    assert [describe(finding)[0][:36] for finding in indicator.findings] == ["1 cells are not known (film: A): tot"]


def test_a_zero_is_a_figure(inputs, at):
    indicator = measures.compute("count", inputs([("A", "film", "", None, "zero"), ("A", "music", "", 0.0)]))
    assert (at(indicator, "A").value, at(indicator, "A").status) == (0.0, "ok")
    assert (at(indicator, "A", "film").value, at(indicator, "A", "film").status) == (0.0, "ok")


def test_a_region_without_rows_has_no_data(inputs, at):
    indicator = measures.compute("count", inputs([("A", "film", "", 1.0)], regions="A B"))
    for sector in ("", "film"):
        assert np.isnan(at(indicator, "B", sector).value)
        assert at(indicator, "B", sector).status == "no_data"


def test_no_records_at_all_give_no_data_everywhere(inputs):
    frame = measures.compute("count", inputs([], regions="A B")).frame
    assert [*frame["region"]] == ["A", "B"]
    assert set(frame["status"]) == {"no_data"}


def test_many_records_of_one_cell_are_summed_with_their_weights(inputs, at):
    given = inputs([("A", "film", "", 2.0), ("A", "film", "", 3.0)])
    given.records["weight"] = [1.5, 2.0]
    assert at(measures.compute("count", given), "A", "film").value == 9.0


def test_a_cell_of_which_one_record_is_missing_is_estimated(inputs, at):
    indicator = measures.compute("count", inputs([("A", "film", "", 2.0), ("A", "film", "", None, "not_available")]))
    assert (at(indicator, "A", "film").value, at(indicator, "A", "film").status) == (2.0, "estimated")


def test_a_published_total_is_taken_before_the_sum(inputs, at):
    cells = [("A", "", "", 10.0), ("A", "film", "", 2.0), ("A", "music", "", None, "suppressed")]
    indicator = measures.compute("count", inputs(cells))
    assert (at(indicator, "A").value, at(indicator, "A").status) == (10.0, "ok")
    assert indicator.findings == ()


def test_figures_without_sectors_count_as_all_together(inputs, at):
    indicator = measures.compute("count", inputs([("A", None, None, 7.0)]))
    assert at(indicator, "A").value == 7.0


def test_a_record_of_an_unknown_region_is_our_own_mistake(inputs):
    with pytest.raises(ValueError, match="unknown regions"):
        measures.compute("count", inputs([("X", "film", "", 1.0)], regions="A"))


def test_rates_take_the_population_of_the_nearest_year(inputs, at):
    population = people(("A", 2015, 100_000, "s"), ("A", 2023, 200_000, "s"))
    given = inputs([("A", "film", "2016", 5.0), ("A", "film", "2022", 5.0)], population=population)
    indicator = measures.compute("per-100k", given)
    assert at(indicator, "A", "film", "2016").value == 5.0
    assert at(indicator, "A", "film", "2022").value == 2.5
    assert at(indicator, "A", "film", "2022").n == 5.0


def test_a_period_without_a_year_takes_the_newest_population(inputs, at):
    population = people(("A", 2023, 200_000, "s"), ("A", 2015, 100_000, "s"))
    assert at(measures.compute("per-100k", inputs([("A", "film", "", 5.0)], population=population)), "A").value == 2.5


def test_a_region_without_a_population_is_not_available_and_never_zero(inputs, at):
    given = inputs([("A", "film", "", 5.0), ("B", "film", "", 5.0)], population=people(("B", 2023, 0, "s")))
    indicator = measures.compute("per-100k", given)
    assert np.isnan(at(indicator, "A").value)
    assert at(indicator, "A").status == "not_available"
    assert np.isnan(at(indicator, "B").value)
    assert at(indicator, "B").status == "not_applicable"


def test_a_share_is_in_percent_of_the_region(inputs, at):
    indicator = measures.compute("share", inputs([("A", "film", "", 1.0), ("A", "music", "", 3.0)]))
    assert at(indicator, "A", "film").value == 25.0
    assert at(indicator, "A", "film").n == 4.0
    assert set(indicator.frame["sector"]) == {"film", "music"}


def test_a_share_of_an_empty_region_is_not_applicable(inputs, at):
    indicator = measures.compute("share", inputs([("A", "film", "", 0.0), ("A", "music", "", 0.0)]))
    assert at(indicator, "A", "film").status == "not_applicable"
    assert np.isnan(at(indicator, "A", "film").value)


def test_a_share_of_an_incomplete_total_is_estimated(inputs, at):
    indicator = measures.compute("share", inputs([("A", "film", "", 1.0), ("A", "music", "", None, "suppressed")]))
    assert at(indicator, "A", "film").status == "estimated"
    assert at(indicator, "A", "music").status == "suppressed"


def test_a_share_of_figures_without_sectors_is_refused(inputs):
    with pytest.raises(BadConfig, match="share compares sectors"):
        measures.compute("share", inputs([("A", "", "", 1.0)]))


def test_density_is_per_1000_square_kilometres(inputs, at):
    given = inputs([("A", "film", "", 5.0), ("B", "film", "", 5.0), ("C", "film", "", 5.0)])
    a, b, c = given.regions
    given = replace(given, regions=(replace(a, area_km2=2000.0), b, replace(c, area_km2=0.0)))
    indicator = measures.compute("per-1000km2", given)
    assert at(indicator, "A").value == 2.5
    assert [at(indicator, code).status for code in "ABC"] == ["ok", "not_available", "not_applicable"]


def test_natural_variability_is_that_of_a_poisson_count():
    """Exact bounds (Garwood 1936, scipy.stats.chi2) for 10: 4.795 and 18.390; Byar's are within 0.2 %."""
    lo, hi = natural_interval(np.array([10.0, 0.0, np.nan, -1.0]))
    assert lo[0] == pytest.approx(4.795, rel=2e-3)
    assert hi[0] == pytest.approx(18.390, rel=2e-3)
    assert lo[1] == 0
    assert np.isnan(lo[2:]).all()
    assert np.isnan(hi[2:]).all()


def test_a_rate_of_a_sample_has_no_natural_interval(inputs, at):
    population = people(("A", 2023, 100_000, "s"))
    cells = [("A", "film", "", 5.0)]
    assert at(measures.compute("per-100k", inputs(cells, population=population)), "A").lo > 0
    sampled = measures.compute("per-100k", inputs(cells, population=population, design="probability"))
    assert np.isnan(at(sampled, "A").lo)


def test_ranks_have_the_bounds_that_intervals_leave(inputs, at):
    population = people(*((code, 2023, 100_000, "s") for code in "ABCD"))
    cells = [("A", "film", "", 100.0), ("B", "film", "", 90.0), ("C", "film", "", 2.0), ("D", "film", "", None)]
    indicator = measures.compute("rank", inputs(cells, population=population))
    rows = [at(indicator, code, "film") for code in "ABC"]
    assert [(row.value, row.lo, row.hi) for row in rows] == [(1, 1, 2), (2, 1, 2), (3, 3, 3)]
    assert at(indicator, "D", "film").status == "not_available"
    assert np.isnan(at(indicator, "D", "film").value)


def test_equal_rates_share_the_better_rank(inputs, at):
    population = people(*((code, 2023, 100_000, "s") for code in "ABC"))
    cells = [("A", "film", "", 5.0), ("B", "film", "", 5.0), ("C", "film", "", 1.0)]
    indicator = measures.compute("rank", inputs(cells, population=population, design="quota"))
    assert [at(indicator, code, "film").value for code in "ABC"] == [1, 1, 3]
    assert at(indicator, "C", "film").hi == 3


def test_all_regions_together_are_the_sum_over_the_sum_and_never_a_mean_of_rates(inputs):
    given = inputs([("A", "film", "", 3.0), ("B", "film", "", 1.0)], regions="A B")
    given = replace(given, population=people(("A", 2024, 100_000, "s"), ("B", 2024, 300_000, "s")))
    assert measures.compute("per-100k", given).together == {("", ""): 1.0, ("film", ""): 1.0}


def test_regions_without_a_figure_are_left_out_of_what_all_come_to(inputs):
    rows = [
        ("A", "film", "", 3.0),
        ("B", "film", "", None, "suppressed"),
        ("A", "music", "", 1.0),
        ("B", "music", "", 9.0),
    ]
    whole = measures.compute("share", inputs(rows, regions="A B")).together
    assert whole["film", ""] == 75.0
    assert whole["music", ""] == pytest.approx(1000 / 13)
