import pytest

from mapper.errors import BadData
from mapper.messages import describe

ROWS = "region,sector,period,value\nKZ-10,film,2022,5\nKZ-11,film,2022,х\nKZ-10,craft,2022,2\n"
COLUMNS = {"region": "region", "sector": "sector", "period": "period", "value": "value"}


@pytest.fixture
def held(read, tmp_path):
    """Read ROWS against published totals."""

    def go(totals, **settings):
        (tmp_path / "totals.csv").write_text(totals, encoding="utf-8")
        chosen = {"columns": COLUMNS, "national": "totals.csv", "sectors": "sectors.csv", "taxonomy": "t"}
        return read(ROWS, **{**chosen, **settings})

    return go


def test_totals_that_agree_say_nothing(held):
    survey = held("sector,period,value\nfilm,2022,5\ncraft,2022,2\n")
    assert survey.findings == ()
    assert survey.national["value"].tolist() == [5, 2]


def test_a_difference_that_gaps_may_explain_counts_them(held):
    (found,) = held("sector,period,value\nКино и видео,2022,8\n").findings
    assert (found.code, found.level, str(found.where)) == ("total-differs-gaps", "warning", "totals.csv:2:value")
    assert (found.values["sum"], found.values["total"], found.values["suppressed"]) == ("5", "8", "1")
    assert describe(found, "en")[0].startswith("Film, 2022: the regions sum to 5, the published total is 8")


def test_a_sum_above_the_total_is_not_put_down_to_gaps(held):
    (found,) = held("sector,period,value\nfilm,2022,4\n").findings
    assert found.code == "total-differs"


def test_a_total_of_all_sectors_has_no_sector(held):
    assert held("sector,period,value\n,2022,7\n").findings == ()


def test_a_total_without_a_period_is_of_the_surveys(held):
    assert held("sector,value\ncraft,2\n", period="2022").findings == ()


def test_faults_in_totals_are_named(held):
    with pytest.raises(BadData, match=r"totals\.csv:2:sector: unknown sector 'flim'") as caught:
        held("sector,value\nflim,2\n")
    assert caught.value.hint == "Did you mean 'film'?"
    with pytest.raises(BadData, match=r"totals\.csv:2:value: 'many' where a total belongs"):
        held("sector,value\nfilm,many\n")
