"""What a planner finds out with the controls of a page: how sure, which regions, beside what; from disk, offline."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from mapper.views.map import render_map

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 390
LANGUAGES = ("kk", "ru", "en")
MEAN = {"kk": "Ел бойынша: 1,4", "ru": "По стране: 1,4", "en": "Country: 1.4"}


@pytest.fixture(scope="module")
def pages(kz) -> dict[str, str]:
    return {name: render_map(kz.spec(name), kz.shapes) for name in ("rollout-status", "facilities-lq")}


def fills(page: Page) -> list[str]:
    return page.locator("path[data-code]").evaluate_all("all => all.map((one) => one.getAttribute('fill'))")


def faint(page: Page) -> int:
    told = page.locator("path[data-code]").evaluate_all("all => all.map((one) => one.getAttribute('fill-opacity'))")
    return sum(float(one) < 0.5 for one in told)


def test_a_map_that_has_no_room_yet_fits_as_soon_as_it_has(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&v=table")
    assert page.locator(".folium-map").is_hidden()
    page.get_by_role("tab", name="Map").click()
    frame = page.locator(".folium-map").bounding_box()
    boxes = [one.bounding_box() for one in page.locator("path[data-code]").all()]
    assert max(box["x"] + box["width"] for box in boxes) - min(box["x"] for box in boxes) > 0.85 * frame["width"]


@pytest.mark.parametrize(("width", "height"), [(0, 0), (12, 12), (300, 22), (22, 300)])
def test_a_map_smaller_than_its_margins_never_breaks(reader, pages, width: int, height: int) -> None:
    page = reader.open(pages["facilities-lq"], "l=en")
    size = "([w, h]) => Object.assign(document.querySelector('.folium-map').style, {minHeight: 0, width: w, height: h})"
    page.evaluate(size, [f"{width}px", f"{height}px"])
    page.get_by_role("button", name="Whole map").click()
    page.evaluate(size, ["700px", "500px"])
    expect(page.locator(".scale")).to_contain_text("km")
    page.get_by_role("button", name="Whole map").click()
    assert 40 < page.locator("path[data-code=KZ-11]").bounding_box()["width"] < 300


def test_a_slow_machine_draws_the_same_map(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&r=KZ-11")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 20})
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        page.reload()
        expect(page.locator(".scale")).to_contain_text("km")
        assert page.locator(".card h2").inner_text() == "Akmola Region"


def test_estimates_are_hatched_over_their_class_and_counted_in_the_legend(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum")
    assert sum(fill.startswith("url(#fill-estimated-") for fill in fills(page)) == 5
    assert re.search(r"Estimated value\s+5", page.locator(".legend").inner_text())
    assert page.locator("pattern[id^=fill-estimated-]").count() >= 2


def test_how_sure_makes_those_pale_that_cannot_be_told_from_the_country(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum")
    before = fills(page)
    page.get_by_label("Show how sure").check()
    assert "u=1" in page.url
    assert 5 < sum(one != other for one, other in zip(before, fills(page), strict=True)) < 20
    assert re.search(r"Cannot be told from the country\s+\d+", page.locator(".legend").inner_text())


def test_the_legend_shows_where_regions_lie_the_reference_and_the_pinned_interval(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum")
    assert page.locator(".plot circle").count() == 20
    assert "National mix: 1.00" in page.locator(".plot").text_content()
    page.locator("path[data-code=KZ-43]").focus()
    page.keyboard.press("Enter")
    assert page.locator(".plot .interval").count() == 1


def test_a_class_of_the_legend_shows_its_regions_and_keeps_them(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum")
    row = page.locator(".legend button.row", has_text="> 2.00")
    row.hover()
    assert faint(page) == 18
    page.mouse.move(5, 5)
    assert faint(page) == 0
    row.click()
    page.mouse.move(5, 5)
    expect(page.locator(".legend [aria-pressed=true]")).to_be_focused()
    assert "c=4" in page.url
    page.locator("h1").click()
    assert faint(page) == 18


def test_tabs_keep_the_selection_and_go_by_arrow_keys(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=cinema&r=KZ-61")
    page.get_by_role("tab", name="Map").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Table")).to_be_focused()
    assert page.locator(".values tbody tr.picked th").inner_text() == "Turkistan Region"
    assert page.locator(".folium-map").is_hidden()
    page.keyboard.press("ArrowRight")
    assert page.locator(".sources").first.is_visible()
    assert all(part in page.url for part in ("s=cinema", "r=KZ-61", "v=about"))


def test_the_panel_compares_a_region_with_another_and_with_the_country(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum&r=KZ-43")
    card = page.locator(".card")
    assert card.locator("tbody tr").count() == 9
    card.get_by_label("Compare with").select_option(label="Astana")
    assert "q=KZ-71" in page.url
    assert card.locator("tr", has_text="Museums").inner_text().split() == ["Museums", "0.99", "3.21"]
    card.get_by_label("Compare with").select_option(label="Whole country")
    assert "1.00" in card.locator("tr", has_text="Museums").inner_text()


def test_the_table_is_sorted_and_filtered(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum&v=table")
    page.get_by_role("button", name="Region").click()
    assert page.locator("tbody th").first.inner_text() == "Abai Region"
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Region")
    page.get_by_role("button", name="Region").click()
    assert page.locator("tbody th").first.inner_text() == "Zhambyl Region"
    page.get_by_label("Filter").fill("estimate")
    assert page.locator(".values tbody tr").count() == 5
    assert page.locator(".said").text_content() == "Rows: 5"


def test_what_the_table_shows_can_be_copied(reader, pages) -> None:
    page = reader.open(pages["rollout-status"], "l=en&v=table")
    page.get_by_role("button", name="Copy as CSV").click()
    expect(page.locator(".done")).to_have_text("Copied")


def test_a_kept_class_is_kept_in_the_small_maps(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=zoo&x=many")
    assert page.locator(".small [fill-opacity]").count() == 0
    row = page.locator(".legend button.row", has_text="> 2.00")
    row.click()
    zoos = page.locator(".small li", has=page.get_by_role("button", name="Zoos")).locator("use")
    assert sum(one is None for one in zoos.evaluate_all("all => all.map((a) => a.getAttribute('fill-opacity'))")) == 6
    assert page.locator(".small use[fill-opacity]").count() > 140
    row.click()
    assert page.locator(".small [fill-opacity]").count() == 0


def test_the_legend_of_the_small_maps_counts_no_sector_alone(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=zoo&x=many")
    counts = page.locator(".legend .count")
    note = page.get_by_text("On the right: number of regions")
    assert counts.count() > 5
    assert not any(one.is_visible() for one in counts.all())
    assert not note.is_visible()
    page.get_by_role("button", name="One map").click()
    assert counts.first.is_visible()
    assert note.is_visible()


def test_small_maps_share_their_classes(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum")
    page.get_by_role("button", name="Small maps").click()
    assert page.locator(".small svg").count() == 9
    assert page.locator(".small use").count() == 180
    assert "x=many" in page.url
    page.locator(".small").get_by_role("button", name="Zoos").click()
    assert page.locator(".sector").input_value() == "zoo"
    expect(page.locator(".stage")).to_be_visible()


def test_on_a_phone_the_legend_folds_the_panel_is_a_sheet_and_targets_are_large(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=kk&s=museum&r=KZ-43", width=NARROW, touch=True)
    assert page.locator(".legend").get_attribute("open") is None
    card = page.locator(".card").bounding_box()
    assert round(card["y"] + card["height"]) == 900
    page.locator(".close").tap()
    page.locator(".legend summary").tap()
    heights = page.locator("button, select, summary, input:not([type=checkbox]), label.sure").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).filter((box) => box.width).map((box) => box.height)"
    )
    assert min(heights) >= 43.5


def test_paper_has_map_and_table_whatever_tab_is_open(reader, pages, tmp_path) -> None:
    page = reader.open(pages["facilities-lq"], "l=ru&s=museum&v=about")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".stage").is_visible()
    assert page.locator(".values table").is_visible()
    assert page.locator("path[data-code=KZ-11]").bounding_box()["width"] > 40
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".stage").is_hidden()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
def test_regions_too_small_to_see_stand_enlarged_beside_the_map(reader, pages, language: str, width: int) -> None:
    page = reader.open(pages["facilities-lq"], f"l={language}&s=museum", width=width)
    insets = page.locator(".inset")
    assert insets.count() == 3
    shapes = insets.locator("svg").evaluate_all("all => all.map((one) => one.getBoundingClientRect().width)")
    assert min(shapes) >= 40
    assert page.locator("path[data-code=KZ-71]").bounding_box()["width"] < 16
    first = insets.first
    assert first.get_attribute("aria-label") == page.locator("path[data-code=KZ-71]").get_attribute("aria-label")
    first.focus()
    assert first.locator("b").inner_text() in page.locator(".tip").inner_text()
    page.keyboard.press("Enter")
    assert "r=KZ-71" in page.url
    expect(first).to_be_focused()
    assert first.get_attribute("aria-pressed") == "true"


def test_an_inset_is_drawn_in_pixels_so_that_its_hatching_is_that_of_the_map(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=zoo")
    shapes = page.locator(".inset path")
    scales = shapes.evaluate_all("all => all.map((one) => one.getScreenCTM().a)")
    assert scales == pytest.approx([1, 1, 1], abs=0.1)
    assert shapes.first.get_attribute("fill") == "url(#fill-suppressed)"
    for box in (one.bounding_box() for one in shapes.all()):
        assert 38 < max(box["width"], box["height"]) <= 44


def test_a_region_that_becomes_large_by_zoom_needs_no_inset(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en")
    for _ in range(8):
        page.get_by_role("button", name="Zoom in").click()
    assert page.locator(".inset").count() == 0
    page.get_by_role("button", name="Whole map").click()
    assert page.locator(".inset").count() == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rate_is_seen_against_all_regions_together(reader, kz, language: str) -> None:
    page = reader.open(render_map(kz.spec("facilities-per-100k"), kz.shapes), f"l={language}&s=museum")
    assert MEAN[language] in page.locator(".plot").text_content()


def test_a_rate_of_which_regions_are_hidden_says_of_which_the_line_is(reader, kz) -> None:
    page = reader.open(render_map(kz.spec("facilities-per-100k"), kz.shapes), "l=en&s=zoo")
    assert "Regions with data: 0.06" in page.locator(".plot").text_content()


def pinch(page: Page, *, apart: tuple[int, ...]) -> None:
    """Put two fingers on the map as far apart as told, one after the other."""
    box = page.locator(".folium-map").bounding_box()
    x, y = box["x"] + 120, box["y"] + 60
    wire = page.context.new_cdp_session(page)
    for i, far in enumerate(apart):
        points = [{"x": x, "y": y, "id": 0}, {"x": x + far, "y": y, "id": 1}]
        kind = "touchMove" if i else "touchStart"
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(40)
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_pinch_that_begins_in_one_point_breaks_nothing(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en", width=NARROW, touch=True)
    before = page.locator(".scale").inner_text()
    pinch(page, apart=(0, 0, 60))
    assert page.locator(".scale").inner_text() == before


def test_a_pinch_never_makes_the_country_smaller_than_the_map(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en", width=NARROW, touch=True)
    before = page.locator(".scale").inner_text()
    pinch(page, apart=(80, 2))
    expect(page.locator(".scale")).to_have_text(before)
    assert page.locator("path[data-code=KZ-43]").bounding_box()["width"] > 30


def test_a_pinch_takes_labels_and_scale_along(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en", width=NARROW, touch=True)
    pinch(page, apart=(60, 90, 140, 200))
    expect(page.locator(".scale")).not_to_contain_text("1,000")
    assert page.evaluate("mapper.map.leaflet().dragging.enabled()")
    label = page.locator(".label:not(.hidden)", has_text="0.46").first.bounding_box()
    shape = page.locator("path[data-code=KZ-15]").bounding_box()
    assert shape["x"] < label["x"] + label["width"] / 2 < shape["x"] + shape["width"]


def test_what_comes_into_view_has_its_name(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en")
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    names = visible(page)
    page.evaluate("mapper.map.leaflet().panBy([0, 260], { animate: false })")
    assert visible(page) != names


def visible(page: Page) -> list[str]:
    return page.locator(".label:not(.hidden)").all_inner_texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_regions_with_a_hub_in_their_middle_keep_their_names(reader, pages, language: str) -> None:
    page = reader.open(pages["rollout-status"], f"l={language}")
    assert page.locator(".hub").count() == 8
    assert page.locator(".label.hidden").count() <= 2


def test_a_hub_pins_its_region_by_keyboard_and_escape_lets_it_go(reader, pages) -> None:
    page = reader.open(pages["rollout-status"], "l=en")
    page.locator(".hub").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".card h2").inner_text() == "Akmola Region"
    page.locator(".hub").first.focus()
    page.keyboard.press("Escape")
    assert "r=" not in page.url


def test_the_pinned_region_stays_outlined_while_another_is_looked_at(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&r=KZ-43")
    outline = page.locator(".leaflet-halo-pane path").first
    alone = outline.get_attribute("d")
    page.locator("path[data-code=KZ-15]").focus()
    assert outline.get_attribute("d").startswith(alone)
    assert len(outline.get_attribute("d")) > len(alone)


def test_on_a_phone_the_map_stays_in_sight_above_the_panel(reader, pages) -> None:
    page = reader.open(pages["rollout-status"], "l=en", width=NARROW, touch=True)
    page.locator(".hub").first.tap()
    sheet, shape = page.locator(".card.full").bounding_box(), page.locator("path[data-code=KZ-61]").bounding_box()
    assert shape["y"] >= 0
    assert shape["y"] + shape["height"] <= sheet["y"]
    assert page.locator(".tip").is_hidden()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    legend = page.locator(".legend").bounding_box()
    assert legend["y"] + legend["height"] <= sheet["y"]
    assert min(page.locator(".hub").first.bounding_box()[side] for side in ("width", "height")) >= 44


@pytest.mark.parametrize(
    ("label", "said"), [("Show how sure", "Show how sure: "), ("Small maps", "Small maps: ")], ids=["sure", "small"]
)
def test_what_is_switched_is_told_to_those_who_do_not_see_it(reader, pages, label: str, said: str) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum")
    page.get_by_text(label, exact=True).click()
    assert page.locator(".said").text_content().startswith(said)


def test_a_page_opened_behind_another_printed_and_turned_still_fits(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&v=table", width=NARROW)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.set_viewport_size({"width": 844, "height": 390})
    page.get_by_role("tab", name="Map").click()
    page.set_viewport_size({"width": NARROW, "height": 844})
    frame = page.locator(".folium-map").bounding_box()
    boxes = [one.bounding_box() for one in page.locator("path[data-code]").all()]
    wide = max(box["x"] + box["width"] for box in boxes) - min(box["x"] for box in boxes)
    assert 0.85 * frame["width"] < wide <= frame["width"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_learns_what_hatching_means_and_how_to_cite(reader, pages, language: str) -> None:
    page = reader.open(pages["facilities-lq"], f"l={language}&s=museum&v=about", width=NARROW)
    defined = page.locator(".defined")
    assert defined.locator("dt").count() == defined.locator("dd").count() == 7
    assert defined.locator("svg rect").count() == 5
    assert all(defined.locator("dd").all_inner_texts())
    cite = page.locator(".cite").text_content()
    assert page.locator("h1").inner_text() in cite
    assert "Bureau of National Statistics" in cite


@pytest.mark.parametrize("way", ["", "&x=many"])
def test_the_map_its_legend_and_its_title_are_one_sheet(reader, pages, way: str, tmp_path) -> None:
    page = reader.open(pages["facilities-lq"], f"l=ru&s=museum{way}")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": 1032, "height": 700})
    page.emulate_media(media="print")
    sheet = page.locator("#panel-map").bounding_box()
    assert sheet["y"] + sheet["height"] < 700
    assert page.locator(".legend").is_visible()
