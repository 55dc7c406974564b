"""Whether neighbours are alike: Moran's I and its local parts, on request, with permutations."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.errors import BadConfig
from mapper.measures.cells import Floats, Statuses
from mapper.measures.counts import per_100k, refuse
from mapper.measures.registry import Computed, Inputs, measure
from mapper.model import Finding, Shapes, Where

Weights = Floats
"""Who is whose neighbour: n x n, zero on the diagonal."""

PERMUTATIONS = 999
FALSE_DISCOVERIES = 0.05
PIECE = 32
FEW = 30
"""With fewer regions the test rarely finds a pattern, even where there is one."""
QUADRANTS = ("high_high", "low_high", "low_low", "high_low")


@dataclass(frozen=True)
class Moran:
    """Moran's I over all regions."""

    i: float
    expected: float
    variance: float
    """Under normality (Cliff & Ord 1981)."""
    z: float
    p_normal: float
    """Two-sided."""
    p_permuted: float
    """One-sided pseudo p: (1 + permutations at least as far on the same side) / (1 + permutations)."""


@dataclass(frozen=True)
class Local:
    """Local Moran's I of each region."""

    i: Floats
    quadrant: NDArray[np.int_]
    """An index of `QUADRANTS`: the region itself, then its neighbours."""
    p: Floats
    significant: NDArray[np.bool_]
    """After Benjamini & Hochberg (1995), which allows 5 % of false discoveries."""


@measure(
    "lisa",
    unit="clusters",
    kind="category",
    formula="I_i = z_i * sum_j w_ij z_j / (sum z^2 / (n - 1)), w row-standardised contiguity",
    source="local Moran's I of the rate per 100,000, Anselin 1995; 999 permutations, FDR 5 %",
    needs=("population", "shapes"),
)
def lisa(inputs: Inputs) -> Computed:
    """Tell which regions and their neighbours are alike in their rate beyond chance; few regions have low power."""
    if inputs.shapes is None:
        raise BadConfig("lisa needs the shapes of the regions to know neighbours", hint="Use it on a map.")
    cells, rates = inputs.cells, per_100k(inputs)
    weights = _neighbours(inputs.shapes, [region.code for region in inputs.regions])
    blocks = rates.frame["value"].to_numpy(dtype=float).reshape(len(weights), -1)
    words = _clusters(blocks, weights, inputs.seed).ravel()
    status = refuse(rates.frame["status"].to_numpy(dtype=object), pd.isna(words), "not_applicable")
    frame = rates.frame.assign(value=pd.Series(words, dtype=object), status=status, lo=np.nan, hi=np.nan)
    newest = len(cells.periods) - 1  # the first columns are of all sectors together, a period each
    overall = _overall(blocks[:, newest], weights, seed=inputs.seed, file=cells.file)
    return Computed(frame, (*rates.findings, *overall, *_low_power(len(weights), cells.file)))


def _neighbours(shapes: Shapes, codes: list[str]) -> Weights:
    """Return the contiguity of regions in their own order; one without a shape has no neighbours."""
    at = pd.Index(shapes.codes).get_indexer(pd.Index(codes))
    weights = contiguity(shapes)[np.ix_(at, at)]
    return np.where((at >= 0)[:, None] & (at >= 0)[None], weights, 0.0)


def contiguity(shapes: Shapes) -> Weights:
    """Return 1 for regions that share a border or a point of it (queen), else 0, in the order of `shapes.codes`."""
    import shapely

    tree = shapely.STRtree(shapes.geometry)
    one, other = tree.query(shapes.geometry, predicate="intersects")
    weights = np.zeros((len(shapes.codes), len(shapes.codes)))
    weights[one, other] = 1.0
    np.fill_diagonal(weights, 0.0)
    return weights


def row_standardised(weights: Weights) -> Weights:
    """Divide each row by its sum; a region without neighbours keeps a row of zeros."""
    sums = weights.sum(axis=1, keepdims=True)
    return weights / np.where(sums > 0, sums, 1.0)


def moran(values: Floats, weights: Weights, *, seed: int, permutations: int = PERMUTATIONS) -> Moran | None:
    """Return Moran's I, (n / S0) * sum w_ij z_i z_j / sum z^2; None where all are equal or no one has a neighbour.

    `values` must be known; `seed` makes the permutations repeatable.
    """
    n, s0 = len(values), weights.sum()
    if s0 == 0 or _flat(values):
        return None
    z = values - values.mean()
    scale = n / s0 / (z @ z)
    i = float(scale * (z @ weights @ z))
    shuffled = np.random.default_rng(seed).permuted(np.tile(z, (permutations, 1)), axis=1)
    simulated = scale * np.einsum("pi,pi->p", shuffled @ weights, shuffled)
    expected, variance = -1 / (n - 1), _variance(weights, n)
    score = (i - expected) / variance**0.5
    p = 2 * (1 - NormalDist().cdf(abs(score)))
    return Moran(i, expected, variance, score, p, float(_pseudo_p(simulated[:, None], np.array([i]))[0]))


