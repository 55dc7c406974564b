"""Which figures rest on too little to be shown, or to be shown without a warning: one set of rules for all measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapper.measures.cells import Floats, Statuses


@dataclass(frozen=True)
class Reliability:
    """The `[reliability]` table of mapper.toml; the defaults are the convention of the DHS programme.

    Estimates from fewer than `suppress_below` respondents are not shown, from fewer than `unreliable_below` are marked.
    Counts of respondents from 1 to `k` - 1 are hidden, and others with them, so that totals do not give them away.
    """

    suppress_below: int = 25
    unreliable_below: int = 50
    k: int = 5


DHS = Reliability()
SHOW_ALL = Reliability(0, 0, 0)
"""No rule at all: for registers, whose figures do not come from respondents."""


def judge(status: Statuses, n: Floats, rules: Reliability) -> Statuses:
    """Return `status`, where known figures that rest on too few respondents become "suppressed" or "unreliable".

    `n` is the unweighted number of respondents; a figure without one keeps its status.
    """
    known = (status == "ok") | (status == "estimated")
    few = known & (n < rules.unreliable_below)
    judged: Statuses = np.select([known & (n < rules.suppress_below), few], ["suppressed", "unreliable"], default="")
    return np.where(judged == "", status, judged).astype(object)


def shown(value: Floats, status: Statuses) -> Floats:
    """Return the values that may be shown: NaN wherever the status is not ok, estimated or unreliable."""
    return np.where(np.isin(status, ["ok", "estimated", "unreliable"]), value, np.nan)


def hide_small_counts(counts: Floats, k: int) -> NDArray[np.bool_]:
    """Return which cells of a table (rows x columns, whose totals are published) to hide.

    Cells from 1 to k - 1 are hidden; then, in each row and column with a single hidden cell, the smallest other one,
    until no total gives a cell away. Zero may be such another one only where nothing else is left.
    NaN is hidden already.
    """
    hidden = np.isnan(counts) | ((counts > 0) & (counts < k))
    while (more := _second(counts, hidden)) is not None:
        hidden[more] = True
    return hidden


def _second(counts: Floats, hidden: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Return the next cell to hide beside one that stands alone in its row or column."""
    for axis, (table, mask) in enumerate(((counts, hidden), (counts.T, hidden.T))):
        for line in np.flatnonzero((mask.sum(axis=1) == 1) & (mask.shape[1] > 1)):
            order = np.where(mask[line] | np.isnan(table[line]), np.inf, np.where(table[line] > 0, table[line], 1e300))
            at = int(order.argmin())
            return (int(line), at) if axis == 0 else (at, int(line))
    return None
