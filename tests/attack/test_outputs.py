"""Where results are put: nothing of others is taken away, and a failed build leaves everything as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

ONE = ("build", "--out", "out")
OURS = "mapper.manifest/1"


def all_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def out(project: Path) -> Path:
    """A folder for outputs with things in it that no build made, and a link out of it."""
    (project / "victim.txt").write_text("mine")
    folder = project / "out"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "kept.txt").write_text("mine")
    (folder / "foreign.txt").write_text("mine")
    (folder / "link").symlink_to(project)
    (folder / "to-victim").symlink_to(project / "victim.txt")
    return folder


TAMPERED: dict[str, object] = {
    "a path upwards": {"../victim.txt": ""},
    "a path upwards from within": {"sub/../../victim.txt": ""},
    "a path through a link": {"link/victim.txt": ""},
    "a link": {"to-victim": ""},
    "a folder": {"sub": ""},
    "the folder itself": {".": "", "": ""},
    "a path below a file": {"foreign.txt/x": ""},
    "a name that no system knows": {"a\0b": ""},
    "a name longer than any": {"a" * 500: ""},
    "numbers": [1, 2],
    "nothing": None,
}


@pytest.mark.parametrize("case", TAMPERED)
def test_a_manifest_that_was_tampered_with_takes_nothing_away(mapper: Run, project: Path, out: Path, case: str) -> None:
    (out / "manifest.json").write_text(json.dumps({"schema": OURS, "outputs": TAMPERED[case]}))
    done = mapper(*ONE, cwd=project)
    assert done.returncode == 0, done.stderr
    assert (project / "victim.txt").read_text() == "mine"
    assert (out / "sub" / "kept.txt").exists()
    assert (out / "foreign.txt").exists()
    assert (out / "to-victim").is_symlink()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"outputs": {"foreign.txt": ""}}', "{{", '["foreign.txt"]', '"a"'])
def test_a_manifest_of_another_program_names_nothing_of_ours(mapper: Run, project: Path, out: Path, text: str) -> None:
    (out / "manifest.json").write_text(text)
    done = mapper(*ONE, cwd=project)
    assert done.returncode == 0, done.stderr
    assert (out / "foreign.txt").exists()


def test_what_an_earlier_build_made_is_taken_away(mapper: Run, project: Path) -> None:
    (project / "out" / "maps").mkdir(parents=True)
    (project / "out" / "maps" / "old.html").write_text("old")
    (project / "out" / "manifest.json").write_text(json.dumps({"schema": OURS, "outputs": {"maps/old.html": ""}}))
    assert mapper(*ONE, cwd=project).returncode == 0
    assert not (project / "out" / "maps" / "old.html").exists()


@pytest.mark.parametrize("blocked", ["index.html", "tables/top-sectors.csv", "manifest.json"])
def test_a_build_that_cannot_write_one_file_writes_none(mapper: Run, project: Path, blocked: str) -> None:
    (project / "out" / blocked).mkdir(parents=True)
    done = mapper(*ONE, cwd=project)
    assert done.returncode == 2, done.stderr
    assert f"{blocked}: cannot be written" in done.stderr
    assert all_files(project / "out") == []


@pytest.mark.parametrize("folder", ["mapper.toml", "mapper.toml/x", "x" * 300, "/dev/null", "/proc/x"])
def test_a_folder_that_cannot_be_made_is_told(mapper: Run, project: Path, folder: str) -> None:
    before = all_files(project)
    done = mapper("build", "--out", folder, cwd=project)
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr
    assert all_files(project) == before


def test_an_output_never_takes_the_place_of_an_input(mapper: Run, project: Path) -> None:
    survey = project / "tables" / "facilities-by-sector.csv"
    survey.parent.mkdir()
    given = (project / "regions/kz/surveys/culture_facilities_2022.csv").read_text(encoding="utf-8")
    survey.write_text(given, encoding="utf-8")
    toml = project / "mapper.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("regions/kz/surveys/culture_facilities_2022.csv", "tables/facilities-by-sector.csv"))
    done = mapper("build", "--out", ".", cwd=project)
    assert done.returncode == 2, done.stderr
    assert "facilities-by-sector.csv: is an input" in done.stderr
    assert survey.read_text(encoding="utf-8") == given


def test_a_pipe_or_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("region,value\nKZ-10,1\n")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "mapper.cli", "table", "count", "f.csv", "--region", "region"]
    command += ["--value", "value", "--format", "csv", "-o", "pipe"]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.DEVNULL) as running:
        told = pipe.read_text(encoding="utf-8")
        assert running.wait(60) == 0
    assert "KZ-10" in told
    assert pipe.is_fifo()


def test_a_file_that_is_a_link_is_written_where_it_leads(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("region,value\nKZ-10,1\n")
    (tmp_path / "true.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "true.csv")
    (tmp_path / "round.csv").symlink_to(tmp_path / "round.csv")
    ask = ("table", "count", "f.csv", "--region", "region", "--value", "value", "--format", "csv", "-o")
    assert mapper(*ask, "link.csv").returncode == 0
    assert "KZ-10" in (tmp_path / "true.csv").read_text()
    assert (tmp_path / "link.csv").is_symlink()
    circle = mapper(*ask, "round.csv")
    assert circle.returncode == 2, circle.stderr
