"""Records as a block of region x sector x period, in which missing is not zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mapper.model import LANGUAGES, Finding, Sums, Where, Words

Floats = NDArray[np.float64]
Statuses = NDArray[np.object_]

Z95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution: a constant here, so that a map costs no scipy."""

KNOWN = ("ok", "zero", "estimated")
"""Value statuses of records whose value counts."""


@dataclass(frozen=True)
class People:
    """Respondents, unweighted: regions x (1 + sectors) x periods, all together first."""

    answers: Floats
    """How many rows of the file have a known value; a row that answers for several sectors is one all together."""
    yes: Floats
    """How many values are not zero: who ticked a choice, or has anything to count; all together in the first sector,
    where those of no sector stand too."""
    yes_or_no: bool
    """Whether all values are 1 or 0."""


@dataclass(frozen=True)
class Cells:
    """Sums of records; NaN where no figure is known, with `status` telling why.

    A total that lacks a sector, or a cell that lacks a record, is a lower bound: its status is "estimated".
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    periods: tuple[str, ...]
    value: Floats
    """regions x sectors x periods"""
    status: Statuses
    total: Floats
    """regions x periods: as published (records without a sector), else the sum of the known sectors."""
    total_status: Statuses
    people: People
    file: str = ""
    names: Mapping[str, Words] = field(default_factory=dict)
    """What sectors are called."""

    def places(self, frame: pd.DataFrame) -> Places:
        """Return where rows stand in a block of regions x (1 + sectors) x periods."""
        return _places(frame, (self.regions, ("", *self.sectors), self.periods))

    def frame(self, value: Floats, status: Statuses, **more: Floats) -> pd.DataFrame:
        """Return blocks of regions x sectors x periods as rows of an indicator."""
        return self._rows(self.sectors, {"value": value, "status": status, **more})

    def frame_of_totals(self, value: Floats, status: Statuses, **more: Floats) -> pd.DataFrame:
        """Return blocks of regions x periods as rows of an indicator whose sector is "" (all together)."""
        return self._rows(("",), {"value": value, "status": status, **more})

    def frame_with_totals(self, value: Floats, status: Statuses, **more: Floats) -> pd.DataFrame:
        """Return blocks of regions x (1 + sectors) x periods, whose first sector is all together."""
        return self._rows(("", *self.sectors), {"value": value, "status": status, **more})

    def with_totals(self) -> tuple[Floats, Statuses]:
        """Return values and statuses of regions x (1 + sectors) x periods, all together first."""
        value = np.concatenate([self.total[:, None, :], self.value], axis=1)
        return value, np.concatenate([self.total_status[:, None, :], self.status], axis=1)

    def sums(self) -> tuple[Floats, Statuses]:
        """Return regions x periods: the sum of the known sectors, and its status, whatever total was published."""
        summed = known_sum(self.value, axis=1)
        return summed, _status_of_sum(summed, self.status)

    def national(self) -> Floats:
        """Return sectors x periods: the sum of what is known over the regions (NaN where nothing is)."""
        return known_sum(self.value, axis=0)

    def missing_in_totals(self) -> tuple[Finding, ...]:
        """Return one warning that names the cells that totals lack, or none."""
        unknown = np.isnan(self.value) & (self.status != "no_data") & ~np.isnan(self.total)[:, None, :]
        unknown &= (self.total_status == "estimated")[:, None, :]
        if not unknown.any():
            return ()
        lacking = unknown.any(axis=2)
        told = {f"cells_{language}": self._cells_told(lacking, language) for language in LANGUAGES}
        values = {"count": str(lacking.sum()), **told}
        return (Finding("warning", "incomplete-totals", Where(self.file), values),)

    def _cells_told(self, chosen: NDArray[np.bool_], language: str) -> str:
        """Name cells (regions x sectors) by their sector, which has a name, and the codes of their regions."""
        sectors = [(sector, chosen[:, s]) for s, sector in enumerate(self.sectors) if chosen[:, s].any()]
        return "; ".join(
            f"{self.names.get(sector, {}).get(language, sector)}: {', '.join(np.array(self.regions)[of])}"
            for sector, of in sectors
        )

    def _rows(self, sectors: tuple[str, ...], columns: dict[str, Floats | Statuses]) -> pd.DataFrame:
        # Names are taken by number: turning thousands of texts into a column of texts costs more than all the rest.
        places = np.indices((len(self.regions), len(sectors), len(self.periods))).reshape(3, -1)
        axes = zip(("region", "sector", "period"), (self.regions, sectors, self.periods), places, strict=True)
        keys = {name: pd.Index(list(axis), dtype="str").take(at) for name, axis, at in axes}
        return pd.DataFrame({**keys, **{name: block.ravel() for name, block in columns.items()}})


def known_sum(values: Floats, axis: int) -> Floats:
    """Sum along an axis leaving NaN out; NaN where all are NaN."""
    known = ~np.isnan(values)
    sums: Floats = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(known.any(axis=axis), sums, np.nan)


def read_cells(records: pd.DataFrame, regions: Sequence[str], sectors: Sequence[str] = ()) -> Cells:
    """Sum records into cells; sectors that the taxonomy does not name follow those that it names.

    Weighted records count with their weight. Records without a sector are published totals of all sectors.
    Raise ValueError at a region that is not among `regions`: readers leave such rows out and account for them.
    """
    tidy = _tidy(records)
    axes = _axes(tidy, regions, sectors)
    at, shape = _places(tidy, axes), tuple(len(axis) for axis in axes)
    value, status, answers = _fill(tidy, at, shape)
    answers[:, 0] = _respondents(tidy, at, shape)
    yes = np.zeros(shape)
    np.add.at(yes, tuple(axis[tidy["yes"].to_numpy()] for axis in at), 1)
    file = str(records["file"].iloc[0]) if len(records) and "file" in records else ""
    people = People(answers, yes, bool(tidy["binary"].all()))
    return _block(axes, value, status, people, file=file)


def cells_of_sums(sums: Sums, regions: Sequence[str], sectors: Sequence[str] = ()) -> Cells:
    """Return the cells that the same respondents would give as records."""
    frame = sums.frame
    axes = _axes(frame, regions, sectors)
    value, rows, known = (np.zeros(tuple(len(axis) for axis in axes)) for _ in range(3))
    for block, name in ((value, "wy"), (rows, "drawn"), (known, "n")):
        np.add.at(block, _places(frame, axes), frame[name].to_numpy(dtype=np.float64))
    nothing = np.zeros(value.shape, dtype=int)
    status = _status(
        {
            "known": known.astype(int),
            "not_available": (rows - known).astype(int),
            "estimated": nothing,
            "suppressed": nothing,
        }
    )
    answers, yes = known.copy(), np.zeros(known.shape)
    answers[:, 0] = 0
    for block, name in ((answers, "n"), (yes, "yes")):
        np.add.at(block, _places(sums.people, axes), sums.people[name].to_numpy(dtype=np.float64))
    return _block(axes, np.where(known > 0, value, np.nan), status, People(answers, yes, sums.yes_or_no))


Axes = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
Places = tuple[NDArray[np.intp], ...]


def _axes(keyed: pd.DataFrame, regions: Sequence[str], sectors: Sequence[str]) -> Axes:
    """Return the regions, sectors ("" first) and periods of a block; raise ValueError at a region that is not known."""
    unknown = sorted(set(keyed["region"].unique()) - set(regions))
    if unknown:
        raise ValueError(f"records of unknown regions reached the measures: {unknown}")
    found = sorted(set(keyed["sector"].unique()) - set(sectors) - {""})
    periods = sorted(set(keyed["period"].unique())) or [""]
    return tuple(regions), ("", *dict.fromkeys(s for s in sectors if s), *found), tuple(periods)


def _places(keyed: pd.DataFrame, axes: Axes) -> Places:
    """Return where the rows stand in a block, by region, sector and period."""
    return tuple(
        pd.Index(list(axis), dtype=object).get_indexer(pd.Index(keyed[name], dtype=object))
        for axis, name in zip(axes, ("region", "sector", "period"), strict=True)
    )


def _block(axes: Axes, value: Floats, status: Statuses, people: People, *, file: str = "") -> Cells:
    """Return cells from blocks whose first sector is all together."""
    total, total_status = _totals(value, status)
    return Cells(axes[0], axes[1][1:], axes[2], value[:, 1:], status[:, 1:], total, total_status, people, file)


def place_records(records: pd.DataFrame, cells: Cells) -> tuple[Floats, NDArray[np.intp]]:
    """Return each record's value (with its weight) and the place of its cell in `cells.value`; -1 has no sector."""
    tidy = _tidy(records)
    at = np.zeros(len(tidy), dtype=np.intp)
    outside = np.zeros(len(tidy), dtype=bool)
    axes = (cells.regions, cells.sectors, cells.periods)
    for axis, places in zip(axes, _places(tidy, axes), strict=True):
        at, outside = at * len(axis) + places, outside | (places < 0)
    return tidy["value"].to_numpy(dtype=np.float64), np.where(outside, -1, at)


