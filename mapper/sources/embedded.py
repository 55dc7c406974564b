"""The embedded engine: DuckDB in this process, within its limits, without network."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.errors import BadConfig, MapperError, UnreadableFile

if TYPE_CHECKING:
    import duckdb

WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
NUMBERS = (*WHOLE, "FLOAT", "DOUBLE", "DECIMAL", "BOOLEAN")


@dataclass(frozen=True)
class Limits:
    """What the embedded engine may take."""

    memory: str = "1GB"
    threads: int = 0
    """0 is as many as there are processors."""
    temp: str = ""
    """The folder for what does not fit into memory; "" is the system's."""


@contextmanager
def open_embedded(limits: Limits) -> Iterator[Embedded]:
    """Open DuckDB within limits as an engine."""
    with open_duckdb(limits) as connection:
        yield Embedded(connection, limits)


@contextmanager
def open_duckdb(limits: Limits) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB within limits; what does not fit into memory goes to a folder that is gone afterwards."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="mapper-", dir=limits.temp or None, ignore_cleanup_errors=True) as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": limits.memory,
            "temp_directory": folder,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if limits.threads:
            settings["threads"] = limits.threads
        try:
            connection = duckdb.connect(config=settings)
        except duckdb.Error as error:
            raise BadConfig(f"engine: {first_line(error)}", hint='A memory limit is written "1GB".') from error
        with connection:
            # It would be drawn into what goes to stdout, which is for data.
            connection.execute("set enable_progress_bar = false")
            yield connection


class Embedded:
    """DuckDB, answering the questions of `engine.Engine`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, limits: Limits) -> None:
        self._connection = connection
        self._limits = limits
        self._chosen = "1"
        self._files: tuple[str, ...] = ()

    def columns(self, files: Sequence[str]) -> Mapping[str, bool]:
        """Return the columns of the files, and whether each holds numbers; raise UnreadableFile."""
        rows = self._ask(f"describe select * from {_table(files)}", files)  # noqa: S608 - quoted
        return {str(name): str(kind).partition("(")[0] in NUMBERS for name, kind, *_ in rows}

    def name_table(self, files: Sequence[str], columns: Mapping[str, str], *, numbers: Sequence[str]) -> None:
        """Let the SQL name `microdata` mean the files, with alias -> column; `numbers` become doubles."""
        quoted = {alias: '"' + column.replace('"', '""') + '"' for alias, column in columns.items()}
        chosen = [f"{f'cast({name} as double)' if a in numbers else name} as {a}" for a, name in quoted.items()]
        self._chosen, self._files = ", ".join(chosen) or "1", tuple(files)
        text = f"create or replace temp view microdata as select {self._chosen} from {_table(files)}"  # noqa: S608 - quoted
        self._ask(text, files)

    def parts(self) -> Sequence[str]:
        """Return a table for each file: only of one at a time its statistics are asked instead of its rows."""
        patterns = ", ".join(map(_quoted, self._files))
        found = [str(file) for (file,) in self._ask(f"select file from glob([{patterns}])", self._files)]  # noqa: S608 - quoted
        parts = [f"(select {self._chosen} from {_table([file])}) as part" for file in found]  # noqa: S608 - quoted
        for file, part in zip(found, parts, strict=True):
            self._ask(f"describe from {part}", [file])  # a column that one of them lacks is told with its name
        return parts

    def answer(self, sql: str) -> Sequence[Sequence[Any]]:  # a cell is whatever the SQL says
        """Return the rows that a query gives."""
        return self._ask(sql, ())

    def _ask(self, sql: str, files: Sequence[str]) -> Sequence[Sequence[Any]]:  # as answer
        import duckdb

        place = ", ".join(files) or "the microdata"
        try:
            return self._connection.execute(sql).fetchall()
        except duckdb.OutOfMemoryException as error:
            what = f"{place}: the groups do not fit into {self._limits.memory}"
            raise MapperError(what, hint="Allow more memory, or group by fewer columns.") from error
        except duckdb.IOException as error:
            hint = "Check the name and the folder. Addresses on the network are for a cluster (--engine sc://...)."
            raise UnreadableFile(f"{place}: {first_line(error)}", hint=hint) from error
        except duckdb.Error as error:
            hint = "Is it Parquet, and was it copied whole? Several files need the same columns."
            raise UnreadableFile(f"{place}: {first_line(error)}", hint=hint) from error


def _table(files: Sequence[str]) -> str:
    return f"read_parquet([{', '.join(map(_quoted, files))}])"


def _quoted(file: str) -> str:
    return "'" + file.replace("'", "''") + "'"


def first_line(error: Exception) -> str:
    """Return what an error of DuckDB says, without the picture of the query below."""
    return str(error).partition("\n")[0]
