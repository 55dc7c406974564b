"""Counts, and counts against something: people, the region's total."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.errors import BadConfig
from mapper.measures.cells import Cells, Floats, Statuses
from mapper.measures.registry import Computed, Inputs, measure


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
)
def per_100k(inputs: Inputs) -> Computed:
    """Divide counts by the population of the nearest year; without one the rate is not available, never zero."""
    cells = inputs.cells
    people = population_near(inputs.population, cells)[:, None, :]
    value, status = cells.with_totals()
    status = refuse(status, np.isnan(people), "not_available")
    status = refuse(status, people <= 0, "not_applicable")
    rate = np.divide(value * 1e5, people, out=np.full(value.shape, np.nan), where=people > 0)
    return Computed(cells.frame_with_totals(rate, status, n=value), cells.missing_in_totals())


@measure(
    "share",
    unit="percent",
    kind="share",
    formula="s_ir = x_ir / x_r * 100",
    source="share of a sector in all sectors of the region",
)
def share(inputs: Inputs) -> Computed:
    """Divide counts by the region's total, in percent; over the known sectors ("estimated") where one is missing."""
    cells = need_sectors(inputs.cells, "share")
    total = cells.total[:, None, :]
    usable = total > 0
    value = np.divide(cells.value * 100, total, out=np.full(cells.value.shape, np.nan), where=usable)
    status = of_total(cells)
    base = np.where(np.isnan(value), np.nan, total)
    return Computed(cells.frame(value, status, n=base), cells.missing_in_totals())


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
        for p, period in enumerate(cells.periods):
            people[r, p] = float(known["population"].iloc[_nearest(known["year"].to_numpy(), period)])
    return people


def _nearest(years: Floats, period: str) -> int:
    found = re.search(r"\d{4}", period)
    return int(np.abs(years - int(found[0])).argmin()) if found else len(years) - 1


def refuse(status: Statuses, where: NDArray[np.bool_], reason: str) -> Statuses:
    """Return `status` with `reason` at the known cells where there is nothing to divide by."""
    known = (status == "ok") | (status == "estimated")
    return np.where(known & where, reason, status).astype(object)
