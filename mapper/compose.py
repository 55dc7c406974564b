"""The material of a project -> its pages and tables: measured, composed, rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper import files
from mapper.config import MapConfig, TableConfig
from mapper.credits import about_both, about_project, about_survey, people_sources
from mapper.errors import BadConfig
from mapper.material import Material
from mapper.model import Finding, Indicator
from mapper.outlook import Answer
from mapper.pages import links_of, render_answer

if TYPE_CHECKING:
    from mapper.views.about import About
    from mapper.views.columns import TableSpec
    from mapper.views.hubs import Hub
    from mapper.views.spec import ChoroplethSpec


def render_all(
    material: Material,
    measured: tuple[Mapping[tuple[str, str], Indicator], Sequence[Answer]],
    found: tuple[Finding, ...],
    only: Sequence[str],
) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every file of the outputs but the manifest."""
    from mapper.profiles import profiled, render_profiles
    from mapper.views.report import render_index, render_joins_json, render_joins_md

    indicators, answers = measured
    charts = [chart for chart in material.project.map if not only or chart.id in only]
    specs = [compose_map(material, chart, indicators[chart.survey, chart.measure], found) for chart in charts]
    for chart, spec in zip(charts, specs, strict=True):
        yield from _maps(material, chart, spec)
    if len(specs) > 1 and not only:
        yield "explore.html", _explorer(material, specs, found)
    for table in material.project.table:
        if not only or table.id in only:
            for style, content in _tables(material, table, indicators, found):
                yield f"tables/{table.id}.{style}", files.encode(content)
    for answer in answers:
        yield from render_answer(material, answer, found)
    if not only:
        about = about_project(material, found)
        yield from render_profiles(material, list(zip(charts, specs, strict=True)), indicators, about)
        home = render_index(material.project, about, profiled(material), links_of(material, answers))
        yield "index.html", home.encode()
        yield "joins.md", render_joins_md(material.ledgers).encode()
        yield "joins.json", render_joins_json(material.ledgers).encode()


def _maps(material: Material, chart: MapConfig, spec: ChoroplethSpec) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of a map's page, and of its pictures where they are asked for."""
    from mapper.views.formats import map_format

    language, spec = material.project.project.languages[0], _linked(material, spec, "../")
    for style in ("html", *chart.pictures):
        folder = "maps" if style == "html" else "pictures"
        yield f"{folder}/{chart.id}.{style}", files.encode(map_format(style)(spec, material.shapes, language))


def _explorer(material: Material, specs: Sequence[ChoroplethSpec], found: Iterable[Finding]) -> bytes:
    """Return the page on which the indicators of all maps are chosen."""
    from mapper.views.explorer import join_maps
    from mapper.views.map import render_map

    settings = material.project.project
    about = about_project(material, found)
    spec = join_maps(specs, title=settings.title, subtitle=settings.subtitle, about=about)
    return render_map(_linked(material, spec, ""), material.shapes).encode()


def _linked(material: Material, spec: ChoroplethSpec, home: str) -> ChoroplethSpec:
    """Return a page that links the profile of each region, where there are any."""
    from mapper.profiles import profiled
    from mapper.views.profile import address

    addresses = {one.code: home + address(one.code) for one in profiled(material)}
    return replace(spec, profiles=tuple(addresses[place.code] for place in spec.places)) if addresses else spec


def compose_map(material: Material, chart: MapConfig, indicator: Indicator, found: Iterable[Finding]) -> ChoroplethSpec:
    """Return what a map says, before it is drawn."""
    from mapper.views.lint import on_page
    from mapper.views.spec import choropleth

    survey = material.surveys.get(chart.survey)
    about = about_survey(material, chart.survey, found)
    days = _days(material) if not chart.survey and indicator.info.kind == "category" else ()
    spec = choropleth(
        _over(material, indicator, days),
        chart,
        regions=material.gazetteer.regions,
        sectors=survey.sectors if survey else (),
        about=replace(about, findings=(*about.findings, *on_page(found, chart))),
        hubs=_hubs(material, days[-1:]) if chart.hubs else (),
    )
    return replace(spec, earlier=_hubs(material, days[:-1])) if days and chart.hubs else spec


def _days(material: Material) -> tuple[dt.date, ...]:
    """Return the days on which something new was told of the rollout, up to the as-of day; () if only one."""
    told = {one.as_of for one in material.rollout.activities} if material.rollout else set()
    days = sorted(day for day in told if day <= material.project.project.as_of)
    return tuple(days) if len(days) > 1 else ()


