"""The use cases of one file: a map, a table, a column of names; the same way as a project's, without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from mapper import files
from mapper.config import MapConfig, SourceWords, SurveyConfig, TableConfig, load_project
from mapper.errors import BadConfig
from mapper.model import LANGUAGES, Indicator, Match, MeasureInfo, Survey

if TYPE_CHECKING:
    import geopandas as gpd

    from mapper.places.gazetteer import Gazetteer


@dataclass(frozen=True)
class OneFile:
    """A table of figures by region, as the command line names it."""

    path: Path
    columns: Mapping[str, str]
    """What a column means ("region", "value", "sector") -> its name."""
    boundaries: str = ""
    """"kz", "kz@2022", a file of shapes, or "" for the country at hand."""
    key: str = "code"
    encoding: str = ""
    unmatched: Literal["error", "warning"] = "error"


def default_country() -> str:
    """Return the country of mapper.toml here, or the only embedded one; raise BadConfig where that is not one."""
    from mapper.places.gazetteer import embedded_countries

    here = Path("mapper.toml")
    if here.exists():
        return load_project(here).project.country
    known = embedded_countries()
    if len(known) != 1:
        raise BadConfig("which country?", hint=f"Pass --country; known are {', '.join(known)}.")
    return known[0]


def list_measures() -> Sequence[MeasureInfo]:
    """Return what the registry tells of every measure."""
    from mapper import measures

    return [measures.info(name) for name in measures.names()]


def match_names(
    path: Path, *, column: str = "", country: str = "", vintage: str = "", encoding: str = ""
) -> list[Match]:
    """Match a column of a table, or without one the lines of a text, in their order."""
    from mapper.places.gazetteer import open_country

    gazetteer = open_country(country or default_country(), vintage, Path())
    if not column:
        return gazetteer.match(files.read_text(path, encoding).text.splitlines())
    from mapper.sources.tabular import read_table, require_columns

    table = read_table(path, encoding=encoding)
    require_columns(table, [column])
    return gazetteer.match(table.frame[column].tolist())


def one_map(asked: OneFile, settings: MapConfig, *, languages: tuple[str, ...]) -> tuple[str, Survey]:
    """Return a map page of one table, "" where an error was found, and the survey that was read."""
    from mapper.messages import check_languages
    from mapper.places.projection import to_plane
    from mapper.views.about import About
    from mapper.views.map import render_map
    from mapper.views.spec import choropleth

    check_languages(languages)
    gazetteer, frame = _places(asked)
    survey, indicator = _measured(asked, settings.measure, gazetteer)
    if any(finding.level == "error" for finding in survey.findings):
        return "", survey
    about = About(
        project=settings.title,
        languages=languages,
        as_of=None,
        vintage=gazetteer.country.vintages[-1],
        sources=(survey.source,),
        findings=survey.findings,
        ledgers=(survey.ledger,),
    )
    spec = choropleth(indicator, settings, regions=gazetteer.regions, sectors=survey.sectors, about=about)
    return render_map(spec, to_plane(frame)), survey


def _places(asked: OneFile) -> tuple[Gazetteer, gpd.GeoDataFrame]:
    """Return the regions and their shapes: of a country's vintage, or of a file of shapes."""
    from mapper.build import boundary_file
    from mapper.places.boundaries import load_boundaries
    from mapper.places.gazetteer import open_country
    from mapper.places.plain import gazetteer_of

    if "/" in asked.boundaries or "." in asked.boundaries:
        path = Path(asked.boundaries)
        frame = load_boundaries(path, key=asked.key)
        return gazetteer_of(frame["code"].tolist(), path), frame
    gazetteer = _country(asked)
    return gazetteer, load_boundaries(boundary_file(gazetteer))


def _country(asked: OneFile) -> Gazetteer:
    from mapper.places.gazetteer import open_country

    country, _, vintage = asked.boundaries.partition("@")
    return open_country(country or default_country(), vintage, Path())


def _measured(asked: OneFile, measure: str, gazetteer: Gazetteer) -> tuple[Survey, Indicator]:
    """Read the table and compute the measure."""
    from mapper.measures import Inputs, compute
    from mapper.places.population import read_population
    from mapper.sources.survey import read_survey

    config = SurveyConfig(
        id=asked.path.stem,
        file=str(asked.path),
        columns=dict(asked.columns),
        source=SourceWords(title=dict.fromkeys(LANGUAGES, asked.path.name)),
        design="register",
        encoding=asked.encoding,
        unmatched=asked.unmatched,
    )
    survey = read_survey(config, Path(), gazetteer)
    inputs = Inputs(
        records=survey.records,
        sectors=survey.sectors,
        regions=gazetteer.regions,
        population=read_population(gazetteer),
        sources=(survey.source,),
    )
    return survey, compute(measure, inputs)
