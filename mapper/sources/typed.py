"""Large text tables of microdata -> typed Parquet, once: kept in a cache by what is in them, not by their names."""

from __future__ import annotations

import codecs
import csv
import io
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mapper import files
from mapper.errors import BadConfig, BadData, UnreadableFile
from mapper.model import Finding, Where
from mapper.sources.cells import Cell, decimal_sign, marks_with, read_cell
from mapper.sources.delimited import LONGEST_CELL, sniff_delimiter
from mapper.sources.embedded import Limits, first_line, open_duckdb
from mapper.sources.engine import LARGEST
from mapper.sources.suggest import nearest

if TYPE_CHECKING:
    import duckdb

VERSION = "2"
"""Of what this module makes of a text: a new one leaves old entries of the cache behind."""
MOST = 10_000
"""Different texts in a column of numbers; beyond it the column holds texts."""


@dataclass(frozen=True)
class TextSource:
    """A text table with a row a respondent (CSV, TSV), and the columns that are wanted of it; no others are kept."""

    path: Path
    name: str
    """What findings call the file."""
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    encoding: str = ""
    decimal: str = ""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Marks in cells, over the usual ones, as `missing` of a `[[survey]]`."""


@dataclass(frozen=True)
class Typed:
    """Parquet that was made of a text table."""

    path: Path
    """Beside each column of numbers stands one (`untyped`) of the texts that are neither numbers nor marks.

    "" there is a mark that says why there is no number.
    """
    findings: tuple[Finding, ...]
    """Errors: those texts, each once."""


def type_once(source: TextSource, cache: Path, limits: Limits | None = None) -> Typed:
    """Return the typed Parquet of a text table from the cache, made first if it is not there.

    Numbers are read as `cells.read_cell` reads them. Raise BadConfig at a column that is not there, BadData at one
    that holds texts, UnreadableFile at what is no table.
    """
    asked = repr(
        (VERSION, source.numbers, source.texts, source.encoding, source.decimal, sorted(source.missing.items()))
    )
    target = cache / f"{files.sha256(f'{files.sha256_of(source.path)} {asked}'.encode())}.parquet"
    if not target.exists():
        return write_typed(source, target, limits, ordered=False)
    with open_duckdb(limits or Limits()) as connection, _telling(source):
        return Typed(target, _findings(connection, source, target))


def write_typed(source: TextSource, target: Path, limits: Limits | None = None, *, ordered: bool = True) -> Typed:
    """Write typed Parquet: all rows, also those with a finding, so that they can be accounted for.

    Texts stay as they are, with the spaces around them. The rows keep their order, unless it is of no use to anyone,
    which takes less time and memory.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".typed-", dir=target.parent) as folder,
        open_duckdb(limits or Limits()) as connection,
        _telling(source),
    ):
        connection.execute(f"set preserve_insertion_order = {str(ordered).lower()}")
        files.move(_Typing(connection, source, Path(folder)).run(), target)
        return Typed(target, _findings(connection, source, target))


def _findings(connection: duckdb.DuckDBPyConnection, source: TextSource, made: Path) -> tuple[Finding, ...]:
    """Return an error for each text that is neither a number nor a mark."""
    marks = marks_with(source.missing)
    return tuple(
        Finding("error", fault, Where(source.name, None, name), _told(text, count))
        for name, texts in _odd_texts(connection, source, made).items()
        for text, count in texts.items()
        if (fault := read_cell(text, decimal=source.decimal, marks=marks).fault)
    )


def _odd_texts(connection: duckdb.DuckDBPyConnection, source: TextSource, made: Path) -> dict[str, dict[str, int]]:
    """Return the texts of each column that did not cast, and how often they stand there."""
    odd: dict[str, dict[str, int]] = {}
    for name in source.numbers:
        text = _quoted(untyped(name))
        query = f"select {text}, count(*) from {_parquet(made)} where {text} <> '' group by all"  # noqa: S608
        rows = connection.execute(f"{query} order by all limit {MOST + 1}").fetchall()
        if len(rows) > MOST:
            what = f"{source.name}: column {name!r} holds texts, such as {rows[0][0][:80]!r}"
            raise BadData(what, hint="Map a column of numbers, or state `decimal`.")
        if rows:
            odd[name] = {str(text): int(count) for text, count in rows}
    return odd


