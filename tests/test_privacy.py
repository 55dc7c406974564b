"""Respondents are people: small cells are hidden, and columns that no one mapped go nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapper.build import Built, make
from mapper.config import load_project

PHONE, NAME = "+7 701 555 01 02", "Айгүл Сапарова"
PROJECT = """
[project]
country = "kz"
vintage = "2022"
as_of = 2024-06-20
languages = ["ru", "kk", "en"]
title = { ru = "Т", kk = "Т", en = "T" }
{privacy}
[[survey]]
id = "s"
file = "s.csv"
columns = { region = "region", sector = "sector" }
source = { title = { ru = "О", kk = "С", en = "S" } }
design = "quota"
unmatched = "warning"

[[map]]
id = "m"
measure = "count"
survey = "s"
sectors = ["all", "*"]
title = { ru = "К", kk = "К", en = "M" }

[[table]]
id = "t"
measures = ["count"]
survey = "s"
title = { ru = "К", kk = "К", en = "M" }
"""
CELLS = {("KZ-10", "film"): 9, ("KZ-10", "craft"): 3, ("KZ-10", "design"): 20, ("KZ-11", "film"): 30}
CELLS |= {("KZ-11", "craft"): 12, ("KZ-11", "design"): 8, ("Atlantis", "film"): 1}


def build(folder: Path, privacy: str = "") -> Built:
    rows = [f"{r},{s},{PHONE},{NAME}" for (r, s), count in CELLS.items() for _ in range(count)]
    (folder / "s.csv").write_text("\n".join(["region,sector,phone,name", *rows]), encoding="utf-8")
    (folder / "mapper.toml").write_text(PROJECT.replace("{privacy}", privacy), encoding="utf-8")
    return make(load_project(folder / "mapper.toml"))


def counts(built: Built) -> dict[tuple[str, str], tuple[object, object]]:
    rows = json.loads(built.files["tables/t.json"])["rows"]
    return {(row["region"], row["sector"]): (row["value"], row["status"]) for row in rows if row["sector"]}


def test_columns_that_are_not_mapped_stand_in_no_output(tmp_path: Path) -> None:
    built = build(tmp_path)
    assert "joins.json" in built.files
    for name, raw in built.files.items():
        assert PHONE.encode() not in raw, name
        assert NAME.encode() not in raw, name
        assert json.dumps(NAME).strip('"').encode() not in raw, name


def test_small_cells_are_hidden_with_another_so_that_no_total_gives_them_away(tmp_path: Path) -> None:
    told = counts(build(tmp_path))
    hidden = {place for place, (value, status) in told.items() if status == "suppressed" and value is None}
    assert ("KZ-10", "craft") in hidden
    for axis in (0, 1):
        lines = [place[axis] for place in hidden]
        assert all(lines.count(line) >= 2 for line in lines)


@pytest.mark.parametrize(("k", "small"), [(0, 3), (3, 3), (4, None)])
def test_the_project_says_what_is_small(tmp_path: Path, k: int, small: int | None) -> None:
    told = counts(build(tmp_path, f"[privacy]\nk = {k}\n"))
    assert told["KZ-10", "craft"][0] == small


CHOICES = """
[[survey]]
id = "c"
file = "c.csv"
layout = "choices"
columns = { region = "region", sector = "q" }
source = { title = { ru = "О", kk = "С", en = "S" } }
design = "probability"
{summed}

[[map]]
id = "c"
measure = "survey-share"
survey = "c"
title = { ru = "К", kk = "К", en = "M" }

"""
TABLE = """
[[table]]
id = "{measure}"
measures = ["{measure}"]
survey = "c"
title = { ru = "К", kk = "К", en = "M" }
"""
MEASURES = ("count", "share", "survey-share", "per-100k")
TICKS = {"KZ-10": (3, 30, 9), "KZ-11": (20, 58, 20), "KZ-15": (8, 8, 8)}


@pytest.mark.parametrize("summed", ["", "summed = true"])
def test_ticks_of_few_stand_in_no_table_and_on_no_page(tmp_path: Path, summed: str) -> None:
    people = [f"{r},{','.join(str(int(n < few)) for few in ticks)}" for r, ticks in TICKS.items() for n in range(60)]
    (tmp_path / "c.csv").write_text("\n".join(["region,q/film,q/craft,q/design", *people]), encoding="utf-8")
    project = PROJECT[: PROJECT.index("[[survey]]")].replace("{privacy}", "") + CHOICES.replace("{summed}", summed)
    project += "".join(TABLE.replace("{measure}", name) for name in MEASURES)
    (tmp_path / "mapper.toml").write_text(project, encoding="utf-8")
    built = make(load_project(tmp_path / "mapper.toml"))
    for name in MEASURES:
        rows = json.loads(built.files[f"tables/{name}.json"])["rows"]
        told = {(row["region"], row["sector"]): (row["value"], row["lo"], row["hi"]) for row in rows}
        for place in (("KZ-10", "film"), ("KZ-11", "craft")):  # three said yes, two said no
            assert told[place] == (None, None, None), name
        assert any(value is not None for value, *_ in told.values())
    for region, few in (("KZ-10", 3), ("KZ-11", 58)):
        share = f"{few / 60 * 100:.4f}"[:6]
        assert all(share.encode() not in raw for raw in built.files.values()), region
