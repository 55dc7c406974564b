import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.config import load_project
from mapper.errors import BadConfig, BadData
from mapper.messages import describe
from mapper.model import RECORD_COLUMNS, VALUE_STATUSES
from mapper.sources.survey import read_survey
from tests.sources.conftest import ROOT, codes

HEADER = "region,sector,period,value,value_status\n"
TAXONOMY = {"sectors": "sectors.csv", "taxonomy": "t"}


def one(survey, code):
    return next(finding for finding in survey.findings if finding.code == code)


def test_the_embedded_survey_is_used_to_the_last_row(kz):
    survey = read_survey(load_project(ROOT / "mapper.toml").survey[0], ROOT, kz)
    assert tuple(survey.records.columns) == RECORD_COLUMNS
    assert (survey.ledger.rows_read, survey.ledger.rows_used, survey.ledger.unused) == (180, 180, ())
    assert survey.records["value_status"].value_counts().to_dict() == {"ok": 175, "not_available": 3, "suppressed": 2}
    assert survey.records["value"].sum() == 7728
    assert survey.records["region"].nunique() == 20
    assert [s.sector for s in survey.sectors][:2] == ["theatre", "museum"]


def test_the_embedded_totals_that_do_not_add_up_are_told_with_both_figures(kz):
    survey = read_survey(load_project(ROOT / "mapper.toml").survey[0], ROOT, kz)
    told = {f.values["sector"]: (f.level, f.values["sum"], f.values["total"], f.code) for f in survey.findings}
    assert told == {
        "theatre": ("warning", "71", "73", "total-differs"),
        "cinema": ("warning", "103", "105", "total-differs"),
        "concert_organisation": ("warning", "42", "44", "total-differs"),
        "zoo": ("warning", "11", "13", "total-differs-gaps"),
    }
    assert "Зоопарки, 2022: сумма по регионам — 11" in describe(one(survey, "total-differs-gaps"), "ru")[0]


def test_spellings_of_three_languages_become_codes(read):
    survey = read(HEADER + "Ақмола облысы,film,2022,1,\nАкмолинская обл.,craft,2022,2,\nAkmola Region,design,2022,3,\n")
    assert survey.records["region"].tolist() == ["KZ-11"] * 3
    assert survey.findings == ()


def test_an_unknown_region_is_an_error_with_its_row_and_the_nearest(read):
    survey = read(HEADER + "Atlantis,film,2022,1,\nКарагандинсая область,film,2022,2,\nAtlantis,craft,2022,3,\n")
    first, second = survey.findings
    assert (first.code, first.level, str(first.where)) == ("unknown-region", "error", "survey.csv:2:region")
    assert (first.values["text"], first.values["count"]) == ("Atlantis", "2")
    assert "KZ-35" in second.values["candidates_ru"]
    assert "Карагандинская область" in describe(second, "ru")[1]
    assert survey.ledger.count("unmatched") == 3
    assert [u.candidates for u in survey.ledger.unused if u.row == 3] == [("KZ-35",)]


def test_an_unmatched_region_may_be_a_warning(read):
    survey = read(HEADER + "Atlantis,film,2022,1,\nKZ-11,film,2022,2,\n", unmatched="warning")
    assert [f.level for f in survey.findings] == ["warning"]


def test_totals_are_set_aside_without_a_finding(read):
    survey = read(HEADER + "Республика Казахстан,film,2022,9,\nKZ-11,film,2022,2,\n")
    assert survey.findings == ()
    assert [(u.row, u.reason, u.why) for u in survey.ledger.unused] == [(2, "rejected", "total")]


def test_a_blank_region_in_a_row_with_a_figure_is_told(read):
    survey = read(HEADER + ",film,2022,9,\nKZ-11,film,2022,2,\n")
    assert str(one(survey, "blank-region").where) == "survey.csv:2:region"


def test_letters_that_an_encoding_lost_are_told_as_damage(read):
    survey = read(HEADER + "?ара?анды облысы,film,2022,9,\n")
    assert codes(survey) == ["damaged-text"]


def test_a_region_of_another_time_names_the_crosswalk(read):
    survey = read(HEADER + "Южно-Казахстанская область,film,2016,9,\n")
    assert codes(survey) == ["other-vintage"]
    assert "crosswalk" in describe(survey.findings[0], "kk")[1]


def test_sectors_are_known_by_id_and_by_name(read):
    survey = read(HEADER + "KZ-11,Кино и  видео,2022,1,\nKZ-11,CRAFT,2022,2,\nKZ-11,Design,2022,3,\n", **TAXONOMY)
    assert survey.records["sector"].tolist() == ["film", "craft", "design"]


@pytest.mark.parametrize(("text", "sector"), [("flim", "film"), ("Кино и вдео", "film"), ("Ремесло", "craft")])
def test_a_sector_that_is_nearly_known_is_suggested_and_not_used(read, text, sector):
    survey = read(HEADER + f"KZ-11,{text},2022,1,\n", **TAXONOMY)
    found = one(survey, "suggested-sector")
    assert (found.values["nearest"], str(found.where)) == (sector, "survey.csv:2:sector")
    assert f'"{text}" = "{sector}"' in describe(found, "ru")[1]
    assert [(u.reason, u.candidates) for u in survey.ledger.unused] == [("rejected", (sector,))]
    assert len(survey.records) == 0


