"""`mapper regions`: names, shapes and vintages of a country's regions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli import crosswalk, shapes
from mapper.cli.options import HELP, Country, Encoding, Json, VintageId
from mapper.cli.terminal import emit, tell

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Names, shapes and vintages of regions.", context_settings=HELP
)


@app.command(context_settings=HELP)
def ls(country: Country = "", vintage: VintageId = "", json: Json = False) -> None:
    """List the regions of a country."""
    from mapper.atlas import open_regions
    from mapper.views import atlas

    gazetteer = open_regions(country, vintage)
    if json:
        emit(atlas.list_json(gazetteer.country, gazetteer.vintage, gazetteer.regions))
        return
    emit(atlas.list_text(gazetteer.regions))
    known = ", ".join(one.id for one in gazetteer.country.vintages)
    tell(f"{len(gazetteer.regions)} regions of {gazetteer.country.code}@{gazetteer.vintage}; vintages: {known}")


@app.command(context_settings=HELP)
def show(
    region: Annotated[str, typer.Argument(metavar="REGION", help="A code, or any spelling that is known.")],
    country: Country = "",
    vintage: VintageId = "",
    json: Json = False,
) -> None:
    """Tell what is known of a region: names, centre, area, population, what it was before."""
    from mapper.atlas import open_regions, show_region
    from mapper.views import atlas

    shown = show_region(region, open_regions(country, vintage))
    facts = {
        **atlas.region_object(shown.region),
        "population": shown.population,
        "population_year": shown.population_year,
        "lineage": [
            f"{k.from_code}@{k.from_vintage} -> {k.to_code}@{k.to_vintage} {k.share:.6g} ({k.basis})"
            for k in shown.links
        ],
    }
    emit(atlas.dump({"schema": "mapper.region/1", **facts}) if json else atlas.facts_text(facts))


@app.command(context_settings=HELP)
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


for verb in (shapes.check, shapes.simplify, crosswalk.crosswalk, shapes.add):
    app.command(context_settings=HELP)(verb)
