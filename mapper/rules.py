"""The tables of mapper.toml that say how figures are made, and which of them are shown."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0)]


class ReliabilityConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The `[reliability]` table: which figures of samples rest on too few; the defaults are the DHS programme's."""

    suppress_below: Count = 25
    """Figures from fewer respondents are not shown."""
    unreliable_below: Count = 50
    """Figures from fewer respondents are marked."""


class PrivacyConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The `[privacy]` table: respondents are people."""

    k: Count = 5
    """Counts of respondents below it are hidden, and others with them, so that no total gives them away; 0 is none."""


class EngineConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The `[engine]` table: what sums surveys with `summed = true`."""

    name: str = "duckdb"
    """duckdb, in this process, or a Spark Connect cluster: sc://host:15002."""
    memory: str = "1GB"
    """What duckdb may take; the rest goes to `temp`."""
    temp: str = ""
    """A folder; "" is the system's."""
    cache: str = ".mapper"
    """The folder for texts that were typed once."""


class PriorityIndicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of `[priority.indicators]`: a measure, where its name alone does not say what is meant."""

    measure: str
    survey: str = ""
    """The survey to measure; "" is the one whose priority is made."""
    better: Literal["high", "low"] = "high"


class PriorityConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The `[priority]` table: which sectors to support first, from indicators with weights."""

    weights: dict[str, float]
    """Measure, or a name of `indicators` -> weight; 0 or more, 1 in all."""
    indicators: dict[str, PriorityIndicator] = {}
    normalisation: Literal["minmax", "z", "rank"] = "minmax"
    aggregation: Literal["arithmetic", "geometric"] = "arithmetic"
    runs: int = 2000
    """With other weights and methods, to see whether the ranks survive."""
