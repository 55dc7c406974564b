"""TableSpec -> an Excel workbook: a sheet of figures to reckon with, and a sheet that says what they rest on."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mapper import messages
from mapper.model import Source
from mapper.views.about import About, describe_source
from mapper.views.columns import Column, TableSpec, Value, shown
from mapper.views.page import words_in
from mapper.views.spec import measured
from mapper.views.table import cell

MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The date that stands in every file, so that the same table is the same bytes."""
LONGEST = 32_767
"""Characters that a cell of Excel holds."""
RESERVED = ("", "history")
"""Names that Excel does not let a sheet have."""
NARROWEST, WIDEST = 8, 60
HEAD = {"bold": True, "bg_color": "#e4e9ee", "bottom": 1, "text_wrap": True, "valign": "top"}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Stretch:
    """A column of the sheet: its heading, its cells, and how a number in it is written ("" is text)."""

    heading: str
    cells: tuple[Value, ...]
    number: str = ""
    graded: bool = False
    """Whether its cells may be shaded by their value."""


def render_xlsx(spec: TableSpec, language: str, *, scale: bool = False) -> bytes:
    """Return the workbook; `scale` shades the cells of the measures by their value.

    Numbers keep sixteen digits, a missing one is an empty cell whose reason stands in words beside
    it; every text is a text, whatever it begins with.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": words_in(spec.title, language), "created": MADE})
        figures = book.add_worksheet(_sheet_name(words_in(spec.title, language)))
        formats = {key: book.add_format(dict(looks)) for key, looks in _looks(spec).items()}
        stretches = _stretches(spec, language)
        for number, stretch in enumerate(stretches):
            _write_stretch(figures, stretch, number, formats)
            if scale and stretch.graded and spec.rows:
                shades = {"type": "2_color_scale", "min_color": "#ffffff", "max_color": "#41b6c4"}
                figures.conditional_format(1, number, len(spec.rows), number, shades)
        _lay_out(figures, len(spec.rows), len(stretches))
        if any(source.sample for source in spec.about.sources):
            figures.write_string(len(spec.rows) + 2, 0, messages.text(language, "page.sample"), formats["warning"])
        about = book.add_worksheet(_about_name(figures.get_name(), messages.text(language, "sheet.about")))
        _write_about(about, spec, language, formats)
    return made.getvalue()


def _looks(spec: TableSpec) -> Mapping[str, Mapping[str, Any]]:  # XlsxWriter's keywords
    numbers = {_number_format(column.digits): {"num_format": _number_format(column.digits)} for column in spec.columns}
    return {
        "head": HEAD,
        "warning": {"bold": True, "font_color": "#a3261c"},
        "title": {"bold": True, "font_size": 14},
        "topic": {"bold": True, "valign": "top"},
        "text": {"text_wrap": True, "valign": "top"},
        **numbers,
    }


def _stretches(spec: TableSpec, language: str) -> list[Stretch]:
    """Return the columns that say anything; the regions' codes stand beside their names."""
    found = []
    for column in shown(spec):
        heading = words_in(column.title, language)
        values = [row[column.key] for row in spec.rows]
        if column.kind == "number":
            graded = column.key == "value" or column.key in {info.name for info in spec.measures}
            found.append(Stretch(heading, tuple(values), _number_format(column.digits), graded))
            continue
        found.append(Stretch(heading, tuple(_told(column, row[column.key], language) for row in spec.rows)))
        if column.key == "region":
            found.append(Stretch(messages.text(language, "page.code"), tuple(values)))
    return found


def _told(column: Column, value: Value, language: str) -> Value:
    """Return the words of a code; nothing stays an empty cell."""
    return None if value is None else cell(column, {column.key: value}, language)


def _number_format(digits: int) -> str:
    """Return Excel's format of a number; its signs are written as the reader's computer is set."""
    return f"#,##0.{'0' * digits}" if digits else "#,##0"


def _write_stretch(sheet: Worksheet, stretch: Stretch, number: int, formats: Mapping[str, Format]) -> None:
    sheet.write_string(0, number, _clip(stretch.heading), formats["head"])
    for row, value in enumerate(stretch.cells, start=1):
        if isinstance(value, str):
            sheet.write_string(row, number, _clip(value))
        elif value is not None:
            sheet.write_number(row, number, value, formats[stretch.number or _number_format(0)])
    longest = max((len(value) for value in stretch.cells if isinstance(value, str)), default=0)
    sheet.set_column(number, number, min(WIDEST, max(NARROWEST, longest + 2, len(stretch.heading) * 0.6 + 4)))


def _lay_out(sheet: Worksheet, rows: int, columns: int) -> None:
    """Keep the heading in sight, offer filters, and print across the page."""
    sheet.freeze_panes(1, 1)
    if columns:
        sheet.autofilter(0, 0, rows, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_about(sheet: Worksheet, spec: TableSpec, language: str, formats: Mapping[str, Format]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, _clip(words_in(spec.title, language)), formats["title"])
    for row, (topic, text) in enumerate(_about_rows(spec, language), start=2):
        sheet.write_string(row, 0, _clip(topic), formats["topic"])
        sheet.write_string(row, 1, _clip(text), formats["text"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _about_rows(spec: TableSpec, language: str) -> Iterator[tuple[str, str]]:
    """Yield (topic, text): what it is, as of when, from where, and what the checks found."""
    about = spec.about
    if any(source.sample for source in about.sources):
        yield "", messages.text(language, "page.sample")
    if spec.lead:
        yield "", words_in(spec.lead, language)
    if about.as_of:
        yield "", messages.text(language, "page.as_of", date=messages.date(about.as_of, language))
    if about.vintage and about.vintage.id:
        yield "", messages.text(language, "page.vintage", id=about.vintage.id)
    for info in spec.measures:
        told = measured(info, about.languages)
        yield words_in(told.title, language), words_in(told.about, language)
        how = f"{words_in(told.formula, language)} [{words_in(told.source, language)}]"
        yield messages.text(language, "page.formula"), how
    yield from _listed(
        messages.text(language, "page.sources"), [_source(one, about, language) for one in about.sources]
    )
    found = [f"{one.where}: {' '.join(messages.describe(one, language))}" for one in about.findings]
    nothing = messages.text(language, "page.no_findings")
    yield from _listed(messages.text(language, "page.findings"), found or [nothing])


def _listed(topic: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield texts, the first beside their topic."""
    for number, text in enumerate(texts):
        yield ("" if number else topic), text


def _source(source: Source, about: About, language: str) -> str:
    told = describe_source(source, about)
    parts = (*(words_in(one, language) for one in (told.title, told.publisher, told.date, told.licence)), source.url)
    return "; ".join(part for part in (*parts, words_in(told.design, language)) if part)


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _sheet_name(title: str) -> str:
    """Return a title as Excel takes it for a sheet: at most 31 letters, no brackets or slashes, no quote at an end."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).split())
    name = plain[:31].strip(" '")
    return f"{name} 1".strip() if name.casefold() in RESERVED else name


def _about_name(taken: str, name: str) -> str:
    return name if name.casefold() != taken.casefold() else f"{name} 2"
