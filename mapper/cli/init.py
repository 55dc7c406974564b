"""`mapper init`: a project to start from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import Country
from mapper.cli.terminal import tell


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make it in.")],
    country: Country = "",
    as_of: Annotated[
        dt.datetime | None, typer.Option(metavar="D", formats=["%Y-%m-%d"], help="Its as-of day; today by default.")
    ] = None,
) -> None:
    """Write a project to start from, which `mapper build` builds at once; its figures are samples."""
    from mapper import files
    from mapper.atlas import default_country
    from mapper.start import new_project

    day = as_of.date() if as_of else dt.datetime.now(tz=dt.UTC).date()
    made = new_project(folder, country or default_country(), day)
    for name, content in made.items():
        tell(f"wrote {files.write(folder / name, content)}")
    tell(f"next: cd {folder} && mapper build")
