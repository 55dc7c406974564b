"""What a picture says in words: its heading, its legend and its notes, as lines; no drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mapper import messages
from mapper.model import ROLLOUT_STATUSES, Source
from mapper.views import palettes
from mapper.views.about import ALL, CHOSEN, About, describe_source
from mapper.views.legend import Group, category_words
from mapper.views.page import words_in
from mapper.views.spec import Cell, ChoroplethSpec, Measured, View
from mapper.views.typeset import INK, QUIET, Fill, Font, Line, Measure, lines_of

HEAD = Font(10.5, bold=True)
ENTRY, NONE = Font(9), Font(9, colour="#8a95a1")
SMALL = Font(8.5, colour=QUIET)
WARNING = Font(9, bold=True, colour="#a3261c")
UNSURE = ("estimated", "unreliable")
"""Statuses of a value that is shown, and hatched."""


@dataclass(frozen=True)
class Told:
    """One view of a map in one language."""

    spec: ChoroplethSpec
    view: View
    language: str

    def text(self, key: str, **values: str) -> str:
        """Return one of the words that all pages share."""
        return messages.text(self.language, f"page.{key}", **values)

    @property
    def measure(self) -> Measured:
        """What is shown."""
        return next(one for one in self.spec.measures if one.name == self.view.measure)

    @property
    def is_category(self) -> bool:
        """Whether the view shows texts rather than numbers."""
        return self.measure.kind == "category"

    @property
    def title(self) -> str:
        """The title, with the sector and the period where there are several of them."""
        title, views = words_in(self.spec.title, self.language), self.spec.views
        several = len({view.sector for view in views}) > 1 and self.view.sector != ALL
        sector = words_in(self.view.label, self.language) if several else ""
        period = self.view.period if len({view.period for view in views}) > 1 else ""
        return ": ".join(part for part in (title, _joined(sector, period)) if part)

    def value(self, cell: Cell) -> str:
        """Return what stands beside a region's name: its number, or nothing where the colour says it."""
        if not isinstance(cell.value, float) or cell.group is None:
            return ""
        return messages.number(cell.value, self.language, self.view.digits if cell.value else 0)

    def fill(self, cell: Cell) -> Fill:
        """Return a region's class colour, hatched where it is unsure, or the swatch that says why there is none."""
        if cell.group is None:
            return swatch_fill(swatch_of(cell))
        colour = self.view.legend.groups[cell.group].colour
        if cell.status in UNSURE:
            return Fill(colour, "fine", _blend(colour, "#ffffff" if is_dark(colour) else INK))
        return Fill(colour)


def swatch_of(cell: Cell) -> str:
    """Return the swatch of a region that has no class."""
    told = [one for one in (cell.value, cell.status) if isinstance(one, str) and one in palettes.SWATCHES]
    return told[0] if told else "no_data"


def swatch_fill(name: str) -> Fill:
    """Return the fill of a swatch."""
    swatch = palettes.SWATCHES[name]
    return Fill(swatch.ground, swatch.figure, swatch.ink)


def is_dark(colour: str) -> bool:
    """Tell whether white is read better than black on a colour."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue < 125


def _blend(colour: str, other: str) -> str:
    """Return the colour half way between two."""
    return "#" + "".join(f"{(int(colour[i : i + 2], 16) + int(other[i : i + 2], 16)) // 2:02x}" for i in (1, 3, 5))


def range_text(group: Group, *, digits: int, language: str) -> str:
    """Return a class's bounds in the numbers of the language, or a category's words.

    >>> range_text(Group("#ffffff", 3, 0.8, 1.25), digits=2, language="en")
    '0.80 – 1.25'
    """
    if group.key:
        return words_in(group.label, language) or group.key
    low, high = (None if one is None else messages.number(one, language, digits) for one in (group.low, group.high))
    if low is None:
        return "" if high is None else f"≤ {high}"
    if high is None:
        return f"> {low}"
    return low if low == high else f"{low} – {high}"


def class_lines(told: Told, measure: Measure, room: float) -> list[Line]:
    """Return the classes with their bounds and counts, under the measure's name and unit."""
    title, unit = words_in(told.measure.title, told.language), words_in(told.measure.unit, told.language)
    lines = lines_of(title, HEAD, measure=measure, room=room)
    if not told.is_category and unit.casefold() != title.casefold():
        lines += lines_of(unit, SMALL, measure=measure, room=room)
    for group in told.view.legend.groups:
        text = range_text(group, digits=told.view.digits, language=told.language)
        text += f" ({told.text('middle')})" if _holds(group, told.view.legend.reference) else ""
        lines += _entry(told, text, group.count, fill=Fill(group.colour), measure=measure, room=room)
    return lines


