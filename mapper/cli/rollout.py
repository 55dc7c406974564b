"""`mapper rollout`: where a phased programme stands, whom it reaches, where to go next."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli import siting
from mapper.cli.options import HELP, Json, Language, Out, ProjectFile
from mapper.cli.terminal import emit, tell_findings, tell_ledgers

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="A phased programme against its plan.", context_settings=HELP
)

AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", metavar="D", formats=["%Y-%m-%d"], help="Tell the state as known on this day."),
]
SurveyId = Annotated[
    str, typer.Option("--survey", metavar="ID", help="A survey of the project whose counts are summed too.")
]


@app.command(context_settings=HELP)
def status(
    project: ProjectFile = Path("mapper.toml"),
    as_of: AsOf = None,
    survey: SurveyId = "",
    language: Language = "en",
    curve: Annotated[
        Path | None, typer.Option("--curve", metavar="F.svg", help="Write planned against actual openings as SVG.")
    ] = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """Tell by region, phase, partner and stream what is open, planned, announced, due, late, or not mentioned."""
    from mapper.config import load_project, override
    from mapper.material import has_errors
    from mapper.planning import rollout_status
    from mapper.settings import check_languages
    from mapper.views.curve import draw_curve
    from mapper.views.progress import render_json, render_text

    check_languages([language], "--language")
    settled = override(load_project(project), as_of=as_of.date() if as_of else None)
    report, material = rollout_status(settled, survey)
    tell_ledgers(material.ledgers)
    tell_findings(material.findings)
    if has_errors(material.findings):
        raise typer.Exit(1)
    if curve:
        emit(draw_curve(report.progress.steps, report.progress.as_of, language), curve)
    emit(render_json(report) if json else render_text(report, language), out)


for verb in (siting.reach, siting.plan, siting.fit):
    app.command(context_settings=HELP)(verb)
