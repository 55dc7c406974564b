"""Columns of microdata by their role in an estimate -> numbers and groups, each row with its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from mapper.errors import BadData
from mapper.sources.cells import decimal_sign, read_cell
from mapper.sources.tabular import TextFrame, find_column, read_table


def read_microdata(
    path: Path, columns: Mapping[str, str], *, share: bool = False, encoding: str = ""
) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """Read columns by their role (role -> name); return them, indexed by `file:row`, and role -> column.

    A column that is both numbers and groups stands twice. Values without a number (blank, or a mark such as "…") are
    NaN. `share` wants 0, 1 or nothing.
    Raise BadData, with file:row:column, at a column that is not there, a text where a number belongs, a weight that is
    not above zero, and a blank stratum or PSU.
    """
    table = read_table(path, encoding=encoding)
    found = {role: find_column(table, name) for role, name in columns.items()}
    texts = table.frame[list(dict.fromkeys(found.values()))]
    texts = texts[(texts != "").any(axis=1)]
    table = TextFrame(table.file, table.sheet, texts, table.header_row)
    readers = {**READERS, "value": _share} if share else READERS
    groups = {column for role, column in found.items() if role in GROUPS}
    names = {r: f"{c} ({r})" if r not in GROUPS and c in groups else c for r, c in found.items()}
    read = {names[role]: readers[role](table, column) for role, column in found.items()}
    frame = pd.DataFrame(read, index=texts.index)
    return frame.set_axis([str(table.where(int(row))) for row in texts.index], axis=0), names


def _number(table: TextFrame, column: str) -> pd.Series[float]:
    """Return numbers, NaN where there is none; "-" is zero."""
    texts = table.frame[column]
    decimal = decimal_sign(texts.unique())
    cells = {text: read_cell(text, decimal=decimal) for text in texts.unique()}
    faults = texts.map({text: cell.fault for text, cell in cells.items()})
    _refuse(table, column, faults == "", expected="a number", hint="Mend the cell, or name another column.")
    return texts.map({text: cell.value for text, cell in cells.items()}).astype("float64")


def _share(table: TextFrame, column: str) -> pd.Series[float]:
    numbers = _number(table, column)
    hint = "A share needs a column of 0 and 1; ask for --stat mean otherwise."
    _refuse(table, column, numbers.isin([0, 1]) | numbers.isna(), expected="0 or 1", hint=hint)
    return numbers


def _weight(table: TextFrame, column: str) -> pd.Series[float]:
    numbers = _number(table, column)
    hint = "Weights are never guessed: mend the row, or leave it out."
    _refuse(table, column, numbers > 0, expected="a weight above zero", hint=hint)
    return numbers


def _fpc(table: TextFrame, column: str) -> pd.Series[float]:
    numbers = _number(table, column)
    hint = "It is the number of PSUs in the stratum's population, or the fraction drawn."
    _refuse(table, column, numbers > 0, expected="a number above zero", hint=hint)
    return numbers


def _group(table: TextFrame, column: str) -> pd.Series[str]:
    texts = table.frame[column]
    _refuse(table, column, texts != "", expected="a stratum or PSU in every row", hint="Fill it in, or leave it out.")
    return texts


def _domain(table: TextFrame, column: str) -> pd.Series[str]:
    return table.frame[column]


def _refuse(table: TextFrame, column: str, good: pd.Series[bool], *, expected: str, hint: str) -> None:
    """Raise BadData at the first row that is not good."""
    if not good.all():
        row = int(good.index[int((~good).to_numpy().argmax())])
        raise BadData(f"{table.where(row, column)}: {table.frame[column][row]!r}, expected {expected}", hint=hint)


GROUPS = ("strata", "psu", "by")
READERS: Mapping[str, Callable[[TextFrame, str], pd.Series[float] | pd.Series[str]]] = MappingProxyType(
    {
        "value": _number,
        "denominator": _number,
        "weight": _weight,
        "fpc": _fpc,
        "strata": _group,
        "psu": _group,
        "by": _domain,
    }
)
