"""Where a sector is strong: the location quotient, its interval, and the strongest sectors of each region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapper.errors import BadConfig
from mapper.measures.bootstrap import draw_again
from mapper.measures.cells import Z95, Cells, Floats, known_sum
from mapper.measures.counts import CENSUSES, need_sectors, of_total, refuse
from mapper.measures.registry import Computed, Inputs, measure
from mapper.model import INDICATOR_COLUMNS, Indicator

TOP_COLUMNS = (*INDICATOR_COLUMNS, "rank", "sure")

NO_INTERVAL = ("quota", "purposive")
"""Designs without a probability sample: what they give has no interval."""


@measure(
    "lq",
    unit="quotient",
    kind="quotient",
    formula="(x_ir / x_r) / (x_i / x)",
    source="location quotient, Farhauer & Kroell 2013; interval: delta method for ln LQ, multinomial",
    needs=("sectors",),
)
def lq(inputs: Inputs) -> Computed:
    """Divide a sector's share in the region by its share in the country.

    Totals are sums of the known cells; in a region that lacks a cell the status is "estimated". A sector that a region
    does not have is 0, without an interval. For registers the interval tells natural variability, not sampling error;
    for answers of a probability sample it is bootstrapped; figures published from a sample have none.
    """
    cells = need_sectors(inputs.cells, "lq")
    parts = _Parts.of(cells)
    value = parts.quotient()
    lo, hi = _bounds(inputs, parts, value)
    status = refuse(of_total(cells), np.isnan(value), "not_applicable")
    value = np.where(np.isin(status, ["ok", "estimated"]), value, np.nan)
    return Computed(cells.frame(value, status, lo=lo, hi=hi, n=cells.value), cells.missing_in_totals())


def top_sectors(indicator: Indicator, k: int = 3) -> pd.DataFrame:
    """Return the k strongest sectors of each region and period by a computed `lq`, in `TOP_COLUMNS`.

    A sector is a strength only if its quotient is above 1 and its count above the sector's median over the regions
    (Nesta, Creative Nation 2018): a quotient alone promotes tiny regions. `sure` is true where the whole interval
    lies above 1. A region without any such sector keeps one row: rank 0, sector "", status "not_applicable".
    """
    frame = indicator.frame
    middle = frame.groupby(["sector", "period"], sort=False)["n"].transform("median")
    strong = frame[(frame["value"] > 1) & (frame["n"] > middle)]
    # Equal quotients stand in the order of the taxonomy: the sort is stable.
    strong = strong.sort_values("value", ascending=False, kind="stable")
    strong = strong.assign(rank=strong.groupby(["region", "period"], sort=False).cumcount() + 1, sure=strong["lo"] > 1)
    strong = strong[list(TOP_COLUMNS)]
    return with_the_rest(strong[strong["rank"] <= k], frame)


def with_the_rest(top: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `top` in the order of the regions of `frame`, with one row for each region that has no strength."""
    places = frame[["region", "period"]].drop_duplicates().reset_index(drop=True)
    places = places.assign(order=range(len(places)))
    whole = places.merge(top, on=["region", "period"], how="left")
    none = whole["rank"].isna()
    whole = whole.assign(
        sector=whole["sector"].where(~none, ""),
        status=whole["status"].where(~none, "not_applicable"),
        rank=whole["rank"].fillna(0).astype(int),
        sure=whole["sure"].where(~none, other=False).astype(bool),
    )
    return whole.sort_values(["order", "rank"], kind="stable")[list(top.columns)].reset_index(drop=True)


def _bounds(inputs: Inputs, parts: _Parts, value: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % bounds: by formula for a census, by drawing again for answers of a sample, else none."""
    if inputs.design in CENSUSES:
        return parts.interval(value)
    if inputs.design in NO_INTERVAL or not inputs.of_respondents:
        return parts.nothing(), parts.nothing()
    if inputs.sums:
        what = "a location quotient of a sample draws its respondents again, and there are only their sums"
        raise BadConfig(what, hint="Take `summed` away from the [[survey]], or show survey-share.")
    drawn = draw_again(inputs.records, inputs.cells, seed=inputs.seed)
    by_run = _Parts.of(drawn).quotient()
    quotients = np.stack(np.split(by_run, by_run.shape[2] // len(inputs.cells.periods), axis=2))
    # A sector that a run did not draw at all has no quotient there; a bound needs nearly all runs.
    quotients = np.where((np.isnan(quotients).mean(axis=0) < 0.05) & (value > 0), quotients, 0.0)
    lo, hi = np.nanpercentile(quotients, [2.5, 97.5], axis=0)
    return np.where((value > 0) & (hi > 0), lo, np.nan), np.where((value > 0) & (hi > 0), hi, np.nan)


@dataclass(frozen=True)
class _Parts:
    """The four counts of a quotient, each broadcast to regions x sectors x periods."""

    cell: Floats
    region: Floats
    sector: Floats
    nation: Floats

    @classmethod
    def of(cls, cells: Cells) -> _Parts:
        """Take the counts of cells; totals are sums of what is known."""
        nation = known_sum(cells.total, axis=0)
        return cls(cells.value, cells.total[:, None, :], cells.national()[None], nation[None, None, :])

    def nothing(self) -> Floats:
        """Return NaN for every cell."""
        return np.full(self.cell.shape, np.nan)

    def quotient(self) -> Floats:
        """Return the location quotients; NaN where there is nothing to divide by."""
        usable = (self.region > 0) & (self.sector > 0) & (self.nation > 0) & (self.cell >= 0)
        below = self.region * self.sector
        return np.divide(self.cell * self.nation, below, out=self.nothing(), where=usable)

    def interval(self, quotient: Floats) -> tuple[Floats, Floats]:
        """Return the 95 % bounds: LQ exp(-+ z se), Var(ln LQ) = 1/x_ir - 1/x_r - 1/x_i + (2 LQ - 1)/x."""
        usable = np.isfinite(quotient) & (quotient > 0)
        one = np.where(usable, quotient, 1.0)
        x_ir, x_r, x_i, x = (np.where(usable, part, 1.0) for part in (self.cell, self.region, self.sector, self.nation))
        # Rounding may leave a tiny negative variance where a region is the whole nation.
        se = np.sqrt(np.maximum(1 / x_ir - 1 / x_r - 1 / x_i + (2 * one - 1) / x, 0.0))
        low, high = one * np.exp(-Z95 * se), one * np.exp(Z95 * se)
        return np.where(usable, low, np.nan), np.where(usable, high, np.nan)
