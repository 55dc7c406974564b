"""The material of a project -> a profile of each region: what is known of it, on one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mapper.config import MapConfig
from mapper.indicators import Key
from mapper.material import Material
from mapper.model import Indicator, Region

if TYPE_CHECKING:
    from mapper.views.about import About
    from mapper.views.profile import Facts, Ranks, Standing, Strengths
    from mapper.views.spec import ChoroplethSpec

MOST = 100
"""Regions up to which profiles are made, unless the project says otherwise."""
Indicators = Mapping[Key, Indicator]
Maps = Sequence[tuple[MapConfig, "ChoroplethSpec"]]


def profiled(material: Material) -> tuple[Region, ...]:
    """Return the regions that get a profile, by code: all or none, as the project says, else all if they are few."""
    regions, wanted = sorted(material.gazetteer.regions, key=lambda one: one.code), material.project.project.profiles
    return tuple(regions) if wanted or (wanted is None and len(regions) <= MOST) else ()


def render_profiles(
    material: Material, maps: Maps, indicators: Indicators, about: About
) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of the profile of every region that gets one, in the order of their codes."""
    from mapper.views.locator import locate_regions
    from mapper.views.profile import Shown, address, profile
    from mapper.views.profile_page import render_profile

    regions = profiled(material)
    codes = tuple(one.code for one in regions)
    if not codes:
        return
    locator = locate_regions(material.shapes, codes)
    shown = [Shown(spec, _ranks(indicators[chart.survey, chart.measure])) for chart, spec in maps]
    standings, strengths, facts = _standings(material), _strengths(material, indicators), _facts(material)
    for region in regions:
        made = profile(
            region,
            facts[region.code],
            standing=standings.get(region.code),
            shown=shown,
            strengths=strengths.get(region.code, ()),
            about=about,
        )
        yield address(region.code), render_profile(made, locator, codes).encode()


def _ranks(indicator: Indicator) -> Ranks:
    """Return the best and the worst rank of each figure that has one; categories have none."""
    from mapper.measures.counts import rank_rows

    if indicator.info.kind == "category" or indicator.frame["lo"].isna().all():
        return {}
    ranks = rank_rows(indicator.frame).dropna(subset=["value"])
    columns = (ranks[key].tolist() for key in ("region", "sector", "period", "lo", "hi"))
    return {(str(r), str(s), str(p)): (int(lo), int(hi)) for r, s, p, lo, hi in zip(*columns, strict=True)}


def _facts(material: Material) -> Mapping[str, Facts]:
    """Return what is known of each region beside all figures."""
    from mapper.standing import people_near
    from mapper.views.profile import Facts

    people, year = people_near(material, material.project.project.as_of)
    regions = material.gazetteer.regions
    return {one.code: Facts(people.get(one.code), year, one.area_km2, one.centre) for one in regions}


def _standings(material: Material) -> Mapping[str, Standing]:
    """Return what the rollout says of each region on the as-of day."""
    from mapper.standing import report_progress
    from mapper.views.profile import Standing

    if material.rollout is None:
        return {}
    progress = report_progress(material).progress
    return {
        one.region: Standing(one, [hub for hub in progress.hubs if hub.known.activity.region == one.region])
        for one in progress.regions
    }


def _strengths(material: Material, indicators: Indicators) -> Mapping[str, list[Strengths]]:
    """Return the strongest sectors of each region, by survey whose location quotients the project shows."""
    from mapper.measures.fit import strongest_by_region
    from mapper.measures.specialisation import top_sectors
    from mapper.views.profile import Strengths

    found: dict[str, list[Strengths]] = {}
    for survey in (survey for survey, measure in indicators if measure == "lq"):
        read = material.surveys[survey]
        names = {one.sector: one.name for one in read.sectors}
        by_region = strongest_by_region(top_sectors(indicators[survey, "lq"]))
        for region in material.gazetteer.regions:
            told = tuple((names.get(one.sector, {"en": one.sector}), one) for one in by_region.get(region.code, ()))
            found.setdefault(region.code, []).append(Strengths(read.source.title, read.source.sample, told))
    return found
