"""Type on a picture: fonts, fills, and the breaking of texts into lines; no drawing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

INK = "#1c2733"
QUIET = "#52606d"


@dataclass(frozen=True)
class Font:
    """A size in points, and how it looks."""

    size: float
    bold: bool = False
    colour: str = INK


@dataclass(frozen=True)
class Fill:
    """A ground, and the figure that an ink draws on it ("" is none)."""

    ground: str
    figure: str = ""
    ink: str = INK


@dataclass(frozen=True)
class Line:
    """One line of a column: a mark, a text, and a count at the right edge."""

    height: float
    font: Font
    text: str = ""
    fill: Fill | None = None
    sign: str = ""
    """The status of a hub whose sign is the mark."""
    count: str = ""
    hanging: bool = False
    """Whether the line goes on with the text of a marked one."""

    @property
    def indent(self) -> float:
        """Where the text begins: behind the mark, if there is one."""
        return 28.0 if self.fill or self.sign or self.hanging else 0.0


Measure = Callable[[str, Font], float]
"""Returns the width of a text in points."""


def wrap(text: str, font: Font, *, measure: Measure, room: float, most: int = 99) -> list[str]:
    """Break a text into lines no wider than `room`; a word that is too long is broken, what is too much is cut.

    >>> wrap("one two three", Font(10), measure=lambda text, _: 10.0 * len(text), room=70)
    ['one two', 'three']
    >>> wrap("abcdefgh", Font(10), measure=lambda text, _: 10.0 * len(text), room=50, most=1)
    ['abcd…']
    """
    lines: list[str] = []
    for word in _pieces(text.split(), font, measure, room):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, font) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut("".join(lines[most - 1 : most]), font, measure, room)]


def lines_of(text: str, font: Font, *, measure: Measure, room: float, most: int = 99) -> list[Line]:
    """Return a text as the lines of a column."""
    return [Line(font.size * 1.32, font, one) for one in wrap(text, font, measure=measure, room=room, most=most)]


def height(lines: Iterable[Line]) -> float:
    """Return the height of a column."""
    return sum(line.height for line in lines)


def width(lines: Sequence[Line], measure: Measure) -> float:
    """Return the width that a column needs: its marks, texts and counts beside one another."""
    return max(
        (line.indent + measure(line.text, line.font) + _room_of_count(line, measure) for line in lines), default=0
    )


def _room_of_count(line: Line, measure: Measure) -> float:
    return 14 + measure(line.count, line.font) if line.count else 0.0


def _pieces(words: Iterable[str], font: Font, measure: Measure, room: float) -> Iterable[str]:
    for word in words:
        rest = word
        while measure(rest, font) > room and len(rest) > 1:
            fits = _fits(rest, font, measure, room)
            yield rest[:fits]
            rest = rest[fits:]
        yield rest


def _cut(text: str, font: Font, measure: Measure, room: float) -> str:
    return f"{text[: _fits(text, font, lambda cut, font: measure(f'{cut}…', font), room)].rstrip()}…"


def _fits(text: str, font: Font, measure: Measure, room: float) -> int:
    """Return how many letters of a text fit, at least one."""
    return bisect_right(range(1, len(text) + 1), room, key=lambda n: measure(text[:n], font)) or 1
