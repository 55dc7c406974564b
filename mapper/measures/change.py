"""What changed between periods, and why: growth, contributions to it, shift-share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from mapper.errors import BadConfig
from mapper.measures.cells import Cells, Floats, Statuses, known_sum
from mapper.measures.counts import need_sectors, refuse
from mapper.measures.registry import Computed, Inputs, measure
from mapper.measures.series import definition_of

DUNN = "shift-share, Dunn 1960; over the cells known in both periods"


@dataclass(frozen=True)
class ShiftShare:
    """Parts of the change of each cell (regions x sectors): national + mix + competitive = x1 - x0.

    Over the country, mix and competitive each sum to zero.
    """

    national: Floats
    mix: Floats
    competitive: Floats


@measure(
    "growth",
    unit="percent",
    kind="rate",
    formula="(x1 - x0) / x0 * 100",
    source="growth since the period before, or since the base period",
    needs=("periods",),
)
def growth(inputs: Inputs) -> Computed:
    """Divide the change by the start, in percent; "" is over the sectors known in both periods."""
    return _compare(inputs, _growth)


@measure(
    "growth-contribution",
    unit="points",
    kind="rate",
    formula="(x1_ir - x0_ir) / x0_r * 100",
    source="contribution of a sector to its region's growth, in percentage points",
    needs=("sectors", "periods"),
)
def growth_contribution(inputs: Inputs) -> Computed:
    """Divide each sector's change by the region's start; the sectors sum to "", the region's growth."""
    need_sectors(inputs.cells, "growth-contribution")
    return _compare(inputs, _contribution)


@measure("shift-national", unit="count", kind="score", formula="x0_ir * G", source=DUNN, needs=("sectors", "periods"))
def shift_national(inputs: Inputs) -> Computed:
    """Tell what a cell would have gained by growing like the whole country."""
    return _shift(inputs, "national")


@measure(
    "shift-mix", unit="count", kind="score", formula="x0_ir * (G_i - G)", source=DUNN, needs=("sectors", "periods")
)
def shift_mix(inputs: Inputs) -> Computed:
    """Tell what a cell gained because its sector grows faster in the country than all sectors."""
    return _shift(inputs, "mix")


@measure(
    "shift-competitive",
    unit="count",
    kind="score",
    formula="x1_ir - x0_ir * (1 + G_i)",
    source=DUNN,
    needs=("sectors", "periods"),
)
def shift_competitive(inputs: Inputs) -> Computed:
    """Tell what a cell gained beyond its sector's growth in the country: what is the region's own."""
    return _shift(inputs, "competitive")


def shift_share(x0: Floats, x1: Floats) -> ShiftShare:
    """Decompose the change of regions x sectors (Dunn 1960); a cell that is NaN in either period is left out of both.

    A sector that nobody had at the start has no national growth: its cells are NaN, and it is left out of the whole.
    >>> shift_share(np.array([[10.0, 10.0]]), np.array([[11.0, 15.0]])).mix
    array([[-2.,  2.]])
    """
    usable = ~np.isnan(x0) & ~np.isnan(x1)
    usable &= (np.where(usable, x0, 0.0).sum(axis=0) > 0)[None, :]
    start, end = np.where(usable, x0, np.nan), np.where(usable, x1, np.nan)
    first, last = known_sum(start, axis=0), known_sum(end, axis=0)
    of_sector = last / np.where(first > 0, first, np.nan) - 1
    whole = np.nansum(first)
    of_all = np.nansum(last) / whole - 1 if whole > 0 else np.nan
    return ShiftShare(start * of_all, start * (of_sector - of_all), end - start * (1 + of_sector))


Parts = tuple[Floats, Statuses]
"""Values and statuses of regions x (1 + sectors), all together first."""


