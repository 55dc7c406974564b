"""The material of a project -> its indicators: what every page and table asks for, each computed once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mapper.errors import BadConfig
from mapper.material import Material
from mapper.model import Indicator
from mapper.rules import PriorityConfig

if TYPE_CHECKING:
    import pandas as pd

    from mapper.measures import Inputs, Priority

Key = tuple[str, str]
"""Survey ("" is the rollout) and measure."""


def measure_all(material: Material) -> Mapping[Key, Indicator]:
    """Compute each (survey, measure) that a page or table asks for; measures of one survey share their inputs."""
    from mapper.measures import compute

    wanted = [(item.survey, item.measure) for item in material.project.map]
    wanted += [(item.survey, name) for item in material.project.table for name in item.measures]
    inputs = {survey: inputs_of(material, survey) for survey in dict.fromkeys(survey for survey, _ in wanted)}
    return {(survey, name): compute(name, inputs[survey]) for survey, name in dict.fromkeys(wanted)}


def inputs_of(material: Material, survey: str) -> Inputs:
    """Return what the measures of a survey ("" is the rollout) are made from; BadConfig where none has the id."""
    from dataclasses import replace

    inputs = _inputs(material, survey)
    settings = material.project.priority
    return replace(inputs, priority=_priority(material, settings)) if settings else inputs


def _inputs(material: Material, survey: str) -> Inputs:
    """Return the inputs of one survey by itself."""
    import msgspec

    from mapper.measures import Inputs
    from mapper.measures.reliability import Reliability

    if survey and survey not in material.surveys:
        known = ", ".join(material.surveys) or "none"
        raise BadConfig(f"no [[survey]] has the id {survey!r}", hint=f"Known are: {known}.")
    read, rollout, project = material.surveys.get(survey), material.rollout, material.project
    config = next((one for one in project.survey if one.id == survey), None)
    return Inputs(
        records=read.records if read else _no_records(),
        sectors=read.sectors if read else (),
        regions=material.gazetteer.regions,
        population=material.population,
        rollout=rollout,
        as_of=project.project.as_of,
        sources=(read.source,) if read else rollout.sources if rollout else (),
        design=read.design if read else "register",
        shapes=material.shapes,
        reliability=Reliability(**msgspec.structs.asdict(project.reliability), k=project.privacy.k),
        seed=project.project.seed,
        base_period=config.base_period if config else "",
        definitions=config.definitions if config else {},
        sums=read.sums if read else None,
    )


def _priority(material: Material, settings: PriorityConfig) -> Priority:
    """Return the priority that the project names; an indicator of another survey carries that survey's inputs."""
    from mapper.measures import Priority, Weighed

    indicators = {
        name: Weighed(one.measure, _inputs(material, one.survey) if one.survey else None, one.better)
        for name, one in settings.indicators.items()
    }
    return Priority(
        weights=settings.weights,
        indicators=indicators,
        normalisation=settings.normalisation,
        aggregation=settings.aggregation,
        runs=settings.runs,
        seed=material.project.project.seed,
    )


def _no_records() -> pd.DataFrame:
    import pandas as pd

    from mapper.model import RECORD_COLUMNS

    return pd.DataFrame(columns=list(RECORD_COLUMNS))
