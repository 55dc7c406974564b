"""The profile of a region: what it says, as plain data, and what a planner does with its page."""

from __future__ import annotations

import re
import statistics
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from mapper.measures.counts import rank_rows
from mapper.measures.progress import measure_progress
from mapper.model import Finding, Region, Shapes, Source, Where
from mapper.rollout import Strength
from mapper.views.locator import locate_regions
from mapper.views.map import render_map
from mapper.views.profile import Facts, Profile, Shown, Standing, Strengths, address, profile, touches
from mapper.views.profile_page import render_profile
from mapper.views.report import render_index
from tests.views.conftest import AS_OF, Kazakhstan
from tests.views.pages import data_of
from tests.views.test_accessible import violations

LANGUAGES = ("kk", "ru", "en")
CODES = ("KZ-61", "KZ-10", "KZ-75")


def compose(kz: Kazakhstan, code: str, **other: object) -> Profile:
    """The profile of a region from two maps of the embedded project."""
    region = next(one for one in kz.regions if one.code == code)
    progress = measure_progress(kz.rollout, kz.regions, AS_OF)
    standing = next(one for one in progress.regions if one.region == code)
    frame = rank_rows(kz.indicator("lq").frame).dropna(subset=["value"])
    ranks = {
        (r, s, p): (int(lo), int(hi))
        for r, s, p, lo, hi in zip(*(frame[c] for c in ("region", "sector", "period", "lo", "hi")), strict=True)
    }
    shown = [Shown(kz.spec("rollout-status"), {}), Shown(kz.spec("facilities-lq"), ranks)]
    strong = Strength("museum", 1.09, 0.77, 1.55, sure=False)
    given = {
        "standing": Standing(standing, [hub for hub in progress.hubs if hub.known.activity.region == code]),
        "shown": shown,
        "strengths": [Strengths({"en": "Culture"}, False, (({"en": "Museums"}, strong),))],
        "about": kz.about,
    }
    return profile(region, Facts(610_189, "2023", region.area_km2, region.centre), **{**given, **other})  # type: ignore[arg-type]  # a test's own choice


def page_of(kz: Kazakhstan, spec: Profile) -> str:
    codes = tuple(sorted(one.code for one in kz.regions))
    return render_profile(spec, locate_regions(kz.shapes, codes), codes)


def test_a_figure_is_told_with_all_that_makes_it_sure(kz: Kazakhstan) -> None:
    spec = compose(kz, "KZ-61")
    lines = {line.label["en"]: line for line in spec.blocks[1].lines}
    parks, circus = lines["Amusement and leisure parks"], lines["Circuses"]
    cell = next(
        one
        for one in kz.indicator("lq").frame.to_dict("records")
        if one["region"] == "KZ-61" and one["sector"] == "park"
    )
    assert (parks.value, parks.lo, parks.hi, parks.n) == (cell["value"], cell["lo"], cell["hi"], cell["n"])
    assert (parks.rank, parks.ranked, parks.beside, parks.basis) == (6, 20, 1.0, "country")
    assert parks.ranks is not None
    assert parks.ranks[0] <= parks.rank <= parks.ranks[1]
    assert (circus.value, circus.status, circus.ranks) == (0.0, "ok", None), "zero is a figure, without an interval"


def test_missing_is_not_zero(kz: Kazakhstan) -> None:
    (zoo,) = [line for line in compose(kz, "KZ-11").blocks[1].lines if line.label["en"] == "Zoos"]
    assert (zoo.value, zoo.status, zoo.rank) == (None, "suppressed", None)


def test_a_plan_is_told_as_a_plan_and_silence_as_silence(kz: Kazakhstan) -> None:
    planned, silent = compose(kz, "KZ-61"), compose(kz, "KZ-75")
    assert (planned.status, [one.status for one in planned.tasks]) == ("planned", ["planned"])
    assert planned.tasks[0].date["en"] == "Planned for: June 26, 2024"
    assert (silent.status, silent.tasks) == ("not_mentioned", ())
    assert compose(kz, "KZ-75", standing=None).status == "", "a project without a rollout"


