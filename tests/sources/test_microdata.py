"""Surveys that an engine sums: the figures of the rows read one by one, and an account that adds up."""

import csv
import dataclasses

import duckdb
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mapper import measures
from mapper.config import SurveyConfig
from mapper.errors import BadConfig, BadData, MapperError
from mapper.measures import Inputs
from mapper.sources.engine import open_engine
from mapper.sources.microdata import Workshop, read_summed
from mapper.sources.survey import read_survey
from tests.measures.conftest import SHOW_ALL
from tests.sources.conftest import ROOT, SOURCE, codes, told

SAMPLE = "regions/kz/surveys/sample/responses.csv"
COMMON = {"region": "region", "weight": "weight", "strata": "stratum"}
SCORES = {f"score_{name}": name for name in ("film", "music", "design", "crafts")}
SETTINGS = {"id": "s", "source": SOURCE, "design": "probability", "period": "2024"}
TAXONOMY = {"sectors": str(ROOT / "regions/kz/sectors.csv"), "taxonomy": "sample"}
LAYOUTS = {
    "choices": {"layout": "choices", "columns": {**COMMON, "sector": "sectors"}, **TAXONOMY},
    "across": {"layout": "sectors-across", "columns": COMMON, "across": SCORES, **TAXONOMY},
    "long": {"columns": {**COMMON, "sector": "area", "value": "score_film", "period": "age_group"}},
    "clustered": {"columns": {"region": "region", "weight": "weight", "psu": "stratum", "value": "employees"}},
    "counted": {"columns": {"region": "region", "sector": "area"}},
}


@pytest.fixture
def summed(kz, tmp_path):
    """Read a survey by the embedded engine, of a folder."""

    def go(folder=tmp_path, **chosen):
        with open_engine() as engine:
            config = SurveyConfig(**{**SETTINGS, **chosen, "summed": True})
            return read_summed(config, folder, kz, Workshop(engine, tmp_path / "cache"))

    return go


@pytest.fixture
def write(tmp_path):
    """Write a text as answers.csv."""

    def go(content, name="answers.csv"):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    return go


def inputs(survey, kz):
    """Return the inputs of measures, of which none is too unsure to be compared."""
    return Inputs(
        survey.records,
        survey.sectors,
        kz.regions,
        design=survey.design,
        sources=(survey.source,),
        sums=survey.sums,
        reliability=SHOW_ALL,
    )


@pytest.fixture
def parquet(tmp_path):
    """Write the sample survey as several files of Parquet, with typed columns; return the pattern."""
    with duckdb.connect() as connection:
        connection.execute(f"create table t as from read_csv('{ROOT / SAMPLE}', delim=';', header=true)")
        for part in range(3):
            path = tmp_path / f"part{part}.parquet"
            connection.execute(f"copy (from t where rowid % 3 = {part}) to '{path}' (format parquet)")
    return str(tmp_path / "part*.parquet")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", ["text", "parquet"])
def test_figures_are_those_of_the_rows(summed, parquet, kz, layout, kind):
    chosen = LAYOUTS[layout]
    sums = summed(ROOT, file=SAMPLE if kind == "text" else parquet, **chosen)
    rows = read_survey(SurveyConfig(**{**SETTINGS, **chosen, "file": SAMPLE}), ROOT, kz)
    assert (sums.findings, rows.findings) == ((), ())
    assert (sums.ledger.rows_read, sums.ledger.rows_used) == (rows.ledger.rows_read, rows.ledger.rows_used)
    asked = ["count", "survey-mean", "per-1000km2"] + (["survey-share"] if layout in {"choices", "counted"} else [])
    for name in asked:
        ours = measures.compute(name, inputs(sums, kz)).frame
        pd.testing.assert_frame_equal(ours, measures.compute(name, inputs(rows, kz)).frame, rtol=1e-12, atol=1e-12)
        assert ours["value"].notna().sum() > 10


def test_a_quotient_that_needs_respondents_says_so(summed, kz):
    with pytest.raises(BadConfig, match="only their sums"):
        measures.compute("lq", inputs(summed(ROOT, file=SAMPLE, **LAYOUTS["choices"]), kz))


def test_a_share_of_what_is_not_yes_or_no_is_refused(summed, kz):
    for layout in ("across", "clustered"):
        with pytest.raises(BadData, match="expected 0 or 1"):
            measures.compute("survey-share", inputs(summed(ROOT, file=SAMPLE, **LAYOUTS[layout]), kz))


