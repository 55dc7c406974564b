"""mapper.toml -> Project: read, checked key by key, frozen."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import msgspec

from mapper import files
from mapper.errors import BadConfig
from mapper.model import LANGUAGES, Words

Scheme = Literal["quantile", "equal", "fisher-jenks", "pretty", "manual"]
Format = Literal["csv", "json", "md", "html"]


class SourceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a file's figures come from: `source = {...}`."""

    title: dict[str, str]
    publisher: str = ""
    date: str = ""
    url: str = ""
    licence: str = ""


class SurveyConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[survey]]`: a file, what its columns mean, and where it is from."""

    id: str
    file: str
    columns: dict[str, str]
    source: SourceWords
    design: Literal["probability", "quota", "purposive", "census", "register"]
    sectors: str = ""
    """A CSV of sectors (taxonomy, sector, name_*); with `taxonomy` it names the values of the sector column."""
    taxonomy: str = ""
    national: str = ""
    """A CSV of published totals (sector, period, value), held against the sum of regions."""
    period: str = ""
    layout: Literal["long", "sectors-across", "periods-across", "regions-across", "choices"] = "long"
    """What stands beside each other: figures in one column, sectors, periods, regions, or the choices of a question."""
    across: dict[str, str] = {}
    """In a layout across: column -> its sector, period or region; {} takes every column without another meaning."""
    sheet: str = ""
    """The sheet of a workbook; "" is the first visible one."""
    parent: str = ""
    """The sheet (or file) of the submissions, where `sheet` (or `file`) is a repeat group of theirs."""
    header: int = 0
    """The row on which the header starts; 0 finds it."""
    header_rows: int = 0
    """How many rows the header has; 0 looks at merged cells."""
    encoding: str = ""
    decimal: Literal["", ",", "."] = ""
    """The decimal sign, where "1,234" leaves a doubt; "" looks at the column's other numbers."""
    negative: bool = False
    """Values may be below zero, as changes are and counts are not."""
    missing: dict[str, Literal["zero", "not_available", "suppressed"]] = {}
    """What marks in cells mean, over the usual ones: "-" zero, "…" not_available, "х" suppressed."""
    sector_map: dict[str, str] = {}
    """Sector texts that the analyst settled: text -> sector, or "" for a text that is no sector."""
    vintage: str = ""
    """The regions that the file is in, where they are not the project's: its counts are carried over."""
    weights: Literal["population", "area"] = "population"
    """What a divided region's counts are divided by."""
    unmatched: Literal["error", "warning"] = "error"
    sample: bool = False


class RolloutFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[rollout.more]]`: a further register of the same activities, from another source."""

    file: str
    source: SourceWords
    sample: bool = False


class RolloutConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The `[rollout]` table: the register of activities."""

    file: str
    source: SourceWords
    sample: bool = False
    more: tuple[RolloutFile, ...] = ()

    @property
    def files(self) -> tuple[RolloutFile, ...]:
        """Every register, the first one first."""
        return (RolloutFile(file=self.file, source=self.source, sample=self.sample), *self.more)


class MapConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[map]]`: a page."""

    id: str
    measure: str
    title: dict[str, str]
    subtitle: dict[str, str] = {}
    survey: str = ""
    sectors: tuple[str, ...] = ("*",)
    """Sectors to choose from on the page: "*" is each of them, "all" is all together."""
    scheme: Scheme = "quantile"
    k: int = 5
    breaks: tuple[float, ...] = ()
    shared: bool = False
    """One set of classes for all sectors, so that they can be compared."""
    hubs: bool = False


class TableConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[table]]`: a table in several formats."""

    id: str
    title: dict[str, str]
    measures: tuple[str, ...] = ()
    survey: str = ""
    layout: Literal["long", "top", "rollout"] = "long"
    formats: tuple[Format, ...] = ("csv", "json", "md", "html")


class ProjectConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The `[project]` table."""

    title: dict[str, str]
    country: str
    vintage: str
    as_of: dt.date
    languages: tuple[str, ...]
    subtitle: dict[str, str] = {}
    outputs: str = "outputs"


