import pytest

from mapper import measures
from mapper.measures.series import definition_of

YEARS = ("2020", "2021", "2022")


def grow(inputs, cells, **more):
    return measures.compute("growth", inputs(cells, **more))


def test_a_series_of_the_same_regions_and_one_definition_has_no_finding(inputs):
    cells = [(r, "x", p, 5.0) for r in "AB" for p in YEARS]
    assert grow(inputs, cells).findings == ()
    assert grow(inputs, cells, definitions={"2019": "43 activities"}).findings == ()


def test_a_region_that_begins_in_mid_series_is_told_with_the_periods_that_lack_it(inputs):
    cells = [("A", "x", p, 5.0) for p in YEARS] + [("B", "x", "2022", 3.0)]
    [found] = grow(inputs, cells).findings
    assert (found.code, found.values["regions"]) == ("mixed-series", "B: 2020, 2021")


def test_a_figure_that_is_not_available_is_still_a_row(inputs):
    cells = [(r, "x", p, 5.0) for r in "AB" for p in YEARS[1:]]
    cells += [("A", "x", "2020", 4.0), ("B", "x", "2020", None, "not_available")]
    assert grow(inputs, cells).findings == ()


def test_periods_of_different_definitions_are_told_and_not_compared(inputs, at):
    cells = [("A", "x", p, float(v)) for p, v in zip(YEARS, (10, 20, 30), strict=True)]
    made = grow(inputs, cells, definitions={"2020": "55 activities", "2022": "43 activities"})
    [found] = made.findings
    assert (found.code, found.values["definitions"]) == (
        "mixed-definitions",
        "2020: 55 activities; 2022: 43 activities",
    )
    assert at(made, "A", "x", "2021")["value"] == pytest.approx(100)
    assert at(made, "A", "x", "2022")["status"] == "not_applicable"


def test_the_definition_of_a_period_is_the_latest_that_is_not_later():
    told = {"2021": "b", "2019": "a"}
    assert [definition_of(p, told) for p in ("2018", "2019", "2020", "2021", "2022")] == ["", "a", "a", "b", "b"]
