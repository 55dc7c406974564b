"""`mapper survey convert`: the tidy records of a survey's file as typed Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import ProjectFile
from mapper.cli.terminal import tell, tell_findings, tell_ledgers, waiting


def convert(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A file whose [[survey]] stands in mapper.toml.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="F.parquet", help="The Parquet file to write.")],
    survey: Annotated[str, typer.Option("--survey", metavar="ID", help="Its [[survey]], if not told by FILE.")] = "",
    project: ProjectFile = Path("mapper.toml"),
) -> None:
    """Write the tidy records of a survey's file as typed Parquet: region codes, sectors, values, weights, rows."""
    from mapper.material import has_errors
    from mapper.single import convert_file

    with waiting("reading"):
        read = convert_file(source, out, project=project, survey=survey)
    tell_ledgers([read.ledger])
    tell_findings(read.findings)
    if has_errors(read.findings):
        raise typer.Exit(1)
    tell(f"wrote {out}: {len(read.records)} records")