def _tidy(records: pd.DataFrame) -> pd.DataFrame:
    """Return region, sector, period as text; value with its weight, NaN where unknown; missing = why it is unknown."""
    text = {name: records[name].astype(object).where(records[name].notna(), "") for name in ("sector", "period")}
    status = records["value_status"].astype(object).where(records["value_status"].notna(), "ok")
    value = records["value"].astype(float)
    value = value.mask((status == "zero") & value.isna(), 0.0).where(status.isin(KNOWN))
    weight = records["weight"].astype(float).fillna(1.0) if "weight" in records else 1.0
    missing = status.where(~status.isin(KNOWN), "not_available").where(value.isna(), status)
    columns = {"region": records["region"].astype(object), **{k: v.map(str) for k, v in text.items()}}
    who = records["row"] if "row" in records else pd.Series(range(len(records)), index=records.index)
    told = {"yes": value.notna() & (value != 0), "binary": value.isna() | value.isin([0, 1])}
    return pd.DataFrame({**columns, "value": value * weight, "why": missing, "who": who, **told})


def _fill(tidy: pd.DataFrame, at: Places, shape: tuple[int, ...]) -> tuple[Floats, Statuses, Floats]:
    counts = {why: np.zeros(shape, dtype=int) for why in ("known", "estimated", "not_available", "suppressed")}
    for why, block in counts.items():
        chosen = tidy["value"].notna() if why == "known" else tidy["why"] == why
        np.add.at(block, tuple(axis[chosen.to_numpy()] for axis in at), 1)
    sums = np.zeros(shape)
    np.add.at(sums, at, tidy["value"].fillna(0.0).to_numpy())
    return np.where(counts["known"] > 0, sums, np.nan), _status(counts), counts["known"].astype(np.float64)


