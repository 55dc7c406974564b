"""Which sectors to support first in each region: a composite score, and whether it survives other weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.errors import BadConfig
from mapper.measures.cells import Cells, Floats, Statuses
from mapper.measures.counts import need_sectors, refuse
from mapper.measures.registry import Computed, Inputs, Priority, Weighed, compute, measure

HANDBOOK = "OECD/JRC, Handbook on Constructing Composite Indicators 2008"
FLOOR = 0.01
"""The least normalised value in a geometric mean: a single zero would end the product."""


@dataclass(frozen=True)
class Robustness:
    """Ranks of each region's sectors (regions x sectors) over many runs with other weights and methods."""

    median: Floats
    low: Floats
    """The 5 % and 95 % points of the ranks."""
    high: Floats
    top: Floats
    """In how many runs, in percent, the sector is among the first three."""


@measure(
    "priority",
    unit="score",
    kind="score",
    formula="100 * sum_k w_k norm(x_k), or 100 * prod_k norm(x_k)^w_k",
    source=HANDBOOK,
    needs=("sectors", "priority"),
)
def priority(inputs: Inputs) -> Computed:
    """Weigh the indicators of `Inputs.priority`, each of its latest period; without one of them there is no score."""
    cells, settings, blocks, status = _material(inputs, "priority")
    scores = score(blocks, settings)
    return _result(cells, scores * 100, refuse(status, np.isnan(scores), "not_applicable"))


@measure(
    "priority-rank",
    unit="rank",
    kind="score",
    formula="median rank of a sector in its region over the runs; from the 5 % to the 95 % point",
    source=f"robustness: Dirichlet weights x (min-max, z, rank) x (arithmetic, geometric); {HANDBOOK}",
    needs=("sectors", "priority"),
)
def priority_rank(inputs: Inputs) -> Computed:
    """Rank the sectors of each region in thousands of runs with other weights, normalisations and means."""
    cells, settings, blocks, status = _material(inputs, "priority-rank")
    ranks = inputs.once("robustness", lambda: robustness(blocks, settings))
    status = refuse(status, np.isnan(ranks.median), "not_applicable")
    return _result(cells, ranks.median, status, lo=ranks.low, hi=ranks.high)


@measure(
    "priority-top3",
    unit="percent",
    kind="share",
    formula="runs in which the sector is among its region's first three / runs * 100",
    source=f"robustness: Dirichlet weights x (min-max, z, rank) x (arithmetic, geometric); {HANDBOOK}",
    needs=("sectors", "priority"),
)
def priority_top3(inputs: Inputs) -> Computed:
    """Tell in how many of the runs a sector is among the first three of its region."""
    cells, settings, blocks, status = _material(inputs, "priority-top3")
    top = inputs.once("robustness", lambda: robustness(blocks, settings)).top
    return _result(cells, top, refuse(status, np.isnan(top), "not_applicable"))


def minmax(values: Floats) -> Floats:
    """Stretch to 0 .. 1; 0.5 where all are equal."""
    low, high = np.nanmin(values), np.nanmax(values)
    return (values - low) / (high - low) if high > low else values * 0 + 0.5


def z_score(values: Floats) -> Floats:
    """Return (50 + 10 z) / 100: 0.5 is the mean, 0.1 a standard deviation; 0.5 where all are equal."""
    spread = float(np.nanstd(values))
    # Equal values may leave a spread of one rounding, which is no spread.
    known = spread > 1e-12 * np.nanmax(np.abs(values))
    return 0.5 + (values - np.nanmean(values)) / spread / 10 if known else values * 0 + 0.5


def by_rank(values: Floats) -> Floats:
    """Return the mean rank from the lowest, less a half, over the number of values: 0.5 where all are equal."""
    flat = pd.Series(values.ravel())
    return np.asarray((flat.rank() - 0.5) / flat.count(), dtype=np.float64).reshape(values.shape)


NORMALISATIONS: Mapping[str, Callable[[Floats], Floats]] = MappingProxyType(
    {"minmax": minmax, "z": z_score, "rank": by_rank}
)
AGGREGATIONS: Mapping[str, Callable[[Floats, Floats], Floats]] = MappingProxyType(
    {
        "arithmetic": lambda norms, weights: norms @ weights,
        "geometric": lambda norms, weights: np.exp(np.log(np.maximum(norms, FLOOR)) @ weights),
    }
)


def score(blocks: Mapping[str, Floats], settings: Priority) -> Floats:
    """Return the scores (0 .. 1 by min-max) of cells; `blocks` are the indicators, regions x sectors."""
    weights = np.array([settings.weights[name] for name in blocks])
    return AGGREGATIONS[settings.aggregation](_normalised(blocks, settings.normalisation), weights)


def robustness(blocks: Mapping[str, Floats], settings: Priority) -> Robustness:
    """Rank each region's sectors in `settings.runs` runs with flat Dirichlet weights, spread evenly over the methods.

    The same seed gives the same ranks. Sectors without a score have no rank; equal scores share the better one.
    """
    methods = [(norm, mean) for norm in NORMALISATIONS for mean in AGGREGATIONS]
    weights = np.random.default_rng(settings.seed).dirichlet(np.ones(len(blocks)), settings.runs).T
    norms = {name: _normalised(blocks, name) for name in NORMALISATIONS}
    runs = [
        AGGREGATIONS[mean](norms[norm], weights[:, start :: len(methods)]) for start, (norm, mean) in enumerate(methods)
    ]
    # Rounded, so that equal cells stay equal whatever order the products were summed in.
    return _summary(np.concatenate(runs, axis=2).round(12))


