"""Whether hubs are where the sectors are strong: strengths of each region beside the status of its hubs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mapper.measures.rollout import HUB
from mapper.rollout import Fit, RegionRollout, Strength


def measure_fit(strongest: pd.DataFrame, standings: Sequence[RegionRollout]) -> tuple[Fit, ...]:
    """Return each region with its strengths (`top_sectors`, latest period), the widest gaps first.

    A gap is a sure strength without a hub that is open, being equipped or planned. Among gaps and among the others the
    regions with more sure strengths come first, then the stronger ones.
    """
    strengths = strongest_by_region(strongest)
    fits = [_fit(one, strengths.get(one.region, ())) for one in standings]
    return tuple(sorted(fits, key=lambda one: (not one.gap, -one.sure, -_strongest(one), one.region)))


def strongest_by_region(strongest: pd.DataFrame) -> Mapping[str, Sequence[Strength]]:
    """Return the strengths (`top_sectors`, latest period) of each region that has any."""
    latest = strongest[(strongest["period"] == strongest["period"].max()) & (strongest["rank"] > 0)]
    strengths: dict[str, list[Strength]] = defaultdict(list)
    for row in latest.to_dict("records"):
        strengths[str(row["region"])].append(_strength(row))
    return strengths


def _strength(row: dict[Any, Any]) -> Strength:  # a row of a frame
    lo, hi = (None if math.isnan(row[key]) else float(row[key]) for key in ("lo", "hi"))
    return Strength(str(row["sector"]), float(row["value"]), lo, hi, bool(row["sure"]))


def _fit(standing: RegionRollout, strengths: Sequence[Strength]) -> Fit:
    hubs = [known.activity for known in standing.activities if known.activity.kind == HUB]
    profile = dict.fromkeys(sector for hub in hubs for sector in hub.sectors)
    return Fit(standing.region, standing.status, tuple(strengths), tuple(profile))


def _strongest(one: Fit) -> float:
    return max((strength.value for strength in one.strengths if strength.sure), default=0.0)
