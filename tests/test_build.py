"""The embedded project, from its files to its outputs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run


@pytest.fixture
def built(mapper: Run, project: Path) -> Path:
    done = mapper("build", cwd=project)
    assert done.returncode == 0, done.stderr
    return project / "outputs"


def test_the_committed_reports_are_what_the_inputs_give(mapper: Run) -> None:
    done = mapper("build", "--check", cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_a_build_repeats_byte_for_byte_elsewhere(mapper: Run, project: Path, tmp_path: Path) -> None:
    strange = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    assert mapper("build", "--out", tmp_path / "one", cwd=project, PYTHONHASHSEED="1").returncode == 0
    assert (
        mapper("build", "-p", project / "mapper.toml", "-o", tmp_path / "two", cwd=tmp_path, **strange).returncode == 0
    )
    one, two = (
        {p.relative_to(tmp_path / d): p.read_bytes() for p in (tmp_path / d).rglob("*") if p.is_file()}
        for d in ("one", "two")
    )
    assert one == two
    assert len(one) > 10


def test_the_announcement_is_read_as_it_was_made(built: Path) -> None:
    page = json.loads((built / "tables" / "rollout-by-region.json").read_text())
    status = [row["status"] for row in page["rows"] if row["region"] and row["status"]]
    assert len(page["rows"]) >= 24  # 20 regions and four national activities
    assert status.count("planned") == 1
    assert status.count("announced") == 7
    assert status.count("not_mentioned") == 12


def test_the_four_short_totals_are_told_with_their_figures(mapper: Run, project: Path) -> None:
    told = json.loads(mapper("check", "--format", "json", cwd=project).stdout)
    short = [f for f in told["findings"] if f["code"].startswith("total-differs")]
    text = " ".join(f["message"] for f in short)
    assert len(short) == 4
    assert all(figure in text for figure in ("73", "71", "105", "103", "44", "42", "13", "11"))
    assert all(f["level"] == "warning" for f in short)


def test_drift_is_told_file_by_file(mapper: Run, project: Path, built: Path) -> None:
    (built / "index.html").write_text("changed")
    (built / "joins.md").unlink()
    (built / "maps" / "old.html").write_text("added")
    done = mapper("build", "--check", cwd=project)
    assert done.returncode == 1
    assert "index.html: is not what the inputs give" in done.stderr
    assert "joins.md: is missing" in done.stderr
    assert "old.html: nothing makes this file" in done.stderr
    assert (built / "index.html").read_text() == "changed"


def test_a_page_that_is_no_longer_asked_for_is_taken_away(mapper: Run, project: Path, built: Path) -> None:
    toml = project / "mapper.toml"
    toml.write_text(toml.read_text().replace('id = "facilities-lq"', 'id = "facilities-quotient"'))
    (built / "mine.txt").write_text("not of the build")
    assert mapper("build", cwd=project).returncode == 0
    assert not (built / "maps" / "facilities-lq.html").exists()
    assert (built / "maps" / "facilities-quotient.html").exists()
    assert (built / "mine.txt").exists()


def test_the_manifest_names_inputs_and_outputs_but_no_machine(built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text())
    assert manifest["schema"] == "mapper.manifest/1"
    assert {"mapper.toml", "regions/kz/rollout.csv", "regions/kz/boundaries/2022.geojson"} <= manifest["inputs"].keys()
    made = {p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file()}
    assert manifest["outputs"].keys() == made - {"manifest.json"}
    assert str(built.parent) not in json.dumps(manifest)


def test_only_one_page_is_made_when_only_one_is_asked_for(mapper: Run, project: Path) -> None:
    assert mapper("build", "--only", "facilities-lq", cwd=project).returncode == 0
    made = [p.name for p in (project / "outputs").rglob("*") if p.is_file()]
    assert made == ["facilities-lq.html"]


def test_another_day_tells_another_state(mapper: Run, project: Path) -> None:
    assert mapper("build", "--as-of", "2024-07-15", cwd=project).returncode == 0
    page = (project / "outputs" / "tables" / "rollout-by-region.md").read_text()
    assert "2024" in page
    late = mapper("build", "--as-of", "2024-05-01", cwd=project, PYTHONHASHSEED="3")
    assert late.returncode == 0, late.stderr


def test_strict_takes_warnings_for_errors(mapper: Run, project: Path) -> None:
    assert mapper("build", "--strict", cwd=project).returncode == 1
    assert not (project / "outputs").exists()


def test_pages_are_small_and_load_nothing(built: Path) -> None:
    for page in built.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text
        assert re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text) == []
    assert all(page.stat().st_size <= 300_000 for page in (built / "maps").glob("*.html"))


def test_a_new_project_builds_at_once(mapper: Run, tmp_path: Path) -> None:
    assert mapper("init", "demo", "--as-of", "2024-06-20").returncode == 0
    done = mapper("build", cwd=tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert "SAMPLE DATA, not a survey" in (tmp_path / "demo/outputs/maps/strength.html").read_text()
    assert mapper("init", "demo").returncode == 2


def test_pictures_and_workbooks_are_made_where_they_are_asked_for(mapper: Run, project: Path) -> None:
    """Binary files are not under version control, so a folder without them is no drift."""
    path = project / "mapper.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('id = "rollout-status"\n', 'id = "rollout-status"\npictures = ["svg", "png"]\n', 1)
    path.write_text(
        text.replace('id = "top-sectors"\n', 'id = "top-sectors"\nformats = ["csv", "xlsx"]\n', 1), encoding="utf-8"
    )
    done = mapper("build", cwd=project)
    assert done.returncode == 0, done.stderr
    binary = [project / "outputs/pictures/rollout-status.png", project / "outputs/tables/top-sectors.xlsx"]
    picture = project / "outputs/pictures/rollout-status.svg"
    assert all(one.stat().st_size for one in [*binary, picture])
    for one in binary:
        one.unlink()
    assert mapper("build", "--check", cwd=project).returncode == 0
    picture.unlink()
    checked = mapper("build", "--check", cwd=project)
    assert checked.returncode == 1
    assert "pictures/rollout-status.svg: is missing" in checked.stderr + checked.stdout


def test_an_unknown_kind_of_picture_is_told_with_its_line(mapper: Run, project: Path) -> None:
    path = project / "mapper.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('id = "rollout-status"\n', 'id = "rollout-status"\npictures = ["gif"]\n', 1), encoding="utf-8"
    )
    done = mapper("check", cwd=project)
    assert done.returncode == 2
    assert "mapper.toml:" in done.stderr
    assert "gif" in done.stderr


def test_what_only_looks_like_a_day_stands_as_it_is_written(mapper: Run, project: Path) -> None:
    settings, figures = project / "mapper.toml", project / "regions/kz/surveys/culture_facilities_2022.csv"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('date = "2022"', 'date = "2022-13-45"', 1), encoding="utf-8")
    figures.write_text(figures.read_text(encoding="utf-8").replace(",2022,", ",2022-02-30,"), encoding="utf-8")
    done = mapper("build", cwd=project)
    assert done.returncode == 0, done.stderr
    page = (project / "outputs/maps/facilities-lq.html").read_text(encoding="utf-8")
    assert "2022-13-45" in page
    assert '"period":"2022-02-30"' in page
