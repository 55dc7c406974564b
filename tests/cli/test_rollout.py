"""`mapper rollout`: where it stands, whom it reaches, where to go next."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run
from tests.views.pages import data_of

JUNE = ROOT / "mapper.toml"
LATER = ROOT / "examples" / "rollout-2025.toml"
SVG = "{http://www.w3.org/2000/svg}"


def ask(mapper: Run, *arguments: object) -> Any:
    done = mapper("rollout", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_in_june_2024_the_announcement_is_told_as_it_was_made(mapper: Run) -> None:
    told = ask(mapper, "status", "-p", JUNE)
    assert (told["schema"], told["as_of"]) == ("mapper.rollout-status/1", "2024-06-20")
    assert {key: count for key, count in told["counts"].items() if count} == {
        "planned": 1,
        "announced": 7,
        "not_mentioned": 12,
    }
    assert told["without_planned_date"] == 7
    assert {one["phase"] for one in told["regions"]} == {None}
    assert told["population"]["with_open_hub"] == 0


def test_in_july_the_hub_of_turkistan_is_due_and_not_late(mapper: Run) -> None:
    told = ask(mapper, "status", "-p", JUNE, "--as-of", "2024-07-15")
    assert [(one["region"], one["state"], one["passed"]) for one in told["regions"] if one["state"]] == [
        ("KZ-61", "due", 19)
    ]
    assert any(
        "он прошёл 19 дней назад; более поздних сообщений нет" in sentence for sentence in told["sentences"]["ru"]
    )
    assert any("19 күн" in sentence for sentence in told["sentences"]["kk"])


def test_the_later_reports_tell_that_it_opened_about_six_months_after_the_plan(mapper: Run) -> None:
    told = ask(mapper, "status", "-p", LATER)
    (turkistan,) = [one for one in told["hubs"] if one["id"] == "hub-turkistan"]
    assert (turkistan["status"], turkistan["opened"], turkistan["delay_days"]) == ("open", "2024-12", [158, 188])
    assert any("about 6 months after the plan" in sentence for sentence in told["sentences"]["en"])
    assert told["counts"]["open"] == 6
    assert {one["id"] for one in told["conflicts"]} >= {"hub-akmola", "hub-karaganda"}
    assert all(one["old_source"] and one["new_source"] for one in told["conflicts"])


def test_entities_of_a_survey_are_summed_over_regions_with_an_open_hub(mapper: Run) -> None:
    told = ask(mapper, "status", "-p", JUNE, "--survey", "facilities")
    assert told["entities"]["total"] == 7728
    assert told["entities"]["share"] == 0


def test_the_status_is_told_in_words_and_tables(mapper: Run) -> None:
    done = mapper("rollout", "status", "-p", JUNE, "--language", "kk")
    assert done.returncode == 0, done.stderr
    assert "хабы жоспарланғаны — 1, хабы жарияланғаны — 7, аталмағаны — 12" in done.stdout
    assert "Қазпошта" in done.stdout


@pytest.mark.parametrize("project", [JUNE, LATER])
def test_the_curve_is_sound_svg_and_the_same_every_time(mapper: Run, project: Path, tmp_path: Path) -> None:
    for name, seed in (("a.svg", "1"), ("b.svg", "2")):
        asked = ("status", "-p", project, "--curve", name, "--language", "ru")
        done = mapper("rollout", *asked, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    root = ET.fromstring((tmp_path / "a.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own file
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"план", "факт"} <= set(words)
    assert all(element.get("style") is None for element in root.iter())


def test_reach_says_whom_the_hubs_reach_and_how_that_is_known(mapper: Run) -> None:
    told = ask(mapper, "reach", "--within", 200, "-p", LATER)
    assert (told["schema"], told["basis"], told["total"]) == ("mapper.rollout-reach/1", "centre", 19765004)
    assert {row["region"] for row in told["regions"] if row["within"]} >= {"KZ-71", "KZ-10", "KZ-79"}
    assert "rough approximation" in told["sentences"]["en"][1]
    assert ask(mapper, "reach", "--within", 200, "-p", JUNE)["within"] == 0
    assert ask(mapper, "reach", "--within", 200, "-p", JUNE, "--of", "planned")["within"] > 0


def test_points_of_a_file_are_reached_one_by_one(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("x;y;n\n71,4;51,2;10\n76,9;43,2;30\n;43;1\n68.3;43.3;-2\n", encoding="utf-8")
    done = mapper(
        *("rollout", "reach", "--within", 50, "-p", LATER, "--points", "points.csv"),
        *("--lon", "x", "--lat", "y", "--value", "n", "--json"),
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["basis"], told["total"], told["within"]) == ("points", 40, 10)
    assert [row["region"] for row in told["regions"]] == ["KZ-71", "KZ-75"]
    assert "points: 4 rows read = 2 used + 0 blank + 0 unmatched + 0 duplicate + 2 rejected" in done.stderr
    assert "points.csv:4:x" in done.stderr


def test_the_plan_tells_what_each_site_adds_and_that_it_is_the_best(mapper: Run) -> None:
    told = ask(mapper, "plan", "--hubs", 3, "--within", 200, "-p", LATER, "--runs", 20)
    assert (told["schema"], told["optimal"], told["gap"]) == ("mapper.rollout-plan/1", True, 0)
    assert [one["site"] for one in told["sites"]] == ["KZ-43", "KZ-47", "KZ-23"]
    assert sum(one["adds"] for one in told["sites"]) == pytest.approx(told["after"] - told["before"])
    assert {one["again"] for one in told["sites"]} == {100}
    assert {one["phase"] for one in told["sites"]} == {None}
    again = ask(mapper, "plan", "--hubs", 3, "--within", 200, "-p", LATER, "--runs", 20)
    assert again == told


def test_a_proposed_phase_is_marked_as_inferred_everywhere(mapper: Run) -> None:
    asked = ("plan", "--hubs", 4, "-p", LATER, "--propose-phases", 2, "--runs", 0)
    told = ask(mapper, *asked)
    assert [(one["phase"], one["basis"]) for one in told["sites"]] == [(1, "inferred")] * 2 + [(2, "inferred")] * 2
    done = mapper("rollout", *asked, "--format", "csv", "--language", "ru")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["basis_name"] for row in rows} == {"выведен расчётом, источником не назван"}
    page = mapper("rollout", *asked, "--format", "html").stdout
    assert page.count("inferred") >= 4


def test_candidates_of_a_file_and_demand_of_points_are_taken(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id,name,lon,lat\na,Balkhash,75.0,46.8\nb,Rudny,63.1,52.96\n", encoding="utf-8")
    (tmp_path / "p.csv").write_text("lon,lat\n75,46.9\n75.1,46.8\n63,53\n", encoding="utf-8")
    told = ask(mapper, "plan", "--hubs", 1, "--within", 30, "-p", JUNE, "--candidates", "c.csv", "--points", "p.csv")
    assert [(one["site"], one["name"]["ru"], one["adds"]) for one in told["sites"]] == [("a", "Balkhash", 2)]


@pytest.mark.parametrize(
    ("asked", "what", "code"),
    [
        (("--hubs", 30), "there are only 19 candidates", 1),
        (("--hubs", 1, "--objective", "cover"), "needs a distance", 2),
        (("--hubs", 0), "choose one site at least", 2),
        (("--hubs", 1, "--keep", "opened"), "'opened': no status of a hub that stands", 2),
        (("--hubs", 1, "--demand", "lq", "--survey", "facilities"), "cannot be added up", 2),
        (("--hubs", 1, "--demand", "count"), "of which survey?", 2),
        (("--hubs", 1, "--survey", "x"), "no [[survey]] has this id", 2),
        (("--hubs", 1, "--propose-phases", 2), "more phases than sites", 2),
    ],
)
def test_what_cannot_be_planned_is_told_in_two_lines(
    mapper: Run, asked: tuple[object, ...], what: str, code: int
) -> None:
    done = mapper("rollout", "plan", "-p", JUNE, *asked)
    assert (done.returncode, done.stdout) == (code, "")
    assert what in done.stderr
    assert "  hint: " in done.stderr


def test_regions_that_are_strong_and_have_no_hub_are_listed_first(mapper: Run) -> None:
    told = ask(mapper, "fit", "--survey", "facilities", "-p", JUNE)
    gaps = [row["gap"] for row in told["regions"]]
    assert gaps == sorted(gaps, reverse=True)
    assert any(gaps)
    assert all(any(s["sure"] and s["lo"] > 1 for s in row["strengths"]) for row in told["regions"] if row["gap"])
    page = mapper("rollout", "fit", "--survey", "facilities", "-p", JUNE, "--format", "md", "--language", "kk")
    assert "Күшті бағыттары бар, бірақ хабы жоқ өңірлер" in page.stdout


def test_the_plan_is_the_same_on_its_map(mapper: Run, tmp_path: Path) -> None:
    asked = ("plan", "--hubs", 3, "--within", 200, "-p", LATER, "--runs", 0)
    sites = {one["region"] for one in ask(mapper, *asked, "--map", "plan.html")["sites"]}
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert {one["region"] for one in data_of(page)["hubs"] if one["status"] == "chosen"} == sites
    assert "Предлагаемое новое место" in page


def test_reports_that_came_after_the_day_are_told_of(mapper: Run) -> None:
    done = mapper("rollout", "status", "-p", LATER, "--as-of", "2024-06-20")
    assert done.returncode == 0, done.stderr
    assert "Rows that were told after the as-of day (2024-06-20) are not shown: 13" in done.stderr
    assert "told after" not in mapper("rollout", "status", "-p", LATER).stderr


def test_the_fit_by_priority_tells_how_sure_each_sector_is(mapper: Run, tmp_path: Path) -> None:
    told = ask(mapper, "fit", "--survey", "sample", "--measure", "priority", "-p", JUNE, "--map", "fit.html")
    assert (told["schema"], told["measure"], told["runs"]) == ("mapper.rollout-fit/2", "priority", 2000)
    for row in told["regions"]:
        assert len(row["strengths"]) <= 3
        assert all(one["sure"] == (one["rank_hi"] <= 3) for one in row["strengths"])
    sure = [max((s["priority"] for s in row["strengths"] if s["sure"]), default=0) for row in told["regions"]]
    gaps = [row["gap"] for row in told["regions"]]
    assert sure[: sum(gaps)] == sorted(sure[: sum(gaps)], reverse=True)
    assert "Сильный регион, хаба нет" in (tmp_path / "fit.html").read_text(encoding="utf-8")
