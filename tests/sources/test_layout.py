from pathlib import Path

import pandas as pd
import pytest

from mapper.errors import BadConfig, BadData
from tests.sources.conftest import codes

KOBO = Path(__file__).parents[2].parent / "shared" / "data" / "kobo"
needs_kobo = pytest.mark.skipif(not KOBO.is_dir(), reason="the shared sample files are not beside the checkout")
WIDE = {"layout": "sectors-across", "columns": {"region": "region"}}


def figures(survey):
    kept = survey.records[["region", "sector", "period", "value", "value_status"]]
    return [tuple(None if pd.isna(value) else value for value in row) for row in kept.itertuples(index=False)]


def test_sectors_across_give_one_record_a_cell(read):
    survey = read("region;Кино;Ремёсла\nKZ-11;10;-\nKZ-61;…;969\n", sectors="sectors.csv", taxonomy="t", **WIDE)
    assert figures(survey) == [
        ("KZ-11", "film", "", 10, "ok"),
        ("KZ-11", "craft", "", 0, "zero"),
        ("KZ-61", "film", "", None, "not_available"),
        ("KZ-61", "craft", "", 969, "ok"),
    ]
    assert (survey.ledger.rows_read, survey.ledger.rows_used) == (2, 2)


def test_named_columns_across_leave_the_others_alone(read):
    survey = read("region,n,a\nKZ-11,1,2\n", across={"a": "film"}, **WIDE)
    assert figures(survey) == [("KZ-11", "film", "", 2, "ok")]


def test_a_fault_in_a_wide_table_names_its_column(read):
    survey = read("region,film,craft\nKZ-11,1,many\n", **WIDE)
    assert (codes(survey), str(survey.findings[0].where)) == (["not-a-number"], "survey.csv:2:craft")
    assert survey.ledger.balances()


def test_years_across_take_the_columns_that_name_a_year(read):
    columns = {"region": "region", "sector": "sector"}
    survey = read("region,sector,note,2022 г.,2023\nKZ-11,f,x,1,2\n", layout="periods-across", columns=columns)
    assert figures(survey) == [("KZ-11", "f", "2022", 1, "ok"), ("KZ-11", "f", "2023", 2, "ok")]


def test_regions_across_are_matched_by_their_headers(read):
    survey = read(
        "sector,Всего,Акмолинская область,Atlantis\nf,3,1,2\n", layout="regions-across", columns={"sector": "sector"}
    )
    assert figures(survey) == [("KZ-11", "f", "", 1, "ok")]
    assert [(f.code, str(f.where)) for f in survey.findings] == [("unknown-region", "survey.csv:2:Atlantis")]


def test_notes_below_a_table_are_no_regions(read):
    survey = read("region,n\nKZ-11,5\n* preliminary data,\n", columns={"region": "region", "value": "n"})
    assert survey.findings == ()
    assert [(u.row, u.why) for u in survey.ledger.unused] == [(3, "note")]


def test_a_misspelled_region_without_a_figure_is_still_told(read):
    survey = read("region,n\nKZ-11,5\nКарагандинсая область,\n", columns={"region": "region", "value": "n"})
    assert codes(survey) == ["unknown-region"]


@pytest.mark.parametrize(
    ("layout", "columns", "told"),
    [
        ("sectors-across", {"region": "region", "value": "n"}, "'value' has no column of its own"),
        ("sectors-across", {"region": "region", "sector": "n"}, "'sector' has no column of its own"),
        ("regions-across", {"region": "region"}, "'region' has no column of its own"),
        ("choices", {"region": "region"}, "'sector' is missing"),
        ("long", {"value": "n"}, "'region' is missing"),
    ],
)
def test_a_mapping_that_its_layout_contradicts_is_refused(read, layout, columns, told):
    with pytest.raises(BadConfig, match=told):
        read("region,n\nKZ-11,5\n", layout=layout, columns=columns)


def test_a_layout_across_without_columns_says_so(read):
    with pytest.raises(BadConfig, match="no column for periods across"):
        read("region,n\nKZ-11,5\n", layout="periods-across", columns={"region": "region"})


def test_points_give_the_region(read):
    columns = {"lon": "x", "lat": "y", "value": "n"}
    survey = read("x,y,n\n69.38,53.28,1\n68.25,43.30,2\n0,0,3\n,,4\n", columns=columns)
    assert survey.records["region"].tolist() == ["KZ-11", "KZ-61"]
    assert sorted(codes(survey)) == ["no-point", "point-outside"]
    assert survey.ledger.count("unmatched") == 2


def test_a_sheet_of_a_text_file_is_refused(read):
    with pytest.raises(BadConfig, match="is no workbook"):
        read("region,n\nKZ-11,5\n", columns={"region": "region"}, sheet="A")


@needs_kobo
def test_the_ministry_workbook_gives_the_values_of_its_readme(read):
    raw = (KOBO / "ministry.xlsx").read_bytes()
    across = {"Кино, видео": "film", "Ремёсла": "craft", "Дизайн": "design"}
    survey = read(raw, file="m.xlsx", layout="sectors-across", columns={"region": "Регион"}, across=across)
    assert figures(survey) == [
        ("KZ-11", "film", "", 10, "ok"),
        ("KZ-11", "craft", "", 0, "zero"),
        ("KZ-11", "design", "", None, "suppressed"),
        ("KZ-75", "film", "", 400, "ok"),
        ("KZ-75", "craft", "", 1976, "ok"),
        ("KZ-75", "design", "", 1200, "ok"),
        ("KZ-61", "film", "", None, "not_available"),
        ("KZ-61", "craft", "", 969, "ok"),
        ("KZ-61", "design", "", None, "not_available"),
    ]
    assert survey.findings == ()
    assert [(u.row, u.why) for u in survey.ledger.unused] == [(8, "total"), (9, "blank-row")]
    assert survey.records["file"].unique().tolist() == ["m.xlsx[Лист1]"]


@needs_kobo
@pytest.mark.parametrize(("column", "values"), [("Всего", [1234, 12000, 1341]), ("Доля, %", [3.5, 27.9, 3.1])])
def test_the_totals_and_shares_of_the_ministry_workbook_are_read(read, column, values):
    raw = (KOBO / "ministry.xlsx").read_bytes()
    survey = read(raw, file="m.xlsx", columns={"region": "Регион", "value": column})
    assert survey.records["value"].tolist() == values


def test_a_mapped_column_that_stands_twice_is_refused(read):
    with pytest.raises(BadData, match="more than once"):
        read("region,n,n\nKZ-11,5,6\n", columns={"region": "region", "value": "n"})
