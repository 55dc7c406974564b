"""ChoroplethSpec + Shapes -> one HTML page; the only module that knows folium and branca.

folium and branca compile whatever they render as Jinja templates, some of it twice. So no text from data ever reaches
them: they place the map, and the data stand in the page's block, which is added afterwards.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from importlib.resources import files as resources
from operator import attrgetter
from typing import Any

import folium
import numpy as np
from branca.element import Element, Figure
from folium.map import Layer

from mapper import messages
from mapper.model import Shapes, Words
from mapper.views import palettes
from mapper.views.about import about_json
from mapper.views.geometry import Grid, encode_shapes
from mapper.views.hubs import Hub
from mapper.views.legend import Group
from mapper.views.page import Frame, Parts, render_page
from mapper.views.spec import ChoroplethSpec, Measured, View

SCRIPTS = (
    "core.js",
    "about.js",
    "values.js",
    "fills.js",
    "legend.js",
    "plot.js",
    "card.js",
    "sheet.js",
    "map.js",
    "labels.js",
    "insets.js",
)
COLUMNS = ("value", "lo", "hi", "n", "status", "group")
UNITS_PER_STEP = 1 / 50
"""Leaflet's plane is 400 units wide at zoom 0, a screen's width or so."""
CANVAS_FROM = 1_000
"""With more polygons than this Leaflet draws on a canvas, where single shapes cannot take the keyboard's focus."""


def render_map(spec: ChoroplethSpec, shapes: Shapes) -> str:
    """Return the page of a map; regions without a shape stand in its table alone."""
    with _counted_ids():
        figure = Figure()
        page = _Map(canvas=len(shapes.codes) > CANVAS_FROM)
        _Regions().add_to(page)
        figure.add_child(page)
        page.render()  # type: ignore[no-untyped-call]  # folium's mixin is untyped
        body, script = figure.html.render(), figure.script.render()
    frame = Frame(
        title=spec.title,
        languages=spec.about.languages,
        data=map_json(spec, shapes),
        styles=("page.css", "map.css"),
        scripts=scripts_of(spec),
        idle=_idle_words(spec),
    )
    return render_page(frame, Parts(styles=(_leaflet_css(),), scripts=(_leaflet_js(),), body=body, start=script))


def scripts_of(spec: ChoroplethSpec) -> tuple[str, ...]:
    """Return the scripts that a page needs: what can never be shown on it is not carried."""
    periods = len({view.period for view in spec.views}) > 1
    several = len(spec.views) > 1
    optional = (("time.js", periods), ("panels.js", several))
    return (*SCRIPTS, *(name for name, needed in optional if needed), "page.js")


def _idle_words(spec: ChoroplethSpec) -> frozenset[str]:
    """Return the keys of words about classes, categories and hubs that nothing on the page is."""
    known = messages.section("page", ("en",))["en"]
    families = ("scheme.", "note.", "category.") if spec.hubs else ("scheme.", "note.", "category.", "hub.")
    used = set(_named_words(spec))
    return frozenset(key for key in known if key.startswith(families) and key not in used)


def _named_words(spec: ChoroplethSpec) -> Iterator[str]:
    for legend in (view.legend for view in spec.views):
        yield from (f"category.{group.key}" for group in legend.groups)
        if legend.classes:
            yield from (f"scheme.{legend.classes.scheme}", f"note.{legend.classes.note}")
    yield from (f"category.{hub.status}" for hub in (*spec.hubs, *spec.earlier))


def map_json(spec: ChoroplethSpec, shapes: Shapes) -> Mapping[str, object]:
    """Return the data of a map page: columns by region, in the order of the codes; shapes in steps of a grid."""
    grid = Grid.over(shapes)
    encoded = dict(zip(shapes.codes, encode_shapes(shapes, grid), strict=True))
    labels = dict(zip(shapes.codes, grid.steps(shapes.labels).tolist(), strict=True)) if shapes.codes else {}
    legends = {_classes(view): view for view in spec.views}
    return {
        "schema": "mapper.page/2",
        "page": "map",
        "subtitle": dict(spec.subtitle),
        "about": about_json(spec.about),
        "measures": {measure.name: _measure_json(measure, spec) for measure in spec.measures},
        "sectors": {view.sector: dict(view.label) for view in spec.views},
        "places": [{"code": p.code, "name": dict(p.name), "kind": p.kind} for p in spec.places],
        "shapes": [encoded.get(p.code, "") for p in spec.places],
        "labels": [labels.get(p.code) for p in spec.places],
        "grid": {"width": grid.width, "height": grid.height, "metres": grid.step, "unit": UNITS_PER_STEP},
        "legends": [_legend_json(view) for view in legends.values()],
        "views": [{**_view_json(view), "legend": list(legends).index(_classes(view))} for view in spec.views],
        "periods": _days({view.period for view in spec.views}, spec.about.languages),
        "swatches": {name: asdict(swatch) for name, swatch in palettes.SWATCHES.items()},
        "hubs": [_hub_json(hub, grid) for hub in (*spec.hubs, *spec.earlier)],
        "profiles": list(spec.profiles),
    }


def _days(periods: Iterable[str], languages: Sequence[str]) -> Mapping[str, Words]:
    """Return the words of those periods that are days; any other period is its own words."""
    days = [one for one in sorted(periods) if messages.is_day(one)]
    return {one: {tongue: messages.date(dt.date.fromisoformat(one), tongue) for tongue in languages} for one in days}


