"""A table as it is laid out -> claims: one row a figure, all texts, with the place where the figure stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec
import pandas as pd

from mapper.config import SurveyConfig
from mapper.errors import BadConfig
from mapper.sources.headers import JOINT
from mapper.sources.kobo import choices_of
from mapper.sources.sectors import Taxonomy
from mapper.sources.suggest import nearest
from mapper.sources.tabular import TextFrame, find_column
from mapper.sources.xlsform import Form

ROLES = ("region", "sector", "period", "value", "status", "weight", "strata", "psu", "fpc", "id", "lon", "lat", "point")
"""What a column may be mapped to.

A claim has besides them `row` and `column`, where its figure stands; `said`, whether any mapped cell of its row says
something, and `figures`, whether a value does.
"""
ACROSS: Mapping[str, str] = {"sectors-across": "sector", "periods-across": "period", "regions-across": "region"}
NO_FORM = Form()
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def fit(config: SurveyConfig, table: TextFrame, form: Form = NO_FORM) -> SurveyConfig:
    """Return the settings with the whole names of the table's columns; raise BadConfig or BadData if they misfit."""
    _check_roles(config)
    kept = {"sector"} if config.layout == "choices" else set()  # the question of choices need not be a column
    columns = {role: name if role in kept else _find(table, name, form) for role, name in config.columns.items()}
    across = {_find(table, name, form): text for name, text in config.across.items()}
    _check_once(config, [*columns.items(), *((text, column) for column, text in across.items())])
    return msgspec.structs.replace(config, columns=columns, across=across)


def lay_out(table: TextFrame, config: SurveyConfig, taxonomy: Taxonomy, form: Form = NO_FORM) -> pd.DataFrame:
    """Return the claims of a table to whose columns the settings were fitted."""
    if config.layout == "long":
        return _long(table, config)
    if config.layout == "choices":
        cells, names = choices_of(table, config.columns["sector"], taxonomy, form)
        return _melt(table.frame, cells, names=names, columns=config.columns, role="sector")
    role = ACROSS[config.layout]
    names = config.across or _names(table, config)
    if not names:
        raise BadConfig(f"{table.place}: no column for {role}s across", hint="Name the columns in `across`.")
    return _melt(table.frame, table.frame[list(names)], names=names, columns=config.columns, role=role)


def _find(table: TextFrame, name: str, form: Form) -> str:
    """Return the column of a name, which may also be what the form calls it in another language."""
    columns = [str(column) for column in table.frame.columns]
    return (
        form.column(name, columns) if name not in columns and form.column(name, columns) else find_column(table, name)
    )


def _check_roles(config: SurveyConfig) -> None:
    """Raise BadConfig at a role that is unknown, lacking, or said by the layout."""
    where = f"[[survey]] {config.id}: columns"
    for role in config.columns:
        if role not in ROLES:
            raise BadConfig(f"{where}: unknown key {role!r}", hint=nearest(role, ROLES))
    taken: set[str] = set() if config.layout == "long" else {ACROSS.get(config.layout, ""), "value", "status"}
    for role in sorted(taken & config.columns.keys()):
        raise BadConfig(f"{where}: {role!r} has no column of its own in {config.layout!r}", hint="Take it away.")
    pointed = {"lon", "lat"} <= config.columns.keys() or "point" in config.columns
    needed = set() if pointed else {"region"} - taken
    for role in sorted(needed | ({"sector"} if config.layout == "choices" else set())):
        if role not in config.columns:
            raise BadConfig(f"{where}: {role!r} is missing", hint=f'Add `{role} = "name of the column"`.')


def _check_once(config: SurveyConfig, pairs: Iterable[tuple[str, str]]) -> None:
    taken: dict[str, str] = {}
    for meaning, column in pairs:
        if column in taken:
            what = f"[[survey]] {config.id}: columns: column {column!r} is {taken[column]!r} and {meaning!r}"
            raise BadConfig(what, hint="A column has one meaning.")
        taken[column] = meaning


def _names(table: TextFrame, config: SurveyConfig) -> dict[str, str]:
    """Return what stands above the columns without another meaning; for periods, the years of those that have one."""
    free = [str(column) for column in table.frame.columns if column not in config.columns.values()]
    if config.layout != "periods-across":
        return {column: column.split(JOINT)[-1] for column in free}
    return {column: year[0] for column in free if (year := YEAR.search(column))}


def _long(table: TextFrame, config: SurveyConfig) -> pd.DataFrame:
    """Return one claim a row of the table."""
    frame = table.frame
    claims = _roles(frame, config.columns)
    value = config.columns.get("value", "")
    said = (frame[list(config.columns.values())] != "").any(axis=1)
    return claims.assign(
        row=frame.index, column=value, said=said, figures=frame[value] != "" if value else True
    ).reset_index(drop=True)


def _melt(
    frame: pd.DataFrame, cells: pd.DataFrame, *, names: Mapping[str, str], columns: Mapping[str, str], role: str
) -> pd.DataFrame:
    """Return one claim a cell, row by row; `names` says what the columns of `cells` are, as texts of `role`."""
    mapped = {key: column for key, column in columns.items() if key != role}
    base = _roles(frame, mapped)
    figures = (cells != "").any(axis=1)
    said = (frame[list(mapped.values())] != "").any(axis=1) | figures
    base = base.assign(row=frame.index, said=said, figures=figures)
    parts = []
    for order, column in enumerate(map(str, cells.columns)):
        part = base.assign(value=cells[column], column=column, order=order)
        part[role] = pd.Series(names[column], index=base.index, dtype="str")
        parts.append(part)
    return (
        pd.concat(parts).reset_index(drop=True).sort_values(["row", "order"], ignore_index=True).drop(columns="order")
    )


def _roles(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    blank = pd.Series("", index=frame.index, dtype="str")
    return pd.DataFrame({role: frame[columns[role]] if role in columns else blank for role in ROLES})
