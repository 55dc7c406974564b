"""`mapper check` finds each fault that is planted in a register and in maps, and says where."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

HEAD = "id,kind,name_kk,name_ru,name_en,region,lon,lat,phase,phase_basis,status,planned_date,opened_date,as_of,source"
REGISTER: tuple[tuple[str, str], ...] = (
    ("a,hub,,,A,KZ-61,,,1,stated,open,2027-06-26,2020-01-01,2024-06-01,s", "opened-too-early opened_date"),
    ("b,hub,,,B,KZ-11,,,,,open,,,2024-06-01,s", "open-without-date opened_date"),
    ("c,hub,,,C,KZ-11,,,,,opened,,,2024-06-01,s", "unknown-word status"),
    ("d,hub,,,D,ЮКО,,,,,planned,,,2024-06-01,s", "other-vintage region"),
    ("e,hub,,,E,KZ-61,76.9,43.2,,,planned,,,2024-06-01,s", "point-outside-region lon"),
    ("f,hub,,,F,KZ-11,,,4,stated,planned,,,2024-06-01,s", "phase-gap phase"),
    ("g,hub,,,G,KZ-11,,,,,planned,,2024-05-01,2024-06-01,s", "opened-but-not-open status"),
    ("h,hub,,,H,KZ-11,,,,,planned,,,2024-07-01,s", "told-later as_of"),
)
WORDS = 'title = { en = "T" }'
PROJECT = f"""
[project]
country = "kz"
vintage = "2022"
as_of = 2024-06-20
languages = ["en"]
{WORDS}
"""
SURVEY = f"""
[[survey]]
id = "s"
file = "s.csv"
columns = {{ region = "region", sector = "sector", period = "period", value = "value" }}
design = "register"
source = {{ {WORDS} }}
definitions = {{ "2019" = "55 kinds", "2021" = "43 kinds" }}
[[map]]
id = "counts"
measure = "count"
survey = "s"
k = 9
{WORDS}
[[map]]
id = "quotients"
measure = "lq"
survey = "s"
scheme = "manual"
breaks = [0.5, 1.0, 500]
{WORDS}
"""
CODES = (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79)


def found(mapper: Run) -> set[str]:
    """Return each finding as `file:row code column`."""
    told = json.loads(mapper("check", "--format", "json").stdout)["findings"]
    return {f"{f['where']['file']}:{f['where']['row']} {f['code']} {f['where']['column']}" for f in told}


def test_each_fault_of_a_register_is_found_at_its_cell(mapper: Run, tmp_path: Path) -> None:
    rows = [row for row, _ in REGISTER]
    (tmp_path / "r.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    rollout = f'[rollout]\nfile = "r.csv"\nsource = {{ {WORDS} }}'
    (tmp_path / "mapper.toml").write_text(f"{PROJECT}{rollout}", encoding="utf-8")
    assert found(mapper) == {f"r.csv:{at} {fault}" for at, (_, fault) in enumerate(REGISTER, start=2)}


def test_each_fault_of_maps_is_found(mapper: Run, tmp_path: Path) -> None:
    """What makes a map mislead: colours too near to "no data" are ours alone, and held in the views' own tests."""
    lines = [
        f"KZ-{code},{sector},{period},{'…' if sector == 'film' and at < 9 else base * (at % 4 + 1)}"
        for at, code in enumerate(CODES)
        for period in (2019, 2020, 2021)
        for sector, base in (("film", 1), ("craft", 50))
        if (period, at) != (2019, 0)
    ]
    (tmp_path / "s.csv").write_text("\n".join(["region,sector,period,value", *lines]) + "\n", encoding="utf-8")
    (tmp_path / "mapper.toml").write_text(f"{PROJECT}{SURVEY}", encoding="utf-8")
    codes = {one.split()[1] for one in found(mapper)}
    assert codes == {
        "map-raw-counts",
        "map-empty-class",
        "map-too-many-classes",
        "map-no-middle",
        "map-mostly-missing",
        "lq-tiny-counts",
        "mixed-series",
        "mixed-definitions",
        "incomplete-totals",
    }
