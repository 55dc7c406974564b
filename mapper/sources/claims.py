"""What the sources of a rollout say beside its register: read as words, never computed with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mapper.errors import BadData
from mapper.model import LANGUAGES
from mapper.rollout import Claim
from mapper.sources.tabular import read_table, require_columns

COLUMNS = ("id", *(f"text_{language}" for language in LANGUAGES), "as_of", "source")


def read_claims(path: Path, name: str) -> tuple[Claim, ...]:
    """Read the claims of a file; raise BadData at a cell that is blank or no day, and at an id that stands twice."""
    table = read_table(path, name=name)
    require_columns(table, COLUMNS)
    claims: dict[str, Claim] = {}
    for number, cells in table.frame.iterrows():
        row = int(str(number))
        for column in COLUMNS:
            if not cells[column]:
                raise BadData(
                    f"{table.where(row, column)}: is blank", hint="A claim has its words, its day, its source."
                )
        if cells["id"] in claims:
            raise BadData(f"{table.where(row, 'id')}: {cells['id']!r} stands twice", hint="Give each an id of its own.")
        try:
            day = dt.date.fromisoformat(cells["as_of"])
        except ValueError as error:
            what = f"{table.where(row, 'as_of')}: {cells['as_of']!r} is no day"
            raise BadData(what, hint="Write 2024-06-01.") from error
        text = {language: str(cells[f"text_{language}"]) for language in LANGUAGES}
        claims[cells["id"]] = Claim(cells["id"], text, day, cells["source"], table.where(row))
    return tuple(claims.values())
