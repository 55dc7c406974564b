"""Forms of KoboToolbox, ODK and SurveyCTO: the choices of a question, and repeat groups beside their submissions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from mapper.errors import BadData
from mapper.sources.sectors import Taxonomy
from mapper.sources.tabular import TextFrame, find_column
from mapper.sources.xlsform import Form

TICKS = {"1": "1", "0": "0", "": "", "true": "1", "false": "0"}
KEYS = (("_parent_index", "_index"), ("PARENT_KEY", "KEY"), ("__Submissions-id", "KEY"))
"""Columns by which a repeat group (first) names its submission (second): KoboToolbox, SurveyCTO, ODK Central."""

PROGRAMS = {
    "KoboToolbox": ("_submission_time", "_index", "_uuid", "_parent_index"),
    "SurveyCTO": ("SubmissionDate", "PARENT_KEY", "formdef_version"),
    "ODK Central": ("SubmitterID", "__id", "__Submissions-id", "AttachmentsExpected"),
}
"""Columns that only the exports of a program have."""
OWN = re.compile(
    r"_.*|KEY|PARENT_KEY|SET-OF-.*|SubmissionDate|CompletionDate|formdef_version|instanceID|instanceName|SubmitterID|"
    r"SubmitterName|AttachmentsPresent|AttachmentsExpected|Status|ReviewState|DeviceID|Edits|FormVersion|start|end|today|"
    r"deviceid|username|meta[/-].*|starttime|endtime"
)
"""Columns that a program adds to the answers."""


@dataclass(frozen=True)
class FormStyle:
    """How a program exported a form; `program` "" is no form of theirs."""

    program: str
    names: str
    """xml (names of the form) or labels."""
    groups: bool
    """Whether names begin with those of their groups."""
    choices: str
    """How select-multiple questions stand: columns, columns and summary, or "" if no columns of choices were found."""
    tagged: bool
    """Whether HXL tags stand below the header."""


def style_of(table: TextFrame) -> FormStyle:
    """Tell by its columns which program exported a table, and in which of its modes."""
    columns = [str(column) for column in table.frame.columns]
    lasts = {column.rpartition("/")[2] for column in columns}
    program = next((name for name, own in PROGRAMS.items() if lasts & set(own)), "")
    asked = [column for column in columns if not OWN.fullmatch(column)]
    ticked = questions_of(table)
    ticks = ticks_of(ticked)
    plain = [column for column in asked if column not in ticks]
    summaries = any(question in columns for question in ticked)
    return FormStyle(
        program,
        "xml" if all(re.fullmatch(r"[A-Za-z_][\w./-]*", name, re.ASCII) for name in asked) else "labels",
        any("/" in column for column in plain) or any("/" in question for question in ticked),
        ("columns and summary" if summaries else "columns") if ticked else "",
        table.tagged,
    )


def ticks_of(ticked: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the columns of choices of select-multiple questions."""
    return frozenset(f"{q}{sign}{choice}" for q, choices in ticked.items() for choice in choices for sign in "/_")


def questions_of(table: TextFrame) -> Mapping[str, tuple[str, ...]]:
    """Return the select-multiple questions whose choices have columns of their own: question -> choices."""
    columns = [str(column) for column in table.frame.columns]
    found: dict[str, list[str]] = {}
    for column in columns:
        question, _, choice = column.rpartition("/")
        if not question:
            under = (name for name in columns if column.startswith(f"{name}_") and not OWN.fullmatch(name))
            question = max(under, key=len, default="")
            choice = column.removeprefix(f"{question}_")
        texts = table.frame[column].str.casefold()
        if question and texts.isin(list(TICKS)).all() and (texts != "").any():
            found.setdefault(question, []).append(choice)
    return {question: tuple(choices) for question, choices in found.items() if len(choices) > 1}


