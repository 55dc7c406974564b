"""`mapper rollout reach`, `plan` and `fit`: whom the hubs reach, where to go next, where they are lacking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapper.cli.options import Json, Language, Out, ProjectFile
from mapper.cli.terminal import emit, tell_findings, tell_ledgers

if TYPE_CHECKING:
    from mapper.config import Project
    from mapper.planning import Asked, Ground
    from mapper.views.about import About
    from mapper.views.columns import TableSpec

AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", metavar="D", formats=["%Y-%m-%d"], help="Hubs as they were known on this day."),
]
SurveyId = Annotated[
    str, typer.Option("--survey", metavar="ID", help="Reach what this survey of the project counts, not people.")
]
Points = Annotated[
    Path | None, typer.Option("--points", metavar="F", help="Reach the points of a file (table or GeoJSON) instead.")
]
Lon = Annotated[str, typer.Option("--lon", metavar="C", help="Column of the points' longitude.")]
Lat = Annotated[str, typer.Option("--lat", metavar="C", help="Column of the points' latitude.")]
Value = Annotated[
    str, typer.Option("--value", metavar="C", help="Column of what stands at each point; without it each counts one.")
]


class Style(StrEnum):
    """Formats of the answer."""

    rich = "rich"
    csv = "csv"
    md = "md"
    html = "html"
    json = "json"


Format = Annotated[Style, typer.Option("--format", help="Of the table.")]


class Objective(StrEnum):
    """What the best sites are best at."""

    cover = "cover"
    distance = "distance"


Hubs = Annotated[int, typer.Option("--hubs", metavar="N", help="How many new sites.")]
Radius = Annotated[
    float | None, typer.Option("--within", metavar="KM", min=0, help="How far a hub serves, for --objective cover.")
]
Aim = Annotated[Objective | None, typer.Option("--objective", help="Cover most, or shorten the mean distance most.")]
Demand = Annotated[str, typer.Option("--demand", metavar="MEASURE", help="population, or a count of --survey.")]
Keep = Annotated[
    str, typer.Option("--keep", metavar="S,..", help="Hubs of these statuses stand already; none keeps no hub.")
]
Candidates = Annotated[
    Path | None, typer.Option("--candidates", metavar="F", help="lon, lat, id, name; default: regional centres.")
]
Phases = Annotated[
    int, typer.Option("--propose-phases", metavar="K", min=0, help="Divide the sites into phases, as a proposal.")
]
Runs = Annotated[
    int | None,
    typer.Option("--runs", metavar="N", min=0, help="Runs with other weights; default: 100, or 10 if they take long."),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Of the other weights.")]
Limit = Annotated[
    float, typer.Option("--time-limit", metavar="S", min=0, help="Seconds for the proof; then the gap is stated.")
]

MapPage = Annotated[Path | None, typer.Option("--map", metavar="F.html", help="Write the answer as a map page, too.")]


def reach(
    within: Annotated[float, typer.Option("--within", metavar="KM", min=0, help="The distance, along the ground.")],
    project: ProjectFile = Path("mapper.toml"),
    as_of: AsOf = None,
    of: Annotated[
        str, typer.Option("--of", metavar="S,..", help="Hubs of these statuses: open, equipping, planned, announced.")
    ] = "open",
    survey: SurveyId = "",
    points: Points = None,
    lon: Lon = "lon",
    lat: Lat = "lat",
    value: Value = "",
    language: Language = "en",
    style: Format = Style.rich,
    json: Json = False,
    out: Out = None,
) -> None:
    """Tell who is within a distance of an open (or planned) hub, by region, and how that is known."""
    from mapper.planning import rollout_reach
    from mapper.views.siting import reach_json, reach_table

    asked = _asked("population", survey, points, (lon, lat, value))
    found, ground = rollout_reach(_settled(project, as_of), asked, km=within, of=_statuses(of))
    regions = ground.material.gazetteer.regions
    _finish(ground)
    if json:
        emit(reach_json(found, regions), out)
    else:
        emit(_render(lambda about: reach_table(found, regions, about), ground, style, language), out)


def plan(
    hubs: Hubs,
    project: ProjectFile = Path("mapper.toml"),
    as_of: AsOf = None,
    within: Radius = None,
    objective: Aim = None,
    demand: Demand = "population",
    survey: SurveyId = "",
    points: Points = None,
    lon: Lon = "lon",
    lat: Lat = "lat",
    value: Value = "",
    keep: Keep = "open,planned",
    candidates: Candidates = None,
    propose_phases: Phases = 0,
    runs: Runs = None,
    seed: Seed = 1,
    time_limit: Limit = 4.0,
    page: MapPage = None,
    language: Language = "en",
    style: Format = Style.rich,
    json: Json = False,
    out: Out = None,
) -> None:
    """Choose the best next sites: what each adds, how sure the choice is, how stable under other weights."""
    from mapper.planning import plan_page, rollout_plan
    from mapper.rollout import Order
    from mapper.views.siting import plan_json, plan_table

    order = Order(
        hubs=hubs,
        within=within,
        objective=_aim(objective, within).value,
        keep=_statuses(keep),
        candidates=candidates,
        runs=runs,
        seed=seed,
        limit=time_limit,
        phases=propose_phases,
    )
    found, ground = rollout_plan(_settled(project, as_of), _asked(demand, survey, points, (lon, lat, value)), order)
    regions = ground.material.gazetteer.regions
    _finish(ground)
    if page:
        emit(plan_page(found, ground, language), page)
    if json:
        emit(plan_json(found, regions), out)
    else:
        emit(_render(lambda about: plan_table(found, regions, about), ground, style, language), out)


def fit(
    survey: Annotated[str, typer.Option("--survey", metavar="ID", help="The survey whose sectors are compared.")],
    project: ProjectFile = Path("mapper.toml"),
    as_of: AsOf = None,
    language: Language = "en",
    style: Format = Style.rich,
    json: Json = False,
    out: Out = None,
) -> None:
    """Tell which regions are surely strong in a sector and have no hub, and whether hubs fit their regions."""
    from mapper.planning import rollout_fit
    from mapper.views.fit import fit_json, fit_table

    settled = _settled(project, as_of)
    found, ground = rollout_fit(settled, survey)
    _finish(ground)
    if json:
        emit(fit_json(found), out)
        return
    regions, sectors = ground.material.gazetteer.regions, ground.material.surveys[survey].sectors
    emit(_render(lambda about: fit_table(found, regions, sectors, about), ground, style, language), out)


def _settled(project: Path, as_of: dt.datetime | None) -> Project:
    from mapper.config import load_project, override

    return override(load_project(project), as_of=as_of.date() if as_of else None)


def _aim(objective: Objective | None, within: float | None) -> Objective:
    return objective or (Objective.cover if within is not None else Objective.distance)


def _asked(demand: str, survey: str, points: Path | None, columns: tuple[str, str, str]) -> Asked:
    from mapper.planning import Asked

    lon, lat, value = columns
    return Asked(demand, survey, points, {"lon": lon, "lat": lat, **({"value": value} if value else {})})


def _statuses(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip() and part.strip() != "none")


def _finish(ground: Ground) -> None:
    """Tell the accounts and findings; end with 1 where an error was found."""
    from mapper.material import has_errors

    tell_ledgers(ground.ledgers)
    tell_findings(ground.findings)
    if has_errors(ground.findings):
        raise typer.Exit(1)


def _render(compose: Callable[[About], TableSpec], ground: Ground, style: Style, language: str) -> str:
    """Render a table in a format; for a terminal the sentences stand above it."""
    from mapper.settings import check_languages
    from mapper.standing import about_rollout
    from mapper.views.page import words_in
    from mapper.views.table import RENDERERS

    check_languages([language], "--language")
    spec = compose(about_rollout(ground.material, language))
    lead = f"{words_in(spec.lead, language)}\n\n" if style is Style.rich else ""
    return lead + str(RENDERERS[style.value](spec, language))
