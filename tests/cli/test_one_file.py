"""`mapper map` and `mapper table`: one file in, one page or table out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

TABLE = "область,вид,число\nАкмолинская область,кино,3\nг. Алматы,кино,12\nТуркестанская область,кино,…\nВКО,кино,-\n"


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "survey.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_map_is_made_of_one_table(mapper: Run, survey: Path, tmp_path: Path) -> None:
    done = mapper("map", survey, "--region", "область", "--value", "число", "-o", "m.html", "--title", "Кино {{7*7}}")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "{{7*7}}" in page
    assert "4 rows read = 4 used" in done.stderr


def test_a_map_tells_the_division_that_it_shows(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("r,v\nKZ-61,1\nKZ-63,2\n")
    ask = ("map", "t.csv", "--region", "r", "--value", "v", "-o", "m.html")
    for boundaries, told in (("kz@2018", "2018"), ("kz", "2022")):
        done = mapper(*ask, "--boundaries", boundaries)
        assert done.returncode == 0, done.stderr
        assert f'"vintage":{{"id":"{told}"' in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_regions_without_a_row_are_told_in_words(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("r,v\nKZ-10,1\n")
    done = mapper("table", "count", "t.csv", "--region", "r", "--value", "v", "--format", "md")
    assert "| Akmola Region | — | — | no data |" in done.stdout


def test_a_row_that_stands_twice_is_told_by_what_it_has(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("r,v\nKZ-10,1\nKZ-10,2\n")
    done = mapper("table", "count", "t.csv", "--region", "r", "--value", "v")
    assert done.returncode == 1
    assert "“KZ-10”" in done.stderr


def test_a_name_that_is_like_none_is_told_so(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("r,v\nАтлантида,1\n")
    done = mapper("table", "count", "t.csv", "--region", "r", "--value", "v")
    assert "hint: Nearest: none is near." in done.stderr


def test_a_map_of_own_shapes_needs_no_country(mapper: Run, tmp_path: Path) -> None:
    squares = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"district": name},
                "geometry": {"type": "Polygon", "coordinates": [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]},
            }
            for x, name in enumerate(("North", "South"))
        ],
    }
    (tmp_path / "d.geojson").write_text(json.dumps(squares))
    (tmp_path / "t.csv").write_text("d,v\nNorth,1\nSouth,2.5\n")
    done = mapper(
        "map",
        "t.csv",
        "--region",
        "d",
        "--value",
        "v",
        "--boundaries",
        "d.geojson",
        "--key",
        "district",
        "-o",
        "m.html",
    )
    assert done.returncode == 0, done.stderr
    wrong = mapper("map", "t.csv", "--region", "d", "--value", "v", "--boundaries", "d.geojson", "-o", "n.html")
    assert wrong.returncode == 1
    assert "district" in wrong.stderr


def test_an_unknown_region_stops_a_map_and_nothing_is_written(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("r,v\nНарния,1\n")
    done = mapper("map", "t.csv", "--region", "r", "--value", "v", "-o", "m.html")
    assert done.returncode == 1
    assert "t.csv:2:r" in done.stderr
    assert not (tmp_path / "m.html").exists()


def test_a_table_is_json_by_contract(mapper: Run, survey: Path) -> None:
    command = ("table", "count", survey, "--region", "область", "--value", "число", "--sector", "вид")
    told = json.loads(mapper(*command, "--format", "json").stdout)
    assert told["schema"] == "mapper.table/1"
    rows = {row["region"]: row for row in told["rows"] if row["sector"] == "кино"}
    assert len(rows) == 20
    assert rows["KZ-11"]["value"] == 3
    assert rows["KZ-63"]["value"] == 0  # "-" says none, which is a number
    assert rows["KZ-61"]["value"] is None
    assert rows["KZ-61"]["status"] == "not_available"
    assert rows["KZ-10"]["value"] is None


@pytest.mark.parametrize("style", ["rich", "csv", "md", "html", "json"])
def test_every_format_names_the_region(mapper: Run, survey: Path, style: str) -> None:
    done = mapper("table", "count", survey, "--region", "область", "--value", "число", "--format", style)
    assert done.returncode == 0, done.stderr
    assert "Akmola Region" in done.stdout or "KZ-11" in done.stdout


def test_a_wrong_format_names_those_that_there_are(mapper: Run, survey: Path) -> None:
    done = mapper("table", "count", survey, "--region", "область", "--value", "число", "--format", "jsn")
    assert done.returncode == 2
    assert "json" in done.stderr


def test_a_table_reads_stdin(mapper: Run) -> None:
    done = mapper("table", "count", "-", "--region", "область", "--value", "число", "--format", "csv", stdin=TABLE)
    assert done.returncode == 0, done.stderr
    assert "KZ-75" in done.stdout


def test_the_embedded_survey_gives_the_known_quotient(mapper: Run) -> None:
    path = ROOT / "regions/kz/surveys/culture_facilities_2022.csv"
    done = mapper(
        "table", "lq", path, "--region", "region", "--value", "value", "--sector", "sector", "--format", "json"
    )
    rows = {(row["region"], row["sector"]): row for row in json.loads(done.stdout)["rows"]}
    assert rows["KZ-75", "theatre"]["value"] > 1 > rows["KZ-11", "theatre"]["value"]


@pytest.mark.parametrize(("name", "start"), [("m.svg", b"<?xml"), ("m.PNG", b"\x89PNG"), ("m.pdf", b"%PDF-")])
def test_the_suffix_chooses_a_picture(mapper: Run, survey: Path, tmp_path: Path, name: str, start: bytes) -> None:
    done = mapper("map", survey, "--region", "область", "--value", "число", "-o", name, "--title", "$x^2$ Кино")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_bytes().startswith(start)
    assert "Warning" not in done.stderr


@pytest.mark.parametrize("name", ["m.gif", "m", "m.xlsx"])
def test_an_unknown_suffix_names_those_that_there_are(mapper: Run, survey: Path, tmp_path: Path, name: str) -> None:
    done = mapper("map", survey, "--region", "область", "--value", "число", "-o", name)
    assert done.returncode == 2
    assert ".svg" in done.stderr
    assert not (tmp_path / name).exists()


def test_a_picture_is_the_same_bytes_in_another_process(mapper: Run, survey: Path, tmp_path: Path) -> None:
    command = ("map", survey, "--region", "область", "--value", "число", "--languages", "kk")
    mapper(*command, "-o", "a.svg", TZ="UTC", PYTHONHASHSEED="1")
    mapper(*command, "-o", "b.svg", TZ="Asia/Almaty", PYTHONHASHSEED="2", LC_ALL="C")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_table_is_a_workbook(mapper: Run, survey: Path, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    command = ("table", "count", survey, "--region", "область", "--value", "число", "--format", "xlsx", "-o", "t.xlsx")
    done = mapper(*command, "--language", "ru")
    assert done.returncode == 0, done.stderr
    sheet = CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_index(0).to_python()
    assert any(row[:2] == ["Акмолинская область", "KZ-11"] for row in sheet)


def test_a_workbook_is_not_thrown_at_a_terminal(survey: Path) -> None:
    import os
    import pty
    import subprocess
    import sys

    ours, theirs = pty.openpty()
    command = ["table", "count", str(survey), "--region", "область", "--value", "число", "--format", "xlsx"]
    done = subprocess.run(
        [sys.executable, "-m", "mapper.cli", *command],
        stdout=theirs,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "-o" in done.stderr
