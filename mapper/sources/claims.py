"""What the sources of a rollout say beside its register: read as words, never computed with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from mapper.errors import BadData
from mapper.model import LANGUAGES, Where
from mapper.rollout import Claim
from mapper.sources.lines import read_lines

COLUMNS = ("id", *(f"text_{language}" for language in LANGUAGES), "as_of", "source")


def read_claims(path: Path, name: str) -> tuple[Claim, ...]:
    """Read the claims of a file; raise BadData at a cell that is blank or no day, and at an id that stands twice."""
    return tuple(
        Claim(
            cells["id"],
            {language: cells[f"text_{language}"] for language in LANGUAGES},
            _day(cells["as_of"], where),
            cells["source"],
            where,
        )
        for where, cells in read_lines(path, name, COLUMNS)
    )


def _day(text: str, where: Where) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        what = f"{replace(where, column='as_of')}: {text!r} is no day"
        raise BadData(what, hint="Write 2024-06-01.") from error
