"""A survey's file and the meaning of its columns -> tidy records by region code, with an account of every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from mapper import files
from mapper.config import SurveyConfig
from mapper.model import LANGUAGES, RECORD_COLUMNS, Ledger, Source, Survey, Unused
from mapper.places.gazetteer import Gazetteer
from mapper.rollout_settings import SourceWords
from mapper.sources import answers, national, readings
from mapper.sources.headers import Head
from mapper.sources.kobo import join_parent
from mapper.sources.layout import fit, lay_out
from mapper.sources.regions import locate_points, place_regions
from mapper.sources.sectors import Taxonomy, read_taxonomy, taxonomy_of
from mapper.sources.sieve import Detail, Sieve, Why
from mapper.sources.tabular import TextFrame, join_tables, read_table
from mapper.sources.xlsform import Form, read_form


@dataclass(frozen=True)
class Reading:
    """What the checks of one survey hold its rows against."""

    config: SurveyConfig
    gazetteer: Gazetteer
    taxonomy: Taxonomy
    form: Form


def read_survey(config: SurveyConfig, folder: Path, gazetteer: Gazetteer) -> Survey:
    """Read one `[[survey]]` of a project in `folder`.

    Faults of rows come as findings, and the rows as unused ones in the ledger. Raises UnreadableFile, BadConfig or
    BadData where the file, its mapping or its taxonomy cannot be meant at all.
    """
    table = read_survey_table(config, folder)
    form = read_form(folder / config.form, config.form) if config.form else Form()
    asked = form.question(config.columns.get("sector", ""))
    taxonomy = read_taxonomy(config, folder, asked if asked and asked.choices else None)
    reading = Reading(fit(config, table, form), gazetteer, taxonomy, form)
    claims = lay_out(table, reading.config, taxonomy, form)
    sieve = Sieve(table, claims, findings=table.findings())
    for check in CHECKS:
        sieve = check(sieve, reading)
    records = _records(sieve.kept, table, config)
    sectors = reading.taxonomy.sectors or taxonomy_of(records["sector"])
    totals = national.read_totals(config, folder, reading.taxonomy)
    return Survey(
        id=config.id,
        records=records,
        ledger=_account(table, config.id, claims=claims, sieve=sieve),
        findings=sieve.findings + national.check_reconciliation(config, records, totals, sectors),
        source=source_of(config.id, config.source, sample=config.sample, design=config.design),
        design=config.design,
        sectors=sectors,
        national=totals,
    )


def read_survey_table(config: SurveyConfig, folder: Path) -> TextFrame:
    """Read the table of a survey's file or files, with the submissions of a repeat group beside it."""
    return join_tables([_read_file(config, folder, one) for one in files.expand(folder, config.file)], config.file)


def _read_file(config: SurveyConfig, folder: Path, file: str) -> TextFrame:
    head = Head(config.header, config.header_rows)
    path = folder / file
    table = read_table(path, encoding=config.encoding, sheet=config.sheet, name=file, head=head)
    if not config.parent:
        return table
    if table.sheet:
        return join_parent(table, read_table(path, sheet=config.parent, name=file))
    beside = Path(file).with_name(config.parent)
    return join_parent(table, read_table(folder / beside, encoding=config.encoding, name=str(beside)))


def source_of(name: str, words: SourceWords, *, sample: bool, design: str = "") -> Source:
    """Return where figures come from, as the settings tell."""
    return Source(name, words.title, words.publisher, words.date, words.url, words.licence, sample, design)


def drop_blank(sieve: Sieve, _: Reading) -> Sieve:
    """Take out the rows in which none of the mapped columns says anything: blank rows, and notes below a table."""
    return sieve.drop(~sieve.kept["said"], Why("blank", "blank-row", None), text=_no_text(sieve))


def _check_choices(sieve: Sieve, reading: Reading) -> Sieve:
    return answers.check_choices(sieve, reading.form, reading.config)


def place(sieve: Sieve, reading: Reading) -> Sieve:
    """Put region codes in the places of texts, or of points; take out the rows that have none."""
    config = reading.config
    if "region" not in config.columns and config.layout != "regions-across":
        return locate_points(sieve, reading.gazetteer, config)
    column = config.columns.get("region", "")
    sieve = answers.name_regions(sieve, reading.form.question(column), reading.gazetteer)
    return place_regions(sieve, reading.gazetteer, column=column, level=config.unmatched)


