"""Small tables of words that people write beside the data: every cell is filled, and no line stands twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mapper.errors import BadData
from mapper.model import Where
from mapper.sources.tabular import read_table, require_columns


def read_lines(path: Path, name: str, columns: Sequence[str]) -> Iterator[tuple[Where, Mapping[str, str]]]:
    """Yield each line with its place; the first column tells lines apart.

    Raises BadData at a column that is missing, a cell that is blank, and a line that stands twice.
    """
    table = read_table(path, name=name)
    require_columns(table, columns)
    seen: set[str] = set()
    for number, cells in table.frame.iterrows():
        row, key = int(str(number)), str(cells[columns[0]])
        blank = next((column for column in columns if not cells[column]), None)
        if blank:
            raise BadData(f"{table.where(row, blank)}: is blank", hint="Each line has all of its words.")
        if key in seen:
            what = f"{table.where(row, columns[0])}: {key!r} stands twice"
            raise BadData(what, hint="Keep one of the two lines, or tell them apart.")
        seen.add(key)
        yield table.where(row), {column: str(cells[column]) for column in columns}
