"""Estimates from sums of microdata (`model.SUM_COLUMNS`): equal to those from the rows, without a look at them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapper.errors import BadData
from mapper.measures.cells import Floats
from mapper.measures.estimates import BY_STAT, Estimates, Precision, check_question, interval_of, tabulate
from mapper.measures.intervals import Points
from mapper.measures.reliability import DHS, Reliability
from mapper.measures.sample import Design, Ints, Question
from mapper.model import ADDED

SIMPLE_RANDOM = Design()


@dataclass(frozen=True)
class Strata:
    """The strata of a sample, and where the cells that have respondents in a domain belong."""

    k: Floats
    """PSUs drawn in each stratum: respondents, or the PSUs that were named."""
    fraction: Floats
    """The part of the stratum's PSUs that was drawn."""
    of_cell: Ints
    domain_of_cell: Ints


def estimate_sums(
    sums: pd.DataFrame,
    question: Question,
    *,
    design: Design = SIMPLE_RANDOM,
    precision: Precision = BY_STAT,
    rules: Reliability = DHS,
) -> Estimates:
    """Estimate a statistic for each domain of `question.by` ("region", "sector", "period", or "" for all).

    The sums are of one question, of which `question.value` and `denominator` are but names: where rows are of a
    respondent and a sector, choose the sums of one sector first. Formulas as in `estimates.estimate`; the squares of
    w (y - p x) follow from those of w y, w x and their product. Raise BadConfig at a statistic that cannot be meant,
    BadData at a share of other than 0 and 1, or an fpc that cannot be.
    """
    check_question(question, precision)
    if question.stat == "share" and not np.allclose(sums["w2yy"].fillna(0), sums["w2xy"].fillna(0), rtol=1e-9):
        raise BadData(f"column {question.value!r}: expected 0 or 1", hint="Ask for --stat mean.")
    drawn = sums[sums["drawn"] > 0]
    strata, cells, domains = _lay_out(drawn, question, design)
    points = _points(strata, cells, len(domains), total=question.stat == "total", level=precision.level)
    frame = tabulate(points, domains, question=question, design=design, precision=precision, rules=rules)
    return Estimates(frame, _tell(sums, strata, question=question, design=design, precision=precision))


def _lay_out(sums: pd.DataFrame, question: Question, design: Design) -> tuple[Strata, pd.DataFrame, list[object]]:
    """Number strata and domains; return them with the sums by (stratum, PSU, domain)."""
    stratum = pd.factorize(sums["strata"])[0].astype(np.intp)
    psu = pd.factorize(sums["psu"])[0].astype(np.intp)
    names = sums[question.by] if question.by else pd.Series("all", index=sums.index)
    domain, domains = pd.factorize(names.where(names != "", np.nan), sort=True)
    keyed = sums[list(ADDED)].assign(stratum=stratum, psu=psu, domain=domain)
    k = _psus(keyed, design)
    cells = keyed[keyed["domain"] >= 0].groupby(["stratum", "psu", "domain"], as_index=False).sum(min_count=1)
    if design.psu:  # the spread of respondents within their PSU says nothing
        cells = cells.assign(w2yy=np.nan)
    strata = Strata(k, _fractions(sums, stratum, k), cells["stratum"].to_numpy(), cells["domain"].to_numpy())
    return strata, cells, list(domains) if question.by else [None]


def _psus(keyed: pd.DataFrame, design: Design) -> Floats:
    counted = keyed.groupby("stratum")["psu"].nunique() if design.psu else keyed.groupby("stratum")["drawn"].sum()
    return np.asarray(counted, dtype=np.float64)


