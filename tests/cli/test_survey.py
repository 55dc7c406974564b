"""`mapper survey read` and `convert`, as an analyst runs them on a file that arrived."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT, Run

KOBO = ROOT.parent / "shared" / "data" / "kobo"
needs_kobo = pytest.mark.skipif(not KOBO.is_dir(), reason="the shared sample files are not beside the checkout")
PROJECT = """
[project]
country = "kz"
vintage = "2022"
as_of = 2024-06-20
languages = ["ru"]
title.ru = "Проба"

"""
LONG = "Регион;Направление;Год;Число;Вес\nАкмолинская область;Кино;2022;5;1\nг. Алматы;Ремёсла;2022;7;1\n"


def look(mapper: Run, path: Path, **env: str) -> dict[str, object]:
    done = mapper("survey", "read", path, "--country", "kz", "--json", **env)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    assert told["schema"] == "mapper.survey-read/1"
    return told


def paste(mapper: Run, folder: Path, proposal: str) -> tuple[int, dict[str, object]]:
    """Paste a proposal into a project; return what `mapper check` makes of it."""
    (folder / "mapper.toml").write_text(PROJECT + proposal, encoding="utf-8")
    done = mapper("check", "--format", "json", cwd=folder)
    assert done.returncode < 2, done.stderr
    return done.returncode, json.loads(done.stdout)


@needs_kobo
@pytest.mark.parametrize("path", [p for p in sorted(KOBO.glob("*")) if "summary" not in p.name], ids=lambda p: p.name)
def test_the_proposal_for_any_sample_file_is_read_by_a_project(mapper: Run, tmp_path: Path, path: Path) -> None:
    told = look(mapper, path)
    code, checked = paste(mapper, tmp_path, str(told["proposal"]))
    assert (code, checked["findings"]) == (0, [])
    assert checked["ledger"][0]["rows_read"] == told["rows"]


@needs_kobo
def test_the_mode_of_a_form_is_told(mapper: Run) -> None:
    forms = {name: look(mapper, KOBO / name)["form"] for name in ("kobo_ru_hier.xlsx", "kobo_xml_hxl.csv")}
    common = {"program": "KoboToolbox", "choices": "columns and summary"}
    assert forms["kobo_ru_hier.xlsx"] == {**common, "names": "labels", "groups": True, "tagged": False}
    assert forms["kobo_xml_hxl.csv"] == {**common, "names": "xml", "groups": False, "tagged": True}


@needs_kobo
def test_a_summary_of_names_asks_for_its_form(mapper: Run) -> None:
    told = look(mapper, KOBO / "kobo_xml_summary.csv")
    assert "cannot be split back" in told["error"]["message"]
    assert 'layout = "choices"    # choices joined by spaces: to part them, add `form`' in str(told["proposal"])


@needs_kobo
def test_a_summary_of_labels_is_told_as_what_cannot_be_split(mapper: Run, tmp_path: Path) -> None:
    rows = (KOBO / "kobo_ru.csv").read_text(encoding="utf-8").splitlines()
    kept = [";".join([*row.split('";"')[:2], *row.split('";"')[5:]]).replace('"', "") for row in rows]
    kept[3] = kept[3].replace("Дизайн; графика", "Дизайн")
    (tmp_path / "s.csv").write_text("\n".join(kept), encoding="utf-8")
    told = look(mapper, tmp_path / "s.csv")
    assert told["layout"] in {"long", "choices"}
    assert told["error"] or told["findings"]


def test_weights_are_pointed_out_and_never_mapped(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(LONG, encoding="utf-8")
    told = look(mapper, tmp_path / "s.csv")
    proposal = str(told["proposal"])
    assert '# weight = "Вес"    # weight: never guessed' in proposal
    roles = {column["name"]: column["proposed"] for column in told["columns"]}
    assert roles == {"Регион": "region", "Направление": "sector", "Год": "period", "Число": "value", "Вес": ""}
    assert told["regions"]["exact"] == 2


def test_facts_are_told_and_the_proposal_alone_is_data(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes(LONG.encode("cp1251"))
    done = mapper("survey", "read", "s.csv", "--country", "kz")
    assert done.stdout.startswith("[[survey]]\n")
    assert 'encoding = "cp1251"    # the file does not tell' in done.stdout
    assert "spellings of regions: 2 exact, 0 suggested" in done.stderr
    assert "2 rows read = 2 used" in done.stderr


def test_a_table_without_regions_leaves_the_question_open(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("name,count\nx,1\n", encoding="utf-8")
    told = look(mapper, tmp_path / "s.csv")
    assert '# region = "..."' in str(told["proposal"])
    assert "'region' is missing" in told["error"]["message"]


def test_regions_and_years_across_are_proposed(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("sector,Абай,Ақмола,Ақтөбе\nfilm,1,2,3\n", encoding="utf-8")
    (tmp_path / "y.csv").write_text("region,2021,2022\nKZ-11,1,2\n", encoding="utf-8")
    layouts = [look(mapper, tmp_path / name)["layout"] for name in ("r.csv", "y.csv")]
    assert layouts == ["regions-across", "periods-across"]


def test_terminal_codes_in_a_file_do_not_run(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("region,x\nKZ-11,\x1b[2J\n", encoding="utf-8")
    assert "\x1b" not in mapper("survey", "read", "s.csv", "--country", "kz").stderr


@pytest.mark.parametrize("arguments", [("survey", "read", "-"), ("survey", "read", "absent.csv")])
def test_a_file_that_cannot_be_looked_at_is_an_error_of_two_lines(mapper: Run, arguments: tuple[str, ...]) -> None:
    done = mapper(*arguments, "--country", "kz")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2


def test_records_become_typed_parquet(mapper: Run, project: Path, tmp_path: Path) -> None:
    file = "regions/kz/surveys/culture_facilities_2022.csv"
    done = mapper("survey", "convert", file, "-o", tmp_path / "out/f.parquet", cwd=project)
    assert done.returncode == 0, done.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["f.parquet"]
    rows = duckdb.sql(f"select count(*), sum(value), max(row), any_value(file) from '{tmp_path}/out/f.parquet'")  # noqa: S608
    assert rows.fetchall() == [(180, 7728.0, 181, file)]
    kinds = dict(row[:2] for row in duckdb.sql(f"describe from '{tmp_path}/out/f.parquet'").fetchall())
    assert (kinds["value"], kinds["weight"], kinds["row"], kinds["region"]) == ("DOUBLE", "DOUBLE", "BIGINT", "VARCHAR")


def test_a_file_without_a_mapping_is_not_converted(mapper: Run, project: Path) -> None:
    (project / "s.csv").write_text(LONG, encoding="utf-8")
    done = mapper("survey", "convert", "s.csv", "-o", "s.parquet", cwd=project)
    assert done.returncode == 2
    assert "mapper survey read" in done.stderr
    assert not (project / "s.parquet").exists()


def test_a_survey_with_errors_is_not_converted(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(LONG.replace("г. Алматы", "Атлантида"), encoding="utf-8")
    told = look(mapper, Path("s.csv"))
    (tmp_path / "mapper.toml").write_text(PROJECT + str(told["proposal"]), encoding="utf-8")
    assert mapper("survey", "convert", "s.csv", "-o", "s.parquet").returncode == 1
    assert not (tmp_path / "s.parquet").exists()
