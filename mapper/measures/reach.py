"""Whom the hubs reach: geodesic distances, and what lies within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.model import INDICATOR_COLUMNS, Indicator, MeasureInfo, Region, Source
from mapper.rollout import Basis, Place, Plan, Reach, ReachRow

Floats = NDArray[np.float64]
REACH = MeasureInfo(
    "rollout-reach",
    "share",
    "percent",
    "what of a region is within the distance of a hub / all of it * 100",
    "geodesic distances on WGS 84, Karney 2013",
)
PLAN = MeasureInfo(
    "rollout-plan",
    "category",
    "rollout",
    "a new site; a hub that stands; at least half of the region's demand within reach of either; else beyond",
    "maximal coverage, Church & ReVelle 1974; p-median, ReVelle & Swain 1970",
)


def distances_km(places: Sequence[Place], others: Sequence[Place]) -> Floats:
    """Return the geodesic distances (Karney 2013) on WGS 84 in km, places x others."""
    from pyproj import Geod

    shape = (len(places), len(others))
    lon, lat = (np.repeat([getattr(one, axis) for one in places], shape[1]) for axis in ("lon", "lat"))
    lon2, lat2 = (np.tile([getattr(one, axis) for one in others], shape[0]) for axis in ("lon", "lat"))
    if not len(lon) or not len(lon2):
        return np.empty(shape)
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, lon2, lat2)
    return np.asarray(metres, dtype=np.float64).reshape(shape) / 1000


@dataclass(frozen=True)
class Demand:
    """What is to be reached, and where it is taken to be."""

    places: tuple[Place, ...]
    basis: Basis
    missing: tuple[str, ...] = ()
    """Regions of which nothing is known."""


def measure_reach(wanted: Demand, hubs: Sequence[Place], *, km: float, of: Sequence[str] = ()) -> Reach:
    """Sum by region what of the demand is within `km` of the nearest hub; the border counts as within."""
    demand = wanted.places
    distance = distances_km(demand, hubs)
    nearest = distance.min(axis=1, initial=np.inf)
    owner = distance.argmin(axis=1) if len(hubs) else np.zeros(len(demand), dtype=np.intp)
    codes = [one.region for one in demand]
    rows = (
        _row(code, [at for at, other in enumerate(codes) if other == code], demand, (nearest, owner, hubs, km))
        for code in sorted(set(codes))
    )
    return Reach(km, tuple(rows), tuple(hubs), tuple(of), wanted.basis, wanted.missing)


def _row(
    region: str,
    at: Sequence[int],
    demand: Sequence[Place],
    found: tuple[Floats, NDArray[np.intp], Sequence[Place], float],
) -> ReachRow:
    nearest, owner, hubs, km = found
    weight = np.array([demand[one].weight for one in at])
    total, near = float(weight.sum()), nearest[list(at)]
    within = float(weight[near <= km].sum())
    if not hubs or total <= 0:
        return ReachRow(region, total, within, None, "")
    most = np.bincount(owner[list(at)], weights=weight, minlength=len(hubs)).argmax()
    return ReachRow(region, total, within, float(weight @ near / total), hubs[int(most)].id)


def map_reach(reach: Reach, regions: Sequence[Region], sources: Sequence[Source]) -> Indicator:
    """Return the share of each region that is within reach, in percent; a region with nothing to reach has none."""
    shares = {row.region: row.within / row.total * 100 for row in reach.rows if row.total > 0}
    status = {row.region: "not_applicable" for row in reach.rows if row.total <= 0}
    rows = [
        {"region": one.code, "value": shares.get(one.code, np.nan), "status": status.get(one.code, "no_data")}
        for one in regions
    ]
    frame = pd.DataFrame(rows).assign(sector="", period="", **dict.fromkeys(("lo", "hi", "n"), np.nan))
    frame.loc[frame["value"].notna(), "status"] = "ok"
    total = sum(row.total for row in reach.rows)
    together = {("", ""): sum(row.within for row in reach.rows) / total * 100} if total > 0 else {}
    return Indicator(REACH, frame[list(INDICATOR_COLUMNS)], tuple(sources), together=together)


def map_plan(plan: Plan, regions: Sequence[Region], sources: Sequence[Source]) -> Indicator:
    """Return what a plan means for each region: "chosen", "kept", "within" or "beyond" reach.

    Without a radius a region without a site is "beyond": the plan shortens its way and promises no reach.
    """
    sites = [*(one.place for one in plan.choices), *plan.kept]
    km = plan.within if plan.within is not None else -1.0
    reach = measure_reach(Demand(plan.demand, plan.basis), sites, km=km)
    reached = {row.region for row in reach.rows if row.total > 0 and row.within >= row.total / 2}
    chosen, kept = {one.place.region for one in plan.choices}, {one.region for one in plan.kept}
    groups = ((chosen, "chosen"), (kept, "kept"), (reached, "within"))
    rows = [
        {"region": one.code, "value": next((name for codes, name in groups if one.code in codes), "beyond")}
        for one in regions
    ]
    absent = dict.fromkeys(("lo", "hi", "n"), np.nan)
    frame = pd.DataFrame(rows).assign(sector="", period="", status="ok", **absent)
    return Indicator(PLAN, frame[list(INDICATOR_COLUMNS)], tuple(sources))
