"""The wheel stands alone: installed outside the checkout it starts a project and builds it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
def test_the_wheel_carries_a_country_and_builds_a_new_project(tmp_path: Path) -> None:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed: python3 -m pip install uv")
    env = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONPATH")}

    def run(*command: object, cwd: Path = tmp_path) -> None:
        done = subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    run(uv, "build", "--wheel", "--quiet", "--out-dir", tmp_path / "dist", cwd=ROOT)
    run(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv")
    run(uv, "export", "--quiet", "--no-hashes", "--no-emit-project", "--no-dev", "-o", tmp_path / "pins.txt", cwd=ROOT)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    python = tmp_path / "venv" / "bin" / "python"
    run(uv, "pip", "install", "--quiet", "--python", python, wheel, "-c", tmp_path / "pins.txt")

    run(python.with_name("mapper"), "init", "demo")
    run(python.with_name("mapper"), "build", cwd=tmp_path / "demo")

    assert (tmp_path / "demo" / "outputs" / "index.html").exists()
    assert (tmp_path / "demo" / "outputs" / "maps" / "rollout-status.html").exists()
