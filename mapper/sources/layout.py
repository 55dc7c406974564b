"""A table as it is laid out -> claims: one row a figure, in the columns of `ROLES`, all texts."""

from __future__ import annotations

import pandas as pd

from mapper.config import SurveyConfig
from mapper.errors import BadConfig
from mapper.sources.tabular import TextFrame, nearest, require_columns

ROLES = ("region", "sector", "period", "value", "status", "weight", "strata", "psu", "id")
"""What a column may be mapped to; a claim has besides them `row` and `column`, where its figure stands."""


def lay_out(table: TextFrame, config: SurveyConfig) -> pd.DataFrame:
    """Return the claims of a table; raise BadConfig or BadData if the mapping does not fit it."""
    check_roles(config)
    require_columns(table, config.columns.values())
    return _long(table, config)


def check_roles(config: SurveyConfig) -> None:
    """Raise BadConfig at a role that is unknown, at a column that has two, and at a mapping without a region."""
    where = f"[[survey]] {config.id}: columns"
    taken: dict[str, str] = {}
    for role, column in config.columns.items():
        if role not in ROLES:
            raise BadConfig(f"{where}: unknown key {role!r}", hint=nearest(role, ROLES))
        if column in taken:
            what = f"{where}: column {column!r} is {taken[column]!r} and {role!r}"
            raise BadConfig(what, hint="A column has one meaning.")
        taken[column] = role
    if "region" not in config.columns:
        raise BadConfig(f"{where}: 'region' is missing", hint='Add `region = "name of the column"`.')


def _long(table: TextFrame, config: SurveyConfig) -> pd.DataFrame:
    """Return one claim a row of the table."""
    frame = table.frame
    given = {role: frame[column] for role, column in config.columns.items()}
    blank = pd.Series("", index=frame.index, dtype="str")
    claims = pd.DataFrame({role: given.get(role, blank) for role in ROLES})
    return claims.assign(row=frame.index, column=config.columns.get("value", "")).reset_index(drop=True)
