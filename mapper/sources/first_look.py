"""A file as it arrived -> what a reader makes of it, and a `[[survey]]` to paste: everything guessed says why."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from mapper import messages
from mapper.config import SurveyConfig
from mapper.errors import BadConfig, MapperError
from mapper.model import LANGUAGES, Finding, MatchStatus, Reason, Survey
from mapper.places.gazetteer import Gazetteer
from mapper.rollout_settings import SourceWords
from mapper.sources.kobo import questions_of, style_of, ticks_of
from mapper.sources.proposal import Column, Proposal, describe_columns, propose
from mapper.sources.sectors import Taxonomy, read_sectors, taxonomy_over
from mapper.sources.survey import read_survey
from mapper.sources.tabular import TextFrame, read_table

Told = Mapping[str, object]


def look(path: Path, gazetteer: Gazetteer, *, encoding: str, sheet: str, folder: Path) -> Told:
    """Return what is to be told of a file; `folder` is that of the project which would name it.

    The proposal is tried out, and its findings and account are told; where it cannot be, the reason is.
    """
    if str(path) == "-":
        raise BadConfig("-: a survey has a file, which its settings name", hint="Save what comes from stdin first.")
    table = read_table(path, encoding=encoding, sheet=sheet)
    file, taxonomy = _sectors_file(gazetteer, folder)
    columns = describe_columns(table, gazetteer, taxonomy)
    made = propose(table, columns, gazetteer)
    named = _taxonomy_of(columns, made, taxonomy) if file else ""
    config = _config(path, table, made, taxonomy=(file, named) if named else ("", ""))
    survey, error = _try(config, folder, gazetteer)
    return {
        "schema": "mapper.survey-read/1",
        **_table_told(table),
        "form": asdict(style_of(table)),
        "columns": [_column_told(column, made, ticks_of(questions_of(table))) for column in columns],
        "layout": made.layout,
        "regions": _regions_told(table, made, gazetteer),
        "error": error,
        "findings": [_finding_told(finding) for finding in survey.findings] if survey else [],
        "ledger": _ledger_told(survey) if survey else None,
        "proposal": "".join(f"{line}\n" for line in _toml(config, made, guessed=_guessed(table))),
    }


def _sectors_file(gazetteer: Gazetteer, folder: Path) -> tuple[str, Taxonomy]:
    """Return the sectors of the country's folder, if the project can name them, with all their texts."""
    file = gazetteer.folder / "sectors.csv"
    if not file.exists() or not file.resolve().is_relative_to(folder.resolve()):
        return "", Taxonomy((), {}, known=False)
    name = file.resolve().relative_to(folder.resolve()).as_posix()
    return name, taxonomy_over(read_sectors(file, name))


def _taxonomy_of(columns: Sequence[Column], made: Proposal, taxonomy: Taxonomy) -> str:
    """Return the taxonomy that most of the proposed sectors belong to, "" if none does."""
    named = {column.name: column.texts for column in columns}
    question = made.columns.get("sector", "")
    below = (f"{question}/", f"{question}_")
    under = [name[len(question) + 1 :] for name in named if question and name.startswith(below)]
    texts = under or [*made.across.values(), *named.get(question, ())]
    words = [word for text in texts for word in (text.split() if made.layout == "choices" and not under else [text])]
    found = [taxonomy.find(word) for word in dict.fromkeys(words)]
    for name in dict.fromkeys(sector.taxonomy for sector in taxonomy.sectors):
        own = {sector.sector for sector in taxonomy.sectors if sector.taxonomy == name}
        if found and 2 * sum(one in own for one in found) >= len(found):
            return name
    return ""


def _config(path: Path, table: TextFrame, made: Proposal, *, taxonomy: tuple[str, str]) -> SurveyConfig:
    name = re.sub(r"[^a-z0-9_-]+", "-", path.stem.casefold()).strip("-_") or "survey"
    return SurveyConfig(
        id=name,
        file=str(path),
        sheet=table.sheet if len(table.sheets) > 1 else "",
        encoding=_guessed(table),
        layout=made.layout,  # type: ignore[arg-type]  # one of the layouts
        columns=dict(made.columns),
        across=dict(made.across),
        design=made.design,  # type: ignore[arg-type]  # one of the designs
        sectors=taxonomy[0],
        taxonomy=taxonomy[1],
        source=SourceWords(title=dict.fromkeys(LANGUAGES, path.name)),
    )


