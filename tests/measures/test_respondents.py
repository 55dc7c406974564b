import numpy as np
import pandas as pd
import pytest

from mapper import measures
from mapper.errors import BadConfig
from mapper.measures import Inputs
from mapper.model import RECORD_COLUMNS, Region, Sector


def respondents(regions, values, sectors=("",), **columns):
    """One row a respondent and sector, as a question with several choices is laid out."""
    n = len(values)
    rows = pd.DataFrame(dict.fromkeys(RECORD_COLUMNS), index=range(n * len(sectors)))
    repeated = {name: np.repeat(column, len(sectors)) for name, column in columns.items()}
    rows = rows.assign(
        region=np.repeat(regions, len(sectors)),
        sector=np.tile(sectors, n),
        value=np.repeat(values, len(sectors)).astype(float),
        value_status="ok",
        row=np.repeat(np.arange(2, n + 2), len(sectors)),
        **repeated,
    )
    places = tuple(Region(code, "", "region", {}, {}, None, None, None) for code in dict.fromkeys(regions))
    return Inputs(rows, tuple(Sector("t", s, {}) for s in sectors if s), places, design="probability")


def test_means_by_region_equal_r_survey(oracle):
    """svyby(~api00, ~stype, svymean) of R 4.2.2, survey 4.1-1."""
    frame = oracle("apistrat.csv")
    given = respondents(frame["stype"], frame["api00"], weight=frame["pw"], strata=frame["stype"])
    made = measures.compute("survey-mean", given).frame.set_index("region")
    reference = oracle("svy_reference.csv").query(
        "design == 'strat_nofpc' and stat == 'by_mean' and variable == 'api00'"
    )
    by_type = reference[reference["domain"].str.startswith("stype=")]
    assert len(by_type) == 3
    for row in by_type.to_dict("records"):
        ours = made.loc[row["domain"].partition("=")[2], ["value", "lo", "hi"]].tolist()
        assert ours == pytest.approx([row["estimate"], row["ci_low"], row["ci_high"]], rel=1e-9)


def test_a_finite_population_narrows_intervals_as_in_r_survey(oracle):
    """svyby of the same design with fpc = ~fpc."""
    frame = oracle("apistrat.csv")
    given = respondents(frame["stype"], frame["api00"], weight=frame["pw"], strata=frame["stype"], fpc=frame["fpc"])
    made = measures.compute("survey-mean", given).frame.set_index("region")
    reference = oracle("svy_reference.csv").query("design == 'strat_fpc' and stat == 'by_mean' and variable == 'api00'")
    by_type = reference[reference["domain"].str.startswith("stype=")]
    assert len(by_type) == 3
    for row in by_type.to_dict("records"):
        ours = made.loc[row["domain"].partition("=")[2], ["value", "lo", "hi"]].tolist()
        assert ours == pytest.approx([row["estimate"], row["ci_low"], row["ci_high"]], rel=1e-9)


def test_each_sector_is_a_question_of_its_own_and_a_respondent_counts_once(at):
    given = respondents(["A"] * 30 + ["B"] * 60, [1.0] * 90, sectors=("x", "y", "z"))
    made = measures.compute("survey-share", given)
    assert (at(made, "A", "y")["n"], at(made, "A", "y")["status"]) == (30, "unreliable")
    assert (at(made, "B", "z")["n"], at(made, "B", "z")["status"]) == (60, "ok")
    share = at(measures.compute("share", given), "A", "x")
    assert (share["n"], share["status"]) == (30, "unreliable")


def test_who_did_not_answer_leaves_the_others_alone(at):
    given = respondents(["A"] * 80, [1.0] * 20 + [0.0] * 40 + [np.nan] * 20, sectors=("x", "y"))
    given.records["value_status"] = np.where(given.records["value"].isna(), "not_available", "ok")
    row = at(measures.compute("survey-share", given), "A", "x")
    assert (row["value"], row["n"], row["status"]) == (pytest.approx(100 / 3), 60, "ok")
    assert at(measures.compute("share", given), "A", "x")["status"] == "ok"
    assert at(measures.compute("count", given), "A", "x")["status"] == "estimated"


def test_a_purposive_sample_has_no_interval(at):
    from dataclasses import replace

    given = replace(respondents(["A"] * 60, [1.0, 0.0] * 30), design="purposive")
    row = at(measures.compute("survey-share", given), "A")
    assert row["value"] == 50
    assert np.isnan(row["lo"])


def test_blank_psus_are_no_cluster(at):
    """A blank PSU means that each respondent is one: the interval of a quotient must not shrink to a point."""
    values = np.random.default_rng(1).integers(0, 2, 200)
    given = respondents(["A", "B"] * 100, [1.0] * 200, sectors=("x", "y"), psu=[""] * 200, strata=["h"] * 200)
    given.records["value"] = np.random.default_rng(2).integers(0, 2, 400) + 0.0 * values.sum()
    row = at(measures.compute("lq", given), "A", "x")
    assert row["lo"] < row["value"] < row["hi"]


def test_a_register_has_no_respondents(inputs):
    with pytest.raises(BadConfig, match="answers of a sample"):
        measures.compute("survey-share", inputs([("A", "x", "", 1.0)]))
