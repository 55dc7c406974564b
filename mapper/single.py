"""The use cases of one file: a map, a table, a column of names; the same way as a project's, without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mapper import files
from mapper.atlas import Weights, open_regions
from mapper.config import MapConfig, Project, SurveyConfig, TableConfig, load_project
from mapper.errors import BadConfig
from mapper.material import has_errors
from mapper.messages import words
from mapper.model import LANGUAGES, Indicator, Match, MeasureInfo, Survey, Words
from mapper.rollout_settings import SourceWords
from mapper.rules import ReliabilityConfig
from mapper.settings import check_languages

if TYPE_CHECKING:
    import geopandas as gpd

    from mapper.places.gazetteer import Gazetteer
    from mapper.views.about import About


@dataclass(frozen=True)
class OneFile:
    """A table of figures by region, as the command line names it."""

    path: Path
    columns: Mapping[str, str]
    """What a column means ("region", "value", "sector") -> its name."""
    country: str = ""
    """"" is the country at hand."""
    vintage: str = ""
    """"" is the newest."""
    shapes: Path | None = None
    """A file of shapes, which takes the place of a country."""
    key: str = "code"
    encoding: str = ""
    unmatched: Literal["error", "warning"] = "error"
    design: Literal["probability", "quota", "purposive", "census", "register"] = "register"


def list_measures() -> Sequence[MeasureInfo]:
    """Return what the registry tells of every measure."""
    from mapper import measures

    return [measures.info(name) for name in measures.names()]


def match_names(
    path: Path, *, column: str = "", country: str = "", vintage: str = "", encoding: str = ""
) -> list[Match]:
    """Match a column of a table, or without one the lines of a text, in their order."""
    gazetteer = open_regions(country, vintage)
    if not column:
        return gazetteer.match(files.read_text(path, encoding).text.splitlines())
    from mapper.sources.tabular import read_table, require_columns

    table = read_table(path, encoding=encoding)
    require_columns(table, [column])
    return gazetteer.match(table.frame[column].tolist())


def one_map(
    asked: OneFile, settings: MapConfig, *, languages: tuple[str, ...], style: str = "html"
) -> tuple[str | bytes, Survey]:
    """Return a map of one table as a page or a picture, "" where an error was found, and the survey that was read."""
    from mapper.places.projection import to_plane
    from mapper.views.formats import map_format
    from mapper.views.lint import check_map, on_page
    from mapper.views.spec import choropleth

    check_languages(languages, "--languages")
    render = map_format(style)
    gazetteer, frame = _places(asked)
    survey, indicator = _measured(asked, settings.measure, gazetteer, frame)
    if has_errors(survey.findings):
        return "", survey
    about = _about(survey, gazetteer, settings.title, languages=languages)
    spec = choropleth(indicator, settings, regions=gazetteer.regions, sectors=survey.sectors, about=about)
    found = check_map(settings, spec, asked.path.name)
    shown = replace(spec.about, findings=(*spec.about.findings, *on_page(found, settings)))
    page = render(replace(spec, about=shown), to_plane(frame), languages[0])
    return page, replace(survey, findings=(*survey.findings, *indicator.findings, *found))


def _places(asked: OneFile) -> tuple[Gazetteer, gpd.GeoDataFrame]:
    """Return the regions and their shapes: of a country's vintage, or of a file of shapes."""
    from mapper.places.boundaries import load_boundaries
    from mapper.places.plain import gazetteer_of

    if asked.shapes:
        frame = load_boundaries(asked.shapes, key=asked.key)
        return gazetteer_of(frame["code"].tolist(), asked.shapes), frame
    gazetteer = open_regions(asked.country, asked.vintage)
    return gazetteer, load_boundaries(gazetteer.boundary_file)


def _measured(asked: OneFile, measure: str, gazetteer: Gazetteer, frame: gpd.GeoDataFrame) -> tuple[Survey, Indicator]:
    """Read the table and compute the measure."""
    from mapper.measures import Inputs, compute
    from mapper.places.population import read_population
    from mapper.places.projection import to_plane
    from mapper.sources.survey import read_survey

    survey = read_survey(_config(asked, negative=measure == "value"), Path(), gazetteer)
    inputs = Inputs(
        records=survey.records,
        sectors=survey.sectors,
        regions=gazetteer.regions,
        population=read_population(gazetteer),
        sources=(survey.source,),
        design=survey.design,
        shapes=to_plane(frame) if measure == "lisa" else None,
    )
    return survey, compute(measure, inputs)


def one_table(asked: OneFile, measure: str, *, style: str, language: str) -> tuple[str | bytes, Survey]:
    """Return one measure of one table in a format, "" where an error was found, and the survey that was read."""
    from mapper.views.formats import table_format
    from mapper.views.sheets import long_table

    check_languages([language], "--language")
    render = table_format(style)
    gazetteer, frame = _places(asked)
    survey, indicator = _measured(asked, measure, gazetteer, frame)
    if has_errors(survey.findings):
        return "", survey
    title = words(f"measure.{measure}.name")
    about = _about(survey, gazetteer, title, languages=(language, *(one for one in LANGUAGES if one != language)))
    config = TableConfig(id=measure, title=dict(title), measures=(measure,))
    spec = long_table([indicator], config, regions=gazetteer.regions, sectors=survey.sectors, about=about)
    return render(spec, language), replace(survey, findings=(*survey.findings, *indicator.findings))


