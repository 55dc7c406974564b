"""A file of SPSS or Stata -> texts: labels where values have them, codes beside them; needs the extra `spss`."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pandas as pd

from mapper.errors import BadConfig, UnreadableFile

MARKS = {b"$FL2": "read_sav", b"$FL3": "read_sav", b"<stata_dta>": "read_dta"}
CODE = ":code"
"""Ends the name of the column of codes of a variable whose values have labels."""


def is_statistics(raw: bytes) -> bool:
    """Tell whether bytes are a file of SPSS or of Stata 13 and later."""
    return raw.startswith(tuple(MARKS))


def read_cases(path: Path, raw: bytes, name: str) -> pd.DataFrame:
    """Return the cases, indexed from 1: a labelled variable gives its labels, and its codes under `name:code`.

    Missing values are blank. Raise UnreadableFile if the file is damaged, BadConfig if the reader is not installed.
    """
    reader = _reader(name)
    read = getattr(reader, next(function for mark, function in MARKS.items() if raw.startswith(mark)))
    try:
        values, told = read(str(path), output_format="dict", disable_datetime_conversion=False)
    except (reader.ReadstatError, reader.PyreadstatError, UnicodeDecodeError) as error:
        what = f"{name}: a damaged file of SPSS or Stata ({error})"
        raise UnreadableFile(what, hint="Open it in the program that made it, and save it again.") from error
    columns: dict[str, list[str]] = {}
    for variable in told.column_names:
        labels = told.variable_value_labels.get(variable, {})
        codes = [_text(value) for value in values[variable]]
        shown = {_text(value): " ".join(str(label).split()) for value, label in labels.items()}
        columns[variable] = [shown.get(code, code) for code in codes]
        if labels:
            columns[f"{variable}{CODE}"] = codes
    if not columns or not any(columns.values()):
        raise UnreadableFile(f"{name}: is empty", hint="A survey has variables and at least one case.")
    index = pd.RangeIndex(1, len(next(iter(columns.values()))) + 1, name="row")
    return pd.DataFrame(columns, index=index, dtype="str")


def _reader(name: str) -> ModuleType:
    try:
        import pyreadstat
    except ModuleNotFoundError as error:
        what = f"{name}: files of SPSS and Stata need the extra `spss`"
        raise BadConfig(what, hint='Install it: pip install "regional-mapper[spss]".') from error
    module: ModuleType = pyreadstat
    return module


def _text(value: object) -> str:
    """Return a value as a text: whole numbers without a fraction, "" for a missing one."""
    if value is None or value != value:  # noqa: PLR0124 - a NaN
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()
