import datetime as dt
from collections import Counter

import pandas as pd
import pytest

from mapper import measures
from mapper.errors import BadConfig
from mapper.measures.rollout import national_activities, rollout_by_region
from mapper.model import RECORD_COLUMNS, PartialDate

JUNE = dt.date(2024, 6, 20)
EMPTY = pd.DataFrame(columns=list(RECORD_COLUMNS))


def day(text):
    return PartialDate(dt.date.fromisoformat(text), dt.date.fromisoformat(text), "day")


def status(inputs, rollout, as_of=JUNE, regions="A B"):
    indicator = measures.compute("rollout-status", inputs([], regions=regions, rollout=rollout, as_of=as_of))
    return dict(zip(indicator.frame["region"], indicator.frame["value"], strict=True))


def test_the_announcement_has_one_planned_seven_announced_twelve_not_mentioned(announced, kz_regions):
    given = measures.Inputs(records=EMPTY, sectors=(), regions=kz_regions, rollout=announced, as_of=JUNE)
    frame = measures.compute("rollout-status", given).frame
    assert Counter(frame["value"]) == {"planned": 1, "announced": 7, "not_mentioned": 12}
    assert set(frame["status"]) == {"ok"}
    phases = measures.compute("rollout-phase", given).frame
    assert Counter(phases["status"]) == {"not_available": 8, "not_applicable": 12}


def test_four_national_activities_stand_on_no_map(announced):
    assert len(national_activities(announced, JUNE)) == 4


def test_a_planned_date_that_has_passed_without_a_later_word_is_due(announced, kz_regions):
    june, july = (rollout_by_region(announced, kz_regions, day) for day in (JUNE, dt.date(2024, 7, 15)))
    assert {one.region: one.state for one in june if one.state} == {}
    assert {one.region: one.state for one in july if one.state} == {"KZ-61": "due"}


def test_it_is_late_only_when_a_later_source_says_that_it_is_not_open(activity, rollout, inputs):
    told = activity("A", "planned", planned=day("2024-06-26"))
    later = activity("A", "equipping", as_of=dt.date(2024, 7, 1))
    regions = inputs([], regions="A").regions
    (one,) = rollout_by_region(rollout(told, later), regions, dt.date(2024, 7, 15))
    assert (one.status, one.state) == ("equipping", "late")
    (before,) = rollout_by_region(rollout(told, later), regions, dt.date(2024, 6, 30))
    assert (before.status, before.state) == ("planned", "due")


def test_an_unknown_date_is_never_late(activity, rollout, inputs):
    (one,) = rollout_by_region(rollout(activity("A", "planned")), inputs([], regions="A").regions, dt.date(2030, 1, 1))
    assert one.state == ""


def test_a_year_has_passed_only_when_it_is_over(activity, rollout, inputs):
    year = PartialDate(dt.date(2025, 1, 1), dt.date(2025, 12, 31), "year")
    register = rollout(activity("A", "planned", planned=year))
    regions = inputs([], regions="A").regions
    assert rollout_by_region(register, regions, dt.date(2025, 12, 31))[0].state == ""
    assert rollout_by_region(register, regions, dt.date(2026, 1, 1))[0].state == "due"


def test_a_word_of_tomorrow_is_not_known_today(activity, rollout, inputs):
    register = rollout(activity("A", "announced"), activity("A", "open", as_of=dt.date(2024, 7, 1)))
    assert status(inputs, register)["A"] == "announced"
    assert status(inputs, register, as_of=dt.date(2024, 7, 1))["A"] == "open"


@pytest.mark.parametrize(
    ("statuses", "best"),
    [
        (["announced", "planned"], "planned"),
        (["equipping", "open"], "open"),
        (["cancelled", "announced"], "announced"),
        (["suspended", "announced"], "announced"),
        (["suspended"], "suspended"),
    ],
)
def test_a_region_has_the_best_status_of_its_hubs(activity, rollout, inputs, statuses, best):
    hubs = [activity("A", one, id=f"hub-{number}") for number, one in enumerate(statuses)]
    assert status(inputs, rollout(*hubs)) == {"A": best, "B": "not_mentioned"}


def test_only_hubs_of_a_region_count(activity, rollout, inputs):
    register = rollout(activity("", "open"), activity("A", "open", kind="training"))
    assert status(inputs, register) == {"A": "not_mentioned", "B": "not_mentioned"}


def test_a_region_whose_only_hub_is_cancelled_is_told_of(activity, rollout, inputs):
    given = inputs([], regions="A", rollout=rollout(activity("A", "cancelled")), as_of=JUNE)
    indicator = measures.compute("rollout-status", given)
    assert indicator.frame["value"].item() == "not_mentioned"
    assert [finding.code for finding in indicator.findings] == ["only-cancelled"]


def test_the_phase_is_the_smallest_that_is_stated(activity, rollout, inputs):
    hubs = [
        activity("A", "planned", id="1", phase=3, phase_basis="stated"),
        activity("A", "planned", id="2", phase=2, phase_basis="stated"),
        activity("A", "planned", id="3", phase=1, phase_basis="inferred"),
    ]
    given = inputs([], regions="A B", rollout=rollout(*hubs), as_of=JUNE)
    frame = measures.compute("rollout-phase", given).frame
    assert [*frame["value"].fillna("none")] == ["2", "none"]
    assert [*frame["status"]] == ["ok", "not_applicable"]


def test_two_words_of_one_day_are_both_kept(activity, rollout, inputs):
    register = rollout(activity("A", "announced"), activity("A", "planned"))
    (one,) = rollout_by_region(register, inputs([], regions="A").regions, JUNE)
    assert (one.status, len(one.activities)) == ("planned", 2)


def test_a_status_without_a_register_or_a_day_is_refused(inputs, rollout):
    with pytest.raises(BadConfig, match="no rollout register"):
        measures.compute("rollout-status", inputs([], regions="A", as_of=JUNE))
    with pytest.raises(BadConfig, match="needs a day"):
        measures.compute("rollout-status", inputs([], regions="A", rollout=rollout()))
