"""Which figures rest on too little to be shown, or to be shown without a warning: one set of rules for all measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.measures.cells import Cells, Floats, Statuses
from mapper.model import Kind


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
    known = (status == "ok") | (status == "estimated") | (status == "unreliable")
    return np.where(known, value, np.nan)


def judge_sample(frame: pd.DataFrame, cells: Cells, *, kind: Kind, rules: Reliability) -> pd.DataFrame:
    """Return the rows of an indicator made from respondents, those that rest on too few of them hidden or marked.

    Counts are hidden by cell (`k`); all else rests on the respondents of its region. `n` becomes their number.
    """
    regions, sectors, periods = (
        pd.Index(list(axis), dtype=object).get_indexer(pd.Index(frame[name], dtype=object))
        for axis, name in ((cells.regions, "region"), (("", *cells.sectors), "sector"), (cells.periods, "period"))
    )
    own = sectors if kind == "count" else sectors * 0
    n, status = cells.answers[regions, own, periods], frame["status"].to_numpy(dtype=object)
    if kind == "count":
        hidden = np.stack([hide_small_counts(cells.answers[:, 1:, p], rules.k) for p in range(len(cells.periods))], 2)
        few = (cells.answers[:, :1] > 0) & (cells.answers[:, :1] < rules.k)
        hidden = np.concatenate([few, hidden], axis=1)[regions, own, periods]
        status = np.where(hidden & np.isin(status, ["ok", "estimated"]), "suppressed", status).astype(object)
    else:
        # Who did not answer makes a sum a lower bound, but leaves shares, means and quotients what they are.
        status = judge(np.where(status == "estimated", "ok", status).astype(object), n, rules)
    values = {name: shown(frame[name].to_numpy(dtype=float), status) for name in ("value", "lo", "hi")}
    return frame.assign(status=status, n=n, **values)


def hide_small_counts(counts: Floats, k: int) -> NDArray[np.bool_]:
    """Return which cells of a table (rows x columns, whose totals are published) to hide.

    Cells from 1 to k - 1 are hidden; then, in each row and column with a single hidden cell, another (the smallest),
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
            # First a cell that also stands beside one alone in its other line, so that fewer are lost; zero last.
            useful = mask.sum(axis=0) == 1
            at = int(np.lexsort((table[line], ~useful, table[line] <= 0, mask[line]))[0])
            return (int(line), at) if axis == 0 else (at, int(line))
    return None
