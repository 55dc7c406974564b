"""One thing that changed between two results, and which changes matter most."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mapper.views.carried import Figure, Lexicon

Side = str | Figure | None
Noise = Literal["beyond", "within", ""]
KINDS = (
    "setting",
    "apart",
    "input",
    "unused",
    "status",
    "known",
    "output",
    "scope",
    "row",
    "figure",
    "text",
    "classes",
    "counted",
    "interval",
    "redrawn",
)
"""The most important first."""
HIDDEN = ("input", "redrawn", "output")
"""Kinds whose sides are checksums or nothing: only whether they are there is told."""
ALIKE = 1e-4
"""Pages round what tables do not."""


@dataclass(frozen=True)
class Change:
    """One thing that is not what it was."""

    kind: str
    of: Mapping[str, str]
    """What it is of: {"input": name}, {"column": measure, "region": code, "sector": code}, ..."""
    old: Side = None
    """None where it was not there."""
    new: Side = None
    outputs: tuple[str, ...] = ()
    """The maps and tables that show it."""

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What tells two changes of a kind apart; a row is the same row whatever it says."""
        return tuple(sorted((key, code) for key, code in self.of.items() if self.kind != "row" or key != "column"))

    @property
    def noise(self) -> Noise:
        """Whether the intervals of both figures lie apart; "" where one of them has none."""
        if not isinstance(self.old, Figure) or not isinstance(self.new, Figure) or self.kind != "figure":
            return ""
        bounds = (self.old.lo, self.old.hi, self.new.lo, self.new.hi)
        if any(bound is None for bound in bounds):
            return ""
        old_lo, old_hi, new_lo, new_hi = (bound or 0.0 for bound in bounds)
        return "beyond" if old_hi < new_lo or new_hi < old_lo else "within"

    @property
    def size(self) -> float:
        """How large a change of a number is: 0 to 2, the same in both directions; 0 where there is no number."""
        old, new = number(self.old), number(self.new)
        if old is None or new is None or old == new:
            return 0.0
        return abs(new - old) / max(abs(old), abs(new))

    def is_like(self, other: Change) -> bool:
        """Tell whether another change of the same kind and key says the same, but for rounding."""
        return self.kind in {"row", "scope"} or all(
            _alike(mine, its) for mine, its in ((self.old, other.old), (self.new, other.new))
        )

    def joined(self, other: Change) -> Change:
        """Return one change for both: the outputs of either, and the class that a map tells."""
        sides = (_with_class(mine, its) for mine, its in ((self.old, other.old), (self.new, other.new)))
        old, new = sides
        return replace(self, old=old, new=new, outputs=tuple(sorted({*self.outputs, *other.outputs})))


@dataclass(frozen=True)
class Diff:
    """What changed between two results."""

    names: tuple[str, str]
    changes: tuple[Change, ...]
    words: Lexicon = field(default_factory=dict)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Return changes, the most important first: by kind, then beyond noise before within, then the largest."""
    noise = ("beyond", "", "within")
    return sorted(changes, key=lambda one: (KINDS.index(one.kind), noise.index(one.noise), -one.size, one.key))


def _alike(one: Side, other: Side) -> bool:
    """Tell whether two sides say the same, but for the rounding of pages and the classes of maps."""
    mine, its = number(one), number(other)
    if mine is not None and its is not None:
        return math.isclose(mine, its, rel_tol=ALIKE, abs_tol=1e-6)
    if isinstance(one, Figure) and isinstance(other, Figure):
        return one.value == other.value and one.status == other.status
    return one == other


def _with_class(one: Side, other: Side) -> Side:
    if isinstance(one, Figure) and isinstance(other, Figure) and one.group is None:
        return replace(one, group=other.group)
    return one


def number(side: Side) -> float | None:
    """Return the number of a side, if it has one."""
    return side.value if isinstance(side, Figure) and isinstance(side.value, int | float) else None
