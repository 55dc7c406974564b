"""The map of a picture: regions, marks of small ones, hubs, and labels that keep clear of one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.model import Shapes
from mapper.views.keys import Told, is_dark
from mapper.views.labels import Box, Label, Placed, lay_labels, short_names
from mapper.views.signs import around, circle, draw_sign, rectangle, spread
from mapper.views.typeset import INK, Fill, Font

if TYPE_CHECKING:
    from mapper.views.ink import Sheet

NAME, VALUE = Font(9.2), Font(10, bold=True)
BORDER, COAST = "#ffffff", "#6b7885"
SMALL_FROM = 12.0
"""A region that is less wide and high than this, in points, gets a round mark."""
SPOT, SIGN = 5.0, 8.0
"""The radius of a round mark, and of a hub's sign with its rim."""
COARSE = 0.35
"""How far a line may move by simplifying, in points."""


@dataclass(frozen=True)
class Plane:
    """Metres of the shapes -> points of the sheet, the same scale both ways."""

    scale: float
    x: float
    y: float

    def __call__(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points (n x 2)."""
        points: NDArray[np.float64] = metres * self.scale + (self.x, self.y)
        return points


@dataclass(frozen=True)
class Scene:
    """The regions on the sheet, in the order of their codes."""

    codes: tuple[str, ...]
    areas: NDArray[np.object_]
    points: NDArray[np.float64]
    fills: tuple[Fill, ...]
    small: frozenset[int]
    """Those that are too small to be seen."""


def fit(shapes: Shapes, field: Box) -> Plane:
    """Return the plane on which all shapes fill a field as far as their form allows."""
    left, bottom, right, top = field
    if not len(shapes.codes):
        return Plane(1.0, left, bottom)
    west, south, east, north = (float(v) for v in shapely.total_bounds(shapes.geometry))
    scale = min((right - left) / max(east - west, 1.0), (top - bottom) / max(north - south, 1.0))
    x = (left + right - (west + east) * scale) / 2
    y = (bottom + top - (south + north) * scale) / 2
    return Plane(scale, x, y)


def draw_map(sheet: Sheet, told: Told, shapes: Shapes, *, plane: Plane, field: Box) -> None:
    """Draw the map into its field; hubs that stand on one another are moved apart."""
    scene = _scene(told, shapes, plane)
    for area, fill in zip(scene.areas, scene.fills, strict=True):
        sheet.shape(_rings(area), fill, edge=BORDER, line=0.8)
    sheet.shape(_rings(shapely.union_all(scene.areas)), edge=COAST, line=0.9)
    for i in sorted(scene.small):
        sheet.shape([circle(scene.points[i], SPOT)], scene.fills[i], edge=INK, line=1.1)
    hubs = spread(plane(np.array([(hub.x, hub.y) for hub in told.spec.hubs]).reshape(-1, 2)), 2 * SIGN)
    for hub, at in zip(told.spec.hubs, hubs, strict=True):
        draw_sign(sheet, hub.status, (float(at[0]), float(at[1])))
    marks = [around(scene.points[i], SPOT + 1) for i in sorted(scene.small)] + [around(at, SIGN) for at in hubs]
    _draw_labels(sheet, told, scene, field=field, taken=marks)


def _scene(told: Told, shapes: Shapes, plane: Plane) -> Scene:
    cells = {cell.region: cell for cell in told.view.cells}
    kept = [i for i, code in enumerate(shapes.codes) if code in cells]  # a shape of no region is on no page either
    codes = tuple(shapes.codes[i] for i in kept)
    areas = shapely.transform(shapes.geometry[kept], plane)
    areas = shapely.orient_polygons(shapely.coverage_simplify(areas, COARSE)) if len(areas) else areas
    fills = tuple(told.fill(cells[code]) for code in codes)
    return Scene(codes, areas, plane(shapes.labels[kept]), fills, _small(areas))


def _small(areas: NDArray[np.object_]) -> frozenset[int]:
    """Return the regions that need a mark; none where a third of all would, which would hide the others."""
    west, south, east, north = shapely.bounds(areas).reshape(-1, 4).T
    small = np.flatnonzero(np.maximum(east - west, north - south) < SMALL_FROM)
    return frozenset(small.tolist()) if 3 * len(small) < max(len(areas), 4) else frozenset()


def _rings(area: shapely.Geometry) -> Sequence[NDArray[np.float64]]:
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(area))]


def _draw_labels(sheet: Sheet, told: Told, scene: Scene, *, field: Box, taken: Sequence[Box]) -> None:
    names = short_names(told.spec.places, told.language)
    values = {cell.region: told.value(cell) for cell in told.view.cells}
    texts = [_versions(names[code], values[code]) for code in scene.codes]
    labels = [
        Label(
            (float(scene.points[i][0]), float(scene.points[i][1])),
            tuple(_size(sheet, version) for version in texts[i]),
            scene.areas[i],
            SPOT if i in scene.small else 0.0,
        )
        for i in range(len(scene.codes))
    ]
    for i, placed in enumerate(lay_labels(labels, page=field, taken=taken)):
        if placed:
            size = labels[i].sizes[placed.version]
            _draw_label(sheet, texts[i][placed.version], placed, size=size, fill=scene.fills[i])


def _versions(name: str, value: str) -> tuple[tuple[tuple[str, Font], ...], ...]:
    """Return what a label may be: name and value, the name broken into its words, the value alone."""
    told = ((value, VALUE),) if value else ()
    whole = ((name, NAME), *told)
    broken = (*((word, NAME) for word in re.findall(r"[^\s-]+-?|-", name)), *told)
    return tuple(dict.fromkeys(version for version in (whole, broken, told) if version))


def _size(sheet: Sheet, version: Sequence[tuple[str, Font]]) -> tuple[float, float]:
    return max(sheet.measure(text, font) for text, font in version) + 4, sum(f.size * 1.18 for _, f in version) + 2


def _draw_label(
    sheet: Sheet, lines: Sequence[tuple[str, Font]], placed: Placed, *, size: tuple[float, float], fill: Fill
) -> None:
    """Write the lines of a label, on a card where its own region does not lie under all of it."""
    width, height = size
    box = (placed.x - width / 2, placed.y - height / 2, placed.x + width / 2, placed.y + height / 2)
    card = not placed.inside or bool(fill.figure)
    if card:
        sheet.card(rectangle(box))
    y = box[3] - 1
    for text, font in lines:
        y -= font.size * 1.18
        colour = INK if card or not is_dark(fill.ground) else "#ffffff"
        sheet.text(placed.x, y + font.size * 0.26, text, Font(font.size, font.bold, colour), align="center")
