"""A cluster as engine: any server that speaks Spark Connect, whose workers read the files themselves."""

from __future__ import annotations

import socket
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mapper.errors import BadConfig, BadData, MapperError, UnreadableFile

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PORT = 15002
PATIENCE = 10
"""Seconds to wait for a server before it counts as out of reach."""
RETRIES = 4
"""Of a request that got no answer: about 4 seconds."""
NUMBERS = ("tinyint", "smallint", "int", "bigint", "float", "double", "decimal", "boolean")


@contextmanager
def open_cluster(url: str) -> Iterator[Cluster]:
    """Open a session on a Spark Connect server; raise BadConfig if it is out of reach or has no client."""
    _check_reach(url)
    with warnings.catch_warnings():
        # The client warns of pandas 3, through which nothing of ours passes: results come as Arrow.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            hint = "Install it: pip install 'regional-mapper[cluster]'."
            raise BadConfig(f"--engine {url}: the client of Spark Connect is not installed", hint=hint) from error
        session = SparkSession.builder.remote(url).create()
    _shorten_retries(session)
    try:
        yield Cluster(session, url)
    finally:
        session.stop()


class Cluster:
    """A session on a cluster, answering the questions of `engine.Engine`."""

    def __init__(self, session: SparkSession, url: str) -> None:
        self._session = session
        self._url = url

    def columns(self, files: Sequence[str]) -> Mapping[str, bool]:
        """Return the columns of the files, and whether each holds numbers; raise UnreadableFile."""
        with self._telling(files):
            kinds = dict(self._read(files).dtypes)
        if not kinds:
            raise self._unseen(files, "no such file")
        return {name: kind.partition("(")[0] in NUMBERS for name, kind in kinds.items()}

    def name_table(self, files: Sequence[str], columns: Mapping[str, str], *, numbers: Sequence[str]) -> None:
        """Let the SQL name `microdata` mean the files, with alias -> column; `numbers` become doubles."""
        quoted = {alias: "`" + column.replace("`", "``") + "`" for alias, column in columns.items()}
        chosen = [f"{f'cast({name} as double)' if a in numbers else name} as {a}" for a, name in quoted.items()]
        with self._telling(files):
            self._read(files).selectExpr(*(chosen or ["1 as one"])).createOrReplaceTempView("microdata")

    def parts(self) -> Sequence[str]:
        """Return the one table: the workers look at statistics by themselves."""
        return ["microdata"]

    def answer(self, sql: str) -> Sequence[Sequence[Any]]:  # a cell is whatever the SQL says
        """Return the rows that a query gives."""
        with self._telling(()):
            table = self._session.sql(sql).toArrow()
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    def _read(self, files: Sequence[str]) -> DataFrame:
        return self._session.read.parquet(*files)

    @contextmanager
    def _telling(self, files: Sequence[str]) -> Iterator[None]:
        """Turn what the server reports into words that tell whose fault it is."""
        import grpc
        from pyspark.errors import PySparkException

        try:
            with warnings.catch_warnings():
                # That it gave up is a warning of the client's; the error that follows says it too.
                warnings.simplefilter("ignore", UserWarning)
                yield
        except grpc.RpcError as error:
            raise MapperError(
                f"{self._url}: the server does not answer any more", hint="Is it still running?"
            ) from error
        except PySparkException as error:
            told = str(error).partition("\n")[0]
            if any(
                word in told.casefold() for word in ("path_not_found", "does not exist", "no such file", "not found")
            ):
                raise self._unseen(files, told) from error
            if "parquet" in told.casefold():
                hint = "Is it Parquet, and was it copied whole?"
                raise BadData(f"{', '.join(files) or 'the microdata'}: {told}", hint=hint) from error
            hint = "The server's own log has more."
            raise MapperError(f"{self._url}: {told}", hint=hint) from error

    def _unseen(self, files: Sequence[str], told: str) -> UnreadableFile:
        here = [file for file in files if _is_here(file)]
        if here:
            what = f"{here[0]}: lies on this machine, where the workers of {self._url} do not see it"
            hint = "Put it on storage that they share (s3://, hdfs://, a mounted folder), or use --engine duckdb."
            return UnreadableFile(what, hint=hint)
        return UnreadableFile(
            f"{', '.join(files)}: {told}", hint=f"It is {self._url} that looks for it, not this machine."
        )


def _shorten_retries(session: SparkSession) -> None:
    """Give up on a server that went away after some seconds; the client's own patience is ten minutes."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])


def _is_here(file: str) -> bool:
    """Tell whether a path or pattern means a file of this machine."""
    if "://" in file:
        return False
    path = Path(file)
    return path.exists() or any(Path(path.anchor).glob(str(path.relative_to(path.anchor))))


def _check_reach(url: str) -> None:
    """Raise BadConfig at once, where the client would go on trying for minutes."""
    try:
        address = urlsplit(url)
        host, port = address.hostname or "", address.port or PORT
        socket.create_connection((host, port), timeout=PATIENCE).close()
    except (OSError, ValueError) as error:
        hint = f"Is the Spark Connect server started, and its port ({PORT}) open to this machine?"
        raise BadConfig(f"--engine {url}: no server answers ({error})", hint=hint) from error
