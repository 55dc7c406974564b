"""`mapper preview`: a real process on a free port, asked as a browser asks."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from mapper.config import load_project
from mapper.preview import name_of, read_output, read_stamps
from tests.conftest import ROOT, Run, hear_interrupts

SETTINGS = """
[project]
country = "kz"
vintage = "2022"
as_of = 2024-06-20
languages = ["en"]
title = { en = "First title" }
profiles = false
[[survey]]
id = "s"
file = "s*.csv"
design = "register"
columns = { region = "region", value = "value" }
source = { title = { en = "S" } }
[[map]]
id = "m"
measure = "count"
survey = "s"
title = { en = "M" }
"""


Found = TypeVar("Found")


class Preview:
    """The command, and what it says."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "mapper.cli", "preview", "--port", "0"]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            preexec_fn=hear_interrupts,  # noqa: PLW1509 - the child does nothing else before it starts
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        self.said: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.port = int(self.wait_for(r"http://127\.0\.0\.1:(\d+)/")[1])

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)

    def wait_for(self, pattern: str) -> re.Match[str]:
        found = until(lambda: re.search(pattern, "".join(self.said)), lambda: "".join(self.said))
        assert found
        return found

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        asked.request(method, path, headers=headers)
        answer = asked.getresponse()
        told = answer.status, answer.read().decode(), dict(answer.getheaders())
        asked.close()
        return told

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=60)
        self._listener.join(timeout=10)
        assert self.process.stderr
        self.process.stderr.close()
        return code


def until(look: Callable[[], Found], told: Callable[[], str] = str) -> Found:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain: {told()}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mapper.toml").write_text(SETTINGS)
    (tmp_path / "s.csv").write_text("region,value\nKZ-10,1\nKZ-11,2\n")
    return tmp_path


@pytest.fixture
def preview(folder: Path) -> Iterator[Preview]:
    running = Preview(folder)
    yield running
    running.stop()


def test_it_serves_what_was_built_and_builds_again_when_an_input_changes(preview: Preview, folder: Path) -> None:
    status, home, headers = preview.get("/")
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-store")
    assert home == (folder / "outputs/index.html").read_text(encoding="utf-8")
    assert preview.get("/maps/m.html#l=en")[0] == 200
    assert preview.get("/manifest.json")[2]["Content-Type"] == "application/json; charset=utf-8"
    status, body, headers = preview.get("/", "HEAD")
    assert (status, body, headers["Content-Length"]) == (200, "", str(len(home.encode())))
    (folder / "mapper.toml").write_text(SETTINGS.replace("First title", "Second title"))
    until(lambda: "Second title" in preview.get("/")[1])
    (folder / "s2.csv").write_text("region,value\nKZ-15,3\n")
    until(lambda: "s2.csv" in preview.get("/manifest.json")[1])
    assert preview.stop() == 130
    assert "Traceback" not in "".join(preview.said)


def test_a_failed_build_keeps_the_pages_and_says_why(preview: Preview, folder: Path) -> None:
    before = preview.get("/maps/m.html")
    (folder / "s.csv").write_text("region,value\nNowhere,1\n")
    preview.wait_for(r"error: s\.csv:2:region: “Nowhere” is no region")
    preview.wait_for("the pages are those of before")
    assert preview.get("/maps/m.html")[1] == before[1]
    (folder / "mapper.toml").write_text("[project\n")
    preview.wait_for(r"error: mapper\.toml:\d+:\d+: not TOML")
    assert preview.get("/")[0] == 200
    (folder / "mapper.toml").write_text(SETTINGS.replace("First title", "Mended"))
    (folder / "s.csv").write_text("region,value\nKZ-10,7\n")
    until(lambda: "Mended" in preview.get("/")[1])
    assert preview.process.poll() is None


def test_a_browser_that_goes_away_leaves_no_trace(preview: Preview) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", preview.port)) as asked:
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # it hangs up at once
            asked.sendall(f"GET /maps/m.html HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n".encode())
    assert preview.get("/")[0] == 200
    assert preview.stop() == 130
    assert "Traceback" not in "".join(preview.said)
    assert "Exception" not in "".join(preview.said)


def test_nothing_but_the_outputs_is_served_and_to_nobody_else(preview: Preview, folder: Path) -> None:
    (folder / "outputs/mine.txt").write_text("not of the build")
    (folder / "outputs/maps/m.html").unlink()
    (folder / "outputs/maps/m.html").symlink_to(folder / "s.csv")
    asked = (
        "/../mapper.toml",
        "/%2e%2e/mapper.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/mine.txt",
        "/maps/",
        "/maps/m.html",
        "/%00",
        "/..%2fs.csv",
    )
    assert {path: preview.get(path)[0] for path in asked} == dict.fromkeys(asked, 404)
    assert preview.get("/", Host="evil.example")[0] == 403
    assert preview.get("/", Host=f"localhost:{preview.port}")[0] == 200
    assert preview.get("/", "POST")[0] == 501
    listening = (
        subprocess.run(["ss", "-ltnH", f"sport = :{preview.port}"], capture_output=True, text=True, check=False)
        if shutil.which("ss")
        else None
    )
    assert listening is None or listening.stdout.split()[3] == f"127.0.0.1:{preview.port}"


def test_a_port_that_is_taken_is_told_in_two_lines(folder: Path, mapper: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = mapper("preview", "--port", taken.getsockname()[1], cwd=folder)
    assert (done.returncode, done.stderr.count("\n")) == (2, 2)
    assert "--port" in done.stderr
    assert not (folder / "outputs").exists()


def test_settings_that_cannot_be_read_end_it_at_once(mapper: Run, tmp_path: Path) -> None:
    done = mapper("preview", "--port", "0")
    assert (done.returncode, done.stderr.count("\n")) == (2, 2)


def test_every_input_is_watched_also_one_that_is_missing(folder: Path) -> None:
    shutil.copytree(ROOT / "regions", folder / "regions")
    project = load_project(folder / "mapper.toml")
    seen = read_stamps(project)
    names = {path.relative_to(folder).as_posix() for path in seen}
    assert {
        "mapper.toml",
        "breaks.lock.toml",
        "s.csv",
        "regions/kz/regions.csv",
        "regions/kz/boundaries/2022.geojson",
    } <= names
    assert seen[folder / "breaks.lock.toml"] is None
    (folder / "regions/kz/population.csv").touch()
    assert read_stamps(project) != seen
    (folder / "s.csv").unlink()
    assert folder / "s.csv" not in read_stamps(project)


@pytest.mark.parametrize(
    ("target", "name"),
    [("/", "index.html"), ("/a/b.html?x=1", "a/b.html"), ("/regions/..%252Fx.html", "regions/..%2Fx.html")],
)
def test_a_request_means_the_name_of_an_output(target: str, name: str) -> None:
    assert name_of(target) == name


def test_a_folder_that_was_never_built_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("x")
    assert read_output(tmp_path, "index.html") is None