def test_a_suggested_sector_is_used_once_it_is_confirmed(read):
    survey = read(HEADER + "KZ-11,flim,2022,1,\n", sector_map={"flim": "film"}, **TAXONOMY)
    assert (survey.findings, survey.records["sector"].tolist()) == ((), ["film"])


def test_an_unknown_sector_lists_the_known_ones(read):
    found = one(read(HEADER + "KZ-11,Сельское хозяйство,2022,1,\n", **TAXONOMY), "unknown-sector")
    assert "film, craft, design" in describe(found, "en")[1]


@pytest.mark.parametrize("text", ["«Ремесла»", "РЕМЁСЛА ", "Қолөнер.", "craft"])
def test_writings_of_one_sector_are_equal(read, text):
    assert read(HEADER + f"KZ-11,{text},2022,1,\n", **TAXONOMY).records["sector"].tolist() == ["craft"]


def test_a_settled_sector_is_used_or_set_aside(read):
    settled = {"Всего": "", "Киношка": "film"}
    survey = read(HEADER + "KZ-11,Всего,2022,3,\nKZ-11,Киношка,2022,1,\n", sector_map=settled, **TAXONOMY)
    assert survey.records["sector"].tolist() == ["film"]
    assert [u.why for u in survey.ledger.unused] == ["not-a-sector"]
    assert survey.findings == ()


def test_a_settled_sector_must_exist(read):
    with pytest.raises(BadConfig, match="unknown sector 'flim'") as caught:
        read(HEADER + "KZ-11,film,2022,3,\n", sector_map={"Кино": "flim"}, **TAXONOMY)
    assert caught.value.hint == "Did you mean 'film'?"


def test_sectors_without_a_file_are_the_texts_themselves(read):
    survey = read(HEADER + "KZ-11,Кино,2022,1,\nKZ-11,Дизайн,2022,2,\n")
    assert [s.sector for s in survey.sectors] == ["Кино", "Дизайн"]


def test_marks_say_why_there_is_no_value(read):
    rows = "KZ-10,f,2022,-,\nKZ-11,f,2022,…,\nKZ-15,f,2022,х,\nKZ-19,f,2022,,\nKZ-23,f,2022,3 102,\n"
    records = read(HEADER + rows).records
    assert records["value_status"].tolist() == ["zero", "not_available", "suppressed", "not_available", "ok"]
    assert records["value"].fillna(-1).tolist() == [0, -1, -1, -1, 3102]


def test_a_text_where_a_number_belongs_is_an_error_at_its_cell(read):
    survey = read(HEADER + "KZ-11,f,2022,много,\nKZ-10,f,2022,2,\n")
    assert (codes(survey), str(survey.findings[0].where)) == (["not-a-number"], "survey.csv:2:value")
    assert survey.ledger.count("rejected") == 1


def test_a_negative_count_is_an_error_unless_values_may_be_negative(read):
    assert codes(read(HEADER + "KZ-11,f,2022,-5,\n")) == ["negative-value"]
    assert read(HEADER + "KZ-11,f,2022,-5,\n", negative=True).records["value"].tolist() == [-5]


def test_a_doubtful_comma_is_settled_by_the_column_or_by_the_settings(read):
    assert codes(read(HEADER + 'KZ-11,f,2022,"1,234",\n')) == ["ambiguous-number"]
    assert read(HEADER + 'KZ-11,f,2022,"1,234",\nKZ-10,f,2022,"27,9",\n').records["value"].tolist() == [1.234, 27.9]
    assert read(HEADER + 'KZ-11,f,2022,"1,234",\n', decimal=".").records["value"].tolist() == [1234]


@pytest.mark.parametrize(("value", "status"), [("5", "suppressed"), ("", "ok"), ("5", "zero")])
def test_a_value_that_contradicts_its_status_is_an_error(read, value, status):
    assert codes(read(HEADER + f"KZ-11,f,2022,{value},{status}\n")) == ["status-contradicts"]


def test_an_unknown_status_lists_the_known_ones(read):
    found = one(read(HEADER + "KZ-11,f,2022,5,maybe\n"), "unknown-status")
    assert str(found.where) == "survey.csv:2:value_status"
    assert "suppressed" in found.values["known"]


def test_an_estimate_keeps_its_status(read):
    assert read(HEADER + "KZ-11,f,2022,5,estimated\n").records["value_status"].tolist() == ["estimated"]


def test_a_second_row_for_one_figure_names_the_first(read):
    survey = read(HEADER + "KZ-11,f,2022,5,\nАкмолинская область,f,2022,6,\nKZ-11,f,2023,7,\n")
    found = one(survey, "duplicate-row")
    assert (str(found.where), found.values["first"]) == ("survey.csv:3:region", "2")
    assert survey.ledger.count("duplicate") == 1


