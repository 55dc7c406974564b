"""Rows pass a row of checks; what a check takes out is written down with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mapper.model import Finding, Level, Reason, Unused
from mapper.sources.tabular import TextFrame

LONGEST_TEXT = 80


@dataclass(frozen=True)
class Why:
    """Why rows are taken out; `level` is None where no one needs to act ("total")."""

    reason: Reason
    code: str
    level: Level | None = "error"


@dataclass(frozen=True)
class Detail:
    """What is told of a text besides itself: words for its finding, and the codes that it may stand for."""

    words: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()


NOTHING = Detail()


@dataclass(frozen=True)
class Sieve:
    """Rows still in play (columns `row`, `column` and the texts of their cells), and the account of the others.

    Where a row stands for many of the file that are alike, the column `times` says for how many.
    """

    table: TextFrame
    kept: pd.DataFrame
    unused: tuple[Unused, ...] = ()
    findings: tuple[Finding, ...] = ()

    def keep(self, **columns: pd.Series[Any] | float | str) -> Sieve:
        """Return the sieve with columns of its rows replaced (of any type: they are typed here)."""
        return Sieve(self.table, self.kept.assign(**columns), self.unused, self.findings)

    def drop(
        self,
        taken: pd.Series[bool],
        why: Why,
        *,
        text: pd.Series[str],
        column: str = "",
        detail: Callable[[str], Detail] = lambda _: NOTHING,
    ) -> Sieve:
        """Take rows out: one entry each, and one finding for each different text, at its first row.

        `taken` and `text` may still hold rows that are out already. `column` is where the text stands in the file; by
        default the row's own value column.
        """
        chosen = taken[self.kept.index].astype("bool")
        if not chosen.any():
            return self
        times = self.kept.get("times", 1)
        out = self.kept.assign(times=times).loc[chosen, ["row", "column", "times"]]
        out = out.assign(text=text[self.kept.index][chosen])
        details = {told: detail(told) for told in out["text"].unique()}
        unused = tuple(
            Unused(
                self.table.place, int(row), why.reason, why.code, shorten(told), details[told].candidates, int(times)
            )
            for row, told, times in zip(out["row"], out["text"], out["times"], strict=True)
        )
        findings = () if why.level is None else self._findings(out, why, column, details)
        return Sieve(self.table, self.kept[~chosen], self.unused + unused, self.findings + findings)

    def _findings(self, out: pd.DataFrame, why: Why, column: str, details: Mapping[str, Detail]) -> tuple[Finding, ...]:
        found = []
        for told, rows in out.groupby("text", sort=False):
            name = column or str(rows["column"].iloc[0])
            where = self.table.where(int(rows["row"].iloc[0]), name or None)
            times = rows.drop_duplicates("row")["times"].sum()
            values = {"text": shorten(str(told)), "count": str(times), **details[str(told)].words}
            found.append(Finding(why.level or "error", why.code, where, values))
        return tuple(found)


def shorten(text: str) -> str:
    """Return at most 80 characters of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1]}…"
