"""Which regions of one vintage came from which of another (`lineage.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mapper.places.country import read_rows

COLUMNS = ("from_code", "from_vintage", "to_code", "to_vintage", "share", "basis", "source")


@dataclass(frozen=True)
class Link:
    """A share of one region that went to another; `basis` is exact, population or area."""

    from_code: str
    from_vintage: str
    to_code: str
    to_vintage: str
    share: float
    basis: str
    source: str


def read_lineage(folder: Path) -> tuple[Link, ...]:
    """Read `lineage.csv` in its order; a country without the file has no lineage."""
    path = folder / "lineage.csv"
    if not path.exists():
        return ()
    links = []
    for row in read_rows(path, COLUMNS):
        share = row.number_in("share")
        if share is None or not 0 < share <= 1:
            raise row.fault("share", f"{row.cells['share']!r} is no share", "Write a number above 0, up to 1.")
        texts = {column: row.cells[column] for column in COLUMNS if column != "share"}
        links.append(Link(share=share, **texts))
    return tuple(links)


def relatives(links: tuple[Link, ...], code: str, vintage: str, *, to: str) -> tuple[str, ...]:
    """Return the codes in vintage `to`, older or newer, whose land was partly that of `code`; () if unknown."""
    known: dict[str, set[str]] = {vintage: {code}}
    waiting = [vintage]
    while waiting:
        here = waiting.pop(0)
        for there, codes in _neighbours(links, here, frozenset(known[here])).items():
            if there not in known:
                known[there] = codes
                waiting.append(there)
    return tuple(sorted(known.get(to, ())))


def _neighbours(links: tuple[Link, ...], vintage: str, codes: frozenset[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        if link.from_vintage == vintage and link.from_code in codes:
            found.setdefault(link.to_vintage, set()).add(link.to_code)
        if link.to_vintage == vintage and link.to_code in codes:
            found.setdefault(link.from_vintage, set()).add(link.from_code)
    return found
