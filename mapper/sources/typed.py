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
from mapper.sources.cells import decimal_sign, marks_with, read_cell
from mapper.sources.delimited import LONGEST_CELL, sniff_delimiter
from mapper.sources.embedded import Limits, first_line, open_duckdb
from mapper.sources.engine import LARGEST
from mapper.sources.suggest import nearest

if TYPE_CHECKING:
    import duckdb

VERSION = "1"
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
    findings: tuple[Finding, ...]
    """Errors: texts that are neither numbers nor marks; their cells are blank."""


def type_once(source: TextSource, cache: Path, limits: Limits | None = None) -> Typed:
    """Return the typed Parquet of a text table from the cache, made first if it is not there.

    Numbers are read as `cells.read_cell` reads them. Raise BadConfig at a column that is not there, BadData at one
    that holds texts, UnreadableFile at what is no table.
    """
    asked = repr(
        (VERSION, source.numbers, source.texts, source.encoding, source.decimal, sorted(source.missing.items()))
    )
    target = cache / f"{files.sha256(f'{files.sha256_of(source.path)} {asked}'.encode())}.parquet"
    if target.exists():
        return Typed(target, ())
    return write_typed(source, target, limits, ordered=False)


def write_typed(source: TextSource, target: Path, limits: Limits | None = None, *, ordered: bool = True) -> Typed:
    """Write typed Parquet; where there are findings none is left, so that they are told the next time too.

    The rows keep their order, unless it is of no use to anyone, which takes less time and memory.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".typed-", dir=target.parent) as folder,
        open_duckdb(limits or Limits()) as connection,
        _telling(source),
    ):
        connection.execute(f"set preserve_insertion_order = {str(ordered).lower()}")
        made, findings = _Typing(connection, source, Path(folder)).run()
        if not findings:
            files.move(made, target)
    return Typed(target, findings)


class _Typing:
    """One text table on its way to Parquet, in a folder of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: TextSource, folder: Path) -> None:
        self._connection = connection
        self._source = source
        self._folder = folder
        self._decimal = source.decimal
        self._table = _table(source, folder)

    def run(self) -> tuple[Path, tuple[Finding, ...]]:
        """Return the Parquet and what could not be typed."""
        self._check_columns()
        made = self._type()
        odd = self._odd_texts(made)
        if not self._decimal and decimal_sign([text for texts in odd.values() for text in texts]) == ",":
            self._decimal = ","
            made = self._type()
            odd = self._odd_texts(made)
        return self._settle(made, odd) if odd else (made, ())

    def _check_columns(self) -> None:
        described = self._connection.execute(f"describe select * from {self._table}").fetchall()  # noqa: S608 - quoted
        columns = [str(name) for name, *_ in described]
        for column in (*self._source.numbers, *self._source.texts):
            if column not in columns:
                raise BadConfig(f"{self._source.name}: no column {column!r}", hint=nearest(column, columns))

    def _type(self) -> Path:
        """Write what casts at once; a text that does not stands in a column beside it."""
        chosen = [f"nullif(trim({_quoted(name)}), '') as {_quoted(name)}" for name in self._source.texts]
        for name in self._source.numbers:
            text = f"trim({_quoted(name)})"
            plain = f"replace({text}, ',', '.')" if self._decimal == "," else text
            number = f"try_cast({plain} as double)"
            # A point among decimal commas parts thousands, and `inf` is no figure: both are left to read_cell.
            sure = f"abs({number}) < {LARGEST}" + (f" and not contains({text}, '.')" if self._decimal == "," else "")
            chosen.append(f"case when {sure} then {number} end as {_quoted(name)}")
            chosen.append(f"case when {sure} or {text} = '' then null else {text} end as {_odd(name)}")
        return self._copy(f"select {', '.join(chosen)} from {self._table}", "typed")  # noqa: S608 - quoted

    def _odd_texts(self, made: Path) -> dict[str, dict[str, int]]:
        """Return the texts of each column that did not cast, and how often they stand there."""
        odd: dict[str, dict[str, int]] = {}
        for name in self._source.numbers:
            query = f"select {_odd(name)}, count(*) from {_parquet(made)} where {_odd(name)} is not null group by all"  # noqa: S608
            rows = self._connection.execute(f"{query} order by all limit {MOST + 1}").fetchall()
            if len(rows) > MOST:
                what = f"{self._source.name}: column {name!r} holds texts, such as {rows[0][0][:80]!r}"
                raise BadData(what, hint="Map a column of numbers, or state `decimal`.")
            if rows:
                odd[name] = {str(text): int(count) for text, count in rows}
        return odd

    def _settle(self, made: Path, odd: Mapping[str, Mapping[str, int]]) -> tuple[Path, tuple[Finding, ...]]:
        """Read odd texts one by one, as the cells of a small table are read, and put them in their places."""
        marks = marks_with(self._source.missing)
        findings, columns, joins = [], [], []
        for number, (name, texts) in enumerate(odd.items()):
            cells = {text: read_cell(text, decimal=self._decimal, marks=marks) for text in texts}
            findings += [
                Finding("error", cell.fault, Where(self._source.name, None, name), _told(text, texts[text]))
                for text, cell in cells.items()
                if cell.fault
            ]
            self._connection.execute(f"create table odd{number} (text varchar, value double)")
            pairs = [(text, cell.value) for text, cell in cells.items()]
            self._connection.executemany(f"insert into odd{number} values (?, ?)", pairs)  # noqa: S608 - our own name
            columns.append(f"coalesce(made.{_quoted(name)}, odd{number}.value) as {_quoted(name)}")
            joins.append(f"left join odd{number} on made.{_odd(name)} = odd{number}.text")
        query = f"select made.* replace ({', '.join(columns)}) from {_parquet(made)} as made {' '.join(joins)}"  # noqa: S608
        return self._copy(query, "settled"), tuple(findings)

    def _copy(self, query: str, name: str) -> Path:
        path = self._folder / f"{name}.parquet"
        self._connection.execute(f"copy ({query}) to {_literal(path)} (format parquet)")
        return path


def _table(source: TextSource, folder: Path) -> str:
    """Return how DuckDB is to read the text: every cell a text, as our own reader splits it."""
    path, start = source.path, files.read_start(source.path)
    if not _is_utf8(start, source.encoding):
        path = files.write(folder / "utf8.csv", files.read_text(source.path, source.encoding).text)
        start = files.read_start(path)
    text = start.decode("utf-8", errors="ignore").removeprefix("\ufeff")
    stated = text.startswith("sep=")
    body = text.partition("\n")[2] if stated else text
    delimiter = text[4] if stated else sniff_delimiter(body.rpartition("\n")[0] or body)
    listed = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in _header(source, body, delimiter))
    # Nothing is left to be guessed: a guess of DuckDB's may pass over rows that do not fit it, without a word.
    return (
        f"read_csv({_literal(path)}, auto_detect=false, header=true, skip={int(stated)}, columns={{{listed}}}, "
        f"delim={_literal(delimiter)}, quote='\"', escape='\"', max_line_size={LONGEST_CELL})"
    )


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
    return not start.startswith((b"\xff\xfe", b"\xfe\xff"))


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


def _told(text: str, count: int) -> dict[str, str]:
    return {"text": text[:80], "count": str(count)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _odd(name: str) -> str:
    """Return the column that keeps the texts of a column of numbers that are none."""
    return _quoted(f"not typed: {name}")


def _parquet(path: Path) -> str:
    return f"read_parquet({_literal(path)})"


def _literal(text: Path | str) -> str:
    return "'" + str(text).replace("'", "''") + "'"