def _about(survey: Survey, gazetteer: Gazetteer, title: Words, *, languages: tuple[str, ...]) -> About:
    from mapper.views.about import About

    return About(
        project=title,
        languages=languages,
        as_of=None,
        vintage=gazetteer.division,
        sources=(survey.source,),
        findings=survey.findings,
        ledgers=(survey.ledger,),
    )


def _config(asked: OneFile, *, negative: bool = False) -> SurveyConfig:
    """Return the settings with which a project would name the table."""
    name = "stdin" if str(asked.path) == "-" else asked.path.name
    return SurveyConfig(
        id=asked.path.stem,
        file=str(asked.path),
        columns=dict(asked.columns),
        source=SourceWords(title=dict.fromkeys(LANGUAGES, name)),
        design=asked.design,
        encoding=asked.encoding,
        unmatched=asked.unmatched,
        negative=negative,
    )


@dataclass(frozen=True)
class Asked:
    """A question to the microdata of one file."""

    path: Path
    columns: Mapping[str, str]
    """What a column is: value, by, denominator, weight, strata, psu, fpc -> its name."""
    stat: str = "mean"
    level: float = 0.95
    interval: str = ""
    design: str = "probability"
    encoding: str = ""


def estimate_file(asked: Asked) -> tuple[Mapping[str, object], Sequence[Mapping[str, object]]]:
    """Return the design and the rows of an estimate from one file, by the `[reliability]` of a mapper.toml here."""
    import msgspec

    from mapper.measures.estimates import Precision, estimate
    from mapper.measures.reliability import Reliability
    from mapper.measures.sample import Design, Question
    from mapper.sources.columns import read_microdata

    here = Path("mapper.toml")
    rules = load_project(here).reliability if here.exists() else ReliabilityConfig()
    frame, named = read_microdata(asked.path, asked.columns, share=asked.stat == "share", encoding=asked.encoding)
    role = {name: named.get(name, "") for name in ("value", "by", "denominator", "weight", "strata", "psu", "fpc")}
    made = estimate(
        frame,
        Question(role["value"], asked.stat, by=role["by"], denominator=role["denominator"]),
        design=Design(
            role["weight"], role["strata"], role["psu"], role["fpc"], probability=asked.design == "probability"
        ),
        precision=Precision(asked.level, asked.interval),
        rules=Reliability(**msgspec.structs.asdict(rules)),
    )
    return {**made.design, **role, "design": asked.design, **msgspec.structs.asdict(rules)}, made.rows()


def carry_file(asked: OneFile, *, before: str, after: str, weights: Weights) -> tuple[str, Survey]:
    """Return the counts of one table in the regions of another vintage, as CSV, and the survey that was read."""
    import pandas as pd

    from mapper.atlas import carry_survey
    from mapper.sources.survey import read_survey

    then, now = open_regions(asked.country, before), open_regions(asked.country, after)
    survey = read_survey(_config(asked), Path(), then)
    if has_errors(survey.findings):
        return "", survey
    carried = carry_survey(survey, then, now, weights=weights)
    rows = carried.records[["region", "sector", "period", "value", "value_status"]]
    whole = [f"{one:.0f}" if one.is_integer() else one for one in rows["value"]]
    told = rows.assign(value=pd.Series(whole, rows.index, dtype=object))
    return told.to_csv(index=False, lineterminator="\n"), carried


@dataclass(frozen=True)
class Arrived:
    """A survey's file as it arrived, and how it is to be read."""

    path: Path
    country: str = ""
    vintage: str = ""
    encoding: str = ""
    sheet: str = ""


def convert_file(path: Path, out: Path, *, project: Path, survey: str) -> Survey:
    """Write the tidy records of a file as typed Parquet, unless an error was found; mapper.toml has its mapping."""
    from mapper.places.gazetteer import open_country
    from mapper.sources.parquet import write_records
    from mapper.sources.survey import read_survey

    settings = load_project(project)
    config = _mapping(settings, path, survey)
    if config.summed:
        what = f"{settings.path}: the rows of {config.id!r} are summed, not read one by one"
        raise BadConfig(what, hint="Take `summed` away to convert them.")
    vintage = config.vintage or settings.project.vintage
    gazetteer = open_country(settings.project.country, vintage, settings.folder, confirm=settings.confirm)
    read = read_survey(config, settings.folder, gazetteer)
    if not has_errors(read.findings):
        write_records(read.records, out)
    return read


def _mapping(settings: Project, path: Path, survey: str) -> SurveyConfig:
    """Return the settings of a file: of the survey that is named, or of the only one that has this file."""
    import msgspec

    named = [one for one in settings.survey if one.id == survey]
    having = [one for one in settings.survey if (settings.folder / one.file).resolve() == path.resolve()]
    chosen = named if survey else having
    if len(chosen) != 1:
        known = ", ".join(one.id for one in (having if having and not survey else settings.survey)) or "none"
        what = f"{settings.path}: no [[survey]] {survey!r}" if survey else f"{path}: not the file of one [[survey]]"
        raise BadConfig(what, hint=f"Known are {known}; `mapper survey read` proposes one; --survey names one.")
    return chosen[0] if having == chosen else msgspec.structs.replace(chosen[0], file=str(path.absolute()))


def look_at(arrived: Arrived) -> Mapping[str, object]:
    """Return what a reader makes of a file, and the `[[survey]]` that it seems to ask for: `mapper.survey-read/1`."""
    from mapper.sources.first_look import look

    return look(
        arrived.path,
        open_regions(arrived.country, arrived.vintage),
        encoding=arrived.encoding,
        sheet=arrived.sheet,
        folder=Path(),
    )
