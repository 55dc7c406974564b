"""The formats of maps and tables, by the suffixes of their files; what draws them is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from mapper.errors import BadConfig
from mapper.model import Shapes

if TYPE_CHECKING:
    from mapper.views.columns import TableSpec
    from mapper.views.spec import ChoroplethSpec

    MapRender = Callable[[ChoroplethSpec, Shapes, str], str | bytes]
    TableRender = Callable[[TableSpec, str], str | bytes]


def map_format(style: str) -> MapRender:
    """Return what draws a map as "html", "svg", "png" or "pdf"; raise BadConfig at any other."""
    if style not in MAPS:
        what = f"-o F.{style}: no map is made so" if style else "-o: the file has no suffix"
        raise BadConfig(what, hint=f"Known are: {', '.join(f'.{one}' for one in MAPS)}.")
    return MAPS[style]


def table_format(style: str) -> TableRender:
    """Return what writes a table; raise BadConfig at a format that nothing writes."""
    from mapper.views.table import RENDERERS

    known: Mapping[str, TableRender] = {**RENDERERS, "xlsx": _xlsx}
    if style not in known:
        raise BadConfig(f"--format {style!r}: unknown format", hint=f"Known are: {', '.join(known)}.")
    return known[style]


def _page(spec: ChoroplethSpec, shapes: Shapes, _language: str) -> str:
    from mapper.views.map import render_map

    return render_map(spec, shapes)


def _svg(spec: ChoroplethSpec, shapes: Shapes, language: str) -> bytes:
    from mapper.views.picture import render_picture

    return render_picture(spec, shapes, language=language, style="svg")


def _png(spec: ChoroplethSpec, shapes: Shapes, language: str) -> bytes:
    from mapper.views.picture import render_picture

    return render_picture(spec, shapes, language=language, style="png")


def _pdf(spec: ChoroplethSpec, shapes: Shapes, language: str) -> bytes:
    from mapper.views.picture import render_picture

    return render_picture(spec, shapes, language=language, style="pdf")


def _xlsx(spec: TableSpec, language: str) -> bytes:
    from mapper.views.workbook import render_xlsx

    return render_xlsx(spec, language)


MAPS: Mapping[str, MapRender] = MappingProxyType({"html": _page, "svg": _svg, "png": _png, "pdf": _pdf})
