"""Carry counts and rates along a crosswalk: merged exactly, divided as an estimate, totals kept."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from mapper.errors import BadConfig, BadData
from mapper.model import Finding, Kind, Where
from mapper.places.crosswalk import Crosswalk, codes_in
from mapper.places.lineage import Link

GROUP = ["source", "sector", "period"]
DESIGN = ("weight", "strata", "psu")


@dataclass(frozen=True)
class Carried:
    """Records in the regions of another vintage, and what is to be told of them."""

    records: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def carry(records: pd.DataFrame, walk: Crosswalk, *, kind: Kind = "count") -> Carried:
    """Carry records (model.RECORD_COLUMNS) to `walk.to_vintage`.

    Merging is exact. A divided region gives each part its share, flagged `estimated`; whole counts stay whole by the
    largest remainder (Hamilton's method), so that every total is kept. A merged region of which a part is missing or
    hidden has no value. Respondents (rows with a weight, stratum or PSU, or several rows a cell) are only re-coded.

    Raises BadConfig for anything but counts (see `carry_rate`), and BadData where respondents would be divided or a
    region is not in the crosswalk.
    """
    if kind != "count":
        hint = "Carry its numerator and its denominator of the same year, and divide afterwards."
        raise BadConfig(f"a {kind} cannot be carried from {walk.from_vintage} to {walk.to_vintage}", hint=hint)
    _refuse_unknown(records, walk)
    if is_microdata(records):
        return Carried(_recode(records, walk))
    pieces = _pieces(records, walk)
    keys = [*GROUP, "region"]
    groups = pieces.groupby(keys, dropna=False, sort=True)
    rows = [_merge(group, walk.parts(str(key[-1]))) for key, group in groups]
    return Carried(pd.DataFrame(rows, columns=records.columns), tuple(_estimates(records, walk)))


def carry_rate(numerators: pd.DataFrame, denominators: pd.DataFrame, walk: Crosswalk, *, per: float = 1.0) -> Carried:
    """Carry a rate by its two counts (records of the same sectors and periods) and divide: value = n / d * per.

    Where either is missing, or the denominator is 0, the rate is not available.
    """
    top, bottom = carry(numerators, walk), carry(denominators, walk)
    keys = ["region", "sector", "period"]
    both = top.records.merge(bottom.records[[*keys, "value", "value_status"]], on=keys, how="left", suffixes=("", "_d"))
    value = both["value"] / both["value_d"].where(both["value_d"] != 0) * per
    estimated = (both["value_status"] == "estimated") | (both["value_status_d"] == "estimated")
    status = both["value_status"].where(~estimated, "estimated").where(value.notna(), "not_available")
    return Carried(both[list(top.records.columns)].assign(value=value, value_status=status), top.findings)


def check_vintage(records: pd.DataFrame, links: Sequence[Link], *, vintage: str, other: str) -> tuple[Finding, ...]:
    """Find regions that only the vintage `other` has in records of `vintage`, with the rows of them and their kin."""
    old, new = codes_in(links, vintage), codes_in(links, other)
    strangers = records[records["region"].isin(new - old)]
    return tuple(
        _mixed(records, str(code), _kin(links, str(code), old), vintage=vintage, other=other)
        for code in sorted(strangers["region"].unique())
    )


def is_microdata(records: pd.DataFrame) -> bool:
    """Tell whether rows are respondents, not totals: they bear a design, or several share one cell."""
    designed = any((records[c].notna() & (records[c] != "")).any() for c in DESIGN if c in records.columns)
    return designed or bool(records.duplicated([*GROUP, "region"]).any())


def apportion(value: float, shares: Mapping[str, float]) -> Mapping[str, float]:
    """Divide a value by shares so that the parts sum to it; a whole value into whole parts, by largest remainder.

    >>> apportion(10, {"A": 0.64, "B": 0.36})
    {'A': 6.0, 'B': 4.0}
    """
    if not float(value).is_integer():
        return _apportion_real(value, shares)
    whole = sum((Fraction(share) for share in shares.values()), Fraction())
    quotas = {code: Fraction(value) * Fraction(share) / whole for code, share in shares.items()}
    parts = {code: math.floor(quota) for code, quota in quotas.items()}
    left = int(value) - sum(parts.values())
    ranked = sorted(quotas, key=lambda code: (parts[code] - quotas[code], code))
    for code in ranked[:left]:
        parts[code] += 1
    return {code: float(part) for code, part in parts.items()}


def _apportion_real(value: float, shares: Mapping[str, float]) -> Mapping[str, float]:
    """Give the largest part what the others leave, so that no rounding is lost."""
    largest = max(shares, key=lambda code: (shares[code], code))
    parts = {code: value * share for code, share in shares.items() if code != largest}
    rest = Fraction(value) - sum((Fraction(part) for part in parts.values()), Fraction())
    return {code: parts.get(code, float(rest)) for code in shares}


def _refuse_unknown(records: pd.DataFrame, walk: Crosswalk) -> None:
    unknown = records[~records["region"].isin(walk.shares.keys())]
    if len(unknown):
        row = unknown.iloc[0]
        what = f"{row['file']}:{row['row']}:region: {row['region']!r} is no region of vintage {walk.from_vintage}"
        raise BadData(what, hint="Name the vintage of the file; a file with old and new regions has to be divided.")


def _recode(records: pd.DataFrame, walk: Crosswalk) -> pd.DataFrame:
    for code in sorted(set(records["region"])):
        if walk.splits(code):
            row = records[records["region"] == code].iloc[0]
            what = f"{row['file']}:{row['row']}:region: {code} was divided, and respondents cannot be"
            raise BadData(what, hint=f"Report this survey in the regions of {walk.from_vintage}.")
    return records.assign(region=[next(iter(walk.shares[code])) for code in records["region"]])


def _pieces(records: pd.DataFrame, walk: Crosswalk) -> pd.DataFrame:
    """Return a row for every part of every record, with the region that it `came` from."""
    rows = [
        {**row, "region": code, "value": part, "value_status": status, "came": row["region"]}
        for row in records.to_dict("records")
        for code, part, status in _divide(row["value"], row["value_status"], walk.shares[row["region"]])
    ]
    return pd.DataFrame(rows, columns=[*records.columns, "came"])


def _divide(value: float, status: str, shares: Mapping[str, float]) -> Iterator[tuple[str, float, str]]:
    if len(shares) == 1 or math.isnan(value) or value == 0:
        yield from ((code, value, status) for code in shares)
        return
    yield from ((code, part, "estimated") for code, part in apportion(value, shares).items())


def _merge(group: pd.DataFrame, parts: frozenset[str]) -> dict[str, object]:
    """Sum the pieces of one cell; the first stands for the place in the file."""
    first = {str(name): cell for name, cell in group.iloc[0].drop("came").items()}
    statuses = set(group["value_status"])
    if group["value"].isna().any() or set(group["came"]) != parts:
        hidden = "suppressed" if "suppressed" in statuses else "not_available"
        return {**first, "value": math.nan, "value_status": hidden}
    status = next((s for s in ("estimated", "ok", "zero") if s in statuses), "ok")
    return {**first, "value": math.fsum(group["value"]), "value_status": status}


def _estimates(records: pd.DataFrame, walk: Crosswalk) -> Iterator[Finding]:
    divided = records[records["value"].notna() & (records["value"] != 0)]
    for code in sorted(set(divided["region"])):
        if walk.splits(code):
            file = str(divided.loc[divided["region"] == code, "file"].iloc[0])
            values = {"old": code, "new": ", ".join(sorted(walk.shares[code])), "basis": walk.weights}
            yield Finding("warning", "crosswalk-estimated", Where(file, None, "region"), values)


def _kin(links: Sequence[Link], code: str, old: frozenset[str]) -> tuple[str, ...]:
    forward = {k.from_code for k in links if k.to_code == code}
    back = {k.to_code for k in links if k.from_code == code}
    return tuple(sorted((forward | back) & old - {code}))


def _mixed(records: pd.DataFrame, code: str, kin: tuple[str, ...], *, vintage: str, other: str) -> Finding:
    rows = records[records["region"].isin([code, *kin])]
    values = {
        "new": code,
        "old": ", ".join(kin) or vintage,
        "to": other,
        "rows": ", ".join(str(row) for row in rows["row"].head(12)),
    }
    return Finding(
        "error", "mixed-vintages", Where(str(rows["file"].iloc[0]), int(rows["row"].iloc[0]), "region"), values
    )