def _summary(scores: Floats) -> Robustness:
    """Summarise the ranks of sectors within regions; `scores` is regions x sectors x runs."""
    ranks = np.stack([_ranks(region) for region in scores])  # one by one, so that each stays in the processor's cache
    known, runs = ~np.isnan(scores[:, :, 0]), scores.shape[2]
    top = np.where(known, (ranks <= 3).mean(axis=2) * 100, np.nan)
    ranks.sort(axis=2, kind="stable")  # a radix sort, for numbers as short as these
    low, median, high = (np.where(known, ranks[:, :, math.ceil(q * runs) - 1], np.nan) for q in (0.05, 0.5, 0.95))
    return Robustness(median, low, high, top)


def _ranks(scores: Floats) -> NDArray[np.int16]:
    """Rank the rows of sectors x runs in each run, the highest first."""
    ranks = np.ones(scores.shape, dtype=np.int16)
    for other in scores:
        ranks += other > scores
    return ranks


def _normalised(blocks: Mapping[str, Floats], name: str) -> Floats:
    """Return regions x sectors x indicators; NaN where any indicator is not known: all rest on the same cells."""
    stacked = np.stack(list(blocks.values()), axis=2)
    stacked = np.where(np.isnan(stacked).any(axis=2, keepdims=True), np.nan, stacked)
    if np.isnan(stacked).all():
        return stacked
    return np.stack([NORMALISATIONS[name](stacked[:, :, at]) for at in range(stacked.shape[2])], axis=2)


def _material(inputs: Inputs, name: str) -> tuple[Cells, Priority, dict[str, Floats], Statuses]:
    """Return what scores are made of; indicators with weight 0 take no part."""
    cells, settings = need_sectors(inputs.cells, name), inputs.priority
    if settings is None:
        raise BadConfig(f"{name} needs indicators with weights", hint="Add [priority] weights to mapper.toml.")
    check_priority(settings)
    chosen = [name for name, weight in settings.weights.items() if weight > 0]
    parts = {name: _latest(inputs, settings.indicators.get(name, Weighed(name))) for name in chosen}
    grave = ("ok", "estimated", "unreliable", "not_applicable", "not_available", "suppressed", "no_data")
    worst = np.max([[[grave.index(s) for s in row] for row in status] for _, status in parts.values()], axis=0)
    status: Statuses = np.array(grave, dtype=object)[worst]
    return cells, settings, {name: values for name, (values, _) in parts.items()}, status


def check_priority(settings: Priority) -> None:
    """Raise BadConfig at weights that are negative or do not sum to 1, or at an unknown method."""
    if not settings.weights or min(settings.weights.values()) < 0:
        raise BadConfig("[priority] weights have to be 0 or more", hint="Name measures: weights = { lq = 1.0 }.")
    if abs(sum(settings.weights.values()) - 1) > 1e-9:
        told = sum(settings.weights.values())
        raise BadConfig(f"[priority] weights sum to {told:g}, not to 1", hint="Change them so that they do.")
    for chosen, known in ((settings.normalisation, NORMALISATIONS), (settings.aggregation, AGGREGATIONS)):
        if chosen not in known:
            raise BadConfig(f"[priority]: unknown method {chosen!r}", hint=f"Known are: {', '.join(known)}.")
    if settings.runs < 6:
        raise BadConfig(f"[priority]: {settings.runs} runs are too few", hint="There are six methods; 2,000 is usual.")


def _latest(inputs: Inputs, weighed: Weighed) -> tuple[Floats, Statuses]:
    """Return the values and statuses (regions x sectors of `inputs`) of an indicator in its latest period.

    What is better when low is turned round, so that more is always better.
    """
    name = weighed.measure
    if name.startswith("priority"):
        raise BadConfig(f"{name} cannot be made from itself", hint="Name measures that it is to weigh, such as lq.")
    indicator = compute(name, weighed.inputs or inputs)
    frame = indicator.frame[indicator.frame["sector"] != ""]
    if indicator.info.kind == "category" or frame.empty:
        raise BadConfig(f"{name} has no figures by sector to weigh", hint="Name a measure that has, such as lq.")
    frame = frame[frame["period"] == frame["period"].max()]
    cells = inputs.cells
    if not set(frame["sector"]) & set(cells.sectors):
        raise BadConfig(f"{name} is of other sectors than those to weigh", hint="Name a survey of the same taxonomy.")
    order = pd.MultiIndex.from_product([cells.regions, cells.sectors])
    placed = frame.set_index(["region", "sector"])[["value", "status"]].reindex(order)
    values = placed["value"].to_numpy(dtype=float).reshape(len(cells.regions), -1)
    status = placed["status"].fillna("no_data").to_numpy(dtype=object).reshape(values.shape)
    return values if weighed.better == "high" else -values, status


def _result(cells: Cells, value: Floats, status: Statuses, **more: Floats) -> Computed:
    rows = pd.DataFrame(
        {
            "region": np.repeat(np.array(cells.regions, dtype=object), len(cells.sectors)),
            "sector": np.tile(np.array(cells.sectors, dtype=object), len(cells.regions)),
            "period": cells.periods[-1],
            **{name: block.ravel() for name, block in {"value": value, "status": status, **more}.items()},
        }
    )
    return Computed(rows, cells.missing_in_totals())
