"""Published totals beside the sum of regions: what does not add up is told with both figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from mapper.config import SurveyConfig
from mapper.errors import BadData
from mapper.model import LANGUAGES, Finding, Sector, Where
from mapper.sources.cells import decimal_sign, read_cell
from mapper.sources.sectors import Taxonomy
from mapper.sources.suggest import nearest
from mapper.sources.tabular import TextFrame, read_table, require_columns


def read_totals(config: SurveyConfig, folder: Path, taxonomy: Taxonomy) -> pd.DataFrame | None:
    """Read a survey's published totals: columns sector, period, value, indexed by row; None if it has none."""
    if not config.national:
        return None
    table = read_table(folder / config.national, encoding=config.encoding, name=config.national)
    require_columns(table, ["sector", "value"])
    frame = table.frame
    decimal = config.decimal or decimal_sign(frame["value"])
    period = frame.get("period", pd.Series("", index=frame.index))
    return pd.DataFrame(
        {
            "sector": [_sector(table, row, text, taxonomy) for row, text in frame["sector"].items()],
            "period": period.where(period != "", config.period),
            "value": [_total(table, row, text, decimal) for row, text in frame["value"].items()],
        },
        index=frame.index,
    )


def check_reconciliation(
    config: SurveyConfig, records: pd.DataFrame, totals: pd.DataFrame | None, sectors: Sequence[Sector]
) -> tuple[Finding, ...]:
    """Return a warning for each total that the regions do not add up to, with the figures and the likely reason."""
    if totals is None:
        return ()
    names = {sector.sector: sector.name for sector in sectors}
    found = []
    for row, sector, period, total in totals.itertuples():
        # "" is all sectors together
        of_sector = records["sector"] == sector if sector else records["sector"].notna()
        values = _figures(records[of_sector & (records["period"] == period)], total)
        if values:
            names_by = {f"sector_{k}": names.get(sector, {}).get(k, sector) or "—" for k in LANGUAGES}
            code = "total-differs-gaps" if values["gaps"] != "0" else "total-differs"
            where = Where(config.national, int(row), "value")
            found.append(Finding("warning", code, where, {**values, **names_by, "sector": sector, "period": period}))
    return tuple(found)


def _figures(rows: pd.DataFrame, total: float) -> Mapping[str, str]:
    """Return the figures that stand against each other, or nothing if they agree."""
    summed = float(rows["value"].sum())
    if math.isclose(summed, total, rel_tol=1e-9, abs_tol=1e-9):
        return {}
    counts = {status: int((rows["value_status"] == status).sum()) for status in ("suppressed", "not_available")}
    # A sum that is already too large has another reason than missing figures.
    gaps = sum(counts.values()) if summed < total else 0
    difference = abs(total - summed)
    told = {"total": total, "sum": summed, "difference": difference, "gaps": gaps, **counts}
    return {key: f"{number:.10g}" for key, number in told.items()}


def _sector(table: TextFrame, row: object, text: str, taxonomy: Taxonomy) -> str:
    sector = taxonomy.find(text) if text else ""
    if sector is None:
        where = table.where(int(str(row)), "sector")
        hint = nearest(text, [s.sector for s in taxonomy.sectors])
        raise BadData(f"{where}: unknown sector {text!r}", hint=hint)
    return sector


def _total(table: TextFrame, row: object, text: str, decimal: str) -> float:
    cell = read_cell(text, decimal=decimal)
    if cell.value is None:
        where = table.where(int(str(row)), "value")
        raise BadData(f"{where}: {text!r} where a total belongs", hint="Write a number, or take the row out.")
    return cell.value
