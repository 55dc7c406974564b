"""The panel of a region: what its rows say of made-up data and of other sectors, its focus, and its size on a phone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from mapper.views.explorer import join_maps
from mapper.views.map import render_map

pytestmark = pytest.mark.browser

SAMPLE = {"kk": "ҮЛГІ ДЕРЕКТЕР", "ru": "УСЛОВНЫЕ ДАННЫЕ", "en": "SAMPLE DATA"}
OTHER = {
    "kk": "Локализация коэффициенті: Театрлар",
    "ru": "Коэффициент локализации: Театры",
    "en": "quotient: Theatres",
}


@pytest.fixture(scope="module")
def page(kz) -> str:
    """Three indicators with profiles: the rates are made up, and the quotient knows no cinemas."""
    status, rate, lq = (kz.spec(name) for name in ("rollout-status", "facilities-per-100k", "facilities-lq"))
    made = replace(kz.survey.source, id="made", sample=True)
    about = replace(kz.about, sources=(*kz.about.sources, made))
    rate = replace(rate, measures=tuple(replace(one, sources=("made",)) for one in rate.measures))
    lq = replace(lq, views=tuple(view for view in lq.views if view.sector != "cinema"))
    spec = join_maps([status, rate, lq], title=lq.title, subtitle={}, about=about)
    return render_map(replace(spec, profiles=tuple(f"regions/{one.code}.html" for one in spec.places)), kz.shapes)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_row_of_made_up_data_says_so(reader, page, language: str) -> None:
    opened = reader.open(page, f"l={language}&m=lq&s=museum&r=KZ-63")
    rows = opened.locator(".card .list").first.locator("tbody th").all_inner_texts()
    assert [SAMPLE[language] in row for row in rows] == [False, True, False]
    assert SAMPLE[language] not in opened.locator(".head").inner_text()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_row_that_lacks_the_chosen_sector_names_the_one_that_it_shows(reader, page, language: str) -> None:
    opened = reader.open(page, f"l={language}&m=per-100k&s=cinema&r=KZ-63")
    status, rate, lq = opened.locator(".card .list").first.locator("tbody button").all_inner_texts()
    assert OTHER[language] in lq
    assert ":" not in status + rate


def test_a_row_names_the_chosen_sector_where_the_shown_indicator_has_none(reader, page) -> None:
    opened = reader.open(page, "l=en&m=rollout-status&s=museum&r=KZ-63")
    rows = opened.locator(".card .list").first.locator("tbody button").all_inner_texts()
    told = [row.split("\n")[0] for row in rows]
    assert told == ["Hub status", "Per 100,000 people: Museums", "Location quotient: Museums"]


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_a_panel_that_is_closed_gives_the_focus_to_its_region(reader, page, key: str) -> None:
    opened = reader.open(page, "l=en&m=lq&s=museum&r=KZ-63&q=KZ-71")
    opened.get_by_role("button", name="Close").focus()
    opened.keyboard.press(key)
    assert "r=" not in opened.url
    assert "q=" not in opened.url
    expect(opened.locator("path[data-code=KZ-63]")).to_be_focused()


def test_a_region_without_a_shape_gives_the_focus_to_the_map(reader, kz) -> None:
    keep = [code != "KZ-63" for code in kz.shapes.codes]
    codes = tuple(code for code in kz.shapes.codes if code != "KZ-63")
    shapes = replace(kz.shapes, codes=codes, geometry=kz.shapes.geometry[keep], labels=kz.shapes.labels[keep])
    opened = reader.open(render_map(kz.spec("facilities-lq"), shapes), "l=en&r=KZ-63")
    opened.get_by_role("button", name="Close").click()
    expect(opened.locator(".folium-map")).to_be_focused()


def test_what_was_chosen_in_the_panel_keeps_the_focus(reader, page) -> None:
    opened = reader.open(page, "l=en&m=lq&s=museum&r=KZ-63")
    for name in ("Zoos", "Per 100,000 people", "Libraries"):
        button = opened.locator(".card").get_by_role("button", name=name)
        button.focus()
        opened.keyboard.press("Enter")
        expect(button).to_be_focused()
    for selector in (".card a", ".close"):
        opened.locator(selector).focus()
        opened.evaluate("mapper.draw(['l'])")
        expect(opened.locator(selector)).to_be_focused()


@pytest.mark.parametrize("state", ["r=KZ-63", "v=table"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_targets_of_panel_and_table_are_wide_and_high_on_a_phone(reader, page, language: str, state: str) -> None:
    opened = reader.open(page, f"l={language}&m=lq&s=museum&{state}", width=390, touch=True)
    boxes = opened.locator(".card button, .card a, .card select, .values button").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).filter((box) => box.width)"
        ".map((box) => [box.width, box.height])"
    )
    assert len(boxes) > 5
    assert min(min(box) for box in boxes) >= 43.5
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
