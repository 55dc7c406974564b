"""The material of a project -> answers to what it asks of its rollout: whom hubs reach, where to go next, what fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import BadConfig, BadData
from mapper.material import Material
from mapper.model import Finding, Ledger, Region
from mapper.rollout import Choice, Fits, Place, Plan, Progress, Reach
from mapper.rollout_settings import PEOPLE, Asked, DemandQuestion, FitQuestion, PlanQuestion, ReachQuestion
from mapper.standing import Figures, counted_by_region, need_rollout, people_near

if TYPE_CHECKING:
    from mapper.measures.reach import Demand
    from mapper.measures.siting import Problem, Solution
    from mapper.sources.places import PlacesFile

QUICK = 60_000
"""Pairs of demand and site up to which a hundred runs take no time."""


@dataclass(frozen=True)
class Answer:
    """What is answered to a question, and the accounts and findings of the files that were read for it."""

    question: Asked
    found: Reach | Plan | Fits
    regions: tuple[Region, ...]
    ledgers: tuple[Ledger, ...] = ()
    findings: tuple[Finding, ...] = ()


def answer(material: Material, question: Asked, folder: Path, limit: float | None = None) -> Answer:
    """Return the answer on the as-of day; files of the question are relative to `folder`.

    Raise BadConfig or BadData where nothing can be answered. `limit` is the seconds for the proof of a plan; None does
    the same work on every machine.
    """
    if isinstance(question, ReachQuestion):
        return _reach(material, question, folder)
    if isinstance(question, PlanQuestion):
        return _plan(material, question, folder, limit)
    return Answer(question, _fit(material, question), material.gazetteer.regions)


def answer_all(material: Material, only: Sequence[str] = ()) -> tuple[Answer, ...]:
    """Return the answers to the questions of a project (or to `only` some); an error names what has no answer."""
    asked = [one for one in material.project.questions if not only or one.id in only]
    return tuple(_named(material, question) for question in asked)


def _named(material: Material, question: Asked) -> Answer:
    try:
        return answer(material, question, material.project.folder)
    except (BadConfig, BadData) as error:
        raise type(error)(f"{material.project.path}: {question.id!r}: {error.what}", hint=error.hint) from error


def _reach(material: Material, question: ReachQuestion, folder: Path) -> Answer:
    from mapper.measures.reach import measure_reach

    _check_distance(question.within)
    demand, *read = _demand(material, question, folder)
    hubs = _hubs(_progress(material), material.gazetteer.regions, question.of)
    return _answer(material, question, measure_reach(demand, hubs, km=question.within, of=question.of), read)


def _plan(material: Material, question: PlanQuestion, folder: Path, limit: float | None) -> Answer:
    from mapper.measures.siting import solve, stability

    _check(question)
    demand, *read = _demand(material, question, folder)
    kept = _hubs(_progress(material), material.gazetteer.regions, question.keep)
    candidates, *more = _candidates(material, question, kept, folder)
    problem = _problem(demand.places, (*kept, *candidates), question, len(kept))
    found = solve(problem, limit)
    runs = (100 if problem.distance.size <= QUICK else 10) if question.runs is None else question.runs
    again = stability(problem, found.chosen, runs=runs, seed=question.seed).tolist() if runs else [None] * question.hubs
    choices = _choices([candidates[at - len(kept)] for at in found.chosen], found, again, problem)
    plan = Plan(
        objective=question.aim,
        within=question.within,
        choices=_phased(choices, question.phases),
        kept=kept,
        keep=question.keep,
        demand=demand.places,
        before=_then(float(problem.weight @ problem.standing), problem) if kept or question.aim == "cover" else None,
        gap=found.gap,
        basis=demand.basis,
        missing=demand.missing,
        runs=runs,
        seed=question.seed,
    )
    return _answer(material, question, plan, [*read, *more])


def _fit(material: Material, question: FitQuestion) -> Fits:
    from mapper.indicators import inputs_of
    from mapper.measures.fit import measure_fit

    if not question.survey:
        raise BadConfig("of which survey are the sectors?", hint="Name its id: --survey, or survey = in mapper.toml.")
    return measure_fit(inputs_of(material, question.survey), _progress(material).regions, question.measure)


def _answer(material: Material, question: Asked, found: Reach | Plan, read: Sequence[PlacesFile]) -> Answer:
    findings = dict.fromkeys(finding for one in read for finding in one.findings)
    return Answer(question, found, material.gazetteer.regions, tuple(one.ledger for one in read), tuple(findings))


def _check(question: PlanQuestion) -> None:
    """Raise BadConfig at what cannot be meant, whether it comes from the command line or from mapper.toml."""
    _check_distance(question.within)
    if question.hubs < 1:
        raise BadConfig(f"{question.hubs} hubs: choose one site at least", hint="Ask for 3, say.")
    if question.aim == "cover" and question.within is None:
        hint = "Say within how many km a hub serves: --within 100, or within = 100 in mapper.toml."
        raise BadConfig("the objective cover needs a distance", hint=hint)
    if question.phases > question.hubs:
        what = f"{question.phases} phases: more phases than sites ({question.hubs})"
        raise BadConfig(what, hint="Each phase has one site at least.")


def _check_distance(km: float | None) -> None:
    if km is not None and not 0 <= km < math.inf:
        raise BadConfig(f"{km:g} km is no distance", hint="Say it in km, 0 or more.")


def _progress(material: Material) -> Progress:
    from mapper.measures.progress import measure_progress

    return measure_progress(need_rollout(material), material.gazetteer.regions, material.project.project.as_of)


def _demand(material: Material, question: DemandQuestion, folder: Path) -> tuple[Demand, *tuple[PlacesFile, ...]]:
    """Return what is to be reached: points or areas where a file has them, else all of a region at its centre."""
    from mapper.measures.reach import Demand

    if question.points:
        if question.survey or question.demand != PEOPLE:
            hint = "Leave out the survey and the demand; the column that counts is `value`."
            raise BadConfig("both points and a survey or demand are told", hint=hint)
        named = {"lon": "lon", "lat": "lat"} | {str(role): name for role, name in question.columns.items()}
        read = _places(material, folder, question.points, named)
        return Demand(read.places, read.basis), read
    figures = _figures(material, question)
    regions = material.gazetteer.regions
    known = [one for one in regions if one.code in figures and one.lon is not None]
    missing = tuple(one.code for one in regions if one not in known)
    return (Demand(tuple(_centre(one, figures[one.code]) for one in known), "centre", missing),)


def _figures(material: Material, question: DemandQuestion) -> Figures:
    if question.survey:
        counted = "count" if question.demand == PEOPLE else question.demand
        return counted_by_region(material, question.survey, counted)[0]
    if question.demand != PEOPLE:
        raise BadConfig(f"the demand {question.demand!r}: of which survey?", hint="Name a survey that counts it.")
    people, _ = people_near(material, material.project.project.as_of)
    if not people:
        raise BadData("there is no population of these regions", hint="Add population.csv, or name points.")
    return people


def _places(material: Material, folder: Path, file: str, columns: dict[str, str]) -> PlacesFile:
    from mapper.places.boundaries import load_boundaries
    from mapper.sources.places import read_places

    return read_places(folder / file, columns, load_boundaries(material.gazetteer.boundary_file), name=file)


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


def _candidates(
    material: Material, question: PlanQuestion, kept: Sequence[Place], folder: Path
) -> tuple[tuple[Place, ...], *tuple[PlacesFile, ...]]:
    """Return where a hub may come: the places of a file, or the centres of the regions without a kept hub."""
    if question.candidates:
        columns = {one: one for one in ("lon", "lat", "name", "id")}
        read = _places(material, folder, question.candidates, columns)
        return read.places, read
    taken = {one.region for one in kept}
    regions = [one for one in material.gazetteer.regions if one.lon is not None and one.code not in taken]
    return (tuple(_centre(one) for one in regions),)


def _problem(demand: Sequence[Place], sites: Sequence[Place], question: PlanQuestion, kept: int) -> Problem:
    import numpy as np

    from mapper.measures.reach import distances_km
    from mapper.measures.siting import Problem

    return Problem(
        distance=distances_km(demand, sites),
        weight=np.array([one.weight for one in demand], dtype=np.float64),
        fixed=np.arange(len(sites)) < kept,
        new=question.hubs,
        within=question.within if question.aim == "cover" else None,
    )


def _choices(
    sites: Sequence[Place], found: Solution, again: Sequence[float | None], problem: Problem
) -> tuple[Choice, ...]:
    """Return the sites with what each adds to those before it."""
    left, choices = float(problem.weight @ problem.standing), []
    for number, (site, adds, share) in enumerate(zip(sites, found.adds, again, strict=True)):
        left -= adds
        told = adds if problem.within is not None else adds / float(problem.weight.sum())
        nothing = problem.within is None and number == 0 and not problem.fixed.any()
        choices.append(Choice(site, None if nothing else told, _then(left, problem), share))
    return tuple(choices)


def _then(cost: float, problem: Problem) -> float:
    """Return what is covered, or the mean distance, at a cost."""
    total = float(problem.weight.sum())
    return max(total - cost, 0.0) if problem.within is not None else cost / total


def _phased(choices: tuple[Choice, ...], phases: int) -> tuple[Choice, ...]:
    """Divide the sites into phases as even as can be, those that add most first."""
    if not phases:
        return choices
    return tuple(replace(one, phase=at * phases // len(choices) + 1) for at, one in enumerate(choices))
