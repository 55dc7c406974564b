"""Small inputs for measures: regions, records, activities."""

import csv
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from mapper.measures import Inputs
from mapper.measures.reliability import Reliability
from mapper.model import RECORD_COLUMNS, Activity, Ledger, PartialDate, Region, Rollout, Sector, Source, Where

SHARED = Path(__file__).parents[2].parent / "shared"
KZ = Path(__file__).parents[2] / "regions" / "kz"
SHOW_ALL = Reliability(0, 0, 0)
"""No rule at all: every estimate is held against its oracle."""


def make_region(code):
    return Region(code, "2022", "region", {"en": code}, {"en": code}, None, None, None)


def make_records(cells):
    """Cells: (region, sector, period, value[, status]) -> records."""
    rows = [
        {
            **dict.fromkeys(RECORD_COLUMNS),
            "region": region,
            "sector": sector,
            "period": period,
            "value": value,
            "value_status": more[0] if more else "ok",
            "file": "survey.csv",
            "row": number,
        }
        for number, (region, sector, period, value, *more) in enumerate(cells, start=2)
    ]
    return pd.DataFrame(rows, columns=list(RECORD_COLUMNS))


def make_inputs(cells, regions="", sectors="", **more):
    codes = regions.split() or list(dict.fromkeys(cell[0] for cell in cells))
    names = sectors.split() or list(dict.fromkeys(cell[1] for cell in cells if cell[1]))
    return Inputs(
        records=make_records(cells),
        sectors=tuple(Sector("test", name, {"en": name}) for name in names),
        regions=tuple(make_region(code) for code in codes),
        **more,
    )


def make_activity(region, status, **more):
    known = {
        "id": f"hub-{region}",
        "kind": "hub",
        "name": {"en": "hub"},
        "city": "",
        "lon": None,
        "lat": None,
        "place_precision": "region",
        "partner": "",
        "stream": "",
        "phase": None,
        "phase_basis": "",
        "planned": None,
        "opened": None,
        "as_of": dt.date(2024, 6, 1),
        "source": "test",
        "note": "",
        "where": Where("rollout.csv", 2),
    }
    return Activity(region=region, status=status, **{**known, **more})


def make_rollout(*activities):
    return Rollout(activities, Ledger("rollout", len(activities), len(activities)), (), Source("rollout", {}))


def read_announced():
    """The embedded register, read without the reader of another room."""
    with (KZ / "rollout.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return make_rollout(*(_activity(row) for row in rows))


def _activity(row):
    day = dt.date.fromisoformat(row["planned_date"]) if row["planned_date"] else None
    planned = PartialDate(day, day, "day") if day else None
    as_of = dt.date.fromisoformat(row["as_of"])
    return make_activity(row["region"], row["status"], id=row["id"], kind=row["kind"], planned=planned, as_of=as_of)


@pytest.fixture
def inputs():
    return make_inputs


@pytest.fixture
def activity():
    return make_activity


@pytest.fixture
def rollout():
    return make_rollout


@pytest.fixture
def announced():
    path = KZ / "rollout.csv"
    if not path.exists():
        pytest.skip(f"{path.name} of the embedded country is absent")
    return read_announced()


@pytest.fixture
def kz_regions():
    path = KZ / "regions.csv"
    if not path.exists():
        pytest.skip(f"{path.name} of the embedded country is absent")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(make_region(row["code"]) for row in rows if row.get("vintage", "2022") == "2022")


@pytest.fixture
def oracle():
    """Read a table of an independent program's numbers."""
    if not (SHARED / "oracle").exists():
        pytest.skip("../shared/oracle is absent: numbers of independent programs are not part of the project")
    return lambda name: pd.read_csv(SHARED / "oracle" / name)


@pytest.fixture
def at():
    """Look a row of an indicator up by region, sector and period."""

    def look(indicator, region, sector="", period=""):
        frame = indicator.frame
        rows = frame[(frame["region"] == region) & (frame["sector"] == sector) & (frame["period"] == period)]
        assert len(rows) == 1
        return rows.iloc[0]

    return look
