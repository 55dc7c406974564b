"""Confidence intervals of estimates: t for means and totals; Wilson, logit and beta for shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType

import numpy as np

from mapper.measures.cells import Floats

Bounds = tuple[Floats, Floats]


@dataclass(frozen=True)
class Points:
    """Estimates of several domains, with what their intervals rest on."""

    estimate: Floats
    se: Floats
    n: Floats
    n_eff: Floats
    df: int
    """Degrees of freedom of the design: PSUs - strata; 0 gives no interval."""
    level: float

    @property
    def tail(self) -> float:
        """The probability above the upper bound."""
        return (1 - self.level) / 2


def student(points: Points) -> Bounds:
    """Return the estimate and t(df) standard errors to each side: for means, totals and ratios."""
    reach = _t(points.df, points.tail) * points.se
    return points.estimate - reach, points.estimate + reach


def wilson(points: Points) -> Bounds:
    """Return Wilson's (1927) score interval with the effective size of Kish in place of n."""
    z, p, n = NormalDist().inv_cdf(1 - points.tail), points.estimate, points.n_eff
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # At p = 0 and 1 the bound is p itself; rounding may leave it a hair beside.
    return np.where(p == 0, 0.0, middle - reach), np.where(p == 1, 1.0, middle + reach)


def logit(points: Points) -> Bounds:
    """Return the t interval on the log-odds scale, as R's svyciprop(method = "logit"); beta where p is 0 or 1."""
    p = points.estimate
    inside = (p > 0) & (p < 1)
    safe = np.where(inside, p, 0.5)
    odds, reach = np.log(safe / (1 - safe)), _t(points.df, points.tail) * points.se / (safe * (1 - safe))
    low, high = beta(points)
    return np.where(inside, _expit(odds - reach), low), np.where(inside, _expit(odds + reach), high)


def beta(points: Points) -> Bounds:
    """Return Korn & Graubard's (1998) interval, as R's svyciprop(method = "beta").

    The effective size is p (1 - p) / se^2, corrected for the degrees of freedom; Kish's where the variance is zero.
    """
    from scipy.special import betaincinv

    p, tail = points.estimate, points.tail
    known = (points.se > 0) & (p > 0) & (p < 1)
    size = np.where(known, p * (1 - p) / np.where(known, points.se, 1.0) ** 2, points.n_eff)
    size = size * (_t(points.n - 1, tail) / _t(points.df, tail)) ** 2
    low = np.where(p > 0, betaincinv(np.maximum(size * p, 1e-300), size * (1 - p) + 1, tail), 0.0)
    high = np.where(p < 1, betaincinv(size * p + 1, np.maximum(size * (1 - p), 1e-300), 1 - tail), 1.0)
    return np.where(np.isnan(size), np.nan, low), np.where(np.isnan(size), np.nan, high)


INTERVALS: Mapping[str, Callable[[Points], Bounds]] = MappingProxyType(
    {"t": student, "wilson": wilson, "logit": logit, "beta": beta}
)


def _t(df: Floats | int, tail: float) -> Floats:
    """Return the upper quantile of Student's t; NaN without degrees of freedom."""
    from scipy.special import stdtrit

    known = np.asarray(df, dtype=float)
    quantile: Floats = np.where(known > 0, stdtrit(np.where(known > 0, known, 1.0), 1 - tail), np.nan)
    return quantile


def _expit(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-odds))
