"""Everything that a project names, read: its places, its rollout, its surveys, with their findings and accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mapper import files
from mapper.config import Project, SurveyConfig
from mapper.model import Finding, Ledger, Rollout, Shapes, Survey
from mapper.rollout import Claim
from mapper.rules import EngineConfig

if TYPE_CHECKING:
    import pandas as pd

    from mapper.places.gazetteer import Gazetteer

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
    """Name of each file that was read -> its SHA-256; "" for an address, of which a cluster alone sees the bytes."""
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...] = ()
    """What the sources of the rollout say beside its register."""
    further: tuple[Ledger, ...] = ()
    """The accounts of files that a question to the rollout names."""

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """The account of every source."""
        rollout = self.rollout.ledgers if self.rollout else ()
        return (*rollout, *(survey.ledger for survey in self.surveys.values()), *self.further)


def has_errors(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Tell whether a finding stops the build."""
    return any(strict or finding.level == "error" for finding in findings)


def read_project(project: Project) -> Material:
    """Read everything that a project names."""
    from mapper.places.boundaries import load_boundaries
    from mapper.places.gazetteer import open_country
    from mapper.places.population import read_population
    from mapper.places.projection import to_plane
    from mapper.sources.rollout import check_days, check_points, read_rollout

    settings, folder = project.project, project.folder
    gazetteer = open_country(settings.country, settings.vintage, folder, confirm=project.confirm)
    frame = load_boundaries(gazetteer.boundary_file)
    rollout = read_rollout(project.rollout, folder, gazetteer) if project.rollout else None
    surveys = _surveys(project, gazetteer)
    checked = (*check_points(rollout, frame), *check_days(rollout, settings.as_of)) if rollout else ()
    found = [*(rollout.findings if rollout else ()), *checked]
    return Material(
        project=project,
        gazetteer=gazetteer,
        population=read_population(gazetteer),
        shapes=to_plane(frame),
        rollout=rollout,
        surveys=surveys,
        inputs=_checksums(project, gazetteer),
        findings=(*found, *(finding for survey in surveys.values() for finding in survey.findings)),
        claims=_claims(project),
    )


def _claims(project: Project) -> tuple[Claim, ...]:
    from mapper.sources.claims import read_claims

    file = project.rollout.claims if project.rollout else ""
    return read_claims(project.folder / file, file) if file else ()


def _surveys(project: Project, gazetteer: Gazetteer) -> Mapping[str, Survey]:
    """Read every survey; those with `summed = true` by the engine, which is looked for wherever a cluster is named."""
    if not any(survey.summed for survey in project.survey) and project.engine.name == EngineConfig().name:
        return {survey.id: _survey(survey, project, gazetteer) for survey in project.survey}
    from mapper.sources.embedded import Limits
    from mapper.sources.engine import open_engine
    from mapper.sources.microdata import Workshop, read_summed

    settings = project.engine
    with open_engine(settings.name, Limits(settings.memory, temp=settings.temp)) as engine:
        workshop = Workshop(engine, project.folder / settings.cache)
        return {
            survey.id: read_summed(survey, project.folder, gazetteer, workshop)
            if survey.summed
            else _survey(survey, project, gazetteer)
            for survey in project.survey
        }


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


def _checksums(project: Project, gazetteer: Gazetteer) -> Mapping[str, str]:
    """Return the SHA-256 of each file that was read, by a name that is the same in every folder."""
    home = gazetteer.folder
    places = [*sorted(home.glob("*.toml")), *(home / name for name in PLACES), gazetteer.boundary_file]
    paths = {f"regions/{home.name}/{path.relative_to(home).as_posix()}": path for path in places if path.exists()}
    for name in (*(survey.id for survey in project.survey), ""):
        paths |= {file: project.folder / file for file in files_of(project, name)}
    paths |= {file: project.folder / file for question in project.questions for file in question.files}
    paths[Path(project.path).name] = Path(project.path)
    return {name: "" if files.is_address(name) else files.sha256_of(path) for name, path in sorted(paths.items())}


def files_of(project: Project, name: str) -> tuple[str, ...]:
    """Return the files of a survey; "" is the rollout."""
    if not name:
        rollout = project.rollout
        beside = (file for file in (rollout.claims, rollout.glossary) if file) if rollout else ()
        return (*(one.file for one in rollout.files), *beside) if rollout else ()
    survey = next(one for one in project.survey if one.id == name)
    beside = (file for file in (survey.form, survey.sectors, survey.national) if file)
    return (*files.expand(project.folder, survey.file), *beside)
