"""Where a rollout stands, as tables, text and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mapper import messages
from mapper.config import TableConfig
from mapper.model import LANGUAGES, ROLLOUT_STATUSES, Finding, PartialDate, Region, Words
from mapper.rollout import HubProgress, Known, Progress, RegionRollout, Served, Step, Tally
from mapper.views.about import About
from mapper.views.columns import Column, Row, TableSpec, only, region_words, status_words
from mapper.views.curve import draw_curve
from mapper.views.glossary import Glossary, explain
from mapper.views.hubs import iso, partial_date
from mapper.views.legend import category_words
from mapper.views.sentences import tell_entities, tell_progress
from mapper.views.table import render_rich

Json = Mapping[str, Any]  # JSON
GROUPS = ("region", "phase", "partner", "stream")


@dataclass(frozen=True)
class Report:
    """Everything that `rollout status` tells."""

    progress: Progress
    regions: tuple[Region, ...]
    people: Served | None = None
    entities: Served | None = None
    what: Words = field(default_factory=dict)
    """What the entities are."""
    conflicts: tuple[Finding, ...] = ()
    glossary: Glossary = field(default_factory=dict)


def render_json(report: Report) -> str:
    """Return one object `mapper.rollout-status/1`."""
    progress = report.progress
    told = {
        "schema": "mapper.rollout-status/1",
        "as_of": progress.as_of.isoformat(),
        "counts": dict(progress.counts),
        "sentences": {language: list(sentences(report, language)) for language in LANGUAGES},
        "regions": _region_rows(progress),
        "hubs": [_hub_json(one) for one in progress.hubs],
        "national": [_activity_json(one) for one in progress.national],
        "by_phase": [_tally_json("phase", one) for one in progress.phases],
        "by_partner": [_tally_json("partner", one) for one in progress.partners],
        "by_stream": [_tally_json("stream", one) for one in progress.streams],
        "population": _served_json(report.people),
        "entities": _served_json(report.entities),
        "timeline": [_step_json(step, progress.as_of) for step in progress.steps],
        "without_planned_date": progress.unplanned,
        "conflicts": [{"where": str(one.where), **one.values} for one in report.conflicts],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def render_text(report: Report, language: str) -> str:
    """Return the sentences, and below them what is told by region, phase, partner and stream, as tables."""
    lead = "\n".join(sentences(report, language))
    about = About({}, (language,), glossary=report.glossary)
    tables = [_regions_table(report, about), *_tally_tables(report.progress, about)]
    return "\n".join([lead, "", *(render_rich(table, language) for table in tables)])


def sentences(report: Report, language: str) -> tuple[str, ...]:
    """Return where the rollout stands, in plain sentences."""
    told = tell_progress(report.progress, report.regions, people=report.people, language=language)
    return told + (tell_entities(report.entities, report.what, language) if report.entities else ())


def progress_table(report: Report, config: TableConfig, about: About) -> TableSpec:
    """Compose planned against actual openings in time, with the curve and the sentences above it."""
    languages = about.languages
    steps = report.progress.steps
    days = {day.isoformat(): _day_words(PartialDate(day, day, "day"), languages) for day in (s.day for s in steps)}
    columns = (
        Column("day", messages.words("rollout.curve.day", languages), "code", words=days),
        *(Column(key, messages.words(f"rollout.curve.{key}", languages), "number") for key in _counts()),
    )
    rule = messages.words("rollout.curve.rule", languages)
    lead = {language: " ".join([*sentences(report, language), rule[language]]) for language in languages}
    figures = {language: draw_curve(steps, report.progress.as_of, language) for language in languages}
    rows = tuple(_step_json(step, report.progress.as_of) for step in steps)
    return TableSpec(config.id, config.title, "rollout", columns, rows, about, lead=lead, figures=figures)


def standing_table(report: Report, config: TableConfig, about: About) -> TableSpec:
    """Compose how many hubs have come how far, by region, phase, partner and stream, with the sentences above it."""
    languages, progress = about.languages, report.progress
    reached = [one for one in ROLLOUT_STATUSES if any(hub.known.activity.status == one for hub in progress.hubs)]
    kinds = (("phase", progress.phases), ("partner", progress.partners), ("stream", progress.streams))
    keys = [one.key for _, tallies in kinds for one in tallies]
    named = {
        **explain(keys, report.glossary, languages),
        **region_words(report.regions, languages),
        "not_stated": _head_words("not_stated", languages),
    }
    columns = (
        Column("by", _head_words("by", languages), "code", words={k: _head_words(k, languages) for k in GROUPS}),
        Column("group", _head_words("group", languages), "code", words=named),
        Column("status", _head_words("status", languages), "code", words=status_words()),
        *(Column(status, category_words(status), "number") for status in reached),
        *(Column(state, _head_words(state, languages), "number") for state in ("due", "late")),
    )
    rows: list[Row] = [
        {"by": "region", "group": one.region, "status": one.status, **_tally_json("region", tally)}
        for one, tally in zip(progress.regions, progress.of_regions, strict=True)
    ]
    for kind, tallies in kinds:
        rows += [{"by": kind, "group": one.key or "not_stated", **_tally_json(kind, one)} for one in tallies]
    lead = {language: " ".join(sentences(report, language)) for language in languages}
    return TableSpec(config.id, config.title, "rollout", columns, only(rows, columns), about, lead=lead)


def _head_words(key: str, languages: Sequence[str]) -> Words:
    return messages.words(f"rollout.head.{key}", languages)


def _counts() -> tuple[str, ...]:
    return ("planned", "opened", "opened_most")


def _day_words(date: PartialDate, languages: Iterable[str]) -> Words:
    return {language: partial_date(date, language) for language in languages}


def _step_json(step: Step, as_of: dt.date) -> Row:
    """Return a step; what will be open after the as-of day is not known."""
    known = step.day <= as_of
    return {
        "day": step.day.isoformat(),
        "planned": step.planned,
        "opened": step.opened if known else None,
        "opened_most": step.opened_most if known else None,
    }


def _regions_table(report: Report, about: About) -> TableSpec:
    languages = about.languages
    states = {key: messages.words(f"page.hub.{key}", languages) for key in ("due", "late")}
    words: Mapping[str, Mapping[str, Words]] = {
        "region": region_words(report.regions, languages),
        "status": status_words(),
        "state": states,
    }
    columns = (
        Column("region", messages.words("page.region", languages), "code", words=words["region"]),
        *(_head(key, languages, words.get(key, {})) for key in ("status", "state", "passed", "phase", "hubs")),
    )
    standings = report.progress.regions
    told = zip(_region_rows(report.progress), standings, strict=True)
    rows = [{**row, "hubs": _names(one, languages[0])} for row, one in told]
    title = messages.words("rollout.head.by_region", languages)
    return TableSpec("regions", title, "rollout", columns, only(rows, columns), about)


def _head(key: str, languages: Sequence[str], words: Mapping[str, Words]) -> Column:
    kind: Literal["code", "number", "text"] = "code" if words else "number" if key == "passed" else "text"
    return Column(key, messages.words(f"rollout.head.{key}", languages), kind, words=words)


def _names(one: RegionRollout, language: str) -> str | None:
    names = (known.activity.name[language] for known in one.activities if known.activity.kind == "hub")
    return "; ".join(dict.fromkeys(names)) or None


def _tally_tables(progress: Progress, about: About) -> list[TableSpec]:
    kinds = (("phase", progress.phases), ("partner", progress.partners), ("stream", progress.streams))
    return [_tally_table(kind, tallies, about) for kind, tallies in kinds if tallies]


def _tally_table(kind: str, tallies: Sequence[Tally], about: About) -> TableSpec:
    languages = about.languages
    told = explain((one.key for one in tallies), about.glossary, languages)
    words = {**told, "not_stated": messages.words("rollout.head.not_stated", languages)}
    reached = [status for status in ROLLOUT_STATUSES if any(one.statuses[status] for one in tallies)]
    columns = (
        Column(kind, messages.words(f"rollout.head.{kind}", languages), "code", words=words),
        *(Column(status, category_words(status), "number") for status in reached),
        *(Column(state, messages.words(f"rollout.head.{state}", languages), "number") for state in ("due", "late")),
    )
    rows = [{**_tally_json(kind, one), kind: one.key or "not_stated"} for one in tallies]
    title = messages.words(f"rollout.head.by_{kind}", languages)
    return TableSpec(kind, title, "rollout", columns, only(rows, columns), about)


def _region_rows(progress: Progress) -> list[Row]:
    passed: dict[str, int] = {}
    for hub in progress.hubs:
        region, days = hub.known.activity.region, hub.passed
        if days is not None:
            passed[region] = max(days, passed.get(region, days))
    return [
        {
            "region": one.region,
            "status": one.status,
            "state": one.state or None,
            "passed": passed.get(one.region) if one.state else None,
            "phase": None if one.phase is None else str(one.phase),
        }
        for one in progress.regions
    ]


def _hub_json(one: HubProgress) -> Json:
    return {
        **_activity_json(one.known),
        "days_passed": one.passed,
        "opened_by": one.opened.last.isoformat() if one.opened else None,
        "opened_is_dated": one.dated,
        "delay_days": [one.delay.least, one.delay.most] if one.delay else None,
    }


def _activity_json(known: Known) -> Json:
    one = known.activity
    return {
        "id": one.id,
        "kind": one.kind,
        "name": dict(one.name),
        "region": one.region or None,
        "city": one.city or None,
        "partner": one.partner or None,
        "stream": one.stream or None,
        "phase": one.phase,
        "phase_basis": one.phase_basis or None,
        "status": one.status,
        "state": known.state or None,
        "planned": iso(known.planned),
        "opened": iso(one.opened),
        "as_of": one.as_of.isoformat(),
        "source": one.source,
    }


def _tally_json(kind: str, one: Tally) -> Row:
    return {kind: one.key or None, **one.statuses, "due": one.due, "late": one.late}


def _served_json(served: Served | None) -> Json | None:
    if served is None:
        return None
    share = served.served / served.total if served.total else None
    return {
        "total": served.total,
        "with_open_hub": served.served,
        "share": share,
        "period": served.period,
        "regions_missing": served.missing,
    }
