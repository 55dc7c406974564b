"""TableSpec -> csv, json, Markdown, HTML, or text for a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from mapper import messages
from mapper.model import Source
from mapper.views.about import About, about_json, describe_source
from mapper.views.columns import Column, Row, TableSpec, Value, shown
from mapper.views.figures import figure_parts
from mapper.views.page import Frame, escape_md, render_page, words_in
from mapper.views.spec import measured

Render = Callable[[TableSpec, str], str]

MISSING = "—"
FORMULA = re.compile(r"[=+\-@\t\r]")
"""What a spreadsheet takes for the start of a formula (OWASP, CSV injection)."""


def render_csv(spec: TableSpec, language: str) -> str:
    """Return CSV with keys as headings: a code's words follow it as `<key>_name`; a missing value is an empty cell.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    note = sample_note(spec)
    more = [note] if note else []
    writer.writerow([key for column in spec.columns for key in _csv_keys(column)] + ["note"] * len(more))
    for row in spec.rows:
        writer.writerow([cell for column in spec.columns for cell in _csv_cells(column, row, language)] + more)
    return text.getvalue()


def render_json(spec: TableSpec, _language: str = "") -> str:
    """Return one object `mapper.table/1`, a row a line; it is the same in all languages."""
    columns = [column.key for column in spec.columns]
    basis = {key: told for key, told in _basis(spec).items() if told}
    head = {"schema": "mapper.table/1", "measure": spec.measure, "columns": columns, **basis}
    start = json.dumps(head, ensure_ascii=False)[:-1]
    rows = ",\n".join(json.dumps({k: _whole(v) for k, v in row.items()}, ensure_ascii=False) for row in spec.rows)
    return f'{start}, "rows": [\n{rows}\n]}}\n'


def render_md(spec: TableSpec, language: str) -> str:
    """Return Markdown: the title, the table with codes in words, and where it is from."""
    heads = [escape_md(words_in(column.title, language)) for column in shown(spec)]
    rule = ["---:" if column.kind == "number" else "---" for column in shown(spec)]
    body = [[escape_md(cell(column, row, language)) for column in shown(spec)] for row in spec.rows]
    lead = [escape_md(words_in(spec.lead, language)), ""] if spec.lead else []
    rows = [_md_row(row) for row in (heads, rule, *body)]
    lines = [f"# {escape_md(words_in(spec.title, language))}", "", *lead, *rows, ""]
    return "\n".join([*lines, *_md_notes(spec, language)]) + "\n"


def render_html(spec: TableSpec, _language: str = "") -> str:
    """Return a page of its own, with all the languages of the project."""
    languages = spec.about.languages
    data: Mapping[str, object] = {
        "schema": "mapper.page/1",
        "page": "table",
        "about": about_json(spec.about),
        "measures": [_method(spec, i) for i in range(len(spec.measures))],
        "columns": [_column_json(column, spec.rows) for column in shown(spec)],
        "rows": [[_whole(row[column.key]) for column in shown(spec)] for row in spec.rows],
    }
    scripts = ("core.js", "about.js", "table.js")
    lead = {"subtitle": dict(spec.lead)} if spec.lead else {}
    return render_page(Frame(spec.title, languages, {**data, **lead}, scripts=scripts), figure_parts(spec.figures))


def render_rich(spec: TableSpec, language: str) -> str:
    """Return the table for a terminal, in its natural width and without colours."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(words_in(spec.title, language)), title_justify="left")
    for column in shown(spec):
        table.add_column(Text(words_in(column.title, language)), justify="right" if column.kind == "number" else "left")
    for row in spec.rows:
        table.add_row(*(Text(cell(column, row, language)) for column in shown(spec)))
    console = Console(file=io.StringIO(), width=10_000, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as captured:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


RENDERERS: Mapping[str, Render] = MappingProxyType(
    {"csv": render_csv, "json": render_json, "md": render_md, "html": render_html, "rich": render_rich}
)


def cell(column: Column, row: Row, language: str) -> str:
    """Return a cell as a reader sees it: words for a code, a number as the language writes it, a dash for nothing."""
    value = row[column.key]
    if value is None:
        return MISSING
    if not isinstance(value, str):
        return messages.number(value, language, column.digits if value else 0)
    told = words_in(column.words.get(value, {}), language)
    return told if told or value == "ok" else value


def sample_note(spec: TableSpec) -> str:
    """Return what a table of made data says in every language of its project; "" where all sources are real."""
    if not any(source.sample for source in spec.about.sources):
        return ""
    return " · ".join(messages.text(language, "page.sample") for language in spec.about.languages)


def _basis(spec: TableSpec) -> Mapping[str, object]:
    """Return what a figure has to share with another to be compared with it, and whether it is made up."""
    about = spec.about
    return {
        "as_of": about.as_of.isoformat() if about.as_of else "",
        "vintage": about.vintage.id if about.vintage else "",
        "period": spec.period,
        "formulas": {one.name: one.formula for one in spec.measures},
        "note": sample_note(spec),
    }


def _csv_keys(column: Column) -> list[str]:
    return [column.key, f"{column.key}_name"] if column.words else [column.key]


def _csv_cells(column: Column, row: Row, language: str) -> Sequence[str | float | None]:
    value = row[column.key]
    first = _guard(value) if isinstance(value, str) else _whole(value)
    if not column.words:
        return [first]
    return [first, "" if value is None else _guard(cell(column, row, language))]


def _guard(text: str) -> str:
    plain = text.replace("\r", " ")  # the csv module leaves a bare carriage return without quotes
    return f"'{plain}" if FORMULA.match(text) else plain


def _whole(value: Value) -> Value:
    """Return a whole number without its `.0`."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def _md_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _md_notes(spec: TableSpec, language: str) -> list[str]:
    about = spec.about
    notes = [messages.text(language, "page.as_of", date=messages.date(about.as_of, language))] if about.as_of else []
    named = about.vintage.id if about.vintage else ""
    notes += [messages.text(language, "page.vintage", id=named)] if named else []
    sources = [_source(source, about, language) for source in about.sources]
    notes += [f"{messages.text(language, 'page.sources')}: {'; '.join(sources)}"] if sources else []
    notes += [sample_note(spec)] if sample_note(spec) else []
    return [f"- {escape_md(note)}" for note in notes]


def _source(source: Source, about: About, language: str) -> str:
    told = describe_source(source, about)
    design = words_in(told.design, language)
    return words_in(told.title, language) + (f" ({design})" if design else "")


def _method(spec: TableSpec, number: int) -> Mapping[str, object]:
    told = measured(spec.measures[number], spec.about.languages)
    return {
        "title": dict(told.title),
        "about": dict(told.about),
        "formula": dict(told.formula),
        "source": dict(told.source),
    }


def _column_json(column: Column, rows: Sequence[Row]) -> Mapping[str, object]:
    """Return a column; of its words only those that a row needs."""
    used = {row[column.key] for row in rows}
    return {
        "key": column.key,
        "title": dict(column.title),
        "kind": column.kind,
        "digits": column.digits,
        "words": {code: dict(words) for code, words in column.words.items() if code in used},
    }
