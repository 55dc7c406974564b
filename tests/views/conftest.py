"""The embedded country, read once by the project's own readers, and pages made of it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from mapper.config import MapConfig, Project, load_project
from mapper.measures import Inputs, compute
from mapper.measures.rollout import known_activities
from mapper.model import Indicator, Region, Rollout, Shapes, Survey
from mapper.places.boundaries import load_boundaries
from mapper.places.gazetteer import Gazetteer, open_country
from mapper.places.population import read_population
from mapper.places.projection import to_plane
from mapper.sources.rollout import read_rollout
from mapper.sources.survey import read_survey
from mapper.views.about import About, Input
from mapper.views.hubs import Hub, locate_hubs
from mapper.views.spec import ChoroplethSpec, choropleth

ROOT = Path(__file__).parents[2]
AS_OF = dt.date(2024, 6, 20)


@dataclass(frozen=True)
class Kazakhstan:
    """The embedded project's material."""

    project: Project
    gazetteer: Gazetteer
    shapes: Shapes
    rollout: Rollout
    survey: Survey

    @property
    def regions(self) -> tuple[Region, ...]:
        return self.gazetteer.regions

    @property
    def about(self) -> About:
        vintage = next(v for v in self.gazetteer.country.vintages if v.id == "2022")
        return About(
            project=self.project.project.title,
            languages=("ru", "kk", "en"),
            as_of=AS_OF,
            vintage=vintage,
            sources=(self.rollout.source, self.survey.source),
            findings=(*self.rollout.findings, *self.survey.findings),
            ledgers=(self.rollout.ledger, self.survey.ledger),
            inputs=(Input("regions/kz/rollout.csv", "ab" * 32), Input("regions/kz/regions.csv", "cd" * 32)),
        )

    @property
    def hubs(self) -> tuple[Hub, ...]:
        return locate_hubs(
            known_activities(self.rollout.activities, AS_OF),
            self.shapes,
            languages=("ru", "kk", "en"),
            glossary=self.rollout.glossary,
        )

    def indicator(self, measure: str) -> Indicator:
        inputs = Inputs(
            records=self.survey.records,
            sectors=self.survey.sectors,
            regions=self.regions,
            population=read_population(self.gazetteer),
            rollout=self.rollout,
            as_of=AS_OF,
            sources=(self.survey.source,),
        )
        return compute(measure, inputs)

    def config(self, name: str) -> MapConfig:
        return next(chart for chart in self.project.map if chart.id == name)

    def spec(self, name: str) -> ChoroplethSpec:
        config = self.config(name)
        return choropleth(
            self.indicator(config.measure),
            config,
            regions=self.regions,
            sectors=self.survey.sectors,
            about=replace(self.about),
            hubs=self.hubs if config.hubs else (),
        )


@pytest.fixture(scope="session")
def kz() -> Kazakhstan:
    return read_kazakhstan()


def read_kazakhstan() -> Kazakhstan:
    """Read the embedded project's country, boundaries, register and survey."""
    project = load_project(ROOT / "mapper.toml")
    gazetteer = open_country("kz", "2022", ROOT)
    shapes = to_plane(load_boundaries(ROOT / "regions/kz/boundaries/2022.geojson"))
    assert project.rollout
    rollout = read_rollout(project.rollout, ROOT, gazetteer)
    return Kazakhstan(project, gazetteer, shapes, rollout, read_survey(project.survey[0], ROOT, gazetteer))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Drive the system's Chromium; where there is none, skip, but fail in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        told = "no Chromium: apt-get install chromium"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    return {"executable_path": path, "args": ["--no-sandbox"]}


def whole(page: Page) -> Page:
    """Wait until the panels that are not open are drawn too; only pages of maps have any."""
    if page.locator("[role=tablist]").count():
        page.locator("body[data-whole]").wait_for(state="attached")
    return page


@dataclass
class Reader:
    """Opens pages from disk without a network, and notes everything that a page should not do."""

    browser: Browser
    folder: Path
    heard: list[str] = field(default_factory=list)

    def open(self, html: str, anchor: str = "", *, width: int = 1280, touch: bool = False) -> Page:
        file = self.folder / f"{len(list(self.folder.iterdir()))}.html"
        file.write_text(html, encoding="utf-8")
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, offline=True, has_touch=touch, is_mobile=touch
        )
        page = context.new_page()
        page.on("console", lambda message: self.heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: self._note(request.url, file))
        page.goto(f"{file.as_uri()}#{anchor}" if anchor else file.as_uri())
        return whole(page)

    def _note(self, url: str, file: Path) -> None:
        if not url.startswith((file.as_uri(), "data:")):
            self.heard.append(f"request: {url}")


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    """Open pages, and hold at the end that none spoke, failed or asked for anything."""
    folder = tmp_path / "pages"
    folder.mkdir()
    reader = Reader(browser, folder)
    yield reader
    for context in browser.contexts:
        context.close()
    assert reader.heard == []
