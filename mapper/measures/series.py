"""Whether the periods of a series are of one kind: the same regions, the same definition."""

from __future__ import annotations

from collections.abc import Mapping

from mapper.measures.cells import Cells
from mapper.model import Finding, Where


def check_series(cells: Cells, definitions: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return a warning where some periods lack whole regions, and one where they count different things."""
    if len(cells.periods) < 2:
        return ()
    return (*_mixed_regions(cells), *_mixed_definitions(cells, definitions))


def definition_of(period: str, definitions: Mapping[str, str]) -> str:
    """Return what was counted in a period: the latest definition that is not later than it.

    >>> definition_of("2022", {"2020": "55 activities", "2023": "43 activities"})
    '55 activities'
    """
    known = [start for start in definitions if start <= period]
    return definitions[max(known)] if known else ""


def _mixed_regions(cells: Cells) -> tuple[Finding, ...]:
    """Find regions without a single row in some periods: as a rule, they were divided or merged in between."""
    there = (cells.status != "no_data").any(axis=1) | (cells.total_status != "no_data")
    some = there.any(axis=1) & ~there.all(axis=1)
    told = [
        f"{code}: {', '.join(p for p, known in zip(cells.periods, row, strict=True) if not known)}"
        for code, row, mixed in zip(cells.regions, there, some, strict=True)
        if mixed
    ]
    if not told:
        return ()
    values = {"regions": "; ".join(told), "count": str(len(told))}
    return (Finding("warning", "mixed-series", Where(cells.file), values),)


def _mixed_definitions(cells: Cells, definitions: Mapping[str, str]) -> tuple[Finding, ...]:
    told = {period: definition_of(period, definitions) for period in cells.periods}
    if len(set(told.values())) < 2:
        return ()
    first = {text: period for period, text in reversed(told.items())}
    values = {"definitions": "; ".join(f"{first[text]}: {text or '?'}" for text in dict.fromkeys(told.values()))}
    return (Finding("warning", "mixed-definitions", Where(cells.file), values),)
