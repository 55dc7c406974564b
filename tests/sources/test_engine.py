"""The embedded engine: sums against exact ones, estimates against R, and what goes wrong told by name."""

import pandas as pd
import pytest

from mapper.errors import BadConfig, BadData, MapperError, UnreadableFile
from mapper.measures.estimates import Precision
from mapper.measures.sample import Design, Question
from mapper.measures.sums import estimate_sums
from mapper.model import SUM_COLUMNS
from mapper.sources.embedded import Limits
from mapper.sources.engine import Microdata, compute_sums, open_engine
from tests.sources.conftest import ROOT
from tests.sources.engines import COLUMNS, KEYS, add_up_exactly, make_microdata, write_parquet

ORACLE = ROOT.parent / "shared" / "oracle"


def sums_of(data, **limits):
    with open_engine("duckdb", Limits(**limits)) as engine:
        return compute_sums(data, engine)


@pytest.fixture
def answers(tmp_path):
    """Write a frame as Parquet; return the Microdata of it."""

    def write(frame, name="answers.parquet", **columns):
        return Microdata((write_parquet(frame, tmp_path / name),), **columns)

    return write


@pytest.mark.parametrize("gaps", [False, True])
def test_sums_are_those_that_are_rounded_once(answers, gaps):
    frame = make_microdata(gaps=gaps)
    sums = sums_of(answers(frame, **COLUMNS))
    expected = add_up_exactly(frame)
    assert tuple(sums.columns) == SUM_COLUMNS
    assert sums["rows"].sum() == len(frame)
    assert set(map(tuple, sums[list(KEYS)].to_numpy())) == set(expected)
    for row in sums.itertuples(index=False):
        assert row[5:15] == pytest.approx(expected[row[:5]], rel=1e-13, abs=0)
        assert row.fpc == int(row.strata) * 10000


def test_threads_and_the_order_of_files_do_not_change_a_digit(tmp_path):
    frame = pd.concat([make_microdata()] * 80, ignore_index=True)
    frame["weight"] = frame["weight"] * (1 + frame.index / len(frame))
    whole = sums_of(Microdata((write_parquet(frame, tmp_path / "all.parquet"),), **COLUMNS), threads=1)
    for number, at in enumerate((300_000, 200_000, 0)):
        part = frame[at : {300_000: 400_000, 200_000: 300_000, 0: 200_000}[at]]
        write_parquet(part, tmp_path / f"part{number}.parquet")
    for threads in (1, 2, 4):
        parts = sums_of(Microdata((str(tmp_path / "part*.parquet"),), **COLUMNS), threads=threads)
        pd.testing.assert_frame_equal(parts, whole, check_exact=True)


def test_nan_that_the_statistics_of_a_file_pass_over_is_no_answer(answers):
    frame = pd.DataFrame({"y": [1.0, float("nan"), 3.0], "w": [1.0, 1.0, 2.0]})
    row = sums_of(answers(frame, value="y", weight="w")).iloc[0]
    assert (row["rows"], row["drawn"], row["n"], row["w"], row["wy"]) == (3, 3, 2, 3.0, 7.0)


def test_rows_are_counted_where_there_is_no_value(answers):
    sums = sums_of(answers(pd.DataFrame({"r": ["A", "B", "A"]}), by={"region": "r"}))
    assert sums[["region", "n", "w", "wy"]].to_numpy().tolist() == [["A", 2, 2.0, 2.0], ["B", 1, 1.0, 1.0]]


def test_nothing_sums_to_nothing(answers):
    frame = pd.DataFrame({"r": pd.Series(dtype="str"), "y": pd.Series(dtype="float64")})
    assert len(sums_of(answers(frame, value="y", by={"region": "r"}))) == 0


def test_a_register_is_summed_without_squares(answers):
    row = sums_of(answers(pd.DataFrame({"y": [1, 2, 3]}), value="y", errors=False)).iloc[0]
    assert (row["n"], row["wy"], row["w2yy"]) == (3, 6.0, pytest.approx(float("nan"), nan_ok=True))


DESIGNS = {
    "strat_fpc": ("apistrat.csv", Design(weight="pw", strata="stype", fpc="fpc")),
    "strat_nofpc": ("apistrat.csv", Design(weight="pw", strata="stype")),
    "weights_only": ("apistrat.csv", Design(weight="pw")),
    "clus1_fpc": ("apiclus1.csv", Design(weight="pw", psu="dnum", fpc="fpc")),
}


