"""Estimates from a sample: shares, means, totals and ratios by domain, with standard errors of the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapper.errors import BadConfig
from mapper.measures.cells import Floats, Statuses
from mapper.measures.intervals import INTERVALS, Points
from mapper.measures.reliability import DHS, Reliability, judge, shown
from mapper.measures.sample import Design, Question, Sample, refuse

STATS = ("mean", "total", "share", "ratio")
ESTIMATE_COLUMNS = ("by", "estimate", "se", "lo", "hi", "n", "n_eff", "deff", "status")
ENOUGH_WITHOUT_WEIGHTS = 30
"""A sample without weights that is smaller than this gives no interval."""


@dataclass(frozen=True)
class Precision:
    """The level of intervals, and their kind: "" chooses wilson for shares (logit with PSUs), t for all else."""

    level: float = 0.95
    interval: str = ""


SIMPLE_RANDOM = Design()
BY_STAT = Precision()


@dataclass(frozen=True)
class Estimates:
    """Rows in `ESTIMATE_COLUMNS`, and the design that they rest on."""

    frame: pd.DataFrame
    design: Mapping[str, str | int | float | bool]

    def rows(self) -> list[dict[str, object]]:
        """Return the rows as `survey estimate --json` gives them: None where there is no number."""
        rows = self.frame.astype(object).where(self.frame.notna(), None).to_dict("records")
        return [{str(key): int(v) if key == "n" else v for key, v in row.items()} for row in rows]


def estimate(
    frame: pd.DataFrame,
    question: Question,
    *,
    design: Design = SIMPLE_RANDOM,
    precision: Precision = BY_STAT,
    rules: Reliability = DHS,
) -> Estimates:
    """Estimate a statistic for each domain of `question.by`, in the order of their names (or for all).

    Standard errors by Taylor linearisation with the ultimate cluster (Wolter 2007, as R survey's svymean, svytotal,
    svyratio and svyby): a domain keeps every row of its strata. A row without a value is outside every domain. A
    stratum with a single PSU is centred on the mean of all PSUs, unless it was drawn whole. Raise BadConfig at a
    setting that cannot be meant; BadData at a weight, share or fpc that cannot be.
    """
    check_question(question, precision)
    _check_columns(frame, question, design)
    sample = Sample.of(frame, question, design)
    points = _points(sample, question, precision)
    frame = tabulate(points, list(sample.domains), question=question, design=design, precision=precision, rules=rules)
    return Estimates(frame, _tell(sample, question, precision))


def tabulate(
    points: Points,
    domains: Sequence[object],
    *,
    question: Question,
    design: Design,
    precision: Precision,
    rules: Reliability,
) -> pd.DataFrame:
    """Return points as rows in ESTIMATE_COLUMNS, with intervals, and without what the rules hold back."""
    lo, hi = _bounds(points, question, design=design, precision=precision)
    status = judge(_status(points), points.n, rules)
    columns = {"estimate": points.estimate, "se": points.se, "lo": lo, "hi": hi}
    made = pd.DataFrame({"by": list(domains), **{k: shown(v, status) for k, v in columns.items()}})
    made = made.assign(n=points.n, n_eff=points.n_eff, deff=points.n / points.n_eff, status=status)
    return made[list(ESTIMATE_COLUMNS)]


def _points(sample: Sample, question: Question, precision: Precision) -> Points:
    wy, wx = sample.sum(sample.w * sample.y), sample.sum(sample.w * sample.x)
    n, w, w2 = sample.sum(np.ones(len(sample.w))), sample.sum(sample.w), sample.sum(sample.w**2)
    if question.stat == "total":
        point, u = wy, sample.w * sample.y
    else:
        below = np.where(wx != 0, wx, np.nan)
        point = wy / below
        u = sample.w * (sample.y - sample.spread(point) * sample.x) / sample.spread(below)
    point = np.where(n > 0, point, np.nan)
    n_eff = np.divide(w**2, w2, out=np.full(len(w), np.nan), where=w2 > 0)
    se = np.where(np.isnan(point), np.nan, np.sqrt(sample.variance(u)))
    return Points(point, se, n, n_eff, sample.df, precision.level)


def _bounds(points: Points, question: Question, *, design: Design, precision: Precision) -> tuple[Floats, Floats]:
    lo, hi = INTERVALS[interval_of(question, design, precision)](points)
    small = (points.n < ENOUGH_WITHOUT_WEIGHTS) & (not design.weight)
    sure = design.probability & ~small & ~np.isnan(points.se)
    return np.where(sure, lo, np.nan), np.where(sure, hi, np.nan)


def interval_of(question: Question, design: Design, precision: Precision) -> str:
    """Return the kind of interval: the one that is asked for, or the usual one of the statistic and design."""
    chosen = "t" if question.stat != "share" else ("logit" if design.psu else "wilson")
    return precision.interval or chosen


def _status(points: Points) -> Statuses:
    return np.where(points.n == 0, "not_available", np.where(np.isnan(points.estimate), "not_applicable", "ok")).astype(
        object
    )


def _tell(sample: Sample, question: Question, precision: Precision) -> dict[str, str | int | float | bool]:
    design = sample.design
    columns = {"weight": design.weight, "strata": design.strata, "psu": design.psu, "fpc": design.fpc}
    return {
        **columns,
        "stat": question.stat,
        "interval": interval_of(question, design, precision),
        "level": precision.level,
        "probability": design.probability,
        "n": len(sample.w),
        "weights": float(sample.w.sum()),
        "outside": int((sample.domain < 0).sum()),
        "psus": int(sample.psu.max(initial=-1)) + 1,
        "lonely_psus": int((np.bincount(sample.stratum_of_psu) == 1).sum()),
        "df": sample.df,
    }


def _check_columns(frame: pd.DataFrame, question: Question, design: Design) -> None:
    named = (question.value, question.by, question.denominator, design.weight, design.strata, design.psu, design.fpc)
    absent = [name for name in named if name and name not in frame]
    if absent:
        raise BadConfig(f"there is no column {absent[0]!r}", hint=f"Columns are: {', '.join(map(str, frame.columns))}.")
    if question.stat == "share":
        refuse(frame[question.value].isin([0, 1]) | frame[question.value].isna(), question.value, "0 or 1")


def check_question(question: Question, precision: Precision) -> None:
    """Raise BadConfig at a statistic, an interval or a level that cannot be meant."""
    if question.stat not in STATS:
        raise BadConfig(f"unknown statistic {question.stat!r}", hint=f"Known are: {', '.join(STATS)}.")
    if (question.stat == "ratio") != bool(question.denominator):
        raise BadConfig("a ratio, and only a ratio, has a denominator", hint="Pass --stat ratio --denominator COLUMN.")
    if precision.interval and precision.interval not in INTERVALS:
        raise BadConfig(f"unknown interval {precision.interval!r}", hint=f"Known are: {', '.join(INTERVALS)}.")
    if precision.interval not in {"", "t"} and question.stat != "share":
        raise BadConfig(f"the {precision.interval} interval is one of shares", hint="Pass --stat share, or t.")
    if not 0 < precision.level < 1:
        raise BadConfig(f"level {precision.level} is not between 0 and 1", hint="Pass --level 0.95.")
