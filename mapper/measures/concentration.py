"""How concentrated a region's sectors are, and how far its mix is from the country's."""

from __future__ import annotations

import numpy as np

from mapper.measures.cells import Cells, Floats, known_sum
from mapper.measures.counts import need_sectors, refuse
from mapper.measures.registry import Computed, Inputs, measure

HHI = "Herfindahl-Hirschman index, as in Farhauer & Kroell 2013"


@measure("hhi", unit="index_0_1", kind="score", formula="HHI_r = sum_i s_ir^2", source=HHI, needs=("sectors",))
def hhi(inputs: Inputs) -> Computed:
    """Sum the squared shares of a region's sectors: 1/n where all are equal, 1 where there is a single one."""
    cells = need_sectors(inputs.cells, "hhi")
    return _of_regions(cells, _hhi(cells))


@measure(
    "hhi-normalised",
    unit="index_0_1",
    kind="score",
    formula="(HHI_r - 1/n) / (1 - 1/n), n = known sectors",
    source=HHI,
    needs=("sectors",),
)
def hhi_normalised(inputs: Inputs) -> Computed:
    """Stretch the index to 0 (all sectors equal) .. 1 (a single one), so that taxonomies can be compared."""
    cells = need_sectors(inputs.cells, "hhi-normalised")
    n = (~np.isnan(cells.value)).sum(axis=1)
    least = 1 / np.where(n > 1, n, np.nan)
    return _of_regions(cells, (_hhi(cells) - least) / (1 - least))


@measure("effective-sectors", unit="sectors", kind="score", formula="1 / HHI_r", source=HHI, needs=("sectors",))
def effective_sectors(inputs: Inputs) -> Computed:
    """Tell how many equal sectors would be as concentrated as those of the region."""
    cells = need_sectors(inputs.cells, "effective-sectors")
    return _of_regions(cells, 1 / _hhi(cells))


@measure(
    "krugman",
    unit="index_0_2",
    kind="score",
    formula="sum_i |s_ir - s_i|, from 0 to 2",
    source="Krugman 1991; not halved, as some print it",
    needs=("sectors",),
)
def krugman(inputs: Inputs) -> Computed:
    """Sum the distances between a region's shares and the country's, both over the sectors known in the region."""
    cells = need_sectors(inputs.cells, "krugman")
    nation = np.where(np.isnan(cells.value), np.nan, cells.national()[None])
    return _of_regions(cells, known_sum(np.abs(_shares(cells.value) - _shares(nation)), axis=1))


def _shares(value: Floats) -> Floats:
    """Divide by the sum over the sectors; NaN where it is not above zero, or a figure is negative."""
    total = known_sum(value, axis=1)[:, None, :]
    usable = (total > 0) & ~(value < 0).any(axis=1, keepdims=True)
    return value / np.where(usable, total, np.nan)


def _hhi(cells: Cells) -> Floats:
    return known_sum(_shares(cells.value) ** 2, axis=1)


def _of_regions(cells: Cells, value: Floats) -> Computed:
    base, status = cells.sums()
    status = refuse(status, np.isnan(value), "not_applicable")
    return Computed(cells.frame_of_totals(value, status, n=base), cells.missing_in_totals())
