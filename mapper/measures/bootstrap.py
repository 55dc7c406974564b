"""Samples drawn again from a sample, by PSU within strata: for figures whose variance has no formula."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.measures.cells import Cells, Floats, known_sum, place_records

RUNS = 400
AT_ONCE = 200_000
"""Figures that are held at once: runs are made in batches that fit into the processor's cache."""


def draw_again(records: pd.DataFrame, cells: Cells, *, seed: int, runs: int = RUNS) -> Cells:
    """Return the cells of `runs` samples, drawn anew with replacement: k - 1 of a stratum's k PSUs (Rao & Wu 1988).

    The periods of one run follow those of the run before. Without PSUs each respondent is one. A stratum with one PSU
    stays as it is. Cells that were not known stay unknown.
    """
    values, at = place_records(records, cells)
    inside = np.flatnonzero(~np.isnan(values) & (values != 0) & (at >= 0))  # zeros add nothing to any sum
    inside = inside[np.argsort(at[inside], kind="stable")]
    psu, stratum = _psus(records)
    times = _times(stratum, np.random.default_rng(seed), runs)
    batch = max(1, AT_ONCE // max(len(inside), 1))
    sums = [
        _sums(times[psu[inside], start : start + batch] * values[inside, None], at[inside], cells.value.size)
        for start in range(0, runs, batch)
    ]
    value = np.concatenate(sums, axis=1).T.reshape(runs, *cells.value.shape)
    value = np.where(np.isnan(cells.value), np.nan, value)
    of_runs = np.concatenate(list(value), axis=2)
    return replace(cells, periods=cells.periods * runs, value=of_runs, total=known_sum(of_runs, axis=1))


def _sums(weighted: Floats, at: NDArray[np.intp], size: int) -> Floats:
    """Sum records x runs by cell; the records stand in the order of their cells."""
    sums = np.zeros((size, weighted.shape[1]))
    if len(at):
        first = np.flatnonzero(np.diff(at, prepend=-1))
        sums[at[first]] = np.add.reduceat(weighted, first, axis=0)
    return sums


def _psus(records: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the PSU of each record, and the stratum of each PSU."""
    stratum = pd.factorize(records["strata"].astype(object).where(records["strata"].notna(), ""))[0]
    own = "row " + records["row"].map(str)  # a respondent who answers for several sectors is one
    psu = pd.factorize(pd.Series(stratum, index=records.index).map(str) + "/" + _text(records["psu"], own))[0]
    return psu.astype(np.intp), stratum[np.unique(psu, return_index=True)[1]].astype(np.intp)


def _text(column: pd.Series[str], otherwise: pd.Series[str]) -> pd.Series[str]:
    return column.astype(object).where(column.notna() & (column != ""), otherwise).map(str)


def _times(stratum: NDArray[np.intp], random: np.random.Generator, runs: int) -> Floats:
    """Return PSUs x runs: how often each counts, drawn k - 1 times of its stratum and scaled by k / (k - 1)."""
    times = np.ones((len(stratum), runs))
    for one in range(int(stratum.max(initial=-1)) + 1):
        members = np.flatnonzero(stratum == one)
        k = len(members)
        if k > 1:
            drawn = random.integers(0, k, (k - 1, runs)) * runs + np.arange(runs)
            times[members] = np.bincount(drawn.ravel(), minlength=runs * k).reshape(k, runs) * k / (k - 1)
    return times