def choices_of(table: TextFrame, question: str, taxonomy: Taxonomy, form: Form) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the ticks of a select-multiple question, one column a choice: "1", "0", or "" if it was not answered.

    Beside them the choice of each column. Columns of choices are used where there are any; a summary alone is split
    only if the taxonomy knows each of its words, since labels have spaces of their own. Raise BadData otherwise.
    """
    names = [str(column) for column in table.frame.columns]
    columns = form.ticks(question, names)
    columns = {**choice_columns(table, question), **columns}
    if not columns:
        return _split(table, form.column(question, names) or find_column(table, question), taxonomy)
    ticks = table.frame[list(columns)].apply(lambda cells: cells.str.casefold().map(TICKS))
    for column in columns:
        for row in ticks.index[ticks[column].isna()]:
            what = f"{table.where(int(row), column)}: {table.frame[column][row]!r} where 1, 0 or nothing belongs"
            raise BadData(what, hint=f"A column below {question!r} tells whether a choice was ticked.")
    return _unanswered(table, ticks), columns


def _unanswered(table: TextFrame, ticks: pd.DataFrame) -> pd.DataFrame:
    """Blank the ticks of those who did not answer, where an export writes 0 for them: its summary is blank then."""
    summaries = [
        column
        for column in map(str, table.frame.columns)
        if all(str(tick).startswith((f"{column}/", f"{column}_")) for tick in ticks.columns)
    ]
    if not summaries:
        return ticks
    silent = (table.frame[summaries[0]] == "") & ticks.isin(["", "0"]).all(axis=1)
    return ticks.mask(silent, "")


def join_parent(child: TextFrame, parent: TextFrame) -> TextFrame:
    """Return a repeat group with the columns of its submissions beside its own; raise BadData if no key joins them."""
    mine, theirs = _keys(child, parent)
    keys = parent.frame[theirs]
    if keys.duplicated().any():
        row = int(keys.index[keys.duplicated()][0])
        what = f"{parent.where(row, theirs)}: {keys[row]!r} stands twice"
        raise BadData(what, hint="Each submission has a number of its own.")
    added = [column for column in parent.frame.columns if column not in child.frame.columns]
    beside = parent.frame.set_index(theirs, drop=False)[added].reindex(child.frame[mine])
    orphans = child.frame.index[~child.frame[mine].isin(keys)]
    if len(orphans):
        what = f"{child.where(int(orphans[0]), mine)}: {child.frame[mine][orphans[0]]!r} is no submission"
        raise BadData(what, hint=f"Its number should stand in {parent.place}, column {theirs!r}.")
    frame = pd.concat([child.frame, beside.set_index(child.frame.index)], axis=1)
    return replace(child, frame=frame, repeated=child.repeated + parent.repeated)


def choice_columns(table: TextFrame, question: str) -> dict[str, str]:
    """Return column -> choice: `group/question/choice` of KoboToolbox and ODK, `question_choice` of SurveyCTO."""
    slashed = re.compile(rf"(?:^|[/-]){re.escape(question)}/(.+)")
    columns = [str(column) for column in table.frame.columns]
    found = {column: match[1] for column in columns if (match := slashed.search(column))}
    if found or question not in columns:
        return found
    under = {column: column.removeprefix(f"{question}_") for column in columns if column.startswith(f"{question}_")}
    return {column: choice for column, choice in under.items() if table.frame[column].isin(["0", "1", ""]).all()}


def _split(table: TextFrame, column: str, taxonomy: Taxonomy) -> tuple[pd.DataFrame, dict[str, str]]:
    """Split a summary at its spaces; a choice that no one ticked has no column, since no one knows it was offered."""
    texts = table.frame[column]
    for row, text in texts.items():
        if not taxonomy.known or any(taxonomy.find(word) is None for word in text.split()):
            what = f"{table.where(int(str(row)), column)}: {text!r} cannot be split back into its choices"
            raise BadData(what, hint="Export with separate columns for the choices, and XML values as names.")
    choices = sorted({word for text in texts for word in text.split()})
    if not choices:
        raise BadData(f"{table.where(table.header_row, column)}: no one answered", hint="Map another question.")
    ticks = {choice: ["" if not text else str(int(choice in text.split())) for text in texts] for choice in choices}
    return pd.DataFrame(ticks, index=texts.index, dtype="str"), {choice: choice for choice in choices}


def _keys(child: TextFrame, parent: TextFrame) -> tuple[str, str]:
    for mine, theirs in KEYS:
        if mine in child.frame.columns and theirs in parent.frame.columns:
            return mine, theirs
    known = ", ".join(mine for mine, _ in KEYS)
    raise BadData(f"{child.place}: no column names the submission", hint=f"Known ones are: {known}.")