def _guessed(table: TextFrame) -> str:
    return "" if table.encoding.startswith("utf") else table.encoding


def _try(config: SurveyConfig, folder: Path, gazetteer: Gazetteer) -> tuple[Survey | None, Told | None]:
    try:
        return read_survey(config, folder, gazetteer), None
    except MapperError as error:
        return None, {"message": error.what, "hint": error.hint}


def _table_told(table: TextFrame) -> Told:
    return {
        "file": table.file,
        "format": table.format,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "header_row": table.header_row,
        "rows": len(table.frame),
    }


def _column_told(column: Column, made: Proposal, ticks: Container[str]) -> Told:
    roles = [role for role, name in made.columns.items() if name == column.name]
    roles += ["across"] if column.name in made.across else ["choice"] if column.name in ticks else [""]
    return {
        "name": column.name,
        "filled": column.filled,
        "distinct": column.distinct,
        "examples": list(column.examples),
        "proposed": roles[0],
    }


def _regions_told(table: TextFrame, made: Proposal, gazetteer: Gazetteer) -> Told | None:
    column = made.columns.get("region", "")
    if column not in table.frame.columns and made.layout != "regions-across":
        return None
    texts = list(made.across.values()) if made.layout == "regions-across" else list(table.frame[column].unique())
    matches = gazetteer.match([text for text in texts if text])
    counts = {status: sum(m.status == status for m in matches) for status in get_args(MatchStatus)}
    return {"column": column, **counts, "regions": len({m.code for m in matches if m.code}), "of": len(gazetteer.codes)}


def _finding_told(finding: Finding) -> Told:
    message, hint = messages.describe(finding)
    where = {"file": finding.where.file, "row": finding.where.row, "column": finding.where.column}
    return {"level": finding.level, "code": finding.code, "where": where, "message": message, "hint": hint}


def _ledger_told(survey: Survey) -> Told:
    ledger = survey.ledger
    rest = {f"rows_{reason}": ledger.count(reason) for reason in get_args(Reason)}
    return {"rows_read": ledger.rows_read, "rows_used": ledger.rows_used, **rest}


def _toml(config: SurveyConfig, made: Proposal, *, guessed: str) -> Iterator[str]:
    """Yield the lines of a `[[survey]]`; what was guessed says why, what only the analyst knows is left to them."""
    yield "[[survey]]"
    yield f"id = {quote(config.id)}"
    yield f"file = {quote(config.file)}"
    for key in ("sheet", "sectors", "taxonomy"):
        if text := str(getattr(config, key)):
            yield f"{key} = {quote(text)}"
    if guessed:
        yield _line("encoding", guessed, "the file does not tell: do its words look right?")
    if made.layout != "long" or "layout" in made.reasons:
        yield _line("layout", made.layout, made.reasons.get("layout", ""))
    yield _line("design", made.design, made.reasons["design"])
    yield '# period = "2024"    # of when it is, where no column says so'
    yield from _columns_toml(made)
    if made.across:
        yield from ("", "[survey.across]")
        yield from (f"{quote(column)} = {quote(text)}" for column, text in made.across.items())
    yield from ("", "[survey.source]")
    for language in LANGUAGES:
        yield f"title.{language} = {quote(Path(config.file).name)}"


def _columns_toml(made: Proposal) -> Iterator[str]:
    yield from ("", "[survey.columns]")
    if not made.columns and made.layout != "regions-across":
        yield '# region = "..."    # no column holds names of regions or points: which one tells the region?'
    for role, column in made.columns.items():
        yield _line(role, column, made.reasons.get(role, ""))
    for role, names in made.unsettled.items():
        yield f"# {_line(role, names[0], f'{role}: never guessed; take the # away if it is one')}"


def _line(key: str, text: str, why: str) -> str:
    told = " ".join(why.split())
    return f"{key} = {quote(text)}" + (f"    # {told}" if told else "")


def quote(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
