"""Rows of microdata in groups that are alike in all that decides whether they are used: one SQL text counts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mapper.config import SurveyConfig
from mapper.errors import BadData
from mapper.sources.cells import marks_with, read_cell
from mapper.sources.engine import LARGEST, Engine
from mapper.sources.typed import untyped

KEYS = ("region", "sector", "period")
DESIGN = ("strata", "psu")
TICK, SILENT = "tick", "silent"
"""What is wrong with the ticks of a question: another number than 1 and 0; zeros of someone who did not answer."""
MOST = 50_000
"""Groups of rows: of more no one would read the account, and the column of regions is likely another one."""
MOST_PSUS = 200_000


@dataclass(frozen=True)
class Asked:
    """The columns that a survey's settings name, in files that an engine reads."""

    files: tuple[str, ...]
    config: SurveyConfig
    """Fitted to the names of the columns."""
    answers: tuple[str, ...]
    """The columns of answers; () where rows are counted."""
    kinds: Mapping[str, bool]
    """All columns of the files, and whether each holds numbers."""

    @property
    def columns(self) -> dict[str, str]:
        """Of the roles that are grouped by or weigh -> column; in `choices` the sector is none."""
        roles = [role for role in (*KEYS, *DESIGN, "weight") if role in self.config.columns]
        return {role: self.config.columns[role] for role in roles if role != "sector" or self.config.layout == "long"}

    def aliases(self) -> tuple[dict[str, str], list[str]]:
        """Return the columns by the names that they have in SQL, and which of them are numbers."""
        numbers = {f"y{at}": column for at, column in enumerate(self.answers)}
        numbers |= {"w": self.columns["weight"]} if "weight" in self.columns else {}
        odd = {f"odd_{name}": untyped(column) for name, column in numbers.items() if untyped(column) in self.kinds}
        keys = {role: column for role, column in self.columns.items() if role != "weight"}
        # A question with several choices may have a column that names them all.
        summary = self.config.columns["sector"] if self.config.layout == "choices" else ""
        return {**keys, **numbers, **odd, **({"summary": summary} if summary in self.kinds else {})}, list(numbers)


@dataclass(frozen=True)
class _Fault:
    """What takes a row out: where it holds, its code and column, and the text that is told."""

    holds: str
    code: str
    column: str
    told: str
    odd: bool = False
    """The text was no number: it is read once more in words."""


def count_groups(asked: Asked, engine: Engine) -> pd.DataFrame:
    """Return the groups of rows, in order, with the columns of claims; raise BadData at none, or too many.

    `raw_region` and the like are the texts by which the engine groups; `times` counts rows, `yes0` and so on those
    whose answer is not zero, `known` those with any answer, `other` those with one beside 1 and 0. `code`, `at` and
    `told` say what is wrong with them: the code of a finding, the column, a text from it.
    """
    aliases, numbers = asked.aliases()
    engine.name_table(asked.files, aliases, numbers=numbers)
    _check_design(asked, engine)
    faults = _faults(asked, list(aliases))
    keys = [key for key in KEYS if key in aliases]
    rows = engine.answer(_groups_sql(keys, list(aliases), faults))
    if len(rows) > MOST:
        named = ", ".join(asked.columns[key] for key in keys)
        what = f"{asked.config.file}: more than {MOST:,} different texts in {named}"
        raise BadData(what, hint="Map the columns that name regions, sectors and periods.")
    if not rows:
        raise BadData(f"{asked.config.file}: a header without rows", hint="Was the export cut off?")
    columns = [*keys, "said", "figures", "fault", "odd", "told", "times", *_counted(asked)]
    frame = pd.DataFrame(rows, columns=columns)
    return _in_words(frame, asked, faults)


def _counted(asked: Asked) -> list[str]:
    return ["known", "other", *(f"yes{at}" for at in range(len(asked.answers)))]


def _check_design(asked: Asked, engine: Engine) -> None:
    """Raise BadData at strata or PSUs that are as many as respondents: their sums would not fit into memory."""
    named = [role for role in DESIGN if role in asked.columns]
    if not named:
        return
    counts = ", ".join(f"approx_count_distinct(cast({role} as string))" for role in named)
    counted = engine.answer(f"select {counts} from microdata")  # noqa: S608 - our own names
    for role, count in zip(named, counted[0], strict=True):
        if count > MOST_PSUS:
            what = f"{asked.config.file}: {asked.columns[role]!r} has about {count:,} different texts"
            raise BadData(what, hint=f"If it names respondents, leave `{role}` out: each is a unit of its own then.")


