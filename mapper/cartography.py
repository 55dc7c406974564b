"""Maps judged before they are drawn: their class breaks kept from build to build, and what makes them mislead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from mapper import files
from mapper.breaks import NAME, KeptMap, Lock, read_lock, render_lock
from mapper.compose import compose_map
from mapper.config import MapConfig
from mapper.indicators import Key
from mapper.material import Material
from mapper.model import Finding, Indicator
from mapper.outlook import Answer
from mapper.pages import chart_of, compose_answer
from mapper.views.spec import ChoroplethSpec

Indicators = Mapping[Key, Indicator]


def kept_breaks(material: Material) -> Lock:
    """Return what `breaks.lock.toml` keeps; a project without the file keeps nothing and classes each build anew."""
    return read_lock(material.project.folder / NAME) or {}


def renew_breaks(
    material: Material, indicators: Indicators, only: Sequence[str] = ()
) -> tuple[Lock, tuple[Finding, ...]]:
    """Return the lock with new breaks for every map (or for `only`), and which regions change class by that."""
    from mapper.views.kept import accept, check_classes

    old = kept_breaks(material)
    lock: dict[str, KeptMap] = {}
    moved: list[Finding] = []
    for chart in material.project.map:
        if only and chart.id not in only:
            accepted = old.get(chart.id)
        else:
            spec = _compose(material, chart, indicators)
            accepted = accept(chart, spec)
            moved += check_classes(chart, spec, old)
        if accepted:
            lock[chart.id] = accepted
    return lock, tuple(moved)


def judge_maps(material: Material, indicators: Indicators, lock: Lock) -> tuple[Material, tuple[Finding, ...]]:
    """Return the material with the lock's breaks in the settings of its maps, and what is to be said of the maps."""
    from mapper.views.kept import check_classes, keep
    from mapper.views.lint import check_map

    charts = tuple(keep(chart, lock) for chart in material.project.map)
    found: list[Finding] = []
    name = Path(material.project.path).name
    for chart in charts:
        spec = _compose(material, chart, indicators)
        found += [*check_classes(chart, spec, lock), *check_map(chart, spec, name)]
    inputs = {**material.inputs, **({NAME: files.sha256(render_lock(lock).encode())} if lock else {})}
    project = msgspec.structs.replace(material.project, map=charts)
    return replace(material, project=project, inputs=dict(sorted(inputs.items()))), tuple(found)


def judge_answers(material: Material, answers: Sequence[Answer]) -> tuple[Finding, ...]:
    """Return what is to be said of the maps of answers: their classes are made anew, as the answer is."""
    from mapper.views.lint import check_map

    languages, name = material.project.project.languages, Path(material.project.path).name
    return tuple(
        finding
        for one in answers
        for finding in check_map(chart_of(one, languages), compose_answer(material, one, ()), name)
    )


def _compose(material: Material, chart: MapConfig, indicators: Indicators) -> ChoroplethSpec:
    return compose_map(material, chart, indicators[chart.survey, chart.measure], ())
