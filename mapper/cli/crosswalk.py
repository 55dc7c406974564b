"""`mapper regions crosswalk`: counts of one vintage in the regions of another."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import Country, Encoding, Input, Out, RegionColumn, SectorColumn, ValueColumn
from mapper.cli.terminal import emit, tell_findings, tell_ledgers


class By(StrEnum):
    """What a divided region's counts are divided by."""

    population = "population"
    area = "area"


def crosswalk(
    source: Input,
    before: Annotated[str, typer.Option("--from", metavar="Y", help="The vintage that the file is in.")],
    after: Annotated[str, typer.Option("--to", metavar="Y", help="The vintage that is wanted.")],
    region: RegionColumn,
    value: ValueColumn,
    sector: SectorColumn = "",
    period: Annotated[str, typer.Option("--period", metavar="C", help="The column that holds the period.")] = "",
    weights: Annotated[By, typer.Option("--weights", help="What divided regions are divided by.")] = By.population,
    country: Country = "",
    encoding: Encoding = "",
    out: Out = None,
) -> None:
    """Carry counts to the regions of another vintage, as CSV: merged exactly, divided as an estimate, totals kept."""
    from mapper.material import has_errors
    from mapper.single import OneFile, carry_file

    named = {"region": region, "value": value, "sector": sector, "period": period}
    asked = OneFile(
        path=Path(source),
        columns={role: column for role, column in named.items() if column},
        country=country,
        encoding=encoding,
    )
    content, survey = carry_file(asked, before=before, after=after, weights=weights.value)
    tell_ledgers([survey.ledger])
    tell_findings(survey.findings)
    if has_errors(survey.findings):
        raise typer.Exit(1)
    emit(content, out)