CELLS = st.sampled_from(["KZ-11", "11", " г. Алматы", "Атлантида", "Акмолинска", "Всего", "", "Алматы"])
ANSWERS = st.tuples(
    CELLS,
    st.sampled_from(["film", "Film", "flim", "", "junk", "none"]),
    st.sampled_from(["1", "0", "", "-", "…", "many", "-2", "1 000", "2,5"]),
    st.sampled_from(["1", "2.5", "0", "", "x"]),
    st.sampled_from(["a", "b", ""]),
)


@given(st.lists(ANSWERS, min_size=1, max_size=12), st.sampled_from(["error", "warning"]))
@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_the_account_is_that_of_the_rows(tmp_path_factory, kz, answers, level):
    folder = tmp_path_factory.mktemp("account")
    with (folder / "s.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("r", "s", "v", "w", "h"), *answers])
    (folder / "t.csv").write_text("taxonomy,sector,name_kk,name_ru,name_en\nt,film,Кино,Кино,Film\n", encoding="utf-8")
    columns = dict(zip(("region", "sector", "value", "weight", "strata"), "rsvwh", strict=True))
    config = SurveyConfig(
        **SETTINGS, file="s.csv", columns=columns, sectors="t.csv", unmatched=level, sector_map={"none": ""}
    )
    try:
        rows = read_survey(config, folder, kz)
    except MapperError:  # a table without a single row
        return
    with open_engine() as engine:
        ours = read_summed(config, folder, kz, Workshop(engine, folder / "cache"))
    assert ours.ledger.balances()
    assert (ours.ledger.rows_read, ours.ledger.rows_used) == (len(answers), rows.ledger.rows_used)
    named = [{(one.why, one.text) for one in survey.ledger.unused} for survey in (ours, rows)]
    # Of weights and values below zero the engine tells one text for many rows.
    assert named[0] >= {(why, text) for why, text in named[1] if why not in {"bad-weight", "negative-value"}}
    for reason in ("blank", "unmatched", "rejected"):
        blank = len(answers) - rows.ledger.rows_read if reason == "blank" else 0  # those at the end are no rows there
        assert ours.ledger.count(reason) == rows.ledger.count(reason) + blank
    kinds = [{(f.level, f.code) for f in survey.findings} for survey in (ours, rows)]
    assert kinds[0] == kinds[1]


def test_regions_that_no_one_knows_are_counted_and_told_with_candidates(summed, write):
    content = "region,q\nКостанайска,1\nКостанайска,0\nKZ-11,1\nAtlantis,1\n"
    survey = summed(file=write(content), columns={"region": "region", "value": "q"}, unmatched="warning")
    unused = {one.text: (one.count, one.row, one.candidates) for one in survey.ledger.unused}
    assert unused["Костанайска"] == (2, 0, ("KZ-39",))
    assert unused["Atlantis"][:2] == (1, 0)
    assert survey.ledger.rows_used == 1
    assert [one[2:] for one in told(survey)] == [("Atlantis", "1"), ("Костанайска", "2")]
    assert survey.sums.frame[["region", "rows"]].to_numpy().tolist() == [["KZ-11", 1]]


def test_one_region_in_two_spellings_is_one(summed, write):
    survey = summed(file=write("r,q\nKZ-11,1\n11,2\n KZ11 ,4\n"), columns={"region": "r", "value": "q"})
    assert survey.sums.frame[["region", "n", "wy"]].to_numpy().tolist() == [["KZ-11", 3, 7.0]]


def test_numbers_that_are_none_are_told_and_counted(summed, write):
    columns = {"region": "r", "value": "q", "weight": "w"}
    survey = summed(file=write("r,q,w\nKZ-11,many,1\nKZ-11,1,\nKZ-11,-4,1\nKZ-11,2,1\n"), columns=columns)
    assert sorted(told(survey)) == [
        ("bad-weight", "w", "", "1"),
        ("negative-value", "q", "-4.0", "1"),
        ("not-a-number", "q", "many", "1"),
    ]
    assert (survey.ledger.rows_used, survey.ledger.count("rejected"), survey.sums) == (1, 3, None)


def test_zeros_of_which_no_one_knows_what_they_say_are_refused(summed, write):
    name = write("region,q,q/film,q/craft\nKZ-11,film,1,0\nKZ-11,,0,0\n")
    with pytest.raises(BadData, match=r"answers\.csv:q: 1 rows have 0 for every choice"):
        summed(file=name, layout="choices", columns={"region": "region", "sector": "q"})


def test_other_marks_than_ticks_are_refused(summed, write):
    name = write("region,q/film,q/craft\nKZ-11,7,0\n")
    with pytest.raises(BadData, match=r"answers\.csv:q/film: '7\.0' where 1, 0 or nothing belongs"):
        summed(file=name, layout="choices", columns={"region": "region", "sector": "q"})


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"columns": {"lon": "q", "lat": "region"}}, "'lon' cannot be summed"),
        ({"layout": "regions-across"}, "layout 'regions-across' cannot be summed"),
        ({"form": "form.xlsx"}, "'form' cannot be summed"),
        ({"vintage": "2018"}, "'vintage' cannot be summed"),
        ({"design": "register", "columns": {"region": "region", "value": "q"}}, "figures of a register"),
        ({"layout": "sectors-across"}, "no columns of answers"),
        ({"columns": {"region": "regoin"}}, "answers.csv:regoin: no such column"),
    ],
)
def test_what_sums_cannot_do_is_told(summed, write, chosen, words):
    with pytest.raises(MapperError, match=words):
        summed(**{"file": write("region,q\nKZ-11,1\n"), "columns": {"region": "region"}, **chosen})


