"""`mapper measures`: what can be computed, and how."""

from __future__ import annotations

from mapper.cli.options import Json
from mapper.cli.terminal import emit


def measures(json: Json = False) -> None:
    """List the measures: name, unit, kind, formula and source."""
    from mapper.single import list_measures
    from mapper.views.catalogue import render_json, render_text

    infos = list_measures()
    emit(render_json(infos) if json else render_text(infos))