class _Typing:
    """One text table on its way to Parquet, in a folder of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: TextSource, folder: Path) -> None:
        self._connection = connection
        self._source = source
        self._folder = folder
        self._signs = dict.fromkeys(source.numbers, source.decimal)
        self._names, self._table = _table(source, folder)

    def run(self) -> Path:
        """Return the Parquet."""
        for column in (*self._source.numbers, *self._source.texts):
            if column not in self._names:
                raise BadConfig(f"{self._source.name}: no column {column!r}", hint=nearest(column, self._names))
        made, odd = self._type()
        for sign, other in ((",", ","), (".", "")):  # then back again where a column shows points too
            shown = {name: other for name, texts in odd.items() if decimal_sign(texts) == sign}
            if shown and not self._source.decimal and any(self._signs[name] != other for name in shown):
                self._signs |= shown
                made, odd = self._type()
        return self._settle(made, odd) if odd else made

    def _type(self) -> tuple[Path, dict[str, dict[str, int]]]:
        """Write what casts at once; a text that does not stands in a column beside it, and is returned."""
        chosen = [_quoted(name) for name in self._source.texts]
        for name in self._source.numbers:
            text = _quoted(name)
            plain = f"replace({text}, ',', '.')" if self._signs[name] == "," else text
            number = f"try_cast({plain} as double)"
            # A point among decimal commas parts thousands, and `inf` is no figure: both are left to read_cell.
            sure = f"abs({number}) < {LARGEST}"
            sure += f" and not contains({text}, '.')" if self._signs[name] == "," else ""
            chosen.append(f"case when {sure} then {number} end as {text}")
            odd = f"case when {sure} then null when trim({text}) = '' then null else trim({text}) end"
            chosen.append(f"{odd} as {_quoted(untyped(name))}")
        made = self._copy(f"select {', '.join(chosen)} from {self._table}", "typed")  # noqa: S608 - quoted
        return made, _odd_texts(self._connection, self._source, made)

    def _settle(self, made: Path, odd: Mapping[str, Mapping[str, int]]) -> Path:
        """Read odd texts one by one, as the cells of a small table are read, and put them in their places."""
        marks = marks_with(self._source.missing)
        columns, joins = [], []
        for number, (name, texts) in enumerate(odd.items()):
            cells = {text: read_cell(text, decimal=self._signs[name], marks=marks) for text in texts}
            self._connection.execute(f"create table odd{number} (text varchar, value double, fault varchar)")
            rows = [(text, cell.value, _left(text, cell)) for text, cell in cells.items()]
            self._connection.executemany(f"insert into odd{number} values (?, ?, ?)", rows)  # noqa: S608 - our own name
            columns.append(f"coalesce(made.{_quoted(name)}, odd{number}.value) as {_quoted(name)}")
            columns.append(f"odd{number}.fault as {_quoted(untyped(name))}")
            joins.append(f"left join odd{number} on made.{_quoted(untyped(name))} = odd{number}.text")
        query = f"select made.* replace ({', '.join(columns)}) from {_parquet(made)} as made {' '.join(joins)}"  # noqa: S608
        return self._copy(query, "settled")

    def _copy(self, query: str, name: str) -> Path:
        path = self._folder / f"{name}.parquet"
        self._connection.execute(f"copy ({query}) to {_literal(path)} (format parquet)")
        return path


def read_names(source: TextSource) -> list[str]:
    """Return the names of a text table's columns; raise UnreadableFile or BadData where it has none."""
    start = files.read_start(source.path)
    if _is_utf8(start, source.encoding):
        return _layout(source, start)[2]
    return _layout(source, files.read_text(source.path, source.encoding).text.encode())[2]


def encoding_of(source: TextSource) -> str:
    """Return the encoding that a text was taken for, "" where it is stated or UTF-8."""
    if source.encoding or _is_utf8(files.read_start(source.path), ""):
        return ""
    return files.read_text(source.path).encoding


def _table(source: TextSource, folder: Path) -> tuple[list[str], str]:
    """Return the columns, and how DuckDB is to read the text: every cell a text, as our own reader splits it."""
    path, start = source.path, files.read_start(source.path)
    if not _is_utf8(start, source.encoding):
        path = files.write(folder / "utf8.csv", files.read_text(source.path, source.encoding).text)
        start = files.read_start(path)
    stated, delimiter, names = _layout(source, start)
    listed = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in names)
    # Nothing is left to be guessed: a guess of DuckDB's may pass over rows that do not fit it, without a word.
    return names, (
        f"read_csv({_literal(path)}, auto_detect=false, header=true, skip={int(stated)}, columns={{{listed}}}, "
        f"delim={_literal(delimiter)}, quote='\"', escape='\"', max_line_size={LONGEST_CELL})"
    )


def _layout(source: TextSource, start: bytes) -> tuple[bool, str, list[str]]:
    """Return whether the first line states the delimiter, the delimiter, and the names below."""
    text = start.decode("utf-8", errors="ignore").removeprefix("\ufeff")
    stated = text.startswith("sep=")
    body = text.partition("\n")[2] if stated else text
    delimiter = text[4] if stated else sniff_delimiter(body.rpartition("\n")[0] or body)
    return stated, delimiter, _header(source, body, delimiter)


def _header(source: TextSource, text: str, delimiter: str) -> list[str]:
    """Return the names in the first row."""
    names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    names = [" ".join(name.split()) or f"column {number}" for number, name in enumerate(names, start=1)]
    repeated = [name for name, times in Counter(names).items() if times > 1]
    if repeated or not names:
        what = f"{source.name}:1: {repeated[0]!r} stands more than once" if repeated else f"{source.name}: is empty"
        raise BadData(what, hint="The first row has the names of the columns, each once.")
    return names


def _is_utf8(start: bytes, encoding: str) -> bool:
    """Tell whether DuckDB can read the text as it is; a letter may be cut off at the end of `start`."""
    if encoding and encoding.casefold().replace("_", "-") not in {"utf-8", "utf8", "utf-8-sig", "ascii"}:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in start and not start.startswith((b"\xff\xfe", b"\xfe\xff"))


@contextmanager
def _telling(source: TextSource) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        what = f"{source.name}: {first_line(error)}"
        raise UnreadableFile(what, hint=TROUBLES.get(type(error).__name__, "Save it as CSV UTF-8.")) from error


TROUBLES = {
    "OutOfMemoryException": "Allow more memory.",
    "InvalidInputException": "Each row has a cell for each column; a quote that opens a cell also closes it.",
}


def _left(text: str, cell: Cell) -> str | None:
    """Return what is left to be said of a text that was read as a cell."""
    return text if cell.fault else "" if cell.value is None else None


def _told(text: str, count: int) -> dict[str, str]:
    return {"text": text[:80], "count": str(count)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def untyped(name: str) -> str:
    """Return the column that keeps the texts of a column of numbers that are none."""
    return f"not typed: {name}"


def _parquet(path: Path) -> str:
    return f"read_parquet({_literal(path)})"


def _literal(text: Path | str) -> str:
    return "'" + str(text).replace("'", "''") + "'"
