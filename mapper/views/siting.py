"""Whom the hubs reach and where to go next, as tables, sentences and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mapper import messages
from mapper.model import LANGUAGES, Region, Words
from mapper.rollout import Choice, Place, Plan, Reach
from mapper.views.about import About
from mapper.views.columns import Column, Row, TableSpec, only, region_words
from mapper.views.legend import category_words

Json = Mapping[str, Any]  # JSON


def reach_table(reach: Reach, regions: Sequence[Region], about: About) -> TableSpec:
    """Compose what of each region is within reach, with the sentences above it."""
    languages = about.languages
    names = {**region_words(regions, languages), "": messages.words("rollout.reach.outside", languages)}
    hubs = {one.id: one.name for one in reach.hubs}
    columns = (
        Column("region", messages.words("page.region", languages), "code", words=names),
        *(_number("reach", key, languages, digits) for key, digits in (("total", 0), ("within", 0), ("mean_km", 1))),
        Column("nearest", messages.words("rollout.reach.nearest", languages), "code", words=hubs),
    )
    title = messages.words("rollout.reach.by_region", languages)
    lead = {language: " ".join(tell_reach(reach, regions, language)) for language in languages}
    return TableSpec("reach", title, "rollout-reach", columns, only(_reach_rows(reach), columns), about, lead=lead)


def tell_reach(reach: Reach, regions: Sequence[Region], language: str) -> tuple[str, ...]:
    """Return whom the hubs reach, in plain sentences."""
    share = reach.within / reach.total * 100 if reach.total else 0.0
    told = messages.text(
        language,
        "rollout.reach.told",
        hubs=_kept(reach.hubs, reach.of, language),
        km=messages.number(reach.km, language),
        within=messages.number(reach.within, language),
        total=messages.number(reach.total, language),
        percent=messages.number(share, language, 1 if share else 0),
    )
    return (told, *_basis(reach, regions, language))


def reach_json(reach: Reach, regions: Sequence[Region]) -> str:
    """Return one object `mapper.rollout-reach/1`."""
    told = {
        "schema": "mapper.rollout-reach/1",
        "within_km": reach.km,
        "of": list(reach.of),
        "basis": reach.basis,
        "total": reach.total,
        "within": reach.within,
        "regions": _reach_rows(reach),
        "hubs": [_place_json(one) for one in reach.hubs],
        "missing": list(reach.missing),
        "sentences": {language: list(tell_reach(reach, regions, language)) for language in LANGUAGES},
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def plan_table(plan: Plan, regions: Sequence[Region], about: About) -> TableSpec:
    """Compose the chosen sites with what each adds; a proposed phase is marked as inferred in every row."""
    languages, cover = about.languages, plan.objective == "cover"
    digits = 0 if cover else 1
    columns = (
        _number("plan", "order", languages, 0),
        Column("site", messages.words("rollout.plan.site", languages), "code", words=_names(plan)),
        Column("region", messages.words("page.region", languages), "code", words=region_words(regions, languages)),
        Column("adds", messages.words(f"rollout.plan.{'covers' if cover else 'saves'}", languages), "number", digits),
        Column(
            "then", messages.words(f"rollout.plan.{'covered' if cover else 'distance'}", languages), "number", digits
        ),
        _number("plan", "again", languages, 0),
        _number("plan", "phase", languages, 0),
        Column("basis", messages.words("rollout.plan.basis", languages), "code", words=_inferred(languages)),
    )
    rows = [_choice_row(at, one) for at, one in enumerate(plan.choices, start=1)]
    title = messages.words("rollout.plan.title", languages)
    lead = {language: " ".join(tell_plan(plan, regions, language)) for language in languages}
    return TableSpec("plan", title, "rollout-plan", columns, only(rows, columns), about, lead=lead)


def tell_plan(plan: Plan, regions: Sequence[Region], language: str) -> tuple[str, ...]:
    """Return what a plan reaches, how sure it is and what it rests on, in plain sentences."""
    cover = plan.objective == "cover"
    digits, after = (0, plan.choices[-1].then) if cover else (1, plan.choices[-1].then)
    told = messages.text(
        language,
        f"rollout.plan.{'cover' if cover else 'first' if plan.before is None else 'shorter'}",
        n=str(len(plan.choices)),
        kept=_kept(plan.kept, plan.keep, language),
        within=messages.number(plan.within or 0, language),
        after=messages.number(after, language, digits),
        before=messages.number(plan.before or 0, language, digits if plan.before else 0),
        total=messages.number(plan.total, language),
        percent=messages.number(after / plan.total * 100, language, 1),
    )
    gap = messages.number(plan.gap * 100, language, 2)
    sure = messages.text(language, "rollout.plan.gap" if plan.gap else "rollout.plan.proven", gap=gap)
    stable = messages.text(language, "rollout.plan.stable", runs=str(plan.runs), seed=str(plan.seed))
    rest = (*([stable] if plan.runs else []), *_basis(plan, regions, language))
    return (told, sure, *rest, messages.text(language, "rollout.plan.advice"))


def plan_json(plan: Plan, regions: Sequence[Region]) -> str:
    """Return one object `mapper.rollout-plan/1`."""
    told = {
        "schema": "mapper.rollout-plan/1",
        "objective": plan.objective,
        "within_km": plan.within,
        "demand": {"total": plan.total, "basis": plan.basis, "places": len(plan.demand), "missing": list(plan.missing)},
        "before": plan.before,
        "after": plan.choices[-1].then,
        "gap": plan.gap,
        "optimal": plan.gap == 0,
        "runs": plan.runs,
        "seed": plan.seed,
        "sites": [{**_place_json(one.place), **_choice_row(at, one)} for at, one in enumerate(plan.choices, start=1)],
        "keep": list(plan.keep),
        "kept": [_place_json(one) for one in plan.kept],
        "sentences": {language: list(tell_plan(plan, regions, language)) for language in LANGUAGES},
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _basis(found: Reach | Plan, regions: Sequence[Region], language: str) -> Iterable[str]:
    """Yield what the answer rests on: where people are taken to be, and what was left out."""
    yield messages.text(language, f"rollout.reach.{found.basis}")
    hubs = found.hubs if isinstance(found, Reach) else found.kept
    guessed = sum(not one.exact for one in hubs)
    if guessed:
        yield messages.text(language, "rollout.reach.guessed", n=str(guessed))
    if found.missing:
        names = {one.code: one.name[language] for one in regions}
        yield messages.text(language, "rollout.reach.missing", regions=", ".join(names[code] for code in found.missing))


def _kept(hubs: Sequence[Place], statuses: Sequence[str], language: str) -> str:
    """Return how many hubs are meant, and of what statuses: a plan is not an opening."""
    names = [category_words(one)[language].lower() for one in statuses]
    number = messages.number(len(hubs), language)
    return messages.text(language, "rollout.reach.kept", n=number, statuses=", ".join(names)) if names else "0"


def _reach_rows(reach: Reach) -> list[Row]:
    return [
        {
            "region": row.region,
            "total": row.total,
            "within": row.within,
            "mean_km": row.mean_km,
            "nearest": row.nearest or None,
        }
        for row in reach.rows
    ]


def _choice_row(at: int, one: Choice) -> Row:
    return {
        "order": at,
        "site": one.place.id,
        "region": one.place.region,
        "adds": one.adds,
        "then": one.then,
        "again": None if one.again is None else one.again * 100,
        "phase": one.phase,
        "basis": None if one.phase is None else "inferred",
    }


def _place_json(one: Place) -> Json:
    return {
        "id": one.id,
        "name": dict(one.name),
        "region": one.region or None,
        "lon": one.lon,
        "lat": one.lat,
        "place_exact": one.exact,
    }


def _names(plan: Plan) -> Mapping[str, Words]:
    return {one.place.id: one.place.name for one in plan.choices}


def _inferred(languages: Sequence[str]) -> Mapping[str, Words]:
    return {"inferred": messages.words("rollout.plan.inferred", languages)}


def _number(group: str, key: str, languages: Sequence[str], digits: int) -> Column:
    return Column(key, messages.words(f"rollout.{group}.{key}", languages), "number", digits)
