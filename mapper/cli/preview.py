"""`mapper preview`: the report on this machine's own address, built again whenever an input changes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapper.cli.options import ProjectFile
from mapper.cli.terminal import tell, tell_error, tell_findings, waiting
from mapper.errors import MapperError

if TYPE_CHECKING:
    from mapper.config import Project
    from mapper.preview import Site, Stamps

PAUSE = 0.3
"""Seconds between two looks at the inputs; what is still being written by the second is waited for."""


def preview(
    project: ProjectFile = Path("mapper.toml"),
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 takes any that is free.")
    ] = 8000,
) -> None:
    """Build, serve the outputs to this machine alone, and build again when an input changes; Ctrl-C ends it."""
    from threading import Thread

    from mapper.config import load_project
    from mapper.preview import Site

    settled = load_project(project)
    with Site(settled.folder / settled.project.outputs, port) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        try:
            _keep_building(settled, site)
        finally:
            site.shutdown()


def _keep_building(project: Project, site: Site) -> None:
    """Build now and after each change of an input, until interrupted."""
    from mapper.preview import read_stamps

    seen = read_stamps(project)
    _rebuild(project)
    tell(f"{site.url} shows {site.folder}; Ctrl-C ends it")
    while True:
        seen = _next_change(project, seen)
        project = _reloaded(project)
        site.folder = project.folder / project.project.outputs
        _rebuild(project)


def _next_change(project: Project, seen: Stamps) -> Stamps:
    """Wait until the inputs are others than those seen, and no longer change."""
    from mapper.preview import read_stamps

    while True:
        time.sleep(PAUSE)
        now = read_stamps(project)
        if now != seen:
            time.sleep(PAUSE)
            if read_stamps(project) == now:
                return now


def _reloaded(project: Project) -> Project:
    """Return the settings as they stand now; as they were, where they cannot be meant, which is told."""
    from mapper.config import load_project

    try:
        return load_project(Path(project.path))
    except MapperError as error:
        tell_error(error.what, error.hint)
        return project


def _rebuild(project: Project) -> None:
    """Build, and tell the findings; where that fails the outputs stay as they are, and that is told."""
    from mapper.build import make, write

    try:
        with waiting("reading and drawing"):
            built = make(project)
        tell_findings(built.findings)
        if built.files:
            write(built)
            tell(f"{len(built.files)} files in {built.folder}")
    except MapperError as error:
        tell_error(error.what, error.hint)
        built = None
    if built is None or not built.files:
        tell("not built: the pages are those of before")
