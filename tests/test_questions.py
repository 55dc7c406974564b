"""What a project asks of its rollout, `[[reach]]`, `[[plan]]` and `[[fit]]`: a map and a table each."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run
from tests.views.pages import data_of

WORDS = 'title = { ru = "Т", kk = "Т", en = "T" }'
PROJECT = f"""
[project]
country = "kz"
vintage = "2022"
as_of = 2024-06-20
languages = ["ru", "kk", "en"]
{WORDS}

[rollout]
file = "{ROOT / "regions" / "kz" / "rollout.csv"}"
source = {{ {WORDS} }}

[[survey]]
id = "s"
file = "s.csv"
columns = {{ region = "region", sector = "sector", value = "value" }}
design = "register"
source = {{ {WORDS} }}

[priority]
weights = {{ lq = 0.5, share = 0.5 }}
"""
POINTS = "lon,lat,people,note\n75,46.9,10,\n75.1,46.8,20,\n63,53,5,\n200,53,5,\n63,53,1e308,\n63,53,-1,\n"
ROWS = "".join(f"KZ-{code},{sector},{value}\n" for code, sector, value in (
    (10, "film", 90), (10, "craft", 10), (11, "film", 10), (11, "craft", 60), (15, "film", 30), (15, "craft", 30),
    (61, "film", 20), (61, "craft", 80),
))  # fmt: skip


@pytest.fixture
def asked(tmp_path: Path, mapper: Run) -> Any:  # a function with a tail of any length
    """Build a project that asks the given questions; return the finished process and the outputs."""
    (tmp_path / "s.csv").write_text(f"region,sector,value\n{ROWS}", encoding="utf-8")
    (tmp_path / "points.csv").write_text(POINTS, encoding="utf-8")

    def build(questions: str, *arguments: object) -> Any:
        (tmp_path / "mapper.toml").write_text(f"{PROJECT}\n{questions}", encoding="utf-8")
        return mapper("build", *arguments), tmp_path / "outputs"

    return build


def table(outputs: Path, name: str) -> list[dict[str, str]]:
    with (outputs / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def page(outputs: Path, name: str) -> Any:
    return data_of((outputs / name).read_text(encoding="utf-8"))


PLAN = '[[plan]]\nid = "next"\nhubs = 2\nwithin = 200\nphases = 2\nruns = 10\n'


def test_a_plan_of_a_project_is_the_map_and_the_table_of_the_command(asked: Any, mapper: Run) -> None:
    done, outputs = asked(PLAN)
    assert done.returncode == 0, done.stderr
    told = mapper("rollout", "plan", "--hubs", 2, "--within", 200, "--propose-phases", 2, "--runs", 10, "--json")
    sites = json.loads(told.stdout)["sites"]
    assert [row["site"] for row in table(outputs, "next")] == [one["site"] for one in sites]
    drawn = page(outputs, "maps/next.html")
    proposed = [one for one in drawn["hubs"] if one["status"] == "chosen"]
    assert [one["region"] for one in proposed] == [one["region"] for one in sites]
    assert [one["status"] for one in drawn["hubs"] if one not in proposed] == ["planned"]
    home = page(outputs, "index.html")
    assert home["maps"][0]["href"] == "maps/next.html"
    assert home["tables"][0]["links"]["csv"] == "tables/next.csv"


def test_a_proposed_phase_is_inferred_in_every_view_and_never_among_stated_ones(asked: Any) -> None:
    rows = f'[[table]]\nid = "rows"\nlayout = "rollout"\n{WORDS}'
    phase = f'[[map]]\nid = "phase"\nmeasure = "rollout-phase"\n{WORDS}'
    done, outputs = asked(f"{PLAN}\n{rows}\n{phase}")
    assert done.returncode == 0, done.stderr
    assert {row["basis"] for row in table(outputs, "next")} == {"inferred"}
    for style in ("md", "html", "json"):
        text = (outputs / "tables" / f"next.{style}").read_text(encoding="utf-8")
        assert "inferred" in text or "источником не назван" in text
    assert {row["phase"] for row in table(outputs, "rows")} == {""}
    assert "value" not in page(outputs, "maps/phase.html")["views"][0]  # no region has a phase


def test_points_of_a_file_are_reached_accounted_for_and_checked(asked: Any) -> None:
    question = (
        '[[reach]]\nid = "near"\nwithin = 300\nof = ["planned"]\npoints = "points.csv"\ncolumns = { value = "people" }'
    )
    done, outputs = asked(question)
    assert done.returncode == 0, done.stderr
    assert "points: 6 rows read = 3 used + 0 blank + 0 unmatched + 0 duplicate + 3 rejected" in done.stderr
    assert "points.csv:5:lon" in done.stderr
    assert sum(float(row["total"]) for row in table(outputs, "near")) == 35
    manifest = json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))
    assert "points.csv" in manifest["inputs"]
    assert "points" in {one["source"] for one in json.loads((outputs / "joins.json").read_text("utf-8"))["sources"]}
    assert "по точкам из файла" in page(outputs, "maps/near.html")["subtitle"]["ru"]


def test_the_map_of_the_command_accounts_for_what_the_map_of_the_project_does(
    asked: Any, mapper: Run, tmp_path: Path
) -> None:
    question = '[[reach]]\nid = "near"\nwithin = 300\nof = ["planned"]\npoints = "points.csv"\n'
    done, outputs = asked(f'{question}columns = {{ value = "people" }}')
    assert done.returncode == 0, done.stderr
    of = ("--within", 300, "--of", "planned", "--points", "points.csv", "--value", "people", "--map", "near.html")
    assert mapper("rollout", "reach", *of).returncode == 0
    ours, theirs = (
        page(folder, name)["about"] for folder, name in ((outputs, "maps/near.html"), (tmp_path, "near.html"))
    )
    assert [one["source"] for one in ours["ledgers"]] == ["rollout", "points"]
    assert theirs["ledgers"] == ours["ledgers"]
    assert theirs["sources"] == ours["sources"]


def test_smaller_areas_are_reached_at_a_point_within_them(asked: Any, tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[68, 43], [69, 43], [69, 44], [68, 44], [68, 43]]]}
    far = {"type": "Polygon", "coordinates": [[[50, 50], [51, 50], [51, 51], [50, 51], [50, 50]]]}
    features = [
        {"type": "Feature", "properties": {"name": name, "people": people}, "geometry": shape}
        for name, people, shape in (("near", 7, square), ("far", 3, far), ("nowhere", 1, None))
    ]
    (tmp_path / "districts.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    question = '[[reach]]\nid = "near"\nwithin = 100\nof = ["planned"]\npoints = "districts.geojson"\n'
    done, outputs = asked(f'{question}columns = {{ value = "people" }}')
    assert done.returncode == 0, done.stderr
    rows = {row["region"]: (float(row["total"]), float(row["within"])) for row in table(outputs, "near")}
    assert rows == {"KZ-61": (7, 7), "KZ-27": (3, 0)}
    assert "districts: 3 rows read = 2 used + 0 blank + 0 unmatched + 0 duplicate + 1 rejected" in done.stderr
    assert "at a point within it" in page(outputs, "maps/near.html")["subtitle"]["en"]


def test_candidates_that_stand_twice_and_blank_rows_are_accounted_for(asked: Any, tmp_path: Path) -> None:
    rows = "id,name,lon,lat\na,First,75,46.8\na,Second,63,53\n,,,\nb,Third,63.1,53\n"
    (tmp_path / "c.csv").write_text(rows, encoding="utf-8")
    done, outputs = asked('[[plan]]\nid = "next"\nhubs = 2\nkeep = []\ncandidates = "c.csv"')
    assert done.returncode == 0, done.stderr
    assert "c: 4 rows read = 2 used + 1 blank + 0 unmatched + 1 duplicate + 0 rejected" in done.stderr
    assert "c.csv:3:id" in done.stderr
    assert {row["site"]: row["site_name"] for row in table(outputs, "next")} == {"a": "First", "b": "Third"}


@pytest.mark.parametrize("measure", ["lq", "priority"])
def test_the_fit_is_a_list_and_a_map_of_both_scales(asked: Any, mapper: Run, measure: str) -> None:
    done, outputs = asked(f'[[fit]]\nid = "gaps"\nsurvey = "s"\nmeasure = "{measure}"')
    assert done.returncode == 0, done.stderr
    told = json.loads(mapper("rollout", "fit", "--survey", "s", "--measure", measure, "--json").stdout)
    rows = table(outputs, "gaps")
    assert [row["region"] for row in rows] == [one["region"] for one in told["regions"]]
    assert {row["gap"] for row in rows if row["region"] == "KZ-75"} == {"unknown"}
    drawn = page(outputs, "maps/gaps.html")
    values = dict(zip((one["code"] for one in drawn["places"]), drawn["views"][0]["value"], strict=True))
    assert values["KZ-75"] is None
    for row in rows:
        stage = {"planned": "coming", "open": "open"}.get(row["status"], "none")
        assert values[row["region"]] == (f"{row['level']}-{stage}" if row["level"] != "unknown" else None)
    strengths = [one for row in told["regions"] for one in row["strengths"]]
    assert all({"rank_lo", "rank_hi", "top3_percent"} <= one.keys() for one in strengths) == (measure == "priority")


def test_only_one_answer_is_made_where_it_is_asked_for(asked: Any) -> None:
    done, outputs = asked(f'{PLAN}\n[[fit]]\nid = "gaps"\nsurvey = "s"', "--only", "next")
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(outputs).as_posix() for path in outputs.rglob("*") if path.is_file()}
    assert made == {"maps/next.html", *(f"tables/next.{style}" for style in ("csv", "json", "md", "html"))}


@pytest.mark.parametrize(
    ("question", "what", "code"),
    [
        ('[[plan]]\nid = "next"\nhubs = 30', "'next': 30 sites are asked for, but there are only 19 candidates", 1),
        ('[[plan]]\nid = "next"\nhubs = 2\nobjective = "cover"', "'next': the objective cover needs a distance", 2),
        ('[[plan]]\nid = "next"\nhubs = 0', "mapper.toml:25:hubs", 2),
        ('[[plan]]\nid = "next"\nhubs = 2\nwithin = -1', "mapper.toml:26:within", 2),
        ('[[plan]]\nid = "next"\nhubs = 2\nwithin = nan', "mapper.toml:26:within", 2),
        ('[[reach]]\nid = "r"\nwithin = inf', "inf km is no distance", 2),
        ('[[plan]]\nid = "next"\nhubs = 2\nkeep = ["opened"]', "mapper.toml:26:keep", 2),
        ('[[plan]]\nid = "next"\nhubs = 2\nhub = 2', "unknown key 'hub'", 2),
        ('[[plan]]\nid = "next"\nhubs = 2\n[[fit]]\nid = "next"\nsurvey = "s"', "'next' stands twice", 2),
        ('[[fit]]\nid = "gaps"\nsurvey = "x"', "no [[survey]] has the id 'x'", 2),
        ('[[fit]]\nid = "gaps"', "'gaps': of which survey are the sectors?", 2),
        ('[[reach]]\nid = "r"\nwithin = 1\npoints = "none.csv"', "none.csv", 2),
        ('[[reach]]\nid = "r"\nwithin = 1\npoints = "points.csv"\nsurvey = "s"', "both points and a survey", 2),
        ('[[reach]]\nid = "r"\nwithin = 1\nsurvey = "s"\ndemand = "lq"', "'lq' cannot be added up over regions", 2),
    ],
)
def test_what_has_no_answer_is_told_by_its_id_and_nothing_is_written(
    asked: Any, question: str, what: str, code: int
) -> None:
    done, outputs = asked(question)
    assert (done.returncode, "  hint: " in done.stderr) == (code, True), done.stderr
    assert what in done.stderr
    assert not outputs.exists()


def test_the_standing_counts_hubs_by_region_phase_partner_and_stream(asked: Any) -> None:
    done, outputs = asked(f'[[table]]\nid = "standing"\nlayout = "standing"\nsurvey = "s"\n{WORDS}')
    assert done.returncode == 0, done.stderr
    rows = table(outputs, "standing")
    by = {kind: [row for row in rows if row["by"] == kind] for kind in ("region", "phase", "partner", "stream")}
    assert [len(of_kind) for of_kind in by.values()] == [20, 1, 2, 2]
    for of_kind in by.values():
        sums = {key: sum(int(row[key]) for row in of_kind) for key in ("planned", "announced", "due", "late")}
        assert sums == {"planned": 1, "announced": 7, "due": 0, "late": 0}
    assert {row["group"] for row in by["partner"]} == {"Kazpost", "Samruk-Kazyna"}
    lead = (outputs / "tables" / "standing.md").read_text(encoding="utf-8")
    assert "на регионы с открытым хабом приходится 0 % (0 из 330)" in lead
