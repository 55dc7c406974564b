"""An XLSForm: the questions of a survey, and their choices with labels in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from mapper.errors import BadData, UnreadableFile
from mapper.model import LANGUAGES, Sector, Words
from mapper.sources.headers import Head
from mapper.sources.suggest import nearest
from mapper.sources.tabular import TextFrame, read_table

LABEL = re.compile(r"label(?:::?\s*(?P<language>.*))?", re.IGNORECASE)
CODE = re.compile(r"\(\s*([A-Za-z]{2})\b[^)]*\)\s*$")
LANGUAGE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("kazakh", "қазақша", "қазақ", "казахский"), "kk"),
        **dict.fromkeys(("russian", "русский"), "ru"),
        **dict.fromkeys(("english", "английский", "default"), "en"),
    }
)
SELECT = re.compile(r"(select_one|select_multiple)\s+(\S+)(\s+or_other)?", re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """One choice: its name, which a file of XML values holds, and its labels."""

    name: str
    label: Words

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that stands for the choice in an export."""
        return tuple(dict.fromkeys((self.name, *(text for text in self.label.values() if text))))


@dataclass(frozen=True)
class Question:
    """One question; `choices` are empty where any answer may be given."""

    name: str
    label: Words
    many: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The names under which a column of the question stands."""
        return tuple(dict.fromkeys((self.name, *(text for text in self.label.values() if text))))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Text of a choice -> its name; a label that two choices share stands for neither."""
        pairs = [(text, choice.name) for choice in self.choices for text in choice.texts]
        unique = {text: name for text, name in pairs if len({n for t, n in pairs if t == text}) == 1}
        return unique | {choice.name: choice.name for choice in self.choices}

    def sectors(self) -> tuple[Sector, ...]:
        """Return the choices as sectors, named in every language."""
        return tuple(Sector("", choice.name, _in_every(choice)) for choice in self.choices)


@dataclass(frozen=True)
class Form:
    """The questions of a form; a survey without one has none."""

    questions: tuple[Question, ...] = ()

    def question(self, column: str) -> Question | None:
        """Return the question of a column: by its name or label, the groups before it left out."""
        return next((self._by_text[end] for end in _ends(column) if end in self._by_text), None)

    def column(self, name: str, columns: Sequence[str]) -> str:
        """Return the column of the question that is called `name` in the form, "" if there is none, or several."""
        question = self._by_text.get(name)
        found = [column for column in columns if question and self.question(column) == question]
        return found[0] if len(found) == 1 else ""

    def ticks(self, name: str, columns: Sequence[str]) -> dict[str, str]:
        """Return column -> choice of the columns that tell whether a choice of a question was ticked."""
        question = self.question(name)
        if question is None:
            return {}
        ends = {f"{text}/{c}": choice for text in question.texts for c, choice in question.names.items()}
        found = {column: next((ends[end] for end in _ends(column) if end in ends), "") for column in columns}
        return {column: choice for column, choice in found.items() if choice}

    @cached_property
    def _by_text(self) -> Mapping[str, Question]:
        texts = [(text, question) for question in self.questions for text in question.texts]
        named = {question.name: question for question in self.questions}
        return {text: q for text, q in texts if sum(text == other for other, _ in texts) == 1} | named


def read_form(path: Path, name: str) -> Form:
    """Read an XLSForm; raise UnreadableFile if it is none, BadData at a list of choices that it does not have."""
    survey = _sheet(path, name, "survey", ("type", "name"))
    lists = _lists(_sheet(path, name, "choices", ("list_name", "name")))
    questions = []
    for number, row in survey.frame.iterrows():
        select = SELECT.match(row["type"])
        if select and select[2] not in lists:
            where = survey.where(int(str(number)), "type")
            raise BadData(f"{where}: no list of choices {select[2]!r}", hint=nearest(select[2], list(lists)))
        if row["name"]:
            choices = (*lists[select[2]], *((Choice("other", {}),) if select[3] else ())) if select else ()
            many = bool(select) and row["type"].casefold().startswith("select_multiple")
            questions.append(Question(row["name"], _labels(survey, row), many, choices))
    return Form(tuple(questions))


def _sheet(path: Path, name: str, sheet: str, needed: Sequence[str]) -> TextFrame:
    table = read_table(path, sheet=sheet, name=name, head=Head(1, 1))
    renamed = table.frame.rename(columns={"list name": "list_name"})
    for column in needed:
        if column not in renamed.columns:
            hint = "An XLSForm has the sheets survey (type, name) and choices (list_name, name)."
            raise UnreadableFile(f"{table.where(1, column)}: no such column", hint=hint)
    return TextFrame(table.file, table.sheet, renamed, table.header_row)


def _lists(table: TextFrame) -> Mapping[str, tuple[Choice, ...]]:
    lists: dict[str, tuple[Choice, ...]] = {}
    for _, row in table.frame.iterrows():
        if row["list_name"] and row["name"]:
            lists[row["list_name"]] = (*lists.get(row["list_name"], ()), Choice(row["name"], _labels(table, row)))
    return lists


def _labels(table: TextFrame, row: pd.Series[str]) -> Words:
    """Return the labels of a row by language; "" is the language of a bare `label`."""
    found = {}
    for column in map(str, table.frame.columns):
        match = LABEL.fullmatch(column.strip())
        if match and row[column]:
            found[_language(match["language"] or "")] = " ".join(row[column].split())
    return found


def _language(text: str) -> str:
    """Return the code of a language as a form writes it.

    >>> _language("Русский (ru)"), _language("English"), _language("kk")
    ('ru', 'en', 'kk')
    """
    coded = CODE.search(text)
    plain = text.strip().casefold()
    return coded[1].lower() if coded else LANGUAGE_NAMES.get(plain, plain)


def _in_every(choice: Choice) -> Words:
    first = next(iter(choice.label.values()), choice.name)
    return {language: choice.label.get(language) or choice.label.get("") or first for language in LANGUAGES}


def _ends(column: str) -> Iterator[str]:
    """Yield a column's name without its first groups, the longest first."""
    parts = column.split("/")
    yield from ("/".join(parts[at:]) for at in range(len(parts)))
    if "-" in parts[-1]:  # ODK Central parts groups by a dash
        dashed = parts[-1].split("-")
        yield from ("-".join(dashed[at:]) for at in range(1, len(dashed)))
