import numpy as np
import pandas as pd
import pytest

from mapper.errors import BadConfig, BadData
from mapper.measures.estimates import Precision, estimate
from mapper.measures.sample import Design, Question
from tests.measures.conftest import SHOW_ALL

DESIGNS = {
    "strat_fpc": ("apistrat.csv", Design(weight="pw", strata="stype", fpc="fpc")),
    "strat_nofpc": ("apistrat.csv", Design(weight="pw", strata="stype")),
    "weights_only": ("apistrat.csv", Design(weight="pw")),
    "clus1_fpc": ("apiclus1.csv", Design(weight="pw", psu="dnum", fpc="fpc")),
}


def ask(row):
    """R survey's words for a row of the reference -> ours."""
    by, _, name = row["domain"].partition("=")
    if row["stat"].startswith("ciprop"):
        method = row["stat"].removeprefix("ciprop_")
        return Question(row["variable"], "share"), Precision(interval="t" if method == "mean" else method), "all"
    stat = row["stat"].removeprefix("by_")
    return Question(row["variable"], stat, by=by if name else ""), Precision(), name or "all"


def test_estimates_equal_r_survey_on_every_row_of_the_reference(oracle):
    """R 4.2.2, survey 4.1-1; svyciprop(method = "likelihood") is left out: it needs a likelihood, not a variance."""
    frames = {file: oracle(file) for file in ("apistrat.csv", "apiclus1.csv")}
    frames = {file: frame.assign(hi=(frame["api00"] >= 700).astype(int)) for file, frame in frames.items()}
    reference = oracle("svy_reference.csv")
    compared = reference[reference["stat"] != "ciprop_likelihood"]
    assert len(compared) == len(reference) - 4
    for row in compared.to_dict("records"):
        file, design = DESIGNS[row["design"]]
        question, precision, name = ask(row)
        made = estimate(frames[file], question, design=design, precision=precision)
        ours = made.frame[made.frame["by"].fillna("all") == name].iloc[0]
        theirs = [row[key] for key in ("estimate", "se", "ci_low", "ci_high")]
        assert [ours[key] for key in ("estimate", "se", "lo", "hi")] == pytest.approx(theirs, rel=1e-9, abs=0), row
        assert made.design["df"] == row["df"]


def sample(values, **columns):
    return pd.DataFrame({"y": values, **columns})


def one(frame, stat="mean", design=None, precision=None, **question):
    asked = Question("y", stat, **question)
    made = estimate(frame, asked, design=design or Design(), precision=precision or Precision(), rules=SHOW_ALL)
    return made.frame.iloc[0]


def test_equal_weights_give_the_plain_mean_and_its_standard_error():
    values = np.arange(40.0)
    row = one(sample(values, w=2.5), design=Design(weight="w"))
    assert row["estimate"] == pytest.approx(values.mean())
    assert row["se"] == pytest.approx(values.std(ddof=1) / 40**0.5)
    assert (row["n_eff"], row["deff"]) == (pytest.approx(40), pytest.approx(1))


def test_the_effective_size_is_that_of_kish():
    row = one(sample([1.0, 2.0, 3.0], w=[1.0, 1.0, 4.0]), design=Design(weight="w"))
    assert row["n_eff"] == pytest.approx(36 / 18)
    assert row["deff"] == pytest.approx(3 / 2)


def test_no_variance_gives_an_interval_of_no_width():
    row = one(sample([3.0] * 40))
    assert (row["estimate"], row["se"], row["lo"], row["hi"]) == (3.0, 0.0, 3.0, 3.0)


@pytest.mark.parametrize("interval", ["wilson", "logit", "beta"])
@pytest.mark.parametrize("p", [0, 1])
def test_a_share_of_none_or_all_keeps_an_interval_inside_0_and_1(interval, p):
    row = one(sample([p] * 40), "share", precision=Precision(interval=interval))
    assert row["estimate"] == p
    assert 0 <= row["lo"] <= p <= row["hi"] <= 1
    assert 0.05 < row["hi"] - row["lo"] < 0.15


def test_wilson_at_equal_weights_is_the_textbook_interval():
    """Wilson (1927) for 10 of 40: 0.1419 to 0.4019, as statsmodels' proportion_confint(10, 40, method="wilson")."""
    row = one(sample([1] * 10 + [0] * 30), "share")
    assert (round(row["lo"], 4), round(row["hi"], 4)) == (0.1419, 0.4019)


def test_a_lonely_psu_is_centred_on_the_mean_of_all():
    frame = sample([1.0, 3.0, 8.0], h=["a", "a", "b"])
    made = estimate(frame, Question("y", "total"), design=Design(strata="h"), rules=SHOW_ALL)
    assert made.design["lonely_psus"] == 1
    assert made.frame["se"].item() ** 2 == pytest.approx(2 * ((1 - 2) ** 2 + (3 - 2) ** 2) + (8 - 4) ** 2)


