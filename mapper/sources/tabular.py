"""A file of any table format -> one frame of texts that knows where each cell stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from mapper import files
from mapper.errors import BadConfig, BadData, UnreadableFile
from mapper.model import Finding, Where
from mapper.sources.delimited import Grid, read_grid, refuse_mixed
from mapper.sources.headers import JOINT, Area, Head, Table, find_table
from mapper.sources.parquet import is_parquet, read_texts
from mapper.sources.statistics_file import is_statistics, read_cases
from mapper.sources.suggest import nearest
from mapper.sources.workbook import is_workbook, read_sheet

AUTO = Head()


@dataclass(frozen=True)
class TextFrame:
    """A table of texts: `frame` is indexed by the row of the file (or sheet), its columns are unique."""

    file: str
    sheet: str
    frame: pd.DataFrame
    header_row: int = 1
    """0 where names are no row of the file."""
    encoding: str = ""
    repeated: tuple[str, ...] = ()
    """Column names that stood more than once; the frame numbers them: "name (1)", "name (2)"."""
    format: str = ""
    """What the file is: CSV, a workbook, SPSS or Stata, Parquet."""
    sheets: tuple[str, ...] = ()
    """All sheets of the workbook."""
    tagged: bool = False
    """Whether a row of HXL tags stood below the header."""
    hidden: tuple[int, ...] = ()
    """Rows that someone hid in the sheet; they are read as all others."""
    parts: tuple[tuple[int, TextFrame], ...] = ()
    """Of several files: what was added to the row numbers of each, in rising order."""

    @property
    def place(self) -> str:
        """The file, and the sheet if it has one: `book.xlsx[Sheet1]`."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file

    def where(self, row: int | None = None, column: str | None = None) -> Where:
        """Return the place of a cell."""
        place, number = self.at(row or 0)
        return Where(place, number or None, column)

    def at(self, row: int) -> tuple[str, int]:
        """Return the file (and sheet) of a row of the frame, and its number there."""
        first, part = next(((first, part) for first, part in reversed(self.parts) if first < row), (0, self))
        return part.place, row - first

    def findings(self) -> tuple[Finding, ...]:
        """Return what the reader had to guess, an encoding that nothing settled, and rows that are not seen."""
        found = [finding for _, part in self.parts for finding in part.findings()]
        if self.encoding and not self.encoding.startswith("utf"):
            found.append(Finding("warning", "guessed-encoding", self.where(), {"encoding": self.encoding}))
        hidden = [row for row in self.hidden if row in self.frame.index and (self.frame.loc[row] != "").any()]
        if hidden:
            told = {"count": str(len(hidden)), "rows": ", ".join(map(str, hidden[:10])) + ("…" if hidden[10:] else "")}
            found.append(Finding("warning", "hidden-rows", self.where(hidden[0]), told))
        return tuple(found)


def read_table(path: Path, *, encoding: str = "", sheet: str = "", name: str = "", head: Head = AUTO) -> TextFrame:
    """Read CSV, TSV, XLSX, XLS, ODS, SPSS or Stata into texts; `name` is what findings call the file.

    A row's number is that of the line on which it starts, of the sheet, or of the case. Nothing is typed: "011" stays
    "011". Blank rows at the end are no rows. Raise UnreadableFile if it is no table, BadData if a row misfits.
    """
    shown = name or str(path)
    raw = files.read_bytes(path)
    if is_workbook(raw):
        read = read_sheet(raw, shown, sheet)
        empty = TextFrame(shown, read.name, pd.DataFrame(), format="workbook", sheets=read.sheets, hidden=read.hidden)
        return frame_of(read.grid, empty, head, merged=read.merged)
    if is_parquet(raw):
        return TextFrame(shown, "", read_texts(path, shown), 0, format="Parquet")
    if is_statistics(raw):
        return TextFrame(shown, "", read_cases(path, raw, shown), 0, format="SPSS or Stata")
    if sheet:
        raise BadConfig(f"{shown}: is no workbook and has no sheet {sheet!r}", hint="Take `sheet` away.")
    if not encoding:
        refuse_mixed(raw, shown)
    decoded = files.decode(raw, shown, encoding)
    empty = TextFrame(shown, "", pd.DataFrame(), encoding="" if encoding else decoded.encoding, format="text")
    return frame_of(read_grid(decoded.text, shown), empty, head)


