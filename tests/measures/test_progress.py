import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.measures.history import read_history
from mapper.measures.progress import Span, measure_progress, serve
from mapper.measures.registry import compute
from mapper.measures.rollout import over_days, rollout_by_region, statuses_on
from mapper.model import NOT_MENTIONED, ROLLOUT_STATUSES, PartialDate
from tests.measures.conftest import make_activity, make_inputs, make_region, make_rollout

JUNE, JULY = dt.date(2024, 6, 20), dt.date(2024, 7, 15)
PLANNED = PartialDate(dt.date(2024, 6, 26), dt.date(2024, 6, 26), "day")
DECEMBER = PartialDate(dt.date(2024, 12, 1), dt.date(2024, 12, 31), "month")
AB = (make_region("A"), make_region("B"))


def test_the_announcement_is_told_in_june_as_it_was_made(announced, kz_regions):
    progress = measure_progress(announced, kz_regions, JUNE)
    counts = {"planned": 1, "open": 0, "announced": 7, NOT_MENTIONED: 12}
    assert {key: progress.counts[key] for key in counts} == counts
    assert (len(progress.hubs), len(progress.national), progress.unplanned) == (8, 4, 7)
    assert [(one.day, one.planned, one.opened) for one in progress.steps] == [(PLANNED.last, 1, 0)]
    assert [tally.key for tally in progress.phases] == [""]


def test_in_july_the_first_hub_is_due_without_a_later_word_and_not_late(announced, kz_regions):
    progress = measure_progress(announced, kz_regions, JULY)
    (due,) = [one for one in progress.hubs if one.known.state]
    assert (due.known.activity.region, due.known.state, due.passed) == ("KZ-61", "due", 19)
    assert [tally.late for tally in progress.streams] == [0] * len(progress.streams)


def test_a_later_report_tells_the_delay_as_far_as_its_date_is_known():
    told = make_activity("A", "planned", planned=PLANNED)
    later = make_activity("A", "open", opened=DECEMBER, as_of=dt.date(2024, 12, 31))
    progress = measure_progress(make_rollout(told, later), AB, dt.date(2025, 1, 1))
    (hub,) = progress.hubs
    assert (hub.delay, hub.passed, hub.known.planned) == (Span(158, 188), None, PLANNED)
    assert [(str(s.day), s.planned, s.opened, s.opened_most) for s in progress.steps] == [
        ("2024-06-26", 1, 0, 0),
        ("2024-12-01", 1, 0, 1),
        ("2024-12-31", 1, 1, 1),
    ]


def test_a_hub_that_is_open_without_a_date_opened_by_the_first_word_that_says_so():
    words = [make_activity("A", "open", as_of=dt.date(2025, month, 1)) for month in (3, 5)]
    (hub,) = measure_progress(make_rollout(*words), AB, dt.date(2025, 6, 1)).hubs
    assert (hub.opened.last, hub.dated, hub.delay) == (dt.date(2025, 3, 1), False, None)


def test_hubs_with_several_partners_count_for_each_and_inferred_phases_for_none():
    hubs = [
        make_activity("A", "open", id="1", partner="Post; Ministry", phase=1, phase_basis="stated"),
        make_activity("B", "planned", id="2", partner="Post", phase=2, phase_basis="inferred"),
    ]
    progress = measure_progress(make_rollout(*hubs), AB, JUNE)
    assert {tally.key: sum(tally.statuses.values()) for tally in progress.partners} == {"Ministry": 1, "Post": 2}
    assert [(tally.key, tally.statuses["open"]) for tally in progress.phases] == [("1", 1), ("", 0)]


def test_two_words_of_one_day_are_one_hub_of_the_furthest_status():
    words = [make_activity("A", status) for status in ("planned", "open", "announced")]
    progress = measure_progress(make_rollout(*words), AB, JUNE)
    assert [hub.known.activity.status for hub in progress.hubs] == ["open"]


