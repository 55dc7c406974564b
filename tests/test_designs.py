"""How figures came to be, and which of them rest on too few, is told in every view of them."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.views.pages import data_of

WORDS = 'title = { en = "T" }'
ASKED = {"KZ-10": 20, "KZ-11": 40, "KZ-15": 90}
"""Respondents of each region: too few to be shown, few, enough."""


@pytest.fixture
def outputs(tmp_path: Path, mapper: Run) -> Any:  # a function of the design
    """Build a map and a table of a share of respondents, in every format."""
    lines = [
        f"{region},film,{number % 2},1.5"
        for region, number in ((region, n) for region, count in ASKED.items() for n in range(count))
    ]
    (tmp_path / "s.csv").write_text("\n".join(["region,sector,value,w", *lines]) + "\n", encoding="utf-8")

    def build(design: str) -> Path:
        (tmp_path / "mapper.toml").write_text(
            f"""
[project]
country = "kz"
vintage = "2022"
as_of = 2024-06-20
languages = ["en"]
{WORDS}
[[survey]]
id = "s"
file = "s.csv"
columns = {{ region = "region", sector = "sector", value = "value", weight = "w" }}
design = "{design}"
source = {{ {WORDS} }}
[[map]]
id = "share"
measure = "survey-share"
survey = "s"
{WORDS}
[[table]]
id = "share"
measures = ["survey-share"]
survey = "s"
formats = ["csv", "json", "md", "html", "xlsx"]
{WORDS}
""",
            encoding="utf-8",
        )
        done = mapper("build")
        assert done.returncode == 0, done.stderr
        return tmp_path / "outputs"

    return build


def texts_of(book: Path) -> str:
    with zipfile.ZipFile(book) as parts:
        return " ".join(re.findall(r"<t[^>]*>([^<]*)</t>", parts.read("xl/sharedStrings.xml").decode()))


def statuses(rows: list[Any]) -> dict[str, str]:
    return {row["region"]: row["status"] for row in rows if row["sector"] == "film" and row["region"] in ASKED}


def test_what_rests_on_too_few_is_hidden_and_said_in_every_view(outputs: Any) -> None:
    made = outputs("probability")
    expected = {"KZ-10": "suppressed", "KZ-11": "unreliable", "KZ-15": "ok"}
    with (made / "tables" / "share.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert statuses(rows) == expected
    hidden = next(row for row in rows if (row["region"], row["sector"]) == ("KZ-10", "film"))
    assert (hidden["value"], hidden["lo"], hidden["hi"]) == ("", "", "")
    assert statuses(json.loads((made / "tables" / "share.json").read_text("utf-8"))["rows"]) == expected
    shown = data_of((made / "tables" / "share.html").read_text(encoding="utf-8"))
    keys = [one["key"] for one in shown["columns"]]
    assert statuses([dict(zip(keys, row, strict=True)) for row in shown["rows"]]) == expected
    markdown = (made / "tables" / "share.md").read_text(encoding="utf-8")
    assert "| Abai Region | film | — | — | — | 20 | suppressed (confidential or too few) |" in markdown
    assert "no\\_data" not in markdown
    workbook = texts_of(made / "tables" / "share.xlsx")
    assert "suppressed (confidential or too few)" in workbook
    assert "unreliable" in workbook
    drawn = data_of((made / "maps" / "share.html").read_text(encoding="utf-8"))
    view = next(one for one in drawn["views"] if one["sector"] == "film")
    pairs = zip(view["value"], view["status"], strict=True)
    told = dict(zip((one["code"] for one in drawn["places"]), pairs, strict=True))
    assert told["KZ-10"] == (None, "suppressed")
    assert told["KZ-11"] == (50, "unreliable")


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ("purposive", "not a probability sample (purposive): no intervals"),
        ("quota", "not a probability sample (quota): no intervals"),
        ("probability", "a probability sample: intervals show the sampling error"),
    ],
)
def test_the_design_says_what_intervals_mean_and_whether_there_are_any(outputs: Any, design: str, said: str) -> None:
    made = outputs(design)
    rows = json.loads((made / "tables" / "share.json").read_text("utf-8"))["rows"]
    known = next(row for row in rows if (row["region"], row["sector"]) == ("KZ-15", "film"))
    assert (known.get("lo") is not None) == (design == "probability")
    for page in ("maps/share.html", "tables/share.html"):
        (source,) = data_of((made / page).read_text(encoding="utf-8"))["about"]["sources"]
        assert (source["design"]["en"], source["chosen"]) == (said, design != "probability")
    assert said in (made / "tables" / "share.md").read_text(encoding="utf-8").replace("\\", "")
    assert said in texts_of(made / "tables" / "share.xlsx")


def test_a_register_speaks_of_natural_variability(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("region,sector,n\nKZ-10,a,5\nKZ-10,b,9\nKZ-11,a,7\nKZ-11,b,3\n", encoding="utf-8")
    asked = ("table", "lq", "r.csv", "--region", "region", "--sector", "sector", "--value", "n", "--format", "md")
    assert "a register: intervals show natural variability" in mapper(*asked).stdout
