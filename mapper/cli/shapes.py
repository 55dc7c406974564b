"""`mapper regions check | simplify | add`: boundary files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import Json, Out, VintageId
from mapper.cli.terminal import emit, tell, tell_findings

Shapes = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="GeoJSON, GeoPackage, Shapefile (.zip too), FlatGeobuf, GeoParquet, TopoJSON."),
]
Key = Annotated[str, typer.Option("--key", metavar="C", help="The column of codes.")]


def check(
    file: Shapes,
    key: Key = "code",
    country: Annotated[
        str, typer.Option("--country", metavar="CC", help="Hold it against this country's regions and outline.")
    ] = "",
    vintage: VintageId = "",
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended; needs -o.")] = False,
    tolerance_m: Annotated[
        float, typer.Option("--tolerance-m", metavar="M", help="A repair moves no border further than this.")
    ] = 100.0,
    out: Out = None,
    json: Json = False,
) -> None:
    """Check a boundary file: reference system, validity, gaps, overlaps, slivers, codes, areas, units outside."""
    from mapper import atlas
    from mapper.material import has_errors
    from mapper.views.shapes import render_report_json, render_report_text

    against = atlas.open_regions(country, vintage) if country or vintage else None
    report = atlas.check_shapes(file, key=key, gazetteer=against)
    emit(render_report_json(report) if json else render_report_text(report))
    tell_findings(report.findings)
    if repair:
        _mend(file, key=key, tolerance_m=tolerance_m, out=out)
    elif has_errors(report.findings):
        raise typer.Exit(1)


def simplify(
    file: Shapes,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The GeoJSON to write.")],
    tolerance_km: Annotated[
        float, typer.Option("--tolerance-km", metavar="KM", help="About the size of what is smoothed away.")
    ],
    key: Key = "code",
) -> None:
    """Draw boundaries with fewer points; borders that regions share stay shared, which is proved."""
    from mapper.atlas import simplify_shapes

    _refuse_suffix(out)
    content, thin = simplify_shapes(file, key=key, tolerance_km=tolerance_km)
    emit(content, out)
    tell(f"{thin.points_before} points, now {thin.points_after}; all borders still meet at {thin.decimals} decimals")


def add(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A boundary file, or its https address.")],
    country: Annotated[str, typer.Option("--country", metavar="CC", help="The folder under regions/ to write.")],
    vintage: Annotated[str, typer.Option("--vintage", metavar="Y", help="The state of the regions that it shows.")],
    key: Annotated[str, typer.Option("--key", metavar="C", help="The column of codes, if it cannot be told.")] = "",
    names: Annotated[
        str, typer.Option("--names", metavar="L=C", help="Columns of names by language: en=NAME,ru=NAME_RU.")
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="T", help="Where the lines come from, as pages say it.")
    ] = "",
    licence: Annotated[str, typer.Option("--licence", metavar="T", help="The licence of the lines.")] = "",
    folder: Annotated[Path, typer.Option("--into", metavar="DIR", help="The project's folder.")] = Path(),
) -> None:
    """Make or extend a country folder from a boundary file: exact lines, a vintage, another country."""
    from mapper.atlas import adopt_shapes
    from mapper.places.adopt import Adoption

    order = Adoption(country, vintage, key=key, names=_pairs(names), title=title, licence=licence)
    adopted = adopt_shapes(source, order, folder)
    tell_findings(adopted.findings)
    for path in adopted.written:
        tell(f"wrote {path}")
    tell(f"codes are from the column {adopted.key!r}; {adopted.folder} now has the lines of {country}@{vintage}")


def _refuse_suffix(out: Path) -> None:
    """Raise BadConfig at the name of a file of another format than the one that is written."""
    from mapper.errors import BadConfig

    if out.suffix.lower() not in ("", ".json", ".geojson"):
        raise BadConfig(f"{out}: GeoJSON is written, not {out.suffix}", hint="Name it F.geojson.")


def _mend(file: Path, *, key: str, tolerance_m: float, out: Path | None) -> None:
    from mapper.atlas import repair_shapes
    from mapper.errors import BadConfig

    if out is None:
        raise BadConfig("--repair needs a file to write", hint="Add -o mended.geojson; the original stays.")
    _refuse_suffix(out)
    content, mended = repair_shapes(file, key=key, tolerance_m=tolerance_m)
    for change in mended.changes:
        told = "mended" if change.mended else "left as it was, it would move further"
        tell(f"{change.code}: {told}; border moved {change.moved_m:.1f} m, {change.area_km2:.4g} km2 changed hands")
    emit(content, out)
    if not mended.valid:
        tell("some units still do not fit together: check the written file, or raise --tolerance-m")
        raise typer.Exit(1)


def _pairs(text: str) -> dict[str, str]:
    """Read "en=NAME,ru=NAME_RU"."""
    from mapper.errors import BadConfig

    parts = [part.partition("=") for part in text.split(",") if part]
    if any(not sign for _, sign, _ in parts):
        raise BadConfig(f"--names {text!r}: expected language=column", hint="Write --names en=NAME,ru=NAME_RU.")
    return {language.strip(): column.strip() for language, _, column in parts}