def test_what_is_served_lies_in_regions_with_an_open_hub_and_missing_is_told():
    progress = measure_progress(make_rollout(make_activity("A", "open")), (*AB, make_region("C")), JUNE)
    served = serve({"A": 30.0, "B": 70.0}, progress, "2023")
    assert (served.total, served.served, served.missing) == (100, 30, 1)


def test_an_empty_register_tells_nothing():
    progress = measure_progress(make_rollout(), AB, JUNE)
    assert (progress.steps, progress.hubs, progress.counts[NOT_MENTIONED]) == ((), (), 2)
    assert statuses_on(read_history(()), AB, [JUNE]).tolist() == [[6], [6]]


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 9))
PLANS = st.none() | DAYS.map(lambda day: PartialDate(day, day, "day"))


@st.composite
def registers(draw):
    words = draw(
        st.lists(
            st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from(ROLLOUT_STATUSES), DAYS, PLANS)
        )
    )
    return make_rollout(
        *(
            make_activity(region, status, id=f"{region}{name}", as_of=as_of, planned=planned)
            for region, name, status, as_of, planned in words
        )
    )


@given(registers(), DAYS)
def test_the_arrays_say_what_the_words_say_one_by_one(rollout, day):
    told = [one for one in rollout.activities if one.as_of <= day]
    shown = [
        (one, _state([w for w in told if w.id == one.id], one, day))
        for one in told
        if one.as_of == max(w.as_of for w in told if w.id == one.id)
    ]
    standings = rollout_by_region(rollout, AB, day)
    for standing in standings:
        assert [(one.activity, one.state) for one in standing.activities] == [
            pair for pair in shown if pair[0].region == standing.region
        ]


def _state(words, one, day):
    dated = sorted((w for w in words if w.planned), key=lambda w: w.as_of)
    plan = dated[-1].planned if dated else None
    if one.status in {"open", "suspended", "cancelled"} or plan is None or plan.last >= day:
        return ""
    return "late" if one.as_of > plan.last else "due"


@given(registers())
def test_many_days_at_once_say_what_each_day_says(rollout):
    days = [dt.date(2024, 1, day) for day in range(1, 10)]
    names = (*ROLLOUT_STATUSES, NOT_MENTIONED)
    best = statuses_on(read_history(rollout.activities), AB, days)
    for at, day in enumerate(days):
        assert [names[code] for code in best[:, at]] == [one.status for one in rollout_by_region(rollout, AB, day)]


@st.composite
def moving(draw):
    """Registers in which a hub may be said to be in another region, and phases are stated or inferred."""
    words = st.tuples(st.sampled_from("AB"), st.sampled_from("xy"), st.sampled_from(ROLLOUT_STATUSES), DAYS)
    phases = st.tuples(st.none() | st.integers(1, 3), st.sampled_from(["stated", "inferred"]))
    told = draw(st.lists(st.tuples(words, phases)))
    return make_rollout(
        *(
            make_activity(region, status, id=name, as_of=as_of, phase=phase, phase_basis=basis)
            for (region, name, status, as_of), (phase, basis) in told
        )
    )


@given(moving(), st.sampled_from(["rollout-status", "rollout-phase"]))
def test_a_measure_over_days_is_the_measure_of_each_day(rollout, name):
    days = [dt.date(2024, 1, day) for day in (1, 5, 9)]
    inputs = replace(make_inputs([], regions="A B"), rollout=rollout, as_of=JUNE)
    over = over_days(name, inputs, days)
    for day in days:
        one = compute(name, replace(inputs, as_of=day)).frame.assign(period=day.isoformat())
        same = over[over["period"] == day.isoformat()].reset_index(drop=True)
        told, alone = (
            frame.astype(object).where(frame.notna(), None).to_dict("records") for frame in (same[list(one)], one)
        )
        assert told == alone


@pytest.mark.parametrize("day", [JUNE, JULY])
def test_every_hub_is_in_one_tally_of_its_stream(announced, kz_regions, day):
    progress = measure_progress(announced, kz_regions, day)
    assert sum(sum(tally.statuses.values()) for tally in progress.streams) == len(progress.hubs)
