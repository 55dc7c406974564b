"""A survey in several files, and rows that someone hid."""

import pytest

from mapper.errors import BadData, UnreadableFile
from mapper.messages import describe
from tests.sources.conftest import codes
from tests.sources.test_survey import HEADER
from tests.sources.test_workbook import workbook


@pytest.fixture
def write(tmp_path):
    def go(**contents):
        for name, content in contents.items():
            (tmp_path / "in").mkdir(exist_ok=True)
            (tmp_path / "in" / f"{name}.csv").write_text(content, encoding="utf-8")

    return go


def test_rows_of_several_files_know_their_file(read, write):
    write(b=HEADER + "KZ-11,film,2022,1,\n", a=HEADER + "KZ-10,film,2022,2,\n\nKZ-15,film,2022,3,\n")
    survey = read(None, file="in/*.csv")
    assert survey.records[["region", "file", "row"]].to_numpy().tolist() == [
        ["KZ-10", "in/a.csv", 2],
        ["KZ-15", "in/a.csv", 4],
        ["KZ-11", "in/b.csv", 2],
    ]
    assert (survey.ledger.rows_read, survey.ledger.rows_used) == (4, 3)
    assert survey.ledger.balances()


def test_faults_are_told_in_their_own_file(read, write):
    write(a=HEADER + "KZ-10,film,2022,1,\n", b=HEADER + "KZ-11,film,2022,1,\nAtlantis,film,2022,1,\n")
    survey = read(None, file="in/*.csv")
    assert [str(f.where) for f in survey.findings] == ["in/b.csv:3:region"]
    assert [(u.file, u.row) for u in survey.ledger.unused] == [("in/b.csv", 3)]


def test_a_figure_that_stands_in_two_files_is_told_with_the_first(read, write):
    write(a=HEADER + "KZ-10,film,2022,1,\n", b=HEADER + "KZ-10,film,2022,7,\n")
    survey = read(None, file="in/*.csv")
    assert (codes(survey), survey.findings[0].values["first"]) == (["duplicate-row"], "in/a.csv:2")
    assert survey.records["value"].tolist() == [1]


def test_files_of_different_columns_are_told(read, write):
    write(a=HEADER + "KZ-10,film,2022,1,\n", b="region,sector\nKZ-10,film\n")
    with pytest.raises(BadData, match=r"in/b\.csv:1:period: no such column"):
        read(None, file="in/*.csv")


def test_a_pattern_that_no_file_fits_is_told(read):
    with pytest.raises(UnreadableFile, match=r"in/\*\.csv: no file fits"):
        read(None, file="in/*.csv")


def test_every_file_of_a_pattern_is_in_the_manifest(tmp_path, write):
    from mapper.config import load_project
    from mapper.material import files_of

    write(a=HEADER, b=HEADER)
    words = 'title = { ru = "Т" }'
    (tmp_path / "mapper.toml").write_text(
        f'[project]\ncountry = "kz"\nvintage = "2022"\nas_of = 2024-06-20\nlanguages = ["ru"]\n{words}\n'
        f'[[survey]]\nid = "s"\nfile = "in/*.csv"\ncolumns = {{}}\nsource = {{ {words} }}\ndesign = "register"\n',
        encoding="utf-8",
    )
    assert files_of(load_project(tmp_path / "mapper.toml"), "s") == ("in/a.csv", "in/b.csv")


def test_hidden_rows_are_read_and_told(read):
    raw = workbook(
        ["region", "value"],
        ["KZ-11", 5],
        ["KZ-10", 7],
        [],
        write=lambda _, sheet: [sheet.set_row(row, options={"hidden": True}) for row in (2, 3)],
    )
    survey = read(raw, file="b.xlsx", columns={"region": "region", "value": "value"})
    assert survey.records["value"].tolist() == [5, 7]
    found = survey.findings[0]
    assert (found.level, found.code, str(found.where)) == ("warning", "hidden-rows", "b.xlsx[S]:3")
    assert "они тоже прочитаны (3)" in describe(found, "ru")[0]
