"""Counts, and counts against something: people, the region's total."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.errors import BadConfig
from mapper.measures.cells import Z95, Cells, Floats, Statuses
from mapper.measures.registry import Computed, Inputs, measure

CENSUSES = ("register", "census")
"""Designs that ask everyone: their figures vary by nature, not by sampling."""


@measure("count", unit="count", kind="count", formula="x_ir = sum of records", source="the survey or register itself")
def count(inputs: Inputs) -> Computed:
    """Sum records by region and sector; "" is all sectors together, "estimated" where it lacks a sector."""
    cells = inputs.cells
    value, status = cells.with_totals()
    return Computed(cells.frame_with_totals(value, status, n=value), cells.missing_in_totals())


@measure(
    "per-100k",
    unit="per_100k",
    kind="rate",
    formula="x_ir / population_r * 100,000",
    source="crude rate; population of the same vintage and the nearest year",
    needs=("population",),
)
def per_100k(inputs: Inputs) -> Computed:
    """Divide counts by the population of the nearest year; without one the rate is not available, never zero."""
    return inputs.once("per-100k", lambda: _per_100k(inputs))


def _per_100k(inputs: Inputs) -> Computed:
    cells = inputs.cells
    people = population_near(inputs.population, cells)[:, None, :]
    value, status = cells.with_totals()
    status = refuse(status, np.isnan(people), "not_available")
    status = refuse(status, people <= 0, "not_applicable")
    below = np.where(people > 0, people / 1e5, np.nan)
    lo, hi = natural_interval(value) if inputs.design in CENSUSES else (value * np.nan, value * np.nan)
    columns = {"lo": lo / below, "hi": hi / below, "n": value}
    frame = cells.frame_with_totals(value / below, status, **columns)
    return Computed(frame, cells.missing_in_totals(), together(cells, value, below, status))


@measure(
    "per-1000km2",
    unit="per_1000km2",
    kind="rate",
    formula="x_ir / area_r * 1,000",
    source="density; areas in km2 from the region list of the country",
    needs=("area",),
)
def per_1000km2(inputs: Inputs) -> Computed:
    """Divide counts by the region's area; a region without an area is not available."""
    cells = inputs.cells
    areas = np.array([np.nan if r.area_km2 is None else r.area_km2 for r in inputs.regions])[:, None, None]
    value, status = cells.with_totals()
    status = refuse(refuse(status, np.isnan(areas), "not_available"), areas <= 0, "not_applicable")
    below = np.where(areas > 0, areas / 1e3, np.nan)
    frame = cells.frame_with_totals(value / below, status, n=value)
    return Computed(frame, cells.missing_in_totals(), together(cells, value, below, status))


@measure(
    "rank",
    unit="rank",
    kind="score",
    formula="1 + regions with a higher rate; from 1 + surely higher ones to all - surely lower ones",
    source="rank of the rate per 100,000; interval from those of the rates (Klein et al. 2020, unadjusted)",
    needs=("population",),
)
def rank(inputs: Inputs) -> Computed:
    """Rank the regions by their rate per 100,000, the highest first; equal rates share the better rank."""
    rates = per_100k(inputs)
    return Computed(rank_rows(rates.frame), rates.findings)


def rank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Replace value, lo and hi by the rank of each region within its sector and period, and its bounds.

    A region surely stands above another where its whole interval does; without intervals the bounds are the rank.
    The rows are those of an indicator: every region, in order, with the same sectors and periods.
    """
    shape = (frame["region"].nunique(), -1)
    value, lo, hi = (frame[name].to_numpy(dtype=float).reshape(shape) for name in ("value", "lo", "hi"))
    sure = ~np.isnan(lo) & ~np.isnan(hi)
    low, high = np.where(sure, lo, value), np.where(sure, hi, value)
    known = ~np.isnan(value)
    ranks = {
        "value": 1 + (value[:, None] > value[None]).sum(axis=0),
        "lo": 1 + (low[:, None] > high[None]).sum(axis=0),
        "hi": known.sum(axis=0) - (high[:, None] < low[None]).sum(axis=0),
    }
    return frame.assign(**{name: np.where(known, rank, np.nan).ravel() for name, rank in ranks.items()})


def natural_interval(count: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % bounds of a Poisson count by Byar's approximation (Breslow & Day 1987, eq. 2.13); 0 has no lower.

    A register is a census: the bounds tell natural variability, not sampling error.
    """
    x, y = np.where(count > 0, count, np.nan), np.where(count >= 0, count, np.nan) + 1
    low = x * (1 - 1 / (9 * x) - Z95 / (3 * np.sqrt(x))) ** 3
    high = y * (1 - 1 / (9 * y) + Z95 / (3 * np.sqrt(y))) ** 3
    return np.where(count == 0, 0.0, low), high


