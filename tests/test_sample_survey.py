"""The made survey of the embedded project: its priority map stands beside the real ones, and says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.views.pages import data_of

WARNING = {"kk": "ҮЛГІ ДЕРЕКТЕР, сауалнама емес", "ru": "УСЛОВНЫЕ ДАННЫЕ, не опрос", "en": "SAMPLE DATA, not a survey"}
PAGES = ["maps/sample-priority.html", "tables/sample-priority.html"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from mapper.build import make, write
    from mapper.config import load_project, override

    out = tmp_path_factory.mktemp("out")
    write(make(override(load_project(ROOT / "mapper.toml"), out=out)))
    return out


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_made_data_says_so_in_three_languages(built: Path, page: str) -> None:
    told = data_of((built / page).read_text(encoding="utf-8"))
    assert [source["sample"] for source in told["about"]["sources"]] == [True]
    assert {language: told["words"][language]["sample"] for language in WARNING} == WARNING


def test_every_row_of_a_table_of_made_data_says_so_in_three_languages(built: Path) -> None:
    lines = (built / "tables/sample-priority.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == 160
    assert all(words in line for line in lines for words in WARNING.values())


def test_pages_of_real_data_do_not_say_so(built: Path) -> None:
    for page in [*built.glob("maps/*.html"), *built.glob("tables/*.html")]:
        if "sample" not in page.name:
            assert not any(
                source["sample"] for source in data_of(page.read_text(encoding="utf-8"))["about"]["sources"]
            ), page.name


def test_the_priority_map_has_a_view_of_each_sector(built: Path) -> None:
    views = data_of((built / PAGES[0]).read_text(encoding="utf-8"))["views"]
    sectors = ["film", "music", "design", "crafts", "software", "publishing", "fashion", "stage"]
    assert [view["sector"] for view in views] == sectors


def test_the_answers_of_respondents_are_used_to_the_last_row(built: Path) -> None:
    ledgers = {one["source"]: one for one in json.loads((built / "manifest.json").read_text("utf-8"))["ledger"]}
    for name in ("sample", "sample-need"):
        assert (ledgers[name]["rows_read"], ledgers[name]["rows_used"]) == (1200, 1200)


def test_the_warning_is_seen_before_the_figures(mapper: Run, built: Path, page: object) -> None:
    page.goto((built / PAGES[0]).as_uri())  # type: ignore[attr-defined]
    note = page.locator(".sample").first  # type: ignore[attr-defined]
    assert note.is_visible()
    assert note.inner_text() == WARNING["ru"]