def _over(material: Material, indicator: Indicator, days: Sequence[dt.date]) -> Indicator:
    """Return an indicator of the rollout on each of the days, which are its periods; as it is where there are none."""
    if not days:
        return indicator
    from mapper.indicators import inputs_of
    from mapper.measures.rollout import over_days

    return replace(indicator, frame=over_days(indicator.info.name, inputs_of(material, ""), days))


def _hubs(material: Material, days: Sequence[dt.date]) -> tuple[Hub, ...]:
    """Return the markers of the hubs as they were known on each of the days; without days on the as-of day."""
    from mapper.measures.rollout import known_activities
    from mapper.views.hubs import locate_hubs

    if material.rollout is None:
        return ()
    settings, rollout = material.project.project, material.rollout
    return tuple(
        replace(hub, as_of=day.isoformat() if days else "")
        for day in days or (settings.as_of,)
        for hub in locate_hubs(
            known_activities(rollout.activities, day),
            material.shapes,
            languages=settings.languages,
            glossary=rollout.glossary,
        )
    )


def _tables(
    material: Material,
    table: TableConfig,
    indicators: Mapping[tuple[str, str], Indicator],
    found: Iterable[Finding],
) -> Iterator[tuple[str, str | bytes]]:
    """Yield (format, content) of a table in the formats that are asked for."""
    from mapper.views.formats import table_format

    used = [indicators[table.survey, name] for name in table.measures]
    about = about_both if table.layout in ("progress", "standing") else about_survey
    spec = _LAYOUTS[table.layout](material, table, used, about(material, table.survey, found))
    for style in table.formats:
        yield style, table_format(style)(spec, material.project.project.languages[0])


def _long(material: Material, table: TableConfig, used: Sequence[Indicator], about: About) -> TableSpec:
    from mapper.views.sheets import long_table

    sectors = material.surveys[table.survey].sectors if table.survey else ()
    return long_table(used, table, regions=material.gazetteer.regions, sectors=sectors, about=about)


def _top(material: Material, table: TableConfig, used: Sequence[Indicator], about: About) -> TableSpec:
    from mapper.measures.specialisation import top_sectors
    from mapper.views.sheets import top_table

    if [one.info.name for one in used] != ["lq"]:
        raise BadConfig(f"[[table]] {table.id!r}: the layout top is of the measure lq", hint='Set measures = ["lq"].')
    return top_table(
        top_sectors(used[0]),
        used[0].info,
        config=table,
        regions=material.gazetteer.regions,
        sectors=material.surveys[table.survey].sectors,
        about=about,
    )


def _rollout(material: Material, table: TableConfig, _used: Sequence[Indicator], about: About) -> TableSpec:
    from mapper.measures.rollout import national_activities, rollout_by_region
    from mapper.views.activities import rollout_table

    if material.rollout is None:
        raise BadConfig(f"[[table]] {table.id!r}: there is no [rollout] to show", hint="Add [rollout] to mapper.toml.")
    day, regions = material.project.project.as_of, material.gazetteer.regions
    return rollout_table(
        rollout_by_region(material.rollout, regions, day),
        national_activities(material.rollout, day),
        config=table,
        regions=regions,
        about=about,
    )


def _progress(material: Material, table: TableConfig, _used: Sequence[Indicator], about: About) -> TableSpec:
    from mapper.standing import report_progress
    from mapper.views.progress import progress_table

    return progress_table(report_progress(material, table.survey), table, _with_people(material, about))


def _standing(material: Material, table: TableConfig, _used: Sequence[Indicator], about: About) -> TableSpec:
    from mapper.standing import report_progress
    from mapper.views.progress import standing_table

    return standing_table(report_progress(material, table.survey), table, _with_people(material, about))


def _with_people(material: Material, about: About) -> About:
    from mapper.views.about import with_sources

    return with_sources(about, people_sources(material))


def _claims(material: Material, table: TableConfig, _used: Sequence[Indicator], about: About) -> TableSpec:
    from mapper.views.activities import claims_table

    day = material.project.project.as_of
    return claims_table([one for one in material.claims if one.as_of <= day], table, about)


_LAYOUTS: Mapping[str, Callable[[Material, TableConfig, Sequence[Indicator], About], TableSpec]] = {
    "long": _long,
    "top": _top,
    "rollout": _rollout,
    "progress": _progress,
    "standing": _standing,
    "claims": _claims,
}
