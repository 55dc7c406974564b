"""Data in the regions of their time, on a map of today's."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import Run
from tests.views.pages import data_of

DIVIDED = {"KZ-10", "KZ-19", "KZ-33", "KZ-35", "KZ-62", "KZ-63"}
"""The regions of 2022 whose territory was part of another's in 2018."""

OLD = {
    "2013": ["Южно-Казахстанская область", "г. Алматы", "Акмолинская область"],
    "2018": ["ВКО", "Карагандинская область", "Алматинская область", "г. Шымкент", "Туркестанская область"],
}

SURVEY = """
[[survey]]
id = "old"
file = "old.csv"
columns = { region = "регион", value = "число" }
vintage = "VINTAGE"
design = "register"
source = { title = { ru = "Прежние данные", kk = "Бұрынғы деректер", en = "Earlier data" } }

[[map]]
id = "old"
measure = "per-100k"
survey = "old"
sectors = ["all"]
title = { ru = "Прежние данные", kk = "Бұрынғы деректер", en = "Earlier data" }
"""


def add_old(project: Path, vintage: str) -> None:
    rows = "".join(f"{name},{10 + 7 * number}\n" for number, name in enumerate(OLD[vintage]))
    (project / "old.csv").write_text(f"регион,число\n{rows}", encoding="utf-8")
    toml = project / "mapper.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + SURVEY.replace("VINTAGE", vintage), encoding="utf-8")


@pytest.mark.parametrize(("vintage", "estimated"), [("2018", DIVIDED), ("2013", {"KZ-61", "KZ-79"})])
def test_divided_regions_are_hatched_and_said_to_be_estimates(
    mapper: Run, project: Path, page: Page, vintage: str, estimated: set[str]
) -> None:
    add_old(project, vintage)
    done = mapper("build", "--only", "old", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "an estimate" in done.stderr
    path = project / "outputs/maps/old.html"
    data = data_of(path.read_text(encoding="utf-8"))
    codes = [place["code"] for place in data["places"]]
    view = data["views"][0]
    statuses = dict(zip(codes, view["status"], strict=True))
    assert {code for code, status in statuses.items() if status == "estimated"} == estimated
    page.goto(f"{path.as_uri()}#l=en&v=table")
    page.locator("body[data-whole]").wait_for(state="attached")
    assert page.locator("body").inner_text().count("estimate") >= len(estimated)


def test_a_carried_file_keeps_its_total(mapper: Run, project: Path) -> None:
    add_old(project, "2018")
    command = ("regions", "crosswalk", "old.csv", "--from", "2018", "--to", "2022", "--region", "регион")
    for weights in ("population", "area"):
        done = mapper(*command, "--value", "число", "--weights", weights, cwd=project)
        assert done.returncode == 0, done.stderr
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert sum(int(row["value"]) for row in rows) == sum(10 + 7 * n for n in range(5))  # whole, as they were
        assert {row["region"] for row in rows if row["value_status"] == "estimated"} == DIVIDED


def test_a_file_of_two_times_names_its_rows(mapper: Run, project: Path) -> None:
    (project / "old.csv").write_text("регион,число\nВКО,5\nобласть Абай,6\n", encoding="utf-8")
    command = ("regions", "crosswalk", "old.csv", "--from", "2018", "--to", "2022", "--region", "регион")
    done = mapper(*command, "--value", "число", cwd=project)
    assert done.returncode == 1
    assert "old.csv:3:регион" in done.stderr
    assert done.stdout == ""


def test_an_old_name_in_a_new_file_names_the_crosswalk(mapper: Run, project: Path) -> None:
    (project / "new.csv").write_text("регион,число\nЮКО,5\n", encoding="utf-8")
    done = mapper("map", "new.csv", "--region", "регион", "--value", "число", "-o", "m.html", cwd=project)
    assert done.returncode == 1
    assert "new.csv:2:регион" in done.stderr
    assert "crosswalk" in done.stderr
