"""Estimates from a sample, for people at a terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

Row = Mapping[str, object]
SHOWN = ("by", "estimate", "se", "lo", "hi", "n", "n_eff", "deff")
"""What the text shows; a status is shown by its sign."""


def render_json(design: Row, rows: Sequence[Row]) -> str:
    """Return one object `mapper.estimates/1`."""
    told = {"schema": "mapper.estimates/1", "design": dict(design), "rows": [dict(row) for row in rows]}
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def render_text(rows: Sequence[Row]) -> str:
    """Return an aligned table: * stands for a figure that rests on too few, parentheses for one that is unsure."""
    cells = [[name if name != "by" or rows[0]["by"] is not None else "" for name in SHOWN]] if rows else []
    cells += [[_cell(name, row) for name in SHOWN] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "".join(_line(line, widths) for line in cells)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{'  '.join([first.strip().ljust(widths[0]), *rest]).rstrip()}\n"


def _cell(name: str, row: Row) -> str:
    value = row[name]
    if name == "by":
        return "all" if value is None else str(value)
    if value is None:
        return "*" if row["status"] == "suppressed" and name != "n_eff" else "–"
    told = str(value) if name == "n" else f"{value:.6g}"
    return f"({told})" if row["status"] == "unreliable" and name == "estimate" else told
