"""Samples drawn again from a sample, by PSU within strata: for figures whose variance has no formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.measures.cells import Cells, Floats, known_sum, place_records

RUNS = 400


def draw_again(records: pd.DataFrame, cells: Cells, *, seed: int, runs: int = RUNS) -> Iterator[Cells]:
    """Yield the cells of `runs` samples, each drawn anew with replacement (Rao & Wu 1988): k - 1 of a stratum's k PSUs.

    Without PSUs each record is its own. A stratum with one PSU stays as it is. Cells that were not known stay unknown.
    """
    values, at = place_records(records, cells)
    inside = ~np.isnan(values) & (at >= 0)
    psu, stratum = _psus(records)
    random = np.random.default_rng(seed)
    for _ in range(runs):
        times = _times(stratum, random)[psu[inside]]
        sums = np.bincount(at[inside], weights=values[inside] * times, minlength=cells.value.size)
        value = np.where(np.isnan(cells.value), np.nan, sums.reshape(cells.value.shape))
        yield replace(cells, value=value, total=known_sum(value, axis=1))


def _psus(records: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the PSU of each record, and the stratum of each PSU."""
    stratum = pd.factorize(records["strata"].astype(object).where(records["strata"].notna(), ""))[0]
    own = "row " + records["row"].map(str)  # a respondent who answers for several sectors is one
    psu = pd.factorize(pd.Series(stratum, index=records.index).map(str) + "/" + _text(records["psu"], own))[0]
    return psu.astype(np.intp), stratum[np.unique(psu, return_index=True)[1]].astype(np.intp)


def _text(column: pd.Series[str], otherwise: pd.Series[str]) -> pd.Series[str]:
    return column.astype(object).where(column.notna() & (column != ""), otherwise).map(str)


def _times(stratum: NDArray[np.intp], random: np.random.Generator) -> Floats:
    """Return how often each PSU counts in one run: drawn k - 1 times of its stratum, and scaled by k / (k - 1)."""
    times = np.ones(len(stratum))
    for one in range(int(stratum.max(initial=-1)) + 1):
        members = np.flatnonzero(stratum == one)
        k = len(members)
        if k > 1:
            drawn = np.bincount(random.integers(0, k, k - 1), minlength=k)
            times[members] = drawn * k / (k - 1)
    return times
