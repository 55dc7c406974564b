"""A sample in numbers: rows with weights in strata, PSUs and domains; the variance of a total under its design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.errors import BadData
from mapper.measures.cells import Floats

Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Question:
    """What is asked of a sample; names are columns of the frame, "" is none."""

    value: str
    stat: str = "mean"
    by: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class Design:
    """How the sample was drawn; names are columns of the frame, "" is none.

    PSUs are numbered within their stratum. `fpc` is the number of PSUs in the stratum's population, or, up to 1, the
    fraction drawn. `probability=False` (quota, purposive) gives estimates without intervals.
    """

    weight: str = ""
    strata: str = ""
    psu: str = ""
    fpc: str = ""
    probability: bool = True


@dataclass(frozen=True)
class Sample:
    """A sample in numbers: one entry a row, with its stratum, its PSU and its domain (-1 is none)."""

    y: Floats
    x: Floats
    w: Floats
    stratum: Ints
    psu: Ints
    domain: Ints
    domains: Sequence[object]
    fraction: Floats
    """Of each stratum: the part of its PSUs that was drawn."""
    design: Design

    @classmethod
    def of(cls, frame: pd.DataFrame, question: Question, design: Design) -> Sample:
        """Read a sample from columns; raise BadData at a weight, a stratum or an fpc that cannot be."""
        w = _weights(frame, design)
        y = frame[question.value].to_numpy(dtype=float)
        x = frame[question.denominator].to_numpy(dtype=float) if question.stat == "ratio" else np.ones(len(frame))
        domain, domains = _domains(frame, question.by)
        domain = np.where(np.isnan(y) | np.isnan(x), -1, domain)
        stratum = _codes(frame, design.strata)
        psu = pd.factorize(stratum * (len(frame) + 1) + _codes(frame, design.psu, each=True))[0].astype(np.intp)
        fraction = _fractions(frame, stratum, _psus(stratum, psu), design)
        y, x = np.where(domain < 0, 0.0, y), np.where(domain < 0, 0.0, x)
        return cls(y, x, w, stratum, psu, domain, domains, fraction, design)

    @property
    def stratum_of_psu(self) -> Ints:
        """The stratum of each PSU."""
        return self.stratum[np.unique(self.psu, return_index=True)[1]]

    @property
    def df(self) -> int:
        """Degrees of freedom: PSUs - strata."""
        return int(self.psu.max(initial=-1) - self.stratum.max(initial=-1))

    def sum(self, values: Floats) -> Floats:
        """Sum values by domain."""
        inside = self.domain >= 0
        sums = np.bincount(self.domain[inside], weights=values[inside], minlength=len(self.domains))
        return sums.astype(np.float64)

    def spread(self, values: Floats) -> Floats:
        """Give each row the value of its domain; NaN outside all domains."""
        return np.append(values, np.nan)[self.domain]

    def variance(self, u: Floats) -> Floats:
        """Return the variance of the total of `u` in each domain: (1 - f) k/(k - 1) sum (u - mean u)^2 by stratum."""
        inside, of_psu = self.domain >= 0, self.stratum_of_psu
        totals = np.zeros((len(of_psu), len(self.domains)))
        np.add.at(totals, (self.psu[inside], self.domain[inside]), u[inside])
        k = np.bincount(of_psu)[:, None]
        means = np.zeros((len(k), len(self.domains)))
        np.add.at(means, of_psu, totals)
        centre = np.where(k == 1, totals.sum(axis=0) / max(len(of_psu), 1), means / k)
        squares = np.zeros_like(means)
        np.add.at(squares, of_psu, (totals - centre[of_psu]) ** 2)
        scale = (1 - self.fraction[:, None]) * np.where(k == 1, 1.0, k / np.maximum(k - 1, 1))
        variance: Floats = (scale * squares).sum(axis=0)
        return variance if self.df > 0 else np.full(len(self.domains), np.nan)


def refuse(good: pd.Series[bool], column: str, expected: str) -> None:
    """Raise BadData at the first row that is not good, by its label where that is a text, else by its number from 1."""
    if not good.all():
        at = int((~good).to_numpy().argmax())
        where = good.index[at] if isinstance(good.index[at], str) else f"record {at + 1}"
        raise BadData(f"{where}:{column}: expected {expected}", hint="Mend the row, or leave it out.")


def _weights(frame: pd.DataFrame, design: Design) -> Floats:
    if not design.weight:
        return np.ones(len(frame))
    weights = frame[design.weight].astype(float)
    refuse((weights > 0) & np.isfinite(weights), design.weight, "a weight above zero")
    return np.asarray(weights, dtype=np.float64)


def _domains(frame: pd.DataFrame, by: str) -> tuple[Ints, Sequence[object]]:
    if not by:
        return np.zeros(len(frame), dtype=np.intp), [None]
    codes, names = pd.factorize(frame[by].where(frame[by] != "", np.nan), sort=True)
    return codes.astype(np.intp), list(names)


def _codes(frame: pd.DataFrame, column: str, *, each: bool = False) -> Ints:
    """Number the groups of a column from 0; without one all rows are one group, or each row is its own."""
    if not column:
        return np.arange(len(frame), dtype=np.intp) if each else np.zeros(len(frame), dtype=np.intp)
    refuse(frame[column].notna(), column, "a stratum or PSU in every row")
    return pd.factorize(frame[column])[0].astype(np.intp)


def _psus(stratum: Ints, psu: Ints) -> Floats:
    return np.bincount(stratum[np.unique(psu, return_index=True)[1]]).astype(np.float64)


def _fractions(frame: pd.DataFrame, stratum: Ints, k: Floats, design: Design) -> Floats:
    if not design.fpc:
        return np.zeros(len(k))
    fpc = frame[design.fpc].astype(float)
    by_stratum = fpc.groupby(stratum)
    refuse(by_stratum.transform("min") == by_stratum.transform("max"), design.fpc, "one value in a stratum")
    given = by_stratum.first().to_numpy()
    fraction = np.where(given <= 1, given, k / np.maximum(given, 1.0))
    good = pd.Series(((fraction > 0) & (fraction <= 1))[stratum], index=frame.index)
    refuse(good, design.fpc, "the PSUs of the stratum's population, at least as many as were drawn")
    return fraction
