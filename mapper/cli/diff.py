"""`mapper diff`: what changed between two results, in words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import Language, Out
from mapper.cli.terminal import emit


class Format(StrEnum):
    """How changes are told."""

    text = "text"
    md = "md"
    json = "json"


Result = "An outputs folder of `mapper build`, or one of its tables as JSON."


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=Result)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same, later.")],
    style: Annotated[
        Format, typer.Option("--format", help="text for people, md for a page, json for programs.")
    ] = Format.text,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=0, help="Lines of text and md; the rest are counted. json has all."),
    ] = 40,
    language: Language = "en",
    out: Out = None,
) -> None:
    """Tell what changed between two results, the most important first; exit with 1 if anything did, as diff does."""
    from mapper.diff import diff_results
    from mapper.settings import check_languages
    from mapper.views.changes import render_json, render_md, render_text

    check_languages([language], "--language")
    found = diff_results(old, new)
    if style is Format.json:
        emit(render_json(found), out)
    else:
        render = render_md if style is Format.md else render_text
        emit(render(found, language, limit), out)
    raise typer.Exit(1 if found.changes else 0)
