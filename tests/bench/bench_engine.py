"""Microdata: what our sums cost against DuckDB's own group-by of the same rows, in turn: `make bench`.

Time is that of the processor, of all threads: others may use the machine.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT

MILLION = 1_000_000
KEYS = "region, sector, period"

OURS = """
import duckdb
from mapper.sources.engine import Microdata, compute_sums, open_engine
by = {"region": "region", "sector": "sector", "period": "period"}
def run(path, settings):
    with open_engine("duckdb") as engine:
        return len(compute_sums(Microdata((path,), value="value", by=by, **settings), engine))
"""
RAW = """
import duckdb
def run(path, settings):
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        return len(connection.execute(settings["sql"].format(path=path)).fetchall())
"""
TYPED = """
import duckdb, tempfile
from pathlib import Path
from mapper.sources.engine import Microdata, compute_sums, open_engine
from mapper.sources.typed import TextSource, type_once
by = {"region": "region", "sector": "sector", "period": "period"}
def run(path, settings):
    with tempfile.TemporaryDirectory(dir=Path(path).parent) as cache, open_engine("duckdb") as engine:
        made = type_once(TextSource(Path(path), path, ("value",), tuple(by)), Path(cache))
        return len(compute_sums(Microdata((str(made.path),), value="value", by=by, errors=False), engine))
"""
TIMED = """
import json, resource, sys, time
path, settings = sys.argv[1], json.loads(sys.argv[2])
times = []
for _ in range(settings.pop("times", 1)):
    start = time.process_time()
    groups = run(path, settings)
    times.append(time.process_time() - start)
took = min(times)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([took, peak, groups]))
"""
PLAIN_SQL = f"select {KEYS}, count(*), sum(value) from '{{path}}' group by all"  # noqa: S608 - our own names
SUMS = "sum(weight), sum(weight * weight), sum(weight * value), sum(weight * weight * value)"
SQUARES = "sum(weight * value * weight * value)"
WEIGHTED_SQL = f"select stratum, {KEYS}, count(*), {SUMS}, {SQUARES} from '{{path}}' group by all"  # noqa: S608 - the same
WEIGHTED = {"weight": "weight", "strata": "stratum"}


def made_rows(count: int) -> str:
    """Return SQL that makes respondents: 20 regions, 8 sectors, 8 periods, 40 strata."""
    return f"""
        select format('KZ-{{:02d}}', (hash(range) % 20)::int) as region, 'sector ' || (hash(range + 7) % 8) as sector,
            (2015 + hash(range + 3) % 8)::varchar as period, (hash(range) % 40)::varchar as stratum,
            round((hash(range + 11) % 100000) / 7.0, 3) as value, 1 + (hash(range + 5) % 1000) / 300.0 as weight
        from range({count})"""  # noqa: S608 - a number


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "ten.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy ({made_rows(10 * MILLION)}) to '{path}' (format parquet)")
    return path


def measure(program: str, path: Path, settings: dict[str, object]) -> tuple[float, float, int]:
    """Return processor seconds of the fastest of `times` runs, peak megabytes, and how many groups came out."""
    command = [sys.executable, "-c", program + TIMED, str(path), json.dumps(settings)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    took, peak, groups = json.loads(told)
    return float(took), float(peak), int(groups)


def compare(ours: Sequence[object], peer: Sequence[object], rounds: int = 7) -> tuple[float, float]:
    """Return the ratio of our median time to the peer's, taken in turn, and our highest peak of memory."""
    measure(*ours), measure(*peer)
    pairs = [(measure(*ours), measure(*peer)) for _ in range(rounds)]
    assert pairs[0][0][2] == pairs[0][1][2]
    mine, theirs = (statistics.median(took for took, *_ in column) for column in zip(*pairs, strict=True))
    peak = max(one[1] for one, _ in pairs)
    sys.stdout.write(f"\n{mine:.2f} s against {theirs:.2f} s: {mine / theirs:.2f}; {peak:.0f} MB\n")
    return mine / theirs, peak


def test_sums_of_ten_million_rows_cost_little_more_than_duckdb(parquet: Path) -> None:
    ratio, peak = compare(
        (OURS, parquet, {"errors": False, "times": 5}), (RAW, parquet, {"sql": PLAIN_SQL, "times": 5})
    )
    assert ratio <= 1.3
    assert peak <= 350


def test_sums_for_standard_errors_cost_little_more_than_the_same_sums(parquet: Path) -> None:
    ratio, peak = compare((OURS, parquet, WEIGHTED), (RAW, parquet, {"sql": WEIGHTED_SQL}), rounds=3)
    assert ratio <= 1.8  # twice as many sums: each has the rest that makes it the same in every run
    assert peak <= 350


def test_a_hundred_million_rows_take_twelve_times_as_long_and_no_more_memory(parquet: Path, tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"part{number}.parquet").hardlink_to(parquet)
    settings = {"errors": False}
    measure(OURS, parquet, settings)
    one = statistics.median(measure(OURS, parquet, settings)[0] for _ in range(3))
    runs = [measure(OURS, tmp_path / "part*.parquet", settings) for _ in range(3)]
    ten, peak = statistics.median(took for took, *_ in runs), max(peak for _, peak, _ in runs)
    sys.stdout.write(f"\n{ten:.2f} s against {one:.2f} s: {ten / one:.1f}; {peak:.0f} MB\n")
    assert ten <= 12 * one
    assert peak <= 350


def test_ten_million_rows_of_csv_cost_little_more_than_duckdb(parquet: Path, tmp_path: Path) -> None:
    path = tmp_path / "ten.csv"
    with duckdb.connect() as connection:
        columns = f"{KEYS}, stratum, value, weight"
        connection.execute(f"copy (select {columns} from '{parquet}') to '{path}' (format csv)")  # noqa: S608 - our own
    ratio, _ = compare((TYPED, path, {}), (RAW, path, {"sql": PLAIN_SQL}), rounds=3)
    assert ratio <= 2.5