@pytest.mark.skipif(not ORACLE.exists(), reason="../shared/oracle is absent")
def test_estimates_from_sums_equal_r_survey(tmp_path):
    """R 4.2.2, survey 4.1-1, to 1e-9; svyciprop(method = "likelihood") is left out: it needs a likelihood."""
    files = {}
    for name in ("apistrat.csv", "apiclus1.csv"):
        frame = pd.read_csv(ORACLE / name)
        files[name] = write_parquet(frame.assign(hi=(frame["api00"] >= 700).astype(int)), tmp_path / f"{name}.parquet")
    reference = pd.read_csv(ORACLE / "svy_reference.csv")
    compared = reference[reference["stat"] != "ciprop_likelihood"]
    assert len(compared) > 20
    for row in compared.to_dict("records"):
        file, design = DESIGNS[row["design"]]
        stat, variable, domain, precision = ask(row)
        named = {"weight": design.weight, "strata": design.strata, "psu": design.psu, "fpc": design.fpc}
        sums = sums_of(Microdata((files[file],), value=variable, by={"region": domain[0]} if domain else {}, **named))
        question = Question(variable, stat, by="region" if domain else "")
        made = estimate_sums(sums, question, design=design, precision=precision)
        ours = made.frame[made.frame["by"] == domain[1]].iloc[0] if domain else made.frame.iloc[0]
        theirs = [row[key] for key in ("estimate", "se", "ci_low", "ci_high")]
        assert [ours[key] for key in ("estimate", "se", "lo", "hi")] == pytest.approx(theirs, rel=1e-9, abs=0), row
        assert made.design["df"] == row["df"]


def ask(row):
    """R survey's words for a row of the reference -> ours."""
    by, _, name = row["domain"].partition("=")
    if row["stat"].startswith("ciprop"):
        method = row["stat"].removeprefix("ciprop_")
        return "share", row["variable"], (), Precision(interval="t" if method == "mean" else method)
    return row["stat"].removeprefix("by_"), row["variable"], (by, name) if name else (), Precision()


def test_a_column_that_is_not_there_names_the_nearest(answers):
    with pytest.raises(BadConfig, match="no column 'regoin'") as told:
        sums_of(answers(pd.DataFrame({"region": ["A"]}), by={"region": "regoin"}))
    assert told.value.hint == "Did you mean 'region'?"


def test_texts_where_numbers_are_expected_are_refused(answers):
    with pytest.raises(BadData, match="column 'y' holds texts"):
        sums_of(answers(pd.DataFrame({"y": ["1", "2"]}), value="y"))


def test_several_sizes_in_a_stratum_are_refused(answers):
    frame = pd.DataFrame({"h": ["a", "a"], "N": [10, 20]})
    with pytest.raises(BadData, match=r"column 'N': 10\.0 and 20\.0 in one stratum"):
        sums_of(answers(frame, strata="h", fpc="N"))


def test_a_missing_file_is_told_by_name(tmp_path):
    with pytest.raises(UnreadableFile, match=r"nowhere.*No files found"):
        sums_of(Microdata((str(tmp_path / "nowhere*.parquet"),)))


def test_what_is_no_parquet_is_told_by_name(tmp_path):
    path = tmp_path / "text.parquet"
    path.write_text("region,value\nA,1\n" * 9, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"text\.parquet") as told:
        sums_of(Microdata((str(path),)))
    assert "Parquet" in told.value.hint


def test_a_truncated_file_is_told_by_name(tmp_path):
    path = tmp_path / "cut.parquet"
    write_parquet(make_microdata(), path)
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(UnreadableFile, match=r"cut\.parquet"):
        sums_of(Microdata((str(path),)))


def test_files_of_different_columns_are_told(tmp_path):
    write_parquet(pd.DataFrame({"y": [1.0]}), tmp_path / "a.parquet")
    write_parquet(pd.DataFrame({"z": [1.0]}), tmp_path / "b.parquet")
    with pytest.raises(UnreadableFile, match=r"b\.parquet"):
        sums_of(Microdata((str(tmp_path / "*.parquet"),), value="y"))


def test_a_name_with_a_quote_is_a_name(tmp_path):
    path = tmp_path / "it's.parquet"
    (tmp_path / "plain.parquet").write_bytes(b"")
    written = write_parquet(pd.DataFrame({"y": [1.0, 2.0]}), tmp_path / "its.parquet")
    (tmp_path / "its.parquet").rename(path)
    assert sums_of(Microdata((str(path),), value="y"))["wy"].item() == 3.0
    assert written != str(path)


def test_too_little_memory_is_told_with_the_limit(answers):
    frame = pd.DataFrame({"id": [f"respondent {n:060}" for n in range(300_000)]})
    with pytest.raises(MapperError, match="do not fit into 5MB"):
        sums_of(answers(frame, psu="id"), memory="5MB", threads=1)


@pytest.mark.parametrize(("name", "told"), [("spark", "unknown engine"), ("sc://127.0.0.1:9", "no server answers")])
def test_an_engine_that_is_not_there_is_told(name, told):
    with pytest.raises(BadConfig, match=told), open_engine(name):
        pass


def test_a_limit_that_cannot_be_meant_is_told():
    with pytest.raises(BadConfig, match="engine"), open_engine("duckdb", Limits(memory="much")):
        pass


def test_nothing_but_our_own_words_reaches_stdout(capfd):
    """DuckDB draws a bar for a query of more than two seconds, into what other programs read."""
    with open_engine() as engine:
        assert engine.answer("select current_setting('enable_progress_bar')") == [(False,)]
    assert capfd.readouterr().out == ""