def name_sectors(sieve: Sieve, reading: Reading) -> Sieve:
    """Take out rows of unknown sectors, and those that the settings call no sector."""
    config = reading.config
    if "sector" not in config.columns and config.layout != "sectors-across":
        return sieve
    column = "" if config.layout in {"sectors-across", "choices"} else config.columns["sector"]
    texts = sieve.kept["sector"]
    found = texts.map({text: reading.taxonomy.find(text) for text in texts.unique()})
    near = texts.map({text: reading.taxonomy.suggest(text) is not None for text in texts[found.isna()].unique()})
    whys = (
        (found.isna() & ~sieve.kept["figures"], Why("rejected", "note", None)),
        (texts == "", Why("rejected", "blank-sector")),
        (found == "", Why("rejected", "not-a-sector", None)),
        (found.isna() & near.eq(other=True), Why("rejected", "suggested-sector")),
        (found.isna(), Why("rejected", "unknown-sector")),
    )
    for taken, why in whys:
        sieve = sieve.drop(taken, why, text=texts, column=column, detail=lambda text: _suggested(text, reading))
    return sieve.keep(sector=found[sieve.kept.index])


def _suggested(text: str, reading: Reading) -> Detail:
    """Return the sector that a text nearly names, by its id and in each language; else what the sectors are."""
    known = ", ".join(sector.sector for sector in reading.taxonomy.sectors[:12])
    near = reading.taxonomy.suggest(text)
    if near is None:
        return Detail({"known": known})
    named = {f"nearest_{language}": near.name[language] for language in LANGUAGES}
    return Detail({"known": known, "nearest": near.sector, **named}, (near.sector,))


def _read_values(sieve: Sieve, reading: Reading) -> Sieve:
    return readings.read_values(sieve, reading.config)


def _check_design(sieve: Sieve, reading: Reading) -> Sieve:
    return readings.read_design(sieve, reading.config)


def _drop_duplicates(sieve: Sieve, reading: Reading) -> Sieve:
    """Take out second rows for one region, sector and period (or id): which of them is right, no program can know.

    Rows of respondents without an id, and rows that are counted, may well be alike.
    """
    config = reading.config
    counted = config.layout == "choices" or (config.layout == "long" and "value" not in config.columns)
    figures = config.design in {"census", "register"} and not counted
    if "id" not in config.columns and not figures:
        return sieve
    roles = ["id", "sector", "period"] if "id" in config.columns else ["region", "sector", "period"]
    first_role, sector, period = (sieve.kept[role] for role in roles)
    keys = first_role + " · " + sector + " · " + period
    again = keys.duplicated()
    if not again.any():
        return sieve
    told = keys.str.replace(r"( · )+$", "", regex=True).str.replace(" ·  · ", " · ", regex=False)
    first = dict(zip(told[::-1], sieve.kept["row"][::-1], strict=True))
    return sieve.drop(
        again,
        Why("duplicate", "duplicate-row"),
        text=told,
        column=config.columns.get(roles[0], ""),
        detail=lambda key: Detail({"first": _row_told(sieve.table, int(first[key]))}),
    )


def _row_told(table: TextFrame, row: int) -> str:
    """Return a row's number, with its file where there are several."""
    return str(table.where(row)) if table.parts else str(row)


def _no_text(sieve: Sieve) -> pd.Series[str]:
    return pd.Series("", index=sieve.kept.index, dtype="str")


def _account(table: TextFrame, name: str, *, claims: pd.DataFrame, sieve: Sieve) -> Ledger:
    """Return the account of the file's rows: used if one of its figures is, else unused for its first reason."""
    used = set(sieve.kept["row"].tolist())
    first: dict[int, Unused] = {}
    for one in sieve.unused:
        if one.row not in used:
            first.setdefault(one.row, one)
    unused = tuple(_placed(first[row], table) for row in sorted(first))
    return Ledger(name, claims["row"].nunique(), len(used), unused)


def _placed(one: Unused, table: TextFrame) -> Unused:
    file, row = table.at(one.row)
    return replace(one, file=file, row=row)


def _records(kept: pd.DataFrame, table: TextFrame, config: SurveyConfig) -> pd.DataFrame:
    """Return what is left, in RECORD_COLUMNS."""
    period = kept["period"].where(kept["period"] != "", config.period)
    frame = kept.assign(source=config.id, file=table.place, period=period)
    if table.parts:
        places = pd.DataFrame([table.at(int(row)) for row in kept["row"]], index=kept.index, columns=["file", "row"])
        frame = frame.assign(file=places["file"].astype("str"), row=places["row"].astype("int64"))
    return frame[list(RECORD_COLUMNS)].reset_index(drop=True)


CHECKS: tuple[Callable[[Sieve, Reading], Sieve], ...] = (
    drop_blank,
    _check_choices,
    place,
    name_sectors,
    _read_values,
    _check_design,
    _drop_duplicates,
)
"""In this order: a row is counted under the first reason that takes it out."""
