"""Workbooks: numbers to reckon with, texts that stay texts, and the same bytes everywhere; read back by calamine."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from mapper.config import TableConfig
from mapper.views.about import About
from mapper.views.columns import Column, TableSpec
from mapper.views.sheets import long_table
from mapper.views.workbook import render_xlsx

WORDS = {"kk": "Кесте", "ru": "Таблица", "en": "Table"}


def opened(raw: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(raw))


def rows(raw: bytes, sheet: int = 0) -> list[list[object]]:
    return opened(raw).get_sheet_by_index(sheet).to_python()


def part(raw: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(raw)).read(name).decode()


def small(*cells: str | float | None, title: str = "Table") -> TableSpec:
    """A table of one column of texts and one of numbers."""
    columns = (
        Column("note", {"en": "Note"}),
        Column("value", {"en": "Value"}, "number", 2),
    )
    made = tuple(
        {"note": c if isinstance(c, str) else None, "value": c if isinstance(c, float) else None} for c in cells
    )
    return TableSpec("t", {"en": title}, "count", columns, made, About({"en": "P"}, ("en",)))


@pytest.fixture
def quotients(kz) -> TableSpec:
    config = TableConfig(id="t", title=WORDS, measures=("lq",))
    return long_table([kz.indicator("lq")], config, regions=kz.regions, sectors=kz.survey.sectors, about=kz.about)


@pytest.mark.parametrize(
    ("language", "region"), [("kk", "Ақмола облысы"), ("ru", "Акмолинская область"), ("en", "Akmola Region")]
)
def test_the_figures_are_those_of_the_table(quotients: TableSpec, language: str, region: str) -> None:
    read = rows(render_xlsx(quotients, language))
    assert len(read) == len(quotients.rows) + 1
    place = {(row[1], row[2]): row for row in read[1:]}
    told = {row["region"]: row for row in quotients.rows if row["sector"] == "theatre"}
    theatre = next(column.words["theatre"][language] for column in quotients.columns if column.key == "sector")
    assert place["KZ-11", theatre][0] == region
    assert place["KZ-11", theatre][3] == pytest.approx(told["KZ-11"]["value"], rel=1e-15)


def test_a_missing_number_is_an_empty_cell_and_never_zero() -> None:
    read = rows(render_xlsx(small(1.5, "gone", 0.0), "en"))
    assert [row[1] for row in read[1:]] == [1.5, "", 0.0]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+7",
        "-5",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "00123",
        "https://a.b/c",
        "{{7*7}}",
        "</t>",
        "\x00\x07",
        " x ",
    ],
)
def test_a_text_stays_a_text(text: str) -> None:
    raw = render_xlsx(small(text, 1.0), "en")
    assert "<f>" not in part(raw, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in part(raw, "xl/worksheets/sheet1.xml")
    if text.isprintable():
        assert rows(raw)[1][0] == text


def test_numbers_keep_their_precision_and_are_shown_with_their_digits() -> None:
    raw = render_xlsx(small(1.23456789, "x"), "en")
    assert rows(raw)[1][1] == 1.23456789
    assert 'formatCode="#,##0.00"' in part(raw, "xl/styles.xml")


def test_the_heading_stays_in_sight_and_can_be_filtered(quotients: TableSpec) -> None:
    sheet = part(render_xlsx(quotients, "en"), "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in sheet
    assert "autoFilter" in sheet


def test_shading_is_off_unless_asked_for(quotients: TableSpec) -> None:
    assert "colorScale" not in part(render_xlsx(quotients, "en"), "xl/worksheets/sheet1.xml")
    assert part(render_xlsx(quotients, "en", scale=True), "xl/worksheets/sheet1.xml").count("<colorScale>") == 1


def test_a_second_sheet_says_what_the_figures_rest_on(quotients: TableSpec) -> None:
    told = "\n".join(str(cell) for row in rows(render_xlsx(quotients, "en"), 1) for cell in row)
    assert quotients.about.findings
    for text in (
        "As of June 20, 2024",
        "Division into regions: 2022",
        "Culture statistics, 2022",
        "PDDL",
        "Location quotient",
    ):
        assert text in told
    for finding in quotients.about.findings:
        assert str(finding.where) in told


def test_made_data_are_called_so_on_both_sheets(quotients: TableSpec) -> None:
    sources = tuple(replace(source, sample=True) for source in quotients.about.sources)
    raw = render_xlsx(replace(quotients, about=replace(quotients.about, sources=sources)), "en")
    for sheet in (0, 1):
        assert any("SAMPLE DATA, not a survey" in map(str, row) for row in rows(raw, sheet))


def test_the_same_table_is_the_same_bytes(quotients: TableSpec) -> None:
    assert render_xlsx(quotients, "kk") == render_xlsx(quotients, "kk")
    dates = re.findall(r"\d{4}-\d\d-\d\dT", part(render_xlsx(quotients, "kk"), "docProps/core.xml"))
    assert set(dates) == {"2000-01-01T"}
    stamps = {one.date_time[0] for one in zipfile.ZipFile(io.BytesIO(render_xlsx(quotients, "kk"))).infolist()}
    assert stamps == {1980}


@pytest.mark.parametrize("title", ["", "History", "About", "'a'", "[x]:*?/\\", "Я" * 100, "a\x00b", "  "])
def test_any_title_makes_a_sheet(title: str) -> None:
    assert len(opened(render_xlsx(small("x", title=title), "en")).sheet_names) == 2


def test_a_table_without_rows_is_still_a_workbook() -> None:
    assert len(opened(render_xlsx(small(), "en")).sheet_names) == 2


def test_a_text_too_long_for_excel_is_cut_and_shows_it() -> None:
    assert str(rows(render_xlsx(small("x" * 40_000), "en"))[1][0]).endswith("…")
