"""ChoroplethSpec + Shapes -> one picture of A4 landscape: SVG, PNG or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mapper.model import Shapes
from mapper.views import keys, typeset
from mapper.views.keys import Told
from mapper.views.labels import Box
from mapper.views.page import words_in
from mapper.views.plate import draw_map, fit
from mapper.views.signs import draw_sign, rectangle
from mapper.views.spec import ChoroplethSpec
from mapper.views.typeset import QUIET, Font, Line

if TYPE_CHECKING:
    from mapper.views.ink import Sheet

Style = Literal["svg", "png", "pdf"]

WIDTH, HEIGHT = 842.0, 595.0
"""A4 landscape in points."""
MARGIN, GAP = 26.0, 22.0
TITLE, SUBTITLE = Font(19, bold=True), Font(11, colour=QUIET)
EDGE = "#5b6875"


@dataclass(frozen=True)
class Column:
    """Lines below one another, and where they begin."""

    lines: tuple[Line, ...]
    left: float
    top: float
    width: float


@dataclass(frozen=True)
class Layout:
    """Where the parts of a picture stand."""

    field: Box
    """The room of the map."""
    columns: tuple[Column, ...]


def render_picture(
    spec: ChoroplethSpec, shapes: Shapes, *, view: int = 0, language: str, style: Style = "svg"
) -> bytes:
    """Draw one view of a map in one language; regions without a shape are in the counts of the legend alone."""
    from mapper.views import ink

    told = Told(spec, spec.views[view], language)
    with ink.settings():
        sheet = ink.Sheet(WIDTH, HEIGHT)
        top = _draw_head(sheet, told)
        layout = _lay_out(sheet, told, shapes, top=top)
        plane = fit(shapes, layout.field)
        draw_map(sheet, told, shapes, plane=plane, field=layout.field)
        for column in layout.columns:
            _draw_column(sheet, column)
        return sheet.to_bytes(style, told.title)


def _draw_head(sheet: Sheet, told: Told) -> float:
    """Write title and subtitle; return the height at which they end."""
    room = WIDTH - 2 * MARGIN
    y = HEIGHT - MARGIN + 6
    subtitle = words_in(told.spec.subtitle, told.language)
    for text, font in ((told.title, TITLE), (subtitle, SUBTITLE)):
        for line in typeset.wrap(text, font, measure=sheet.measure, room=room, most=2):
            y -= font.size * 1.3
            sheet.text(MARGIN, y, line, font)
        y -= 3
    return y - 8


def _lay_out(sheet: Sheet, told: Told, shapes: Shapes, *, top: float) -> Layout:
    """Put the legend below the map or beside it, whichever leaves the larger map."""
    layouts = [_below(sheet, told, top), _beside(sheet, told, top)]
    return max(layouts, key=lambda layout: fit(shapes, layout.field).scale)


def _below(sheet: Sheet, told: Told, top: float) -> Layout:
    """Stand the parts of the legend side by side under the map, the notes in the room that is left."""
    parts = [part(told, sheet.measure, 205) for part in (keys.class_lines, keys.swatch_lines, keys.hub_lines)]
    parts = [part for part in parts if part]
    widths = [typeset.width(part, sheet.measure) for part in parts]
    left = WIDTH - 2 * MARGIN - sum(widths) - GAP * len(widths)
    parts.append(keys.note_lines(told, sheet.measure, left))
    highest = max(typeset.height(part) for part in parts)
    starts = [MARGIN + sum(widths[:i]) + GAP * i for i in range(len(parts))]
    base = MARGIN + highest - 8
    columns = (Column(tuple(p), x, base, w) for p, x, w in zip(parts, starts, [*widths, left], strict=True))
    return Layout((MARGIN, base + 12, WIDTH - MARGIN, top), tuple(columns))


def _beside(sheet: Sheet, told: Told, top: float) -> Layout:
    """Stand everything in one column at the right."""
    room = 210.0
    every = (keys.class_lines, keys.swatch_lines, keys.hub_lines, keys.note_lines)
    parts = [part(told, sheet.measure, room) for part in every]
    space = Line(9, keys.SMALL)
    lines = tuple(line for part in parts if part for line in (*part, space))
    left = WIDTH - MARGIN - room
    return Layout((MARGIN, MARGIN, left - GAP, top), (Column(lines, left, top, room),))


def _draw_column(sheet: Sheet, column: Column) -> None:
    """Draw lines with their marks, and their counts at the right edge."""
    y = column.top
    for line in column.lines:
        y -= line.height
        base = y + line.height - line.font.size * 1.05
        if line.fill:
            box = rectangle((column.left, base - 2.4, column.left + 21, base + 8))
            sheet.shape([box], line.fill, edge=EDGE, line=0.6)
        if line.sign:
            draw_sign(sheet, line.sign, (column.left + 10.5, base + 2.8))
        sheet.text(column.left + line.indent, base, line.text, line.font)
        if line.count:
            sheet.text(column.left + column.width, base, line.count, line.font, align="right")
