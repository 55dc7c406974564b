"""Class breaks: numbers in, numbers out; nothing here knows a colour or a map."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapper.errors import BadConfig

Floats = NDArray[np.float64]

MOST = 7
"""More classes than seven cannot be told apart on a map."""


@dataclass(frozen=True)
class Classes:
    """A cut of numbers into classes.

    Class i holds the values v with cuts[i-1] < v <= cuts[i]; the first and the last class end at `lowest` and
    `highest`, which are None when there is no value at all.
    """

    scheme: str
    cuts: tuple[float, ...]
    lowest: float | None
    highest: float | None
    counts: tuple[int, ...]
    note: str = ""
    """Why there are fewer classes than were asked for: "none", "single", "few", "ties", or ""."""

    def of(self, value: float | None) -> int | None:
        """Return the class of a value; None for a missing one."""
        if value is None or value != value or not self.counts:  # noqa: PLR0124 - NaN is unlike itself
            return None
        return bisect.bisect_left(self.cuts, value)


def classify(values: Sequence[float | None] | Floats, *, scheme: str, k: int, breaks: Sequence[float] = ()) -> Classes:
    """Cut values into at most `k` classes (never over seven, nor over the number of distinct values).

    NaN, None and infinities never enter. Manual breaks are kept as they stand, even where a class is empty.
    Raises BadConfig for an unknown scheme, k < 1, and manual breaks that are missing, not rising or too many.

    >>> classify([1, 2, 3, 4], scheme="quantile", k=2).cuts
    (2.5,)
    """
    _check(scheme, k, breaks)
    every = np.asarray(values, dtype=np.float64)
    finite = np.sort(every[np.isfinite(every)])
    distinct = np.unique(finite)
    if scheme == "manual":
        return _counted("manual", np.asarray(breaks, dtype=np.float64), finite)
    if len(distinct) < 2:
        return _counted(scheme, distinct[:0], finite, note="single" if len(distinct) else "none")
    wanted = min(k, MOST)
    cuts = _SCHEMES[scheme](finite, min(wanted, len(distinct)))
    return _counted(scheme, cuts, finite, note=_note(wanted, len(distinct), len(cuts), scheme))


def keep_cuts(values: Sequence[float | None] | Floats, *, scheme: str, cuts: Sequence[float]) -> Classes:
    """Cut values at cuts that `scheme` once made of others, even where a class is empty now.

    >>> keep_cuts([1, 2, 9], scheme="quantile", cuts=[2.5, 5.0]).counts
    (2, 0, 1)
    """
    _check(scheme, 1, (0.0,))
    if cuts:
        _check_manual(cuts)
    every = np.asarray(values, dtype=np.float64)
    return _counted(scheme, np.asarray(cuts, dtype=np.float64), np.sort(every[np.isfinite(every)]))


def _check(scheme: str, k: int, breaks: Sequence[float]) -> None:
    if scheme != "manual" and scheme not in _SCHEMES:
        raise BadConfig(f"unknown scheme {scheme!r}", hint=f"Known are: {', '.join([*_SCHEMES, 'manual'])}.")
    if k < 1:
        raise BadConfig(f"{k} classes", hint="Ask for one class or more, up to seven.")
    if scheme == "manual":
        _check_manual(breaks)


def _check_manual(breaks: Sequence[float]) -> None:
    told = ", ".join(f"{b:g}" for b in breaks)
    if not breaks or not all(np.isfinite(breaks)):
        raise BadConfig(f"the manual scheme with the breaks [{told}]", hint="Name the breaks: breaks = [0.5, 1, 2].")
    if any(b <= a for a, b in itertools.pairwise(breaks)):
        raise BadConfig(f"the breaks [{told}] do not rise", hint="Write them from low to high, each once.")
    if len(breaks) >= MOST:
        raise BadConfig(f"{len(breaks)} breaks make {len(breaks) + 1} classes", hint=f"At most {MOST - 1} breaks.")


def _counted(scheme: str, cuts: Floats, finite: Floats, *, note: str = "") -> Classes:
    """Count the values of each class."""
    known = len(finite) > 0
    number = len(cuts) + 1 if known or len(cuts) else 0
    counts = np.bincount(np.searchsorted(cuts, finite, side="left"), minlength=number)[:number]
    return Classes(
        scheme=scheme,
        cuts=tuple(float(c) for c in cuts),
        lowest=float(finite[0]) if known else None,
        highest=float(finite[-1]) if known else None,
        counts=tuple(int(c) for c in counts),
        note=note,
    )


def _note(wanted: int, distinct: int, cuts: int, scheme: str) -> str:
    if distinct < wanted:
        return "few"
    return "ties" if scheme == "quantile" and cuts + 1 < wanted else ""


def _quantile(finite: Floats, k: int) -> Floats:
    """Cut at the quantiles 1/k, 2/k, ... (linear, Hyndman & Fan 1996, type 7); equal ones fall together."""
    cuts: Floats = np.unique(np.quantile(finite, np.arange(1, k) / k))
    return _without_empty(cuts, finite)


def _without_empty(cuts: Floats, finite: Floats) -> Floats:
    """Leave out the cuts that bound a class without values: ties make such quantiles."""
    cuts = cuts[cuts < finite[-1]]
    below = np.searchsorted(finite, cuts, side="right")
    kept: Floats = cuts[np.diff(below, prepend=0) > 0]
    return kept


def _equal(finite: Floats, k: int) -> Floats:
    """Cut the range into k parts of one width."""
    low, high = finite[0], finite[-1]
    cuts: Floats = np.unique(low + (high / k - low / k) * np.arange(1, k))
    inside: Floats = cuts[(cuts >= low) & (cuts < high)]
    return inside


def _pretty(finite: Floats, k: int) -> Floats:
    """Cut at multiples of 1, 2 or 5 times a power of ten: the finest that makes no more than k classes."""
    low, high = float(finite[0]), float(finite[-1])
    power = np.floor(np.log10((high - low) / k))
    for step in (m * 10.0 ** (power + p) for p in (0, 1) for m in (1, 2, 5)):
        cuts: Floats = np.arange(np.floor(low / step) + 1, np.ceil(high / step)) * step
        if len(cuts) < k:
            return np.round(cuts, int(max(0, 1 - np.floor(np.log10(step)))))
    return finite[:0]


def _fisher_jenks(finite: Floats, k: int) -> Floats:
    """Cut so that the sum of squares within classes is least, exactly (Fisher 1958), in O(k n log n).

    The best last cut never moves left as values are added, so each layer is filled by halving.
    A cut is the highest value of its class.
    """
    values, weights = np.unique(finite, return_counts=True)
    cost = _Cost.of(values - values.mean(), weights)
    n = len(values)
    best = cost.within(np.zeros(n, dtype=np.intp), np.arange(n))
    starts = [np.zeros(n, dtype=np.intp)]
    for layer in range(1, k):
        best, start = _next_layer(best, cost, layer)
        starts.append(start)
    ends, end = [], n - 1
    for start in reversed(starts[1:]):
        end = int(start[end]) - 1
        ends.append(end)
    return values[ends[::-1]]


@dataclass(frozen=True)
class _Cost:
    """Prefix sums that tell the sum of squares of any run of sorted values."""

    weight: Floats
    first: Floats
    second: Floats

    @staticmethod
    def of(values: Floats, weights: NDArray[np.intp]) -> _Cost:
        """Sum the weights, the values and their squares."""
        sums = (np.cumsum(weights * values**p) for p in (0, 1, 2))
        return _Cost(*(np.concatenate([[0.0], s]) for s in sums))

    def within(self, start: NDArray[np.intp], end: NDArray[np.intp] | int) -> Floats:
        """Return the sums of squares of the runs start..end, both ends counted."""
        last = np.asarray(end) + 1
        weight = self.weight[last] - self.weight[start]
        total = self.first[last] - self.first[start]
        squares: Floats = np.maximum(self.second[last] - self.second[start] - total**2 / weight, 0.0)
        return squares


def _next_layer(before: Floats, cost: _Cost, layer: int) -> tuple[Floats, NDArray[np.intp]]:
    """Return the least sums with one class more, and where its last class starts."""
    n = len(before)
    best, start = np.full(n, np.inf), np.full(n, layer, dtype=np.intp)
    todo = [(layer, n - 1, layer, n - 1)]
    while todo:
        low, high, left, right = todo.pop()
        if low > high:
            continue
        middle = (low + high) // 2
        tried = np.arange(left, min(middle, right) + 1)
        sums = before[tried - 1] + cost.within(tried, middle)
        chosen = int(np.argmin(sums))
        best[middle], start[middle] = sums[chosen], tried[chosen]
        todo += [(low, middle - 1, left, int(tried[chosen])), (middle + 1, high, int(tried[chosen]), right)]
    return best, start


_SCHEMES: Mapping[str, Callable[[Floats, int], Floats]] = {
    "quantile": _quantile,
    "equal": _equal,
    "fisher-jenks": _fisher_jenks,
    "pretty": _pretty,
}