def _groups_sql(keys: Sequence[str], aliases: Sequence[str], faults: Sequence[_Fault]) -> str:
    """Return the query that counts rows; DuckDB and Spark SQL understand it alike."""
    numbers = [name for name in aliases if name == "w" or name.startswith("y")]
    # A mark of a number that is not there is "" in its odd texts.
    cells = [name for name in aliases if name in numbers or name.startswith("odd_")]
    said = " or ".join(f"{name} is not null" if name in cells else f"not ({_blank(name)})" for name in aliases)
    answers = [name for name in aliases if name.removeprefix("odd_").startswith("y")]
    answered = " or ".join(f"{name} is not null" for name in answers) or "1 = 1"
    judged = [
        *(f"{_text(key)} as {key}" for key in keys),
        f"case when {said} then 1 else 0 end as said",
        f"case when {answered} then 1 else 0 end as figures",
        f"{_first([(one.holds, str(at)) for at, one in enumerate(faults)], '-1')} as fault",
        f"{_first([(one.holds, one.told if one.odd else _NONE) for one in faults], _NONE)} as odd",
        f"{_first([(one.holds, one.told) for one in faults], _NONE)} as told",
    ]
    by = ", ".join([*keys, "said", "figures", "fault", "odd"])
    values = [name for name in numbers if name != "w"]
    others = " or ".join(f"({_known(name)} and {name} not in (0, 1))" for name in values) or "1 = 0"
    known = " or ".join(f"({_known(name)})" for name in values) or "1 = 1"
    counts = ["min(told)", "count(*)", "sum(known)", "sum(other)", *(f"sum(yes_{name})" for name in values)]
    judged += [f"case when {holds} then 1 else 0 end as {n}" for n, holds in (("known", known), ("other", others))]
    judged += [f"case when {_known(name)} and {name} <> 0 then 1 else 0 end as yes_{name}" for name in values]
    inner = f"select {', '.join(judged)} from microdata"  # noqa: S608 - our own names
    told = f"select {by}, {', '.join(counts)} from ({inner}) as judged"  # noqa: S608
    return f"{told} group by {by} order by {by} limit {MOST + 1}"


_NONE = "cast(null as string)"


def _first(cases: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Return the SQL of the first case that holds."""
    if not cases:
        return otherwise
    return f"case {' '.join(f'when {holds} then {value}' for holds, value in cases)} else {otherwise} end"


def _text(name: str) -> str:
    return f"coalesce(cast({name} as string), '')"


def _known(name: str) -> str:
    return f"{name} is not null and not isnan({name})"


def _blank(name: str) -> str:
    return f"trim({_text(name)}) = ''"


def _faults(asked: Asked, aliases: Sequence[str]) -> list[_Fault]:
    """Return what may be wrong with a row, in the order in which a small table is checked."""
    config = asked.config
    found = [
        fault
        for at, column in enumerate(asked.answers)
        for fault in _faults_of_answer(f"y{at}", column, aliases, config)
    ]
    if "summary" in aliases:
        ticks = " + ".join(f"coalesce(y{at}, 0)" for at in range(len(asked.answers)))
        given = " or ".join(f"y{at} is not null" for at in range(len(asked.answers)))
        holds = f"{_blank('summary')} and ({given}) and {ticks} = 0"
        found.append(_Fault(holds, SILENT, config.columns["sector"], "''"))
    found += [
        _Fault(_blank(role), "blank-design", asked.columns[role], "''") for role in DESIGN if role in asked.columns
    ]
    if "w" in aliases:
        told = f"coalesce({'odd_w, ' if 'odd_w' in aliases else ''}{_text('w')})"
        holds = f"w is null or isnan(w) or w <= 0 or w >= {LARGEST:.1e}"
        found.append(_Fault(holds, "bad-weight", asked.columns["weight"], told))
    return found


def _faults_of_answer(name: str, column: str, aliases: Sequence[str], config: SurveyConfig) -> list[_Fault]:
    known = _known(name)
    found = [_Fault(f"odd_{name} <> ''", "not-a-number", column, f"odd_{name}", odd=True)]
    found = found if f"odd_{name}" in aliases else []
    found.append(_Fault(f"{known} and abs({name}) >= {LARGEST:.1e}", "not-a-number", column, _text(name)))
    if config.layout == "choices":
        found.append(_Fault(f"{known} and {name} not in (0, 1)", TICK, column, _text(name)))
    elif not config.negative:
        found.append(_Fault(f"{known} and {name} < 0", "negative-value", column, _text(name)))
    return found


def _in_words(frame: pd.DataFrame, asked: Asked, faults: Sequence[_Fault]) -> pd.DataFrame:
    """Name the faults, and trim the texts as those of a small table are."""
    marks = marks_with(asked.config.missing)
    codes = []
    for fault, odd in zip(frame["fault"], frame["odd"], strict=True):
        one = faults[int(fault)] if fault >= 0 else None
        read = read_cell(odd, decimal=asked.config.decimal, marks=marks).fault if one and one.odd else ""
        codes.append((read or one.code, one.column) if one else ("", ""))
    blank = pd.Series("", index=frame.index, dtype="str")
    raw = {f"raw_{key}": frame[key].astype("str") if key in frame else blank for key in KEYS}
    texts = {
        key: _trimmed(raw[f"raw_{key}"], number=asked.kinds.get(asked.columns.get(key, ""), False)) for key in KEYS
    }
    named = pd.DataFrame(codes, index=frame.index, columns=["code", "at"], dtype="str")
    told = {"told": frame["told"].fillna("").astype("str"), "times": frame["times"].astype("int64")}
    flags = {name: frame[name].astype("bool") for name in ("said", "figures")}
    counts = {name: frame[name].astype("int64") for name in _counted(asked)}
    return pd.DataFrame({**raw, **texts, **flags, **told, **counts, "code": named["code"], "at": named["at"]})


def _trimmed(texts: pd.Series[str], *, number: bool) -> pd.Series[str]:
    """Return texts without spaces around them; a whole number without the zero that an engine writes behind it."""
    return (texts.str.removesuffix(".0") if number else texts).str.strip()
