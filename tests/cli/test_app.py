"""The command line: light to start, exit codes, streams."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import Run

HEAVY = ("pandas", "geopandas", "numpy", "shapely", "folium", "rich", "babel", "pyproj", "scipy", "rapidfuzz")


def test_the_command_starts_without_the_heavy_libraries() -> None:
    code = f"import sys, mapper.cli.app as a; a.command([]); print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_goes_to_stdout(mapper: Run, option: str) -> None:
    done = mapper(option)
    assert done.returncode == 0
    assert "build" in done.stdout
    assert done.stderr == ""


def test_a_failure_of_our_own_is_told_in_two_lines_and_ends_with_3(mapper: Run) -> None:
    import inspect

    from mapper.cli import app

    code = "import mapper.cli.app as a\ndef broken(_): raise RuntimeError('x')\na.command = broken\na.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "error: mapper failed: RuntimeError: x",
        "  hint: Please report it with the output of --debug.",
    ]
    shown = subprocess.run([sys.executable, "-c", code, "--debug"], capture_output=True, text=True, check=False)
    assert shown.returncode == 3
    assert "Traceback" in shown.stderr
    assert inspect.ismodule(app)


def test_terminal_codes_in_data_do_not_run(mapper: Run, tmp_path: object) -> None:
    done = mapper("regions", "match", "nothing\x1b[31m.txt")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr


def test_match_reads_lines_and_answers_in_their_order(mapper: Run) -> None:
    done = mapper("regions", "match", "--json", stdin="Акмолинская область\nНарния\nKZ-61\n")
    told = json.loads(done.stdout)
    assert told["schema"] == "mapper.match/1"
    assert [(m["spelling"], m["status"], m["code"]) for m in told["matches"]] == [
        ("Акмолинская область", "exact", "KZ-11"),
        ("Нарния", "none", None),
        ("KZ-61", "exact", "KZ-61"),
    ]
    assert done.returncode == 0
    assert "2 of 3" in done.stderr


def test_match_reads_a_column_of_a_table(mapper: Run, tmp_path: object) -> None:
    done = mapper("regions", "match", "-", "--column", "r", "--json", stdin="n,r\n1,ВКО\n2,Akmola city\n")
    first, second = json.loads(done.stdout)["matches"]
    assert first["code"] == "KZ-63"
    assert second["code"] != "KZ-11"  # the city of that name is not the region


def test_match_proposes_lines_to_confirm(mapper: Run) -> None:
    done = mapper("regions", "match", "--write-confirm", stdin="Акмолинска обл\nАкмолинска обл\n")
    assert done.stdout.splitlines()[0] == "[confirm]"
    assert '"Акмолинска обл" = "KZ-11"' in done.stdout


def test_an_unknown_column_names_the_nearest(mapper: Run) -> None:
    done = mapper("regions", "match", "-", "--column", "regoin", stdin="region,x\nKZ-11,1\n")
    assert done.returncode == 1
    assert "'region'" in done.stderr


def test_measures_are_listed_for_programs(mapper: Run) -> None:
    told = json.loads(mapper("measures", "--json").stdout)
    assert told["schema"] == "mapper.measures/1"
    lq = next(m for m in told["measures"] if m["measure"] == "lq")
    assert lq["kind"] == "quotient"
    assert set(lq["name"]) == {"kk", "ru", "en"}


def test_info_names_versions_and_countries(mapper: Run) -> None:
    done = mapper("info")
    assert "geopandas" in done.stdout
    assert "country kz" in done.stdout


@pytest.mark.parametrize(
    ("asked", "what", "hint"),
    [
        ("ЮКО", "'ЮКО' is a region of another time: kz@2022 does not have it", "Add --vintage 2013."),
        ("KZ-51", "'KZ-51' is a region of another time: kz@2022 does not have it", "Add --vintage 2013."),
        ("Алматы", "'Алматы' may mean several regions", "Say which: KZ-19 Almaty Region, KZ-75 Almaty."),
        ("Костанайскаа", "unknown region 'Костанайскаа' in kz@2022", "Did you mean KZ-39 Kostanay Region?"),
    ],
)
def test_a_region_that_is_not_one_of_this_time_is_told(mapper: Run, asked: str, what: str, hint: str) -> None:
    done = mapper("regions", "show", asked)
    assert done.returncode == 2
    assert done.stderr == f"error: {what}\n  hint: {hint}\n"