def test_only_findings_that_name_the_region_are_its_own(kz: Kazakhstan) -> None:
    region = Region("KZ-1", "2022", "region", {"en": "Abai", "ru": "Абай"}, {}, None, None, None)
    of = {
        "code": {"cells": "KZ-10 circus; KZ-1 zoo"},
        "name": {"text": "Абай"},
        "longer": {"cells": "KZ-10 circus"},
        "part": {"text": "Abai Region"},
    }
    found = {key: touches(Finding("warning", "x", Where("f.csv"), values), region) for key, values in of.items()}
    assert found == {"code": True, "name": True, "longer": False, "part": False}
    assert touches(Finding("warning", "x", Where("breaks.lock.toml", None, "map.all.KZ-1")), region)
    found_all = (*kz.about.findings, *kz.indicator("lq").findings)
    spec = compose(kz, "KZ-10", about=replace(kz.about, findings=found_all))
    assert len(spec.about.findings) + spec.others == len(found_all)
    assert [one.code for one in spec.about.findings] == ["incomplete-totals"]


def test_what_is_beyond_a_sheet_is_counted(kz: Kazakhstan) -> None:
    spec = kz.spec("facilities-lq")
    views = tuple(replace(view, sector=f"{view.sector}{i}") for view in spec.views for i in range(2))
    block = compose(kz, "KZ-61", shown=[Shown(replace(spec, views=views), {})]).blocks[0]
    assert (len(block.lines), block.of) == (12, 18)
    kept = [line.value for line in block.lines]
    assert kept == sorted(kept, reverse=True)


def test_without_a_figure_of_the_country_the_middle_of_the_regions_stands_beside(kz: Kazakhstan) -> None:
    spec = kz.spec("facilities-per-100k")
    views = tuple(replace(view, national=0.5 if view.sector == "cinema" else None) for view in spec.views)
    block = compose(kz, "KZ-61", shown=[Shown(replace(spec, views=views), {})]).blocks[0]
    lines = {line.label["en"]: line for line in block.lines}
    assert (lines["Cinemas"].beside, lines["Cinemas"].basis) == (0.5, "country")
    rates = [cell.value for view in views if view.sector == "theatre" for cell in view.cells if cell.value is not None]
    assert (lines["Theatres"].beside, lines["Theatres"].basis) == (statistics.median(rates), "median")


@pytest.mark.parametrize(
    ("code", "told"),
    [("KZ-10", "regions/KZ-10.html"), ("../../x", "regions/..%2F..%2Fx.html"), ("a b/%", "regions/a%20b%2F%25.html")],
)
def test_a_code_is_no_path(code: str, told: str) -> None:
    assert address(code) == told


def test_the_locator_draws_every_region_and_rings_the_small_ones(kz: Kazakhstan) -> None:
    codes = tuple(sorted(one.code for one in kz.regions))
    drawn = locate_regions(kz.shapes, codes)
    shape = re.compile(r"(M\d+ \d+l-?\d+(?:[ -]\d+)*z)+")
    assert all(shape.fullmatch(path) or ring for path, ring in zip(drawn.paths, drawn.rings, strict=True))
    assert {code for code, ring in zip(codes, drawn.rings, strict=True) if ring} >= {"KZ-71", "KZ-75", "KZ-79"}
    assert sum(map(len, drawn.paths)) < 12_000
    empty = locate_regions(Shapes((), kz.shapes.geometry[:0], kz.shapes.labels[:0], kz.shapes.crs), codes)
    assert set(empty.paths) == {""}


def test_a_page_is_small_and_carries_no_word_that_it_does_not_speak(kz: Kazakhstan) -> None:
    page = page_of(kz, compose(kz, "KZ-61"))
    assert len(page.encode()) <= 60_000
    words = data_of(page)["words"]
    assert set(words) == set(LANGUAGES)
    assert {"as_of", "statuses.suppressed", "hub.late", "best"} <= set(words["kk"])
    assert not {"play", "category.planned"} & set(words["kk"])


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_planner_reads_it_in_three_languages_without_a_reload(reader, kz, width: int) -> None:
    page = reader.open(page_of(kz, compose(kz, "KZ-61")), width=width)
    for language, name, status in (
        ("Қазақша", "Түркістан облысы", "Жоспарланған"),
        ("English", "Turkistan Region", "Planned"),
        ("Русский", "Туркестанская область", "Запланирован"),
    ):
        page.get_by_role("button", name=language).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        assert status in page.locator(".hubs").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        blank = page.locator("h2, h3, th, dt, .facts span").evaluate_all(
            "all => all.filter((one) => !one.textContent.trim()).length"
        )
        assert blank == 0, "a word is missing"
    assert page.locator(".locator .here").count() == 1


