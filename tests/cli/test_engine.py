"""`mapper build --engine E`: a project of more respondents than are read one by one."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Run

PROJECT = """
[project]
country = "kz"
vintage = "2022"
as_of = 2024-06-20
languages = ["ru"]
title.ru = "Проба"

[engine]
memory = "200MB"

[[survey]]
id = "panel"
file = "panel/*.parquet"
columns = { region = "r", value = "y", weight = "w", strata = "h" }
design = "probability"
unmatched = "warning"
summed = true
source.title.ru = "Опрос"

[[map]]
id = "share"
measure = "survey-share"
survey = "panel"
title.ru = "Доля"

[[table]]
id = "share"
measures = ["survey-share"]
survey = "panel"
title.ru = "Доля"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "panel").mkdir()
    (tmp_path / "mapper.toml").write_text(PROJECT, encoding="utf-8")
    region = "case when n % 100 = 0 then 'Atlantis' when n % 2 = 0 then 'KZ-11' else 'г. Алматы' end"
    rows = f"select {region} as r, (n % 3 = 0)::int as y, 1 + n % 5 as w, n % 7 as h from range(100000) as t(n)"  # noqa: S608
    with duckdb.connect() as connection:
        for part in range(2):
            connection.execute(f"copy ({rows}) to '{tmp_path}/panel/{part}.parquet' (format parquet)")
    return tmp_path / "mapper.toml"


def test_a_panel_of_parquet_is_built_and_every_row_is_accounted_for(mapper: Run, project: Path) -> None:
    done = mapper("build", "--project", project, "--engine", "duckdb")
    assert done.returncode == 0, done.stderr
    account = "panel: 200000 rows read = 198000 used + 0 blank + 2000 unmatched + 0 duplicate + 0 rejected"
    assert account in done.stderr
    outputs = project.parent / "outputs"
    unused = json.loads((outputs / "joins.json").read_text(encoding="utf-8"))["sources"][0]["unused"]
    assert [(one["text"], one["count"], one["rows"]) for one in unused] == [("Atlantis", 2000, [])]
    assert "| Atlantis |" in (outputs / "joins.md").read_text(encoding="utf-8")
    rows = json.loads((outputs / "tables/share.json").read_text(encoding="utf-8"))["rows"]
    shown = {row["region"]: row["n"] for row in rows if row["value"] is not None}
    assert shown == {"KZ-11": 98000, "KZ-75": 100000}
    assert mapper("build", "--project", project, "--check").returncode == 0


@pytest.mark.parametrize(("engine", "told"), [("spark", "unknown engine"), ("sc://127.0.0.1:9", "no server answers (")])
def test_an_engine_that_is_not_there_leaves_the_outputs_alone(
    mapper: Run, project: Path, engine: str, told: str
) -> None:
    done = mapper("build", "--project", project, "--engine", engine)
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert not (project.parent / "outputs").exists()


def test_a_project_that_sums_nothing_says_so(mapper: Run, project: Path) -> None:
    only = PROJECT[: PROJECT.index("[[survey]]")]
    project.write_text(only, encoding="utf-8")
    done = mapper("build", "--project", project, "--engine", "duckdb")
    assert done.returncode == 0, done.stderr
    assert "nothing to sum" in done.stderr
