"""What the respondents of a sample say: shares and means by region (and sector), with the design's intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapper.errors import BadConfig
from mapper.measures.estimates import estimate
from mapper.measures.registry import Computed, Inputs, measure
from mapper.measures.sample import Design, Question

TAYLOR = "Taylor linearisation with strata and PSUs, as R survey"
DESIGN = ("weight", "strata", "psu")


@measure(
    "survey-share",
    unit="percent",
    kind="share",
    formula="sum w y / sum w * 100, y = 0 or 1",
    source=f"Wilson's interval with the effective size of Kish (logit with PSUs); {TAYLOR}",
    needs=("respondents",),
)
def survey_share(inputs: Inputs) -> Computed:
    """Estimate which part of a region's respondents says yes, in percent; who did not answer is left out."""
    return _estimates(inputs, "share", 100.0)


@measure(
    "survey-mean",
    unit="as_given",
    kind="rate",
    formula="sum w y / sum w",
    source=f"t interval; {TAYLOR}",
    needs=("respondents",),
)
def survey_mean(inputs: Inputs) -> Computed:
    """Estimate the mean of the answers of a region's respondents; who did not answer is left out."""
    return _estimates(inputs, "mean", 1.0)


def _estimates(inputs: Inputs, stat: str, scale: float) -> Computed:
    """Estimate by region, for each sector and period by itself; raise BadConfig where there are no respondents."""
    if not inputs.of_respondents:
        raise BadConfig(f"survey-{stat} needs the answers of a sample", hint='Set its design = "probability".')
    cells, records = inputs.cells, inputs.records
    sectors = cells.sectors or ("",)
    text = {name: records[name].astype(object).where(records[name].notna(), "") for name in ("sector", "period")}
    made = [
        _of_one(inputs, records[(text["sector"] == sector) & (text["period"] == period)], stat).assign(
            sector=sector, period=period
        )
        for sector in sectors
        for period in cells.periods
    ]
    order = pd.MultiIndex.from_product([cells.regions, sectors, cells.periods], names=["region", "sector", "period"])
    rows = pd.concat(made).set_index(["region", "sector", "period"]).reindex(order).reset_index()
    scaled = {name: rows[name].to_numpy(dtype=float) * scale for name in ("value", "lo", "hi")}
    return Computed(rows.assign(status=rows["status"].fillna("no_data"), **scaled), judged=True)


def _of_one(inputs: Inputs, records: pd.DataFrame, stat: str) -> pd.DataFrame:
    """Return region, value, lo, hi, n, status of one question."""
    columns = ("by", "estimate", "lo", "hi", "n", "status")
    names = ("region", "value", "lo", "hi", "n", "status")
    if records.empty:
        return pd.DataFrame(columns=list(names))
    known = records["value_status"].isin(["ok", "zero", "estimated"]) | records["value_status"].isna()
    frame = records.assign(value=np.where(known, records["value"].astype(float), np.nan))
    given = {name: name for name in DESIGN if frame[name].notna().any() and (frame[name] != "").any()}
    design = Design(**given, probability=inputs.design == "probability")
    made = estimate(frame, Question("value", stat, by="region"), design=design, rules=inputs.reliability)
    return made.frame[list(columns)].set_axis(list(names), axis=1)
