"""What a page of maps says of values: how sure they are, which rank they may have, and what an address cannot break."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Page, expect

from mapper.measures.counts import rank_rows
from mapper.views.explorer import join_maps
from mapper.views.map import render_map
from tests.views.conftest import whole

pytestmark = pytest.mark.browser

LANGUAGES = ("kk", "ru", "en")
MAPS = ("facilities-lq", "facilities-per-100k", "rollout-status")


@pytest.fixture(scope="module")
def page(kz) -> str:
    specs = [kz.spec(name) for name in MAPS]
    return render_map(join_maps(specs, title=specs[0].title, subtitle={}, about=kz.about), kz.shapes)


def fills(opened: Page) -> dict[str, str]:
    return dict(
        opened.locator("path[data-code]").evaluate_all(
            "all => all.map((one) => [one.dataset.code, one.getAttribute('fill')])"
        )
    )


def faint(opened: Page) -> int:
    told = opened.locator("path[data-code]").evaluate_all("all => all.map((one) => one.getAttribute('fill-opacity'))")
    return sum(float(one) < 0.5 for one in told)


def go(opened: Page, anchor: str) -> None:
    opened.evaluate("(hash) => { location.hash = hash; }", anchor)
    whole(opened)


def sure_lines(opened: Page) -> list[tuple[str, int]]:
    """What the legend says of how sure the values are."""
    rows = opened.locator(".legend h3", has_text="How sure").locator("+ ul .row").all()
    return [(one.locator(".range").inner_text(), int(one.locator(".count").inner_text())) for one in rows]


def test_a_value_without_an_interval_looks_least_sure_and_is_counted(reader, page) -> None:
    opened = reader.open(page, "l=en&m=lq&s=zoo&u=1")
    told = opened.evaluate("""() => {
        const view = mapper.values.view();
        return view.value.map((value, i) => [mapper.data.places[i].code, value, view.lo[i]]);
    }""")
    zeros = [code for code, value, low in told if value == 0 and low is None]
    known = [code for code, value, _ in told if isinstance(value, int | float)]
    assert len(zeros) == 11
    pale = fills(opened)
    go(opened, "l=en&m=lq&s=zoo")
    assert all(pale[code] != full for code, full in fills(opened).items() if code in zeros)
    go(opened, "l=en&m=lq&s=zoo&u=1")
    lines = sure_lines(opened)
    assert ("No interval", 11) in lines
    assert sum(count for _, count in lines) == len(known)
    opened.locator(".legend button", has_text="No interval").hover()
    assert faint(opened) == 20 - 11
    go(opened, "l=en&m=lq&s=library&u=1")
    assert sure_lines(opened)[-1] == ("No interval", 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_sure_says_nothing_where_an_indicator_has_no_interval(reader, page, language) -> None:
    opened = reader.open(page, f"l={language}&m=rollout-status")
    before, legend = fills(opened), opened.locator(".legend").inner_text()
    go(opened, f"l={language}&m=rollout-status&u=1")
    assert (fills(opened), opened.locator(".legend").inner_text()) == (before, legend)


def test_a_kept_class_ends_with_its_legend(reader, page) -> None:
    opened = reader.open(page, "l=en&m=lq&s=cinema&r=KZ-63")
    opened.locator(".legend button", has_text="> 2.00").click()
    opened.locator(".card .link", has_text="Hub status").click()
    assert "c=4" in opened.url
    opened.mouse.move(5, 5)
    opened.locator("h1").first.click()
    assert faint(opened) == 0


@pytest.mark.parametrize("key", ["99", "doubt-2", "doubt-null", "null", "__proto__"])
def test_a_class_that_the_legend_lacks_fades_nothing(reader, page, key) -> None:
    opened = reader.open(page, f"l=en&m=lq&s=zoo&c={key}")
    assert faint(opened) == 0
    go(opened, f"l=en&m=rollout-status&u=1&c={key}")
    assert faint(opened) == 0


def test_a_class_let_go_by_touch_fades_nothing(reader, page) -> None:
    opened = reader.open(page, "l=en&m=lq&s=cinema", width=390, touch=True)
    opened.locator(".legend summary").tap()
    row = opened.locator(".legend button", has_text="> 2.00")
    row.tap()
    assert "c=4" in opened.url
    assert faint(opened) > 10
    row.tap()
    opened.wait_for_timeout(200)
    assert "c=" not in opened.url
    assert faint(opened) == 0
    row.tap()
    assert faint(opened) > 10


def test_a_class_let_go_by_key_or_mouse_fades_nothing_until_it_is_pointed_at_anew(reader, page) -> None:
    opened = reader.open(page, "l=en&m=lq&s=cinema")
    row = opened.locator(".legend button", has_text="> 2.00")
    row.focus()
    assert faint(opened) > 10
    opened.keyboard.press("Enter")
    opened.keyboard.press("Enter")
    expect(row).to_be_focused()
    assert faint(opened) == 0
    row.click()
    row.click()
    opened.wait_for_timeout(200)
    assert faint(opened) == 0
    opened.mouse.move(5, 5)
    row.hover()
    assert faint(opened) > 10


@pytest.mark.parametrize("name", ["constructor", "toString", "__proto__"])
def test_an_address_with_a_name_that_every_object_has_is_as_one_without(reader, page, name) -> None:
    opened = reader.open(page, f"l=en&m={name}&s={name}&x={name}&t={name}&r={name}&c={name}&v={name}&q={name}")
    assert opened.locator(".legend h2").inner_text() == "Location quotient"
    assert opened.locator(".panels").is_hidden()
    assert opened.locator(".ways button[aria-pressed=true]").inner_text() == "One map"


RANKS = """() => mapper.data.views.filter((one) => one.lo.some((low) => low !== null)).flatMap((one) =>
    mapper.data.places.map((place, i) =>
        [one.measure, one.sector, one.period, place.code, mapper.values.ranks(i, one)]))"""


def test_ranks_have_the_intervals_of_the_profiles(kz, reader, page) -> None:
    """A profile reckons them from the whole figures of the indicator, a page from what it shows."""
    told = {tuple(key): bounds for *key, bounds in reader.open(page, "l=en").evaluate(RANKS)}
    checked = 0
    for name in ("lq", "per-100k"):
        frame = kz.indicator(name).frame
        for row, ranks in zip(frame.itertuples(), rank_rows(frame).itertuples(), strict=True):
            bounds = told[name, row.sector or "all", row.period, row.region]
            sure = not math.isnan(row.lo) and not math.isnan(row.value)
            assert bounds == (f"{ranks.lo:.0f} – {ranks.hi:.0f}" if sure and ranks.lo < ranks.hi else ""), row
            checked += sure
    assert checked > 200


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "rank 11 of 20 (3 – 20)"),
        ("ru", "11-е место из 20 (3 – 20)"),
        ("kk", "20 өңірдің ішінде 11-орын (3 – 20)"),
    ],
)
def test_the_panel_and_the_map_tell_which_ranks_the_intervals_allow(reader, page, language, told) -> None:
    opened = reader.open(page, f"l={language}&m=lq&s=museum&r=KZ-43")
    assert told in opened.locator(".card").inner_text()
    assert told in opened.locator("path[data-code=KZ-43]").get_attribute("aria-label")


def test_a_rank_without_an_interval_stands_alone(reader, page) -> None:
    opened = reader.open(page, "l=en&m=lq&s=zoo")
    assert opened.evaluate("mapper.values.told(mapper.values.picked('KZ-43'))")[-1] == "rank 8 of 18"


def test_the_axis_keeps_its_ends_beside_a_pinned_interval(reader, page) -> None:
    opened = reader.open(page, "l=en&m=lq&s=museum")
    ends = [one.text_content() for one in opened.locator(".plot > text").all()][-2:]
    assert all(ends)
    go(opened, "l=en&m=lq&s=museum&r=KZ-43")
    texts = opened.locator(".plot > text")
    assert [one.text_content() for one in texts.all()][-2:] == ends
    drawn = opened.locator(".plot .interval").bounding_box()
    below = texts.last.bounding_box()
    assert drawn["y"] + drawn["height"] <= below["y"]
    inside = opened.locator(".plot").bounding_box()
    assert below["y"] + below["height"] <= inside["y"] + inside["height"] + 1


def test_an_interval_that_is_cut_ends_in_an_arrow(reader, page) -> None:
    opened = reader.open(page, "l=en&m=lq&s=museum&r=KZ-43")
    assert opened.locator(".plot .interval path").get_attribute("d").count("l0,4 0,4") == 2
    go(opened, "l=en&m=lq&s=zoo&r=KZ-59")
    told = opened.evaluate(
        "((view, i) => [view.hi[i], 2 * view.groups.at(-1).low])(mapper.values.view(), mapper.values.picked())"
    )
    assert told[0] > told[1]
    cut = opened.locator(".plot .interval path").get_attribute("d")
    assert (cut.count("l0,4 0,4"), cut.count("l4,4 -4,4")) == (1, 1)


SYMBOLS = {"en": "x: the number", "ru": "x — число", "kk": "x — саны"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_symbols_of_a_formula_are_told_below_it(reader, page, language) -> None:
    opened = reader.open(page, f"l={language}&m=lq&v=about")
    formula = opened.locator("dd.formula")
    expect(formula).to_have_text("(x_ir / x_r) / (x_i / x)")
    expect(formula.locator("+ dd")).to_contain_text(SYMBOLS[language])
    go(opened, f"l={language}&m=rollout-status&v=about")
    assert "x_ir" not in opened.locator(".about").inner_text()
