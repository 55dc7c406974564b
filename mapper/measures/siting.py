"""The best next sites: maximal coverage (Church & ReVelle 1974) and p-median (ReVelle & Swain 1970), with proof or gap.

Both are one problem: choose sites so that sum_i a_i min_j c_ij is least, where c_ij is the distance, or 0 within the
radius and 1 beyond it. A search by exchange (Teitz & Bart 1968) gives a good answer, an integer programme or a
Lagrangian bound (Narula, Ogbu & Samuelsson 1977) proves how good it is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mapper.errors import BadData
from mapper.measures.programme import Bounded, solve_cover, solve_median

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
SMALL = 60_000
"""Pairs of demand and candidate up to which the whole p-median is given to the solver."""
ROUNDS, PATIENCE = 450, 20
"""Steps of the Lagrangian bound, and those that may bring nothing before the step is halved."""
EXACT = 1e-7
"""A relative gap that is rounding."""


@dataclass(frozen=True)
class Problem:
    """Where demand is and where sites may be."""

    distance: Floats
    """Demand x candidates, in km."""
    weight: Floats
    """Of each demand."""
    fixed: NDArray[np.bool_]
    """Candidates that are sites already; they serve, and are not chosen again."""
    new: int
    """How many to choose."""
    within: float | None = None
    """Cover what lies within these km; None shortens the distances instead."""

    @property
    def cost(self) -> Floats:
        """What it costs to serve each demand from each candidate: km, or 1 where it is out of reach."""
        return self.distance if self.within is None else (self.distance > self.within).astype(np.float64)

    @property
    def standing(self) -> Floats:
        """What each demand costs with the present sites alone; without any, as much as its worst candidate.

        What no site covers is not covered, even where any candidate would cover it.
        """
        kept = self.cost[:, self.fixed]
        if kept.shape[1]:
            costs: Floats = kept.min(axis=1)
        else:
            costs = self.cost.max(axis=1, initial=0.0) if self.within is None else np.ones(len(self.cost))
        return costs


@dataclass(frozen=True)
class Solution:
    """The chosen candidates, best first."""

    chosen: tuple[int, ...]
    adds: tuple[float, ...]
    """What each takes off the cost (weight x km, or weight that is covered newly), taken one after the other."""
    cost: float
    bound: float
    """No choice can cost less."""

    @property
    def gap(self) -> float:
        """How far, relatively, the cost may be from the least possible; 0 is proven optimal."""
        gap = (self.cost - self.bound) / max(abs(self.cost), 1e-12)
        return gap if gap > EXACT else 0.0


def solve(problem: Problem, limit: float | None) -> Solution:
    """Return the best sites, proven, or with the gap stated. Raise BadData if infeasible.

    `limit` is in seconds; None does the same work on every machine, so that the answer is the same bytes everywhere.
    """
    check_problem(problem)
    deadline = None if limit is None else time.perf_counter() + limit
    cost, standing = _useful(problem), problem.standing
    chosen = search(cost, problem.weight, standing, problem.new)
    free = np.flatnonzero(~problem.fixed)
    found = _cost(cost, problem.weight, standing, chosen)
    if problem.within is not None:
        best = solve_cover(cost, problem.weight * (standing > 0), problem.new, _left(deadline))
    elif cost.size <= SMALL:
        best = solve_median(cost, problem.weight, standing, problem.new, _left(deadline))
    else:
        best = _bound(cost, problem, chosen, deadline)
    if best.chosen is not None and _cost(cost, problem.weight, standing, best.chosen) < found:
        chosen = best.chosen
    order, adds = _contributions(cost, problem.weight, standing, chosen)
    total = _cost(cost, problem.weight, standing, chosen)
    return Solution(tuple(free[order].tolist()), adds, total, min(best.bound, total))


def check_problem(problem: Problem) -> None:
    """Raise BadData where no choice is possible, or none would serve anyone."""
    free = int((~problem.fixed).sum())
    if problem.new > free:
        what = f"{problem.new} sites are asked for, but there are only {free} candidates without a hub"
        raise BadData(what, hint="Ask for fewer, give more candidates, or keep fewer of the present hubs.")
    if not problem.weight.sum() > 0:
        raise BadData("there is no demand to serve", hint="Check the figures that are the demand.")
    if problem.within is not None and not np.any((problem.standing > 0)[:, None] & (_useful(problem) == 0)):
        what = f"no candidate is within {problem.within:g} km of anyone who is not reached already"
        raise BadData(what, hint="Choose a longer --within, or other candidates.")


def stability(problem: Problem, chosen: tuple[int, ...], *, runs: int, seed: int) -> Floats:
    """Return in what share of runs each chosen site is chosen again when every weight is shaken by about 20 %.

    Each weight is multiplied by exp(0.2 z), z normal; the same seed gives the same shares. Small problems are solved
    exactly in each run, larger ones by exchange from the answer.
    """
    random = np.random.default_rng(seed)
    cost, standing = _useful(problem), problem.standing
    free = np.flatnonzero(~problem.fixed)
    start = np.searchsorted(free, sorted(chosen))
    again = np.zeros(len(problem.fixed))
    for _ in range(runs):
        weight = problem.weight * np.exp(0.2 * random.standard_normal(len(problem.weight)))
        again[free[exchange(cost, weight, standing, start)]] += 1
    return again[list(chosen)] / max(runs, 1)


def search(cost: Floats, weight: Floats, standing: Floats, count: int) -> Codes:
    """Return `count` columns: the greedy ones, exchanged one for one as long as the cost falls."""
    nearest, chosen = standing.copy(), np.empty(0, dtype=np.intp)
    for _ in range(count):
        sums = weight @ np.minimum(cost, nearest[:, None])
        sums[chosen] = np.inf
        best = int(np.argmin(sums))
        chosen = np.append(chosen, best)
        nearest = np.minimum(nearest, cost[:, best])
    return exchange(cost, weight, standing, np.sort(chosen))


def exchange(cost: Floats, weight: Floats, standing: Floats, chosen: Codes) -> Codes:
    """Exchange a chosen column for another as long as the cost falls (Teitz & Bart 1968)."""
    now = _cost(cost, weight, standing, chosen)
    while len(chosen) < cost.shape[1]:
        sums = _swaps(cost, weight, standing, chosen)
        sums[:, chosen] = np.inf
        out, into = np.unravel_index(int(np.argmin(sums)), sums.shape)
        if not sums[out, into] < now * (1 - 1e-12) - 1e-12:
            break
        chosen = np.sort(np.append(np.delete(chosen, out), into))
        now = _cost(cost, weight, standing, chosen)
    return chosen


def _swaps(cost: Floats, weight: Floats, standing: Floats, chosen: Codes) -> Floats:
    """Return the cost after each exchange: chosen (out) x columns (in)."""
    block = np.column_stack([cost[:, chosen], standing])
    order = np.argsort(block, axis=1, kind="stable")[:, :2]
    first, second = (np.take_along_axis(block, order[:, [at]], axis=1) for at in (0, 1))
    kept = np.minimum(cost, first)
    more = (np.minimum(cost, second) - kept) * weight[:, None]
    owner = order[:, 0][None, :] == np.arange(len(chosen))[:, None]
    sums: Floats = (weight @ kept)[None, :] + owner.astype(np.float64) @ more
    return sums


def _left(deadline: float | None) -> float | None:
    """Return the seconds that are left, a few tenths at least; None where time is not limited."""
    return None if deadline is None else max(deadline - time.perf_counter(), 0.1)


def _useful(problem: Problem) -> Floats:
    """Return the cost of the candidates that may be chosen, never more than that of the present sites."""
    return np.ascontiguousarray(np.minimum(problem.cost[:, ~problem.fixed], problem.standing[:, None]))


def _cost(cost: Floats, weight: Floats, standing: Floats, chosen: Codes) -> float:
    return float(weight @ np.minimum(standing, cost[:, chosen].min(axis=1, initial=np.inf)))


def _contributions(cost: Floats, weight: Floats, standing: Floats, chosen: Codes) -> tuple[Codes, tuple[float, ...]]:
    """Return the chosen columns, the one that adds most first, and what each adds to those before it."""
    left, nearest = list(chosen.tolist()), standing
    order, adds = [], []
    while left:
        sums = weight @ np.minimum(cost[:, left], nearest[:, None])
        best = int(np.argmin(sums))
        adds.append(float(weight @ nearest - sums[best]))
        nearest = np.minimum(nearest, cost[:, left[best]])
        order.append(left.pop(best))
    return np.array(order, dtype=np.intp), tuple(adds)


def _bound(cost: Floats, problem: Problem, chosen: Codes, deadline: float | None) -> Bounded:
    """Bound a large p-median from below, and prove it where few candidates are left to choose from."""
    weight, standing = problem.weight, problem.standing
    best = _cost(cost, weight, standing, chosen)
    near = np.sort(np.column_stack([cost[:, chosen], standing]), axis=1)[:, :2].mean(axis=1)
    priced, base = cost * weight[:, None], weight * standing
    relaxed = relax(priced, base, problem.new, start=weight * near, known=best, deadline=deadline)
    if best - relaxed.bound <= EXACT * best:
        return Bounded(None, relaxed.bound)
    open_ = np.flatnonzero(relaxed.bound + relaxed.regret <= best * (1 + EXACT))
    left = _left(deadline)
    if len(open_) * len(weight) > 4 * SMALL or (left is not None and left < 1):
        return Bounded(None, relaxed.bound)
    exact = solve_median(cost[:, open_], weight, standing, problem.new, left)
    picked = None if exact.chosen is None else open_[exact.chosen]
    return replace(exact, chosen=picked, bound=max(exact.bound, relaxed.bound))


@dataclass(frozen=True)
class Relaxed:
    """A lower bound, and by how much it rises if a candidate is forced to be chosen."""

    bound: float
    regret: Floats


def relax(
    priced: Floats, standing: Floats, count: int, *, start: Floats, known: float, deadline: float | None
) -> Relaxed:
    """Return the best Lagrangian bound of a p-median: L = sum u + least `count` of sum_i min(0, c_ij - u_i).

    The prices u begin at `start` and follow the subgradient; a step that brings nothing twenty times is halved, from
    the best prices. `known` is the cost of an answer; it ends at the `deadline` of the clock, if there is one.
    """
    top, prices, best = Relaxed(-np.inf, np.zeros(priced.shape[1])), start, start
    step, stale = 1.0, 0
    for _ in range(ROUNDS):
        reduced = np.minimum(priced - prices[:, None], 0.0)
        worth, own = reduced.sum(axis=0), np.minimum(standing - prices, 0.0)
        order = np.argsort(worth, kind="stable")
        bound = float(prices.sum() + worth[order[:count]].sum() + own.sum())
        stale += 1
        if bound > top.bound + 1e-7 * abs(known):
            top, best, stale = Relaxed(bound, np.maximum(worth - worth[order[count - 1]], 0.0)), prices, 0
        elif stale >= PATIENCE:
            step, stale, prices = step / 2, 0, best
        slope = 1.0 - (reduced[:, order[:count]] < 0).sum(axis=1) - (own < 0)
        late = deadline is not None and time.perf_counter() > deadline
        if known - top.bound <= EXACT * known or not slope.any() or late or step < 1e-3:
            break
        prices = prices + step * max(known - bound, EXACT * known) / float(slope @ slope) * slope
    return top
