"""Every page against WCAG 2.2 AA, by axe-core (Deque Systems; the copy that axe-playwright-python carries)."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from mapper.views.explorer import join_maps
from mapper.views.map import render_map
from mapper.views.report import render_index

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STATES = (
    ("m=lq&s=museum&r=KZ-43&q=all&u=1&c=2", "kk", 1280, "light"),
    ("m=lq&s=cinema&x=both", "ru", 1280, "dark"),
    ("m=lq&s=cinema&x=many", "en", 390, "light"),
    ("m=rollout-status&r=KZ-61", "en", 1280, "dark"),
    ("m=per-100k&s=zoo&v=table", "kk", 390, "light"),
    ("m=per-100k&s=zoo&v=about", "ru", 390, "dark"),
)


def violations(page: object) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.fixture(scope="module")
def explorer(kz) -> str:
    specs = [kz.spec(name) for name in ("rollout-status", "facilities-per-100k", "facilities-lq")]
    settings = kz.project.project
    return render_map(join_maps(specs, title=settings.title, subtitle=settings.subtitle, about=kz.about), kz.shapes)


@pytest.mark.parametrize(("anchor", "language", "width", "scheme"), STATES)
def test_nothing_on_the_page_of_maps_keeps_a_reader_out(reader, explorer, anchor, language, width, scheme) -> None:
    page = reader.open(explorer, f"{anchor}&l={language}", width=width)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_the_home_page_keeps_a_reader_out(reader, kz, scheme) -> None:
    page = reader.open(render_index(kz.project, kz.about), "l=kk", width=390)
    page.emulate_media(color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert violations(page) == []
