"""The figures of a survey's rows: values with their status, weights, and the parts of the sample's design."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mapper.config import SurveyConfig
from mapper.model import VALUE_STATUSES
from mapper.sources.cells import Cell, decimal_sign, marks_with, read_cell
from mapper.sources.sieve import Detail, Sieve, Why

SILENT = ("not_available", "suppressed")


def read_values(sieve: Sieve, config: SurveyConfig) -> Sieve:
    """Type the column `value` and add `value_status`; a row without a value column counts one."""
    if "value" not in config.columns and config.layout == "long":
        return sieve.keep(value=1.0, value_status="ok")
    rows = sieve.kept
    pairs = pd.Series(
        [*zip(rows["value"].tolist(), rows["status"].tolist(), strict=True)], index=rows.index, dtype="object"
    )
    decimal = config.decimal or decimal_sign(rows["value"].unique())
    marks = marks_with(config.missing)
    cells = {pair: _cell(*pair, config=config, decimal=decimal, marks=marks) for pair in pairs.unique()}
    faults = pairs.map({pair: cell.fault for pair, cell in cells.items()}).astype("str")
    for fault in sorted({cell.fault for cell in cells.values()} - {""}):
        sieve = _drop_fault(sieve, fault, faults, config)
    kept = [cells[pair] for pair in pairs[sieve.kept.index].tolist()]
    value = pd.Series([cell.value for cell in kept], index=sieve.kept.index, dtype="float64")
    status = pd.Series([cell.status for cell in kept], index=sieve.kept.index, dtype="str")
    return sieve.keep(value=value, value_status=status)


def read_design(sieve: Sieve, config: SurveyConfig) -> Sieve:
    """Type the columns `weight` and `fpc`; refuse one that is missing or not above zero, and a blank stratum or PSU."""
    for role in ("strata", "psu"):
        if role in config.columns:
            texts = sieve.kept[role]
            sieve = sieve.drop(texts == "", Why("rejected", "blank-design"), text=texts, column=config.columns[role])
    for role in ("weight", "fpc"):
        sieve = _read_positive(sieve, config, role)
    return sieve


def _read_positive(sieve: Sieve, config: SurveyConfig, role: str) -> Sieve:
    if role not in config.columns:
        return sieve.keep(**{role: float("nan")})
    texts = sieve.kept[role]
    decimal = config.decimal or decimal_sign(texts.unique())
    values = texts.map({text: _positive(text, decimal) for text in texts.unique()}).astype("float64")
    sieve = sieve.drop(values.isna(), Why("rejected", f"bad-{role}"), text=texts, column=config.columns[role])
    return sieve.keep(**{role: values[sieve.kept.index]})


def _positive(text: str, decimal: str) -> float:
    cell = read_cell(text, decimal=decimal, marks={})
    return cell.value if cell.value is not None and cell.value > 0 else float("nan")


def _drop_fault(sieve: Sieve, fault: str, faults: pd.Series[str], config: SurveyConfig) -> Sieve:
    role = "status" if fault == "unknown-status" else "value"
    return sieve.drop(
        faults == fault,
        Why("rejected", fault),
        text=sieve.kept[role],
        column=config.columns.get(role, "") if role == "status" else "",
        detail=lambda _: Detail({"known": ", ".join(VALUE_STATUSES)}),
    )


def _cell(value: str, status: str, *, config: SurveyConfig, decimal: str, marks: Mapping[str, str]) -> Cell:
    """Read a value beside what the status column says of it."""
    said = status.strip().casefold()
    if said and said not in VALUE_STATUSES:
        return Cell(None, "", "unknown-status")
    cell = read_cell(value, decimal=decimal, marks=marks)
    if cell.fault:
        return cell
    if cell.value is not None and cell.value < 0 and not config.negative:
        return Cell(None, "", "negative-value")
    return _beside(cell, said) if said else cell


def _beside(cell: Cell, said: str) -> Cell:
    """Return the cell with the status that its row states, unless the two contradict each other."""
    if said == "zero" and not cell.value:
        return Cell(0.0, "zero")
    if (said in SILENT) != (cell.value is None) or said == "zero":
        return Cell(None, "", "status-contradicts")
    return Cell(cell.value, said)