def test_a_lonely_psu_that_is_its_whole_stratum_adds_nothing():
    frame = sample([1.0, 3.0, 8.0], h=["a", "a", "b"], N=[100.0, 100.0, 1.0])
    made = estimate(frame, Question("y", "total"), design=Design(strata="h", fpc="N"), rules=SHOW_ALL)
    assert made.frame["se"].item() ** 2 == pytest.approx(0.98 * 2 * 2)


def test_a_single_psu_has_an_estimate_and_no_standard_error():
    row = one(sample([1.0, 3.0], c=["a", "a"]), design=Design(psu="c"))
    assert row["estimate"] == 2.0
    assert np.isnan(row["se"])
    assert np.isnan(row["lo"])
    assert row["status"] == "ok"


def test_psus_are_numbered_within_their_stratum():
    frame = sample([1.0, 2.0, 5.0, 9.0], h=["a", "a", "b", "b"], c=[1, 2, 1, 2])
    made = estimate(frame, Question("y"), design=Design(strata="h", psu="c"))
    assert (made.design["psus"], made.design["df"]) == (4, 2)


def test_a_row_without_a_value_is_outside_and_counted():
    made = estimate(sample([1.0, None, 3.0]), Question("y"), rules=SHOW_ALL)
    assert (made.frame["estimate"].item(), made.frame["n"].item(), made.design["outside"]) == (2.0, 2.0, 1)


def test_a_domain_without_answers_is_not_available():
    frame = sample([1.0, 2.0, None], r=["A", "A", "B"])
    made = estimate(frame, Question("y", by="r"), rules=SHOW_ALL).frame
    assert [*made["status"]] == ["ok", "not_available"]
    assert np.isnan(made["estimate"].iloc[1])


def test_nothing_at_all_is_not_available():
    row = one(sample([None, None]).astype(float))
    assert row["status"] == "not_available"
    assert estimate(sample([]).astype(float), Question("y", by="y")).rows() == []


def test_a_ratio_over_nothing_is_not_applicable():
    row = one(sample([1.0, 2.0], x=[0.0, 0.0]), "ratio", denominator="x")
    assert row["status"] == "not_applicable"
    assert np.isnan(row["estimate"])


def test_a_ratio_of_a_value_to_itself_is_one_without_error():
    row = one(sample(np.arange(1.0, 41.0), x=np.arange(1.0, 41.0)), "ratio", denominator="x")
    assert (row["estimate"], row["se"]) == (1.0, pytest.approx(0, abs=1e-15))


def test_few_respondents_are_suppressed_and_some_are_unreliable():
    sizes = {"A": 24, "B": 25, "C": 49, "D": 50}
    frame = pd.concat([sample(np.arange(float(n)), r=r) for r, n in sizes.items()])
    rows = estimate(frame, Question("y", by="r")).rows()
    assert [row["status"] for row in rows] == ["suppressed", "unreliable", "unreliable", "ok"]
    assert rows[0] | {"n_eff": 0, "deff": 0} == {
        "by": "A",
        "estimate": None,
        "se": None,
        "lo": None,
        "hi": None,
        "n": 24,
        "n_eff": 0,
        "deff": 0,
        "status": "suppressed",
    }


def test_a_sample_that_is_no_probability_sample_gives_no_interval():
    row = one(sample(np.arange(60.0)), design=Design(probability=False))
    assert row["estimate"] == 29.5
    assert np.isnan(row["lo"])
    assert np.isnan(row["hi"])


def test_fewer_than_thirty_without_weights_give_no_interval():
    assert np.isnan(one(sample(np.arange(29.0)))["lo"])
    assert not np.isnan(one(sample(np.arange(30.0)))["lo"])
    assert not np.isnan(one(sample(np.arange(29.0), w=1.0), design=Design(weight="w"))["lo"])


@pytest.mark.parametrize("weight", [0.0, -1.0, None, float("inf")])
def test_a_weight_that_cannot_be_is_refused_by_row(weight):
    with pytest.raises(BadData, match="record 2:w: expected a weight above zero"):
        estimate(sample([1.0, 2.0], w=[1.0, weight]), Question("y"), design=Design(weight="w"))


def test_a_population_smaller_than_the_sample_is_refused():
    with pytest.raises(BadData, match="at least as many as were drawn"):
        estimate(sample([1.0, 2.0, 3.0], N=2.0), Question("y"), design=Design(fpc="N"))


def test_a_share_of_other_than_0_and_1_is_refused():
    with pytest.raises(BadData, match="record 2:y: expected 0 or 1"):
        estimate(sample([1, 2]), Question("y", "share"))


@pytest.mark.parametrize(
    ("question", "precision", "told"),
    [
        (Question("y", "median"), Precision(), "unknown statistic 'median'"),
        (Question("y", "ratio"), Precision(), "has a denominator"),
        (Question("z"), Precision(), "no column 'z'"),
        (Question("y"), Precision(interval="wilson"), "is one of shares"),
        (Question("y"), Precision(interval="wald"), "unknown interval 'wald'"),
        (Question("y"), Precision(level=95), "not between 0 and 1"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(question, precision, told):
    with pytest.raises(BadConfig, match=told):
        estimate(sample([1.0, 2.0]), question, precision=precision)
