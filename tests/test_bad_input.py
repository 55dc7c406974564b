"""Hostile input is ordinary input: two lines, an exit code, the outputs as they were, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

SURVEY = "regions/kz/surveys/culture_facilities_2022.csv"
ROLLOUT = "regions/kz/rollout.csv"
SHAPES = "regions/kz/boundaries/2022.geojson"

Change = Callable[[str], str]


def swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new, 1)


CASES: dict[str, tuple[str, Change, int, tuple[str, ...]]] = {
    "broken TOML": ("mapper.toml", swap("[project]", "[project"), 2, ("mapper.toml:", "not TOML")),
    "unknown key": ("mapper.toml", swap("shared = true", "sharde = true"), 2, ("unknown key 'sharde'", "'shared'")),
    "unknown measure": ("mapper.toml", swap('"per-100k"', '"per-100000"'), 2, ("per-100000", "per-100k")),
    "unknown vintage": ("mapper.toml", swap('"2022"', '"2021"'), 2, ("2021", "2018")),
    "unknown country": ("mapper.toml", swap('country = "kz"', 'country = "qz"'), 2, ("qz", "kz")),
    "unknown column": ("mapper.toml", swap('value = "value"', 'value = "valeu"'), 1, ("valeu", "value")),
    "unknown survey file": ("mapper.toml", swap(SURVEY, SURVEY.replace("2022", "2023")), 2, ("no such file", "2022")),
    "unknown region": (SURVEY, swap("KZ-10,theatre", "Атлантида,theatre"), 1, (f"{SURVEY}:2:region", "Атлантида")),
    "misspelt region": (
        SURVEY,
        swap("KZ-10,theatre", "Акмолинска область,theatre"),
        1,
        (f"{SURVEY}:2:region", "KZ-11"),
    ),
    "unknown sector": (SURVEY, swap("KZ-10,theatre", "KZ-10,theater"), 1, (f"{SURVEY}:2:sector", "theatre")),
    "duplicate row": (SURVEY, swap("KZ-10,museum", "KZ-10,theatre"), 1, (f"{SURVEY}:3", "row 2")),
    "text for a number": (SURVEY, swap("theatre,2022,1,ok", "theatre,2022,one,ok"), 1, (f"{SURVEY}:2:value", "one")),
    "negative count": (SURVEY, swap("theatre,2022,1,ok", "theatre,2022,-1,ok"), 1, (f"{SURVEY}:2:value", "-1")),
    "not a boundary file": (SHAPES, lambda _: "code,name\nKZ-10,Abai\n", 2, (SHAPES,)),
    "truncated boundaries": (SHAPES, lambda text: text[:5000], 2, (SHAPES,)),
    "points for shapes": (
        SHAPES,
        lambda _: (
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"KZ-10"},'
            '"geometry":{"type":"Point","coordinates":[70,50]}}]}'
        ),
        2,
        (SHAPES,),
    ),
    "unknown status": (
        ROLLOUT,
        swap(",planned,2024-06-26", ",planed,2024-06-26"),
        1,
        (f"{ROLLOUT}:2:status", "planned"),
    ),
    "broken date": (ROLLOUT, swap("2024-06-26,day", "2024-06-31,day"), 1, (f"{ROLLOUT}:2:planned_date", "2024-06-31")),
    "empty survey": (SURVEY, lambda _: "", 2, (SURVEY, "empty")),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_told_and_the_outputs_stay(mapper: Run, project: Path, case: str) -> None:
    name, change, code, told = CASES[case]
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    (project / "outputs").mkdir()
    (project / "outputs" / "index.html").write_text("as it was")

    done = mapper("build", cwd=project)

    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    for part in told:
        assert part in done.stderr
    assert "hint: " in done.stderr
    assert [p.name for p in (project / "outputs").iterdir()] == ["index.html"]
    assert (project / "outputs" / "index.html").read_text() == "as it was"


def test_a_missing_project_is_a_usage_error(mapper: Run) -> None:
    done = mapper("build")
    assert done.returncode == 2
    assert "mapper.toml: no such file" in done.stderr
    assert done.stdout == ""


def test_a_wrong_option_is_a_usage_error(mapper: Run) -> None:
    assert mapper("build", "--frobnicate").returncode == 2


def test_unknown_ids_are_not_built_in_silence(mapper: Run, project: Path) -> None:
    done = mapper("build", "--only", "rollout", cwd=project)
    assert done.returncode == 2
    assert "rollout-status" in done.stderr


def test_findings_are_json_for_programs(mapper: Run, project: Path) -> None:
    import json

    path = project / SURVEY
    path.write_text(path.read_text(encoding="utf-8").replace("KZ-10,theatre", "Атлантида,theatre"), encoding="utf-8")
    done = mapper("check", "--format", "json", cwd=project)
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert told["schema"] == "mapper.findings/1"
    first = next(f for f in told["findings"] if f["level"] == "error")
    assert first["code"] == "unknown-region"
    assert first["where"] == {"file": SURVEY, "row": 2, "column": "region"}
    ledger = next(row for row in told["ledger"] if row["source"] == "facilities")
    parts = ("rows_used", "rows_blank", "rows_unmatched", "rows_duplicate", "rows_rejected")
    assert ledger["rows_read"] == sum(ledger[part] for part in parts) == 180
    assert ledger["rows_unmatched"] == 1


def test_findings_stand_beside_the_line_on_a_code_host(mapper: Run, project: Path) -> None:
    done = mapper("check", "--format", "github", cwd=project)
    assert done.returncode == 0
    assert "::warning file=" in done.stdout


def test_an_unmatched_row_is_left_out_and_listed_when_the_analyst_says_so(mapper: Run, project: Path) -> None:
    import json

    path = project / SURVEY
    path.write_text(path.read_text(encoding="utf-8").replace("KZ-10,theatre", "Атлантида,theatre"), encoding="utf-8")
    toml = project / "mapper.toml"
    toml.write_text(toml.read_text().replace('design = "register"', 'design = "register"\nunmatched = "warning"'))
    done = mapper("build", cwd=project)
    assert done.returncode == 0, done.stderr
    joins = json.loads((project / "outputs" / "joins.json").read_text())
    assert "Атлантида" in json.dumps(joins, ensure_ascii=False)
    assert "Атлантида" in (project / "outputs" / "joins.md").read_text()


def test_a_confirmed_spelling_is_used(mapper: Run, project: Path) -> None:
    path = project / SURVEY
    path.write_text(path.read_text(encoding="utf-8").replace("KZ-11,", "Акмолинска обл,"), encoding="utf-8")
    toml = project / "mapper.toml"
    toml.write_text(toml.read_text() + '\n[confirm]\n"Акмолинска обл" = "KZ-11"\n')
    done = mapper("check", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "180 rows read = 180 used" in done.stderr
