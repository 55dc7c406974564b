"""What a planner finds out with the controls of a page: how sure, which regions, beside what; from disk, offline."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from mapper.views.map import render_map

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 390


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


def test_what_the_table_shows_can_be_saved_as_csv(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=ru&s=zoo&v=table")
    with page.expect_download() as told:
        page.get_by_role("button", name="Скачать CSV").click()
    text = told.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert told.value.suggested_filename == "lq-zoo-2022.csv"
    assert len(rows) == 21
    hidden = [row[1] for row in rows if row[1].startswith("скрыто")]
    assert hidden == ["скрыто (конфиденциально или слишком мало данных)"] * 2


def test_what_the_table_shows_can_be_copied(reader, pages) -> None:
    page = reader.open(pages["rollout-status"], "l=en&v=table")
    page.get_by_role("button", name="Copy as CSV").click()
    expect(page.locator(".done")).to_have_text("Copied")


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
