"""From figures to what a map page says, as plain data."""

from __future__ import annotations

import math
from dataclasses import replace

import msgspec
import pandas as pd
import pytest

from mapper.config import MapConfig
from mapper.errors import BadConfig
from mapper.model import INDICATOR_COLUMNS, Indicator, MeasureInfo, Region, Sector
from mapper.views.about import About
from mapper.views.palettes import MIDDLE
from mapper.views.spec import ChoroplethSpec, choropleth

RATE = MeasureInfo("per-100k", "rate", "per_100k", "x / population", "crude rate")
COUNT = replace(RATE, name="count", kind="count", unit="count")
QUOTIENT = replace(RATE, name="lq", kind="quotient", unit="quotient")
STATUS = replace(RATE, name="rollout-status", kind="category", unit="rollout")
REGIONS = tuple(Region(f"R{i}", "1", "region", {"en": f"Region {i}"}, {}, None, None, None) for i in range(6))
SECTORS = (Sector("t", "film", {"en": "Film"}), Sector("t", "craft", {"en": "Craft"}))
ABOUT = About(project={"en": "P"}, languages=("en",))
MAP = MapConfig(id="m", measure="per-100k", title={"en": "T"})


def indicator(rows: list[dict[str, object]], info: MeasureInfo = RATE) -> Indicator:
    blank = {"sector": "", "period": "", "lo": math.nan, "hi": math.nan, "n": math.nan, "status": "ok"}
    return Indicator(info, pd.DataFrame([blank | row for row in rows], columns=list(INDICATOR_COLUMNS)), ())


def compose(
    rows: list[dict[str, object]], info: MeasureInfo = RATE, config: MapConfig = MAP, number: int = 6
) -> ChoroplethSpec:
    return choropleth(indicator(rows, info), config, regions=REGIONS[:number], sectors=SECTORS, about=ABOUT)


def values(*numbers: object, sector: str = "") -> list[dict[str, object]]:
    return [{"region": f"R{i}", "value": value, "sector": sector} for i, value in enumerate(numbers)]


def test_a_spec_is_plain_data() -> None:
    text = msgspec.json.encode(compose(values(1.0, 2.0, 3.0)))
    assert b'"cuts"' in text
    assert b'"region":"R0"' in text


def test_a_region_without_a_row_has_no_data_and_no_class() -> None:
    view = compose(values(1.0, 2.0, 3.0)).views[0]
    assert [cell.status for cell in view.cells[3:]] == ["not_available"] * 3
    assert [cell.group for cell in view.cells] == [0, 1, 2, None, None, None]
    assert dict(view.legend.swatches)["no_data"] == 3


def test_each_reason_has_its_own_swatch() -> None:
    rows = values(1.0, math.nan, math.nan, math.nan, 0.0)
    rows[1]["status"], rows[2]["status"], rows[4]["status"] = "suppressed", "not_applicable", "zero"
    view = compose(rows).views[0]
    assert dict(view.legend.swatches) == {"no_data": 2, "suppressed": 1, "not_applicable": 1, "not_mentioned": 0}
    assert view.cells[4].group == 0
    assert sum(group.count for group in view.legend.groups) == 2


def test_a_suppressed_figure_is_never_shaded() -> None:
    rows = values(1.0, 2.0, 99.0)
    rows[2]["status"] = "suppressed"
    view = compose(rows).views[0]
    assert view.cells[2].group is None
    assert view.legend.classes
    assert view.legend.classes.highest == 2


def test_equal_values_share_a_rank() -> None:
    assert [cell.rank for cell in compose(values(5.0, 9.0, 5.0, 1.0)).views[0].cells] == [2, 1, 2, 4, None, None]


def test_each_sector_has_classes_of_its_own_unless_they_are_shared() -> None:
    rows = values(*map(float, range(6)), sector="film") + values(*(v * 100.0 for v in range(6)), sector="craft")
    own = compose(rows).views
    shared = compose(rows, config=msgspec.structs.replace(MAP, shared=True)).views
    assert own[0].legend.classes != own[1].legend.classes
    assert shared[0].legend.classes == shared[1].legend.classes
    assert [sum(group.count for group in view.legend.groups) for view in shared] == [6, 6]


def test_the_sectors_stand_in_the_order_of_the_taxonomy_and_all_first() -> None:
    rows = [*values(1.0, sector="craft"), *values(2.0, sector="film"), *values(3.0)]
    views = compose(rows, config=msgspec.structs.replace(MAP, sectors=("all", "*"))).views
    assert [view.sector for view in views] == ["all", "film", "craft"]


def test_an_unknown_sector_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadConfig, match="unknown sector 'music'") as caught:
        compose(values(1.0, sector="film"), config=msgspec.structs.replace(MAP, sectors=("music",)))
    assert "film" in caught.value.hint


