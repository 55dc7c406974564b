"""`mapper survey read`: what a reader makes of a file, and the settings that it seems to ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import Country, Encoding, Json, VintageId
from mapper.cli.terminal import emit, tell


def read(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A survey's file as it arrived; - reads stdin.")],
    sheet: Annotated[str, typer.Option("--sheet", metavar="S", help="The sheet of a workbook.")] = "",
    country: Country = "",
    vintage: VintageId = "",
    encoding: Encoding = "",
    json: Json = False,
) -> None:
    """Tell what a reader makes of a file, and propose its [[survey]] for mapper.toml, to stdout."""
    from mapper.single import Arrived, look_at
    from mapper.views.first_look import render_facts, render_json

    told = look_at(Arrived(Path(source), country, vintage, encoding, sheet))
    if json:
        emit(render_json(told))
        return
    tell(render_facts(told))
    emit(str(told["proposal"]))
