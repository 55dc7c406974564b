"""Hubs as markers."""

from __future__ import annotations

import datetime as dt

import pytest

from mapper.model import PartialDate
from mapper.views.hubs import partial_date

DAY = dt.date(2024, 6, 26)


def test_a_hub_without_a_place_stands_at_its_regions_label(kz) -> None:
    akmola = next(hub for hub in kz.hubs if hub.region == "KZ-11")
    label = kz.shapes.labels[kz.shapes.codes.index("KZ-11")]
    assert (akmola.x, akmola.y) == tuple(label)
    assert akmola.precision == "region"


def test_a_hub_with_a_city_stands_in_its_region(kz) -> None:
    import shapely

    hub = next(hub for hub in kz.hubs if hub.region == "KZ-61")
    shape = kz.shapes.geometry[kz.shapes.codes.index("KZ-61")]
    assert shapely.contains_xy(shape, hub.x, hub.y)
    assert hub.date["ru"] == "Плановый срок: 26 июня 2024\u202fг."


def test_national_activities_are_never_a_point(kz) -> None:
    assert {hub.id for hub in kz.hubs} == {a.id for a in kz.rollout.activities if a.kind == "hub"}


@pytest.mark.parametrize(
    ("precision", "told"),
    [("day", "June 26, 2024"), ("month", "June 2024"), ("quarter", "2nd quarter, 2024"), ("year", "2024")],
)
def test_a_date_is_told_as_precisely_as_it_is_known(precision: str, told: str) -> None:
    assert partial_date(PartialDate(DAY, DAY, precision), "en") == told
