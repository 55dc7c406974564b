"""Several indicators on one page: as plain data, and as a planner goes through them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from playwright.sync_api import expect

from mapper.views.explorer import join_maps
from mapper.views.map import render_map
from mapper.views.spec import ChoroplethSpec, choropleth
from tests.views.conftest import whole
from tests.views.pages import data_of

MAPS = ("rollout-status", "facilities-per-100k", "facilities-lq")
DAYS = ("2024-06-20", "2025-08-31")


def joined(kz, *names: str) -> ChoroplethSpec:
    settings = kz.project.project
    specs = [kz.spec(name) for name in names]
    return join_maps(specs, title=settings.title, subtitle=settings.subtitle, about=kz.about)


@pytest.fixture(scope="module")
def page(kz) -> str:
    return render_map(joined(kz, *MAPS), kz.shapes)


@pytest.fixture(scope="module")
def in_time(kz) -> str:
    """The rollout on two days: what was planned on the first is open on the second, another is announced."""
    status = kz.indicator("rollout-status")
    later = status.frame.assign(
        period=DAYS[1],
        value=status.frame["value"].replace({"planned": "open", "announced": "planned"}).astype(object),
    )
    frame = pd.concat([status.frame.assign(period=DAYS[0]), later], ignore_index=True)
    config = kz.config("rollout-status")
    spec = choropleth(replace(status, frame=frame), config, regions=kz.regions, sectors=(), about=kz.about)
    hubs = tuple(replace(hub, as_of=DAYS[1]) for hub in kz.hubs)
    earlier = tuple(replace(hub, as_of=DAYS[0], status="announced") for hub in kz.hubs[:3])
    return render_map(replace(spec, hubs=hubs, earlier=earlier), kz.shapes)


def test_all_indicators_of_a_project_take_less_than_450_kilobytes(page) -> None:
    assert len(page.encode()) <= 450_000


def test_the_maps_keep_their_titles_views_and_sources(kz, page) -> None:
    told = data_of(page)
    assert list(told["measures"]) == ["rollout-status", "per-100k", "lq"]
    assert told["measures"]["lq"]["heading"] == kz.config("facilities-lq").title
    assert len(told["views"]) == 1 + 10 + 9
    assert [told["measures"][key]["sources"] for key in ("per-100k", "lq")] == [[1], [1]]


def test_one_measure_on_two_maps_is_named_by_the_maps(kz) -> None:
    lq = kz.spec("facilities-lq")
    both = [lq, replace(lq, id="other")]
    spec = join_maps(both, title=lq.title, subtitle={}, about=lq.about)
    assert [measure.name for measure in spec.measures] == ["facilities-lq", "other"]
    assert {view.measure for view in spec.views} == {"facilities-lq", "other"}


def test_sectors_of_one_name_and_other_words_are_parted(kz) -> None:
    rate, lq = kz.spec("facilities-per-100k"), kz.spec("facilities-lq")
    other = replace(lq, views=tuple(replace(view, label={"en": "Else"}) for view in lq.views))
    spec = join_maps([rate, other], title={}, subtitle={}, about=lq.about)
    assert {view.sector for view in spec.views if view.measure == "lq"} >= {"lq-cinema"}


@pytest.mark.browser
def test_a_link_keeps_indicator_sector_period_language_and_region(reader, page) -> None:
    opened = reader.open(page, "m=lq&s=cinema&t=2022&l=kk&r=KZ-61")
    assert opened.locator(".measure").input_value() == "lq"
    assert opened.locator(".sector").input_value() == "cinema"
    assert opened.locator("html").get_attribute("lang") == "kk"
    assert opened.locator(".card h2").inner_text() == "Түркістан облысы"
    assert "Қай өңірде" in opened.locator(".heading h2").inner_text()
    assert opened.locator(".card tbody").first.locator("tr").count() == 3


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_another_indicator_changes_the_whole_page_and_keeps_the_sector(reader, page, language, width) -> None:
    opened = reader.open(page, f"l={language}&m=lq&s=museum", width=width)
    opened.locator(".measure").select_option("per-100k")
    assert opened.locator(".sector").input_value() == "museum"
    assert all(part in opened.url for part in ("m=per-100k", "s=museum", f"l={language}"))
    opened.locator(".measure").select_option("rollout-status")
    assert opened.locator(".sector").count() == 0
    assert opened.locator(".hub").count() == 8
    opened.locator(".measure").select_option("lq")
    assert opened.locator(".sector").input_value() == "museum"
    assert opened.locator(".hub").count() == 0
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "undefined" not in opened.locator("body").inner_text()


STATES = ("", "v=table", "v=about", "r=KZ-10&q=KZ-79", "u=1", "c=0", "x=many", "x=both")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_state_of_the_page_runs_over_its_side(reader, page, language, width) -> None:
    opened = reader.open(page, f"l={language}&m=lq&s=theatre", width=width)
    for state in STATES:
        opened.evaluate("(hash) => { location.hash = hash; }", f"l={language}&m=lq&s=theatre&{state}")
        whole(opened)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, state


@pytest.mark.browser
def test_strength_against_hubs_names_the_strong_that_have_none(reader, page) -> None:
    opened = reader.open(page, "m=lq&s=cinema&l=en")
    opened.get_by_role("button", name="Strength and hubs").click()
    assert opened.locator(".both tbody td").count() == 9
    assert sum(int(one) for one in opened.locator(".both tbody td").all_inner_texts()) == 20
    assert "Almaty: 11.50" in opened.locator(".waiting").inner_text()


@pytest.mark.browser
def test_strength_against_hubs_keeps_the_hatching_and_tells_what_it_means(reader, page) -> None:
    opened = reader.open(page, "m=lq&s=zoo&l=en&x=both")
    fills = opened.locator(".pair use").evaluate_all("all => all.map((one) => one.getAttribute('fill'))")
    assert "url(#fill-estimated-c8443c)" in fills
    assert fills.count("url(#fill-suppressed)") == 2
    told = opened.locator(".pair li").all_inner_texts()
    assert "Suppressed (confidential or too few): Akmola Region, Astana" in told
    assert "Estimated value" in told
    assert not any(line.startswith(("No data", "Not applicable", "Unreliable")) for line in told)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_strength_against_hubs_names_every_region_once_and_pins_it(reader, page, width) -> None:
    opened = reader.open(page, "m=lq&s=zoo&l=en&x=both", width=width, touch=width < 640)
    names = opened.locator(".pair button.link")
    assert len({one.split(":")[0].strip(",") for one in names.all_inner_texts()}) == names.count() == 20
    line = opened.locator(".pair li", has_text="> 1.25 / Hub on its way:")
    assert line.locator("button").all_inner_texts() == ["North Kazakhstan Region,", "Karaganda Region"]
    line.locator("button").first.focus()
    opened.keyboard.press("Enter")
    assert opened.locator(".card h2").inner_text() == "North Kazakhstan Region"
    expect(line.locator("button").first).to_be_focused()
    assert opened.locator(".pair button[aria-current=true]").all_inner_texts() == ["North Kazakhstan Region,"]


@pytest.mark.browser
@pytest.mark.parametrize("way", ["many", "both"])
def test_other_ways_to_look_have_their_source_on_screen_and_on_paper(reader, page, way) -> None:
    opened = reader.open(page, f"m=lq&s=zoo&l=en&x={way}")
    credit = opened.locator(".credit")
    assert credit.is_visible()
    assert "Source:" in credit.inner_text()
    assert "Boundaries are approximate" in credit.inner_text()
    assert opened.locator(".stage").is_hidden()
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    opened.set_viewport_size({"width": 1032, "height": 700})
    opened.emulate_media(media="print")
    assert credit.is_visible()
    sheet = opened.locator("#panel-map").bounding_box()
    assert sheet["y"] + sheet["height"] < 700


@pytest.mark.browser
def test_the_slider_goes_through_the_days_of_the_rollout_on_the_same_classes(reader, in_time) -> None:
    opened = reader.open(in_time, "l=en")
    rows = opened.locator(".legend .keys").first.locator("li")
    assert opened.locator(".time output").inner_text() == "August 31, 2025"
    assert [row.split("\n")[0] for row in rows.all_inner_texts()] == ["Open", "Planned", "Announced"]
    assert opened.locator(".hub").count() == 8
    opened.locator(".time input").focus()
    opened.keyboard.press("ArrowLeft")
    assert "t=2024-06-20" in opened.url
    expect(opened.locator(".time input")).to_be_focused()
    assert [row.split("\n")[0] for row in rows.all_inner_texts()] == ["Open", "Planned", "Announced"]
    assert opened.locator(".hub").count() == 3
    assert opened.locator(".said").text_content() == "Hub status, June 20, 2024"


@pytest.mark.browser
def test_play_goes_to_the_end_and_stops(reader, in_time) -> None:
    opened = reader.open(in_time, "l=en&t=2024-06-20")
    opened.get_by_role("button", name="Play").click()
    expect(opened.locator(".time output")).to_have_text("August 31, 2025", timeout=5000)
    expect(opened.get_by_role("button", name="Play")).to_be_visible(timeout=5000)


@pytest.mark.browser
def test_play_stops_when_the_map_is_left(reader, in_time) -> None:
    opened = reader.open(in_time, "l=en&t=2024-06-20")
    opened.get_by_role("button", name="Play").click()
    opened.get_by_role("tab", name="Table").click()
    opened.wait_for_timeout(1500)
    assert "t=2024-06-20" in opened.url
    opened.get_by_role("tab", name="Map").click()
    assert opened.get_by_role("button", name="Play").is_visible()


@pytest.mark.browser
def test_play_goes_one_step_where_motion_is_unwanted(reader, in_time) -> None:
    opened = reader.open(in_time, "l=en&t=2024-06-20")
    opened.emulate_media(reduced_motion="reduce")
    opened.get_by_role("button", name="Play").click()
    assert opened.locator(".time output").inner_text() == "August 31, 2025"
    assert opened.get_by_role("button", name="Play").is_visible()
