"""What the registers of a rollout write in one language, in the words of all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mapper.model import LANGUAGES, Words
from mapper.sources.lines import read_lines

COLUMNS = ("text", *LANGUAGES)


def read_glossary(path: Path, name: str) -> Mapping[str, Words]:
    """Read a file of texts and their words; raise BadData at a cell that is blank and at a text that stands twice."""
    lines = read_lines(path, name, COLUMNS)
    return {cells["text"]: {language: cells[language] for language in LANGUAGES} for _, cells in lines}
