"""Whether hubs are where the sectors are strong: strengths of each region beside the status of its hubs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from mapper.measures.registry import Inputs, compute
from mapper.measures.rollout import HUB
from mapper.measures.specialisation import top_sectors, with_the_rest
from mapper.model import INDICATOR_COLUMNS, Indicator, MeasureInfo, Source
from mapper.rollout import Fit, Fits, Level, RegionRollout, Strength

FIRST = 3
"""So many sectors of a region may be its strengths."""
INFO = MeasureInfo(
    "rollout-fit",
    "category",
    "rollout",
    "how strong the region is (strong, middling, weak) x its hubs (none or only announced, on the way, open)",
    "bivariate: the location quotient or the priority with its certainty, against the rollout register",
)


def measure_fit(inputs: Inputs, standings: Sequence[RegionRollout], measure: str) -> Fits:
    """Return each region's strengths by "lq" or "priority" in the latest period, the widest gaps first.

    By the quotient a region is strong with one sure strength and middling with unsure ones. By the priority it is
    strong where the highest score of a sure sector is in the upper third of the regions that have one, and middling in
    the middle third. A gap is a strong region without a hub that is open, being equipped or planned.
    """
    figures = compute(measure, inputs)
    if measure == "lq":
        return Fits("lq", fit_strengths(top_sectors(figures), _known(figures), standings))
    strongest = top_priorities(figures, compute("priority-rank", inputs), compute("priority-top3", inputs))
    runs = inputs.priority.runs if inputs.priority else 0
    return Fits("priority", fit_priorities(strongest, _known(figures), standings), runs)


def strongest_by_region(strongest: pd.DataFrame) -> Mapping[str, Sequence[Strength]]:
    """Return the strengths (`top_sectors` or `top_priorities`, latest period) of each region that has any."""
    latest = strongest[(strongest["period"] == strongest["period"].max()) & (strongest["rank"] > 0)]
    strengths: dict[str, list[Strength]] = defaultdict(list)
    for row in latest.to_dict("records"):
        strengths[str(row["region"])].append(_strength(row))
    return strengths


def top_priorities(scores: Indicator, ranks: Indicator, top: Indicator) -> pd.DataFrame:
    """Return the first three sectors of each region by score, as `top_sectors` does by the quotient, with `often`.

    lo and hi are the ranks that 5 and 95 % of the runs with other weights and methods give; a sector is `sure` where
    the latter is among the first three; `often` is the share of runs in which it is, in percent.
    """
    keys = ["region", "sector", "period"]
    band = ranks.frame[[*keys, "lo", "hi"]]
    often = top.frame[[*keys, "value"]].rename(columns={"value": "often"})
    frame = scores.frame.drop(columns=["lo", "hi"]).merge(band, on=keys, how="left").merge(often, on=keys, how="left")
    ordered = frame[frame["value"].notna()].sort_values("value", ascending=False, kind="stable")
    rank = ordered.groupby(["region", "period"], sort=False).cumcount() + 1
    first = ordered.assign(rank=rank, sure=ordered["hi"] <= FIRST)[rank <= FIRST]
    return with_the_rest(first[[*INDICATOR_COLUMNS, "rank", "sure", "often"]], frame)


def fit_strengths(
    strongest: pd.DataFrame, known: AbstractSet[str], standings: Sequence[RegionRollout]
) -> tuple[Fit, ...]:
    """Return each region with its strengths (rows of `top_sectors`), the gaps first, then by how many are sure."""
    fits = (
        replace(one, level="strong" if one.sure else "middling" if one.strengths else one.level)
        for one in _fits(strongest, known, standings)
    )
    return tuple(sorted(fits, key=lambda one: (not one.gap, -one.sure, -_strongest(one), one.region)))


def fit_priorities(
    strongest: pd.DataFrame, known: AbstractSet[str], standings: Sequence[RegionRollout]
) -> tuple[Fit, ...]:
    """Return each region with its first sectors (rows of `top_priorities`), the gaps first, then by the score."""
    fits = _fits(strongest, known, standings)
    scores = sorted(_strongest(one) for one in fits if one.sure)
    low, up = (scores[math.ceil(len(scores) * third / 3) - 1] if scores else 0.0 for third in (1, 2))
    levels: list[Level] = [
        "strong" if _strongest(one) > up else "middling" if _strongest(one) > low else one.level for one in fits
    ]
    placed = [replace(one, level=level) for one, level in zip(fits, levels, strict=True)]
    return tuple(sorted(placed, key=lambda one: (not one.gap, -_strongest(one), one.region)))


def map_fit(fits: Fits, sources: Sequence[Source]) -> Indicator:
    """Return how strong each region is against how far its hubs are, as one category of both: "strong-none", say."""
    rows = [
        {
            "region": one.region,
            "value": f"{one.level}-{_stage(one.status)}" if one.level else None,
            "status": "ok" if one.level else "no_data",
        }
        for one in sorted(fits.rows, key=lambda one: one.region)
    ]
    frame = pd.DataFrame(rows).assign(sector="", period="", **dict.fromkeys(("lo", "hi", "n"), np.nan))
    return Indicator(INFO, frame[list(INDICATOR_COLUMNS)], tuple(sources))


def _known(figures: Indicator) -> frozenset[str]:
    """Return the regions of which any figure of the latest period may be shown."""
    frame = figures.frame
    latest = frame[(frame["period"] == frame["period"].max()) & frame["value"].notna()]
    return frozenset(latest["region"])


def _fits(strongest: pd.DataFrame, known: AbstractSet[str], standings: Sequence[RegionRollout]) -> list[Fit]:
    """Return each region with its strengths in the latest period; its level is yet to be told, unless it has none."""
    strengths = strongest_by_region(strongest)
    return [_fit(one, strengths.get(one.region, ()), known=one.region in known) for one in standings]


def _strength(row: dict[Any, Any]) -> Strength:  # a row of a frame
    lo, hi, often = (None if math.isnan(row.get(key, math.nan)) else float(row[key]) for key in ("lo", "hi", "often"))
    return Strength(
        str(row["sector"]), float(row["value"]), lo, hi, bool(row["sure"]), often, str(row.get("status", "ok"))
    )


def _fit(standing: RegionRollout, strengths: Sequence[Strength], *, known: bool) -> Fit:
    hubs = [known.activity for known in standing.activities if known.activity.kind == HUB]
    profile = dict.fromkeys(sector for hub in hubs if hub.status != "cancelled" for sector in hub.sectors)
    return Fit(standing.region, standing.status, tuple(strengths), tuple(profile), "weak" if known else "")


def _strongest(one: Fit) -> float:
    return max((strength.value for strength in one.strengths if strength.sure), default=0.0)


def _stage(status: str) -> str:
    """Return what a status means for a gap: a hub that is only announced, or paused, is none yet."""
    return {"open": "open", "planned": "coming", "equipping": "coming"}.get(status, "none")
