"""A survey's file and the meaning of its columns -> tidy records by region code, with an account of every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mapper.config import SourceWords, SurveyConfig
from mapper.model import RECORD_COLUMNS, Ledger, Source, Survey
from mapper.places.gazetteer import Gazetteer
from mapper.sources import national, readings
from mapper.sources.layout import lay_out
from mapper.sources.regions import place_regions
from mapper.sources.sectors import Taxonomy, read_taxonomy, taxonomy_of
from mapper.sources.sieve import Detail, Sieve, Why
from mapper.sources.tabular import TextFrame, read_table


@dataclass(frozen=True)
class _Reading:
    """What the checks of one survey hold its rows against."""

    config: SurveyConfig
    gazetteer: Gazetteer
    taxonomy: Taxonomy


def read_survey(config: SurveyConfig, folder: Path, gazetteer: Gazetteer) -> Survey:
    """Read one `[[survey]]` of a project in `folder`.

    Faults of rows come as findings, and the rows as unused ones in the ledger. Raises UnreadableFile, BadConfig or
    BadData where the file, its mapping or its taxonomy cannot be meant at all.
    """
    table = read_table(folder / config.file, encoding=config.encoding, name=config.file)
    reading = _Reading(config, gazetteer, read_taxonomy(config, folder))
    claims = lay_out(table, config)
    sieve = Sieve(table, claims, findings=table.findings())
    for check in CHECKS:
        sieve = check(sieve, reading)
    records = _records(sieve.kept, table, config)
    sectors = reading.taxonomy.sectors or taxonomy_of(records["sector"])
    totals = national.read_totals(config, folder, reading.taxonomy)
    return Survey(
        id=config.id,
        records=records,
        ledger=Ledger(config.id, len(claims), len(records), sieve.unused),
        findings=sieve.findings + national.check_reconciliation(config, records, totals, sectors),
        source=source_of(config.id, config.source, sample=config.sample),
        design=config.design,
        sectors=sectors,
        national=totals,
    )


def source_of(name: str, words: SourceWords, *, sample: bool) -> Source:
    """Return where figures come from, as the settings tell."""
    return Source(name, words.title, words.publisher, words.date, words.url, words.licence, sample)


def _drop_blank(sieve: Sieve, reading: _Reading) -> Sieve:
    """Take out the rows in which none of the mapped columns says anything: blank rows, and notes below a table."""
    said = [sieve.kept[role] != "" for role in reading.config.columns]
    blank = ~pd.concat(said, axis=1).any(axis=1)
    return sieve.drop(blank, Why("blank", "blank-row", None), text=_no_text(sieve))


def _place(sieve: Sieve, reading: _Reading) -> Sieve:
    return place_regions(
        sieve, reading.gazetteer, column=reading.config.columns["region"], level=reading.config.unmatched
    )


def _name_sectors(sieve: Sieve, reading: _Reading) -> Sieve:
    """Take out rows of unknown sectors, and those that the settings call no sector."""
    if "sector" not in reading.config.columns:
        return sieve
    column = reading.config.columns["sector"]
    texts = sieve.kept["sector"]
    found = texts.map({text: reading.taxonomy.find(text) for text in texts.unique()})
    blank = texts == ""
    sieve = sieve.drop(blank, Why("rejected", "blank-sector"), text=texts, column=column)
    sieve = sieve.drop(((found == "") & ~blank), Why("rejected", "not-a-sector", None), text=texts, column=column)
    sieve = sieve.drop(
        found.isna(),
        Why("rejected", "unknown-sector"),
        text=texts,
        column=column,
        detail=lambda text: Detail({"nearest": reading.taxonomy.nearest(text) or "—"}),
    )
    return sieve.keep(sector=found[sieve.kept.index])


def _read_values(sieve: Sieve, reading: _Reading) -> Sieve:
    return readings.read_values(sieve, reading.config)


def _check_weights(sieve: Sieve, reading: _Reading) -> Sieve:
    return readings.read_weights(sieve, reading.config)


def _drop_duplicates(sieve: Sieve, reading: _Reading) -> Sieve:
    """Take out second rows for one region, sector and period (or id): which of them is right, no program can know.

    Rows of respondents without an id, and rows that are counted, may well be alike.
    """
    config = reading.config
    figures = config.design in {"census", "register"} and "value" in config.columns
    if "id" not in config.columns and not figures:
        return sieve
    roles = ["id"] if "id" in config.columns else ["region", "sector", "period"]
    keys = sieve.kept[roles].agg(" · ".join, axis=1) if len(sieve.kept) else _no_text(sieve)
    first = dict(zip(keys[::-1], sieve.kept["row"][::-1].astype("str"), strict=True))
    return sieve.drop(
        keys.duplicated(),
        Why("duplicate", "duplicate-row"),
        text=keys,
        column=config.columns.get(roles[0], ""),
        detail=lambda key: Detail({"first": first[key]}),
    )


def _no_text(sieve: Sieve) -> pd.Series[str]:
    return pd.Series("", index=sieve.kept.index, dtype="str")


def _records(kept: pd.DataFrame, table: TextFrame, config: SurveyConfig) -> pd.DataFrame:
    """Return what is left, in RECORD_COLUMNS."""
    period = kept["period"].where(kept["period"] != "", config.period)
    frame = kept.assign(source=config.id, file=table.place, period=period)
    return frame[list(RECORD_COLUMNS)].reset_index(drop=True)


CHECKS: tuple[Callable[[Sieve, _Reading], Sieve], ...] = (
    _drop_blank,
    _place,
    _name_sectors,
    _read_values,
    _check_weights,
    _drop_duplicates,
)
"""In this order: a row is counted under the first reason that takes it out."""