def join_tables(tables: Sequence[TextFrame], name: str) -> TextFrame:
    """Put tables below each other, each with the columns of the first; `name` is what errors call them together.

    Raise BadData at a table that lacks one of the first one's columns, or has them under other names.
    """
    if len(tables) == 1:
        return tables[0]
    first, parts, frames = 0, [], []
    columns = list(tables[0].frame.columns)
    for table in tables:
        require_columns(table, columns)
        parts.append((first, table))
        frames.append(table.frame[columns].set_axis(table.frame.index + first, axis=0))
        first = int(frames[-1].index[-1])
    return TextFrame(name, "", pd.concat(frames).rename_axis("row"), repeated=tables[0].repeated, parts=tuple(parts))


def frame_of(grid: Grid, empty: TextFrame, head: Head, *, merged: Sequence[Area] = ()) -> TextFrame:
    """Return `empty` filled with the table that stands in a grid."""
    table = find_table(grid, head, merged)
    if table is None:
        raise UnreadableFile(f"{empty.place}: is empty", hint="A table has a header and at least one row.")
    if not table.body:
        raise UnreadableFile(f"{empty.place}:{table.row}: a header without rows", hint="Was the export cut off?")
    width = _width(table)
    _check_widths(table.body, width=width, place=empty.place)
    names, repeated = _column_names([*table.names, *[""] * width][:width])
    cells = [[cell.strip() for cell in row[:width]] + [""] * (width - len(row)) for _, row in table.body]
    index = pd.Index([number for number, _ in table.body], name="row")
    frame = pd.DataFrame(cells, index=index, columns=names, dtype="str")
    return replace(empty, frame=frame, header_row=table.row, repeated=repeated, tagged=table.tagged)


def find_column(table: TextFrame, name: str) -> str:
    """Return the column of a name: itself, or the one whose group prefix or other header rows were left out.

    Raise BadData where there is none, with the nearest name, or more than one.
    """
    columns = [str(column) for column in table.frame.columns]
    where = table.where(table.header_row, name)
    if name in table.repeated:
        hint = f"Rename one of them, or name the one you mean: '{name} (1)' is the first."
        raise BadData(f"{where}: stands more than once in the header", hint=hint)
    if name in columns:
        return name
    found = [c for c in columns if name in c.split(JOINT) or c.endswith(f"/{name}")]
    found = found or [c for c in columns if c.endswith(f"-{name}")]  # groups of ODK Central
    if len(found) > 1:
        raise BadData(f"{where}: may be {found[0]!r} or {found[1]!r}", hint="Write the column's whole name.")
    if not found:
        raise BadData(f"{where}: no such column", hint=nearest(name, columns))
    return found[0]


def require_columns(table: TextFrame, names: Iterable[str]) -> None:
    """Raise BadData at the first name that is no column, or several, with the nearest name."""
    columns = set(table.frame.columns)
    for name in names:
        if name not in columns:
            hint = nearest(name, [str(column) for column in table.frame.columns])
            raise BadData(f"{table.where(table.header_row, name)}: no such column", hint=hint)


def _width(table: Table) -> int:
    """Return the number of columns: those with a name, and nameless ones in which something stands."""
    if all(table.names):
        return len(table.names)
    named = (i for i, name in enumerate(table.names, start=1) if name)
    filled = (i for _, row in table.body for i, cell in enumerate(row[: len(table.names)], start=1) if cell.strip())
    return max(*named, *filled, 0, 0)


def _check_widths(body: Grid, *, width: int, place: str) -> None:
    """Raise BadData at the first row whose cells do not stand under the header; a blank line is a blank row."""
    for number, row in body:
        if len(row) == width:
            continue
        cells = max((i for i, cell in enumerate(row, start=1) if cell.strip()), default=0)
        if cells > width or (cells and len(row) < width):
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
