"""A TOML text held against the types of its settings: each fault is told with its line and a hint."""

from __future__ import annotations

import difflib
import functools
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from mapper.errors import BadConfig
from mapper.model import LANGUAGES


class Place(msgspec.Struct, frozen=True):
    """Finds the line on which a key of a TOML text stands."""

    path: Path
    source: str

    def at(self, keys: tuple[str | int, ...]) -> str:
        """Return `file:row:key` for a path of keys such as ("map", 1, "title")."""
        name = next((str(k) for k in reversed(keys) if isinstance(k, str)), "")
        row = self._row(keys)
        return f"{self.path}:{row}:{name}" if row else f"{self.path}:{name}"

    def _row(self, keys: tuple[str | int, ...]) -> int:
        """Return the row of the longest known part of the path; 0 if none is known."""
        rows = _rows(self.source)
        return next((rows[keys[:depth]] for depth in range(len(keys), 0, -1) if keys[:depth] in rows), 0)


@functools.cache
def _rows(source: str) -> Mapping[tuple[str | int, ...], int]:
    rows: dict[tuple[str | int, ...], int] = {}
    for row, path in _keys_by_row(source):
        for depth in range(1, len(path) + 1):
            rows.setdefault(path[:depth], row)
    return rows


def _keys_by_row(source: str) -> Iterator[tuple[int, tuple[str | int, ...]]]:
    """Yield (row, path of keys) for the headers and the assignments of a TOML text, as far as lines tell."""
    table: tuple[str | int, ...] = ()
    seen: dict[str, int] = {}
    for row, line in enumerate(source.splitlines(), start=1):
        if array := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            seen[array[1]] = seen.get(array[1], -1) + 1
            table = (array[1], seen[array[1]])
            yield row, table
        elif header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            table = tuple(header[1].split("."))
            yield row, table
        elif key := re.match(r"""\s*["']?([^"'=]+?)["']?\s*=""", line):
            yield row, (*table, *key[1].split("."))


def refuse_unknown_keys(tree: object, kind: object, keys: tuple[str | int, ...], place: Place) -> None:
    """Walk the tree beside the types; raise BadConfig at the first key that no type names."""
    struct, many = _struct_of(kind)
    if struct is None:
        return
    if many:
        items = tree.items() if isinstance(tree, dict) else enumerate(tree if isinstance(tree, list) else [])
        for name, item in items:
            refuse_unknown_keys(item, struct, (*keys, name), place)
        return
    known = get_type_hints(struct)
    for key, value in tree.items() if isinstance(tree, dict) else ():
        if key not in known or (not keys and key == "path"):
            raise BadConfig(f"{place.at((*keys, key))}: unknown key {key!r}", hint=closest(key, known))
        refuse_unknown_keys(value, known[key], (*keys, key), place)


def _struct_of(kind: object) -> tuple[Any, bool]:
    """Return the Struct in `kind` and whether it stands in a list, or under names."""
    inner = [a for a in get_args(kind) if isinstance(a, type) and issubclass(a, msgspec.Struct)]
    if inner:
        return inner[0], getattr(kind, "__origin__", None) in (list, tuple, dict)
    return (kind, False) if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else (None, False)


def closest(key: str, known: Mapping[str, object]) -> str:
    """Return the hint for an unknown key: the nearest known one, or all."""
    close = difflib.get_close_matches(key, [k for k in known if k != "path"], n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known here are: {', '.join(k for k in known if k != 'path')}."


def mismatch(message: str, place: Place) -> tuple[str, str]:
    """Turn msgspec's "Expected `str`, got `int` - at `$.map[0].id`" into what and hint."""
    told, _, path = message.partition(" - at ")
    keys = tuple(int(n) if n else k for k, n in re.findall(r"\.([\w-]+)|\[(\d+)\]", path))
    if missing := re.search(r"missing required field `(\w+)`", told):
        return f"{place.at(keys)}: {missing[1]!r} is missing", f"Add `{missing[1]} = ...`."
    return f"{place.at(keys)}: {told.replace('`', '')}", "See the README for what this key takes."


def syntax(path: Path, message: str) -> tuple[str, str]:
    """Turn tomllib's message into what (with the line) and hint."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    where = f"{path}:{found[1]}:{found[2]}" if found else str(path)
    told = re.sub(r"\s*\(at .*\)$", "", message)
    return (
        f"{where}: not TOML: {told}",
        "Mend the line: a text stands in quotes, a table's name in [brackets].",
    )


def check_languages(languages: Sequence[str], where: str) -> None:
    """Raise BadConfig where no language is named, one is not known, or one stands twice."""
    if not languages:
        raise BadConfig(f"{where}: no languages", hint=f"Known are: {', '.join(LANGUAGES)}.")
    for number, language in enumerate(languages):
        if language not in LANGUAGES:
            raise BadConfig(f"{where}: {language!r} is not spoken here", hint=f"Known are: {', '.join(LANGUAGES)}.")
        if language in languages[:number]:
            raise BadConfig(f"{where}: {language!r} stands twice", hint="Name each language once.")


def check_words(words: Mapping[str, str], languages: Sequence[str], where: str) -> None:
    """Raise BadConfig where a text is missing in a language."""
    missing = [language for language in languages if not words.get(language, "").strip()]
    if missing:
        raise BadConfig(f"{where}: no text in {missing[0]!r}", hint=f"The page is made in {', '.join(languages)}.")


def check_breaks(breaks: Sequence[float], scheme: str, where: str) -> None:
    """Raise BadConfig at class breaks that are not finite, do not rise, or are missing from a manual scheme."""
    told = ", ".join(f"{one:g}" for one in breaks)
    if not all(map(math.isfinite, breaks)):
        raise BadConfig(f"{where}: the breaks [{told}] are not all numbers", hint="The ends are open by themselves.")
    if any(high <= low for low, high in itertools.pairwise(breaks)):
        raise BadConfig(f"{where}: the breaks [{told}] do not rise", hint="Write them from low to high, each once.")
    if breaks and scheme != "manual":
        raise BadConfig(f"{where}: breaks, but the scheme is {scheme}", hint='Add scheme = "manual".')
    if scheme == "manual" and not breaks:
        raise BadConfig(f"{where}: the scheme manual without breaks", hint="Name them, such as 0.5, 1, 2.")
