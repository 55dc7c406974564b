"""What the registers of a rollout write in one language, in the words of all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mapper.errors import BadData
from mapper.model import LANGUAGES, Words
from mapper.sources.tabular import read_table, require_columns

COLUMNS = ("text", *LANGUAGES)


def read_glossary(path: Path, name: str) -> Mapping[str, Words]:
    """Read a file of texts and their words; raise BadData at a cell that is blank and at a text that stands twice."""
    table = read_table(path, name=name)
    require_columns(table, COLUMNS)
    glossary: dict[str, Words] = {}
    for number, cells in table.frame.iterrows():
        row = int(str(number))
        for column in COLUMNS:
            if not cells[column]:
                raise BadData(f"{table.where(row, column)}: is blank", hint="Give the words in every language.")
        if cells["text"] in glossary:
            what = f"{table.where(row, 'text')}: {cells['text']!r} stands twice"
            raise BadData(what, hint="Keep one of the two lines.")
        glossary[cells["text"]] = {language: str(cells[language]) for language in LANGUAGES}
    return glossary
