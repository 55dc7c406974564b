"""The use cases of a rollout: where it stands, whom it reaches, where to go next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mapper.config import Project
from mapper.errors import BadConfig, BadData
from mapper.material import Material, read_project
from mapper.model import Finding, Ledger, Region
from mapper.rollout import Basis, Choice, Fit, Order, Place, Plan, Progress, Reach
from mapper.standing import Figures, counted_by_region, need_rollout, people_near, report_progress

if TYPE_CHECKING:
    from mapper.measures.siting import Problem, Solution
    from mapper.views.progress import Report

PEOPLE = "population"
QUICK = 60_000
"""Pairs of demand and site up to which a hundred runs take no time."""
KEEPABLE = ("open", "equipping", "planned", "announced")


@dataclass(frozen=True)
class Asked:
    """What is to be reached: people, a count of a survey, or the points of a file."""

    demand: str = PEOPLE
    """"population", or a measure of `survey` that can be added up over regions."""
    survey: str = ""
    points: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of the points: "lon", "lat", and if there are any "value", "name", "id" -> the name of the column."""


@dataclass(frozen=True)
class Ground:
    """What an answer was made from: its accounts and findings."""

    material: Material
    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Demand:
    places: tuple[Place, ...]
    basis: Basis
    missing: tuple[str, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    findings: tuple[Finding, ...] = ()


def rollout_status(project: Project, survey: str = "") -> tuple[Report, Material]:
    """Return where the rollout of a project stands on its as-of day, and what it was read from.

    `survey` names a survey whose counts are summed over the regions with an open hub, beside people.
    """
    material = read_rollout_material(project, survey)
    return report_progress(material, survey), material


def read_rollout_material(project: Project, survey: str = "") -> Material:
    """Read the places, the rollout and at most one survey: the faults of the others are of no concern here."""
    chosen = tuple(one for one in project.survey if one.id == survey)
    if survey and not chosen:
        known = ", ".join(one.id for one in project.survey) or "none"
        raise BadConfig(f"--survey {survey!r}: no [[survey]] has this id", hint=f"Known are: {known}.")
    return read_project(msgspec.structs.replace(project, survey=chosen, map=(), table=(), priority=None))


def rollout_reach(project: Project, asked: Asked, *, km: float, of: Sequence[str]) -> tuple[Reach, Ground]:
    """Return whom the hubs with the statuses `of` reach within `km`, on the project's as-of day."""
    from mapper.measures.reach import measure_reach

    check_statuses(of)
    material = read_rollout_material(project, asked.survey)
    demand = _demand(material, asked)
    hubs = _hubs(_progress(material), material.gazetteer.regions, of)
    reach = measure_reach(demand.places, hubs, km=km, basis=demand.basis, missing=demand.missing)
    return reach, _ground(material, demand)


def rollout_plan(project: Project, asked: Asked, order: Order) -> tuple[Plan, Ground]:
    """Return the best next sites on the project's as-of day; BadConfig or BadData where nothing can be chosen."""
    from mapper.measures.siting import solve, stability

    _check_order(order)
    material = read_rollout_material(project, asked.survey)
    demand = _demand(material, asked)
    kept = _hubs(_progress(material), material.gazetteer.regions, order.keep)
    candidates, extra = _candidates(material, order, kept)
    problem = _problem(demand.places, (*kept, *candidates), order, len(kept))
    found = solve(problem, order.limit)
    runs = (100 if problem.distance.size <= QUICK else 10) if order.runs is None else order.runs
    again = stability(problem, found.chosen, runs=runs, seed=order.seed) if runs else [None] * order.hubs
    sites = [candidates[at - len(kept)] for at in found.chosen]
    choices = _choices(sites, found, [None if one is None else float(one) for one in again], (problem, order))
    standing = float(problem.weight @ problem.standing)
    plan = Plan(
        objective=order.objective,
        within=order.within,
        choices=_phased(choices, order.phases),
        kept=kept,
        demand=demand.places,
        before=_then(standing, problem) if kept or order.objective == "cover" else None,
        gap=found.gap,
        basis=demand.basis,
        missing=demand.missing,
        runs=runs,
        seed=order.seed,
    )
    both = replace(demand, ledgers=(*demand.ledgers, *extra.ledgers), findings=(*demand.findings, *extra.findings))
    return plan, _ground(material, both)


def check_statuses(statuses: Sequence[str]) -> None:
    """Raise BadConfig at a status of which no hub can stand."""
    for status in statuses:
        if status not in KEEPABLE:
            raise BadConfig(f"{status!r} is no status of a hub that stands", hint=f"Known are: {', '.join(KEEPABLE)}.")


def _check_order(order: Order) -> None:
    check_statuses(order.keep)
    if order.objective == "cover" and order.within is None:
        raise BadConfig("--objective cover needs --within", hint="Say within how many km a hub serves: --within 100.")
    if order.hubs < 1:
        raise BadConfig(f"--hubs {order.hubs}: choose one site at least", hint="Pass --hubs 3, say.")
    if order.phases > order.hubs:
        what = f"--propose-phases {order.phases}: more phases than sites ({order.hubs})"
        raise BadConfig(what, hint="Each phase has one site at least.")


def _progress(material: Material) -> Progress:
    from mapper.measures.progress import measure_progress

    return measure_progress(need_rollout(material), material.gazetteer.regions, material.project.project.as_of)


def _ground(material: Material, demand: _Demand) -> Ground:
    return Ground(
        material, (*material.ledgers, *demand.ledgers), tuple(dict.fromkeys([*material.findings, *demand.findings]))
    )


def _demand(material: Material, asked: Asked) -> _Demand:
    """Return what is to be reached: points where a file has them, else all of a region at its centre."""
    if asked.points is not None:
        return _points(material, asked.points, asked.columns)
    if asked.demand != PEOPLE and not asked.survey:
        raise BadConfig(f"--demand {asked.demand}: of which survey?", hint="Pass --survey ID.")
    counted = asked.survey and asked.demand in (PEOPLE, "count")
    figures = _figures(material, asked, "count" if counted else asked.demand)
    regions = material.gazetteer.regions
    known = [one for one in regions if one.code in figures and one.lon is not None]
    missing = tuple(one.code for one in regions if one not in known)
    return _Demand(tuple(_centre(one, figures[one.code]) for one in known), "centre", missing)


def _figures(material: Material, asked: Asked, measure: str) -> Figures:
    if asked.survey:
        return counted_by_region(material, asked.survey, measure)[0]
    people, _ = people_near(material, material.project.project.as_of)
    if not people:
        raise BadData("there is no population of these regions", hint="Add population.csv, or pass --points.")
    return people


def _points(material: Material, path: Path, columns: Mapping[str, str]) -> _Demand:
    from mapper.places.boundaries import load_boundaries
    from mapper.sources.places import read_places

    read = read_places(path, columns, load_boundaries(material.gazetteer.boundary_file))
    return _Demand(read.places, "points", (), (read.ledger,), read.findings)


def _centre(region: Region, weight: float = 1.0) -> Place:
    """Return the centre of a region that has one, with a figure of the whole region."""
    lon, lat = region.lon or 0.0, region.lat or 0.0
    return Place(region.code, region.centre or region.name, region.code, lon, lat, weight, exact=False)


def _hubs(progress: Progress, regions: Sequence[Region], statuses: Sequence[str]) -> tuple[Place, ...]:
    """Return the hubs with these statuses; one whose place is not told stands at the centre of its region."""
    centres = {one.code: one for one in regions if one.lon is not None}
    chosen = [hub.known.activity for hub in progress.hubs if hub.known.activity.status in statuses]
    return tuple(
        Place(one.id, one.name, one.region, one.lon, one.lat)
        if one.lon is not None and one.lat is not None
        else replace(_centre(centres[one.region]), id=one.id, name=one.name)
        for one in chosen
        if one.lon is not None or one.region in centres
    )


def _candidates(material: Material, order: Order, kept: Sequence[Place]) -> tuple[tuple[Place, ...], _Demand]:
    """Return where a hub may come: the places of a file, or the centres of the regions without a kept hub."""
    if order.candidates is not None:
        read = _points(material, order.candidates, {"lon": "lon", "lat": "lat", "name": "name", "id": "id"})
        return read.places, read
    taken = {one.region for one in kept}
    regions = [one for one in material.gazetteer.regions if one.lon is not None and one.code not in taken]
    return tuple(_centre(one) for one in regions), _Demand((), "centre")


def _problem(demand: Sequence[Place], sites: Sequence[Place], order: Order, kept: int) -> Problem:
    import numpy as np

    from mapper.measures.reach import distances_km
    from mapper.measures.siting import Problem

    return Problem(
        distance=distances_km(demand, sites),
        weight=np.array([one.weight for one in demand], dtype=np.float64),
        fixed=np.arange(len(sites)) < kept,
        new=order.hubs,
        within=order.within if order.objective == "cover" else None,
    )


def _choices(
    sites: Sequence[Place], found: Solution, again: Sequence[float | None], asked: tuple[Problem, Order]
) -> list[Choice]:
    """Return the sites with what each adds to those before it."""
    problem, order = asked
    left, choices = float(problem.weight @ problem.standing), []
    for number, (site, adds, share) in enumerate(zip(sites, found.adds, again, strict=True)):
        left -= adds
        told = adds if order.objective == "cover" else adds / float(problem.weight.sum())
        nothing = order.objective == "distance" and number == 0 and not problem.fixed.any()
        choices.append(Choice(site, None if nothing else told, _then(left, problem), share))
    return choices


def _then(cost: float, problem: Problem) -> float:
    """Return what is covered, or the mean distance, at a cost."""
    total = float(problem.weight.sum())
    return max(total - cost, 0.0) if problem.within is not None else cost / total


def _phased(choices: Sequence[Choice], phases: int) -> tuple[Choice, ...]:
    """Divide the sites into phases as even as can be, those that add most first."""
    if not phases:
        return tuple(choices)
    return tuple(replace(one, phase=at * phases // len(choices) + 1) for at, one in enumerate(choices))


def rollout_fit(project: Project, survey: str) -> tuple[tuple[Fit, ...], Ground]:
    """Return each region's strengths in a survey's sectors beside the status of its hubs, the widest gaps first."""
    from mapper.indicators import inputs_of
    from mapper.measures import compute
    from mapper.measures.fit import measure_fit
    from mapper.measures.specialisation import top_sectors

    material = read_rollout_material(project, survey)
    strongest = top_sectors(compute("lq", inputs_of(material, survey)))
    fits = measure_fit(strongest, _progress(material).regions)
    return fits, _ground(material, _Demand((), "centre"))


def plan_page(plan: Plan, ground: Ground, language: str) -> str:
    """Return a plan as a map page: new sites, hubs that stand, and which regions are within reach."""
    from mapper.config import map_settings
    from mapper.measures.reach import map_plan
    from mapper.messages import words
    from mapper.standing import about_rollout
    from mapper.views.map import render_map
    from mapper.views.siting import tell_plan
    from mapper.views.spec import choropleth

    material = ground.material
    regions, about = material.gazetteer.regions, about_rollout(material, language)
    settings = msgspec.structs.replace(
        map_settings(measure="rollout-plan", scheme="quantile", k=5, breaks="", title="plan"),
        title=dict(words("rollout.plan.title", about.languages)),
        subtitle={one: " ".join(tell_plan(plan, regions, one)) for one in about.languages},
    )
    spec = choropleth(map_plan(plan, regions, about.sources), settings, regions=regions, sectors=(), about=about)
    return render_map(spec, material.shapes)
