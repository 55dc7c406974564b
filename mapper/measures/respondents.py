"""What the respondents of a sample say: shares and means by region (and sector), with the design's intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapper.errors import BadConfig
from mapper.measures.cells import KNOWN
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
    cells = inputs.cells
    sectors = cells.sectors or ("",)
    answers = _answers(inputs)
    of = answers.groupby(["sector", "period"], sort=False).indices
    questions = [(sector, period) for sector in sectors for period in cells.periods]
    made = [
        _of_one(inputs, answers.iloc[of[key]], stat).assign(sector=key[0], period=key[1])
        for key in questions
        if key in of
    ]
    order = pd.MultiIndex.from_product([cells.regions, sectors, cells.periods], names=["region", "sector", "period"])
    rows = pd.concat(made).set_index(["region", "sector", "period"]).reindex(order).reset_index()
    scaled = {name: rows[name].to_numpy(dtype=float) * scale for name in ("value", "lo", "hi")}
    return Computed(rows.assign(status=rows["status"].fillna("no_data"), **scaled), judged=True)


def _answers(inputs: Inputs) -> pd.DataFrame:
    """Return the records as an estimate takes them: regions and groups as numbers, which are quicker than texts."""
    records = inputs.records
    status = records["value_status"].astype(object)
    known = status.isna() | status.isin(KNOWN)
    text = {name: records[name].astype(object).where(records[name].notna(), "") for name in ("sector", "period")}
    return pd.DataFrame(
        {
            **text,
            "region": pd.Index(inputs.cells.regions).get_indexer(pd.Index(records["region"])),
            "value": records["value"].astype(float).where(known),
            "weight": records["weight"].astype(float),
            "strata": _numbered(records["strata"]),
            "psu": _numbered(records["psu"]),
        },
        index=records.index,
    )


def _numbered(column: pd.Series[str]) -> pd.Series[float]:
    """Return the groups of a column as numbers; all NaN where it says nothing, so that it is no part of the design."""
    said = column.notna() & (column != "")
    numbers = pd.Series(pd.factorize(column)[0], index=column.index).astype(float)
    return numbers if said.any() else numbers * np.nan


def _of_one(inputs: Inputs, answers: pd.DataFrame, stat: str) -> pd.DataFrame:
    """Return region, value, lo, hi, n, status of one question."""
    columns = {"by": "region", "estimate": "value", "lo": "lo", "hi": "hi", "n": "n", "status": "status"}
    given = {name: name for name in DESIGN if answers[name].notna().any()}
    design = Design(**given, probability=inputs.design == "probability")
    made = estimate(answers, Question("value", stat, by="region"), design=design, rules=inputs.reliability)
    rows = made.frame[list(columns)].rename(columns=columns)
    return rows.assign(region=[inputs.cells.regions[int(at)] for at in rows["region"]])