def swatch_lines(told: Told, measure: Measure, room: float) -> list[Line]:
    """Return the swatches and the hatchings; what a rollout or an estimate alone needs stands only there."""
    shown = [(n, c) for n, c in told.view.legend.swatches if c or told.is_category or n != "not_mentioned"]
    lines = [
        line
        for name, count in shown
        for line in _entry(told, told.text(f"swatch.{name}"), count, fill=swatch_fill(name), measure=measure, room=room)
    ]
    unsure = Counter(cell.status for cell in told.view.cells if cell.group is not None)
    for status in UNSURE:
        if unsure[status]:
            text = _sentence(told.text(f"statuses.{status}"))
            lines += _entry(told, text, unsure[status], fill=Fill("#ffffff", "fine"), measure=measure, room=room)
    return [*lines, *lines_of(_sentence(told.text("counts")), SMALL, measure=measure, room=room)]


def hub_lines(told: Told, measure: Measure, room: float) -> list[Line]:
    """Return the signs of the hubs' statuses with their counts, none where there is no hub."""
    counts = Counter(hub.status for hub in told.spec.hubs)
    lines = lines_of(told.text("hubs"), HEAD, measure=measure, room=room) if counts else []
    for status in [*ROLLOUT_STATUSES, *sorted(set(counts) - set(ROLLOUT_STATUSES))]:
        if counts[status]:
            text = words_in(category_words(status), told.language) or status
            lines += _entry(told, text, counts[status], sign=status, measure=measure, room=room)
    return lines


def note_lines(told: Told, measure: Measure, room: float) -> list[Line]:
    """Return where the figures and lines are from, as of when, and whether they are made."""
    about, lines = told.spec.about, []
    if any(source.sample for source in about.sources):
        lines += lines_of(told.text("sample"), WARNING, measure=measure, room=room)
    for note in _notes(told):
        lines += [*lines_of(note, SMALL, measure=measure, room=room), Line(3, SMALL)]
    return lines


def _credit(source: Source, about: About, language: str) -> str:
    told = describe_source(source, about)
    parts = (told.title, told.date, *((told.design,) if source.design in CHOSEN else ()))
    return _joined(*(words_in(part, language) for part in parts))


def _notes(told: Told) -> Sequence[str]:
    about, classes = told.spec.about, told.view.legend.classes
    sources = "; ".join(_credit(one, about, told.language) for one in about.sources)
    notes = [told.text("credit", sources=sources) if sources else ""]
    if about.vintage:
        vintage = about.vintage
        source = words_in(vintage.source.title, told.language)
        lines = f"{told.text('boundaries')}: {source}. {words_in(vintage.note, told.language)}"
        notes.append(lines if source else words_in(vintage.note, told.language))
    day = told.text("as_of", date=messages.date(about.as_of, told.language)) if about.as_of else ""
    division = told.text("vintage", id=about.vintage.id) if about.vintage and about.vintage.id else ""
    notes.append("; ".join(part for part in (day, division) if part))
    if classes:
        notes.append(f"{told.text(f'scheme.{classes.scheme}')} {told.text('upper')}" if classes.scheme else "")
        notes.append(told.text(f"note.{classes.note}") if classes.note else "")
    return [note for note in notes if note.strip()]


def _entry(
    told: Told, text: str, count: int, *, measure: Measure, room: float, fill: Fill | None = None, sign: str = ""
) -> list[Line]:
    counted, font = messages.number(count, told.language), ENTRY if count else NONE
    left = room - 28 - 14 - measure(counted, ENTRY)
    first, *rest = lines_of(text, ENTRY, measure=measure, room=left) or [Line(0, ENTRY)]
    height = 13.5 if not rest else first.height
    head = Line(height, font, first.text, fill, sign, counted)
    return [head, *(Line(line.height, font, line.text, hanging=True) for line in rest)]


def _holds(group: Group, reference: float | None) -> bool:
    if reference is None:
        return False
    return (group.low is None or group.low < reference) and (group.high is None or reference <= group.high)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
