"""Options that several verbs share, defined once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

ProjectFile = Annotated[Path, typer.Option("--project", "-p", metavar="F", help="The project file.", show_default=True)]
Input = Annotated[str, typer.Argument(metavar="INPUT", help="A table of figures by region; - reads stdin.")]
RegionColumn = Annotated[str, typer.Option("--region", metavar="C", help="The column that holds the region.")]
ValueColumn = Annotated[str, typer.Option("--value", metavar="C", help="The column that holds the figure.")]
SectorColumn = Annotated[str, typer.Option("--sector", metavar="C", help="The column that holds the sector.")]
Country = Annotated[str, typer.Option("--country", metavar="CC", help="A folder under regions/, such as kz.")]
VintageId = Annotated[str, typer.Option("--vintage", metavar="Y", help="State of the regions; the newest by default.")]
Encoding = Annotated[str, typer.Option("--encoding", metavar="E", help="Encoding of a text file, if not UTF-8.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object to stdout, with a schema name.")]
Language = Annotated[str, typer.Option("--language", metavar="L", help="Of names and headings: kk, ru or en.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="F", help="Write to this file instead of stdout.")]


class Unmatched(StrEnum):
    """What a row is whose region is not known."""

    error = "error"
    warning = "warning"


class Design(StrEnum):
    """How the figures came to be."""

    register = "register"
    census = "census"
    probability = "probability"
    quota = "quota"
    purposive = "purposive"


DesignOfFile = Annotated[
    Design, typer.Option("--design", help="How the figures came to be; it decides on intervals and suppression.")
]

UnmatchedRows = Annotated[
    Unmatched, typer.Option("--unmatched", help="Rows of unknown regions: stop, or leave them out and list them.")
]
