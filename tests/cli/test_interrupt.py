"""Ctrl-C: the command ends with 130, and leaves what stood before, or nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT, hear_interrupts


@pytest.mark.parametrize("then", [0.0, 0.3, 0.6])
def test_an_interrupted_build_leaves_no_half_files_and_exits_with_130(tmp_path: Path, then: float) -> None:
    """The survey is a pipe: the build is known to read as the interruption comes, `then` seconds after all is read."""
    shutil.copytree(ROOT / "regions", tmp_path / "regions")
    os.mkfifo(tmp_path / "s.csv")
    text = (ROOT / "mapper.toml").read_text(encoding="utf-8")
    survey = (
        '[[survey]]\nid = "large"\nfile = "s.csv"\ndesign = "quota"\nsource = { title = { en = "L" } }\n'
        'columns = { id = "id", region = "region", sector = "sector", value = "value" }\n\n'
    )
    (tmp_path / "mapper.toml").write_text(text.replace("[[survey]]", f"{survey}[[survey]]", 1), encoding="utf-8")
    build = subprocess.Popen(
        [sys.executable, "-m", "mapper.cli", "build"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - the child does nothing else before it starts
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with (
        suppress(BrokenPipeError),
        (tmp_path / "s.csv").open("w", encoding="utf-8") as pipe,
    ):  # who is gone reads nothing
        pipe.write("id,region,sector,value\n1,KZ-10,film,1\n")
        if not then:
            build.send_signal(signal.SIGINT)
    time.sleep(then)
    if then:
        build.send_signal(signal.SIGINT)
    _, told = build.communicate(timeout=120)
    assert build.returncode == 130, told
    assert "Traceback" not in told
    assert not list(tmp_path.glob("outputs/**/.*")), "a half file"


def test_what_takes_long_is_told_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pseudo-terminal of the system's own in the place of stderr."""
    import pty

    from mapper.cli import terminal

    mine, theirs = pty.openpty()
    monkeypatch.setattr(terminal, "PATIENCE", 0.1)
    with os.fdopen(theirs, "w") as screen:
        monkeypatch.setattr(sys, "stderr", screen)
        with terminal.waiting("reading"):
            time.sleep(0.5)
        screen.flush()
        assert b"reading" in os.read(mine, 10_000)
    os.close(mine)


def test_nothing_is_told_off_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from mapper.cli import terminal

    monkeypatch.setattr(terminal, "PATIENCE", 0.01)
    with terminal.waiting("reading"):
        time.sleep(0.1)
    assert capsys.readouterr() == ("", "")
