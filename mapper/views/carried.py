"""What a result carries -> its figures again: tables as JSON, and the block of data in a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from mapper import messages
from mapper.errors import UnreadableFile
from mapper.model import Words
from mapper.views.about import ALL

KEYS = ("region", "sector", "period", "activity", "claim", "day")
"""Columns that say what a row is of; all others say something of it."""
BESIDE = ("lo", "hi", "n", "status")
"""What stands beside a figure."""
TABLE, PAGES = "mapper.table/1", ("mapper.page/1", "mapper.page/2")

Value = str | float | None
Subject = tuple[tuple[str, str], ...]
"""What a figure is of: (column of `KEYS`, code), ..."""
Key = tuple[str, Subject]
"""A measure, or another column, of a subject."""
Lexicon = Mapping[tuple[str, str], Words]
"""(column, code) -> its words; ("column", key) -> a column's title, of this map or table alone."""
Form = TypeVar("Form")


@dataclass(frozen=True)
class Figure:
    """One figure, with what tells how sure it is."""

    value: Value
    lo: float | None = None
    hi: float | None = None
    n: float | None = None
    status: str = ""
    group: int | None = None
    """Its class on a map, 1 is the lowest."""


@dataclass(frozen=True)
class Sheet:
    """The figures of one map or table."""

    figures: Mapping[Key, Figure]
    definitions: Mapping[str, str] = field(default_factory=dict)
    """Measure -> its formula: figures of different formulas cannot be compared."""
    category: bool = False
    """Whether it is a map of categories."""
    cuts: Mapping[Key, tuple[float | None, ...]] = field(default_factory=dict)
    """View of a map -> the bounds between its classes."""
    words: Lexicon = field(default_factory=dict)
    measure: str = ""
    vintage: str = ""
    as_of: str = ""


class _Table(msgspec.Struct):
    schema: str
    measure: str
    columns: list[str]
    rows: list[dict[str, Value]]
    as_of: str = ""
    vintage: str = ""
    period: str = ""
    formulas: dict[str, str] = {}


class _Measure(msgspec.Struct):
    title: dict[str, str]
    formula: dict[str, str]
    kind: str = ""


class _Column(msgspec.Struct):
    key: str
    title: dict[str, str]
    words: dict[str, dict[str, str]] = {}


class _TablePage(msgspec.Struct):
    schema: str
    columns: list[_Column]
    rows: list[list[Value]]
    measures: list[_Measure] = []


class _Place(msgspec.Struct):
    code: str
    name: dict[str, str]


class _Group(msgspec.Struct):
    high: float | None = None


class _Legend(msgspec.Struct):
    groups: list[_Group]


class _View(msgspec.Struct):
    measure: str
    sector: str
    period: str
    legend: int
    value: list[Value] = []
    lo: list[float | None] = []
    hi: list[float | None] = []
    n: list[float | None] = []
    status: list[str | None] = []
    group: list[int | None] = []


class _MapPage(msgspec.Struct):
    schema: str
    places: list[_Place]
    sectors: dict[str, dict[str, str]]
    measures: dict[str, _Measure]
    legends: list[_Legend]
    views: list[_View]


Page = TypeVar("Page", _TablePage, _MapPage)


def read_table(raw: bytes, name: str) -> Sheet:
    """Read a table of schema `mapper.table/1`; raise UnreadableFile at anything else. `name` stands in the error."""
    told = decode(raw, _Table, name)
    if told.schema != TABLE:
        raise foreign(name, f"its schema is {told.schema!r}, not {TABLE!r}")
    return Sheet(
        figures=_figures(told.rows, told.columns, told.measure, told.period),
        definitions=told.formulas,
        measure=told.measure,
        vintage=told.vintage,
        as_of=told.as_of,
    )


def read_page(raw: bytes, name: str) -> Sheet:
    """Read the data of a page of a map or of a table; raise UnreadableFile at anything else."""
    block = re.search(rb'<script type="application/json" id="data">(.*?)</script>', raw, re.DOTALL)
    if block is None:
        raise foreign(name, "it carries no data")
    if decode(block[1], dict[str, object], name).get("page") == "map":
        return _of_map(_known(decode(block[1], _MapPage, name), name), name)
    return _of_table_page(_known(decode(block[1], _TablePage, name), name))


