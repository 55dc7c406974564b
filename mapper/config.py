"""mapper.toml -> Project: read, checked key by key, frozen."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from mapper import files
from mapper.errors import BadConfig
from mapper.model import LANGUAGES
from mapper.rollout_settings import (
    Asked,
    FitQuestion,
    Format,
    PlanQuestion,
    ReachQuestion,
    RolloutConfig,
    SourceWords,
)
from mapper.rules import EngineConfig, PriorityConfig, PrivacyConfig, ReliabilityConfig
from mapper.settings import (
    Place,
    check_breaks,
    check_languages,
    check_words,
    closest,
    mismatch,
    refuse_unknown_keys,
    syntax,
)

Scheme = Literal["quantile", "equal", "fisher-jenks", "pretty", "manual"]
Picture = Literal["svg", "png", "pdf"]
Count = Annotated[int, msgspec.Meta(ge=0)]


class SurveyConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[survey]]`: a file, what its columns mean, and where it is from."""

    id: str
    file: str
    columns: dict[str, str]
    source: SourceWords
    design: Literal["probability", "quota", "purposive", "census", "register"]
    sectors: str = ""
    """A CSV of sectors (taxonomy, sector, name_*); with `taxonomy` it names the values of the sector column."""
    taxonomy: str = ""
    national: str = ""
    """A CSV of published totals (sector, period, value), held against the sum of regions."""
    period: str = ""
    layout: Literal["long", "sectors-across", "periods-across", "regions-across", "choices"] = "long"
    """What stands beside each other: figures in one column, sectors, periods, regions, or the choices of a question."""
    across: dict[str, str] = {}
    """In a layout across: column -> its sector, period or region; {} takes every column without another meaning."""
    sheet: str = ""
    """The sheet of a workbook; "" is the first visible one."""
    form: str = ""
    """The XLSForm of the survey: it names questions and choices in every language, and each answer is one of them."""
    parent: str = ""
    """The sheet (or file) of the submissions, where `sheet` (or `file`) is a repeat group of theirs."""
    header: Count = 0
    """The row on which the header starts; 0 finds it."""
    header_rows: Count = 0
    """How many rows the header has; 0 looks at merged cells."""
    encoding: str = ""
    decimal: Literal["", ",", "."] = ""
    """The decimal sign, where "1,234" leaves a doubt; "" looks at the column's other numbers."""
    negative: bool = False
    """Values may be below zero, as changes are and counts are not."""
    missing: dict[str, Literal["zero", "not_available", "suppressed"]] = {}
    """What marks in cells mean, over the usual ones: "-" zero, "…" not_available, "х" suppressed."""
    sector_map: dict[str, str] = {}
    """Sector texts that the analyst settled: text -> sector, or "" for a text that is no sector."""
    vintage: str = ""
    """The regions that the file is in, where they are not the project's: its counts are carried over."""
    weights: Literal["population", "area"] = "population"
    """What a divided region's counts are divided by."""
    unmatched: Literal["error", "warning"] = "error"
    definitions: dict[str, str] = {}
    """Period -> what was counted from then on; periods of different definitions are never compared."""
    base_period: str = ""
    """The period with which change is measured; "" is the one before each."""
    summed: bool = False
    """The rows are too many to be read one by one: an engine sums them (`[engine]`), for shares, means and counts."""
    sample: bool = False


class MapConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[map]]`: a page."""

    id: str
    measure: str
    title: dict[str, str]
    subtitle: dict[str, str] = {}
    survey: str = ""
    sectors: tuple[str, ...] = ("*",)
    """Sectors to choose from on the page: "*" is each of them, "all" is all together."""
    scheme: Scheme = "quantile"
    k: Annotated[int, msgspec.Meta(ge=1)] = 5
    breaks: tuple[float, ...] = ()
    shared: bool = False
    """One set of classes for all sectors, so that they can be compared."""
    kept: dict[str, tuple[float, ...]] = {}
    """Sector ("all" is all together) -> class breaks that an earlier build made; `breaks.lock.toml` fills it in."""
    hubs: bool = False
    pictures: tuple[Picture, ...] = ()
    """Formats in which the first view is drawn besides, in the first language: for slides and for print."""


class TableConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[table]]`: a table in several formats."""

    id: str
    title: dict[str, str]
    measures: tuple[str, ...] = ()
    survey: str = ""
    layout: Literal["long", "top", "rollout", "standing", "progress", "claims"] = "long"
    """How it is laid out; "standing" counts hubs by region, phase, partner and stream, "progress" openings in time."""
    formats: tuple[Format, ...] = ("csv", "json", "md", "html")


class ProjectConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The `[project]` table."""

    title: dict[str, str]
    country: str
    vintage: str
    as_of: dt.date
    languages: tuple[str, ...]
    subtitle: dict[str, str] = {}
    outputs: str = "outputs"
    profiles: bool | None = None
    """A page a region; None makes them where there are at most 100 regions."""
    seed: int = 1
    """Of simulations and permutations: the same seed gives the same figures."""