def test_a_header_without_rows_is_no_survey(summed, write):
    with pytest.raises(BadData, match=r"answers\.csv: a header without rows"):
        summed(file=write("region,q\n"), columns={"region": "region", "value": "q"})


def test_bytes_that_are_no_text_are_refused(summed, write):
    with pytest.raises(MapperError, match="not a text file"):
        summed(file=write(b"region,q\n\0\0,1\n"), columns={"region": "region", "value": "q"})


def test_a_row_that_does_not_fit_is_told_by_the_name_of_the_file(summed, write):
    with pytest.raises(MapperError, match=r"^answers\.csv: "):
        summed(file=write("region,q\nKZ-11,1,2\n"), columns={"region": "region", "value": "q"})


def test_a_workbook_is_not_summed(summed, write):
    with pytest.raises(BadConfig, match="is a workbook"):
        summed(file=write(b"PK\x03\x04" + bytes(60), "a.xlsx"), columns={"region": "region"})


def test_files_of_two_kinds_are_not_summed_together(summed, write, parquet, tmp_path):
    write("region,q\nKZ-11,1\n", "part9.parquet")
    with pytest.raises(BadConfig, match="some files are Parquet, others are text"):
        summed(file=parquet, columns={"region": "region"})


def test_a_column_of_names_in_the_place_of_regions_is_told(summed, write):
    content = "region\n" + "".join(f"person {n}\n" for n in range(60_000))
    with pytest.raises(BadData, match="more than 50,000 different texts in region"):
        summed(file=write(content), columns={"region": "region"})


def test_psus_that_are_respondents_are_told(summed, write):
    content = "region,id\n" + "".join(f"KZ-11,{n}\n" for n in range(300_000))
    with pytest.raises(BadData, match="'id' has about") as error:
        summed(file=write(content), columns={"region": "region", "psu": "id"})
    assert "leave `psu` out" in error.value.hint


def test_a_register_is_counted_without_being_read(summed, write):
    survey = summed(
        file=write("r,s\nKZ-11,film\nKZ-11,film\nKZ-10,craft\n"),
        columns={"region": "r", "sector": "s"},
        design="register",
    )
    assert survey.sums.frame[["region", "sector", "wy"]].to_numpy().tolist() == [
        ["KZ-10", "craft", 1.0],
        ["KZ-11", "film", 2.0],
    ]
    assert codes(survey) == []


def test_the_same_file_is_typed_once(summed, write, tmp_path):
    chosen = {"file": write("r,q\nKZ-11,1\n"), "columns": {"region": "r", "value": "q"}}
    first = summed(**chosen)
    made = list((tmp_path / "cache").glob("*.parquet"))
    stamp = made[0].stat().st_mtime_ns
    again = summed(**chosen)
    assert dataclasses.replace(again, sums=None, records=None) == dataclasses.replace(first, sums=None, records=None)
    assert [path.stat().st_mtime_ns for path in (tmp_path / "cache").glob("*.parquet")] == [stamp]
