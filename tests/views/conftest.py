"""The embedded country, read once by the project's own readers, and pages made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

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
        return locate_hubs(known_activities(self.rollout.activities, AS_OF), self.shapes, ("ru", "kk", "en"))

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
    project = load_project(ROOT / "mapper.toml")
    gazetteer = open_country("kz", "2022", ROOT)
    shapes = to_plane(load_boundaries(ROOT / "regions/kz/boundaries/2022.geojson"))
    assert project.rollout
    rollout = read_rollout(project.rollout, ROOT, gazetteer)
    return Kazakhstan(project, gazetteer, shapes, rollout, read_survey(project.survey[0], ROOT, gazetteer))
