"""The answers of a survey beside its form: each is one of the choices, and labels become what they stand for."""

from __future__ import annotations

import pandas as pd

from mapper.config import SurveyConfig
from mapper.places.gazetteer import Gazetteer
from mapper.sources.sieve import Detail, Sieve, Why
from mapper.sources.suggest import nearest_of
from mapper.sources.xlsform import Form, Question

CHECKED = ("region", "sector", "period", "strata", "psu")
"""Roles whose column may be a question with choices; a value has a column a claim."""


def check_choices(sieve: Sieve, form: Form, config: SurveyConfig) -> Sieve:
    """Take out rows with an answer that the form does not offer; labels of values become their names.

    Only columns that the settings name are looked at.
    """
    for role in CHECKED:
        column = config.columns.get(role, "")
        question = form.question(column)
        if question and question.choices and not question.many and role in sieve.kept:
            sieve = _refuse(sieve, sieve.kept[role], question, column=column)
    if config.layout == "choices":
        return sieve
    for column in dict.fromkeys(sieve.kept["column"]):
        question = form.question(str(column))
        if column and question and question.choices and not question.many:
            texts = sieve.kept["value"].where(sieve.kept["column"] == column, "")
            sieve = _refuse(sieve, texts, question, column=str(column))
            sieve = _name_values(sieve, question, column=str(column))
    return sieve


def name_regions(sieve: Sieve, question: Question | None, gazetteer: Gazetteer) -> Sieve:
    """Put a label in the place of a choice whose name is no spelling of a region."""
    if question is None or not question.choices:
        return sieve
    texts = sieve.kept["region"]
    settled = {}
    for choice in question.choices:
        matches = gazetteer.match(choice.texts)
        exact = next((match.spelling for match in matches if match.status == "exact" and match.code), None)
        if exact and not (matches[0].status == "exact" and matches[0].code):
            settled[choice.name] = exact
    return sieve.keep(region=texts.map(lambda text: settled.get(text, text)).astype("str"))


def _refuse(sieve: Sieve, texts: pd.Series[str], question: Question, *, column: str) -> Sieve:
    known = question.names.keys() | {text for choice in question.choices for text in choice.texts}
    offered = ", ".join(choice.name for choice in question.choices[:12])
    return sieve.drop(
        (texts != "") & ~texts.isin(list(known)),
        Why("rejected", "not-a-choice"),
        text=texts,
        column=column,
        detail=lambda text: Detail({"question": question.name, "nearest": nearest_of(text, sorted(known)) or offered}),
    )


def _name_values(sieve: Sieve, question: Question, *, column: str) -> Sieve:
    mine = sieve.kept["column"] == column
    named = sieve.kept["value"].map(lambda text: question.names.get(text, text)).astype("str")
    return sieve.keep(value=sieve.kept["value"].where(~mine, named))
