"""Profiles of regions in a build: each region's, linked from where its figures are, and switched off as a whole."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.views.pages import data_of


@pytest.fixture
def built(mapper: Run, project: Path) -> Path:
    done = mapper("build", cwd=project)
    assert done.returncode == 0, done.stderr
    return project / "outputs"


def test_every_region_has_a_profile_that_is_linked_from_home_and_maps(built: Path) -> None:
    made = {f"regions/{path.name}" for path in (built / "regions").iterdir()}
    home = data_of((built / "index.html").read_text(encoding="utf-8"))
    assert {one["href"] for one in home["regions"]} == made
    assert len(made) == 20
    assert all(path.stat().st_size <= 60_000 for path in (built / "regions").iterdir())
    for page, prefix in (("maps/facilities-lq.html", "../"), ("explore.html", "")):
        data = data_of((built / page).read_text(encoding="utf-8"))
        assert data["profiles"] == [f"{prefix}regions/{place['code']}.html" for place in data["places"]]


def test_a_profile_says_what_the_tables_say(built: Path) -> None:
    """The strengths are those of `top-sectors`, the counts and quotients those of `facilities-by-sector`."""
    rows = json.loads((built / "tables/facilities-by-sector.json").read_text())["rows"]
    top = json.loads((built / "tables/top-sectors.json").read_text())["rows"]
    for code in ("KZ-10", "KZ-47", "KZ-71"):
        data = data_of((built / f"regions/{code}.html").read_text(encoding="utf-8"))
        (lq,) = [block for block in data["blocks"] if block["href"] == "../maps/facilities-lq.html"]
        want = [row for row in rows if row["region"] == code and row["sector"]]
        for line, row in zip(lq["lines"], want, strict=True):
            assert (line["value"] is None) == (row["lq"] is None)
            assert line["value"] is None or math.isclose(line["value"], row["lq"], abs_tol=1e-4)
            assert line["status"] == row["lq_status"]
            assert line.get("n") == (row["count"] if row["lq"] is not None or row["count"] is not None else None)
        strong = [(row["sector"], row["sure"] == "yes") for row in top if row["region"] == code and row["sector"]]
        assert [(one["sector"], one["sure"]) for one in data["strengths"][0]["rows"]] == strong


def test_the_rate_of_the_country_is_its_count_over_its_people(built: Path) -> None:
    """Summed here from the table of counts and the country's own file of people."""
    rows = json.loads((built / "tables/facilities-by-sector.json").read_text())["rows"]
    counts = {row["region"]: row["count"] for row in rows if row["sector"] == "cinema" and row["count"] is not None}
    with (ROOT / "regions/kz/population.csv").open(encoding="utf-8") as file:
        people = {row["region"]: float(row["population"]) for row in csv.DictReader(file) if row["vintage"] == "2022"}
    data = data_of((built / "regions/KZ-61.html").read_text(encoding="utf-8"))
    lines = [line for block in data["blocks"] for line in block["lines"] if "per-100k" in block["href"]]
    (cinema,) = [line for line in lines if line["label"]["en"] == "Cinemas"]
    want = sum(counts.values()) / sum(people[code] for code in counts) * 1e5
    assert math.isclose(cinema["beside"], want, abs_tol=1e-3)
    assert cinema["basis"] == "country"


def test_a_project_can_do_without_profiles_and_then_nothing_links_them(mapper: Run, project: Path, built: Path) -> None:
    path = project / "mapper.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('vintage = "2022"', 'vintage = "2022"\nprofiles = false', 1),
        encoding="utf-8",
    )
    assert mapper("build", cwd=project).returncode == 0
    assert not list(built.glob("regions/*.html")), "what an earlier build wrote is taken away"
    assert data_of((built / "index.html").read_text(encoding="utf-8"))["regions"] == []
    assert data_of((built / "explore.html").read_text(encoding="utf-8"))["profiles"] == []


def test_a_single_map_links_no_profile(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("region,value\nKZ-10,1\nKZ-11,2\n")
    assert mapper("map", "s.csv", "--region", "region", "--value", "value", "-o", "m.html").returncode == 0
    assert data_of((tmp_path / "m.html").read_text(encoding="utf-8"))["profiles"] == []


def test_a_project_without_rollout_or_quotients_has_profiles_too(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("region,value\nKZ-10,1\nKZ-11,\n")
    (tmp_path / "mapper.toml").write_text(
        '[project]\ncountry = "kz"\nvintage = "2022"\nas_of = 2024-06-20\nlanguages = ["en"]\ntitle = { en = "T" }\n'
        '[[survey]]\nid = "s"\nfile = "s.csv"\ndesign = "register"\ncolumns = { region = "region", value = "value" }\n'
        'source = { title = { en = "S" } }\n[[map]]\nid = "m"\nmeasure = "count"\nsurvey = "s"\ntitle = { en = "M" }\n'
    )
    done = mapper("build")
    assert done.returncode == 0, done.stderr
    data = data_of((tmp_path / "outputs/regions/KZ-11.html").read_text(encoding="utf-8"))
    assert (data["status"], data["tasks"], data["strengths"]) == (None, [], [])
    assert data["blocks"][0]["lines"][0]["value"] is None
