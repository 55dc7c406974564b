"""A result that was written -> what it holds, read again: an outputs folder, or one table as JSON."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from mapper import files
from mapper.errors import UnreadableFile
from mapper.views.carried import Sheet, decode, foreign, read_page, read_table

MANIFEST, JOINS = "manifest.json", "joins.json"
SCHEMAS = {MANIFEST: "mapper.manifest/1", JOINS: "mapper.joins/1"}
SHEET = re.compile(r"(maps|tables)/[a-z0-9_-]+\.(html|json)")


class Unused(msgspec.Struct):
    """Rows of one text that were not used for one reason."""

    text: str
    reason: str
    why: str
    count: int
    file: str


class Source(msgspec.Struct):
    """The account of one source."""

    source: str
    rows_read: int
    rows_used: int
    unused: list[Unused] = []


class _Joins(msgspec.Struct):
    schema: str
    sources: list[Source]


class _Manifest(msgspec.Struct):
    schema: str
    version: str
    settings: dict[str, str | int | float | bool | list[str] | None]
    inputs: dict[str, str]
    outputs: dict[str, str]


@dataclass(frozen=True)
class Result:
    """What one side holds; a single table has a sheet alone."""

    settings: Mapping[str, str]
    sheets: Mapping[str, Sheet]
    """maps/<id> and tables/<id>, as far as they tell figures."""
    inputs: Mapping[str, str] | None = None
    outputs: Mapping[str, str] | None = None
    sources: tuple[Source, ...] = ()


def read_result(path: Path) -> Result:
    """Read an outputs folder, or a table; raise UnreadableFile at what no build wrote, or was changed since."""
    return _read_folder(path) if path.is_dir() else _read_file(path)


def _read_folder(folder: Path) -> Result:
    manifest = _read_json(folder, MANIFEST, _Manifest)
    settings = {key: _text(value) for key, value in manifest.settings.items()} | {"version": manifest.version}
    _refuse_changed(folder, manifest)
    joins = files.read_bytes(folder / JOINS) if JOINS in manifest.outputs else None
    sources = decode(joins, _Joins, str(folder / JOINS)).sources if joins is not None else []
    return Result(settings, dict(_read_sheets(folder, manifest)), manifest.inputs, manifest.outputs, tuple(sources))


def _read_json(folder: Path, name: str, kind: type[_Manifest]) -> _Manifest:
    path = folder / name
    if not path.exists():
        raise foreign(str(folder), f"it has no {name}")
    told = decode(files.read_bytes(path), kind, str(path))
    if told.schema != SCHEMAS[name]:
        raise foreign(str(path), f"its schema is {told.schema!r}, not {SCHEMAS[name]!r}")
    return told


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _refuse_changed(folder: Path, manifest: _Manifest) -> None:
    """Raise UnreadableFile at an output that is not what the manifest tells; a clone has none of the binary ones."""
    home = folder.resolve()
    for name in sorted(manifest.outputs):
        path = folder / name
        inside = os.path.isfile(path) and path.resolve().is_relative_to(home)  # noqa: PTH113 - Path's raises at long names
        if inside and files.sha256_of(path) != manifest.outputs[name]:
            raise UnreadableFile(f"{path}: is not what {MANIFEST} tells", hint="Build it again: mapper build.")


def _read_sheets(folder: Path, manifest: _Manifest) -> Iterator[tuple[str, Sheet]]:
    """Yield the figures of each map and table: of a table's JSON, else of its page; the words of its page."""
    for name in sorted(name for name in manifest.outputs if SHEET.fullmatch(name)):
        stem, _, style = name.rpartition(".")
        raw, path = files.read_bytes(folder / name), str(folder / name)
        if style == "html" and f"{stem}.json" in manifest.outputs:
            words = read_page(raw, path).words
            table = read_table(files.read_bytes(folder / f"{stem}.json"), path)
            yield stem, replace(table, words=words)
        elif style == "html":
            yield stem, read_page(raw, path)
        elif f"{stem}.html" not in manifest.outputs:
            yield stem, read_table(raw, path)


def _read_file(path: Path) -> Result:
    sheet = read_table(files.read_bytes(path), str(path))
    settings = {"vintage": sheet.vintage, "as_of": sheet.as_of, "measure": sheet.measure}
    return Result({key: told for key, told in settings.items() if told}, {"table": sheet})
