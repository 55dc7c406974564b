"""The way from the regions of one vintage to those of another: which share of each goes where."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import geopandas as gpd
import shapely

from mapper.errors import BadConfig, BadData
from mapper.places.areas import areas_only
from mapper.places.country import read_rows
from mapper.places.lineage import COLUMNS, Link, read_lineage
from mapper.places.projection import choose_crs, project

Shares = Mapping[str, Mapping[str, float]]
"""Code in the one vintage -> code in the other -> share, which sum to 1."""
Weights = Literal["population", "area"]


@dataclass(frozen=True)
class Crosswalk:
    """Shares of every region of `from_vintage` in those of `to_vintage`."""

    from_vintage: str
    to_vintage: str
    shares: Shares
    weights: Weights = "population"

    def splits(self, code: str) -> bool:
        """Tell whether a region was divided: what is known of it is then only estimated for its parts."""
        return len(self.shares[code]) > 1

    def parts(self, code: str) -> frozenset[str]:
        """Return the regions of which a region of `to_vintage` is made up."""
        return frozenset(before for before, shares in self.shares.items() if code in shares)


def read_links(folder: Path) -> tuple[Link, ...]:
    """Read a country's `lineage.csv`; raise BadData with file:row where the shares of a region do not sum to 1."""
    links = read_lineage(folder)
    sums: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for link in links:
        sums[link.from_code, link.from_vintage, link.to_vintage] += link.share
    for row in read_rows(folder / "lineage.csv", COLUMNS) if links else ():
        total = sums[row.cells["from_code"], row.cells["from_vintage"], row.cells["to_vintage"]]
        if not math.isclose(total, 1, abs_tol=1e-6):
            what = f"the shares of {row.cells['from_code']} sum to {total:.9g}, expected 1"
            raise row.fault("share", what, "Give each of its parts a share; together they are 1.")
    return links


def find_crosswalk(links: Sequence[Link], from_vintage: str, to_vintage: str) -> Crosswalk:
    """Find the way between two vintages, older or newer, over any number of steps.

    Raises BadConfig where `lineage.csv` tells no way, or where the way back divides a region that had several parents
    (its shares are then not stated; `weigh_by_area` can tell them from shapes).
    """
    route = _route(links, from_vintage, to_vintage)
    shares: Shares = {code: {code: 1.0} for code in codes_in(links, from_vintage)}
    for one, other in itertools.pairwise(route):
        shares = _compose(shares, _step(links, one, other))
    return Crosswalk(from_vintage, to_vintage, shares)


def weigh_by_area(walk: Crosswalk, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> Crosswalk:
    """Return the same way with shares by the area that two regions have in common (frames code, geometry)."""
    crs = choose_crs(shapely.get_coordinates(after.geometry.to_numpy()))
    old, new = (
        dict(zip(f["code"], areas_only(project(f.geometry.to_numpy(), crs)), strict=True)) for f in (before, after)
    )
    missing = sorted((set(walk.shares) - set(old)) | ({c for s in walk.shares.values() for c in s} - set(new)))
    if missing:
        raise BadData(f"no boundaries for {', '.join(missing)}", hint="Weigh by population, or add their boundaries.")
    shares = {code: _area_shares(code, tuple(parts), old=old, new=new) for code, parts in walk.shares.items()}
    return replace(walk, shares=shares, weights="area")


def codes_in(links: Iterable[Link], vintage: str) -> frozenset[str]:
    """Return the codes that a vintage has, as far as the lineage tells."""
    before = {k.from_code for k in links if k.from_vintage == vintage}
    return frozenset(before | {k.to_code for k in links if k.to_vintage == vintage})


def _route(links: Sequence[Link], start: str, end: str) -> tuple[str, ...]:
    """Return the shortest chain of vintages, by breadth-first search."""
    beside = {(k.from_vintage, k.to_vintage) for k in links}
    routes: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while routes:
        route = routes.pop(0)
        if route[-1] == end:
            return route
        steps = sorted({b for a, b in beside if a == route[-1]} | {a for a, b in beside if b == route[-1]})
        routes.extend((*route, vintage) for vintage in steps if vintage not in seen)
        seen.update(steps)
    known = sorted({vintage for pair in beside for vintage in pair})
    hint = f"Known there are: {', '.join(known)}." if known else "Add a lineage.csv to the country's folder."
    raise BadConfig(f"lineage.csv tells no way from vintage {start!r} to {end!r}", hint=hint)


def _step(links: Sequence[Link], one: str, other: str) -> Shares:
    """Return the shares of one step, forward as stated, or back by merging."""
    found: dict[str, dict[str, float]] = {}
    for link in links:
        if (link.from_vintage, link.to_vintage) == (one, other):
            found.setdefault(link.from_code, {})[link.to_code] = link.share
        elif (link.from_vintage, link.to_vintage) == (other, one):
            found.setdefault(link.to_code, {})[link.from_code] = 1.0
    for code, parts in found.items():
        if not math.isclose(sum(parts.values()), 1, abs_tol=1e-6):
            what = f"{code} of vintage {one} came from {', '.join(sorted(parts))}: its shares back are not stated"
            raise BadConfig(what, hint=f"Add rows from {one} to {other} to lineage.csv.")
    return found


def _compose(first: Shares, second: Shares) -> Shares:
    composed: dict[str, dict[str, float]] = {}
    for code, parts in first.items():
        ends = composed.setdefault(code, {})
        for middle, share in parts.items():
            for end, further in second.get(middle, {}).items():
                ends[end] = ends.get(end, 0.0) + share * further
    return composed


def _by_code(frame: gpd.GeoDataFrame, crs: str) -> dict[str, shapely.Geometry]:
    return dict(zip(frame["code"], areas_only(project(frame.geometry.to_numpy(), crs)), strict=True))


def _area_shares(
    code: str, parts: tuple[str, ...], *, old: Mapping[str, shapely.Geometry], new: Mapping[str, shapely.Geometry]
) -> Mapping[str, float]:
    if len(parts) == 1:
        return {parts[0]: 1.0}
    common = {part: float(shapely.area(shapely.intersection(old[code], new[part]))) for part in parts}
    whole = math.fsum(common.values())
    if not whole:
        raise BadData(f"{code} has no land in common with {', '.join(parts)}", hint="Check the codes of both files.")
    return {part: area / whole for part, area in common.items()}
