import numpy as np
import pytest

from mapper import measures


def table(rows, sectors="vwxyz"):
    return [
        (r, s, "", None if v is None else float(v))
        for r, row in rows.items()
        for s, v in zip(sectors, row, strict=False)
    ]


def value(inputs, name, cells, region="A"):
    frame = measures.compute(name, inputs(cells)).frame
    row = frame[frame["region"] == region].iloc[0]
    return row["value"], row["status"]


def test_the_index_equals_the_table_by_hand(inputs, at, oracle):
    table = oracle("lq_hhi.csv")
    cells = [(row["region"], row["sector"], "", float(row["count"])) for row in table.to_dict("records")]
    indicator = measures.compute("hhi", inputs(cells))
    for row in table.to_dict("records"):
        assert at(indicator, row["region"]).value == pytest.approx(row["hhi_region"], rel=1e-12)


def test_opposite_mixes_are_two_apart(inputs):
    """Check of methods: (20, 10, 70, 0, 0) against a country of (0, 0, 0, 60, 40) would be 2; here it is in the sum."""
    cells = table({"A": (20, 10, 70, 0, 0), "B": (0, 0, 0, 60_000_000, 40_000_000)})
    assert value(inputs, "krugman", cells)[0] == pytest.approx(2, abs=1e-5)


def test_a_region_like_its_country_is_at_no_distance(inputs):
    assert value(inputs, "krugman", table({"A": (1, 2, 3), "B": (2, 4, 6)}))[0] == pytest.approx(0, abs=1e-15)


def test_equal_sectors_have_the_least_concentration(inputs):
    cells = table({"A": (7, 7, 7, 7)})
    assert value(inputs, "hhi", cells)[0] == pytest.approx(1 / 4)
    assert value(inputs, "hhi-normalised", cells)[0] == pytest.approx(0)
    assert value(inputs, "effective-sectors", cells)[0] == pytest.approx(4)


def test_a_single_sector_has_the_most(inputs):
    cells = table({"A": (7, 0, 0)})
    for name in ("hhi", "hhi-normalised", "effective-sectors"):
        assert value(inputs, name, cells)[0] == pytest.approx(1)


def test_a_taxonomy_of_one_sector_has_no_normalised_index(inputs):
    got, status = value(inputs, "hhi-normalised", table({"A": (7,)}))
    assert np.isnan(got)
    assert status == "not_applicable"


@pytest.mark.parametrize("name", ["hhi", "hhi-normalised", "effective-sectors", "krugman"])
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((0, 0), "not_applicable"),
        ((-1, 3), "not_applicable"),
        ((None, None), "not_available"),
        ((3, 4, None), "estimated"),
    ],
)
def test_regions_that_cannot_be_measured_say_why(inputs, name, row, expected):
    got, status = value(inputs, name, table({"A": row, "B": (1, 2, 3)}))
    assert status == expected
    assert np.isnan(got) == (expected != "estimated")


def test_the_distance_of_a_region_that_lacks_a_cell_is_over_the_sectors_that_it_has(inputs):
    cells = table({"A": (1, 2, None), "B": (2, 4, 100)})
    assert value(inputs, "krugman", cells)[0] == pytest.approx(0, abs=1e-15)