class Project(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole mapper.toml."""

    project: ProjectConfig
    confirm: dict[str, str] = {}
    """Spellings that the analyst settled: spelling -> code, or "" for a text that is no region."""
    rollout: RolloutConfig | None = None
    survey: tuple[SurveyConfig, ...] = ()
    map: tuple[MapConfig, ...] = ()
    table: tuple[TableConfig, ...] = ()
    path: str = "mapper.toml"

    @property
    def folder(self) -> Path:
        """The folder to which the project's paths are relative."""
        return Path(self.path).parent


def override(project: Project, *, as_of: dt.date | None = None, out: Path | None = None) -> Project:
    """Return the project with what the command line says otherwise."""
    changes: dict[str, object] = {} if as_of is None else {"as_of": as_of}
    if out is not None:
        changes["outputs"] = str(out.absolute())
    return msgspec.structs.replace(project, project=msgspec.structs.replace(project.project, **changes))


def map_settings(*, measure: str, scheme: str, k: int, breaks: str, title: str) -> MapConfig:
    """Return the settings of a map that the command line asks for."""
    try:
        numbers = tuple(float(part) for part in breaks.split(",") if part.strip())
        tree = {"id": "map", "measure": measure, "scheme": "manual" if numbers else scheme, "k": k, "breaks": numbers}
        return msgspec.convert({**tree, "title": dict.fromkeys(LANGUAGES, title)}, MapConfig)
    except ValueError as error:  # msgspec's ValidationError is one
        raise BadConfig(f"--scheme, --k or --breaks: {error}", hint="Breaks are numbers: --breaks 10,20,50.") from error


def load_project(path: Path) -> Project:
    """Read mapper.toml; raise BadConfig with the line of the fault."""
    source = files.read_text(path).text
    try:
        tree = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(*_syntax(path, str(error))) from error
    _refuse_unknown_keys(tree, Project, (), _Place(path, source))
    try:
        project = msgspec.convert({**tree, "path": str(path)}, Project)
    except msgspec.ValidationError as error:
        raise BadConfig(*_mismatch(str(error), _Place(path, source))) from error
    _check(project, _Place(path, source))
    return project


class _Place(msgspec.Struct, frozen=True):
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
        rows: dict[tuple[str | int, ...], int] = {}
        for row, path in _keys_by_row(self.source):
            for depth in range(1, len(path) + 1):
                rows.setdefault(path[:depth], row)
        return next((rows[keys[:depth]] for depth in range(len(keys), 0, -1) if keys[:depth] in rows), 0)


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


def _refuse_unknown_keys(tree: object, kind: object, keys: tuple[str | int, ...], place: _Place) -> None:
    """Walk the tree beside the types; raise BadConfig at the first key that no type names."""
    struct, many = _struct_of(kind)
    if struct is None:
        return
    if many:
        for number, item in enumerate(tree if isinstance(tree, list) else []):
            _refuse_unknown_keys(item, struct, (*keys, number), place)
        return
    known = get_type_hints(struct)
    for key, value in tree.items() if isinstance(tree, dict) else ():
        if key not in known or (struct is Project and key == "path"):
            raise BadConfig(f"{place.at((*keys, key))}: unknown key {key!r}", hint=_closest(key, known))
        _refuse_unknown_keys(value, known[key], (*keys, key), place)


def _struct_of(kind: object) -> tuple[Any, bool]:
    """Return the Struct in `kind` and whether it stands in a list."""
    inner = [a for a in get_args(kind) if isinstance(a, type) and issubclass(a, msgspec.Struct)]
    if inner:
        return inner[0], getattr(kind, "__origin__", None) in (list, tuple)
    return (kind, False) if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else (None, False)


def _closest(key: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(key, [k for k in known if k != "path"], n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known here are: {', '.join(k for k in known if k != 'path')}."


def _mismatch(message: str, place: _Place) -> tuple[str, str]:
    """Turn msgspec's "Expected `str`, got `int` - at `$.map[0].id`" into what and hint."""
    told, _, path = message.partition(" - at ")
    keys = tuple(int(n) if n else k for k, n in re.findall(r"\.([\w-]+)|\[(\d+)\]", path))
    if missing := re.search(r"missing required field `(\w+)`", told):
        return f"{place.at(keys)}: {missing[1]!r} is missing", f"Add `{missing[1]} = ...`."
    return f"{place.at(keys)}: {told.replace('`', '')}", "See the README for what this key takes."


def _syntax(path: Path, message: str) -> tuple[str, str]:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    where = f"{path}:{found[1]}:{found[2]}" if found else str(path)
    told = re.sub(r"\s*\(at .*\)$", "", message)
    return (
        f"{where}: not TOML: {told}",
        "Mend the line: a text stands in quotes, a table's name in [brackets].",
    )


def _check(project: Project, place: _Place) -> None:
    """Raise BadConfig at what types cannot say: ids that are names of files, words in every language, known surveys."""
    settings = project.project
    unknown = [language for language in settings.languages if language not in LANGUAGES]
    if unknown or not settings.languages:
        what = f"{place.at(('project', 'languages'))}: {unknown[0]!r} is not spoken here" if unknown else "no languages"
        raise BadConfig(what, hint=f"Known are: {', '.join(LANGUAGES)}.")
    _check_words(settings.title, settings.languages, place.at(("project", "title")))
    surveys = [survey.id for survey in project.survey]
    for kind in ("survey", "map", "table"):
        seen: set[str] = set()
        for number, item in enumerate(getattr(project, kind)):
            where: tuple[str | int, ...] = (kind, number, "id")
            if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", item.id):
                raise BadConfig(f"{place.at(where)}: {item.id!r} is no id", hint='Use small letters, digits and "-".')
            if item.id in seen:
                raise BadConfig(f"{place.at(where)}: {item.id!r} stands twice", hint="Give each an id of its own.")
            seen.add(item.id)
            if kind != "survey":
                _check_words(item.title, settings.languages, place.at((kind, number, "title")))
                _check_survey(item.survey, surveys, place.at((kind, number, "survey")))


def _check_words(words: Words, languages: tuple[str, ...], where: str) -> None:
    missing = [language for language in languages if not words.get(language)]
    if missing:
        raise BadConfig(f"{where}: no text in {missing[0]!r}", hint=f"The page is made in {', '.join(languages)}.")


def _check_survey(name: str, surveys: list[str], where: str) -> None:
    if name and name not in surveys:
        raise BadConfig(f"{where}: no [[survey]] has the id {name!r}", hint=_closest(name, dict.fromkeys(surveys)))