class Project(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole mapper.toml."""

    project: ProjectConfig
    confirm: dict[str, str] = {}
    """Spellings that the analyst settled: spelling -> code, or "" for a text that is no region."""
    rollout: RolloutConfig | None = None
    reliability: ReliabilityConfig = ReliabilityConfig()
    privacy: PrivacyConfig = PrivacyConfig()
    engine: EngineConfig = EngineConfig()
    priority: PriorityConfig | None = None
    survey: tuple[SurveyConfig, ...] = ()
    map: tuple[MapConfig, ...] = ()
    table: tuple[TableConfig, ...] = ()
    reach: tuple[ReachQuestion, ...] = ()
    plan: tuple[PlanQuestion, ...] = ()
    fit: tuple[FitQuestion, ...] = ()
    path: str = "mapper.toml"

    @property
    def questions(self) -> tuple[Asked, ...]:
        """What is asked of the rollout; each gives a map and a table."""
        return (*self.reach, *self.plan, *self.fit)

    @property
    def folder(self) -> Path:
        """The folder to which the project's paths are relative."""
        return Path(self.path).parent


def override(
    project: Project, *, as_of: dt.date | None = None, out: Path | None = None, engine: str = "", language: str = ""
) -> Project:
    """Return the project with what the command line says otherwise; `language` is the one that is shown first."""
    changes: dict[str, object] = {} if as_of is None else {"as_of": as_of}
    if out is not None:
        changes["outputs"] = str(out.absolute())
    if language:
        changes["languages"] = tuple(dict.fromkeys([language, *project.project.languages]))
    named = msgspec.structs.replace(project.engine, name=engine or project.engine.name)
    return msgspec.structs.replace(project, project=msgspec.structs.replace(project.project, **changes), engine=named)


def map_settings(*, measure: str, scheme: str, k: int, breaks: str, title: str) -> MapConfig:
    """Return the settings of a map that the command line asks for."""
    known = get_args(Scheme)
    if scheme not in known:
        raise BadConfig(f"--scheme: {scheme!r} is not known", hint=closest(scheme, dict.fromkeys(known)))
    if k < 1:
        raise BadConfig(f"--k: {k} is below 1", hint="Ask for some classes: --k 5.")
    numbers = _breaks(breaks) if breaks else ()
    chosen = "manual" if numbers else scheme
    check_breaks(numbers, chosen, "--breaks")
    tree = {"id": "map", "measure": measure, "scheme": chosen, "k": k, "breaks": numbers}
    return msgspec.convert({**tree, "title": dict.fromkeys(LANGUAGES, title)}, MapConfig)


def _breaks(told: str) -> tuple[float, ...]:
    numbers: list[float] = []
    for part in told.split(","):
        try:
            numbers.append(float(part))
        except ValueError as error:
            raise BadConfig(f"--breaks: {part!r} is not a number", hint="Write --breaks 10,20,50.") from error
    return tuple(numbers)


def load_project(path: Path) -> Project:
    """Read mapper.toml; raise BadConfig with the line of the fault."""
    source = files.read_text(path).text
    try:
        tree = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadConfig(*syntax(path, str(error))) from error
    refuse_unknown_keys(tree, Project, (), Place(path, source))
    try:
        project = msgspec.convert({**tree, "path": str(path)}, Project)
    except msgspec.ValidationError as error:
        raise BadConfig(*mismatch(str(error), Place(path, source))) from error
    _check(project, Place(path, source))
    return project


def _check(project: Project, place: Place) -> None:
    """Raise BadConfig at what types cannot say: ids that are names of files, words in every language, known surveys."""
    settings = project.project
    check_languages(settings.languages, place.at(("project", "languages")))
    check_words(settings.title, settings.languages, place.at(("project", "title")))
    surveys = [survey.id for survey in project.survey]
    for kind in ("survey", "map", "table", "reach", "plan", "fit"):
        _check_ids(project, kind, place)
        for number, item in enumerate(getattr(project, kind) if kind != "survey" else ()):
            _check_survey(item.survey, surveys, place.at((kind, number, "survey")))
            if item.title or kind in ("map", "table"):
                check_words(item.title, settings.languages, place.at((kind, number, "title")))
    for number, chart in enumerate(project.map):
        check_breaks(chart.breaks, chart.scheme, place.at(("map", number, "breaks")))
    if project.priority:
        _check_priority(project.priority, surveys, place)


def _check_ids(project: Project, kind: str, place: Place) -> None:
    """Raise BadConfig at an id that is no name of a file, or taken: an answer is a map and a table of that name."""
    answers = kind in ("reach", "plan", "fit")
    others = (*project.map, *project.table, *project.questions) if answers else getattr(project, kind)
    taken = [one.id for one in others]
    for number, item in enumerate(getattr(project, kind)):
        where: tuple[str | int, ...] = (kind, number, "id")
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", item.id):
            hint = 'Use small letters, digits and "-", at most 100 of them.'
            raise BadConfig(f"{place.at(where)}: {item.id!r} is no id", hint=hint)
        if taken.count(item.id) > 1:
            raise BadConfig(f"{place.at(where)}: {item.id!r} stands twice", hint="Give each an id of its own.")


def _check_priority(priority: PriorityConfig, surveys: list[str], place: Place) -> None:
    where, weights = place.at(("priority", "weights")), priority.weights
    low = [name for name, weight in weights.items() if weight < 0]
    if low or not weights:
        what = f"{where}: {low[0]!r} weighs less than 0" if low else f"{where}: no weights"
        raise BadConfig(what, hint="Name measures: weights = { lq = 0.5, share = 0.5 }.")
    if not abs(sum(weights.values()) - 1) <= 1e-9:  # so that NaN does not pass
        raise BadConfig(f"{where}: the weights sum to {sum(weights.values()):g}, not to 1", hint="Change them.")
    for name, indicator in priority.indicators.items():
        at = ("priority", "indicators", name)
        if name not in weights:
            raise BadConfig(f"{place.at(at)}: has no weight", hint="Add it to `weights`, or take it away.")
        _check_survey(indicator.survey, surveys, place.at((*at, "survey")))


def _check_survey(name: str, surveys: list[str], where: str) -> None:
    if name and name not in surveys:
        raise BadConfig(f"{where}: no [[survey]] has the id {name!r}", hint=closest(name, dict.fromkeys(surveys)))