def decode(raw: bytes, kind: type[Form], name: str) -> Form:
    """Return JSON held against a type; raise UnreadableFile where it is none, or another."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:  # ValidationError is a DecodeError
        raise foreign(name, str(error)) from error


def foreign(name: str, why: str) -> UnreadableFile:
    """Return the error of a file that no build of ours wrote."""
    hint = "Name two outputs folders of `mapper build`, or two of its tables as JSON."
    return UnreadableFile(f"{name}: not a result of mapper: {why}", hint=hint)


def _known(page: Page, name: str) -> Page:
    if page.schema not in PAGES:
        raise foreign(name, f"its schema is {page.schema!r}, and {', '.join(PAGES)} can be read")
    return page


def _figures(
    rows: Sequence[Mapping[str, Value]], columns: Sequence[str], measure: str, period: str
) -> dict[Key, Figure]:
    """Return what each column says of each row; a row that is there twice is numbered."""
    keys, told = [one for one in KEYS if one in columns], _told(columns)
    seen: Counter[Subject] = Counter()
    found: dict[Key, Figure] = {}
    for row in rows:
        if "activity" in keys and row.get("activity") is None:
            continue  # a region without activities, which the map of the status tells
        of = tuple((key, str(row[key])) for key in keys if row.get(key) not in (None, ""))
        of += (("period", period),) if period and "period" not in keys else ()
        seen[of] += 1
        of += (("row", str(seen[of])),) if seen[of] > 1 else ()
        for column, beside in told.items():
            figure = Figure(row.get(column), **{key: row.get(at) for key, at in beside.items()})  # type: ignore[arg-type]  # columns of numbers
            found[measure if column == "value" else column, of] = figure
    return found


def _told(columns: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Return each column that says something -> the columns that stand beside it: `lq` -> lo: `lq_lo`, ..."""
    beside: dict[str, dict[str, str]] = {}
    for column in columns:
        own = {key: key if column == "value" else f"{column}_{key}" for key in BESIDE}
        beside[column] = {key: name for key, name in own.items() if name in columns}
    taken = {name for names in beside.values() for name in names.values()}
    return {column: names for column, names in beside.items() if column not in taken and column not in KEYS}


def _of_table_page(page: _TablePage) -> Sheet:
    columns = [one.key for one in page.columns]
    rows = [dict(zip(columns, row, strict=False)) for row in page.rows]
    words = {(column.key, code): told for column in page.columns for code, told in column.words.items()}
    return Sheet(
        figures=_figures(rows, columns, "value", ""),
        definitions={one.title.get("en", ""): one.formula.get("en", "") for one in page.measures},
        words={**words, **{("column", one.key): one.title for one in page.columns}},
    )


def _of_map(page: _MapPage, name: str) -> Sheet:
    places = {("region", place.code): place.name for place in page.places}
    sectors = {("sector", code): told for code, told in page.sectors.items()}
    titles = {("column", code): one.title for code, one in page.measures.items()}
    return Sheet(
        figures={key: figure for view in _latest(page.views) for key, figure in _of_view(view, page, name)},
        definitions={code: one.formula.get("en", "") for code, one in page.measures.items()},
        cuts={(view.measure, _subject(view)): _cuts(view, page, name) for view in _latest(page.views)},
        words={**places, **sectors, **titles},
        measure="+".join(page.measures),
        category=any(one.kind == "category" for one in page.measures.values()),
    )


def _latest(views: Sequence[_View]) -> list[_View]:
    """Return the views, but of the days of a rollout the last alone: the earlier ones are its history."""
    last = max((view.period for view in views if messages.is_day(view.period)), default="")
    return [view for view in views if view.period == last or not messages.is_day(view.period)]


def _of_view(view: _View, page: _MapPage, name: str) -> Iterator[tuple[Key, Figure]]:
    size = len(page.places)
    columns = {key: getattr(view, key) or [None] * size for key in ("value", *BESIDE, "group")}
    if any(len(column) != size for column in columns.values()):
        raise foreign(name, "a column has not a value for each region")
    for at, place in enumerate(page.places):
        value, lo, hi, n, status, group = (column[at] for column in columns.values())
        number = group + 1 if group is not None and not isinstance(value, str) else None
        figure = Figure(value, lo, hi, n, status or "ok", number)
        yield (view.measure, (("region", place.code), *_subject(view))), figure


def _subject(view: _View) -> Subject:
    sector = () if view.sector == ALL else (("sector", view.sector),)
    period = "" if messages.is_day(view.period) else view.period
    return (*sector, *((("period", period),) if period else ()))


def _cuts(view: _View, page: _MapPage, name: str) -> tuple[float | None, ...]:
    if not 0 <= view.legend < len(page.legends):
        raise foreign(name, "a view has no legend")
    return tuple(group.high for group in page.legends[view.legend].groups[:-1])
