"""`mapper survey estimate`: shares, means, totals and ratios of a sample, with how sure they are."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import Encoding, Json
from mapper.cli.terminal import emit, tell


class Stat(StrEnum):
    """What is estimated."""

    mean = "mean"
    total = "total"
    share = "share"
    ratio = "ratio"


class Interval(StrEnum):
    """How the interval is made."""

    t = "t"
    wilson = "wilson"
    logit = "logit"
    beta = "beta"


class Drawn(StrEnum):
    """How the respondents were chosen."""

    probability = "probability"
    quota = "quota"
    purposive = "purposive"


def _column(name: str, told: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, metavar="C", help=told)
    return option


def estimate(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="One row a respondent; - reads stdin.")],
    value: Annotated[str, _column("--value", "The column of the answers; 0 and 1 for a share.")],
    by: Annotated[str, _column("--by", "The column that parts respondents into domains, such as regions.")] = "",
    stat: Annotated[Stat, typer.Option("--stat", help="What to estimate.")] = Stat.mean,
    denominator: Annotated[str, _column("--denominator", "Of a ratio: the column to divide by.")] = "",
    weight: Annotated[str, _column("--weight", "The column of weights, above zero.")] = "",
    strata: Annotated[str, _column("--strata", "The column of strata.")] = "",
    psu: Annotated[str, _column("--psu", "The column of primary sampling units, numbered within strata.")] = "",
    fpc: Annotated[str, _column("--fpc", "PSUs in the stratum's population, or the fraction drawn.")] = "",
    level: Annotated[float, typer.Option("--level", metavar="P", help="Of the interval.")] = 0.95,
    interval: Annotated[
        Interval | None, typer.Option("--interval", help="wilson for shares, logit with --psu, t for all else.")
    ] = None,
    design: Annotated[Drawn, typer.Option("--design", help="Only a probability sample has intervals.")] = (
        Drawn.probability
    ),
    encoding: Encoding = "",
    json: Json = False,
) -> None:
    """Estimate from a sample: with standard errors of its design, intervals, and what is too unsure to show."""
    from mapper.single import Asked, estimate_file
    from mapper.views.estimates import render_json, render_text

    named = {"value": value, "by": by, "denominator": denominator, "weight": weight}
    columns = {role: name for role, name in {**named, "strata": strata, "psu": psu, "fpc": fpc}.items() if name}
    asked = Asked(Path(source), columns, stat.value, level, interval.value if interval else "", design.value, encoding)
    told, rows = estimate_file(asked)
    emit(render_json(told, rows) if json else render_text(rows))
    if told["probability"] is False:
        tell("not a probability sample: estimates have no interval")
    elif any(row["estimate"] is not None and row["lo"] is None for row in rows):
        tell("too few respondents, or too few primary sampling units, for an interval")
