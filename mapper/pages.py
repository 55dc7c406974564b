"""An answer to what is asked of the rollout -> its table, its map page and its JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from mapper import files
from mapper.config import MapConfig, TableConfig, map_settings
from mapper.credits import about_both, people_sources
from mapper.material import Material
from mapper.messages import words
from mapper.model import Finding, Indicator, Words
from mapper.outlook import Answer
from mapper.rollout import Fits, Plan, Reach
from mapper.standing import need_rollout

if TYPE_CHECKING:
    from mapper.views.about import About
    from mapper.views.columns import TableSpec
    from mapper.views.hubs import Hub
    from mapper.views.spec import ChoroplethSpec


def sheet_of(answer: Answer, languages: tuple[str, ...]) -> TableConfig:
    """Return the settings of an answer's table: its id, its title, its formats."""
    question = answer.question
    return TableConfig(id=question.id, title=dict(_title(answer, languages)), formats=question.formats)


def chart_of(answer: Answer, languages: tuple[str, ...]) -> MapConfig:
    """Return the settings of an answer's map; what it says in sentences stands below its title."""
    settings = map_settings(measure=f"rollout-{_kind(answer)}", scheme="quantile", k=5, breaks="", title="")
    said = {language: " ".join(_tell(answer, language)) for language in languages}
    return msgspec.structs.replace(
        settings, id=answer.question.id or "map", title=dict(_title(answer, languages)), subtitle=said, hubs=True
    )


def answer_table(answer: Answer, material: Material, about: About) -> TableSpec:
    """Compose the table of an answer, with its sentences above it."""
    from mapper.views.fit import fit_table
    from mapper.views.siting import plan_table, reach_table

    found, regions = answer.found, material.gazetteer.regions
    if isinstance(found, Fits):
        table = fit_table(found, regions, material.surveys[answer.question.survey].sectors, about)
    else:
        table = plan_table(found, regions, about) if isinstance(found, Plan) else reach_table(found, regions, about)
    return replace(table, id=answer.question.id or table.id, title=_title(answer, about.languages))


def answer_json(answer: Answer, material: Material) -> str:
    """Return an answer as one object with a schema name."""
    from mapper.views.fit import fit_json
    from mapper.views.siting import plan_json, reach_json

    found, regions = answer.found, material.gazetteer.regions
    if isinstance(found, Fits):
        return fit_json(found)
    return plan_json(found, regions) if isinstance(found, Plan) else reach_json(found, regions)


def compose_answer(material: Material, answer: Answer, found: Iterable[Finding]) -> ChoroplethSpec:
    """Return what the map of an answer says: the hubs as they are known, the sites of a plan as signs of their own."""
    from mapper.views.spec import choropleth

    about = about_answer(material, answer, found)
    return choropleth(
        _indicator(answer, material, about),
        chart_of(answer, about.languages),
        regions=material.gazetteer.regions,
        sectors=(),
        about=about,
        hubs=_signs(answer, material, about.languages),
    )


def render_answer(material: Material, answer: Answer, found: tuple[Finding, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of an answer: its map, and its table in the formats that are asked for."""
    from mapper.views.formats import table_format
    from mapper.views.map import render_map

    name, language = answer.question.id, material.project.project.languages[0]
    yield f"maps/{name}.html", render_map(compose_answer(material, answer, found), material.shapes).encode()
    table = answer_table(answer, material, about_answer(material, answer, found))
    for style in answer.question.formats:
        yield f"tables/{name}.{style}", files.encode(table_format(style)(table, language))


def about_answer(material: Material, answer: Answer, found: Iterable[Finding]) -> About:
    """Return what an answer says of the project: only the rollout and the survey and files that it rests on."""
    from mapper.views.lint import on_page

    found = tuple(found)
    both = about_both(material, answer.question.survey, found)
    people = people_sources(material) if answer.question.of_people else ()
    own = [*answer.findings, *on_page(found, chart_of(answer, material.project.project.languages))]
    findings = tuple(dict.fromkeys([*both.findings, *own]))
    return replace(both, sources=(*both.sources, *people), findings=findings, ledgers=(*both.ledgers, *answer.ledgers))


def links_of(material: Material, answers: Sequence[Answer]) -> list[tuple[MapConfig, TableConfig]]:
    """Return the map and the table of each answer as the home links them."""
    languages = material.project.project.languages
    return [
        (msgspec.structs.replace(chart_of(one, languages), subtitle={}), sheet_of(one, languages)) for one in answers
    ]


def _kind(answer: Answer) -> str:
    return {Reach: "reach", Plan: "plan", Fits: "fit"}[type(answer.found)]


def _title(answer: Answer, languages: tuple[str, ...]) -> Words:
    key = {"reach": "rollout.reach.by_region"}.get(_kind(answer), f"rollout.{_kind(answer)}.title")
    return answer.question.title or words(key, languages)


def _tell(answer: Answer, language: str) -> tuple[str, ...]:
    from mapper.views.fit import tell_fit
    from mapper.views.siting import tell_plan, tell_reach

    found, regions = answer.found, answer.regions
    if isinstance(found, Fits):
        return tell_fit(found, language)
    return tell_plan(found, regions, language) if isinstance(found, Plan) else tell_reach(found, regions, language)


def _indicator(answer: Answer, material: Material, about: About) -> Indicator:
    from mapper.measures.fit import map_fit
    from mapper.measures.reach import map_plan, map_reach

    found, regions = answer.found, material.gazetteer.regions
    if isinstance(found, Fits):
        return map_fit(found, about.sources)
    return (
        map_plan(found, regions, about.sources) if isinstance(found, Plan) else map_reach(found, regions, about.sources)
    )


def _signs(answer: Answer, material: Material, languages: tuple[str, ...]) -> tuple[Hub, ...]:
    """Return the hubs that an answer takes into account, and the sites that a plan proposes."""
    from mapper.measures.rollout import known_activities
    from mapper.views.hubs import locate_hubs, propose_hubs

    found, day = answer.found, material.project.project.as_of
    rollout = need_rollout(material)
    known = known_activities(rollout.activities, day)
    if not isinstance(found, Fits):
        counted = {one.id for one in (found.kept if isinstance(found, Plan) else found.hubs)}
        known = tuple(one for one in known if one.activity.id in counted)
    hubs = locate_hubs(known, material.shapes, languages=languages, glossary=rollout.glossary)
    sites = [one.place for one in found.choices] if isinstance(found, Plan) else []
    return (*hubs, *propose_hubs(sites, material.shapes.crs, languages))
