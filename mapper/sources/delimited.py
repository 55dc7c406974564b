"""Text with delimiters (CSV, TSV) -> rows of texts, each with the line on which it starts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from mapper.errors import UnreadableFile
from mapper.files import BOMS

Grid = Sequence[tuple[int, Sequence[str]]]
"""Rows of texts with the row of the file (line, or row of the sheet) on which each starts; the first is 1."""

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1_000_000
"""Characters; a longer cell is a quote that was never closed, or an attack."""


def read_grid(text: str, name: str) -> Grid:
    """Split a text into rows; raise UnreadableFile with the line at a quote or a cell that cannot be meant."""
    stated = re.match(r"sep=(.)\r?\n", text)  # Excel's way to tell the delimiter
    body = text[stated.end() :] if stated else text
    lines = _Lines(body, stated[1] if stated else sniff_delimiter(body))
    first = 2 if stated else 1
    try:
        return [(first + line, cells) for line, cells in lines]
    except csv.Error as error:
        what = f"{name}:{first + lines.before}: not a row of a table ({error})"
        hint = "A quote inside a cell is written twice, and a quote that opens a cell also closes it."
        if "field limit" in str(error):
            what = f"{name}:{first + lines.before}: a cell of more than {LONGEST_CELL:,} characters"
            hint = "Is a quote that opens a cell closed, and is it a table at all?"
        raise UnreadableFile(what, hint=hint) from error


def sniff_delimiter(text: str) -> str:
    r"""Return the delimiter that gives the first rows most often the header's width; "," if there is one column.

    >>> sniff_delimiter("region;value\nAkmola;1,5")
    ';'
    """
    return max(DELIMITERS, key=lambda delimiter: _fitness(text, delimiter))


def refuse_mixed(raw: bytes, name: str) -> None:
    """Raise UnreadableFile if a line of a text that is not UTF-8 is: parts of two files, pasted together."""
    if raw.startswith(tuple(mark for mark, _ in BOMS)) or _decodes(raw):
        return
    for number, line in enumerate(raw.splitlines(), start=1):
        if not line.isascii() and _is_utf8(line):
            what = f"{name}:{number}: is UTF-8, while other lines are not"
            raise UnreadableFile(what, hint="Save each part as UTF-8 before putting them together.")


def _is_utf8(line: bytes) -> bool:
    if not _decodes(line):
        return False
    letters = [letter for letter in line.decode("utf-8") if not letter.isascii()]
    return all(re.match("[\u0400-\u04ff\u2010-\u2026«»№\u00a0]", letter) for letter in letters)


def _decodes(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _fitness(text: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        widths.extend(len(cells) for _, cells in islice(_Lines(text, delimiter), 50) if cells)
    except csv.Error:
        return (-1.0, 0)
    if not widths or widths[0] == 1:
        return (0.0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])


class _Lines:
    """Yields (lines before the row, cells); strict, so that an open quote does not swallow the rest of the file."""

    def __init__(self, text: str, delimiter: str) -> None:
        csv.field_size_limit(LONGEST_CELL)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        self.before = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for cells in self._reader:
            yield self.before, cells
            self.before = self._reader.line_num
