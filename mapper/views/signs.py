"""The signs of a picture: the forms that stand for a hub's status, circles and rectangles, in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mapper.views.typeset import Fill

if TYPE_CHECKING:
    from mapper.views.ink import Sheet
    from mapper.views.labels import Box

RED, WHITE = "#b3261e", "#ffffff"
Points = NDArray[np.float64]


def circle(at: Sequence[float] | Points, radius: float) -> Points:
    """Return a circle of 36 points."""
    turn = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    points: Points = np.column_stack([np.cos(turn), np.sin(turn)]) * radius + np.asarray(at)
    return points


def rectangle(box: Box) -> Points:
    """Return the corners of left, bottom, right, top."""
    left, bottom, right, top = box
    return np.array([(left, bottom), (right, bottom), (right, top), (left, top)])


def around(at: Sequence[float] | Points, radius: float) -> Box:
    """Return the square around a point."""
    x, y = (float(one) for one in at)
    return (x - radius, y - radius, x + radius, y + radius)


def spread(points: Points, apart: float) -> Points:
    """Move each point that lies on an earlier one to the right until it is clear of all of them."""
    placed: list[Points] = []
    for point in points:
        at = point.copy()
        while any(np.hypot(*(at - other)) < apart * 0.8 for other in placed):
            at[0] += apart
        placed.append(at)
    return np.array(placed).reshape(-1, 2)


def draw_sign(sheet: Sheet, status: str, at: tuple[float, float]) -> None:
    """Draw the sign of a status: its form tells it without its colour, as on the page."""
    full, forms = SIGNS.get(status, SIGNS["announced"])
    rings = [form + at for form in forms]
    if status == "cancelled":
        sheet.stroke(rings, colour=WHITE, line=4.6)
        sheet.stroke(rings, colour=RED, line=2.0)
        return
    sheet.shape(rings[:1], Fill(WHITE), edge=WHITE, line=3.6)
    sheet.shape(rings, Fill(RED if full else WHITE), edge=RED, line=1.4)


def _form(*points: tuple[float, float]) -> Points:
    """Return a form drawn on a square of 22, y downwards as on the page, at the size of the picture."""
    return np.array(points) * (0.62, -0.62)


_STAR = ((0, -9), (2.6, -3), (9, -2.6), (4.1, 1.5), (5.6, 8), (0, 4.4), (-5.6, 8), (-4.1, 1.5), (-9, -2.6), (-2.6, -3))
_SQUARE = ((-6.5, -6.5), (6.5, -6.5), (6.5, 6.5), (-6.5, 6.5))
_PLUS = (
    *((-2.8, -8), (2.8, -8), (2.8, -2.8), (8, -2.8), (8, 2.8), (2.8, 2.8)),
    *((2.8, 8), (-2.8, 8), (-2.8, 2.8), (-8, 2.8), (-8, -2.8), (-2.8, -2.8)),
)
_HOLE = ((-2, -2), (-2, 2), (2, 2), (2, -2))

SIGNS: Mapping[str, tuple[bool, tuple[Points, ...]]] = {
    "open": (True, (_form(*_STAR),)),
    "equipping": (True, (_form((0, -8), (8, 0), (0, 8), (-8, 0)),)),
    "planned": (False, (_form(*_SQUARE), _form(*_HOLE))),
    "announced": (False, (circle((0, 0), 4.0),)),
    "suspended": (False, (_form((0, 8), (-8, -6), (8, -6)),)),
    "cancelled": (False, (_form((-6, -6), (6, 6)), _form((6, -6), (-6, 6)))),
    "chosen": (True, (_form(*_PLUS),)),
}
"""Whether a sign is full, and its lines."""
