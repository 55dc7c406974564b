"""The people of each region (`population.csv`), for rates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper import messages
from mapper.model import Source
from mapper.places.country import Row, read_rows
from mapper.places.gazetteer import Gazetteer

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("region", "year", "population", "source")


def read_population(gazetteer: Gazetteer) -> pd.DataFrame:
    """Return the population of the gazetteer's vintage by region and year; a country without the file has none.

    Raises BadData at an unknown region, at what is no number or no date, and at a row that stands twice.
    """
    import pandas as pd

    path = gazetteer.folder / "population.csv"
    rows = read_rows(path, ("vintage", "region", "date", "population", "source")) if path.exists() else ()
    found: dict[tuple[str, int], tuple[float, str]] = {}
    for row in rows:
        if row.cells["vintage"] == gazetteer.vintage:
            key = _region(row, gazetteer), _year(row)
            if key in found:
                raise row.fault("region", f"{key[0]} stands twice in {key[1]}", "Give each region of a year one row.")
            found[key] = _people(row), row.cells["source"]
    records = [(*key, *found[key]) for key in sorted(found)]
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    return frame.astype({"region": "str", "year": "int64", "population": "float64", "source": "str"})


def population_sources(population: pd.DataFrame) -> tuple[Source, ...]:
    """Return where the figures of `read_population` come from: one source for each that the file names."""
    years = population.groupby("source", sort=False)["year"].agg(["min", "max"]) if len(population) else population
    return tuple(
        Source(
            id=f"population-{number}",
            title=messages.words("places.population"),
            publisher=str(source),
            date=" – ".join(dict.fromkeys([str(row["min"]), str(row["max"])])),
        )
        for number, (source, row) in enumerate(years.iterrows(), start=1)
    )


def _region(row: Row, gazetteer: Gazetteer) -> str:
    code = row.cells["region"]
    if code not in gazetteer.codes:
        what = f"unknown region {code!r} in vintage {gazetteer.vintage}"
        raise row.fault("region", what, "Use a code of regions.csv.")
    return code


def _year(row: Row) -> int:
    date = row.cells["date"]
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date):
        raise row.fault("date", f"{date!r} is not a date", "Write 2023 or 2023-01-01.")
    return int(date[:4])


def _people(row: Row) -> float:
    people = row.number_in("population")
    if people is None or people <= 0:
        raise row.fault("population", f"{row.cells['population']!r} is no number of people", "Leave unknown rows out.")
    return people
