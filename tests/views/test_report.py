"""The home of a report and the account of rows."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from mapper.model import Ledger, Unused
from mapper.views.about import about_json, cut, group_unused
from mapper.views.report import render_index, render_joins_json, render_joins_md
from tests.views.pages import data_of

UNUSED = (
    Unused("a.csv", 7, "unmatched", "unknown-region", "Алмата|", ("KZ-19", "KZ-75")),
    Unused("a.csv", 3, "unmatched", "unknown-region", "Алмата|", ("KZ-19", "KZ-75")),
    Unused("a.csv", 2, "unmatched", "unknown-region", "<b>" + "x" * 200),
)
LEDGER = Ledger("survey", 10, 7, UNUSED)


def test_the_most_frequent_text_comes_first_with_its_rows() -> None:
    first, second = group_unused(LEDGER)
    assert (first.text, first.rows, first.candidates) == ("Алмата|", (3, 7), ("KZ-19", "KZ-75"))
    assert len(second.text) == 80


def test_the_account_tells_every_row_that_was_not_used() -> None:
    text = render_joins_md([LEDGER], "en")
    assert "| survey | 10 | 7 | 0 | 3 | 0 | 0 |" in text
    assert "Алмата\\|" in text
    assert "a.csv: 3, 7" in text
    assert "\\<b\\>" in text


def test_the_account_for_programs_has_every_row() -> None:
    told = json.loads(render_joins_json([LEDGER]))
    assert told["schema"] == "mapper.joins/1"
    source = told["sources"][0]
    assert source["rows_unmatched"] == 3
    assert sorted(row for group in source["unused"] for row in group["rows"]) == [2, 3, 7]


def test_an_account_without_sources_says_so() -> None:
    assert "There are no sources." in render_joins_md([], "en")
    assert "Every row was used." in render_joins_md([Ledger("s", 1, 1)], "en")


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=30))
def test_groups_lose_no_row(texts: list[str]) -> None:
    unused = tuple(Unused("f", i, "rejected", "unknown-region", text) for i, text in enumerate(texts, 1))
    groups = group_unused(Ledger("s", len(texts), 0, unused))
    assert sorted(row for group in groups for row in group.rows) == list(range(1, len(texts) + 1))
    assert [len(group.rows) for group in groups] == sorted((len(group.rows) for group in groups), reverse=True)


def test_a_long_text_is_cut_and_shows_it() -> None:
    assert cut("x" * 81) == "x" * 79 + "…"
    assert cut("x" * 80) == "x" * 80


def test_the_home_links_every_map_and_table(kz) -> None:
    data = data_of(render_index(kz.project, kz.about))
    assert [one["href"] for one in data["maps"]] == [f"maps/{chart.id}.html" for chart in kz.project.map]
    assert [list(one["links"]) for one in data["tables"]] == [list(table.formats) for table in kz.project.table]
    assert data["about"]["inputs"][0]["sha256"] == "ab" * 32


def test_findings_are_told_in_every_language(kz) -> None:
    findings = about_json(kz.about)["findings"]
    assert findings
    assert all(set(one["message"]) == {"ru", "kk", "en"} for one in findings)
    assert all(one["hint"]["kk"] for one in findings)
