"""The cartographic linter: what makes a map mislead although every figure on it is right."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping

from mapper.config import MapConfig
from mapper.model import LANGUAGES, NOT_MENTIONED, Finding, Where, Words
from mapper.views import palettes
from mapper.views.classes import MOST
from mapper.views.spec import Cell, ChoroplethSpec, View

ALIKE = 10.0
"""CIEDE2000 below which two fills are not told apart at a glance."""
MISSING = 0.4
"""More missing than this, and the pattern of a map is that of its gaps."""
TINY = 5
"""A quotient from fewer cases changes its class with a single one."""
FOR_AUTHORS = ("map-empty-class", "map-too-many-classes", "map-no-middle", "map-colours-alike", "breaks-stale")
"""Findings that the author of a map mends; the others tell its readers something, and stand on the page too."""

Told = Mapping[str, str]


def check_map(chart: MapConfig, spec: ChoroplethSpec, file: str) -> tuple[Finding, ...]:
    """Return what is wrong with a map, each fault once; `file` names the map's settings."""
    where = Where(file, None, f"map.{chart.id}")
    found: list[Finding] = []
    for code, check in CHECKS.items():
        found += [Finding("warning", code, where, {"map": chart.id, **told}) for told in check(chart, spec)]
    return tuple(one for at, one in enumerate(found) if one not in found[:at])


def on_page(findings: Iterable[Finding], chart: MapConfig) -> tuple[Finding, ...]:
    """Return what the readers of a map have to know, of all that was found."""
    return tuple(f for f in findings if f.values.get("map") == chart.id and f.code not in FOR_AUTHORS)


def _raw_counts(_: MapConfig, spec: ChoroplethSpec) -> Iterator[Told]:
    """Find counts that are shaded: large regions have more of anything."""
    for measure in spec.measures:
        if measure.kind == "count" and any(v.legend.groups for v in spec.views if v.measure == measure.name):
            yield _words("name", measure.title)


def _empty_classes(_: MapConfig, spec: ChoroplethSpec) -> Iterator[Told]:
    """Find classes without a region in any of the views that share them."""
    together: dict[tuple[str, tuple[float, ...], int], list[View]] = {}
    for view in _numbers(spec):
        # A view of one value and one of none have no cuts, and yet not the same classes.
        cuts = view.legend.classes.cuts if view.legend.classes else ()
        together.setdefault((view.measure, cuts, len(view.legend.groups)), []).append(view)
    for views in together.values():
        groups = zip(*(view.legend.groups for view in views), strict=True)
        empty = [str(i) for i, group in enumerate(groups, start=1) if not any(one.count for one in group)]
        if empty and any(cell.group is not None for view in views for cell in view.cells):
            yield {"classes": ", ".join(empty), **_labels(views)}


def _too_many(chart: MapConfig, spec: ChoroplethSpec) -> Iterator[Told]:
    """Find more classes than a map can show: asked for, or coloured twice, or too many on one side of the middle."""
    if chart.k > MOST and chart.scheme != "manual":
        yield {"classes": str(chart.k), "most": str(MOST)}
    for view in spec.views:
        colours = [group.colour for group in view.legend.groups]
        lost = view.legend.reference is not None and palettes.MIDDLE not in colours
        if len(set(colours)) < len(colours) or (lost and len(colours) > 1):
            most = 2 * len(palettes.ABOVE) + 1 if lost else len(set(colours))
            yield {"classes": str(len(colours)), "most": str(most)}


def _no_middle(_: MapConfig, spec: ChoroplethSpec) -> Iterator[Told]:
    """Find classes that are cut at the very value around which the colours part."""
    for view in _numbers(spec):
        legend = view.legend
        if legend.classes and legend.reference is not None and legend.reference in legend.classes.cuts:
            yield {"reference": f"{legend.reference:g}"}


def _colours_alike(_: MapConfig, spec: ChoroplethSpec) -> Iterator[Told]:
    """Find a class whose colour can be taken for "no data", or for another reason to have no class."""
    for view in spec.views:
        pairs = itertools.product({g.colour for g in view.legend.groups}, palettes.SWATCHES.items())
        for colour, (name, swatch) in sorted(pairs, key=lambda pair: (pair[0], pair[1][0])):
            difference = palettes.difference(colour, swatch.ground)
            if difference < ALIKE:
                yield {"colour": colour, "swatch": name, "difference": f"{difference:.1f}"}


def _mostly_missing(_: MapConfig, spec: ChoroplethSpec) -> Iterator[Told]:
    """Find views of which too many regions have no value; that a hub is not mentioned is a value."""
    for view in spec.views:
        missing = [cell.region for cell in view.cells if cell.value is None]
        if len(missing) > MISSING * len(view.cells) and not all(c.value in (None, NOT_MENTIONED) for c in view.cells):
            share = f"{100 * len(missing) / len(view.cells):.0f}"
            yield {"missing": str(len(missing)), "regions": str(len(view.cells)), "percent": share, **_labels([view])}


def _tiny_quotients(_: MapConfig, spec: ChoroplethSpec) -> Iterator[Told]:
    """Find quotients that are coloured as strengths, but rest on a few cases and are not surely above one."""
    found = {view.label.get("en", view.sector): (view, _tiny(view)) for view in _numbers(spec) if view.legend.reference}
    doubted = [(view, cells) for view, cells in found.values() if cells]
    if doubted:
        count = sum(len(cells) for _, cells in doubted)
        told = {
            f"cells_{tag}": "; ".join(
                f"{view.label.get(tag, view.sector)}: {', '.join(cell.region for cell in cells)}"
                for view, cells in doubted
            )
            for tag in LANGUAGES
        }
        yield {"count": str(count), "tiny": str(TINY), **told}


def _tiny(view: View) -> list[Cell]:
    """Return the cells above the middle class that fewer than TINY cases, and no interval, hold up."""
    middle = view.legend.classes.of(view.legend.reference) if view.legend.classes else None
    return [
        cell
        for cell in view.cells
        if cell.group is not None
        and middle is not None
        and cell.group > middle
        and cell.n is not None
        and cell.n < TINY
        and (cell.lo is None or cell.lo <= (view.legend.reference or 0))
    ]


def _numbers(spec: ChoroplethSpec) -> list[View]:
    return [view for view in spec.views if view.legend.classes is not None]


def _labels(views: Iterable[View]) -> dict[str, str]:
    """Return which sectors (and periods) the views are of, in each language."""
    views = list(views)
    told: dict[str, str] = {}
    for tag in LANGUAGES:
        names = dict.fromkeys(" ".join([view.label.get(tag, view.sector), view.period]).strip() for view in views)
        told[f"views_{tag}"] = "; ".join(names)
    return told


def _words(key: str, words: Words) -> dict[str, str]:
    """Return a text as values of a finding; a page may have fewer languages than findings are told in."""
    spare = next(iter(words.values()), "")
    return {f"{key}_{tag}": words.get(tag, spare) for tag in LANGUAGES}


CHECKS: Mapping[str, Callable[[MapConfig, ChoroplethSpec], Iterator[Told]]] = {
    "map-raw-counts": _raw_counts,
    "map-empty-class": _empty_classes,
    "map-too-many-classes": _too_many,
    "map-no-middle": _no_middle,
    "map-colours-alike": _colours_alike,
    "map-mostly-missing": _mostly_missing,
    "lq-tiny-counts": _tiny_quotients,
}
