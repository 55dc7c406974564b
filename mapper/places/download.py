"""Fetch a boundary file from a URL that the user gave: over https alone, no more than a limit."""

from __future__ import annotations

import tempfile
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPMessage
from pathlib import Path
from typing import IO

from mapper import files
from mapper.errors import BadConfig, UnreadableFile
from mapper.places.formats import Layer, read_layer

LIMIT = 200_000_000
"""Bytes; the largest open first-level boundaries of a country are a third of it."""
TIMEOUT = 30.0
"""Seconds without a byte."""
_BY_HAND = "Without a connection, fetch the file another way and give its path."


def is_url(text: str) -> bool:
    """Tell whether an argument is a URL and not a path."""
    return "://" in text


def fetch_layer(url: str, *, limit: int = LIMIT) -> Layer:
    """Fetch and read a boundary file; the server's certificate has to be trusted (`SSL_CERT_FILE` adds an own one).

    Raises BadConfig at anything but https, UnreadableFile where the server does not answer, refuses or sends more
    than `limit` bytes.
    """
    refuse_insecure(url)
    raw = _fetch(url, limit)
    name = Path(urllib.parse.unquote(urllib.parse.urlsplit(url).path)).name or "boundaries.geojson"
    with tempfile.TemporaryDirectory() as folder:
        layer = read_layer(files.write(Path(folder) / name, raw))
    return Layer(Path(name), layer.frame, layer.findings)


def refuse_insecure(url: str) -> None:
    """Raise BadConfig at a URL that is not https."""
    try:
        scheme = urllib.parse.urlsplit(url).scheme.lower()
    except ValueError as error:
        raise BadConfig(f"{url}: no address ({error})", hint="Write https://host/path.") from error
    if scheme != "https":
        raise BadConfig(f"{url}: only https is read", hint=_BY_HAND)


def _ascii(url: str) -> str:
    """Return an address as servers know it: hosts and paths of other letters have a form in ASCII."""
    parts = urllib.parse.urlsplit(url)
    host, path = parts.netloc.encode("idna").decode("ascii"), urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~")
    return urllib.parse.urlunsplit(parts._replace(netloc=host, path=path))


class _StaySecure(urllib.request.HTTPRedirectHandler):
    """Follow a redirection only to https."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Refuse a step down to http."""
        refuse_insecure(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch(url: str, limit: int) -> bytes:
    opener = urllib.request.build_opener(_StaySecure())
    try:
        with opener.open(_ascii(url), timeout=TIMEOUT) as answer:
            raw: bytes = answer.read(limit + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise UnreadableFile(f"{url}: the server answers {error.code} {error.reason}", hint="Check the URL.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise UnreadableFile(f"{url}: cannot be reached ({reason})", hint=_BY_HAND) from error
    if len(raw) > limit:
        what = f"{url}: larger than {limit / 1e6:g} MB"
        raise UnreadableFile(what, hint="Simplify it first, or fetch it by hand and give its path.")
    return raw
