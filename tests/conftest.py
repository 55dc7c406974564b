"""What all tests share: the command as a user runs it, and small real inputs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
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
