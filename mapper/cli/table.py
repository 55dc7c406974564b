"""`mapper table`: one table from one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import (
    Country,
    Design,
    DesignOfFile,
    Encoding,
    Input,
    Out,
    RegionColumn,
    SectorColumn,
    Unmatched,
    UnmatchedRows,
    ValueColumn,
    VintageId,
)
from mapper.cli.terminal import emit, tell_findings, tell_ledgers


def table(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="One of `mapper measures`, such as lq.")],
    source: Input,
    region: RegionColumn,
    value: ValueColumn,
    sector: SectorColumn = "",
    country: Country = "",
    vintage: VintageId = "",
    style: Annotated[str, typer.Option("--format", metavar="F", help="rich, csv, json, md, html or xlsx.")] = "rich",
    language: Annotated[
        str, typer.Option("--language", metavar="L", help="Of names and headings: kk, ru or en.")
    ] = "en",
    encoding: Encoding = "",
    unmatched: UnmatchedRows = Unmatched.error,
    design: DesignOfFile = Design.register,
    out: Out = None,
) -> None:
    """Make one table of one measure by region (and sector)."""
    from mapper.material import has_errors
    from mapper.single import OneFile, one_table

    asked = OneFile(
        path=Path(source),
        columns={"region": region, "value": value, **({"sector": sector} if sector else {})},
        country=country,
        vintage=vintage,
        encoding=encoding,
        unmatched=unmatched.value,
        design=design.value,
    )
    content, data = one_table(asked, measure, style=style, language=language)
    tell_ledgers([data.ledger])
    tell_findings(data.findings)
    if has_errors(data.findings):
        raise typer.Exit(1)
    emit(content, out)
