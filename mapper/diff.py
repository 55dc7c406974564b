"""Two results -> what changed between them: settings, inputs, rows, figures, maps and tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from mapper.errors import BadConfig
from mapper.results import Result, Source, read_result
from mapper.views.carried import Figure, Key, Lexicon, Sheet, Subject
from mapper.views.change import Change, Diff, in_order

DERIVED = re.compile(r"(index|explore)\.html|joins\.(md|json)|regions/.*")
"""Outputs that repeat what others say."""
TEXTS = ("as_of", "source", "note", "partner", "city")
"""Columns of the rollout that do not tell how far it is."""
Row = Mapping[str, Figure]


def diff_results(old: Path, new: Path) -> Diff:
    """Return what changed between two outputs folders, or between two tables as JSON.

    Figures of different countries, vintages or formulas are told, and never compared. Raise UnreadableFile at what is
    no result, or no longer the one that its manifest tells; BadConfig at a folder and a table, or two measures.
    """
    if old.is_dir() != new.is_dir():
        raise BadConfig(f"{old} and {new}: a folder and a file", hint="Name two outputs folders, or two tables.")
    return compare(read_result(old), read_result(new), names=(str(old), str(new)))


def compare(before: Result, after: Result, names: tuple[str, str] = ("", "")) -> Diff:
    """Return what changed from one result to another, the most important first."""
    settings = list(_settings(before, after))
    others = {one.of["setting"] for one in settings} & {"country", "vintage"}
    found = [*settings, *_inputs(before, after), *_rows(before, after), *_sheets(before, after)]
    if others:
        found.append(Change("apart", {"reason": "regions"}))
    else:
        found += _figures(before, after)
    found += _redrawn(before, after, found)
    return Diff(names, tuple(in_order(found)), {**_words(before), **_words(after)})


def _words(side: Result) -> Lexicon:
    """Return the words of a result; titles of columns are those of their own map or table."""
    told = [(stem, key, words) for stem, sheet in side.sheets.items() for key, words in sheet.words.items()]
    return {(stem, code) if column == "column" else (column, code): words for stem, (column, code), words in told}


def _settings(before: Result, after: Result) -> Iterator[Change]:
    if before.settings.get("measure") != after.settings.get("measure"):
        what = f"two measures: {before.settings.get('measure')!r} and {after.settings.get('measure')!r}"
        raise BadConfig(what, hint="Only tables of the same measure can be compared.")
    for key in sorted(before.settings.keys() | after.settings.keys()):
        yield from _changed("setting", {"setting": key}, before.settings.get(key), after.settings.get(key))


def _changed(kind: str, of: Mapping[str, str], old: str | None, new: str | None) -> Iterator[Change]:
    if old != new:
        yield Change(kind, of, old, new)


def _inputs(before: Result, after: Result) -> Iterator[Change]:
    old, new = before.inputs or {}, after.inputs or {}
    for name in sorted(old.keys() | new.keys()):
        yield from _changed("input", {"input": name}, old.get(name), new.get(name))


def _rows(before: Result, after: Result) -> Iterator[Change]:
    """Yield which rows are no longer, or newly, left out, and how many rows each source has."""
    old, new = ({one.source: one for one in side.sources} for side in (before, after))
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        for key in ("rows_read", "rows_used"):
            of = {"source": name, "rows": key}
            yield from _changed("counted", of, _count(was, key), _count(now, key))
        left, leaves = (_left_out(one) for one in (was, now))
        for group in sorted(left.keys() | leaves.keys()):
            of = {"source": name, **dict(zip(("text", "reason", "why", "file"), group, strict=True))}
            yield from _changed("unused", of, str(left.get(group, 0)), str(leaves.get(group, 0)))


def _count(source: Source | None, key: str) -> str | None:
    return None if source is None else str(getattr(source, key))


def _left_out(source: Source | None) -> Mapping[tuple[str, str, str, str], int]:
    found: dict[tuple[str, str, str, str], int] = {}
    for one in source.unused if source else ():
        key = (one.text, one.reason, one.why, one.file)
        found[key] = found.get(key, 0) + one.count
    return found


def _sheets(before: Result, after: Result) -> Iterator[Change]:
    """Yield the maps and tables of one side alone."""
    old, new = _stems(before), _stems(after)
    for stem in sorted(old ^ new):
        yield Change("output", {"output": stem}, *_there(was=stem in old, now=stem in new))
    for stem in sorted(old & new - before.sheets.keys()):
        if any((before.outputs or {}).get(name) != digest for name, digest in _files(after, stem).items()):
            yield Change("apart", {"reason": "form", "output": stem}, outputs=(stem,))


def _files(side: Result, stem: str) -> Mapping[str, str]:
    return {name: digest for name, digest in (side.outputs or {}).items() if name.rpartition(".")[0] == stem}


def _stems(side: Result) -> frozenset[str]:
    names = side.outputs or {}
    return frozenset(name.rpartition(".")[0] for name in names if name.startswith(("maps/", "tables/")))


def _figures(before: Result, after: Result) -> Iterator[Change]:
    """Yield what changed in the figures, each once, however many maps and tables show it."""
    found: dict[tuple[str, object], list[Change]] = {}
    for stem in sorted(before.sheets.keys() & after.sheets.keys()):
        for one in _in_sheet(stem, before.sheets[stem], after.sheets[stem]):
            alike = found.setdefault((one.kind, one.key), [])
            same = next((at for at, other in enumerate(alike) if other.is_like(one)), None)
            if same is None:
                alike.append(one)
            else:
                alike[same] = alike[same].joined(one)
    yield from itertools.chain.from_iterable(found.values())


def _in_sheet(stem: str, old: Sheet, new: Sheet) -> Iterator[Change]:
    """Yield what changed in one map or table; what one side lacks as a whole, or defines otherwise, is told once."""
    common = old.definitions.keys() & new.definitions.keys()
    apart = {one for one in common if old.definitions[one] != new.definitions[one]}
    for measure in sorted(apart):
        formulas = (old.definitions[measure], new.definitions[measure])
        yield Change("apart", {"reason": "definition", "column": measure}, *formulas, outputs=(stem,))
    moved = {key for key in old.cuts.keys() & new.cuts.keys() if old.cuts[key] != new.cuts[key]}
    for measure, subject in sorted(moved):
        yield Change("classes", {"column": measure, **dict(subject)}, outputs=(stem,))
    lacking: set[tuple[str, str]] = set()
    for part, was, now in _parts(old, new):
        lacking.add(part)
        yield Change("scope", dict([part]), *_there(was=was, now=now), outputs=(stem,))
    left = lacking | {("column", one) for one in apart}
    sides = (_told(old, left, moved), _told(new, left, moved))
    for subject in sorted(sides[0].keys() | sides[1].keys()):
        state = old.category or "activity" in dict(subject)
        for one in _in_row(subject, *(side.get(subject) for side in sides), state=state):
            yield replace(one, outputs=(stem,))


def _parts(old: Sheet, new: Sheet) -> Iterator[tuple[tuple[str, str], bool, bool]]:
    """Yield the columns, periods and regions that only one side has, and which side it is."""
    sides = [
        {("column", column) for column, _ in sheet.figures}
        | {part for _, subject in sheet.figures for part in subject if part[0] in _wholes(subject)}
        for sheet in (old, new)
    ]
    for part in sorted(sides[0] ^ sides[1]):
        yield part, part in sides[0], part in sides[1]


def _wholes(subject: Subject) -> frozenset[str]:
    """Return what is told once where one side lacks it; a region is where it comes with an activity."""
    return frozenset(() if "activity" in dict(subject) else ("period", "region"))


def _there(*, was: bool, now: bool) -> tuple[str | None, str | None]:
    """Return how a change tells that something was, or is, there."""
    return "" if was else None, "" if now else None


def _told(sheet: Sheet, left: Container[tuple[str, str]], moved: Container[Key]) -> Mapping[Subject, Row]:
    """Return the figures by row, without what is left out, and without classes where these are others."""
    rows: dict[Subject, dict[str, Figure]] = {}
    for (column, subject), figure in sheet.figures.items():
        if ("column", column) not in left and not any(part in left for part in subject):
            view = (column, tuple(part for part in subject if part[0] != "region"))
            rows.setdefault(subject, {})[column] = replace(figure, group=None) if view in moved else figure
    return rows


def _in_row(subject: Subject, old: Row | None, new: Row | None, *, state: bool) -> Iterator[Change]:
    """Yield what changed in one row; of a row that one side lacks its main figure alone."""
    if old is None or new is None:
        there = old or new or {}
        main = min(there, key=lambda one: (one != "status", not there[one].status))  # min takes the first of equals
        was, now = (None if row is None else row[main] for row in (old, new))
        yield Change("row", {"column": main, **dict(subject)}, was, now)
        return
    for column, told in old.items():
        tells = new.get(column, Figure(None))
        if told != tells:
            kind = _kind(told, tells, state=state and column not in TEXTS)
            yield Change(kind, {"column": column, **dict(subject)}, told, tells)


def _kind(old: Figure, new: Figure, *, state: bool) -> str:
    """Return what changed in a figure: a state, whether it is known, its number, its text, or only how sure it is."""
    if old.value == new.value:
        return "interval" if old.status == new.status else "known"
    if state:
        return "status"
    if old.value is None or new.value is None:
        return "known"
    return "text" if isinstance(old.value, str) or isinstance(new.value, str) else "figure"


def _redrawn(before: Result, after: Result, found: Iterable[Change]) -> Iterator[Change]:
    """Yield the outputs that are other bytes, though none of their figures changed."""
    old, new = before.outputs or {}, after.outputs or {}
    told = {name for one in found for name in one.outputs}
    changed = [name for name in sorted(old.keys() & new.keys()) if old[name] != new[name]]
    other = [name for name in changed if name.rpartition(".")[0].replace("pictures/", "maps/") not in told]
    plain = [name for name in other if not DERIVED.fullmatch(name)] or ([] if found else other)
    for name in plain:
        yield Change("redrawn", {"output": name}, old[name], new[name])
