"""Commands as they should not be typed, and surroundings as they should not be: each is told in two lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

FIGURES = "r,v\nKZ-10,1\nKZ-11,2\nKZ-15,4\n"
MAP = ("map", "f.csv", "--region", "r", "--value", "v", "-o", "m.html")
TABLE = ("table", "count", "f.csv", "--region", "r", "--value", "v", "--format", "csv")

REFUSED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "no class": (("--k", "0"), "--k: 0 is below 1", "--k 5"),
    "an unknown scheme": (("--scheme", "quantil"), "--scheme: 'quantil' is not known", "Did you mean 'quantile'?"),
    "a break that is no number": (("--breaks", "1,x"), "--breaks: 'x' is not a number", "--breaks 10,20,50"),
    "a break that is blank": (("--breaks", "1,,2"), "--breaks: '' is not a number", "--breaks 10,20,50"),
    "a break without end": (("--breaks", "inf"), "--breaks: the breaks [inf] are not all numbers", "open"),
    "breaks that do not rise": (("--breaks", "3,2,1"), "--breaks: the breaks [3, 2, 1] do not rise", "low to high"),
    "a manual scheme alone": (("--scheme", "manual"), "the scheme manual without breaks", "such as 0.5, 1, 2"),
    "a language twice": (("--languages", "en,en"), "--languages: 'en' stands twice", "once"),
    "no language": (("--languages", ""), "--languages: no languages", "Known are: kk, ru, en."),
    "an unknown language": (("--languages", "en,xx"), "--languages: 'xx' is not spoken here", "Known are: kk, ru, en."),
    "a country that is a path": (("--country", "../x"), "unknown country '../x'", "Known are kz."),
    "a country with its vintage": (("--country", "kz@2018"), "unknown country 'kz@2018'", "Known are kz."),
    "a text that is no text": (("--title", "a\udcffb"), "is not UTF-8", "LC_ALL=C.UTF-8"),
}


@pytest.fixture(autouse=True)
def figures(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(FIGURES)


@pytest.mark.parametrize("case", REFUSED)
def test_an_option_that_cannot_be_meant_is_told(mapper: Run, tmp_path: Path, case: str) -> None:
    options, what, hint = REFUSED[case]
    done = mapper(*MAP, *options)
    assert done.returncode == 2, done.stderr
    first, second = done.stderr.splitlines()
    assert what in first
    assert second.startswith("  hint: ")
    assert hint in second
    assert not (tmp_path / "m.html").exists()


@pytest.mark.parametrize("languages", ["en", "ru, kk"])
def test_languages_are_named_with_or_without_a_space(mapper: Run, languages: str) -> None:
    assert mapper(*MAP, "--languages", languages).returncode == 0


def test_a_table_of_a_country_that_is_a_path_is_refused(mapper: Run) -> None:
    done = mapper(*TABLE, "--country", "../x")
    assert done.returncode == 2
    assert done.stderr.startswith("error: unknown country '../x'\n")


def run_in_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program = f"{sys.executable} -m mapper.cli"
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    shell = command.replace("mapper", program, 1)
    return subprocess.run(shell, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S602


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("mapper regions match <&-", "-: cannot be read (it is closed)"),
        ("mapper regions ls >&-", "-: cannot be written (it is closed)"),
        ("mapper regions ls >/dev/full", "-: cannot be written (No space left on device)"),
    ],
)
def test_a_stream_that_is_closed_or_full_is_told(tmp_path: Path, command: str, told: str) -> None:
    done = run_in_shell(command, tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(f"error: {told}\n  hint: ")


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_data_go_out_where_nothing_can_be_told(tmp_path: Path, where: str) -> None:
    done = run_in_shell(f"mapper regions ls {where}", tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 20


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    done = run_in_shell("mapper regions ls 2>&1 | true", tmp_path)
    assert done.stderr == ""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_marked_encoding_and_any_end_of_line_are_read(mapper: Run, tmp_path: Path, encoding: str, end: str) -> None:
    (tmp_path / "f.csv").write_bytes(FIGURES.replace("\n", end).encode(encoding))
    done = mapper(*TABLE)
    assert done.returncode == 0, done.stderr
    assert "f: 3 rows read = 3 used" in done.stderr


def test_a_link_that_leads_nowhere_is_told_as_one(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "l.csv").symlink_to("gone.csv")
    done = mapper("regions", "match", "l.csv")
    assert done.returncode == 2
    assert done.stderr == "error: l.csv: no such file\n  hint: It is a link to gone.csv, which is not there.\n"


def test_the_name_of_a_file_writes_nothing_into_the_terminal(mapper: Run) -> None:
    done = mapper(*MAP[:-1], "\x1b[31ma\nb.html")
    assert done.returncode == 0
    assert "wrote \\x1b[31ma\\x0ab.html" in done.stderr


def test_a_name_that_no_text_can_hold_is_told(mapper: Run, tmp_path: Path) -> None:
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    feature = {"type": "Feature", "properties": {"code": "\ud800", "n": "\udfff"}, "geometry": shape}
    (tmp_path / "b.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    for ask in (
        (*MAP, "--boundaries", "b.geojson", "--unmatched", "warning"),
        ("regions", "check", "b.geojson"),
        ("regions", "add", "b.geojson", "--country", "qq", "--vintage", "1", "--names", "en=n"),
    ):
        done = mapper(*ask)
        assert done.returncode in (0, 1, 2), done.stderr