@dataclass(frozen=True)
class _Pair:
    """Two periods of the same cells; totals are over the sectors known in both, unless both were published."""

    x0: Floats
    x1: Floats
    status: Statuses

    @classmethod
    def of(cls, cells: Cells, before: int, after: int) -> _Pair:
        """Take two periods by their places."""
        value, status = cells.with_totals()
        both = np.isnan(cells.value[:, :, before]) | np.isnan(cells.value[:, :, after])
        x0, x1 = value[:, :, before].copy(), value[:, :, after].copy()
        partial = (status[:, 0, before] == "estimated") | (status[:, 0, after] == "estimated")
        for x, at in ((x0, before), (x1, after)):
            x[:, 0] = np.where(partial, known_sum(np.where(both, np.nan, cells.value[:, :, at]), axis=1), x[:, 0])
        return cls(x0, x1, _worse(status[:, :, before], status[:, :, after]))


def _growth(pair: _Pair) -> Parts:
    start = np.where(pair.x0 > 0, pair.x0, np.nan)
    return (pair.x1 - pair.x0) / start * 100, pair.status


def _contribution(pair: _Pair) -> Parts:
    start = np.where(pair.x0[:, :1] > 0, pair.x0[:, :1], np.nan)
    return (pair.x1 - pair.x0) / start * 100, pair.status


def _shift(inputs: Inputs, part: str) -> Computed:
    need_sectors(inputs.cells, f"shift-{part}")

    def _parts(pair: _Pair) -> Parts:
        of_cells: Floats = getattr(shift_share(pair.x0[:, 1:], pair.x1[:, 1:]), part)
        summed = known_sum(of_cells, axis=1)[:, None]
        left_out = np.isnan(of_cells).any(axis=1, keepdims=True) & ~np.isnan(summed)
        whole = np.where(left_out, "estimated", np.where(np.isnan(summed), pair.status[:, :1], "ok"))
        return np.concatenate([summed, of_cells], axis=1), np.concatenate([whole, pair.status[:, 1:]], axis=1)

    return _compare(inputs, _parts)


def _compare(inputs: Inputs, parts: Callable[[_Pair], Parts]) -> Computed:
    """Compare each period with the one before, or with the base period; raise BadConfig where there is none."""
    cells = inputs.cells
    pairs = _pairs(cells.periods, inputs.base_period)
    made = [parts(_Pair.of(cells, before, after)) for before, after in pairs]
    value = np.stack([one[0] for one in made], axis=2)
    value[:, :, _redefined(cells.periods, pairs, inputs.definitions)] = np.nan
    status = np.stack([one[1] for one in made], axis=2).astype(object)
    status = refuse(status, np.isnan(value), "not_applicable")
    later = replace(cells, periods=tuple(cells.periods[after] for _, after in pairs))
    return Computed(later.frame_with_totals(value, status), cells.missing_in_totals())


def _pairs(periods: tuple[str, ...], base: str) -> list[tuple[int, int]]:
    if base and base not in periods:
        raise BadConfig(f"there is no period {base!r} to compare with", hint=f"Periods are: {', '.join(periods)}.")
    if len(periods) < 2:
        raise BadConfig("change compares periods, and the figures have one", hint="Name the period's column.")
    if base:
        return [(periods.index(base), at) for at in range(len(periods)) if periods[at] != base]
    return [(at - 1, at) for at in range(1, len(periods))]


def _redefined(periods: tuple[str, ...], pairs: list[tuple[int, int]], definitions: Mapping[str, str]) -> list[int]:
    """Return which pairs count different things, so that their difference is no change."""
    counted = [definition_of(period, definitions) for period in periods]
    return [at for at, (before, after) in enumerate(pairs) if counted[before] != counted[after]]


def _worse(one: Statuses, other: Statuses) -> Statuses:
    """Return for each cell the graver status of two periods."""
    order = ("ok", "estimated", "not_available", "suppressed", "no_data")
    grave = np.select([one == name for name in order], list(range(len(order))))
    graver = np.maximum(grave, np.select([other == name for name in order], list(range(len(order)))))
    worst: Statuses = np.asarray(np.array(order, dtype=object)[graver], dtype=object)
    return worst
