"""The use cases of a project, and the only place that knows their order: places, read, check, measure, compose, write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import mapper
from mapper import files
from mapper.config import MapConfig, Project, SurveyConfig
from mapper.errors import BadConfig
from mapper.model import Finding, Indicator, Ledger, Rollout, Shapes, Survey

if TYPE_CHECKING:
    import pandas as pd

    from mapper.places.gazetteer import Gazetteer
    from mapper.views.about import About

MANIFEST = "manifest.json"
PLACES = ("regions.csv", "spellings.csv", "population.csv", "lineage.csv")
"""The tables of a country folder that a build rests on."""


@dataclass(frozen=True)
class Material:
    """Everything that a project names, read."""

    project: Project
    gazetteer: Gazetteer
    population: pd.DataFrame
    shapes: Shapes
    rollout: Rollout | None
    surveys: Mapping[str, Survey]
    inputs: Mapping[str, str]
    """Name of each file that was read -> its SHA-256."""
    findings: tuple[Finding, ...]

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """The account of every source."""
        rollout = (self.rollout.ledger,) if self.rollout else ()
        return (*rollout, *(survey.ledger for survey in self.surveys.values()))


@dataclass(frozen=True)
class Built:
    """What a build made, none of it on the disk yet; no files where an error was found."""

    folder: Path
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    ledgers: tuple[Ledger, ...]
    whole: bool = True
    """False if only some of the maps and tables were asked for."""


def has_errors(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Tell whether a finding stops the build."""
    return any(strict or finding.level == "error" for finding in findings)


def read_project(project: Project) -> Material:
    """Read everything that a project names."""
    from mapper.places.boundaries import load_boundaries
    from mapper.places.gazetteer import open_country
    from mapper.places.population import read_population
    from mapper.places.projection import to_plane
    from mapper.sources.rollout import check_points, read_rollout

    settings, folder = project.project, project.folder
    gazetteer = open_country(settings.country, settings.vintage, folder, confirm=project.confirm)
    frame = load_boundaries(gazetteer.boundary_file)
    rollout = read_rollout(project.rollout, folder, gazetteer) if project.rollout else None
    surveys = {survey.id: _survey(survey, project, gazetteer) for survey in project.survey}
    found = [*(rollout.findings if rollout else ()), *(check_points(rollout, frame) if rollout else ())]
    return Material(
        project=project,
        gazetteer=gazetteer,
        population=read_population(gazetteer),
        shapes=to_plane(frame),
        rollout=rollout,
        surveys=surveys,
        inputs=_checksums(project, gazetteer),
        findings=(*found, *(finding for survey in surveys.values() for finding in survey.findings)),
    )


def check_project(project: Project) -> Built:
    """Read, check and make everything, and keep only what was found."""
    built = make(project)
    return Built(built.folder, {}, built.findings, built.ledgers)


def make(project: Project, *, only: Sequence[str] = (), strict: bool = False) -> Built:
    """Make every page and table of a project; nothing is written, and nothing is made where an error was found."""
    _check_only(project, only)
    material = read_project(project)
    folder = project.folder / project.project.outputs
    if has_errors(material.findings, strict=strict):
        return Built(folder, {}, material.findings, material.ledgers)
    indicators = _indicators(material)
    found = dict.fromkeys([*material.findings, *(f for one in indicators.values() for f in one.findings)])
    made = dict(_pages(material, indicators, tuple(found), only))
    if not only:
        made[MANIFEST] = _manifest(material, made)
    return Built(folder, made, tuple(found), material.ledgers, whole=not only)


def write(built: Built) -> None:
    """Write what was made, the manifest last; take away what an earlier build wrote and this one did not."""
    old = _listed(built.folder) if built.whole else frozenset()
    for name in sorted(built.files, key=lambda name: (name == MANIFEST, name)):
        files.write(built.folder / name, built.files[name])
    for name in sorted(old - built.files.keys()):
        (built.folder / name).unlink(missing_ok=True)


def compare(built: Built) -> list[str]:
    """Tell how the files of the folder differ from what was made: changed, missing, and not made by anything."""
    there = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()}
    told = [f"{built.folder / name}: is missing" for name in sorted(built.files.keys() - there)]
    if built.whole:
        told += [f"{built.folder / name}: nothing makes this file" for name in sorted(there - built.files.keys())]
    for name in sorted(there & built.files.keys()):
        if files.read_bytes(built.folder / name) != built.files[name]:
            told.append(f"{built.folder / name}: is not what the inputs give")
    return told


def _check_only(project: Project, only: Sequence[str]) -> None:
    known = [item.id for item in (*project.map, *project.table)]
    for name in only:
        if name not in known:
            raise BadConfig(f"--only {name!r}: no map or table has this id", hint=f"Known are: {', '.join(known)}.")


def _survey(config: SurveyConfig, project: Project, gazetteer: Gazetteer) -> Survey:
    """Read a survey in the regions of its own time, and carry it over to the project's."""
    from mapper.atlas import carry_survey
    from mapper.places.gazetteer import open_country
    from mapper.sources.survey import read_survey

    if config.vintage in ("", gazetteer.vintage):
        return read_survey(config, project.folder, gazetteer)
    settings = project.project
    then = open_country(settings.country, config.vintage, project.folder, confirm=project.confirm)
    read = read_survey(config, project.folder, then)
    return read if has_errors(read.findings) else carry_survey(read, then, gazetteer, weights=config.weights)


