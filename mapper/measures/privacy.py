"""Respondents are people: what a few of them said is hidden, and enough beside it that no total gives it away."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.measures.cells import Cells, Floats

Mask = NDArray[np.bool_]


def protect(frame: pd.DataFrame, cells: Cells, k: int) -> pd.DataFrame:
    """Return the rows of an indicator without those from which a count of 1 to k - 1 respondents could be read.

    Small are the respondents of a cell who answered, those whose answer counts (a tick), and, of a question of yes or
    no, those whose answer does not. The same cells are hidden in every measure, since one gives another away.
    """
    counts, values = hidden_cells(cells, k)
    at = cells.places(frame)
    status = frame["status"].to_numpy(dtype=object)
    taken = values[at] & np.isin(status, ["ok", "estimated", "unreliable"])
    columns = {name: frame[name].mask(taken) for name in ("value", "lo", "hi")}
    n = frame["n"].mask(counts[at])
    return frame.assign(status=np.where(taken, "suppressed", status).astype(object), n=n, **columns)


def hidden_cells(cells: Cells, k: int) -> tuple[Mask, Mask]:
    """Return regions x (1 + sectors) x periods: of which cells the number of respondents is hidden, and the figure."""
    people = cells.people
    told = [people.answers, _with_totals(people.yes)]
    told += [_with_totals(people.answers - people.yes)] if people.yes_or_no else []
    masks = [np.stack([hide_small_counts(block[:, :, p], k) for p in range(block.shape[2])], axis=2) for block in told]
    return masks[0], np.logical_or.reduce(masks)


def _with_totals(counts: Floats) -> Floats:
    """Return counts with the sum of their sectors in the first one, as it is published."""
    if counts.shape[1] == 1:
        return counts
    return np.concatenate([counts[:, 1:].sum(axis=1, keepdims=True), counts[:, 1:]], axis=1)


def hide_small_counts(counts: Floats, k: int) -> Mask:
    """Return which cells to hide of a table of regions x (all + sectors), whose sums down and across are published.

    Cells from 1 to k - 1 are hidden. Each becomes the corner of a rectangle of hidden cells, along which it may be
    shifted without a change of any sum, so that it might be k or more: the one that costs least. Zeros are
    not hidden. Where no such rectangle is to be had, the whole table is hidden.
    """
    table = np.where(np.isnan(counts), 0.0, counts)
    small = (table > 0) & (table < k)
    hidden = small.copy()
    for row, column in np.argwhere(small):
        corners = _cheapest(table, hidden, (int(row), int(column)), k)
        if corners is None:
            return table > 0
        hidden[corners] = True
    return hidden


def _cheapest(table: Floats, hidden: Mask, cell: tuple[int, int], k: int) -> tuple[list[int], list[int]] | None:
    """Return the other corners of the cheapest rectangle; None where there is none.

    If the cell grows by one, two corners shrink by one; they must be able to until the cell is k, and stay above 0.
    """
    row, column = cell
    same_row, same_column = table[row][None, :], table[:, column][:, None]
    # Beside the total the row's other corner grows too, and both corners of the other row shrink.
    beside_total = (np.arange(table.shape[1]) == 0) | (column == 0)
    room = np.where(beside_total[None, :], np.minimum(table, same_column), np.minimum(same_row, same_column))
    costs = np.where(hidden, 0.0, table)
    cost = costs + costs[row][None, :] + costs[:, column][:, None]
    if table.shape[1] == 1:  # totals alone
        room, cost = same_column, costs
    possible = (table > 0) & (same_row > 0) & (room - 1 >= k - table[cell])
    possible[row] = False
    if table.shape[1] > 1:
        possible[:, column] = False
    if not possible.any():
        return None
    other, beside = np.unravel_index(int(np.where(possible, cost, np.inf).argmin()), table.shape)
    return [row, int(other), int(other)], [int(beside), column, int(beside)]
