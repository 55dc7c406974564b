"""What all tests share: the command as a user runs it, and small real inputs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).parent.parent

# A busy machine is no fault of the code; and CI tries the same examples each time, so that its word can be trusted.
hypothesis.settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("house")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def mapper(tmp_path: Path) -> Run:
    """Run `mapper ...` in a process of its own, in `tmp_path` unless told otherwise."""

    def run(*arguments: object, cwd: Path = tmp_path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mapper.cli", *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, env=os.environ | env, input=stdin, capture_output=True, encoding="utf-8", check=False
        )

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the embedded project, without its outputs; its country is the embedded one."""
    import shutil

    folder = tmp_path / "project"
    shutil.copytree(ROOT / "regions", folder / "regions")
    shutil.copy(ROOT / "mapper.toml", folder)
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium: pytest-playwright's own browser is a download. In CI it has to be there."""
    import shutil

    path = shutil.which("chromium")
    if path is None:
        told = "chromium is not installed: apt-get install chromium"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    """No network at all."""
    return {"offline": True, "locale": "en-GB"}