def _fractions(sums: pd.DataFrame, stratum: Ints, k: Floats) -> Floats:
    """Return the part of each stratum that was drawn; 0 where no size was given."""
    by_stratum = sums["fpc"].groupby(stratum)
    given = by_stratum.first().to_numpy(dtype=np.float64)
    if np.isnan(given).all():
        return np.zeros(len(k))
    if not (by_stratum.min() == by_stratum.max()).all():
        raise BadData("the size of a stratum is not one number", hint="Give each of its rows the same.")
    fraction = np.where(given <= 1, given, k / np.maximum(given, 1.0))
    if not ((fraction > 0) & (fraction <= 1)).all():
        what = f"stratum {sums['strata'][stratum == int(fraction.argmax())].iloc[0]!r}: more drawn than there are"
        raise BadData(what, hint="fpc is the number of PSUs in the stratum's population.")
    return fraction


def _points(strata: Strata, cells: pd.DataFrame, count: int, *, total: bool, level: float) -> Points:
    add = {name: _by_domain(cells[name].to_numpy(dtype=float), strata, count) for name in ("n", "w", "w2", "wy", "wx")}
    below = np.ones(count) if total else np.where(add["wx"] != 0, add["wx"], np.nan)
    point = np.where(add["n"] > 0, add["wy"] / below, np.nan)
    centre = np.zeros(count) if total else point
    n_eff = np.divide(add["w"] ** 2, add["w2"], out=np.full(count, np.nan), where=add["w2"] > 0)
    se = np.sqrt(_variance(strata, cells, centre=centre, below=below))
    df = int(strata.k.sum()) - len(strata.k)
    return Points(point, np.where(np.isnan(point) | (df <= 0), np.nan, se), add["n"], n_eff, df, level)


def _by_domain(values: Floats, strata: Strata, count: int) -> Floats:
    return np.bincount(strata.domain_of_cell, weights=values, minlength=count).astype(np.float64)


def _variance(strata: Strata, cells: pd.DataFrame, *, centre: Floats, below: Floats) -> Floats:
    """Return (1 - f) k/(k - 1) sum (u - mean u)^2 summed over strata, for u = w (y - p x) / sum(w x) by domain."""
    p, x = centre[strata.domain_of_cell], below[strata.domain_of_cell]
    u = (cells["wy"] - p * cells["wx"]).to_numpy() / x
    squares = u**2
    if cells["w2yy"].notna().all():  # respondents are PSUs: the sum of squares, not the square of the sum
        squares = (cells["w2yy"] - 2 * p * cells["w2xy"] + p**2 * cells["w2xx"]).to_numpy() / x**2
    shape = (len(strata.k), len(centre))
    sums, sums_of_squares = np.zeros(shape), np.zeros(shape)
    np.add.at(sums, (strata.of_cell, strata.domain_of_cell), u)
    np.add.at(sums_of_squares, (strata.of_cell, strata.domain_of_cell), squares)
    k = strata.k[:, None]
    # A stratum with a single PSU is centred on the mean of all.
    middle = np.where(k == 1, sums.sum(axis=0) / max(float(strata.k.sum()), 1.0), sums / k)
    spread = np.maximum(sums_of_squares - 2 * middle * sums + k * middle**2, 0.0)
    scale = (1 - strata.fraction[:, None]) * np.where(k == 1, 1.0, k / np.maximum(k - 1, 1))
    variance: Floats = (scale * spread).sum(axis=0)
    return variance


def _tell(
    sums: pd.DataFrame, strata: Strata, *, question: Question, design: Design, precision: Precision
) -> dict[str, str | int | float | bool]:
    columns = {"weight": design.weight, "strata": design.strata, "psu": design.psu, "fpc": design.fpc}
    return {
        **columns,
        "stat": question.stat,
        "interval": interval_of(question, design, precision),
        "level": precision.level,
        "probability": design.probability,
        "n": int(sums["drawn"].sum()),
        "outside": int((sums["drawn"] - sums["n"]).sum()),
        "psus": int(strata.k.sum()),
        "lonely_psus": int((strata.k == 1).sum()),
        "df": int(strata.k.sum()) - len(strata.k),
    }
