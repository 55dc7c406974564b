"""Every byte in and out: decode, hash, write atomically."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from mapper.errors import UnreadableFile

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),  # before the mark of utf-16, with which it begins
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
STREAM = Path("-")
CLOSED = OSError(errno.EBADF, "it is closed")
LONGEST = 255
"""Bytes of a file's name."""


@dataclass(frozen=True)
class Text:
    """A decoded file, and the encoding that it was taken for."""

    text: str
    encoding: str


def read_bytes(path: Path) -> bytes:
    """Read a whole file, or stdin for "-"; raise UnreadableFile with the reason and a hint."""
    try:
        return _read_stdin() if path == STREAM else path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path}: no such file", hint=_nearest(path)) from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path}: is a folder, not a file", hint="Name a file in it.") from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def read_text(path: Path, encoding: str = "") -> Text:
    """Decode a file: by its mark, as UTF-8, else by the likeliest encoding, which is told."""
    return decode(read_bytes(path), str(path), encoding)


def decode(raw: bytes, name: str, encoding: str = "") -> Text:
    """Decode bytes; `name` stands in the error. A stated encoding is taken at its word."""
    marked = next((codec for mark, codec in BOMS if raw.startswith(mark)), "")
    if b"\x00" in raw[:4096] and not marked.startswith(("utf-16", "utf-32")):
        raise UnreadableFile(f"{name}: not a text file", hint="Save it as CSV UTF-8.")
    taken = encoding or marked or "utf-8"
    try:
        return Text(raw.decode(taken), taken)
    except UnicodeDecodeError as error:
        if encoding or marked:
            what = f"{name}: byte {error.start}: not {taken}"
            raise UnreadableFile(what, hint="Save it as CSV UTF-8.") from error
        return _guess(raw, name)
    except (LookupError, ValueError) as error:  # codecs of other kinds than text fail in ways of their own
        raise UnreadableFile(f"{name}: unknown encoding {encoding!r}", hint='Try "utf-8" or "cp1251".') from error


def encode(content: str | bytes) -> bytes:
    """Return a text as UTF-8, and bytes as they are."""
    return content.encode("utf-8") if isinstance(content, str) else content


def write_out(content: str | bytes) -> None:
    """Put data to stdout, as bytes, so that no locale changes them; raise UnreadableFile where it takes none."""
    try:
        if sys.stdout is None:
            raise CLOSED
        sys.stdout.buffer.write(encode(content))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        raise _unwritable(STREAM, error) from error


def write(path: Path, content: str | bytes) -> Path:
    """Write a file whole or not at all; a link is followed, and a pipe or a device is written to as it stands."""
    raw = encode(content)
    try:
        place = path.resolve() if path.is_symlink() else path
        if place.exists() and not place.is_file() and not place.is_dir():
            place.write_bytes(raw)
            return path
    except (OSError, RuntimeError) as error:  # RuntimeError: links that go round in a circle
        raise _unwritable(path, error) from error
    write_all({place: raw})
    return path


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files, all or none: each beside its place first, then all are moved, in the order given.

    Raise UnreadableFile before anything is moved where one of them cannot be written.
    """
    staged: dict[Path, str] = {}
    try:
        for path, raw in contents.items():
            staged[path] = _stage(path, raw)
        for path, made in staged.items():
            os.replace(made, path)  # noqa: PTH105 - a str from mkstemp
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    finally:
        for made in staged.values():
            Path(made).unlink(missing_ok=True)


def _stage(path: Path, raw: bytes) -> str:
    """Write the bytes into a new file beside `path`, and return its name."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if len(os.fsencode(path.name)) > LONGEST:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".mapper.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        os.chmod(name, 0o644)  # noqa: PTH101 - mkstemp gives 0600
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of a folder: plain ones that truly lie in it; all other names are left alone."""
    for name in sorted(names):
        if is_within(folder, name):
            (folder / name).unlink()


def is_within(folder: Path, name: str) -> bool:
    """Tell whether a name is a plain file that truly lies in a folder: no link, and no way out of it."""
    path = folder / name
    try:
        plain = os.path.isfile(path) and not path.is_symlink()  # noqa: PTH113 - Path.is_file raises at names that are too long
        return plain and path.parent.resolve().is_relative_to(os.path.realpath(folder))
    except ValueError:  # a name with a zero byte
        return False


def stamp(path: Path) -> tuple[int, ...] | None:
    """Return what is another after a file was written or replaced; None where there is no file."""
    try:
        told = path.stat()
    except (OSError, ValueError):
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino


def expand(folder: Path, name: str) -> tuple[str, ...]:
    """Return the files that a name or a pattern ("surveys/*.csv") means, relative to a folder, in order.

    Raise UnreadableFile at a pattern that no file fits; whether a file that is named exists is told when it is read.
    An address is left as it is.
    """
    if is_address(name):
        return (name,)
    if not set("*?[") & set(name) or os.path.exists(folder / name):  # noqa: PTH110 - Path's raises at long names
        return (name,)
    found = sorted(Path(one).as_posix() for one in glob(name, root_dir=folder, recursive=True))  # noqa: PTH207 - patterns may be absolute
    if not found:
        raise UnreadableFile(f"{name}: no file fits the pattern", hint=f"It is looked for in {folder.absolute()}.")
    return tuple(found)


def is_address(name: str) -> bool:
    """Tell whether a name is an address ("s3://bucket/part*.parquet"), which only an engine can read."""
    return "://" in name


def sha256(raw: bytes) -> str:
    """Return the hexadecimal SHA-256 of bytes."""
    return hashlib.sha256(raw).hexdigest()


def sha256_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file that need not fit into memory; raise UnreadableFile as read_bytes."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error
    return sha256(read_bytes(path))


def read_start(path: Path, size: int = 65_536) -> bytes:
    """Return the first bytes of a file; raise UnreadableFile as read_bytes."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(size)
    except OSError as error:
        raise _unreadable(path, error) from error
    return read_bytes(path)[:size]


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give another program a place to write a file; it is moved to `path` at the end, or leaves nothing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    with folder as name:
        made = Path(name) / path.name
        yield made
        move(made, path)


def move(made: Path, path: Path) -> Path:
    """Move a file that another program made, on the same disk, into its place at once."""
    os.replace(made, path)  # noqa: PTH105 - as in write
    return path


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise CLOSED
    return sys.stdin.buffer.read()


def _unreadable(path: Path, error: Exception) -> UnreadableFile:
    return UnreadableFile(f"{path}: cannot be read ({_reason(error)})", hint="Check its name and its permissions.")


def _unwritable(path: Path, error: Exception) -> UnreadableFile:
    return UnreadableFile(f"{path}: cannot be written ({_reason(error)})", hint="Choose another place.")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _guess(raw: bytes, name: str) -> Text:
    import charset_normalizer

    best = charset_normalizer.from_bytes(raw, cp_isolation=["cp1251", "kz1048", "koi8_r", "cp866"]).best()
    if best is None:
        raise UnreadableFile(f"{name}: the encoding cannot be told", hint="Save it as CSV UTF-8, or pass --encoding.")
    return Text(str(best), best.encoding)


def _nearest(path: Path) -> str:
    import difflib

    if path.is_symlink():
        return f"It is a link to {path.readlink()}, which is not there."
    try:
        beside = [p.name for p in path.parent.iterdir()]
    except OSError:
        return f"There is no folder {path.parent}."
    close = difflib.get_close_matches(path.name, beside, n=1)
    return f"Did you mean {close[0]!r}?" if close else "Check the name and the folder."
