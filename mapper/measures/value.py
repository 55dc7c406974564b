"""Figures as the source gives them, where nothing is to be computed."""

from __future__ import annotations

from mapper.measures.registry import Computed, Inputs, measure


@measure("value", unit="as_given", kind="rate", formula="as given", source="the file itself")
def value(inputs: Inputs) -> Computed:
    """Show each figure as it stands; nothing is added up, so sectors have no row for all of them together."""
    cells = inputs.cells
    if not cells.sectors:
        return Computed(cells.frame_of_totals(cells.total, cells.total_status))
    return Computed(cells.frame(cells.value, cells.status))
