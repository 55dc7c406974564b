"""What the respondents of a sample say: shares and means by region (and sector), with the design's intervals."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from mapper.errors import BadConfig
from mapper.measures.cells import KNOWN, Cells, Floats, Statuses
from mapper.measures.estimates import Precision, estimate
from mapper.measures.registry import Computed, Inputs, measure
from mapper.measures.sample import Design, Question
from mapper.measures.sums import estimate_sums
from mapper.model import Sums

TAYLOR = "Taylor linearisation with strata and PSUs, as R survey"
DESIGN = ("weight", "strata", "psu", "fpc")
AT_ONCE = 5_000_000
"""PSUs x domains that are held at once."""


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
    questions = len(sectors) * len(cells.periods)
    made = _of_sums(inputs, inputs.sums, sectors, stat) if inputs.sums else _of_records(inputs, sectors, stat)
    rows = pd.concat(made).reindex(range(len(cells.regions) * questions))
    # Questions stand first in the domains' numbers, regions first in an indicator.
    order = np.arange(len(rows)).reshape(questions, -1).T.ravel()
    rows = rows.iloc[order].assign(status=rows["status"].fillna("no_data").iloc[order])
    shape = (len(cells.regions), len(sectors), len(cells.periods))
    value, lo, hi = (rows[name].to_numpy(dtype=float).reshape(shape) * scale for name in ("estimate", "lo", "hi"))
    n = rows["n"].to_numpy(dtype=float).reshape(shape)
    status = rows["status"].to_numpy(dtype=object).reshape(shape)
    frame = (
        cells.frame(value, status, lo=lo, hi=hi, n=n)
        if cells.sectors
        else _of_all(cells, value, status, lo=lo, hi=hi, n=n)
    )
    return Computed(frame, judged=True)


def _of_records(inputs: Inputs, sectors: Sequence[str], stat: str) -> list[pd.DataFrame]:
    """Return the estimates by domain (question x regions + region), a batch of questions at once."""
    answers, cells = _answers(inputs, sectors), inputs.cells
    questions = len(sectors) * len(cells.periods)
    batch = max(1, AT_ONCE // max(1, len(cells.regions) * answers["psu"].nunique()))
    return [_of_some(inputs, answers, range(at, min(at + batch, questions)), stat) for at in range(0, questions, batch)]


def _of_sums(inputs: Inputs, sums: Sums, sectors: Sequence[str], stat: str) -> list[pd.DataFrame]:
    """Return the same from sums, a question at once: the other rows of the sample stay, outside of every domain."""
    cells, made = inputs.cells, []
    for number, (sector, period) in enumerate(itertools.product(sectors, cells.periods)):
        frame = sums.frame[sums.frame["sector"] == sector] if sums.across else sums.frame
        asked = (frame["sector"] == sector) & (frame["period"] == period)
        estimates = estimate_sums(
            frame.assign(region=frame["region"].where(asked, "")),
            Question("value", stat, by="region"),
            design=Design(
                "weight" if sums.weighted else "",
                "strata",
                "psu" if sums.clustered else "",
                probability=inputs.design == "probability",
            ),
            precision=Precision(interval="wilson" if stat == "share" and not sums.clustered else ""),
            rules=inputs.reliability,
        )
        rows = estimates.frame
        made.append(rows.set_axis(number * len(cells.regions) + rows["by"].map(cells.regions.index), axis=0))
    return made


def _of_all(cells: Cells, value: Floats, status: Statuses, **more: Floats) -> pd.DataFrame:
    """Return the rows of a question without sectors."""
    return cells.frame_of_totals(value[:, 0], status[:, 0], **{name: block[:, 0] for name, block in more.items()})


def _answers(inputs: Inputs, sectors: Sequence[str]) -> pd.DataFrame:
    """Return the records as an estimate takes them, all in numbers, which are quicker than texts.

    `question` is a sector and a period; a respondent who answers several questions is one PSU, unless PSUs are named.
    """
    records, cells = inputs.records, inputs.cells
    status = records["value_status"].astype(object)
    known = status.isna() | status.isin(KNOWN)
    places = {
        name: pd.Index(list(axis), dtype=object).get_indexer(
            pd.Index(records[name].astype(object).fillna(""), dtype=object)
        )
        for name, axis in (("region", cells.regions), ("sector", sectors), ("period", cells.periods))
    }
    return pd.DataFrame(
        {
            "region": places["region"],
            "question": np.where(places["sector"] < 0, -1, places["sector"] * len(cells.periods) + places["period"]),
            "value": records["value"].astype(float).where(known),
            "weight": records["weight"].astype(float),
            "strata": _numbered(records["strata"]),
            "psu": _numbered(records["psu"]).fillna(records["row"].astype(float)),
            "fpc": records["fpc"].astype(float),
        },
        index=records.index,
    )


def _numbered(column: pd.Series[str]) -> pd.Series[float]:
    """Return the groups of a column as numbers; all NaN where it says nothing, so that it is no part of the design."""
    said = column.notna() & (column != "")
    numbers = pd.Series(pd.factorize(column)[0], index=column.index).astype(float)
    return numbers if said.any() else numbers * np.nan


def _of_some(inputs: Inputs, answers: pd.DataFrame, questions: range, stat: str) -> pd.DataFrame:
    """Return the estimates of some questions by domain: question x regions + region."""
    asked = answers["question"].isin(questions)
    domain = (answers["question"] * len(inputs.cells.regions) + answers["region"]).where(asked)
    clustered = bool((inputs.records["psu"].notna() & (inputs.records["psu"] != "")).any())
    given = {name: name for name in DESIGN if answers[name].notna().any()}
    made = estimate(
        answers.assign(domain=domain),
        Question("value", stat, by="domain"),
        design=Design(**given, probability=inputs.design == "probability"),
        precision=Precision(interval="wilson" if stat == "share" and not clustered else ""),
        rules=inputs.reliability,
    )
    return made.frame.set_index("by").set_axis(made.frame["by"].astype(int), axis=0)
