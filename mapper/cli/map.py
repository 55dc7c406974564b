"""`mapper map`: one map from one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypedDict

import typer

from mapper.cli.options import (
    Country,
    Design,
    DesignOfFile,
    Encoding,
    Input,
    RegionColumn,
    SectorColumn,
    Unmatched,
    UnmatchedRows,
    ValueColumn,
)
from mapper.cli.terminal import emit, tell_findings, tell_ledgers


class Places(TypedDict, total=False):
    """Which regions, as `OneFile` names them."""

    country: str
    vintage: str
    shapes: Path


def map_(
    source: Input,
    region: RegionColumn,
    value: ValueColumn,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="F", help="F.html, F.svg, F.png or F.pdf.")],
    sector: SectorColumn = "",
    measure: Annotated[
        str, typer.Option("--measure", metavar="M", help="value shows the figures as they are.")
    ] = "value",
    country: Country = "",
    boundaries: Annotated[
        str, typer.Option("--boundaries", metavar="B", help="kz@2022, or a file of shapes with --key.")
    ] = "",
    key: Annotated[str, typer.Option("--key", metavar="C", help="The column of the shapes' codes.")] = "code",
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="S", help="Class breaks: quantile, equal, ...")
    ] = "quantile",
    k: Annotated[int, typer.Option("--k", "-k", metavar="N", help="Number of classes, at most 7.")] = 5,
    breaks: Annotated[str, typer.Option("--breaks", metavar="B", help="Class breaks of your own: 10,20,50.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="T", help="Title; the file's name by default.")] = "",
    languages: Annotated[
        str, typer.Option("--languages", metavar="L", help="Of the page, the first shown.")
    ] = "en,ru,kk",
    encoding: Encoding = "",
    unmatched: UnmatchedRows = Unmatched.error,
    design: DesignOfFile = Design.register,
) -> None:
    """Make one choropleth map from one table, as a page that stands alone or as a picture."""
    from mapper.config import map_settings
    from mapper.material import has_errors
    from mapper.single import OneFile, one_map

    asked = OneFile(
        path=Path(source),
        columns={"region": region, "value": value, **({"sector": sector} if sector else {})},
        **_places(boundaries, country),
        key=key,
        encoding=encoding,
        unmatched=unmatched.value,
        design=design.value,
    )
    settings = map_settings(measure=measure, scheme=scheme, k=k, breaks=breaks, title=title or Path(source).stem)
    style = out.suffix.removeprefix(".").lower()
    named = tuple(one.strip() for one in languages.split(",") if one)
    page, data = one_map(asked, settings, languages=named, style=style)
    tell_ledgers([data.ledger])
    tell_findings(data.findings)
    if has_errors(data.findings):
        raise typer.Exit(1)
    emit(page, out)


def _places(boundaries: str, country: str) -> Places:
    """Read --boundaries, which is a file of shapes or a country's vintage such as kz@2022."""
    if "/" in boundaries or "." in boundaries:
        return {"shapes": Path(boundaries)}
    code, _, vintage = boundaries.partition("@")
    return {"country": code or country, "vintage": vintage}
