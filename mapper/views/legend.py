"""The legend of a view: its classes with bounds, colours and counts, and the swatches beside them."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mapper import messages
from mapper.config import MapConfig
from mapper.model import NOT_MENTIONED, Words
from mapper.views import palettes
from mapper.views.classes import Classes, classify, keep_cuts

QUOTIENT_BREAKS = (0.5, 0.8, 1.25, 2.0)
"""A quotient of one is the national mix; half and twice it are the usual outer marks."""
REFERENCE = {"quotient": 1.0}
HIDDEN = ("suppressed", "not_applicable", NOT_MENTIONED)
"""Statuses that have a swatch of their own; any other without a value is "no data"."""


class Row(NamedTuple):
    """One region's figures, as they came."""

    region: str
    value: float | str | None
    lo: float | None
    hi: float | None
    n: float | None
    status: str

    @property
    def swatch(self) -> str:
        """The swatch that stands for this row, or "" where it has a class."""
        if self.status == "ok" and isinstance(self.value, float):  # as nearly all are
            return ""
        told = self.value if self.value == NOT_MENTIONED else self.status
        if told in HIDDEN:
            return str(told)
        return "no_data" if self.value is None else ""


@dataclass(frozen=True)
class Group:
    """One class. A number class has bounds (None is an open end), a category has a key and words."""

    colour: str
    count: int
    low: float | None = None
    high: float | None = None
    key: str = ""
    label: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Legend:
    """The classes of a view, and how often each swatch was needed."""

    groups: tuple[Group, ...]
    swatches: tuple[tuple[str, int], ...]
    classes: Classes | None
    """The numbers behind the groups; None for categories."""
    reference: float | None = None
    digits: int = 0

    def group(self, row: Row) -> int | None:
        """Return the class of a row, None where a swatch stands for it."""
        if row.swatch:
            return None
        if isinstance(row.value, str):
            return next((i for i, group in enumerate(self.groups) if group.key == row.value), None)
        return self.classes.of(row.value) if self.classes else None


def numbers(rows: Sequence[Row], together: Sequence[Row], *, kind: str, config: MapConfig, sector: str = "") -> Legend:
    """Class the numbers of `together` (the rows themselves, or all sectors' where classes are shared).

    The settings may keep breaks for the sector that an earlier build made.
    """
    values, own_values = _known(together), _known(rows)
    classes = _classes(values, kind, config, sector)
    reference = REFERENCE.get(kind)
    colours = _colours(classes, reference)
    own = Counter(map(classes.of, own_values))
    bounds = _bounds(classes, values, whole=kind == "count")
    groups = tuple(
        Group(colour, own[i], low, high) for i, (colour, (low, high)) in enumerate(zip(colours, bounds, strict=True))
    )
    return Legend(groups, _swatches(rows), classes, reference, _telling(digits_for(kind, values), classes.cuts))


def _known(rows: Sequence[Row]) -> list[float]:
    return [row.value for row in rows if isinstance(row.value, float) and not row.swatch]


def categories(rows: Sequence[Row], together: Sequence[Row]) -> Legend:
    """Class the texts of `together`: those that have a colour of their own in its order, then by the alphabet."""
    own = Counter(row.value for row in rows if not row.swatch and isinstance(row.value, str))
    known = {row.value for row in together if not row.swatch and isinstance(row.value, str)}
    others = sorted(known - set(palettes.CATEGORY))
    spare = palettes.OTHERS
    colours = {**palettes.CATEGORY, **{key: spare[i % len(spare)] for i, key in enumerate(others)}}
    groups = tuple(
        Group(colours[key], own[key], key=key, label=category_words(key))
        for key in [*palettes.CATEGORY, *others]
        if key in known
    )
    return Legend(groups, _swatches(rows), None)


def category_words(key: str) -> Words:
    """Return the words of a category, {} for one that stands for itself."""
    return messages.words(f"page.category.{key}") if messages.has(f"page.category.{key}") else {}


def digits_for(kind: str, values: Sequence[float]) -> int:
    """Return how many decimals to write: none for counts, two for quotients, else by the size of the largest."""
    if kind == "count" and all(value.is_integer() for value in values):
        return 0
    if kind in ("quotient", "score"):
        return 2
    largest = max(map(abs, values), default=0.0)
    return 0 if largest >= 1000 or not largest else min(6, max(1, 1 - math.floor(math.log10(largest) + 1e-9)))


def _classes(values: Sequence[float], kind: str, config: MapConfig, sector: str) -> Classes:
    """Apply the project's scheme, or the breaks that are kept; a quotient without breaks is cut around one."""
    kept = next(iter(config.kept.values()), None) if config.shared else config.kept.get(sector or "all")
    if kept is not None and values:
        return keep_cuts(values, scheme=config.scheme, cuts=kept)
    if kind == "quotient":
        return classify(values, scheme="manual", k=config.k, breaks=config.breaks or QUOTIENT_BREAKS)
    return classify(values, scheme=config.scheme, k=config.k, breaks=config.breaks)


def _colours(classes: Classes, reference: float | None) -> tuple[str, ...]:
    middle = classes.of(reference)
    if middle is None:
        return palettes.sequential(len(classes.counts))
    above = len(classes.counts) - 1 - middle
    if max(middle, above) > len(palettes.ABOVE):
        return palettes.sequential(len(classes.counts))
    return palettes.diverging(middle, above)


def _bounds(classes: Classes, values: Sequence[float], *, whole: bool) -> list[tuple[float | None, float | None]]:
    """Return each class's bounds: cuts; for counts the values that lie in it; open ends for manual breaks."""
    if not classes.counts:
        return []
    manual = classes.scheme == "manual"
    # A kept class at the end may hold nothing: then it is open, as no value bounds it.
    low = None if manual or not classes.counts[0] else classes.lowest
    high = None if manual or not classes.counts[-1] else classes.highest
    edges = [low, *classes.cuts, high]
    bounds = list(itertools.pairwise(edges))
    if not whole or manual:
        return bounds
    inside = [[v for v in values if classes.of(v) == i] for i in range(len(bounds))]
    return [(min(v), max(v)) if v else bound for v, bound in zip(inside, bounds, strict=True)]


def _swatches(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """Count the swatches in their fixed order; one that no region needs stands there with 0."""
    own = Counter(row.swatch for row in rows)
    return tuple((name, own[name]) for name in palettes.SWATCHES)


def _telling(digits: int, cuts: Sequence[float]) -> int:
    """Add decimals until no two breaks read the same."""
    while digits < 6 and len({round(cut, digits) for cut in cuts}) < len(cuts):
        digits += 1
    return digits