def _respondents(tidy: pd.DataFrame, at: Places, shape: tuple[int, ...]) -> Floats:
    """Count the rows of the file with a known value by region and period."""
    known = tidy["value"].notna().to_numpy()
    people = pd.DataFrame({"region": at[0], "period": at[2], "who": tidy["who"].to_numpy()})[known].drop_duplicates()
    counts = np.zeros((shape[0], shape[2]))
    np.add.at(counts, (people["region"].to_numpy(), people["period"].to_numpy()), 1)
    return counts


def _status(counts: dict[str, NDArray[np.int_]]) -> Statuses:
    missing = counts["suppressed"] + counts["not_available"]
    known = counts["known"] > 0
    status: Statuses = np.select(
        [
            known & (missing + counts["estimated"] > 0),  # a sum of only some of the records, or of estimates
            known,
            counts["suppressed"] > 0,
            counts["not_available"] > 0,
        ],
        ["estimated", "ok", "suppressed", "not_available"],
        default="no_data",
    ).astype(object)
    return status


def _totals(value: Floats, status: Statuses) -> tuple[Floats, Statuses]:
    """Return all sectors together: published, else summed, with "estimated" where a sector is not known."""
    published, sectors = value[:, 0], value[:, 1:]
    summed = known_sum(sectors, axis=1) if sectors.shape[1] else np.full(published.shape, np.nan)
    given = status[:, 0] != "no_data"
    return np.where(given, published, summed), np.where(given, status[:, 0], _status_of_sum(summed, status[:, 1:]))


def _status_of_sum(summed: Floats, status: Statuses) -> Statuses:
    """Return "ok", "estimated" where a sector is not known, and where none is the gravest of the sectors' reasons."""
    known = ~np.isnan(summed)
    reasons = ("suppressed", "not_available")
    of_sum: Statuses = np.select(
        [known & (status == "ok").all(axis=1), known, *((status == why).any(axis=1) for why in reasons)],
        ["ok", "estimated", *reasons],
        default="no_data",
    ).astype(object)
    return of_sum
