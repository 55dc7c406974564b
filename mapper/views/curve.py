"""The S-curve of a rollout: planned and actual openings, cumulative, as the text of an SVG.

It holds our own words, dates and numbers; no text from data. The same steps give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mapper import messages
from mapper.rollout import Step

WIDTH, HEIGHT = 760, 360
LEFT, RIGHT, TOP, BOTTOM = 46, 20, 66, 44
PLAN, ACTUAL, INK, SOFT, LINE = "#b35900", "#08519c", "#1c2733", "#55636f", "#d9dfe5"
FONT = 'font-family="system-ui, Segoe UI, Roboto, Noto Sans, Arial, sans-serif"'
MARGIN = dt.timedelta(days=60)
Point = tuple[float, float]
Count = Callable[[Step], int]


@dataclass(frozen=True)
class _Scale:
    """Days and counts -> places on the picture."""

    start: dt.date
    end: dt.date
    top: int

    def x(self, day: dt.date) -> float:
        """Return where a day stands."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.start).days / (self.end - self.start).days

    def y(self, count: float) -> float:
        """Return where a count stands."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / self.top


def draw_curve(steps: Sequence[Step], as_of: dt.date, language: str) -> str:
    """Return the curve as SVG text, or a picture that says that there is none."""
    label = html.escape(messages.text(language, "rollout.curve.label"))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{label}" lang="{language}" {FONT} font-size="13" fill="{INK}">\n<title>{label}</title>\n'
    )
    if not steps:
        return f"{head}{_text(WIDTH / 2, HEIGHT / 2, messages.text(language, 'rollout.curve.none'), 'middle')}</svg>\n"
    scale = _scale(steps, as_of)
    parts = (*_grid(scale, language), *_lines(steps, as_of, scale), *_today(as_of, scale, language), *_key(language))
    return head + "".join(parts) + "</svg>\n"


def _scale(steps: Sequence[Step], as_of: dt.date) -> _Scale:
    days = [as_of, *(step.day for step in steps)]
    top = max(1, *(max(step.planned, step.opened_most) for step in steps))
    first = max(min(days), dt.date.min + MARGIN) - MARGIN
    last = min(max(days), dt.date.max - MARGIN) + MARGIN
    return _Scale(first, last, top + 1)


def _grid(scale: _Scale, language: str) -> Iterator[str]:
    """Yield the lines and figures of both axes; counts are whole."""
    for count in range(0, scale.top + 1, -(-scale.top // 8)):
        y = scale.y(count)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{LINE}"/>\n'
        yield _text(LEFT - 8, y + 4, messages.number(count, language), "end")
    for day in _months(scale):
        x = scale.x(day)
        yield f'<path d="M{x:.1f} {HEIGHT - BOTTOM}v5" stroke="{SOFT}"/>\n'
        yield _text(x, HEIGHT - BOTTOM + 20, _month(day, language), "middle")


def _months(scale: _Scale) -> list[dt.date]:
    """Return firsts of months, at most seven, evenly far apart."""
    whole = (scale.end.year - scale.start.year) * 12 + scale.end.month - scale.start.month
    months = (scale.end.year - scale.start.year + 1) * 12
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200, 6000, 24000) if whole / step <= 6)
    firsts = (dt.date(scale.start.year + at // 12, at % 12 + 1, 1) for at in range(0, months, every))
    return [day for day in firsts if scale.start <= day <= scale.end]


def _month(day: dt.date, language: str) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMM", dt.datetime.combine(day, dt.time()), locale=language))


def _lines(steps: Sequence[Step], as_of: dt.date, scale: _Scale) -> Iterator[str]:
    """Yield the band of what may have been open, the plan (dashed) and what was open (up to the as-of day)."""
    past = [step for step in steps if step.day <= as_of]
    low = _stairs(past, lambda step: step.opened, scale, as_of)
    high = _stairs(past, lambda step: step.opened_most, scale, as_of)
    if low != high:
        yield f'<path d="{_path([*low, *reversed(high)])}Z" fill="{ACTUAL}" fill-opacity="0.15"/>\n'
    plan = _stairs(steps, lambda step: step.planned, scale, scale.end)
    yield f'<path d="{_path(plan)}" fill="none" stroke="{PLAN}" stroke-width="2.5" stroke-dasharray="7 5"/>\n'
    yield f'<path d="{_path(low)}" fill="none" stroke="{ACTUAL}" stroke-width="3"/>\n'


def _stairs(steps: Sequence[Step], count: Count, scale: _Scale, end: dt.date) -> list[Point]:
    """Return the corners of a line that rises at each step and goes on to `end`."""
    corners, level = [(scale.x(scale.start), scale.y(0))], 0
    for step in steps:
        corners += [(scale.x(step.day), scale.y(level)), (scale.x(step.day), scale.y(count(step)))]
        level = count(step)
    return [*corners, (scale.x(end), scale.y(level))]


def _path(corners: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)


def _today(as_of: dt.date, scale: _Scale, language: str) -> Iterator[str]:
    """Yield the line of the as-of day, named on the side on which there is room."""
    x = scale.x(as_of)
    yield f'<path d="M{x:.1f} {TOP - 24}V{HEIGHT - BOTTOM}" stroke="{SOFT}" stroke-dasharray="2 3"/>\n'
    said = f"{messages.text(language, 'rollout.curve.today')}: {messages.date(as_of, language)}"
    side, anchor = (-6, "end") if x > WIDTH / 2 else (6, "start")
    yield _text(x + side, TOP - 14, said, anchor)


def _key(language: str) -> Iterator[str]:
    """Yield what the two lines are."""
    for at, (word, colour, dash) in enumerate((("plan", PLAN, ' stroke-dasharray="7 5"'), ("actual", ACTUAL, ""))):
        x = LEFT + 150 * at
        yield f'<path d="M{x} 18h34" stroke="{colour}" stroke-width="3"{dash}/>\n'
        yield _text(x + 42, 22, messages.text(language, f"rollout.curve.{word}"), "start")


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(said)}</text>\n'
