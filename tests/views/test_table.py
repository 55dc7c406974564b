"""Tables: their columns, their rows, and each format."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace

import pandas as pd
import pytest

from mapper.config import TableConfig
from mapper.measures.rollout import national_activities, rollout_by_region
from mapper.measures.specialisation import top_sectors
from mapper.model import INDICATOR_COLUMNS, Indicator, MeasureInfo, Region, Sector
from mapper.views.about import About
from mapper.views.activities import rollout_table
from mapper.views.columns import TableSpec
from mapper.views.sheets import long_table, top_table
from mapper.views.table import RENDERERS, cell, render_csv, render_html, render_json, render_md, render_rich
from tests.views.pages import data_of

INFO = MeasureInfo("per-100k", "rate", "per_100k", "x / population", "crude rate")
REGIONS = tuple(Region(f"R{i}", "1", "region", {"en": f"=Region|{i}"}, {}, None, None, None) for i in range(2))
SECTORS = (Sector("t", "film", {"en": "[red]Film"}), Sector("t", "craft", {"en": "Craft"}))
ABOUT = About(project={"en": "P"}, languages=("en",))
CONFIG = TableConfig(id="t", title={"en": "T"})


def spec() -> TableSpec:
    rows = [
        ("R0", "craft", "", 12.5, 10.0, 15.0, 4.0, "ok"),
        ("R0", "film", "", 0.0, math.nan, math.nan, 0.0, "zero"),
        ("R1", "film", "", math.nan, math.nan, math.nan, math.nan, "suppressed"),
        ("R1", "craft", "", 1234.25, math.nan, math.nan, 9.0, "estimated"),
    ]
    indicator = Indicator(INFO, pd.DataFrame(rows, columns=list(INDICATOR_COLUMNS)), ())
    return long_table([indicator], CONFIG, regions=REGIONS, sectors=SECTORS, about=ABOUT)


@pytest.fixture(scope="module")
def rollout(kz) -> TableSpec:
    config = next(t for t in kz.project.table if t.layout == "rollout")
    standings = rollout_by_region(kz.rollout, kz.regions, kz.about.as_of)
    national = national_activities(kz.rollout, kz.about.as_of)
    return rollout_table(standings, national, config=config, regions=kz.regions, about=kz.about)


@pytest.fixture(scope="module")
def top(kz) -> TableSpec:
    config = next(t for t in kz.project.table if t.layout == "top")
    lq = kz.indicator("lq")
    return top_table(
        top_sectors(lq), lq.info, config=config, regions=kz.regions, sectors=kz.survey.sectors, about=kz.about
    )


def test_json_keeps_to_its_contract() -> None:
    told = json.loads(render_json(spec()))
    assert told["schema"] == "mapper.table/1"
    assert told["measure"] == "per-100k"
    assert told["columns"] == ["region", "sector", "value", "lo", "hi", "n", "status"]
    assert told["rows"][0] == {
        "region": "R0",
        "sector": "film",
        "value": 0,
        "lo": None,
        "hi": None,
        "n": 0,
        "status": "zero",
    }


def test_rows_stand_by_region_and_in_the_order_of_the_taxonomy() -> None:
    assert [(row["region"], row["sector"]) for row in spec().rows] == [
        ("R0", "film"),
        ("R0", "craft"),
        ("R1", "film"),
        ("R1", "craft"),
    ]


def test_a_missing_value_is_never_a_zero() -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(spec(), "en"))))
    assert (rows[0]["value"], rows[0]["status"]) == ("0", "zero")
    assert (rows[2]["value"], rows[2]["status"], rows[2]["status_name"]) == (
        "",
        "suppressed",
        "suppressed (confidential or too few)",
    )
    assert json.loads(render_json(spec()))["rows"][2]["value"] is None


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(sign: str) -> None:
    regions = (replace(REGIONS[0], name={"en": f"{sign}cmd"}),)
    rows = [("R0", "film", "", -1.5, -2.0, -1.0, 1.0, "ok")]
    indicator = Indicator(INFO, pd.DataFrame(rows, columns=list(INDICATOR_COLUMNS)), ())
    guarded = long_table([indicator], CONFIG, regions=regions, sectors=SECTORS, about=ABOUT)
    row = next(csv.DictReader(io.StringIO(render_csv(guarded, "en"), newline="")))
    assert row["region_name"] == f"'{sign}cmd".replace("\r", " ")
    assert row["value"] == "-1.5"


def test_markdown_reads_no_markup_from_data() -> None:
    text = render_md(spec(), "en")
    assert "| =Region\\|0 | \\[red\\]Film | 0 |" in text
    assert "1,234" in text
    assert "suppressed (confidential or too few)" in text


def test_the_terminal_reads_no_markup_from_data() -> None:
    text = render_rich(spec(), "en")
    assert "[red]Film" in text
    assert "\x1b" not in text


def test_a_page_holds_every_row_and_the_words_of_its_codes() -> None:
    data = data_of(render_html(spec()))
    assert len(data["rows"]) == 4
    assert data["columns"][1]["words"]["film"] == {"en": "[red]Film"}


def test_every_format_says_the_same_twice() -> None:
    for render in RENDERERS.values():
        assert render(spec(), "en") == render(spec(), "en")


def test_several_measures_stand_beside_one_another(kz) -> None:
    config = next(t for t in kz.project.table if t.layout == "long")
    table = long_table(
        [kz.indicator("count"), kz.indicator("lq")],
        config,
        regions=kz.regions,
        sectors=kz.survey.sectors,
        about=kz.about,
    )
    keys = [column.key for column in table.columns]
    assert keys == ["region", "sector", "count", "count_status", "lq", "lq_lo", "lq_hi", "lq_status"]
    assert len(table.rows) == 20 * 10
    assert table.rows[0]["lq_status"] == "not_applicable"


def test_the_rollout_has_every_region_and_the_national_activities(rollout: TableSpec) -> None:
    regions = [row["region"] for row in rollout.rows]
    assert len(set(regions) - {""}) == 20
    assert regions.count("") == 4
    assert regions[-4:] == [""] * 4
    assert sum(row["status"] == "not_mentioned" for row in rollout.rows) == 12


def test_the_rollout_reads_in_words(rollout: TableSpec) -> None:
    text = render_md(rollout, "kk")
    assert "Түркістан креативті хабы" in text
    assert "2024 ж. 26 маусым" in text.replace("\u202f", " ").replace("\xa0", " ")
    assert "Бүкіл ел" in text
    assert "plan to activate" not in text
    assert "plan to activate" in render_csv(rollout, "kk")


def test_a_region_without_a_strength_keeps_its_row(top: TableSpec) -> None:
    none = [row for row in top.rows if row["rank"] is None]
    assert len({row["region"] for row in top.rows}) == 20
    assert all(row["status"] == "none_strong" and row["sector"] is None for row in none)
    assert max(row["rank"] or 0 for row in top.rows) == 3


def test_a_zero_is_written_as_one() -> None:
    table = spec()
    value = next(column for column in table.columns if column.key == "value")
    assert cell(value, table.rows[0], "en") == "0"
    assert cell(value, table.rows[2], "en") == "—"