def test_a_quotient_is_shaded_around_one_with_breaks_that_all_sectors_share() -> None:
    legend = compose(values(0.2, 0.6, 1.0, 1.5, 9.0), info=QUOTIENT).views[0].legend
    assert legend.classes
    assert legend.classes.cuts == (0.5, 0.8, 1.25, 2.0)
    assert legend.groups[2].colour == MIDDLE
    assert legend.reference == 1
    assert (legend.groups[0].low, legend.groups[-1].high) == (None, None)


def test_breaks_of_the_project_move_the_middle_with_them() -> None:
    config = msgspec.structs.replace(MAP, breaks=(0.9, 1.1))
    groups = compose(values(0.2, 1.0, 3.0), info=QUOTIENT, config=config).views[0].legend.groups
    assert [group.colour == MIDDLE for group in groups] == [False, True, False]


def test_statuses_stand_in_their_order_and_not_mentioned_is_a_swatch_of_its_own() -> None:
    view = compose(values("announced", "not_mentioned", "open", "announced", None), info=STATUS).views[0]
    assert [(group.key, group.count) for group in view.legend.groups] == [("open", 1), ("announced", 2)]
    assert dict(view.legend.swatches) == {"no_data": 2, "suppressed": 0, "not_applicable": 0, "not_mentioned": 1}
    assert [cell.group for cell in view.cells] == [1, None, 0, 1, None, None]


def test_a_category_that_no_one_foresaw_stands_for_itself() -> None:
    groups = compose(values("zebra", "open"), info=STATUS).views[0].legend.groups
    assert [group.key for group in groups] == ["open", "zebra"]
    assert groups[1].label == {}


def test_counts_show_the_values_in_each_class_so_that_no_two_ranges_touch() -> None:
    groups = compose(values(1.0, 2.0, 8.0, 9.0, 40.0, 41.0), info=COUNT, config=msgspec.structs.replace(MAP, k=3))
    assert [(g.low, g.high) for g in groups.views[0].legend.groups] == [(1, 2), (8, 9), (40, 41)]
    assert groups.views[0].digits == 0


def test_breaks_that_would_read_the_same_get_more_decimals() -> None:
    view = compose(values(1000.01, 1000.02, 1000.03, 1000.04, 1000.05, 1000.06)).views[0]
    assert view.legend.classes
    assert len({round(cut, view.digits) for cut in view.legend.classes.cuts}) == len(view.legend.classes.cuts)


@pytest.mark.parametrize(
    ("numbers", "classes", "note"),
    [
        ((None,) * 6, 0, "none"),
        ((4.0,) * 6, 1, "single"),
        ((0.0, 0.0, 0.0, 0.0, 0.0, 7.0), 2, "few"),
        ((-5.0, -4.0, -3.0, -2.0, -1.0, 0.0), 5, ""),
    ],
)
def test_odd_columns_give_a_right_legend(numbers: tuple[float | None, ...], classes: int, note: str) -> None:
    legend = compose(values(*numbers)).views[0].legend
    assert len(legend.groups) == classes
    assert legend.classes
    assert legend.classes.note == note


def test_one_region_is_a_map_too() -> None:
    view = compose(values(3.0), number=1).views[0]
    assert (len(view.cells), view.cells[0].rank, view.cells[0].group) == (1, 1, 0)


def test_every_period_is_a_view_the_last_one_first_on_the_same_classes() -> None:
    rows = [row | {"period": p} for p, v in (("2021", 1.0), ("2022", 2.0)) for row in values(v, v + 4.0)]
    last, first = compose(rows).views
    assert (last.period, last.cells[0].value) == ("2022", 2.0)
    assert (first.period, first.cells[0].value) == ("2021", 1.0)
    assert last.legend.classes == first.legend.classes
    assert [group.count for group in last.legend.groups] != [group.count for group in first.legend.groups]


def test_a_status_of_another_day_keeps_its_line_in_the_legend() -> None:
    days = (("2024-06-20", ("announced", "planned")), ("2025-06-20", ("open", "announced")))
    rows = [row | {"period": day} for day, of in days for row in values(*of)]
    for view in compose(rows, info=STATUS).views:
        assert [group.key for group in view.legend.groups] == ["open", "planned", "announced"]


def test_the_embedded_rollout_has_one_planned_seven_announced_and_twelve_not_mentioned(kz) -> None:
    spec = kz.spec("rollout-status")
    legend = spec.views[0].legend
    assert [(group.key, group.count) for group in legend.groups] == [("planned", 1), ("announced", 7)]
    assert dict(legend.swatches)["not_mentioned"] == 12
    assert len(spec.hubs) == 8
    assert {hub.precision for hub in spec.hubs} == {"city", "region"}


def test_the_embedded_rates_have_five_classes_of_four_regions(kz) -> None:
    view = kz.spec("facilities-per-100k").views[0]
    assert [group.count for group in view.legend.groups] == [4] * 5
    assert view.sector == "all"
