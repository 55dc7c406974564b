"""The same SQL text on DuckDB and on a real Spark Connect server (Sail, `pip install pysail`), started on loopback.

The server is in the dependency group `cluster`, since the client brings pyarrow, under which pandas behaves otherwise:
make cluster
"""

import importlib.util
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pandas as pd
import pytest

from mapper.config import SurveyConfig
from mapper.errors import BadConfig, MapperError, UnreadableFile
from mapper.sources.engine import Microdata, compute_sums, open_engine
from mapper.sources.microdata import Workshop, read_summed
from tests.sources.conftest import SOURCE
from tests.sources.engines import COLUMNS, make_microdata, write_parquet

WITHOUT_SQUARES = {"value": "below", "by": {"region": "Область"}, "errors": False}
BY_VILLAGE = {**COLUMNS, "psu": "village", "denominator": ""}
UNWEIGHTED = {"value": "below", "by": {"region": "Область"}, "strata": "stratum"}

SERVER = """
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
input()
"""

lacking = [name for name in ("pysail", "pyspark") if importlib.util.find_spec(name) is None]
if lacking and os.environ.get("MAPPER_CLUSTER") != "required":
    pytest.skip(f"not installed: {', '.join(lacking)} (dependency group cluster)", allow_module_level=True)


@contextmanager
def spark_connect(folder):
    """Run a server in a process and a folder of its own; yield its address and the process."""
    command = [sys.executable, "-c", SERVER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=folder, text=True, **pipes) as process:
        try:
            yield f"sc://127.0.0.1:{int(process.stdout.readline())}", process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with spark_connect(tmp_path_factory.mktemp("server")) as (address, _):
        yield address


@pytest.fixture(scope="module")
def cluster(url):
    with open_engine(url) as engine:
        yield engine


def on_duckdb(data):
    with open_engine("duckdb") as engine:
        return compute_sums(data, engine)


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("columns", [COLUMNS, BY_VILLAGE, UNWEIGHTED, WITHOUT_SQUARES])
def test_one_text_gives_the_same_sums_on_both_engines(cluster, tmp_path, columns, gaps):
    data = Microdata((write_parquet(make_microdata(gaps=gaps), tmp_path / "a.parquet"),), **columns)
    there, here = compute_sums(data, cluster), on_duckdb(data)
    assert len(here) > 2
    pd.testing.assert_frame_equal(there, here, rtol=1e-12, atol=0)


def test_a_pattern_of_files_is_read_by_the_workers(cluster, tmp_path):
    frame = make_microdata()
    for number in range(3):
        write_parquet(frame[number::3], tmp_path / f"part{number}.parquet")
    parts = Microdata((str(tmp_path / "part*.parquet"),), **COLUMNS)
    whole = Microdata((write_parquet(frame, tmp_path / "whole.parquet"),), **COLUMNS)
    pd.testing.assert_frame_equal(compute_sums(parts, cluster), on_duckdb(whole), rtol=1e-12, atol=0)


def test_a_file_that_no_one_has_is_told(cluster, tmp_path):
    with pytest.raises(UnreadableFile, match=r"nowhere\.parquet") as told:
        compute_sums(Microdata((str(tmp_path / "nowhere.parquet"),)), cluster)
    assert "not this machine" in told.value.hint


def test_a_file_that_only_the_client_sees_is_told_as_that(cluster, tmp_path, monkeypatch):
    """The server on loopback sees all of this machine, but looks for a relative path in a folder of its own."""
    write_parquet(make_microdata(), tmp_path / "mine.parquet")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableFile, match=r"mine\.parquet: lies on this machine, where the workers") as told:
        compute_sums(Microdata(("mine.parquet",)), cluster)
    assert "--engine duckdb" in told.value.hint


def test_what_is_no_parquet_is_told(cluster, tmp_path):
    path = tmp_path / "text.parquet"
    path.write_text("region,value\nA,1\n" * 9, encoding="utf-8")
    with pytest.raises(MapperError, match=r"text\.parquet"):
        compute_sums(Microdata((str(path),)), cluster)


def test_a_column_that_is_not_there_names_the_nearest(cluster, tmp_path):
    path = write_parquet(pd.DataFrame({"region": ["A"]}), tmp_path / "a.parquet")
    with pytest.raises(BadConfig, match="no column 'regoin'"):
        compute_sums(Microdata((path,), by={"region": "regoin"}), cluster)


def test_a_server_that_ends_is_told_within_seconds(tmp_path):
    data = Microdata((write_parquet(make_microdata(), tmp_path / "a.parquet"),), **COLUMNS)
    with spark_connect(tmp_path) as (address, process), open_engine(address) as engine:
        assert engine.answer("select 1") == [(1,)]
        process.kill()
        process.wait()
        start = time.monotonic()
        with pytest.raises(MapperError, match=address):
            compute_sums(data, engine)
        assert time.monotonic() - start < 30


def test_a_server_of_another_kind_is_told():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        threading.Thread(target=_hang_up, args=(other,), daemon=True).start()
        with (
            pytest.raises(MapperError, match=f"sc://127.0.0.1:{port}"),
            open_engine(f"sc://127.0.0.1:{port}") as engine,
        ):
            engine.answer("select 1")


def _hang_up(server):
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        connection.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")
        connection.close()


SURVEYS = {
    "across": {"layout": "sectors-across", "across": {"film": "film", "craft": "craft"}},
    "long": {"columns": {"region": "r", "sector": "s", "period": "p", "value": "film", "weight": "w", "psu": "h"}},
}


@pytest.mark.parametrize("layout", SURVEYS)
def test_a_survey_is_summed_alike_on_both_engines(cluster, tmp_path, kz, layout):
    rows = 4000
    frame = pd.DataFrame(
        {"r": ["KZ-11", "Алматы қаласы", "Atlantis", None] * (rows // 4), "s": ["a", "b"] * (rows // 2)}
    )
    numbers = pd.Series(range(rows))
    frame = frame.assign(p=2020 + numbers % 3, h=numbers % 40 + 0.0, w=1 + numbers % 7 / 3)
    frame = frame.assign(film=(numbers % 5 / 3).where(numbers % 11 > 0), craft=(numbers % 2).where(numbers % 9 > 0))
    write_parquet(frame, tmp_path / "a.parquet")
    columns = {"region": "r", "period": "p", "weight": "w", "strata": "h"}
    chosen = {"columns": columns, "design": "probability", "unmatched": "warning", "summed": True} | SURVEYS[layout]
    settings = SurveyConfig(id="s", file="a.parquet", source=SOURCE, **chosen)
    with open_engine("duckdb") as duckdb:
        here, there = (read_summed(settings, tmp_path, kz, Workshop(engine, tmp_path)) for engine in (duckdb, cluster))
    assert (there.ledger, there.findings) == (here.ledger, here.findings)
    assert here.ledger.rows_used == rows / 2
    pd.testing.assert_frame_equal(there.sums.frame, here.sums.frame, rtol=1e-12, atol=0)
    pd.testing.assert_frame_equal(there.sums.people, here.sums.people)
