"""The statements of the announcement, one by one, read from what a build of the embedded project leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

SEVEN = ("KZ-11", "KZ-19", "KZ-35", "KZ-55", "KZ-59", "KZ-27", "KZ-47")
Rows = Sequence[Mapping[str, Any]]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    command = [sys.executable, "-m", "mapper.cli", "build", "-p", str(ROOT / "mapper.toml"), "-o", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def rows(report: Path) -> Rows:
    told = json.loads((report / "tables" / "rollout-by-region.json").read_text(encoding="utf-8"))
    return list(told["rows"])


def hubs(rows: Rows) -> Rows:
    return [row for row in rows if row["kind"] == "hub"]


STATEMENTS: Mapping[str, Callable[[Rows], bool]] = {
    "the first hub is planned in the city of Turkistan for 26 June 2024 with Kazpost": lambda rows: (
        [
            (row["region"], row["city"], row["planned"], row["partner"])
            for row in hubs(rows)
            if row["status"] == "planned"
        ]
        == [("KZ-61", "Turkistan", "2024-06-26", "Kazpost")]
    ),
    "hubs are announced with Samruk-Kazyna in seven regions": lambda rows: (
        sorted(
            row["region"] for row in hubs(rows) if row["status"] == "announced" and row["partner"] == "Samruk-Kazyna"
        )
        == sorted(SEVEN)
    ),
    "no date and no city is stated for the seven": lambda rows: all(
        row["planned"] is None and row["city"] is None for row in hubs(rows) if row["region"] in SEVEN
    ),
    "no phase numbers are stated": lambda rows: {row["phase"] for row in rows} == {None},
    "twelve regions are not mentioned": lambda rows: sum(row["status"] == "not_mentioned" for row in rows) == 12,
    "nothing is open": lambda rows: all(row["status"] != "open" for row in rows),
    "a corporate fund is in preparation; it is no hub and of no region": lambda rows: (
        [(row["kind"], row["region"], row["status"]) for row in rows if row["activity"] == "fund-creative-hub"]
        == [("programme", "", "announced")]
    ),
    "women entrepreneurs are trained with WIPO": lambda rows: (
        [(row["kind"], row["region"]) for row in rows if row["partner"] == "WIPO"] == [("training", "")]
    ),
    "research, mapping and training are done with UNDP": lambda rows: (
        sorted(row["kind"] for row in rows if row["partner"] == "UNDP") == ["study", "training"]
    ),
    "every row names its source": lambda rows: all(row["source"] for row in rows if row["activity"]),
}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_register_says(rows: Rows, statement: str) -> None:
    assert STATEMENTS[statement](rows)


CLAIMS = (
    ("first-hub", "26 июня"),
    ("seven-regions", "Мангистауской"),
    ("phases", "поэтапно"),
    ("fund", "это фонд, а не хаб"),
    ("training-women", "WIPO"),
    ("mapping-undp", "картирование приоритетных направлений"),
    ("entities", "42 900 субъектов, рост — 8 %"),
    ("successful-sectors", "производство кино и видео, издание музыки, телевидение, дизайн «и другие»"),
)


@pytest.mark.parametrize(("claim", "words"), CLAIMS)
def test_the_report_repeats_in_words_with_their_source(report: Path, claim: str, words: str) -> None:
    lines = (report / "tables" / "rollout-claims.csv").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(f"{claim},")]
    assert words in line
    assert "announcement-2024-06" in line


def test_the_fund_stands_on_no_map(report: Path) -> None:
    page = (report / "maps" / "rollout-status.html").read_text(encoding="utf-8")
    assert "Креативный хаб Туркестана" in page
    assert "Корпоративный фонд" not in page


def test_the_page_of_progress_tells_it_in_a_sentence(report: Path) -> None:
    page = (report / "tables" / "rollout-progress.html").read_text(encoding="utf-8")
    assert "с запланированным хабом — 1, с объявленным хабом — 7, не упомянуто — 12" in page
    assert page.count("<svg") == 3
