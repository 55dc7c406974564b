"""What all tests share: the command as a user runs it, and small real inputs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest

ROOT = Path(__file__).parent.parent

# A busy machine is no fault of the code; and CI tries the same examples each time, so that its word can be trusted.
hypothesis.settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("house")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def warm() -> Iterator[subprocess.Popen[str]]:
    """A process that has imported everything, and forks for each command."""
    command = [sys.executable, "-m", "tests.warm"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **pipes) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def mapper(tmp_path: Path, warm: subprocess.Popen[str]) -> Run:
    """Run `mapper ...` in a process of its own, in `tmp_path` unless told otherwise; a fresh one where `env` is set."""

    def run(*arguments: object, cwd: Path = tmp_path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        texts = [str(one) for one in arguments]
        if env:
            command = [sys.executable, "-m", "mapper.cli", *texts]
            return subprocess.run(
                command, cwd=cwd, env=os.environ | env, input=stdin, capture_output=True, encoding="utf-8", check=False
            )
        with TemporaryDirectory() as folder:
            files = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
            files[0].write_bytes(stdin.encode())
            code = _ask(warm, {"arguments": texts, "cwd": str(cwd), "files": [str(one) for one in files]})
            out, err = (one.read_bytes().decode() if one.exists() else "" for one in files[1:])
            return subprocess.CompletedProcess(texts, code, out, err)

    return run


def _ask(warm: subprocess.Popen[str], request: dict[str, object]) -> int:
    assert warm.stdin
    assert warm.stdout
    warm.stdin.write(json.dumps(request) + "\n")
    warm.stdin.flush()
    return int(warm.stdout.readline())


def hear_interrupts() -> None:
    """Let a child be interrupted even where the tests run in the background of a shell, which ignores that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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
