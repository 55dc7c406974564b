"""The made survey of the embedded country: the same bytes come out again, and it is read to the last row."""

import os
import subprocess
import sys
from collections import Counter
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from mapper.config import SurveyConfig
from mapper.sources.survey import read_survey
from tests.sources.conftest import ROOT, SOURCE

SAMPLE = ROOT / "regions/kz/surveys/sample"
RESPONSES = "regions/kz/surveys/sample/responses.csv"
COMMON = {"region": "region", "weight": "weight", "strata": "stratum"}
SETTINGS = {
    "file": RESPONSES,
    "source": SOURCE,
    "design": "probability",
    "sectors": "regions/kz/sectors.csv",
    "taxonomy": "sample",
    "period": "2024",
    "sample": True,
}


@pytest.fixture(scope="module")
def responses():
    return pd.read_csv(SAMPLE / "responses.csv", sep=";", dtype=str, keep_default_na=False)


def test_the_generator_gives_the_same_bytes_in_another_process_and_place(tmp_path):
    command = [sys.executable, SAMPLE / "generate.py", "--out", tmp_path]
    odd = {"PYTHONHASHSEED": "7", "TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, check=True, cwd=tmp_path, env=os.environ | odd)
    for name in ("responses.csv", "form.xlsx"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name


def test_the_form_is_packed_without_a_compression_that_might_differ():
    with ZipFile(SAMPLE / "form.xlsx") as parts:
        assert {part.compress_type for part in parts.infolist()} == {ZIP_STORED}


def test_every_answer_is_one_that_the_form_offers(responses):
    book = CalamineWorkbook.from_filelike(BytesIO((SAMPLE / "form.xlsx").read_bytes()))
    offered = {}
    for name, choice, *labels in book.get_sheet_by_name("choices").to_python()[1:]:
        assert all(labels), f"{name} {choice}: a label is missing"
        offered.setdefault(name, set()).add(str(choice))
    for kind, question, *_ in book.get_sheet_by_name("survey").to_python()[1:]:
        if kind.startswith("select_"):
            said = {word for text in responses[question] for word in text.split()}
            assert said == offered[kind.split()[1]], question


def test_a_question_without_an_answer_is_blank_in_all_its_columns(responses):
    ticks = responses.filter(like="sectors/")
    unanswered = responses["sectors"] == ""
    assert 20 <= unanswered.sum() <= 40
    assert (ticks[unanswered] == "").all(axis=None)
    assert ticks[~unanswered].isin(["0", "1"]).all(axis=None)


def test_the_weights_of_a_stratum_add_up_to_its_size(responses):
    assert len(responses) == 1200
    for _, rows in responses.groupby("stratum"):
        size = int(rows["stratum_size"].iloc[0])
        assert rows["weight"].astype(float).sum() == pytest.approx(size, abs=0.0001 * len(rows))
        assert len(rows) >= 18
    assert responses["stratum"].nunique() == 37


def test_the_choices_are_read_to_the_last_row(kz, responses):
    config = SurveyConfig(id="sample", columns={**COMMON, "sector": "sectors"}, layout="choices", **SETTINGS)
    survey = read_survey(config, ROOT, kz)
    assert survey.findings == ()
    assert survey.ledger.rows_read == 1200
    assert survey.ledger.balances()
    assert survey.source.sample
    ticked = survey.records[survey.records["value"] == 1]
    assert Counter(ticked["sector"]) == Counter(word for text in responses["sectors"] for word in text.split())


def test_the_scores_are_read_to_the_last_row(kz, responses):
    names = [column for column in responses if column.startswith("score_")]
    across = {name: name.removeprefix("score_") for name in names}
    config = SurveyConfig(id="sample", columns=COMMON, layout="sectors-across", across=across, **SETTINGS)
    survey = read_survey(config, ROOT, kz)
    assert survey.findings == ()
    assert (survey.ledger.rows_used, len(survey.records)) == (1200, 9600)
    assert survey.records["value"].dropna().between(1, 5).all()
    assert (survey.records["value_status"] == "not_available").sum() == (responses[names] == "").sum().sum()
    assert survey.records.groupby(["region", "sector"]).size().min() >= 25
