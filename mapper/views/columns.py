"""What a table is: columns and rows as plain data, with words beside the codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mapper import messages
from mapper.model import NOT_MENTIONED, ROLLOUT_STATUSES, MeasureInfo, Region, Words
from mapper.views.about import About
from mapper.views.legend import category_words

Value = str | float | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Column:
    """One column; `words` gives the codes that it holds in each language."""

    key: str
    title: Words
    kind: Literal["code", "number", "text"] = "text"
    digits: int = 0
    words: Mapping[str, Words] = field(default_factory=dict)
    aside: bool = False
    """For programs alone: a remark that stands in one language only, say."""


@dataclass(frozen=True)
class TableSpec:
    """One table: its rows hold codes and numbers, None where there is no value."""

    id: str
    title: Words
    measure: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    about: About
    measures: tuple[MeasureInfo, ...] = ()
    lead: Words = field(default_factory=dict)
    """What the table says in plain sentences, if anything."""
    figures: Words = field(default_factory=dict)
    """An SVG in each language, of our own words and of numbers alone, that stands above the table."""
    period: str = ""
    """The period of all rows, where no column tells it."""


def shown(spec: TableSpec) -> tuple[Column, ...]:
    """Return the columns that say anything: for readers; programs get them all."""
    kept = [c for c in spec.columns if not c.aside]
    return tuple(c for c in kept if any(row[c.key] not in (None, "", "ok") for row in spec.rows))


def only(rows: Iterable[Row], columns: Sequence[Column]) -> tuple[Row, ...]:
    """Return the rows with the table's columns alone, each one there."""
    return tuple({column.key: row.get(column.key) for column in columns} for row in rows)


def status_words() -> Mapping[str, Words]:
    """Return the statuses of a rollout by code, and that no source mentions a region."""
    return {key: category_words(key) for key in (*ROLLOUT_STATUSES, NOT_MENTIONED)}


def region_words(regions: Iterable[Region], languages: Sequence[str]) -> Mapping[str, Words]:
    """Return the regions' names by code; "" is the whole country."""
    return {**{region.code: region.name for region in regions}, "": messages.words("sheet.whole_country", languages)}
