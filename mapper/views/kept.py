"""Class breaks that are kept from build to build, and which regions moved between them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from mapper.breaks import NAME, KeptMap, KeptView, Lock
from mapper.config import MapConfig
from mapper.model import LANGUAGES, Finding, Where
from mapper.views.spec import ChoroplethSpec, View

NO_CLASS = "–"
SETTINGS = ("measure", "survey", "scheme", "k", "shared")


def keep(chart: MapConfig, lock: Lock) -> MapConfig:
    """Return the settings of a map with the breaks that the lock keeps for it; as they are where it keeps none."""
    kept = lock.get(chart.id)
    if kept is None or _stale(chart, kept):
        return chart
    return msgspec.structs.replace(chart, kept={sector: view.breaks for sector, view in kept.sector.items()})


def accept(chart: MapConfig, spec: ChoroplethSpec) -> KeptMap | None:
    """Return what to keep of a map; None for categories and for breaks that stand in the settings."""
    views = {view.sector: view for view in _newest(spec) if view.legend.classes is not None}
    sectors = {
        sector: KeptView(breaks=view.legend.classes.cuts, classes=_classes(view))
        for sector, view in views.items()
        if view.legend.classes and view.legend.classes.scheme != "manual"
    }
    if not sectors:
        return None
    return KeptMap(
        measure=chart.measure,
        survey=chart.survey,
        scheme=chart.scheme,
        k=chart.k,
        shared=chart.shared,
        sector=sectors,
    )


def check_classes(chart: MapConfig, spec: ChoroplethSpec, lock: Lock) -> tuple[Finding, ...]:
    """Return a warning for each region whose class is not the one that the lock has, or one that the lock is stale."""
    kept = lock.get(chart.id)
    if kept is None:
        return ()
    if _stale(chart, kept):
        return (Finding("warning", "breaks-stale", Where(NAME, None, chart.id), {"map": chart.id}),)
    return tuple(
        moved for view in _newest(spec) if view.sector in kept.sector for moved in _moved(chart, spec, view, kept)
    )


def _moved(chart: MapConfig, spec: ChoroplethSpec, view: View, kept: KeptMap) -> Iterator[Finding]:
    """Yield a finding for each region that has another class than before; new regions have moved from nowhere."""
    before, now = kept.sector[view.sector].classes, _classes(view)
    for place in spec.places:
        old, new = before.get(place.code), now.get(place.code)
        if old != new:
            names = {f"region_{language}": place.name.get(language, place.code) for language in LANGUAGES}
            sectors = {f"sector_{language}": view.label.get(language, view.sector) for language in LANGUAGES}
            values = {"map": chart.id, "region": place.code, "from": str(old or NO_CLASS), "to": str(new or NO_CLASS)}
            where = Where(NAME, None, f"{chart.id}.{view.sector}.{place.code}")
            yield Finding("warning", "class-changed", where, {**values, **names, **sectors})


def _newest(spec: ChoroplethSpec) -> list[View]:
    """Return the views of the last period."""
    last = max((view.period for view in spec.views), default="")
    return [view for view in spec.views if view.period == last]


def _classes(view: View) -> dict[str, int]:
    return {cell.region: cell.group + 1 for cell in view.cells if cell.group is not None}


def _stale(chart: MapConfig, kept: KeptMap) -> bool:
    """Tell whether the map was made with other settings when its breaks were kept."""
    return any(getattr(chart, name) != getattr(kept, name) for name in SETTINGS)