def _measure_json(measure: Measured, spec: ChoroplethSpec) -> Mapping[str, object]:
    ids = [source.id for source in spec.about.sources]
    return {
        "heading": dict(measure.heading),
        "subtitle": dict(measure.subtitle),
        "sources": [ids.index(one) for one in measure.sources if one in ids],
        "hubs": measure.hubs,
        "kind": measure.kind,
        "title": dict(measure.title),
        "about": dict(measure.about),
        "unit": dict(measure.unit),
        "formula": dict(measure.formula),
        "source": dict(measure.source),
    }


def _classes(view: View) -> str:
    """Return what tells the legends of two views apart: all but the counts."""
    legend = replace(view.legend, swatches=(), groups=tuple(replace(one, count=0) for one in view.legend.groups))
    return repr((legend, view.digits))


def _legend_json(view: View) -> Mapping[str, object]:
    legend = view.legend
    return {
        "digits": view.digits,
        "groups": [_group_json(group, view.digits) for group in legend.groups],
        "scheme": legend.classes.scheme if legend.classes else "",
        "note": legend.classes.note if legend.classes else "",
        "reference": legend.reference,
    }


def _group_json(group: Group, digits: int) -> Mapping[str, object]:
    if group.key:
        return {"colour": group.colour, "key": group.key, "label": dict(group.label)}
    return {"colour": group.colour, "low": _short(group.low, digits), "high": _short(group.high, digits)}


def _view_json(view: View) -> Mapping[str, object]:
    """Return a view by columns; a column that says nothing of any region is left out."""
    columns = dict(zip(COLUMNS, zip(*map(attrgetter(*COLUMNS), view.cells), strict=True), strict=False))
    telling = {name: column for name, column in columns.items() if any(one not in (None, "ok") for one in column)}
    return {
        "measure": view.measure,
        "sector": view.sector,
        "period": view.period,
        "national": _short(view.national, view.digits),
        **{name: _all_short(column, view.digits) for name, column in telling.items()},
    }


def _all_short(column: Sequence[object], digits: int) -> list[object]:
    places = digits + 3
    return [
        one if not isinstance(one, float) else int(one) if one.is_integer() else round(one, places) for one in column
    ]


def _short(value: object, digits: int) -> object:
    """Round a number to three decimals more than are shown: a page carries no more than it needs."""
    return _all_short([value], digits)[0]


def _hub_json(hub: Hub, grid: Grid) -> Mapping[str, object]:
    point = grid.steps(np.array([[hub.x, hub.y]]))[0].tolist()
    return {
        "name": dict(hub.name),
        "region": hub.region,
        "status": hub.status,
        "precision": hub.precision,
        "as_of": hub.as_of,
        "partner": dict(hub.partner),
        "date": dict(hub.date),
        "state": hub.state,
        "at": point,
    }


class _Raw(Element):
    """A text that is not compiled as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_kwargs: object) -> str:
        """Return the text as it is."""
        return self._text


class _Map(folium.Map):
    """A map of one plane without tiles, whose scripts and styles stand in the page itself."""

    default_js = []  # noqa: RUF012 - folium reads the class's own list
    default_css = []  # noqa: RUF012

    def __init__(self, *, canvas: bool) -> None:
        super().__init__(
            location=(0, 0),
            zoom_start=0,
            tiles=None,
            crs="Simple",
            prefer_canvas=canvas,
            zoom_control=False,
            zoom_snap=0,
            zoom_delta=0.5,
            zoom_animation=False,
            attribution_control=False,
        )


class _Regions(Layer):
    """The call that draws the page's data on the map; the data themselves never come here."""

    def render(self, **_kwargs: object) -> str:
        """Add the call behind the map's own script."""
        figure, parent = self.get_root(), self._parent
        if not isinstance(figure, Figure) or parent is None:
            raise TypeError("a layer of regions stands on a map")
        figure.script.add_child(_Raw(f"mapper.start({parent.get_name()});"), name=self.get_name())
        return ""


@contextmanager
def _counted_ids() -> Iterator[None]:
    """Give elements the ids 1, 2, 3 ... instead of random ones, so that the same map is the same bytes."""
    numbers = itertools.count(1)
    element: Any = Element  # branca makes _generate_id to be replaced; mypy holds methods to be fixed
    before = vars(Element)["_generate_id"]
    element._generate_id = classmethod(lambda _cls: str(next(numbers)))  # noqa: SLF001
    try:
        yield
    finally:
        element._generate_id = before  # noqa: SLF001


@functools.cache
def _leaflet_js() -> str:
    text = (resources("xstatic.pkg.leaflet") / "data" / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"\s*//# sourceMappingURL=\S*\s*$", "", text)


@functools.cache
def _leaflet_css() -> str:
    """Leaflet's styles of what stands on our maps: no tiles, no pins, no pop-ups and no controls of its own."""
    text = (resources("xstatic.pkg.leaflet") / "data" / "leaflet.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/|[\w-]+:\s*url\([^)]*\);?", "", text, flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    return "".join(f"{kept}{{{' '.join(body.split())}}}\n" for selectors, body in rules if (kept := _kept(selectors)))


def _kept(selectors: str) -> str:
    """Return those selectors of a rule that something on our maps can meet."""
    each = (" ".join(one.split()) for one in selectors.split(","))
    return ",".join(
        one for one in each if not re.search(r"popup|control|tile|tooltip|shadow|image|vml|zoom-box|@", one)
    )
