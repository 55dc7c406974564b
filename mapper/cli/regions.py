"""`mapper regions`: names, shapes and vintages of a country's regions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import Country, Encoding, Json, VintageId
from mapper.cli.terminal import emit, tell

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Names, shapes and vintages of regions.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def match(
    source: Annotated[
        str, typer.Argument(metavar="[INPUT|-]", help="One spelling a line, or a table with --column.")
    ] = "-",
    column: Annotated[str, typer.Option("--column", metavar="C", help="The column of a table.")] = "",
    country: Country = "",
    vintage: VintageId = "",
    encoding: Encoding = "",
    json: Json = False,
    write_confirm: Annotated[
        bool, typer.Option("--write-confirm", help="Propose lines for [confirm] in mapper.toml, for your review.")
    ] = False,
) -> None:
    """Tell which region each spelling means: exact, suggested, ambiguous or none."""
    from mapper.single import match_names
    from mapper.views.matches import render_json, render_text

    matches = match_names(Path(source), column=column, country=country, vintage=vintage, encoding=encoding)
    if write_confirm:
        from mapper.places.gazetteer import propose_confirm

        emit("".join(f"{line}\n" for line in ("[confirm]", *propose_confirm(matches))))
    else:
        emit(render_json(matches) if json else render_text(matches))
    settled = sum(match.status == "exact" for match in matches)
    tell(f"{settled} of {len(matches)} spellings are settled")
