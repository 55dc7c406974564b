"""Several maps -> one page on which any of their indicators is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mapper.model import Words
from mapper.views.about import About
from mapper.views.spec import ChoroplethSpec, View


def join_maps(specs: Sequence[ChoroplethSpec], *, title: Words, subtitle: Words, about: About) -> ChoroplethSpec:
    """Return one page of all maps of the same regions; an indicator that stands on two maps is named by each map's id.

    Sectors of different taxonomies that share a name but not their words are parted by the indicator's name.
    """
    told = [measure.name for spec in specs for measure in spec.measures]
    named = [spec if told.count(spec.measures[0].name) == 1 else _named(spec, spec.id) for spec in specs]
    words: dict[str, Words] = {}
    views = []
    for view in (view for spec in named for view in spec.views):
        known = words.setdefault(view.sector, view.label)
        views.append(view if known == view.label else replace(view, sector=f"{view.measure}-{view.sector}"))
    return ChoroplethSpec(
        id="explore",
        title=title,
        subtitle=subtitle,
        measures=tuple(measure for spec in named for measure in spec.measures),
        places=specs[0].places,
        views=tuple(views),
        hubs=next((spec.hubs for spec in specs if spec.hubs), ()),
        about=about,
        earlier=next((spec.earlier for spec in specs if spec.hubs), ()),
    )


def _named(spec: ChoroplethSpec, name: str) -> ChoroplethSpec:
    measures = tuple(replace(measure, name=name) for measure in spec.measures)
    views: tuple[View, ...] = tuple(replace(view, measure=name) for view in spec.views)
    return replace(spec, measures=measures, views=views)
