"""What each page says of itself: of its sources, its findings and its accounts only those that its figures rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.material import Material, files_of
from mapper.model import Finding, Rollout, Source, Survey

if TYPE_CHECKING:
    from mapper.views.about import About


def about_project(material: Material, found: Iterable[Finding]) -> About:
    """Return what the home page says of the whole project."""
    from mapper.views.about import About, Input

    settings = material.project.project
    rollout = material.rollout.sources if material.rollout else ()
    return About(
        project=settings.title,
        languages=settings.languages,
        as_of=settings.as_of,
        vintage=material.gazetteer.division,
        sources=(*rollout, *(survey.source for survey in material.surveys.values()), *people_sources(material)),
        findings=tuple(found),
        ledgers=material.ledgers,
        inputs=tuple(Input(name, digest) for name, digest in material.inputs.items()),
        glossary=material.rollout.glossary if material.rollout else {},
    )


def about_survey(material: Material, name: str, found: Iterable[Finding]) -> About:
    """Return what a page of one survey ("" is the rollout) says: of the project, only what its figures rest on."""
    about = about_project(material, found)
    survey = material.surveys.get(name)
    read: Survey | Rollout | None = survey or material.rollout
    if read is None:
        return about
    files_read = {finding.where.file for finding in read.findings} | set(files_of(material.project, name))
    return replace(
        about,
        sources=read.sources if isinstance(read, Rollout) else (read.source,),
        findings=tuple(finding for finding in about.findings if finding.where.file in files_read),
        ledgers=read.ledgers if isinstance(read, Rollout) else (read.ledger,),
    )


def people_sources(material: Material) -> tuple[Source, ...]:
    """Return where the population comes from, which rates, shares of people and sites rest on."""
    from mapper.places.population import population_sources

    return population_sources(material.population)


def about_both(material: Material, survey: str, found: Iterable[Finding]) -> About:
    """Return what a page of the rollout says that a survey stands beside, if one does."""
    found = tuple(found)
    both = [about_survey(material, name, found) for name in dict.fromkeys(["", survey])]
    return replace(
        both[0],
        sources=tuple(source for one in both for source in one.sources),
        findings=tuple(dict.fromkeys(finding for one in both for finding in one.findings)),
        ledgers=tuple(ledger for one in both for ledger in one.ledgers),
    )