@measure(
    "share",
    unit="percent",
    kind="share",
    formula="s_ir = x_ir / x_r * 100",
    source="share of a sector in all sectors of the region",
    needs=("sectors",),
)
def share(inputs: Inputs) -> Computed:
    """Divide counts by the region's total, in percent; over the known sectors ("estimated") where one is missing."""
    cells = need_sectors(inputs.cells, "share")
    total = cells.total[:, None, :]
    usable = total > 0
    value = np.divide(cells.value * 100, total, out=np.full(cells.value.shape, np.nan), where=usable)
    status = of_total(cells)
    base = np.where(np.isnan(value), np.nan, total)
    whole = together(cells, cells.value, np.where(usable, total / 100, np.nan), status)
    return Computed(cells.frame(value, status, n=base), cells.missing_in_totals(), whole)


def together(cells: Cells, above: Floats, below: Floats, status: Statuses) -> dict[tuple[str, str], float]:
    """Divide the sums over those regions whose figure is shown, by sector and period; never a mean of regions' rates.

    `above` and `below` go by regions, sectors ("" first where there is one more than the cells have) and periods.
    """
    below = np.broadcast_to(below, above.shape)
    used = ((status == "ok") | (status == "estimated")) & ~np.isnan(above) & ~np.isnan(below)
    sums = [np.where(used, one, 0.0).sum(axis=0) for one in (above, below)]
    sectors = (*("",) * (above.shape[1] - len(cells.sectors)), *cells.sectors)
    keys = [(sector, period) for sector in sectors for period in cells.periods]
    return {key: a / b for key, a, b in zip(keys, sums[0].ravel(), sums[1].ravel(), strict=True) if b > 0}


def need_sectors(cells: Cells, name: str) -> Cells:
    """Return the cells; raise BadConfig where they have no sectors for `name` to compare."""
    if not cells.sectors:
        raise BadConfig(f"{name} compares sectors, and the figures have none", hint="Name the sector's column.")
    return cells


def of_total(cells: Cells) -> Statuses:
    """Return the status of a figure that divides each cell by its region's total."""
    total, total_status = cells.total[:, None, :], cells.total_status[:, None, :]
    status = np.where((cells.status == "ok") & (total_status == "estimated"), "estimated", cells.status)
    return refuse(status, np.isnan(total) | (total <= 0) | (cells.value < 0), "not_applicable")


def population_near(population: pd.DataFrame, cells: Cells) -> Floats:
    """Return regions x periods: the population of the year nearest to the period (the earlier of two equally near).

    A period that names no year takes the newest population.
    """
    people = np.full((len(cells.regions), len(cells.periods)), np.nan)
    years = dict(iter(population.groupby("region", sort=False)))
    for r, code in enumerate(cells.regions):
        if code not in years:
            continue
        known = years[code].sort_values("year", kind="stable")
        year, persons = known["year"].to_numpy(dtype=float), known["population"].to_numpy(dtype=float)
        people[r] = [persons[_nearest(year, period)] for period in cells.periods]
    return people


def _nearest(years: Floats, period: str) -> int:
    found = re.search(r"\d{4}", period)
    return int(np.abs(years - int(found[0])).argmin()) if found else len(years) - 1


def refuse(status: Statuses, where: NDArray[np.bool_], reason: str) -> Statuses:
    """Return `status` with `reason` at the known cells where there is nothing to divide by."""
    known = (status == "ok") | (status == "estimated")
    return np.where(known & where, reason, status).astype(object)
