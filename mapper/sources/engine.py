"""Microdata -> sums by stratum, PSU and domain: one SQL text, run embedded (DuckDB) or on a cluster (Spark Connect).

The sums are those from which estimates and their standard errors follow without another look at the rows. They come
out the same to the last digit however many threads or workers add them up, in whatever order: each term is split into
a multiple of one power of two, whose sum is exact, and a rest (Demmel & Nguyen 2013, "Fast Reproducible Floating-Point
Summation", folded once).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import pandas as pd

from mapper.errors import BadConfig, BadData
from mapper.model import SUM_COLUMNS
from mapper.sources.embedded import Limits, open_embedded
from mapper.sources.suggest import nearest

LARGEST = 1e60
"""A value or weight beyond it is no figure of a survey, and its square might not be a number at all."""
DOMAINS = ("region", "sector", "period")
PRODUCTS = {"w": "w", "w2": "ww", "wy": "wy", "wx": "wx", "w2yy": "wwyy", "w2xy": "wwxy", "w2xx": "wwxx"}
"""A sum of SUM_COLUMNS -> the product of columns that it adds up."""
SPREAD = ("w2", "w2yy", "w2xy", "w2xx")
"""Sums that only standard errors need, and with PSUs only the check of a share: it is of 0 and 1."""


@dataclass(frozen=True)
class Microdata:
    """Parquet files with a row a respondent, and the columns that matter; "" is none."""

    files: tuple[str, ...]
    """Paths, patterns ("answers/*.parquet"), or addresses that the engine can read."""
    value: str = ""
    by: Mapping[str, str] = field(default_factory=dict)
    """Of DOMAINS -> column."""
    denominator: str = ""
    weight: str = ""
    strata: str = ""
    psu: str = ""
    fpc: str = ""
    errors: bool = True
    """Whether standard errors are wanted; a register needs none, and is summed faster."""

    @property
    def numbers(self) -> dict[str, str]:
        """The columns that have to be numbers, by their names in the SQL text."""
        named = {"y": self.value, "x": self.denominator, "w": self.weight, "fpc": self.fpc}
        return {alias: column for alias, column in named.items() if column}

    @property
    def keys(self) -> dict[str, str]:
        """The columns to group by, by their names in the SQL text."""
        named = {"strata": self.strata, "psu": self.psu, **{name: self.by.get(name, "") for name in DOMAINS}}
        return {alias: column for alias, column in named.items() if column}

    @property
    def place(self) -> str:
        """What errors call the files."""
        return self.files[0] if len(self.files) == 1 else f"{self.files[0]} and {len(self.files) - 1} more"


class Engine(Protocol):
    """Something that reads Parquet and answers SQL."""

    def columns(self, files: Sequence[str]) -> Mapping[str, bool]:
        """Return the columns of the files, and whether each holds numbers; raise UnreadableFile."""

    def name_table(self, files: Sequence[str], columns: Mapping[str, str], *, numbers: Sequence[str]) -> None:
        """Let the SQL name `microdata` mean the files, with alias -> column; `numbers` become doubles."""

    def parts(self) -> Sequence[str]:
        """Return what `microdata` is put together from, as SQL: of each, extremes are known soon."""

    def answer(self, sql: str) -> Sequence[Sequence[Any]]:  # a cell is whatever the SQL says
        """Return the rows that a query gives."""


@dataclass(frozen=True)
class Facts:
    """What has to be known of the columns before they are summed."""

    rows: int
    whole: bool
    """No weight, value or denominator is missing, not a number, or a weight that cannot be."""
    largest: Mapping[str, float]
    """The largest absolute value of y, x and w."""


@contextmanager
def open_engine(name: str = "duckdb", limits: Limits | None = None) -> Iterator[Engine]:
    """Open "duckdb" or a Spark Connect server "sc://host:15002"; raise BadConfig at another, or one out of reach."""
    if name == "duckdb":
        with open_embedded(limits or Limits()) as embedded:
            yield embedded
    elif name.startswith("sc://"):
        from mapper.sources.cluster import open_cluster

        with open_cluster(name) as cluster:
            yield cluster
    else:
        raise BadConfig(f"--engine {name!r}: unknown engine", hint="Known are duckdb and sc://host:15002.")


def compute_sums(data: Microdata, engine: Engine) -> pd.DataFrame:
    """Return the sums in SUM_COLUMNS, in the order of the keys; a key that is missing is "".

    Sums that were not asked for are NaN: SPREAD without `errors`. A row without a positive weight counts
    in `rows` alone; one without a (finite) value in `drawn` too, since it belongs to the sample of its stratum. Raise
    BadConfig at a column that is not there, BadData at one that holds no numbers, UnreadableFile at the files.
    """
    check_columns(data, engine.columns(data.files))
    engine.name_table(data.files, data.numbers | data.keys, numbers=list(data.numbers))
    facts = read_facts(data, engine, whole=True)
    if facts.whole:
        sums = _run(data, facts, engine)
        # Statistics in Parquet files pass over NaN, so that only the sums show it.
        if _all_finite(sums):
            return sums
    return _run(data, read_facts(data, engine, whole=False), engine)


def facts_sql(data: Microdata, table: str) -> str:
    """Return the query of Facts: of whole columns, Parquet files mostly know the answer without being read."""
    asked = "".join(f", count({c}), min({c}), max({c})" for c in _letters(data))
    return f"select count(*){asked} from {table}"  # noqa: S608 - our own names


def read_facts(data: Microdata, engine: Engine, *, whole: bool) -> Facts:
    """Ask for what sums_sql needs to know: whether the columns are whole, if so hoped, and the largest values."""
    tables = engine.parts() if whole else [_table(data, whole=False)]
    told = [engine.answer(facts_sql(data, table))[0] for table in tables]
    rows = sum(int(one[0]) for one in told)
    largest = {}
    for at, letter in enumerate(_letters(data)):
        counts, lows, highs = ([one[3 * at + part] for one in told] for part in (1, 2, 3))
        ends = [float(end) for end in (*lows, *highs) if end is not None]
        largest[letter] = max(map(abs, ends), default=0.0)
        whole = whole and sum(counts) == rows and largest[letter] < LARGEST
        whole = whole and not (letter == "w" and min(ends, default=0.0) <= 0)
    return Facts(rows, whole, largest)


def sums_sql(data: Microdata, facts: Facts) -> str:
    """Return the one query that groups microdata; DuckDB and Spark SQL understand it alike."""
    keys = list(data.keys)
    counts = ["count(*) as rows", "count(drawn) as drawn", "count(ok) as n"]
    if facts.whole:
        counts = ["count(*) as rows", "count(*) as drawn", "count(*) as n"]
    fpc = ["min(fpc) as fpc", "max(fpc) as fpc_max"] if data.fpc else []
    sums = [f"{_folded(product, facts)} as s_{product}" for product in _products(data)]
    inner = f"select {', '.join([*keys, *counts, *sums, *fpc])} from {_table(data, whole=facts.whole)}"  # noqa: S608
    if keys:
        inner += f" group by {', '.join(keys)}"
    named = [*(f"cast({key} as string) as {key}" for key in keys), "rows", "drawn", "n"]
    named += [f"s_{product}" for product in _products(data)] + (["fpc", "fpc_max"] if data.fpc else [])
    return f"select {', '.join(named)} from ({inner}) as grouped"  # noqa: S608


def check_columns(data: Microdata, columns: Mapping[str, bool]) -> None:
    """Raise BadConfig at a column that is not there, BadData at one that holds no numbers where they are expected."""
    for column in (data.numbers | data.keys).values():
        if column not in columns:
            raise BadConfig(f"{data.place}: no column {column!r}", hint=nearest(column, list(columns)))
    for column in data.numbers.values():
        if not columns[column]:
            what = f"{data.place}: column {column!r} holds texts where numbers are expected"
            raise BadData(what, hint="Write typed Parquet with `mapper survey convert`.")


def _letters(data: Microdata) -> list[str]:
    return [letter for letter in ("w", "y", "x") if letter in data.numbers]


def _products(data: Microdata) -> list[str]:
    """Return the products to add up, each once; a column that there is not counts one in them."""
    wanted = [name for name in PRODUCTS if data.errors or name not in SPREAD]
    return list(dict.fromkeys(product for name in wanted if (product := _present(PRODUCTS[name], data))))


def _present(product: str, data: Microdata) -> str:
    return "".join(letter for letter in product if letter in data.numbers)


def _folded(product: str, facts: Facts) -> str:
    """Return the SQL of a sum that does not depend on the order of its terms."""
    term = f"({' * '.join(product)})"
    bound = math.prod(facts.largest[letter] for letter in product) * max(facts.rows, 4)
    splitter = f"{1.5 * 2.0 ** (math.frexp(bound)[1]):.17e}" if bound else "1.5e0"
    head = f"(({term} + {splitter}) - {splitter})"
    return f"sum({head}) + sum({term} - {head})"


def _table(data: Microdata, *, whole: bool) -> str:
    """Return the table to sum: as it is if nothing in it is missing, else with what does not count made blank."""
    if whole:
        return "microdata"
    weighed = f"w > 0 and w < {LARGEST:.1e}" if data.weight else "1 = 1"
    # NaN is larger than every number, in both dialects.
    answered = [f"abs({letter}) < {LARGEST:.1e}" for letter in _letters(data) if letter != "w"]
    ok = " and ".join([weighed, *answered])
    blanked = [f"case when {ok} then {letter} end as {letter}" for letter in _letters(data)]
    counts = [f"case when {weighed} then 1 end as drawn", f"case when {ok} then 1 end as ok"]
    kept = [*data.keys, *(["fpc"] if data.fpc else [])]
    return f"(select {', '.join([*kept, *counts, *blanked])} from microdata) as checked"  # noqa: S608


def _run(data: Microdata, facts: Facts, engine: Engine) -> pd.DataFrame:
    """Run the query and name what it gives in SUM_COLUMNS."""
    names = [*data.keys, "rows", "drawn", "n", *(f"s_{product}" for product in _products(data))]
    names += ["fpc", "fpc_max"] if data.fpc else []
    rows = engine.answer(sums_sql(data, facts))
    given = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    made: dict[str, pd.Series[Any]] = {  # texts, whole numbers and decimal ones
        key: pd.Series(["" if k is None else k for k in given[key]], dtype="str") if key in given else _blank(len(rows))
        for key in ("strata", "psu", *DOMAINS)
    }
    made |= {name: pd.Series(given[name], dtype="int64") for name in ("rows", "drawn", "n")}
    made |= {name: _sum_of(name, given, data) for name in PRODUCTS}
    made["fpc"] = _fpc(given, data, len(rows))
    frame = pd.DataFrame(made)[list(SUM_COLUMNS)]
    return frame.sort_values(["strata", "psu", *DOMAINS], kind="stable", ignore_index=True)


def _blank(length: int) -> pd.Series[Any]:  # a str column
    return pd.Series("", index=range(length), dtype="str")


def _sum_of(name: str, given: Mapping[str, Sequence[Any]], data: Microdata) -> pd.Series[Any]:  # cells of SQL
    product = _present(PRODUCTS[name], data)
    if product and f"s_{product}" not in given:
        return pd.Series(float("nan"), index=range(len(given["rows"])))
    cells = given[f"s_{product}"] if product else given["n"]
    # A group in which no one answered has no sum in SQL; here it is the sum of nothing.
    return pd.Series([0.0 if cell is None else cell for cell in cells], dtype="float64")


def _fpc(given: Mapping[str, Sequence[Any]], data: Microdata, length: int) -> pd.Series[Any]:  # cells of SQL
    if not data.fpc:
        return pd.Series(float("nan"), index=range(length))
    for low, high in zip(given["fpc"], given["fpc_max"], strict=True):
        if low is None or low != high:
            what = f"{data.place}: column {data.fpc!r}: {low} and {high} in one stratum"
            raise BadData(what, hint="The size of a stratum is one number, in every row of it.")
    return pd.Series(given["fpc"], dtype="float64")


def _all_finite(sums: pd.DataFrame) -> bool:
    """Tell whether no sum became infinite or NaN; sums that were not asked for are NaN in every row."""
    for name in PRODUCTS:
        column = sums[name]
        if not column.isna().all() and not column.abs().lt(math.inf).all():
            return False
    return True
