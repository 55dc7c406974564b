"""A report on loopback: which files it rests on, and what of it a browser of this machine may ask for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from socket import socket
from urllib.parse import unquote, urlsplit

from mapper import files
from mapper.breaks import NAME
from mapper.build import listed
from mapper.config import Project
from mapper.errors import BadConfig, UnreadableFile
from mapper.material import files_of
from mapper.results import MANIFEST

HOST = "127.0.0.1"
Stamps = Mapping[Path, tuple[int, ...] | None]
"""File -> what tells that it was written; None where there is none."""


class Site(ThreadingHTTPServer):
    """Serves what the manifest of an outputs folder names, to this machine alone."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        """Take the port; raise BadConfig where another program has it."""
        self.folder = folder
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            hint = "Name another: --port N; 0 takes any that is free."
            raise BadConfig(f"port {port}: cannot be taken ({error})", hint=hint) from error

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Say nothing of a browser that went away; whatever else fails here is our own mistake, and is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """Where the home of the report is."""
        return f"http://{HOST}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; a page of another site that resolves its own name to this machine gets nothing."""

    server: Site

    def do_GET(self) -> None:
        """Send a file of the report."""
        body = self._head()
        if body is not None:
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        """Send its head alone."""
        self._head()

    def log_message(self, *_args: object) -> None:
        """Say nothing: the terminal is for findings."""

    def _head(self) -> bytes | None:
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in (HOST, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN, "this report is for this machine alone")
            return None
        name = name_of(self.path)
        body = read_output(self.server.folder, name)
        if body is None:
            self.send_error(HTTPStatus.NOT_FOUND, "no output of this name: has the build succeeded?")
            return None
        kind = guess_type(name)[0] or "application/octet-stream"
        self.send_response(HTTPStatus.OK)
        self.send_header(
            "Content-Type", f"{kind}; charset=utf-8" if kind.startswith(("text/", "application/j")) else kind
        )
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        return body


def name_of(target: str) -> str:
    """Return the name of the output that a request means; "/" is the home.

    >>> name_of("/maps/a%20b.html?x=1"), name_of("/")
    ('maps/a b.html', 'index.html')
    """
    return unquote(urlsplit(target).path).removeprefix("/") or "index.html"


def read_output(folder: Path, name: str) -> bytes | None:
    """Return an output that the manifest of the folder names, or the manifest; None for anything else."""
    if name not in {MANIFEST, *listed(folder)} or not files.is_within(folder, name):
        return None
    try:
        return files.read_bytes(folder / name)
    except UnreadableFile:  # taken away meanwhile
        return None


def read_stamps(project: Project) -> Stamps:
    """Tell when the files were written that a build of the project reads."""
    return {path: files.stamp(path) for path in _inputs(project)}


def _inputs(project: Project) -> Iterator[Path]:
    """Yield the files that a project names, also those that are missing, and all of its country's folder."""
    from mapper.places.gazetteer import find_country

    home = project.folder
    yield from (Path(project.path), home / NAME)
    for name in ("", *(survey.id for survey in project.survey)):
        try:
            yield from (home / file for file in files_of(project, name))
        except UnreadableFile:  # a pattern that no file fits yet
            continue
    try:
        country = find_country(project.project.country, home)
    except BadConfig:
        return
    yield from sorted(path for path in country.rglob("*") if path.suffix in {".csv", ".toml", ".geojson", ".parquet"})
