"""Inputs at the edge, from the file to the page: every region is told, no figure is invented, the page opens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import Run
from tests.views.pages import data_of

NAMES = ("North", "South", "East", "West")
TABLES: Mapping[str, tuple[str | None, ...]] = {
    "all equal": ("4", "4", "4", "4"),
    "all missing": ("…", "н/д", "", "х"),
    "ties": ("1", "1", "2", "2"),
    "negative": ("-3", "5", "-7", "0"),
    "all zero": ("0", "-", "0", "0"),
    "one known": ("7", "…", "…", "…"),
    "one region": ("7", None, None, None),
    "huge and tiny": ("1e15", "0.000001", "3", "2"),
}
"""The cell of each region; None leaves its row out."""


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    """Four squares in a row."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]},
        }
        for x, name in enumerate(NAMES)
    ]
    path = tmp_path / "four.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def write_table(path: Path, cells: tuple[str | None, ...]) -> None:
    rows = [f"{name},x,{cell}" for name, cell in zip(NAMES, cells, strict=True) if cell is not None]
    path.write_text("\n".join(["region,sector,value", *rows]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("measure", ["value", "count", "lq"])
@pytest.mark.parametrize("case", TABLES)
def test_every_region_has_a_value_or_a_reason(
    mapper: Run, tmp_path: Path, shapes: Path, browser: Browser, case: str, measure: str
) -> None:
    write_table(tmp_path / "t.csv", TABLES[case])
    options = ("--region", "region", "--sector", "sector", "--value", "value", "--measure", measure)
    done = mapper("map", "t.csv", *options, "--boundaries", shapes, "--key", "name", "-o", "m.html")
    if case == "negative" and measure != "value":
        assert done.returncode == 1  # a count below zero is a fault of its row
        assert "t.csv:2:value" in done.stderr
        return
    assert done.returncode == 0, done.stderr
    data = data_of((tmp_path / "m.html").read_text())
    for view in data["views"]:
        values = view.get("value", [None] * len(NAMES))
        reasons = view.get("status", ["ok"] * len(NAMES))
        assert len(values) == len(NAMES)
        for value, reason in zip(values, reasons, strict=True):
            assert (value is None) == (reason not in ("ok", "estimated", "unreliable", None))
    assert_it_opens(browser, tmp_path / "m.html")


def assert_it_opens(browser: Browser, path: Path) -> None:
    """Open the page without a network: nothing fails, and each region is drawn."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri())
    page.wait_for_selector("path[data-code]")
    assert faults == []
    assert page.locator("path[data-code]").count() >= len(NAMES)
    page.close()


def test_missing_is_never_zero(mapper: Run, tmp_path: Path, shapes: Path) -> None:
    write_table(tmp_path / "t.csv", ("-", "…", "", "х"))
    options = ("--region", "region", "--value", "value", "--boundaries", shapes, "--key", "name")
    assert mapper("map", "t.csv", *options, "-o", "m.html").returncode == 0
    [view] = data_of((tmp_path / "m.html").read_text())["views"]
    told = dict(zip(sorted(NAMES), zip(view["value"], view["status"], strict=True), strict=True))
    assert told["North"] == (0, "ok")
    assert told["South"] == (None, "not_available")
    assert told["West"] == (None, "suppressed")
