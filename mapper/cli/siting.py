"""`mapper rollout reach`, `plan` and `fit`: whom the hubs reach, where to go next, where they are lacking."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from mapper.cli.options import Json, Language, Out, ProjectFile
from mapper.cli.terminal import emit, tell_findings, tell_ledgers

if TYPE_CHECKING:
    from mapper.material import Material
    from mapper.outlook import Answer
    from mapper.rollout_settings import Asked, Standing

AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", metavar="D", formats=["%Y-%m-%d"], help="Hubs as they were known on this day."),
]
SurveyId = Annotated[
    str, typer.Option("--survey", metavar="ID", help="Reach what this survey of the project counts, not people.")
]
Points = Annotated[
    str,
    typer.Option("--points", metavar="F", help="Reach the points of a file instead, or the areas of one."),
]
Lon = Annotated[str, typer.Option("--lon", metavar="C", help="Column of the points' longitude.")]
Lat = Annotated[str, typer.Option("--lat", metavar="C", help="Column of the points' latitude.")]
Value = Annotated[
    str, typer.Option("--value", metavar="C", help="Column of what stands at each point; without it each counts one.")
]


class Strong(StrEnum):
    """What makes a sector strong."""

    lq = "lq"
    priority = "priority"


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
    str, typer.Option("--candidates", metavar="F", help="lon, lat, id, name; default: regional centres.")
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
    demand: Demand = "population",
    survey: SurveyId = "",
    points: Points = "",
    lon: Lon = "lon",
    lat: Lat = "lat",
    value: Value = "",
    page: MapPage = None,
    language: Language = "en",
    style: Format = Style.rich,
    json: Json = False,
    out: Out = None,
) -> None:
    """Tell who is within a distance of an open (or planned) hub, by region, and how that is known."""
    from mapper.rollout_settings import ReachQuestion

    asked = {"within": within, "of": _statuses(of, "--of"), **_demand(demand, survey, points, (lon, lat, value))}
    _tell(ReachQuestion(**asked), (project, as_of), Told(page, language, style, json, out))


def plan(
    hubs: Hubs,
    project: ProjectFile = Path("mapper.toml"),
    as_of: AsOf = None,
    within: Radius = None,
    objective: Aim = None,
    demand: Demand = "population",
    survey: SurveyId = "",
    points: Points = "",
    lon: Lon = "lon",
    lat: Lat = "lat",
    value: Value = "",
    keep: Keep = "open,planned",
    candidates: Candidates = "",
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
    from mapper.rollout_settings import PlanQuestion

    asked = PlanQuestion(
        hubs=hubs,
        within=within,
        objective=objective.value if objective else "",
        keep=_statuses(keep, "--keep"),
        candidates=candidates,
        phases=propose_phases,
        runs=runs,
        seed=seed,
        **_demand(demand, survey, points, (lon, lat, value)),
    )
    _tell(asked, (project, as_of), Told(page, language, style, json, out), time_limit)


def fit(
    survey: Annotated[str, typer.Option("--survey", metavar="ID", help="The survey whose sectors are compared.")],
    project: ProjectFile = Path("mapper.toml"),
    as_of: AsOf = None,
    measure: Annotated[
        Strong, typer.Option("--measure", help="What makes a sector strong: its quotient, or its score by [priority].")
    ] = Strong.lq,
    page: MapPage = None,
    language: Language = "en",
    style: Format = Style.rich,
    json: Json = False,
    out: Out = None,
) -> None:
    """Tell which regions are surely strong in a sector and have no hub, and whether hubs fit their regions."""
    from mapper.rollout_settings import FitQuestion

    question = FitQuestion(survey=survey, measure=measure.value)
    _tell(question, (project, as_of), Told(page, language, style, json, out))


@dataclass(frozen=True)
class Told:
    """How an answer is to be told."""

    page: Path | None
    language: str
    style: Style
    json: bool
    out: Path | None


def _demand(demand: str, survey: str, points: str, columns: tuple[str, str, str]) -> dict[str, Any]:
    named = zip(("lon", "lat", "value"), columns, strict=True)
    return {
        "demand": demand,
        "survey": survey,
        "points": points,
        "columns": {role: name for role, name in named if name},
    }


def _statuses(text: str, option: str) -> tuple[Standing, ...]:
    from mapper.errors import BadConfig
    from mapper.rollout_settings import Standing

    names = [part.strip() for part in text.split(",") if part.strip() and part.strip() != "none"]
    known: tuple[Standing, ...] = get_args(Standing)
    for name in names:
        if name not in known:
            what = f"{option} {name!r}: no status of a hub that stands"
            raise BadConfig(what, hint=f"Known are: {', '.join(known)}.")
    return tuple(one for one in known if one in names)


def _tell(question: Asked, project: tuple[Path, dt.datetime | None], told: Told, limit: float | None = None) -> None:
    """Answer a question and tell it; end with 1 where an error was found on the way."""
    from mapper.config import load_project, override
    from mapper.material import has_errors
    from mapper.pages import answer_json
    from mapper.planning import rollout_answer, rollout_page
    from mapper.settings import check_languages

    check_languages([told.language], "--language")
    path, as_of = project
    settled = override(load_project(path), as_of=as_of.date() if as_of else None, language=told.language)
    found, material = rollout_answer(settled, question, limit)
    tell_ledgers((*material.ledgers, *found.ledgers))
    findings = tuple(dict.fromkeys([*material.findings, *found.findings]))
    tell_findings(findings)
    if has_errors(findings):
        raise typer.Exit(1)
    if told.page:
        emit(rollout_page(found, material), told.page)
    emit(answer_json(found, material) if told.json else _table(found, material, told), told.out)


def _table(found: Answer, material: Material, told: Told) -> str:
    """Render an answer as a table; for a terminal its sentences stand above it."""
    from mapper.planning import rollout_table
    from mapper.views.page import words_in
    from mapper.views.table import RENDERERS

    spec = rollout_table(found, material)
    lead = f"{words_in(spec.lead, told.language)}\n\n" if told.style is Style.rich else ""
    return lead + str(RENDERERS[told.style.value](spec, told.language))