def _indicators(material: Material) -> Mapping[tuple[str, str], Indicator]:
    """Compute each (survey, measure) that a page or table asks for, once."""
    wanted = [(item.survey, item.measure) for item in material.project.map]
    wanted += [(item.survey, name) for item in material.project.table for name in item.measures]
    return {key: _indicator(material, *key) for key in dict.fromkeys(wanted)}


def _indicator(material: Material, survey: str, measure: str) -> Indicator:
    from mapper.measures import Inputs, compute

    read = material.surveys.get(survey)
    rollout = material.rollout
    source = (read.source,) if read else (rollout.source,) if rollout else ()
    inputs = Inputs(
        records=read.records if read else _no_records(),
        sectors=read.sectors if read else (),
        regions=material.gazetteer.regions,
        population=material.population,
        rollout=rollout,
        as_of=material.project.project.as_of,
        sources=source,
        design=read.design if read else "register",
    )
    return compute(measure, inputs)


def _no_records() -> pd.DataFrame:
    import pandas as pd

    from mapper.model import RECORD_COLUMNS

    return pd.DataFrame(columns=list(RECORD_COLUMNS))


def _pages(
    material: Material,
    indicators: Mapping[tuple[str, str], Indicator],
    found: tuple[Finding, ...],
    only: Sequence[str],
) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every file of the outputs but the manifest."""
    from mapper.views.report import render_index, render_joins_json, render_joins_md

    about = _about(material, found)
    for chart in material.project.map:
        if not only or chart.id in only:
            yield f"maps/{chart.id}.html", _map(material, chart, indicators, about).encode()
    for table in material.project.table:
        if not only or table.id in only:
            for style, text in _tables(material, table, indicators, about):
                yield f"tables/{table.id}.{style}", text.encode()
    if not only:
        yield "index.html", render_index(material.project, about).encode()
        yield "joins.md", render_joins_md(material.ledgers).encode()
        yield "joins.json", render_joins_json(material.ledgers).encode()


def _about(material: Material, found: tuple[Finding, ...]) -> About:
    from mapper.views.about import About, Input

    settings = material.project.project
    rollout = (material.rollout.source,) if material.rollout else ()
    return About(
        project=settings.title,
        languages=settings.languages,
        as_of=settings.as_of,
        vintage=next(v for v in material.gazetteer.country.vintages if v.id == material.gazetteer.vintage),
        sources=(*rollout, *(survey.source for survey in material.surveys.values())),
        findings=found,
        ledgers=material.ledgers,
        inputs=tuple(Input(name, digest) for name, digest in material.inputs.items()),
    )


def _map(material: Material, chart: MapConfig, indicators: Mapping[tuple[str, str], Indicator], about: About) -> str:
    from mapper.views.map import render_map
    from mapper.views.spec import choropleth

    survey = material.surveys.get(chart.survey)
    spec = choropleth(
        indicators[chart.survey, chart.measure],
        chart,
        regions=material.gazetteer.regions,
        sectors=survey.sectors if survey else (),
        about=about,
        hubs=_hubs(material) if chart.hubs else (),
    )
    return render_map(spec, material.shapes)


def _hubs(material: Material) -> tuple[Hub, ...]:
    """Return the markers of the hubs as they were known on the as-of day."""
    from mapper.measures.rollout import known_activities
    from mapper.views.hubs import locate_hubs

    if material.rollout is None:
        return ()
    settings = material.project.project
    known = known_activities(material.rollout.activities, settings.as_of)
    return locate_hubs((one.activity for one in known), material.shapes, settings.languages)


def _manifest(material: Material, made: Mapping[str, bytes]) -> bytes:
    """Return what was made from what: the checksums of every input and output, and the settings."""
    settings = material.project.project
    told = {
        "schema": "mapper.manifest/1",
        "version": mapper.__version__,
        "settings": {
            "country": settings.country,
            "vintage": material.gazetteer.vintage,
            "as_of": settings.as_of.isoformat(),
            "languages": list(settings.languages),
        },
        "inputs": dict(material.inputs),
        "ledger": [ledger_row(ledger) for ledger in material.ledgers],
        "outputs": {name: files.sha256(made[name]) for name in sorted(made)},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _listed(folder: Path) -> frozenset[str]:
    """Return the files that an earlier build of this folder wrote, by its manifest."""
    path = folder / MANIFEST
    if not path.exists():
        return frozenset()
    try:
        names = json.loads(files.read_bytes(path))["outputs"]
    except (ValueError, KeyError, TypeError):  # not a manifest of ours: then nothing there is ours to take away
        return frozenset()
    return frozenset(name for name in names if (folder / name).resolve().is_relative_to(folder.resolve()))


def _checksums(project: Project, gazetteer: Gazetteer) -> Mapping[str, str]:
    """Return the SHA-256 of each file that was read, by a name that is the same in every folder."""
    home = gazetteer.folder
    places = [*sorted(home.glob("*.toml")), *(home / name for name in PLACES), gazetteer.boundary_file]
    named = [project.rollout.file] if project.rollout else []
    for survey in project.survey:
        named += [name for name in (survey.file, survey.sectors, survey.national) if name]
    paths = {f"regions/{home.name}/{path.relative_to(home).as_posix()}": path for path in places if path.exists()}
    paths |= {name: project.folder / name for name in named}
    paths[Path(project.path).name] = Path(project.path)
    return {name: files.sha256(files.read_bytes(path)) for name, path in sorted(paths.items())}
