"""Sums give what the rows give: every statistic, with strata, PSUs, finite populations and gaps."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import BadData
from mapper.measures.estimates import estimate
from mapper.measures.sample import Design, Question
from mapper.measures.sums import estimate_sums
from mapper.model import SUM_COLUMNS
from tests.measures.conftest import SHOW_ALL

KEYS = ["strata", "psu", "region"]
SQUARES = ["w2yy", "w2xy", "w2xx"]


def add_up(frame, *, psu, denominator):
    """The plain way, row by row: what an engine does in SQL."""
    y, w = frame["y"], frame["w"]
    x = frame["x"] if denominator else pd.Series(1.0, index=frame.index)
    ok = y.notna() & x.notna()
    terms = {"w": w, "w2": w * w, "wy": w * y, "wx": w * x, "w2yy": (w * y) ** 2}
    terms |= {"w2xy": w * w * x * y, "w2xx": (w * x) ** 2}
    table = pd.DataFrame({name: term.where(ok, 0.0) for name, term in terms.items()})
    table = table.assign(rows=1, drawn=1, n=ok.astype(int), strata=frame["h"], region=frame["r"], fpc=frame["N"])
    table["psu"] = frame["c"] if psu else ""
    sums = table.groupby(KEYS, as_index=False).agg(
        {**dict.fromkeys(["rows", "drawn", "n", *terms], "sum"), "fpc": "first"}
    )
    if psu:
        sums[SQUARES] = np.nan
    return sums.assign(sector="", period="")[list(SUM_COLUMNS)]


def draw(seed, *, gaps):
    rng = np.random.default_rng(seed)
    count = 200
    frame = pd.DataFrame({"h": rng.choice(["a", "b", "c"], count), "r": rng.choice(["A", "B", "C", "D"], count)})
    frame["c"] = rng.integers(0, 6, count).astype(str)
    frame["w"], frame["x"] = rng.uniform(0.5, 9, count), rng.uniform(1, 5, count)
    frame["y"], frame["N"] = rng.normal(50, 9, count).round(2), frame["h"].map({"a": 400.0, "b": 900.0, "c": 90.0})
    if gaps:
        frame.loc[rng.random(count) < 0.1, "y"] = np.nan
    return frame


@given(
    seed=st.integers(0, 10**6), gaps=st.booleans(), psu=st.booleans(), stat=st.sampled_from(["mean", "total", "ratio"])
)
@settings(max_examples=60, deadline=None)
def test_sums_give_what_the_rows_give(seed, gaps, psu, stat):
    frame = draw(seed, gaps=gaps)
    design = Design(weight="w", strata="h", psu="c" if psu else "", fpc="" if psu else "N")
    below = "x" if stat == "ratio" else ""
    if psu:
        frame["N"] = np.nan
    rows = estimate(frame, Question("y", stat, by="r", denominator=below), design=design, rules=SHOW_ALL)
    sums = add_up(frame, psu=psu, denominator=below)
    made = estimate_sums(sums, Question("y", stat, by="region", denominator=below), design=design, rules=SHOW_ALL)
    pd.testing.assert_frame_equal(made.frame, rows.frame, rtol=1e-9, check_dtype=False)
    assert {key: made.design[key] for key in ("df", "psus", "n", "outside")} == {
        key: rows.design[key] for key in ("df", "psus", "n", "outside")
    }


def test_a_lonely_respondent_is_centred_on_the_mean_of_all():
    frame = draw(1, gaps=False)
    frame.loc[0, "h"] = "lonely"
    rows = estimate(frame, Question("y"), design=Design(weight="w", strata="h"), rules=SHOW_ALL)
    sums = add_up(frame.assign(N=np.nan), psu=False, denominator="")
    made = estimate_sums(sums, Question("y"), design=Design(weight="w", strata="h"), rules=SHOW_ALL)
    assert made.design["lonely_psus"] == 1
    assert made.frame["se"].item() == pytest.approx(rows.frame["se"].item(), rel=1e-9)


def test_a_share_of_other_than_0_and_1_is_refused():
    sums = add_up(draw(2, gaps=False), psu=False, denominator="")
    with pytest.raises(BadData, match="expected 0 or 1"):
        estimate_sums(sums, Question("y", "share"), design=Design(weight="w", strata="h"))


def test_more_drawn_than_there_are_is_refused():
    sums = add_up(draw(3, gaps=False).assign(N=2.0), psu=False, denominator="")
    with pytest.raises(BadData, match="more drawn than there are"):
        estimate_sums(sums, Question("y"), design=Design(weight="w", strata="h", fpc="N"))


def test_a_stratum_of_several_sizes_is_refused():
    sums = add_up(draw(4, gaps=False), psu=False, denominator="").assign(fpc=range(500, 512))
    with pytest.raises(BadData, match="not one number"):
        estimate_sums(sums, Question("y"), design=Design(weight="w", strata="h", fpc="N"))
