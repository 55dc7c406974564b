"""A file of any table format -> one frame of texts that knows where each cell stood."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mapper import files
from mapper.errors import BadData, UnreadableFile
from mapper.model import Finding, Where
from mapper.sources.delimited import Grid, read_grid


@dataclass(frozen=True)
class TextFrame:
    """A table of texts: `frame` is indexed by the row of the file (or sheet), its columns are unique."""

    file: str
    sheet: str
    frame: pd.DataFrame
    header_row: int = 1
    encoding: str = ""
    repeated: tuple[str, ...] = ()
    """Column names that stood more than once; the frame numbers them: "name (1)", "name (2)"."""

    @property
    def place(self) -> str:
        """The file, and the sheet if it has one: `book.xlsx[Sheet1]`."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file

    def where(self, row: int | None = None, column: str | None = None) -> Where:
        """Return the place of a cell."""
        return Where(self.place, row, column)

    def findings(self) -> tuple[Finding, ...]:
        """Return what the reader had to guess: an encoding that no mark and no UTF-8 settled."""
        if not self.encoding or self.encoding.startswith("utf"):
            return ()
        return (Finding("warning", "guessed-encoding", self.where(), {"encoding": self.encoding}),)


def read_table(path: Path, *, encoding: str = "", sheet: str = "", name: str = "") -> TextFrame:
    """Read CSV or TSV into texts; `name` is what findings call the file (default: the path).

    A row's number is that of the line on which it starts. Nothing is typed: "011" stays "011". Blank rows at the end
    are no rows. Raise UnreadableFile if it is no table, BadData if a row is longer or shorter than the header.
    """
    shown = name or str(path)
    decoded = files.decode(files.read_bytes(path), shown, encoding)
    guessed = "" if encoding else decoded.encoding
    return frame_of(read_grid(decoded.text, shown), TextFrame(shown, sheet, pd.DataFrame(), encoding=guessed))


def frame_of(grid: Grid, empty: TextFrame) -> TextFrame:
    """Return `empty` filled with a grid whose first row with a text is the header."""
    rows = _without_end(grid)
    start = next((i for i, (_, cells) in enumerate(rows) if any(cell.strip() for cell in cells)), None)
    if start is None:
        raise UnreadableFile(f"{empty.place}: is empty", hint="A table has a header and at least one row.")
    header_row, header = rows[start]
    body = rows[start + 1 :]
    if not body:
        raise UnreadableFile(f"{empty.place}:{header_row}: a header without rows", hint="Was the export cut off?")
    width = _width(header, body)
    _check_widths(body, width=width, place=empty.place)
    names, repeated = _column_names([*header, *[""] * (width - len(header))][:width])
    cells = [[cell.strip() for cell in row[:width]] + [""] * (width - len(row)) for _, row in body]
    frame = pd.DataFrame(cells, index=pd.Index([n for n, _ in body], name="row"), columns=names, dtype="str")
    return TextFrame(empty.file, empty.sheet, frame, header_row, empty.encoding, repeated)


def require_columns(table: TextFrame, names: Iterable[str]) -> None:
    """Raise BadData at the first name that is no column, or several, with the nearest name."""
    columns = [str(column) for column in table.frame.columns]
    for name in names:
        where = table.where(table.header_row, name)
        if name in table.repeated:
            hint = f"Rename one of them, or name the one you mean: '{name} (1)' is the first."
            raise BadData(f"{where}: stands more than once in the header", hint=hint)
        if name not in columns:
            raise BadData(f"{where}: no such column", hint=nearest(name, columns))


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a hint: the known name that is nearest, or all of them."""
    folded = {text.casefold(): text for text in known}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    if close:
        return f"Did you mean {folded[close[0]]!r}?"
    shown = ", ".join(list(known)[:12])
    return f"There are: {shown}{', ...' if len(known) > 12 else ''}."


def _without_end(grid: Grid) -> Grid:
    """Drop the blank rows below the last text: they are how the file ends, not rows of data."""
    last = max((i for i, (_, cells) in enumerate(grid) if any(cell.strip() for cell in cells)), default=-1)
    return grid[: last + 1]


def _width(header: Sequence[str], body: Grid) -> int:
    """Return the number of columns: those with a name, and nameless ones in which something stands."""
    named = max(i for i, cell in enumerate(header, start=1) if cell.strip())
    filled = (i for _, row in body for i, cell in enumerate(row[: len(header)], start=1) if cell.strip())
    return max(named, *filled, 0)


def _check_widths(body: Grid, *, width: int, place: str) -> None:
    """Raise BadData at the first row whose cells do not stand under the header; a blank line is a blank row."""
    for number, row in body:
        cells = max((i for i, cell in enumerate(row, start=1) if cell.strip()), default=0)
        if cells > width or (row and any(c.strip() for c in row) and len(row) < width):
            what = f"{place}:{number}: {max(cells, len(row))} cells where the header has {width}"
            hint = "A delimiter or a line break inside a cell needs quotes around the cell."
            raise BadData(what, hint=hint)


def _column_names(header: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return unique names ("column 3" for a nameless one) and those that stood more than once."""
    given = [" ".join(cell.split()) or f"column {i}" for i, cell in enumerate(header, start=1)]
    repeated = tuple(name for name, times in Counter(given).items() if times > 1)
    names: list[str] = []
    for name in given:
        numbers = (f"{name} ({n})" for n in range(1, len(given) + 2))
        names.append(next(n for n in numbers if n not in names and n not in given) if name in repeated else name)
    return names, repeated