def test_respondents_may_be_alike(read):
    columns = {"region": "region", "value": "value"}
    survey = read("region,value\nKZ-11,5\nKZ-11,5\n", columns=columns, design="quota")
    assert (len(survey.records), survey.findings) == (2, ())


def test_rows_without_a_value_column_count_one_each(read):
    survey = read("region,name\nKZ-11,a\nKZ-11,b\n,c\n", columns={"region": "region"})
    assert survey.records["value"].tolist() == [1, 1]
    assert [u.reason for u in survey.ledger.unused] == ["blank"]


@pytest.mark.parametrize("weight", ["0", "-1", "", "heavy", "…"])
def test_a_weight_that_is_none_is_refused_by_row(read, weight):
    columns = {"region": "region", "value": "value", "weight": "w"}
    survey = read(f"region,value,w\nKZ-11,5,1.5\nKZ-11,5,{weight}\n", columns=columns, design="probability")
    assert (codes(survey), str(survey.findings[0].where)) == (["bad-weight"], "survey.csv:3:w")
    assert survey.records["weight"].tolist() == [1.5]


@pytest.mark.parametrize("fpc", ["0", "", "many"])
def test_an_fpc_that_is_none_is_refused_by_row(read, fpc):
    columns = {"region": "region", "value": "value", "fpc": "N"}
    survey = read(f"region,value,N\nKZ-11,5,1 200\nKZ-11,5,{fpc}\n", columns=columns, design="probability")
    assert (codes(survey), str(survey.findings[0].where)) == (["bad-fpc"], "survey.csv:3:N")
    assert survey.records["fpc"].tolist() == [1200]


def test_a_blank_stratum_is_refused_by_row(read):
    columns = {"region": "region", "strata": "h"}
    assert codes(read("region,h\nKZ-11,a\nKZ-11,\n", columns=columns, design="probability")) == ["blank-design"]


def test_a_missing_period_is_that_of_the_settings(read):
    columns = {"region": "region", "value": "value"}
    assert read("region,value\nKZ-11,5\n", columns=columns, period="2022").records["period"].tolist() == ["2022"]


def test_blank_rows_are_counted_as_blank(read):
    survey = read(HEADER + "KZ-11,f,2022,5,\n\n,,,,\nKZ-10,f,2022,5,\n")
    assert (survey.ledger.count("blank"), survey.ledger.rows_read) == (2, 4)


def test_an_unknown_key_in_columns_names_the_nearest(read):
    with pytest.raises(BadConfig, match="unknown key 'regon'") as caught:
        read(HEADER + "KZ-11,f,2022,5,\n", columns={"regon": "region"})
    assert caught.value.hint == "Did you mean 'region'?"


def test_a_column_has_one_meaning(read):
    with pytest.raises(BadConfig, match="column 'region' is 'region' and 'strata'"):
        read(HEADER + "KZ-11,f,2022,5,\n", columns={"region": "region", "strata": "region"})


def test_a_column_that_the_file_lacks_names_the_nearest(read):
    with pytest.raises(BadData, match=r"survey\.csv:1:valu: no such column") as caught:
        read(HEADER + "KZ-11,f,2022,5,\n", columns={"region": "region", "value": "valu"})
    assert caught.value.hint == "Did you mean 'value'?"


SPELLINGS = ["KZ-11", "Акмолинская область", "Алматы", "Atlantis", "Всего", "Карагандинсая область", "", "{{7*7}}"]
VALUES = ["1", "-", "…", "х", "", "много", "-5", "1,234", "27,9%", "3 102", "0"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5)
CELLS = st.tuples(
    st.sampled_from(SPELLINGS) | TEXTS,
    st.sampled_from(["film", "Кино", "flim", ""]),
    st.sampled_from(["2022", "2023", ""]),
    st.sampled_from(VALUES) | TEXTS,
    st.sampled_from([*VALUE_STATUSES, "", "", "", "maybe"]),
)


@given(rows=st.lists(CELLS, min_size=1, max_size=12), design=st.sampled_from(["register", "quota"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_every_row_is_accounted_for(read, rows, design):
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows([HEADER.strip().split(","), *rows, ["KZ-10", "film", "2021", "1", ""]])
    survey = read(out.getvalue(), design=design, **TAXONOMY)
    ledger = survey.ledger
    counts = [ledger.count(reason) for reason in ("blank", "unmatched", "duplicate", "rejected")]
    assert ledger.balances()
    assert ledger.rows_read == ledger.rows_used + sum(counts) == len(rows) + 1
    assert len(survey.records) == ledger.rows_used
    assert set(survey.records["row"]) | {u.row for u in ledger.unused} == set(survey.records["row"]).union(
        u.row for u in ledger.unused
    )
    assert (
        survey.records["value"].isna() == survey.records["value_status"].isin(["not_available", "suppressed"])
    ).all()
    for finding in survey.findings:
        for language in ("kk", "ru", "en"):
            describe(finding, language)
