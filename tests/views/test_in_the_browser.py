"""What a planner does with a page, in a real browser: from disk, without a network, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from mapper.model import Finding, Ledger, Region, Sector, Shapes, Source, Unused, Where
from mapper.views.about import Input
from mapper.views.columns import Column, TableSpec
from mapper.views.hubs import Hub
from mapper.views.map import render_map
from mapper.views.report import render_index
from mapper.views.spec import Place, choropleth
from mapper.views.table import render_html

pytestmark = pytest.mark.browser

MAPS = ("rollout-status", "facilities-per-100k", "facilities-lq")
LANGUAGES = ("kk", "ru", "en")
NASTY = (
    "{{7*7}}",
    "{{cycler.__init__.__globals__.os.getpid()}}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "a\u2028b\u2029c",
    "'\"><svg onload=alert(3)>",
)


@pytest.fixture(scope="module")
def pages(kz) -> dict[str, str]:
    return {name: render_map(kz.spec(name), kz.shapes) for name in MAPS}


def same(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def nasty_map(kz) -> str:
    """A page in which every text that data can bring is hostile."""
    spec = kz.spec("rollout-status")
    source = Source("s", same(NASTY[3]), NASTY[2], NASTY[0], NASTY[1], NASTY[4])
    unused = Unused(NASTY[3], 3, "unmatched", "unknown-region", NASTY[2], (NASTY[0],))
    about = replace(
        spec.about,
        project=same(NASTY[2]),
        sources=(source,),
        ledgers=(Ledger(NASTY[3], 1, 0, (unused,)),),
        inputs=(Input(NASTY[2], NASTY[3]),),
    )
    hub = Hub("h", same(NASTY[3]), "KZ-11", "announced", "city", same(NASTY[2]), same(NASTY[0]), "", 0.0, 0.0)
    places = tuple(Place(p.code, same(NASTY[i % len(NASTY)]), p.kind) for i, p in enumerate(spec.places))
    return render_map(
        replace(spec, title=same(NASTY[2]), subtitle=same(NASTY[3]), about=about, places=places, hubs=(hub,)), kz.shapes
    )


def no_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAPS)
def test_every_page_shows_its_map_legend_table_and_sources(reader, pages, name, language, width) -> None:
    page = reader.open(pages[name], f"l={language}", width=width)
    expect(page.locator("path[data-code]")).to_have_count(20)
    expect(page.locator(".values tbody tr")).to_have_count(20)
    assert page.locator("html").get_attribute("lang") == language
    shown = page.locator(".heading h2").all_text_contents()
    assert page.title() == " — ".join([page.locator("h1").text_content(), *shown])
    assert page.locator(".sources li").count() >= 2
    assert page.locator(".legend li").count() >= 5
    assert "undefined" not in page.locator("body").inner_text()
    assert no_sideways(page)


def test_the_language_changes_words_numbers_and_the_address(reader, pages) -> None:
    page = reader.open(pages["facilities-per-100k"])
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert "109,9" in page.locator(".values").inner_text()
    page.get_by_role("button", name="English").click()
    expect(page.locator(".values")).to_contain_text("109.9")
    assert page.locator("h1").inner_text() == "Culture facilities per 100,000 people"
    assert page.title() == "Culture facilities per 100,000 people — All sectors together · 2022"
    assert "l=en" in page.url
    page.get_by_role("button", name="Қазақша").click()
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    expect(page.get_by_role("button", name="Қазақша")).to_be_focused()


def test_the_sector_changes_the_map_the_legend_the_table_and_the_address(reader, pages) -> None:
    page = reader.open(pages["facilities-per-100k"], "l=en")
    before = page.locator("path[data-code]").evaluate_all("all => all.map((one) => one.getAttribute('fill'))")
    page.locator(".sector").select_option("zoo")
    after = page.locator("path[data-code]").evaluate_all("all => all.map((one) => one.getAttribute('fill'))")
    assert before != after
    assert after.count("url(#fill-suppressed)") == 2
    assert "s=zoo" in page.url
    assert re.search(r"Suppressed \(confidential or too few\)\s+2", page.locator(".legend").inner_text())
    expect(page.locator("[data-code=KZ-11] td").first).to_contain_text("suppressed (confidential or too few)")


def test_a_link_opens_the_same_view(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=kk&s=cinema&r=KZ-61")
    assert page.locator(".sector").input_value() == "cinema"
    assert "Түркістан облысы" in page.locator(".card").inner_text()


def test_every_region_is_reached_by_the_keyboard_and_tells_its_value(reader, pages) -> None:
    page = reader.open(pages["facilities-per-100k"], "l=en")
    names = page.locator("path[data-code]").evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert len(set(names)) == 20
    assert any(name.startswith("Akmola Region; 78.9 per 100,000 people; estimate") for name in names)
    assert page.locator("path[data-code][tabindex='0'][role=button]").count() == 20
    page.locator("path[data-code]").first.focus()
    reached = set()
    for _ in range(20):
        reached.add(page.evaluate("document.activeElement.dataset.code"))
        page.keyboard.press("Tab")
    assert len(reached) == 20


def test_enter_pins_a_region_and_escape_lets_it_go(reader, pages) -> None:
    page = reader.open(pages["facilities-per-100k"], "l=en")
    page.locator("path[data-code=KZ-11]").focus()
    assert "Akmola Region" in page.locator(".tip").inner_text()
    page.keyboard.press("Enter")
    assert page.locator(".card h2").inner_text() == "Akmola Region"
    assert "rank 3 of 20" in page.locator(".card").inner_text()
    assert "r=KZ-11" in page.url
    assert page.evaluate("document.activeElement.dataset.code") == "KZ-11"
    page.keyboard.press("Escape")
    assert page.locator(".card h2").count() == 0
    assert "r=KZ-11" not in page.url


def test_the_pointer_shows_a_tip_and_a_click_pins(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum")
    box = page.locator("path[data-code=KZ-43]").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = page.locator(".tip")
    expect(tip).to_be_visible()
    assert "Kyzylorda Region" in tip.inner_text()
    assert "Interval" in tip.inner_text()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator(".card h2").inner_text() == "Kyzylorda Region"


def test_hubs_tell_their_status_date_and_partner_to_every_reader(reader, pages) -> None:
    page = reader.open(pages["rollout-status"], "l=en")
    markers = page.locator(".hub")
    assert markers.count() == 8
    labels = markers.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    planned = next(label for label in labels if label.startswith("Turkistan creative hub"))
    assert "Planned for: June 26, 2024" in planned
    assert "Kazpost" in planned
    assert sum("City not stated" in label for label in labels) == 7
    markers.first.focus()
    expect(page.locator(".tip")).to_be_visible()


def test_the_legend_counts_planned_announced_and_not_mentioned(reader, pages) -> None:
    page = reader.open(pages["rollout-status"], "l=en")
    text = page.locator(".legend").inner_text()
    assert re.search(r"Planned\s+1", text)
    assert re.search(r"Announced\s+7", text)
    assert re.search(r"Not mentioned in the sources\s+12", text)
    fills = page.locator("path[data-code]").evaluate_all("all => all.map((one) => one.getAttribute('fill'))")
    assert fills.count("url(#fill-not_mentioned)") == 12


def test_small_cities_have_a_mark_that_is_large_enough_to_see(reader, pages) -> None:
    page = reader.open(pages["facilities-per-100k"], "l=en")
    marks = page.locator("path[aria-hidden=true]")
    assert marks.count() == 3
    assert all(marks.nth(i).bounding_box()["width"] >= 13 for i in range(3))


def test_labels_do_not_lie_on_one_another_nor_outside_the_map(reader, pages) -> None:
    for width in (1280, 390):
        page = reader.open(pages["rollout-status"], "l=ru", width=width)
        boxes = page.locator(".label:not(.hidden)").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect().toJSON()).filter((box) => box.width)"
        )
        assert boxes
        frame = page.locator(".folium-map").bounding_box()
        for i, one in enumerate(boxes):
            assert one["left"] >= frame["x"] - 1
            assert one["right"] <= frame["x"] + frame["width"] + 1
            for other in boxes[i + 1 :]:
                apart = one["right"] <= other["left"] or other["right"] <= one["left"]
                assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_whole_country_fits_into_the_map(reader, pages, width: int) -> None:
    page = reader.open(pages["facilities-lq"], width=width)
    frame = page.locator(".folium-map").bounding_box()
    boxes = [one.bounding_box() for one in page.locator("path[data-code]").all()]
    assert min(box["x"] for box in boxes) >= frame["x"]
    assert max(box["x"] + box["width"] for box in boxes) <= frame["x"] + frame["width"]
    assert max(box["x"] + box["width"] for box in boxes) - min(box["x"] for box in boxes) > 0.85 * frame["width"]


def test_zooming_keeps_the_scale_bar_true(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en")

    def metres_a_pixel() -> float:
        width = page.locator(".scale i").evaluate("one => one.getBoundingClientRect().width")
        return float(page.locator(".scale").inner_text().split()[0].replace(",", "")) / width

    before = metres_a_pixel()
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    assert metres_a_pixel() == pytest.approx(before / 2, rel=0.02)
    page.get_by_role("button", name="Whole map").click()
    assert metres_a_pixel() == pytest.approx(before, rel=0.02)


def test_a_phone_scrolls_past_the_map_with_one_finger(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], width=390, touch=True)
    assert page.locator(".folium-map").evaluate("one => getComputedStyle(one).touchAction") == "pan-x pan-y"
    sizes = page.locator(".tools button, .languages button, .sector").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 43.5


def test_hostile_texts_stay_texts(reader, kz) -> None:
    page = reader.open(nasty_map(kz), "l=en")
    assert page.locator("h1").inner_text() == NASTY[2]
    assert page.locator(".subtitle").inner_text() == NASTY[3]
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    body = page.locator("body").inner_text()
    for text in NASTY[:4]:
        assert text in body
    for i in range(20):
        page.locator("path[data-code]").nth(i).focus()
        assert page.locator(".tip strong").text_content() == NASTY[i % len(NASTY)]
    page.locator(".hub").focus()
    assert page.locator(".tip strong").text_content() == NASTY[3]
    page.keyboard.press("Enter")
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.locator("script").count() == 4


def test_hostile_sectors_stay_texts(reader, kz) -> None:
    count = kz.indicator("count")
    frame = count.frame.assign(sector=count.frame["sector"].replace({"zoo": NASTY[3], "park": NASTY[1]}))
    sectors = (Sector("t", NASTY[3], same(NASTY[2])),)
    config = kz.config("facilities-per-100k")
    spec = choropleth(replace(count, frame=frame), config, regions=kz.regions, sectors=sectors, about=kz.about)
    page = reader.open(render_map(spec, kz.shapes), "l=en")
    told = page.locator(".sector option").all_text_contents()
    assert NASTY[2] in told
    assert NASTY[1] in told
    page.locator(".sector").select_option(NASTY[3])
    page.reload()
    assert page.locator(".sector").input_value() == NASTY[3]


def test_hostile_cells_stay_texts_on_a_tables_page(reader, kz) -> None:
    columns = (Column("region", same(NASTY[2]), "code", words={"a": same(NASTY[3])}), Column("note", same(NASTY[0])))
    rows = ({"region": "a", "note": NASTY[1]}, {"region": NASTY[2], "note": NASTY[3]})
    page = reader.open(render_html(TableSpec("t", same(NASTY[2]), "m", columns, rows, kz.about)), "l=en")
    assert page.locator("tbody tr").first.inner_text().split("\t") == [NASTY[3], NASTY[1]]
    assert page.locator("img").count() == 0


def test_findings_show_their_hints_and_samples_say_that_they_are_made(reader, kz) -> None:
    spec = kz.spec("facilities-per-100k")
    finding = Finding("warning", "only-cancelled", Where("r.csv", 3), {"region": "<b>KZ-11"})
    about = replace(spec.about, findings=(finding,), sources=(replace(spec.about.sources[1], sample=True),))
    page = reader.open(render_map(replace(spec, about=about), kz.shapes), "l=en")
    assert "<b>KZ-11" in page.locator(".findings").inner_text()
    assert "SAMPLE DATA" in page.locator(".sample").inner_text().upper()


def test_the_home_of_real_and_made_data_says_that_a_part_is_made(reader, kz) -> None:
    real, other = kz.about.sources
    home = reader.open(render_index(kz.project, replace(kz.about, sources=(real, replace(other, sample=True)))), "l=en")
    assert home.locator(".head .sample").inner_text().startswith("Part of this report is SAMPLE DATA")
    made = replace(kz.about, sources=(replace(other, sample=True),))
    whole = reader.open(render_index(kz.project, made), "l=en")
    assert whole.locator(".head .sample").inner_text() == "SAMPLE DATA, not a survey"


def test_the_rows_of_a_region_are_parted_by_a_line_and_by_no_box(reader, kz) -> None:
    columns = (Column("region", same("Region"), "code", words={"a": same("A"), "b": same("B")}), Column("n", same("n")))
    rows = ({"region": "a", "n": "1"}, {"region": "a", "n": "2"}, {"region": "b", "n": "3"})
    page = reader.open(render_html(TableSpec("t", same("T"), "m", columns, rows, kz.about)), "l=en")
    sides = page.locator(".values tbody tr").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).borderLeftWidth)"
    )
    assert sides == ["0px", "0px", "0px"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_links_maps_and_tables_in_the_language(reader, kz, language: str) -> None:
    page = reader.open(render_index(kz.project, kz.about), f"l={language}", width=390)
    links = page.locator(".tiles a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert f"maps/rollout-status.html#l={language}" in links
    assert no_sideways(page)


def test_a_page_prints_its_map_on_a_sheet_of_its_own(reader, pages, tmp_path) -> None:
    page = reader.open(pages["facilities-lq"], "l=ru")
    path = tmp_path / "page.pdf"
    page.pdf(path=str(path), prefer_css_page_size=True, print_background=True)
    raw = path.read_bytes()
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", raw)) <= 4
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", raw)
    assert box
    assert (round(float(box[1])), round(float(box[2]))) == (842, 595)


def test_a_print_tells_which_sector_and_period_it_shows(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=ru&s=cinema")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    told = page.get_by_role("heading", name="Кинотеатры · 2022")
    assert told.bounding_box()["width"] > 100
    assert page.title().endswith("Кинотеатры · 2022")


def test_the_map_fits_the_printed_sheet(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=ru")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    frame = page.locator(".folium-map").bounding_box()
    boxes = [one.bounding_box() for one in page.locator("path[data-code]").all()]
    assert max(box["x"] + box["width"] for box in boxes) <= frame["x"] + frame["width"]
    assert page.locator(".tools").is_hidden()
    assert page.locator(".controls").is_hidden()


def test_a_page_without_scripts_says_why_it_is_blank(browser, pages, tmp_path) -> None:
    file = tmp_path / "page.html"
    file.write_text(pages["rollout-status"], encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    assert "JavaScript" in page.locator("noscript").inner_text()
    context.close()


def test_three_thousand_regions_are_drawn_painted_and_chosen(reader, kz) -> None:
    import numpy as np
    import shapely

    side = range(55)
    boxes = np.array([shapely.box(x, y, x + 1, y + 1) for y in side for x in side])
    codes = tuple(f"C{i:04}" for i in range(len(boxes)))
    regions = [Region(code, "1", "region", {"en": code}, {}, None, None, None) for code in codes]
    shapes = Shapes(codes, boxes, shapely.get_coordinates(shapely.centroid(boxes)), "")
    frame = pd.DataFrame({"region": codes, "value": np.arange(len(codes)), "status": "ok", "sector": "", "period": ""})
    rate = replace(kz.indicator("per-100k"), frame=frame.assign(lo=np.nan, hi=np.nan, n=np.nan))
    config = kz.config("facilities-per-100k")
    config = msgspec.structs.replace(config, sectors=("all",))
    spec = choropleth(rate, config, regions=regions, sectors=(), about=replace(kz.about, languages=("en",)))
    page = reader.open(render_map(spec, shapes))
    assert page.locator(".folium-map canvas").count() >= 1
    frame_box = page.locator(".folium-map").bounding_box()
    page.mouse.click(frame_box["x"] + frame_box["width"] / 2, frame_box["y"] + frame_box["height"] / 2)
    assert page.locator(".card h2").inner_text().startswith("C15")


def test_a_map_without_values_still_stands(reader, kz) -> None:
    empty = kz.indicator("per-100k")
    empty = replace(empty, frame=empty.frame.iloc[:0])
    config = kz.config("facilities-per-100k")
    spec = choropleth(empty, config, regions=kz.regions, sectors=kz.survey.sectors, about=kz.about)
    page = reader.open(render_map(spec, kz.shapes), "l=en")
    assert "There is no value" in page.locator(".legend").inner_text()
    assert page.locator("[data-code] td").first.inner_text() == "no data"
