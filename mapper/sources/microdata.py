"""A survey of more respondents than fit into memory -> sums by an engine, with an account of every row.

Rows that are alike in all that decides whether they are used are counted together, and each such group passes the
same checks as a row of a small table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from mapper.config import SurveyConfig
from mapper.errors import BadConfig, BadData
from mapper.model import RECORD_COLUMNS, SAMPLES, SUM_COLUMNS, Ledger, Sums, Survey, Unused, Where
from mapper.places.gazetteer import Gazetteer
from mapper.sources.engine import Engine, Microdata, check_columns, compute_sums
from mapper.sources.groups import DESIGN, KEYS, SILENT, TICK, Asked, count_groups
from mapper.sources.kobo import choice_columns
from mapper.sources.layout import fit
from mapper.sources.sectors import read_taxonomy, taxonomy_of
from mapper.sources.sieve import Sieve, Why
from mapper.sources.survey import Reading, drop_blank, name_sectors, place, source_of
from mapper.sources.tabular import TextFrame
from mapper.sources.volumes import Volumes, find_volumes
from mapper.sources.xlsform import Form

ROLES = ("region", "sector", "period", "value", "weight", "strata", "psu")
LAYOUTS = ("long", "sectors-across", "choices")
ABSENT = ("form", "parent", "sheet", "national", "header", "header_rows", "vintage")
"""Settings that only a survey has whose rows are read one by one."""


@dataclass(frozen=True)
class Grouped(TextFrame):
    """A table of which only groups of rows are known: no finding can name a row."""

    def where(self, row: int | None = None, column: str | None = None) -> Where:  # noqa: ARG002 - as a table's
        """Return the place of a column."""
        return Where(self.place, None, column)


@dataclass(frozen=True)
class Workshop:
    """Where microdata are summed, and where texts are kept once they are typed."""

    engine: Engine
    cache: Path


def read_summed(config: SurveyConfig, folder: Path, gazetteer: Gazetteer, workshop: Workshop) -> Survey:
    """Read one `[[survey]]` with `summed = true`: its sums instead of its records, none where an error was found.

    Raises what `read_survey` raises, and BadConfig at a setting for which each row would have to be looked at.
    """
    _check_settings(config, gazetteer)
    volumes = find_volumes(config, folder, workshop.engine)
    table = Grouped(config.file, "", pd.DataFrame(columns=list(volumes.names)), encoding=volumes.encoding)
    fitted = fit(config, table)
    questions = _questions(fitted, table)
    asked = _ask(volumes, fitted, questions, workshop)
    groups = count_groups(asked, workshop.engine)
    _refuse_ticks(groups, config)
    reading = Reading(fitted, gazetteer, read_taxonomy(config, folder), Form())
    sieve = Sieve(table, _claims(groups, questions), findings=table.findings())
    for check in (drop_blank, place, name_sectors, _drop_faults):
        sieve = check(sieve, reading)
    failed = any(finding.level == "error" for finding in sieve.findings)
    return Survey(
        id=config.id,
        records=pd.DataFrame(columns=list(RECORD_COLUMNS)),
        ledger=_account(config, groups, sieve),
        findings=sieve.findings,
        source=source_of(config.id, config.source, sample=config.sample),
        design=config.design,
        sectors=reading.taxonomy.sectors or taxonomy_of(sieve.kept["sector"]),
        sums=None if failed else _sum(asked, sieve.kept, workshop.engine),
    )


def _check_settings(config: SurveyConfig, gazetteer: Gazetteer) -> None:
    """Raise BadConfig at what sums cannot do."""
    where, hint = f"[[survey]] {config.id}: summed", "Take `summed` away, and the rows are read one by one."
    for role in config.columns:
        if role not in ROLES:
            raise BadConfig(f"{where}: columns: {role!r} cannot be summed", hint=f"Known are: {', '.join(ROLES)}.")
    if config.layout not in LAYOUTS:
        raise BadConfig(f"{where}: the layout {config.layout!r} cannot be summed", hint=hint)
    for name in ABSENT:
        if getattr(config, name) and not (name == "vintage" and config.vintage == gazetteer.vintage):
            raise BadConfig(f"{where}: {name!r} cannot be summed", hint=hint)
    figures = "value" in config.columns or config.layout == "sectors-across"
    if config.design not in SAMPLES and figures:
        what = f"{where}: figures of a {config.design} stand once each, and no sum shows whether they do"
        raise BadConfig(what, hint=f"{hint} Or leave `value` out to count rows.")


def _questions(config: SurveyConfig, table: TextFrame) -> Mapping[str, str]:
    """Return the columns of answers ("" where rows are counted) and the texts of their sectors ("" has a column)."""
    if config.layout == "long":
        return {config.columns.get("value", ""): ""}
    if config.layout == "sectors-across":
        found: Mapping[str, str] = config.across
        hint = "Name the columns in `across`."
    else:
        found = choice_columns(table, config.columns["sector"])
        hint = "Each choice needs a column of 1 and 0: `question/choice`."
    if not found:
        raise BadConfig(f"{table.place}: no columns of answers for each sector", hint=hint)
    return found


def _ask(volumes: Volumes, config: SurveyConfig, questions: Mapping[str, str], workshop: Workshop) -> Asked:
    """Return the columns that are wanted, in Parquet that the engine reads."""
    columns = dict(config.columns)
    if config.layout == "choices" and columns["sector"] not in volumes.names:
        del columns["sector"]  # the question of choices need not be a column
    answers = tuple(column for column in questions if column)
    weight = [columns["weight"]] if "weight" in columns else []
    texts = [column for role, column in columns.items() if role not in {"value", "weight"}]
    files = volumes.typed([*answers, *weight], texts, workshop.cache)
    asked = Asked(files, config, answers, workshop.engine.columns(files))
    for value in questions:
        check_columns(_microdata(asked, value), asked.kinds)
    return asked


def _microdata(asked: Asked, value: str) -> Microdata:
    columns = asked.columns
    return Microdata(
        asked.files,
        value=value,
        by={role: columns[role] for role in KEYS if role in columns},
        weight=columns.get("weight", ""),
        strata=columns.get("strata", ""),
        psu=columns.get("psu", ""),
        errors=asked.config.design in SAMPLES,
    )


def _refuse_ticks(groups: pd.DataFrame, config: SurveyConfig) -> None:
    """Raise BadData at a choice that is neither ticked nor not, and at zeros of which no one knows what they say."""
    for at, told in groups.loc[groups["code"] == TICK, ["at", "told"]].itertuples(index=False):
        what = f"{config.file}:{at}: {told!r} where 1, 0 or nothing belongs"
        raise BadData(what, hint="A column of a choice tells whether it was ticked.")
    for at, times in groups.loc[groups["code"] == SILENT, ["at", "times"]].itertuples(index=False):
        what = f"{config.file}:{at}: {times} rows have 0 for every choice and no summary: it was not answered"
        raise BadData(what, hint="Blank the zeros of those who did not answer, or take `summed` away.")


def _claims(groups: pd.DataFrame, questions: Mapping[str, str]) -> pd.DataFrame:
    """Return one claim a group and question; "" is a question without a column of its own."""
    base = groups.assign(row=range(1, len(groups) + 1))
    parts = [
        base.assign(
            column=column,
            order=order,
            yes=base[f"yes{order}"] if column else base["times"],
            **({"sector": text} if text else {}),
        )
        for order, (column, text) in enumerate(questions.items())
    ]
    return pd.concat(parts).sort_values(["row", "order"], ignore_index=True).drop(columns="order")


def _drop_faults(sieve: Sieve, _: Reading) -> Sieve:
    """Take out the rows of which an answer, a weight or a part of the design cannot be."""
    for code, column in dict.fromkeys(zip(sieve.kept["code"], sieve.kept["at"], strict=True)):
        if code:
            taken = (sieve.kept["code"] == code) & (sieve.kept["at"] == column)
            sieve = sieve.drop(taken, Why("rejected", code), text=sieve.kept["told"], column=column)
    return sieve


def _account(config: SurveyConfig, groups: pd.DataFrame, sieve: Sieve) -> Ledger:
    """Return the account of the rows: of a group used if one of its figures is, else unused for its first reason."""
    used = sieve.kept.drop_duplicates("row")
    rows = set(used["row"].tolist())
    first: dict[int, Unused] = {}
    for one in sieve.unused:
        if one.row not in rows:
            first.setdefault(one.row, replace(one, row=0))
    return Ledger(config.id, int(groups["times"].sum()), int(used["times"].sum()), tuple(first.values()))


def _sum(asked: Asked, kept: pd.DataFrame, engine: Engine) -> Sums:
    """Return the sums of the rows that are used, by region code and sector."""
    kept = kept.assign(period=kept["period"].where(kept["period"] != "", asked.config.period))
    questions = dict.fromkeys(kept["column"])
    frames = [_named(compute_sums(_microdata(asked, q), engine), kept[kept["column"] == q]) for q in questions]
    summed = pd.concat(frames) if frames else pd.DataFrame(columns=list(SUM_COLUMNS))
    return Sums(
        summed.sort_values(["sector", "strata", "psu", "region", "period"], kind="stable", ignore_index=True),
        _people(kept),
        across=asked.config.layout != "long",
        weighted="weight" in asked.columns,
        clustered="psu" in asked.columns,
        yes_or_no=not kept["other"].any(),
    )


def _people(kept: pd.DataFrame) -> pd.DataFrame:
    """Return the respondents of a region and period, and by sector those whose answer is not zero."""
    answered = kept.drop_duplicates("row").assign(sector="", yes=0).rename(columns={"known": "n"})
    both = pd.concat([answered, kept.assign(n=0)])
    return both.groupby(list(KEYS), as_index=False)[["n", "yes"]].sum()


def _named(sums: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Put codes in the places of texts, and add up what was written in several ways."""
    raw = {f"raw_{key}": key for key in KEYS}
    codes = kept.drop_duplicates(list(raw))[[*raw, *KEYS]]
    trimmed = sums.assign(**{key: sums[key].str.strip() for key in DESIGN})
    named = trimmed.rename(columns={key: name for name, key in raw.items()}).merge(codes, on=list(raw))
    return named.groupby(["strata", "psu", *KEYS], as_index=False).sum(min_count=1, numeric_only=True)[
        list(SUM_COLUMNS)
    ]