@pytest.mark.browser
def test_the_links_lead_home_and_to_the_maps_in_the_same_language(reader, kz) -> None:
    page = reader.open(page_of(kz, compose(kz, "KZ-61")), "l=kk")
    links = page.locator("a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert links == ["../index.html#l=kk", "../maps/rollout-status.html#l=kk", "../maps/facilities-lq.html#l=kk"]


@pytest.mark.browser
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_one_sheet(reader, kz, code: str, language: str) -> None:
    page = reader.open(page_of(kz, compose(kz, code)), f"l={language}")
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    (box,) = set(re.findall(rb"/MediaBox\s*\[([\d. ]+)\]", printed))
    assert [round(float(one)) for one in box.split()] == [0, 0, 595, 842], "A4, upright"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("kk", 390, "light"), ("ru", 1280, "dark"), ("en", 1280, "light")]
)
def test_nothing_on_a_profile_keeps_a_reader_out(reader, kz, language: str, width: int, scheme: str) -> None:
    page = reader.open(page_of(kz, compose(kz, "KZ-10")), f"l={language}", width=width)
    page.emulate_media(color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert violations(page) == []


@pytest.mark.browser
def test_made_data_are_marked_where_they_stand(reader, kz) -> None:
    made = Source("made", {"en": "Made"}, sample=True)
    spec = kz.spec("facilities-lq")
    measures = tuple(replace(one, sources=("made",)) for one in spec.measures)
    shown = Shown(replace(spec, measures=measures, about=replace(spec.about, sources=(made,))), {})
    told = compose(
        kz,
        "KZ-61",
        shown=[shown],
        strengths=[Strengths({"en": "Made"}, True, ())],
        about=replace(kz.about, sources=(*kz.about.sources, made)),
    )
    page = reader.open(page_of(kz, told), "l=en")
    assert page.locator(".made").all_inner_texts() == ["SAMPLE DATA, not a survey"] * 2
    expect(page.locator(".head .sample")).to_contain_text("SAMPLE DATA")


@pytest.mark.browser
def test_a_hostile_name_stays_text(reader, kz) -> None:
    evil = "<img src=x onerror=alert(1)></script>{{7*7}}"
    spec = compose(kz, "KZ-61")
    tasks = tuple(replace(one, name=dict.fromkeys(LANGUAGES, evil)) for one in spec.tasks)
    page = reader.open(page_of(kz, replace(spec, name=dict.fromkeys(LANGUAGES, evil), tasks=tasks)), "l=en")
    expect(page.get_by_role("heading", level=1)).to_have_text(evil)
    expect(page.locator(".tasks strong")).to_have_text(evil)


@pytest.mark.browser
def test_the_panel_of_a_region_links_its_profile_where_there_is_one(reader, kz) -> None:
    spec = kz.spec("facilities-lq")
    linked = replace(spec, profiles=tuple(f"../{address(place.code)}" for place in spec.places))
    for told, links in ((linked, ["../regions/KZ-61.html#l=kk"]), (spec, [])):
        page = reader.open(render_map(told, kz.shapes), "l=kk&r=KZ-61")
        expect(page.locator(".card h2")).to_have_text("Түркістан облысы")
        assert page.locator(".card a").evaluate_all("all => all.map((one) => one.getAttribute('href'))") == links


@pytest.mark.browser
def test_the_home_lists_the_profiles_by_the_alphabet_of_the_language(reader, kz) -> None:
    page = reader.open(render_index(kz.project, kz.about, kz.regions), "l=en", width=390)
    names = page.locator(".regions a").all_inner_texts()
    assert len(names) == 20
    assert names == sorted(names)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
