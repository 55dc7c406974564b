"""Where a table begins in its sheet, and the names of its columns when the header has several rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapper.sources.cells import read_cell
from mapper.sources.delimited import Grid

Area = tuple[tuple[int, int], tuple[int, int]]
JOINT = " / "
"""Between the parts of a name that stood in several rows."""
HXL = re.compile(r"#[A-Za-z]\w*(\s*\+\w+)*")


@dataclass(frozen=True)
class Head:
    """The row on which the header starts and how many rows it has; 0 finds out."""

    row: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Table:
    """Names of columns and the rows below them; `row` is the header's last row."""

    row: int
    names: tuple[str, ...]
    body: Grid
    tagged: bool = False
    """Whether a row of HXL tags stood below the header."""


def find_table(grid: Grid, head: Head, merged: Sequence[Area] = ()) -> Table | None:
    """Return the table of a grid without blank rows above the header and below the last text; None if it is blank.

    Titles are rows above the header with one text only. A header has as many rows as its merged cells reach over, one
    more if a cell spans several columns. Rows of HXL tags below it belong to it.
    """
    start = _start(grid, head)
    if start is None:
        return None
    number = grid[start][0] - 1
    count = head.rows or _height(number, merged)
    filled = _fill(grid, start, start + count, merged)
    names = _names([cells for _, cells in filled[start : start + count]], merged=bool(merged))
    body = filled[start + count :]
    tagged = bool(body) and _is_hxl(body[0][1])
    body = body[int(tagged) :]
    last = next((i for i in reversed(range(len(body))) if _texts(body[i][1])), -1)
    if len(filled) < start + count:
        return None
    return Table(filled[start + count - 1][0], names, body[: last + 1], tagged)


def _start(grid: Grid, head: Head) -> int | None:
    """Return the index of the header's first row."""
    if head.row:
        return next((i for i, (number, cells) in enumerate(grid) if number >= head.row and _texts(cells)), None)
    first = next((i for i, (_, cells) in enumerate(grid) if _texts(cells)), None)
    if first is None or len(_texts(grid[first][1])) > 1:
        return first
    widest = max(len(_texts(cells)) for _, cells in grid)
    return next((i for i, (_, cells) in enumerate(grid) if _texts(cells) and not _is_title(cells, widest)), None)


def _is_title(cells: Sequence[str], widest: int) -> bool:
    """Tell a line above a table from a header of one name, which an index without a name may leave ("", "value")."""
    return len(_texts(cells)) == 1 < widest and (widest > 2 or bool(cells[0].strip()))


def _texts(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _height(row: int, merged: Sequence[Area]) -> int:
    """Return how many rows a header has that starts at `row` (from 0)."""
    last = row
    for (top, left), (bottom, right) in merged:
        if top == row:
            last = max(last, bottom, row + 1 if right > left else row)
    return last - row + 1


def _fill(grid: Grid, start: int, end: int, merged: Sequence[Area]) -> Grid:
    """Repeat a merged text in every cell of its area: in the header, and below it down a column of labels."""
    if not merged:
        return grid
    rows = [list(cells) for _, cells in grid]
    index = {number - 1: i for i, (number, _) in enumerate(grid)}
    for (top, left), (bottom, right) in merged:
        first = index.get(top)
        if first is None or first < start or left >= len(rows[first]):
            continue
        text = rows[first][left]
        if first >= end and read_cell(text).fault != "not-a-number":
            continue  # a figure over several rows is not the figure of each
        for row in range(first, min(index.get(bottom, first), len(rows) - 1) + 1):
            # A sheet ends with its last text, a merged area may go on.
            for column in range(left, min(right if first < end else left, len(rows[row]) - 1) + 1):
                rows[row][column] = text
    return [(number, cells) for (number, _), cells in zip(grid, rows, strict=True)]


def _names(rows: Sequence[Sequence[str]], *, merged: bool) -> tuple[str, ...]:
    """Join the texts of each column; without merged cells, a blank in an upper row goes on with its left neighbour."""
    width = max(map(len, rows), default=0)
    levels = [[" ".join(cell.split()) for cell in (*row, *[""] * (width - len(row)))] for row in rows]
    if not merged:
        levels = [*(_spread(level, levels[-1]) for level in levels[:-1]), *levels[-1:]]
    return tuple(JOINT.join(dict.fromkeys(part for part in parts if part)) for parts in zip(*levels, strict=True))


def _spread(level: Sequence[str], lowest: Sequence[str]) -> list[str]:
    spread: list[str] = []
    for cell, below in zip(level, lowest, strict=True):
        spread.append(cell or (spread[-1] if spread and below else ""))
    return spread


def _is_hxl(cells: Sequence[str]) -> bool:
    texts = _texts(cells)
    return bool(texts) and all(HXL.fullmatch(text.strip()) for text in texts)
