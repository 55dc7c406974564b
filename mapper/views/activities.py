"""The rollout -> TableSpec: a row for each activity, with its dates as far as they are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from mapper import messages
from mapper.config import TableConfig
from mapper.model import NOT_MENTIONED, Activity, PartialDate, Region, Words
from mapper.rollout import Claim
from mapper.views.about import About
from mapper.views.columns import Column, Row, TableSpec, only, region_words
from mapper.views.glossary import explain
from mapper.views.hubs import Told, iso, partial_date
from mapper.views.legend import category_words

ROLLOUT_KEYS = (
    "region",
    "activity",
    "kind",
    "status",
    "planned",
    "opened",
    "state",
    "phase",
    "city",
    "partner",
    "as_of",
    "source",
    "note",
)
EXPLAINED = ("city", "partner", "source")
"""What a register writes in one language, and its glossary in all."""


class Standing(Protocol):
    """A region of a rollout on a day."""

    @property
    def region(self) -> str:
        """Its code."""

    @property
    def status(self) -> str:
        """The best status of its hubs, or "not_mentioned"."""

    @property
    def activities(self) -> Sequence[Told]:
        """Every activity in it that was known."""


def rollout_table(
    standings: Iterable[Standing],
    national: Iterable[Told],
    *,
    config: TableConfig,
    regions: Sequence[Region],
    about: About,
) -> TableSpec:
    """Compose a row for each activity, one for each region that has none, and the national ones at the end."""
    rows: list[Row] = []
    told: list[Activity] = []
    for standing in sorted(standings, key=lambda one: one.region):
        rows += [_activity(one, standing.region) for one in standing.activities]
        rows += [] if standing.activities else [{"region": standing.region, "status": standing.status}]
        told += [one.activity for one in standing.activities]
    for one in national:
        rows.append(_activity(one, ""))
        told.append(one.activity)
    columns = _rollout_columns(regions, told, about)
    return TableSpec(config.id, config.title, "rollout", columns, only(rows, columns), about)


def claims_table(claims: Sequence[Claim], config: TableConfig, about: About) -> TableSpec:
    """Compose a row for each thing that a source says: its words, its day and its source; nothing is computed."""
    days = {one.as_of.isoformat(): _day(one.as_of) for one in claims}
    words: Mapping[str, Mapping[str, Words]] = {
        "claim": {one.id: one.text for one in claims},
        "as_of": {
            key: {language: partial_date(day, language) for language in about.languages} for key, day in days.items()
        },
        "source": explain((one.source for one in claims), about.glossary, about.languages),
    }
    columns = tuple(
        Column(key, messages.words(f"rollout.claims.{key}"), "code", words=words.get(key, {}))
        for key in ("claim", "as_of", "source")
    )
    rows = ({"claim": one.id, "as_of": one.as_of.isoformat(), "source": one.source} for one in claims)
    return TableSpec(config.id, config.title, "rollout-claims", columns, only(rows, columns), about)


def _activity(told: Told, region: str) -> Row:
    one = told.activity
    return {
        "region": region,
        "activity": one.id,
        "kind": one.kind,
        "status": one.status,
        "planned": iso(one.planned),
        "opened": iso(one.opened),
        "state": told.state or None,
        "phase": None if one.phase is None else str(one.phase),
        "city": one.city or None,
        "partner": one.partner or None,
        "as_of": one.as_of.isoformat(),
        "source": one.source or None,
        "note": one.note or None,
    }


def _rollout_columns(regions: Sequence[Region], told: Sequence[Activity], about: About) -> tuple[Column, ...]:
    languages = about.languages
    dates = {iso(d) or "": d for one in told for d in (one.planned, one.opened, _day(one.as_of)) if d}
    days = {key: {language: partial_date(d, language) for language in languages} for key, d in sorted(dates.items())}
    kinds = {one.kind: _known(f"sheet.kinds.{one.kind}") for one in told}
    states = {key: messages.words(f"page.hub.{key}") for key in ("due", "late")}
    words: Mapping[str, Mapping[str, Words]] = {
        "region": region_words(regions, languages),
        "activity": {one.id: one.name for one in told},
        "kind": kinds,
        "status": {key: category_words(key) for key in (*sorted({one.status for one in told}), NOT_MENTIONED)},
        "planned": days,
        "opened": days,
        "state": states,
        "as_of": days,
        **{key: explain((getattr(one, key) for one in told), about.glossary, languages) for key in EXPLAINED},
    }
    return tuple(
        Column(
            key,
            messages.words(f"sheet.rollout.{key}"),
            "code" if words.get(key) else "text",
            words=words.get(key, {}),
            aside=key == "note",
        )
        for key in ROLLOUT_KEYS
    )


def _day(date: dt.date) -> PartialDate:
    return PartialDate(date, date, "day")


def _known(key: str) -> Words:
    return messages.words(key) if messages.has(key) else {}