def local_moran(values: Floats, weights: Weights, *, seed: int, permutations: int = PERMUTATIONS) -> Local | None:
    """Return the local parts of Moran's I (Anselin 1995) with conditional permutations, or None as `moran`.

    Each region stays where it is while the others change places. A region without neighbours is never significant.
    """
    if weights.sum() == 0 or _flat(values):
        return None
    return _local(values[:, None], weights, seed=seed, permutations=permutations)[0]


def false_discovery(p: Floats, rate: float = FALSE_DISCOVERIES) -> NDArray[np.bool_]:
    """Return which tests stand when at most `rate` of those that do may be false (Benjamini & Hochberg 1995).

    Each column is a family of tests of its own.
    """
    ordered = np.sort(p, axis=0)
    allowed = rate * np.arange(1, len(p) + 1) / len(p)
    passed = (allowed >= ordered.T).T
    limit = np.where(passed, ordered, -1.0).max(axis=0, initial=-1.0)
    significant: NDArray[np.bool_] = p <= limit
    return significant


def _local(values: Floats, weights: Weights, *, seed: int, permutations: int = PERMUTATIONS) -> list[Local]:
    """Return the local parts for each column of regions x columns; all columns share the permutations."""
    w, z = row_standardised(weights), values - values.mean(axis=0)
    m2 = (z**2).sum(axis=0) / (len(z) - 1)
    lag = w @ z
    i = z * lag / m2
    p = np.ones(z.shape)
    places = _places(len(z), permutations, seed)
    for at in np.flatnonzero(weights.sum(axis=1) > 0):
        neighbours, others = np.delete(w[at], at)[places], np.delete(z * (z[at] / m2), at, axis=0)
        p[at] = np.concatenate([_pseudo_p(neighbours @ others[:, k], i[at, k]) for k in _slices(z.shape[1])])
    quadrant = np.where(z > 0, np.where(lag > 0, 0, 3), np.where(lag > 0, 1, 2))
    significant = false_discovery(p)
    return [Local(i[:, k], quadrant[:, k], p[:, k], significant[:, k]) for k in range(z.shape[1])]


def _places(n: int, permutations: int, seed: int) -> NDArray[np.intp]:
    """Return permutations x (n - 1): the place to which each of the others goes."""
    return np.random.default_rng(seed).permuted(np.tile(np.arange(n - 1), (permutations, 1)), axis=1)


def _slices(columns: int) -> list[slice]:
    """Cut columns into pieces whose permutations stay in the processor's cache."""
    return [slice(start, start + PIECE) for start in range(0, columns, PIECE)]


def _pseudo_p(simulated: Floats, observed: Floats) -> Floats:
    """Return (1 + as far on the observed side) / (1 + permutations), for each column."""
    above = np.count_nonzero(simulated >= observed, axis=0)
    p: Floats = (np.minimum(above, len(simulated) - above) + 1) / (len(simulated) + 1)
    return p


def _variance(weights: Weights, n: int) -> float:
    s0 = weights.sum()
    s1 = ((weights + weights.T) ** 2).sum() / 2
    s2 = ((weights.sum(axis=1) + weights.sum(axis=0)) ** 2).sum()
    return float((n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - 1 / (n - 1) ** 2)


def _flat(values: Floats) -> bool:
    return len(values) < 3 or bool(np.ptp(values) <= 1e-12 * np.abs(values).max())


def _clusters(rates: Floats, weights: Weights, seed: int) -> Statuses:
    """Return the kind of cluster for regions x columns; None without a rate, or where the known ones are all equal.

    Regions without a rate are no one's neighbours; columns that know the same regions are tested together.
    """
    words: Statuses = np.full(rates.shape, None, dtype=object)
    known = ~np.isnan(rates)
    varied = [k for k in range(rates.shape[1]) if not _flat(rates[known[:, k], k])]
    for mask in sorted({tuple(known[:, k].tolist()) for k in varied}):
        rows, columns = np.flatnonzero(mask), [k for k in varied if tuple(known[:, k].tolist()) == mask]
        among = weights[np.ix_(rows, rows)]
        if among.any():
            for k, local in zip(columns, _local(rates[np.ix_(rows, np.array(columns))], among, seed=seed), strict=True):
                kinds = np.array(QUADRANTS, dtype=object)[local.quadrant]
                words[rows, k] = np.where(local.significant, kinds, "not_significant")
    return words


def _overall(rates: Floats, weights: Weights, *, seed: int, file: str) -> tuple[Finding, ...]:
    """Tell Moran's I of the regions whose rate is known, by which single clusters are to be read."""
    known = np.flatnonzero(~np.isnan(rates))
    found = moran(rates[known], weights[np.ix_(known, known)], seed=seed)
    if found is None:
        return ()
    told = {"i": f"{found.i:.2f}", "expected": f"{found.expected:.2f}", "p": f"{found.p_permuted:.3f}"}
    counted = {"permutations": str(PERMUTATIONS), "regions": str(len(known))}
    return (Finding("warning", "morans-i", Where(file), {**told, **counted}),)


def _low_power(regions: int, file: str) -> tuple[Finding, ...]:
    """Warn of few regions: that no pattern is found does not mean that there is none."""
    few = Finding("warning", "few-regions", Where(file), {"regions": str(regions)})
    return (few,) if regions < FEW else ()
