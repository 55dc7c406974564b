"""What the reader of workbooks does not tell of an XLSX sheet: cells without a value, and how far the sheet reaches."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping

from mapper.errors import UnreadableFile

MOST_CELLS = 30_000_000
CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
PLACE = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,4})(\d{1,9})"')
REFERENCE = re.compile(rb'(?:^|\s)r="([A-Z]{1,4})(\d{1,9})"')
ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
HIDDEN = re.compile(rb'(?:^|\s)hidden="(?:1|true)"')
FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>([^<]+)</")


def read_part(book: zipfile.ZipFile, sheet: str) -> bytes:
    """Return the XML of an XLSX sheet; b"" for another kind of workbook."""
    names = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return b""
    ids = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book.read("xl/workbook.xml").decode("utf-8", "replace")):
        attributes = _attributes(tag)
        ids[attributes.get("name")] = next((v for k, v in attributes.items() if k.endswith(":id")), None)
    for tag in re.findall(r"<Relationship\s[^>]*>", book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")):
        attributes = _attributes(tag)
        part = f"xl/{attributes.get('Target', '')}".replace("xl//xl/", "xl/")
        if attributes.get("Id") == ids.get(sheet) and part in names:
            return book.read(part)
    return b""


def check_extent(xml: bytes, place: str) -> None:
    """Raise UnreadableFile if the cells lie so far apart that the area between them fills the memory."""
    rows = columns = 0
    for letters, digits in PLACE.findall(xml):
        rows, columns = max(rows, int(digits)), max(columns, _column(letters) + 1)
    if rows * columns > MOST_CELLS:
        what = f"{place}: its cells span {rows:,} rows and {columns:,} columns"
        raise UnreadableFile(what, hint="Copy the table alone into a new sheet.")


def hidden_rows(xml: bytes) -> tuple[int, ...]:
    """Return the rows (from 1) that someone hid, or filtered out."""
    hidden = (re.search(rb'(?:^|\s)r="(\d{1,9})"', told) for told in ROW.findall(xml) if HIDDEN.search(told))
    return tuple(int(number[1]) for number in hidden if number)


def valueless_cells(xml: bytes) -> Mapping[tuple[int, int], str]:
    """Return the text of cells (row, column from 0) that hold an error ("#DIV/0!") or a formula that no one computed.

    Their text is the error, or the formula with its sign: "=A1+1".
    """
    if b"<f" not in xml and b":f" not in xml and b't="e"' not in xml:
        return {}
    found = {}
    for attributes, content in CELL.findall(xml):
        place, value, formula = REFERENCE.search(attributes), VALUE.search(content), FORMULA.search(content)
        if place is None or (value is None and formula is None):
            continue
        text = value[1] if value and b't="e"' in attributes else b"=" + (formula[1] or b"") if formula else b""
        if text and (value is None or b't="e"' in attributes):
            found[int(place[2]) - 1, _column(place[1])] = html.unescape(text.decode("utf-8", "replace"))
    return found


def _column(letters: bytes) -> int:
    """Return the number of a column from 0.

    >>> _column(b"A"), _column(b"AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'([\w:]+)="([^"]*)"', tag)}
