"""Parquet in and out, through DuckDB: a survey's table as texts, tidy records as typed columns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from mapper import files
from mapper.errors import UnreadableFile
from mapper.model import RECORD_COLUMNS
from mapper.sources.embedded import Limits, first_line, open_duckdb
from mapper.sources.workbook import cell_text

MARK = b"PAR1"
TYPES = {"value": "double", "weight": "double", "fpc": "double", "row": "bigint"}
"""Columns of records that are no texts."""


def is_parquet(raw: bytes) -> bool:
    """Tell whether bytes are Parquet, by their first ones."""
    return raw.startswith(MARK)


def read_texts(path: Path, name: str) -> pd.DataFrame:
    """Return the rows of a Parquet file as texts, numbered from 1; raise UnreadableFile if it is damaged or empty."""
    import duckdb

    try:
        with open_duckdb(Limits()) as connection:
            read = connection.read_parquet(str(path))
            columns, rows = list(read.columns), read.fetchall()
    except duckdb.Error as error:
        what = f"{name}: a damaged Parquet file ({first_line(error)})"
        raise UnreadableFile(what, hint="It may be cut off: copy or make it again.") from error
    if not rows:
        raise UnreadableFile(f"{name}: is empty", hint="A table has at least one row.")
    index = pd.RangeIndex(1, len(rows) + 1, name="row")
    cells = [["" if cell is None else cell_text(cell).strip() for cell in row] for row in rows]
    return pd.DataFrame(cells, index=index, columns=columns, dtype="str")


def write_records(records: pd.DataFrame, path: Path) -> Path:
    """Write tidy records (RECORD_COLUMNS) as typed Parquet, whole or not at all; blank texts are missing."""
    plain = records.astype({name: "object" for name in RECORD_COLUMNS if name not in TYPES})
    typed = {name: f"cast({name} as {TYPES.get(name, 'varchar')})" for name in RECORD_COLUMNS}
    chosen = [f"{cast} as {name}" if name in TYPES else f"nullif({cast}, '') as {name}" for name, cast in typed.items()]
    with files.beside(path) as made, open_duckdb(Limits()) as connection:
        connection.register("records", plain)
        target = str(made).replace("'", "''")
        connection.execute(f"copy (select {', '.join(chosen)} from records) to '{target}' (format parquet)")  # noqa: S608
    return path
