"""Microdata for the tests of engines, and the sums added up another way."""

import math

import duckdb
import numpy as np
import pandas as pd

ROWS = 5000
KEYS = ("strata", "psu", "region", "sector", "period")


def write_parquet(frame, path):
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        connection.execute(f"copy (select * from frame) to '{path}' (format parquet)")  # noqa: S608 - a path of the tests
    return str(path)


def make_microdata(*, gaps=False):
    """Made respondents; with `gaps` some values and weights are missing, not a number, or cannot be."""
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "Область": rng.choice(["Акмола", "Алматы", "Шымкент"], ROWS),
            "a `tick`": rng.choice(["film", "craft"], ROWS),
            "year": rng.integers(2020, 2023, ROWS),
            "stratum": rng.integers(1, 6, ROWS),
            "village": rng.integers(1, 40, ROWS),
            'the "value"': rng.lognormal(8, 3, ROWS),
            "below": rng.uniform(1, 5, ROWS),
            "weight": rng.uniform(0.1, 40, ROWS),
        }
    )
    frame["size"] = frame["stratum"] * 10000
    if gaps:
        frame.loc[rng.random(ROWS) < 0.05, "weight"] = np.nan
        frame.loc[rng.random(ROWS) < 0.05, "weight"] = -1.0
        frame['the "value"'] = frame['the "value"'].mask(rng.random(ROWS) < 0.1)
        frame.loc[rng.random(ROWS) < 0.01, "below"] = np.inf
        frame["Область"] = frame["Область"].mask(rng.random(ROWS) < 0.1, None)
    return frame


COLUMNS = {
    "value": 'the "value"',
    "by": {"region": "Область", "sector": "a `tick`", "period": "year"},
    "denominator": "below",
    "weight": "weight",
    "strata": "stratum",
    "fpc": "size",
}


def add_up_exactly(frame):
    """Return {keys: sums} by math.fsum, which rounds once: (rows, drawn, n, w, w2, wy, wx, w2yy, w2xy, w2xx)."""
    groups = {}
    columns = ["stratum", "Область", "a `tick`", "year", 'the "value"', "below", "weight"]
    for stratum, region, sector, year, y, x, w in frame[columns].itertuples(index=False):
        key = (str(stratum), "", region if isinstance(region, str) else "", sector, str(year))
        groups.setdefault(key, []).append((w, y, x))
    return {key: _sums(rows) for key, rows in groups.items()}


def _sums(rows):
    drawn = [(w, y, x) for w, y, x in rows if w > 0]
    ok = [(w, y, x) for w, y, x in drawn if math.isfinite(y) and math.isfinite(x)]
    terms = [(w, w * w, w * y, w * x, w * w * y * y, w * w * x * y, w * w * x * x) for w, y, x in ok]
    return (len(rows), len(drawn), len(ok), *(math.fsum(column) for column in zip(*terms, strict=True)))
