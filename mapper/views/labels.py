"""Labels on a picture: how short a name may be, and where it stands without touching another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.views.page import words_in
from mapper.views.spec import Place

Box = tuple[float, float, float, float]
"""left, bottom, right, top in points."""

REACH = 60.0
"""How far from its point a label may stand inside a region, in points."""


@dataclass(frozen=True)
class Label:
    """A label in search of its place: the size of its versions, the longest first."""

    at: tuple[float, float]
    sizes: tuple[tuple[float, float], ...]
    area: shapely.Geometry
    """The region on the sheet."""
    spot: float = 0.0
    """The radius of the mark that stands for a region which is too small; 0 where the region itself is seen."""


@dataclass(frozen=True)
class Placed:
    """Where a label stands: the version, its middle, and whether its own region lies under all of it."""

    version: int
    x: float
    y: float
    inside: bool


def short_names(places: Sequence[Place], language: str) -> Mapping[str, str]:
    """Return a name for each region without the word that all of its kind share, as long as names stay apart.

    "Akmola Region" is "Akmola" on a map; "Almaty Region" stays what it is beside the city of Almaty.
    """
    full = {place.code: words_in(place.name, language) for place in places}
    common = {kind: _common([full[p.code] for p in places if p.kind == kind]) for kind in {p.kind for p in places}}
    bare = {p.code: " ".join(w for w in full[p.code].split() if w not in common[p.kind]) for p in places}
    told = Counter(bare.values()) + Counter(full.values())
    return {
        code: name if name and told[name] == 1 + (name == full[code]) else full[code] for code, name in bare.items()
    }


def lay_labels(labels: Sequence[Label], *, page: Box, taken: Sequence[Box]) -> list[Placed | None]:
    """Place labels, marks first, then the largest regions; None where no version of a label has room.

    A label stands wholly inside its region if it can; else its middle does. `taken` is never written over.
    """
    boxes = [np.array(taken, dtype=np.float64).reshape(-1, 4)]
    found: dict[int, Placed] = {}
    order = sorted(range(len(labels)), key=lambda i: (not labels[i].spot, -shapely.area(labels[i].area), i))
    for i in order:
        placed = _place(labels[i], page, np.vstack(boxes))
        if placed is None:
            continue
        found[i] = placed
        boxes.append(_boxes(np.array([[placed.x, placed.y]]), labels[i].sizes[placed.version]))
    return [found.get(i) for i in range(len(labels))]


def _common(names: Sequence[str]) -> frozenset[str]:
    """Return the words that stand in every name, if there are several names."""
    if len(names) < 2:
        return frozenset()
    return frozenset.intersection(*(frozenset(name.split()) for name in names))


def _place(label: Label, page: Box, taken: NDArray[np.float64]) -> Placed | None:
    for (version, size), inside in _tries(label):
        if not label.spot and not _may_fit(label.area, size, inside=inside):
            continue
        spots = _around(label, size) if label.spot else _within(label)
        boxes = _boxes(spots, size)
        free = _free(boxes, page, taken)
        if inside:
            free &= shapely.contains(label.area, shapely.box(*boxes.T))
        elif not label.spot:
            free &= shapely.contains_xy(label.area, spots)
        if free.any():
            x, y = spots[int(np.argmax(free))]
            return Placed(version, float(x), float(y), inside=inside)
    return None


def _tries(label: Label) -> Iterator[tuple[tuple[int, tuple[float, float]], bool]]:
    """Every named version inside the region, then anywhere; the last one, which has no name, only after them."""
    named, last = list(enumerate(label.sizes))[:-1], (len(label.sizes) - 1, label.sizes[-1])
    for versions in (named, [last]):
        for inside in (False,) if label.spot else (True, False):
            yield from ((version, inside) for version in versions)


def _may_fit(area: shapely.Geometry, size: tuple[float, float], *, inside: bool) -> bool:
    """Tell whether a region is large enough for a label in it, or for one that only hangs over its border."""
    west, south, east, north = (float(one) for one in shapely.bounds(area))
    over = 1.0 if inside else 1.6
    return size[0] <= over * (east - west) and size[1] <= over * (north - south)


def _within(label: Label) -> NDArray[np.float64]:
    """Return points around the label's own, the nearest first."""
    steps = np.arange(-REACH, REACH + 1, 3.0)
    west, south, east, north = shapely.bounds(label.area)
    across = steps[(steps + label.at[0] >= west) & (steps + label.at[0] <= east)]
    along = steps[(steps + label.at[1] >= south) & (steps + label.at[1] <= north)]
    grid = np.stack(np.meshgrid(across, along), axis=-1).reshape(-1, 2)
    far = np.hypot(grid[:, 0], grid[:, 1] * 1.5)
    order = np.lexsort((grid[:, 0], grid[:, 1], far))
    points: NDArray[np.float64] = grid[order] + np.array(label.at)
    return points


def _around(label: Label, size: tuple[float, float]) -> NDArray[np.float64]:
    """Return the middles of labels beside a mark: right, left, above, below, and at its corners."""
    width, height = size
    x, y = label.spot + width / 2 + 2, label.spot + height / 2 + 1
    beside = [(x, 0), (-x, 0), (0, -y), (0, y), (x, -y), (-x, -y), (x, y), (-x, y)]
    points: NDArray[np.float64] = np.array(beside) + np.array(label.at)
    return points


def _boxes(middles: NDArray[np.float64], size: tuple[float, float]) -> NDArray[np.float64]:
    half = np.array(size) / 2
    boxes: NDArray[np.float64] = np.hstack([middles - half, middles + half])
    return boxes


def _free(boxes: NDArray[np.float64], page: Box, taken: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which boxes stay on the page and touch none that is taken."""
    left, bottom, right, top = boxes.T
    free: NDArray[np.bool_] = (left >= page[0]) & (bottom >= page[1]) & (right <= page[2]) & (top <= page[3])
    if not len(boxes):
        return free
    near = (taken[:, 0] <= right.max()) & (taken[:, 2] >= left.min())
    near &= (taken[:, 1] <= top.max()) & (taken[:, 3] >= bottom.min())
    for other in taken[near]:
        free &= (right < other[0]) | (left > other[2]) | (top < other[1]) | (bottom > other[3])
    return free
