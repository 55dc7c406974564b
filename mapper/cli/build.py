"""`mapper build`: make everything that the project names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapper.cli.options import Json, ProjectFile
from mapper.cli.terminal import emit, tell, tell_error, tell_findings, tell_ledgers, waiting
from mapper.errors import BadConfig

if TYPE_CHECKING:
    from mapper.build import Built


def build(
    project: ProjectFile = Path("mapper.toml"),
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where to; default: as set.")] = None,
    as_of: Annotated[
        dt.datetime | None, typer.Option(metavar="D", formats=["%Y-%m-%d"], help="Tell the state at this day.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this map or table; may be repeated.")
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="E", help="What sums large surveys: duckdb, or sc://host:15002.")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if the outputs differ from what would be made.")
    ] = False,
    update_breaks: Annotated[
        bool, typer.Option("--update-breaks", help="Make new class breaks, and keep them in breaks.lock.toml.")
    ] = False,
    json: Json = False,
) -> None:
    """Make every map and table that the project names, with a home page, ledgers and a manifest."""
    from mapper.build import compare, make, write
    from mapper.config import load_project, override
    from mapper.views.findings import render_built

    if check and update_breaks:
        raise BadConfig("--check writes nothing, and --update-breaks writes", hint="Pass one of them.")
    settled = override(load_project(project), as_of=as_of.date() if as_of else None, out=out, engine=engine)
    if engine and not any(survey.summed for survey in settled.survey):
        tell("no [[survey]] says `summed = true`: the engine has nothing to sum")
    with waiting("reading and drawing"):
        built = make(settled, only=only or (), strict=strict, update_breaks=update_breaks)
    tell_ledgers(built.ledgers)
    tell_findings(built.findings)
    if not built.files:
        raise typer.Exit(1)
    if check:
        _tell_drift(compare(built))
    else:
        write(built)
        _tell_breaks(built)
        tell(f"{len(built.files)} files in {built.folder}")
    if json:
        emit(render_built(built.files, built.findings, built.ledgers))


def _tell_breaks(built: Built) -> None:
    """Say once which regions another class was accepted for."""
    if built.renewed:
        tell_findings(built.renewed.moved)
        tell(f"class breaks are kept in {built.renewed.path}")


def _tell_drift(drift: list[str]) -> None:
    for line in drift:
        tell_error(line, "", "differs")
    if drift:
        tell("  hint: run `mapper build` and commit what it writes.")
        raise typer.Exit(1)
