"""`mapper check`: read everything, write nothing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import ProjectFile
from mapper.cli.terminal import emit, tell_findings, tell_ledgers, waiting


class Format(StrEnum):
    """How findings are told."""

    text = "text"
    json = "json"
    github = "github"


def check(
    project: ProjectFile = Path("mapper.toml"),
    style: Annotated[Format, typer.Option("--format", help="text for people, json for programs.")] = Format.text,
) -> None:
    """Read everything that the project names; tell findings and ledgers; write nothing."""
    from mapper.build import check_project
    from mapper.config import load_project
    from mapper.material import has_errors
    from mapper.views.findings import render_github, render_json

    with waiting("reading and checking"):
        found = check_project(load_project(project))
    if style is Format.text:
        tell_ledgers(found.ledgers)
        tell_findings(found.findings)
        emit(f"{len(found.findings)} findings\n")
    else:
        render = render_json if style is Format.json else render_github
        emit(render(found.findings, found.ledgers))
    raise typer.Exit(1 if has_errors(found.findings) else 0)
