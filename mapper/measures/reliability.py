"""Which figures rest on too little to be shown, or to be shown without a warning: one set of rules for all measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapper.measures.cells import Cells, Floats, Statuses
from mapper.model import Kind


@dataclass(frozen=True)
class Reliability:
    """The `[reliability]` table of mapper.toml; the defaults are the convention of the DHS programme.

    Estimates from fewer than `suppress_below` respondents are not shown, from fewer than `unreliable_below` are marked.
    Counts of respondents from 1 to `k` - 1 are hidden (`privacy`), and others with them.
    """

    suppress_below: int = 25
    unreliable_below: int = 50
    k: int = 5


DHS = Reliability()


def judge(status: Statuses, n: Floats, rules: Reliability) -> Statuses:
    """Return `status`, where known figures that rest on too few respondents become "suppressed" or "unreliable".

    `n` is the unweighted number of respondents; a figure without one keeps its status.
    """
    known = (status == "ok") | (status == "estimated")
    few = known & (n < rules.unreliable_below)
    judged: Statuses = np.select([known & (n < rules.suppress_below), few], ["suppressed", "unreliable"], default="")
    return np.where(judged == "", status, judged).astype(object)


def shown(value: Floats, status: Statuses) -> Floats:
    """Return the values that may be shown: NaN wherever the status is not ok, estimated or unreliable."""
    known = (status == "ok") | (status == "estimated") | (status == "unreliable")
    return np.where(known, value, np.nan)


def judge_sample(frame: pd.DataFrame, cells: Cells, *, kind: Kind, rules: Reliability) -> pd.DataFrame:
    """Return the rows of an indicator made from respondents, those that rest on too few of them hidden or marked.

    Figures other than counts rest on the respondents of their region. `n` becomes their number.
    """
    regions, sectors, periods = cells.places(frame)
    own = sectors if kind == "count" else sectors * 0
    n, status = cells.people.answers[regions, own, periods], frame["status"].to_numpy(dtype=object)
    if kind != "count":
        # Who did not answer makes a sum a lower bound, but leaves shares, means and quotients what they are.
        status = judge(np.where(status == "estimated", "ok", status).astype(object), n, rules)
    values = {name: shown(frame[name].to_numpy(dtype=float), status) for name in ("value", "lo", "hi")}
    return frame.assign(status=status, n=n, **values)
