import pandas as pd

from mapper.measures.fit import measure_fit
from mapper.measures.rollout import rollout_by_region
from mapper.model import NOT_MENTIONED
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
    return {one.region: one for one in measure_fit(frame, standings)}


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
