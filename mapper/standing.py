"""The material of a project -> where its rollout stands, and what can be counted by region beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mapper.errors import BadConfig
from mapper.material import Material
from mapper.model import Rollout

if TYPE_CHECKING:
    from mapper.views.progress import Report

Figures = Mapping[str, float]
"""A figure of each region that has one."""


def report_progress(material: Material, survey: str = "") -> Report:
    """Return where the rollout stands on the as-of day; `survey` names what else is summed by region beside people."""
    from mapper.measures.progress import measure_progress, serve
    from mapper.views.progress import Report

    rollout, day = need_rollout(material), material.project.project.as_of
    regions = material.gazetteer.regions
    progress = measure_progress(rollout, regions, day)
    entities, period = counted_by_region(material, survey) if survey else ({}, "")
    people, year = people_near(material, day)
    return Report(
        progress,
        regions,
        people=serve(people, progress, year) if people else None,
        entities=serve(entities, progress, period) if survey else None,
        what=material.surveys[survey].source.title if survey else {},
        conflicts=tuple(one for one in rollout.findings if one.code == "rollout-conflict"),
        glossary=rollout.glossary,
    )


def need_rollout(material: Material) -> Rollout:
    """Return the rollout; raise BadConfig where the project has none."""
    if material.rollout is None:
        raise BadConfig(f"{material.project.path}: there is no [rollout]", hint="Add [rollout] with its file.")
    return material.rollout


def people_near(material: Material, day: dt.date) -> tuple[Figures, str]:
    """Return the population by region of the year nearest to a day, and that year; nothing where none is known."""
    frame = material.population
    if frame.empty:
        return {}, ""
    year = min(sorted(set(frame["year"].tolist())), key=lambda one: abs(one - day.year))
    rows = frame[frame["year"] == year]
    return dict(zip(rows["region"].tolist(), rows["population"].tolist(), strict=True)), str(year)


def counted_by_region(material: Material, survey: str, measure: str = "count") -> tuple[Figures, str]:
    """Return a count of a survey by region, all sectors together, of its latest period; some regions may have none.

    Raise BadConfig at an unknown survey, and at a measure that cannot be added up over regions.
    """
    from mapper.indicators import inputs_of
    from mapper.measures import compute

    indicator = compute(measure, inputs_of(material, survey))
    if indicator.info.kind != "count":
        raise BadConfig(f"{measure!r} cannot be added up over regions", hint="Name a count, such as count.")
    frame = indicator.frame
    frame = frame[(frame["sector"] == "") & (frame["period"] == frame["period"].max())].dropna(subset=["value"])
    periods = frame["period"].unique().tolist()
    return dict(zip(frame["region"].tolist(), frame["value"].tolist(), strict=True)), str(periods[0] if periods else "")
