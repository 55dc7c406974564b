"""A workbook (XLSX, XLS, ODS) -> the texts of one sheet, and its merged areas; an error in a cell is no blank."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

import python_calamine as calamine

from mapper.errors import UnreadableFile
from mapper.sources import sheet_xml
from mapper.sources.delimited import LONGEST_CELL, Grid
from mapper.sources.suggest import nearest

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LARGEST = 1_000_000_000
"""Bytes that a workbook may unpack to."""
RATIO = 200
"""How many times its size a workbook of more than 50 MB may unpack to; real ones stay near 10."""
DAMAGED = (
    calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the libraries raise at bytes that are no workbook, or a broken one."""

Area = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, from 0."""


@dataclass(frozen=True)
class Sheet:
    """The texts of a sheet, by row of the sheet, and its merged areas."""

    name: str
    grid: Grid
    merged: tuple[Area, ...]
    sheets: tuple[str, ...] = ()
    """The names of all sheets."""
    hidden: tuple[int, ...] = ()
    """Rows of the sheet that someone hid: they are read as all others."""


def is_workbook(raw: bytes) -> bool:
    """Tell whether bytes are a workbook, by their first ones."""
    return raw.startswith((ZIP, OLE))


def read_sheet(raw: bytes, name: str, sheet: str = "") -> Sheet:
    """Read a sheet, by default the first visible one with a text in it; `name` is what errors call the file.

    Raise UnreadableFile with the reason: damaged, protected, too large, no such sheet.
    """
    unpacked = _unpack(raw, name)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            chosen = sheet or _first(book, name)
            if chosen not in book.sheet_names:
                raise UnreadableFile(f"{name}: no sheet {chosen!r}", hint=nearest(chosen, book.sheet_names))
            xml = sheet_xml.read_part(unpacked, chosen) if unpacked else b""
            sheet_xml.check_extent(xml, f"{name}[{chosen}]")
            cells = book.get_sheet_by_name(chosen)
            rows = [[cell_text(value) for value in row] for row in cells.to_python(skip_empty_area=False)]
            merged = tuple(cells.merged_cell_ranges or ())
            sheets = tuple(book.sheet_names)
    except DAMAGED as error:
        raise UnreadableFile(f"{name}: a damaged workbook ({error})", hint=_hint(error)) from error
    for (row, column), text in sheet_xml.valueless_cells(xml).items():
        rows[row][column] = text
    _check_lengths(rows, f"{name}[{chosen}]")
    return Sheet(chosen, list(enumerate(rows, start=1)), merged, sheets, sheet_xml.hidden_rows(xml))


def _unpack(raw: bytes, name: str) -> zipfile.ZipFile | None:
    """Return the parts of an XLSX or ODS, unless it is protected, damaged or made to fill the memory."""
    if raw.startswith(OLE):
        if ENCRYPTED in raw:
            raise UnreadableFile(f"{name}: is protected by a password", hint="Save it without a password.")
        return None
    try:
        unpacked = zipfile.ZipFile(io.BytesIO(raw))
    except DAMAGED as error:
        what = f"{name}: a damaged workbook ({error})"
        raise UnreadableFile(what, hint="It may be cut off: copy or download it again.") from error
    size = sum(part.file_size for part in unpacked.infolist())
    if size > LARGEST or (size > 50_000_000 and size > RATIO * len(raw)):
        what = f"{name}: unpacks to {size / 1e6:,.0f} MB from {len(raw) / 1e6:,.1f} MB"
        raise UnreadableFile(what, hint="Save the sheet as CSV UTF-8, if the file is to be trusted.")
    return unpacked


def _first(book: calamine.CalamineWorkbook, name: str) -> str:
    visible = calamine.SheetVisibleEnum.Visible
    sheets = [
        s.name for s in book.sheets_metadata if s.visible == visible and s.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    filled = (s for s in sheets if len(sheets) == 1 or book.get_sheet_by_name(s).height)
    chosen = next(filled, None)
    if chosen is None:
        raise UnreadableFile(f"{name}: has no sheet with cells", hint="A table has a header and at least one row.")
    return chosen


def cell_text(value: object) -> str:
    """Return a cell as it is told; three decimals get a zero, so that no one takes them for thousands."""
    match value:
        case bool():
            return str(int(value))
        case int() | float():
            text = f"{value:.15g}"
            return f"{text}0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) else text
        case dt.datetime():
            return (value.date() if value.time() == dt.time() else value).isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


def _check_lengths(rows: list[list[str]], place: str) -> None:
    for number, row in enumerate(rows, start=1):
        longest = max(map(len, row), default=0)
        if longest > LONGEST_CELL:
            what = f"{place}:{number}: a cell of {longest:,} characters"
            raise UnreadableFile(what, hint=f"A cell holds at most {LONGEST_CELL:,}.")


def _hint(error: Exception) -> str:
    if isinstance(error, calamine.PasswordError):
        return "It is protected: save it without a password."
    return "Open it in the program that made it, and save it again."
