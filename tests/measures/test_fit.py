import pandas as pd

from mapper.measures.fit import fit_priorities, fit_strengths, map_fit, top_priorities
from mapper.measures.registry import info
from mapper.measures.rollout import rollout_by_region
from mapper.model import NOT_MENTIONED, Indicator
from mapper.rollout import Fits
from tests.measures.conftest import make_activity, make_region, make_rollout
from tests.measures.test_rollout import JUNE


def strongest(*rows):
    """Rows: (region, sector, value, lo, sure); sector "" is no strength."""
    return pd.DataFrame(
        [
            {
                "region": r,
                "sector": s,
                "period": "2022",
                "value": v,
                "lo": lo,
                "hi": v + 1,
                "rank": int(bool(s)),
                "sure": sure,
            }
            for r, s, v, lo, sure in rows
        ]
    )


def fits(frame, *activities, regions="ABC"):
    standings = rollout_by_region(make_rollout(*activities), [make_region(code) for code in regions], JUNE)
    return {one.region: one for one in fit_strengths(frame, set(regions), standings)}


def test_a_gap_is_a_sure_strength_without_a_hub_on_its_way():
    frame = strongest(("A", "film", 2.0, 1.2, True), ("B", "film", 3.0, 1.5, True), ("C", "craft", 1.4, 0.8, False))
    found = fits(frame, make_activity("B", "planned"))
    assert [(one.region, one.gap) for one in found.values()] == [("A", True), ("B", False), ("C", False)]
    assert (found["C"].sure, found["C"].status) == (0, NOT_MENTIONED)


def test_a_hub_that_is_only_announced_leaves_the_gap():
    found = fits(strongest(("A", "film", 2.0, 1.2, True)), make_activity("A", "announced"), regions="A")
    assert found["A"].gap


def test_the_profile_of_a_hub_is_held_against_the_strengths():
    hub = make_activity("A", "open", sectors=("film", "design"))
    found = fits(strongest(("A", "film", 2.0, float("nan"), False), ("B", "", 0.0, 0.0, False)), hub)
    assert (found["A"].profile, found["A"].matched) == (("film", "design"), ("film",))
    assert found["A"].strengths[0].lo is None
    assert found["B"].strengths == ()


def scores(**regions):
    """Region -> scores of the sectors a, b, ...; what the runs gave is told by `band`."""
    rows = [
        {"region": r, "sector": s, "period": "2024", "value": v, "lo": None, "hi": None, "n": 60.0, "status": "ok"}
        for r, values in regions.items()
        for s, v in zip("abcd", values, strict=False)
    ]
    return pd.DataFrame(rows).astype({"lo": float, "hi": float})


def by_priority(frame, unsure=(), *activities):
    """Return the fits of scores of which all sectors but the `unsure` ones keep their rank in every run."""
    rank = frame.groupby("region")["value"].rank(ascending=False)
    shaken = frame["sector"].isin(unsure)
    band = frame.assign(lo=rank, hi=rank.where(~shaken, 4.0))
    often = frame.assign(value=(rank <= 3).astype(float).where(~shaken, 0.6) * 100)
    parts = [Indicator(info("priority"), one, ()) for one in (frame, band, often)]
    codes = list(dict.fromkeys(frame["region"]))
    standings = rollout_by_region(make_rollout(*activities), [make_region(code) for code in codes], JUNE)
    return fit_priorities(top_priorities(*parts), set(frame.dropna(subset=["value"])["region"]), standings)


def test_by_priority_a_region_is_strong_if_its_sure_score_is_in_the_upper_third():
    found = by_priority(scores(A=(90, 10), B=(50, 20), C=(30, 5)))
    assert [(one.region, one.level, one.gap) for one in found] == [
        ("A", "strong", True),
        ("B", "middling", False),
        ("C", "weak", False),
    ]


def test_a_high_score_that_other_weights_do_not_give_makes_no_region_strong():
    found = by_priority(scores(A=(90, 10), B=(50, 20), C=(30, 5)), ("a",))
    assert [(one.region, one.level) for one in found] == [("B", "strong"), ("A", "middling"), ("C", "weak")]
    (first, *_) = next(one for one in found if one.region == "A").strengths
    assert (first.sector, first.sure, first.often, first.hi) == ("a", False, 60, 4)


def test_only_the_first_three_sectors_of_a_region_are_told_and_a_hub_on_its_way_closes_the_gap():
    found = by_priority(scores(A=(9, 8, 7, 6), B=(1, 2, 3, 4), C=(2, 2, 2, 2)), (), make_activity("A", "planned"))
    (a,) = [one for one in found if one.region == "A"]
    assert ([one.sector for one in a.strengths], a.level, a.gap) == (["a", "b", "c"], "strong", False)


def test_scores_that_are_all_equal_make_no_region_strong():
    assert {one.level for one in by_priority(scores(A=(5, 5), B=(5, 5)))} == {"weak"}


def test_a_region_without_figures_is_not_weak_but_unknown():
    found = by_priority(scores(A=(90.0, 10.0), B=(float("nan"), float("nan"))))
    unknown = next(one for one in found if one.region == "B")
    assert (unknown.level, unknown.gap, unknown.strengths) == ("", False, ())
    drawn = map_fit(Fits("priority", found), ()).frame.set_index("region")
    assert drawn["status"].to_dict() == {"A": "ok", "B": "no_data"}
    assert pd.isna(drawn.loc["B", "value"])


def test_the_map_tells_both_scales_at_once():
    frame = strongest(("A", "film", 2.0, 1.2, True), ("B", "film", 1.4, 0.8, False), ("C", "", 0.0, 0.0, False))
    found = fits(frame, make_activity("B", "equipping"), make_activity("C", "open"))
    drawn = map_fit(Fits("lq", tuple(found.values())), ()).frame
    assert dict(zip(drawn["region"], drawn["value"], strict=True)) == {
        "A": "strong-none",
        "B": "middling-coming",
        "C": "weak-open",
    }


def test_the_profile_of_a_hub_that_was_given_up_is_none():
    hub = make_activity("A", "cancelled", sectors=("film",))
    assert fits(strongest(("A", "film", 2.0, 1.2, True)), hub, regions="A")["A"].profile == ()
