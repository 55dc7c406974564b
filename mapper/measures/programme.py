"""The integer programmes of siting, as scipy's HiGHS takes them: sparse, with a limit and the bound it proved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
NODES = 2_000
"""Steps of the search where no time is set: the same number on every machine, so that the answer is the same."""


@dataclass(frozen=True)
class Bounded:
    """An answer, if one was found in time, and what no answer can cost less than."""

    chosen: Codes | None
    bound: float


def solve_cover(cost: Floats, weight: Floats, count: int, limit: float | None) -> Bounded:
    """Maximise the weight that is covered: max sum a_i X_i, X_i <= sum of Y_j that cover i, sum Y = count.

    `cost` (demand x candidates) is 0 where a candidate covers; demands that the same candidates cover are one.
    """
    covers = cost == 0
    some = covers.any(axis=1) & (weight > 0)
    sets, member = np.unique(covers[some], axis=0, return_inverse=True)
    gains = np.bincount(member.ravel(), weights=weight[some], minlength=len(sets))
    groups, columns = sets.shape
    rows = sparse.hstack([sparse.csr_array(-sets.astype(np.float64)), sparse.eye_array(groups)])
    total = sparse.csr_array(np.concatenate([np.ones(columns), np.zeros(groups)])[None, :])
    result = milp(
        np.concatenate([np.zeros(columns), -gains]),
        integrality=np.concatenate([np.ones(columns), np.zeros(groups)]),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(rows, -np.inf, 0), LinearConstraint(total, count, count)],
        options=_options(limit),
    )
    uncovered = float(weight.sum())  # the cost is what is not covered
    return Bounded(_chosen(result, columns), uncovered + _least(result, -float(gains.sum())))


def solve_median(cost: Floats, weight: Floats, standing: Floats, count: int, limit: float | None) -> Bounded:
    """Minimise sum a_i d_ij X_ij, each demand served by one chosen candidate or as it stands now (`standing`).

    Only candidates that are better than what stands need a variable: X_ij is what i gains by j.
    """
    gain = (standing[:, None] - cost) * weight[:, None]
    i, j = np.nonzero(gain > 0)
    demands, columns, pairs = cost.shape[0], cost.shape[1], len(i)
    index = np.arange(pairs)
    one = sparse.csr_array((np.ones(pairs), (i, columns + index)), shape=(demands, columns + pairs))
    link = sparse.csr_array(
        (np.concatenate([np.ones(pairs), -np.ones(pairs)]), (np.tile(index, 2), np.concatenate([columns + index, j]))),
        shape=(pairs, columns + pairs),
    )
    total = sparse.csr_array(np.concatenate([np.ones(columns), np.zeros(pairs)])[None, :])
    result = milp(
        np.concatenate([np.zeros(columns), -gain[i, j]]),
        integrality=np.concatenate([np.ones(columns), np.zeros(pairs)]),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(one, -np.inf, 1),
            LinearConstraint(link, -np.inf, 0),
            LinearConstraint(total, count, count),
        ],
        options=_options(limit),
    )
    worst = -float(np.maximum(gain, 0).max(axis=1, initial=0).sum())
    return Bounded(_chosen(result, columns), float(weight @ standing) + _least(result, worst))


def _options(limit: float | None) -> dict[str, float]:
    """Return when to stop: after `limit` seconds, or after the same work everywhere."""
    return {"mip_rel_gap": 0, **({"node_limit": NODES} if limit is None else {"time_limit": limit})}


def _chosen(result: OptimizeResult, columns: int) -> Codes | None:
    return None if result.x is None else np.flatnonzero(np.asarray(result.x)[:columns] > 0.5)


def _least(result: OptimizeResult, otherwise: float) -> float:
    """Return the bound that the solver proved; `otherwise` where it had no time for any."""
    bound = getattr(result, "mip_dual_bound", None)
    return otherwise if bound is None or not np.isfinite(bound) else max(float(bound), otherwise)
