"""`mapper survey`: the sources room."""

from __future__ import annotations

import typer

from mapper.cli import estimate, survey_convert, survey_read
from mapper.cli.options import HELP

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Surveys, one file at a time.", context_settings=HELP
)

for verb in (survey_read.read, survey_convert.convert, estimate.estimate):
    app.command(context_settings=HELP)(verb)
