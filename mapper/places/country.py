"""The tables of a country folder: `country.toml`, `regions.csv` and `spellings.csv`, read and checked."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from mapper import files
from mapper.errors import BadConfig, BadData
from mapper.model import Country, Region, Source, Vintage, Words

LANGUAGES = ("kk", "ru", "en")
KINDS = ("region", "city")
COMMON_WORDS = Path(__file__).with_name("words.toml")
AMBIGUOUS, NONE = "AMBIGUOUS", "NONE"


class SourceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the lines of a vintage come from."""

    title: dict[str, str]
    publisher: str = ""
    date: str = ""
    url: str = ""
    licence: str = ""


class VintageTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[vintage]]`."""

    id: str
    source: SourceTable
    valid_from: dt.date | None = None
    note: dict[str, str] = {}


class ContextTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[context]]`: a region and a city of one bare name, and the cities beside which it means the city."""

    region: str
    city: str
    beside: tuple[str, ...] = ()


class WordsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `[words]` around names: type words by kind, and words that say nothing of the kind."""

    region: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    """Words for units below the regions (district): what bears one is never a region."""
    noise: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    """Texts that stand for the whole country."""
    other: tuple[str, ...] = ()
    """Texts that are known and are no region ("abroad", "not stated")."""


class CountryTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole `country.toml`."""

    code: str
    name: dict[str, str]
    vintage: tuple[VintageTable, ...]
    words: WordsTable = WordsTable()
    context: tuple[ContextTable, ...] = ()


@dataclass(frozen=True)
class Spelling:
    """One row of `spellings.csv`; `code` may be AMBIGUOUS (then with candidates) or NONE."""

    text: str
    code: str
    kind: str
    candidates: tuple[str, ...] = ()
    vintage: str = ""
    """The vintage of whose region it speaks; "" is the newest that has the code."""


@dataclass(frozen=True)
class Row:
    """One row of a CSV, and where it stands."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def fault(self, column: str, what: str, hint: str) -> BadData:
        """Return the error that names the cell."""
        return BadData(f"{self.path}:{self.number}:{column}: {what}", hint=hint)

    def number_in(self, column: str) -> float | None:
        """Return the cell as a number, None where it is blank or the column is absent."""
        text = self.cells.get(column, "")
        if not text:
            return None
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            raise self.fault(column, f"{text!r} is not a number", "Write digits, with a point before the decimals.")
        return float(text)


def read_country(folder: Path) -> CountryTable:
    """Read `country.toml`; raise BadConfig with the key at fault."""
    path = folder / "country.toml"
    try:
        table = msgspec.convert(tomllib.loads(files.read_text(path).text), CountryTable)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadConfig(f"{path}: not TOML: {error}", hint="A text stands in quotes, a table in [brackets].") from error
    except msgspec.ValidationError as error:
        what = str(error).replace("`", "").replace(" - at $.", ", at ").replace(" - at $", "")
        raise BadConfig(f"{path}: {what}", hint="Compare with regions/kz/country.toml.") from error
    if not table.vintage:
        raise BadConfig(f"{path}: no [[vintage]]", hint="Add one with an id and its source.")
    return msgspec.structs.replace(table, words=_with_common(table.words))


def country_of(table: CountryTable) -> Country:
    """Return what travels of a `country.toml`; vintages in the order of the file, the newest last."""
    vintages = tuple(
        Vintage(v.id, v.valid_from, v.note, Source(f"boundaries-{v.id}", **msgspec.structs.asdict(v.source)))
        for v in table.vintage
    )
    return Country(table.code, table.name, vintages)


def read_regions(folder: Path, vintages: tuple[str, ...]) -> tuple[tuple[Region, tuple[str, ...]], ...]:
    """Read `regions.csv`: each region with its other codes, by vintage and code; raise BadData at the first fault."""
    found: dict[tuple[str, str], tuple[Region, tuple[str, ...]]] = {}
    for row in read_rows(folder / "regions.csv", ("vintage", "code", "kind")):
        region = _region(row, vintages)
        if (region.vintage, region.code) in found:
            what = f"{region.code} stands twice in vintage {region.vintage}"
            raise row.fault("code", what, "Give each region of a vintage one row.")
        found[region.vintage, region.code] = region, tuple(row.cells.get("codes", "").split())
    return tuple(found[key] for key in sorted(found))


def read_spellings(folder: Path, codes: frozenset[str]) -> tuple[Spelling, ...]:
    """Read `spellings.csv` (a missing file has none); raise BadData at an unknown code."""
    path = folder / "spellings.csv"
    if not path.exists():
        return ()
    return tuple(_spelling(row, codes) for row in read_rows(path, ("text", "code", "kind")))


def read_rows(path: Path, required: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a CSV with stripped cells; raise BadData at a missing column or a row of another length."""
    reader = csv.reader(io.StringIO(files.read_text(path).text, newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    for column in required:
        if column not in header:
            raise BadData(f"{path}:1: there is no column {column!r}", hint=f"It has: {', '.join(header) or 'nothing'}.")
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(header):
            what = f"{path}:{reader.line_num}: {len(cells)} cells where the header has {len(header)}"
            raise BadData(what, hint="Put a text with a comma in quotes.")
        yield Row(path, reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True)))


def _with_common(words: WordsTable) -> WordsTable:
    """Add the words that go with names in any country."""
    common = tomllib.loads(files.read_text(COMMON_WORDS).text)
    return WordsTable(*((*common[field], *getattr(words, field)) for field in words.__struct_fields__))


def _region(row: Row, vintages: tuple[str, ...]) -> Region:
    cells = row.cells
    if not cells["code"]:
        raise row.fault("code", "is blank", "Give each region its code.")
    if cells["vintage"] not in vintages:
        raise row.fault("vintage", f"unknown vintage {cells['vintage']!r}", f"country.toml has {', '.join(vintages)}.")
    if cells["kind"] not in KINDS:
        raise row.fault("kind", f"{cells['kind']!r} is no kind", f"Known are {', '.join(KINDS)}.")
    name = _words(row, "name")
    if not name:
        raise row.fault("name_en", "no name in any language", "Fill at least one name_ column.")
    lon, lat, area = (row.number_in(c) for c in ("centre_lon", "centre_lat", "area_km2"))
    return Region(cells["code"], cells["vintage"], cells["kind"], name, _words(row, "centre"), lon, lat, area)


def _words(row: Row, prefix: str) -> Words:
    """Return the languages of a text; one that is missing takes the word of the next that is there."""
    stated = {language: row.cells.get(f"{prefix}_{language}", "") for language in LANGUAGES}
    spare = next((stated[language] for language in reversed(LANGUAGES) if stated[language]), "")
    return {language: text or spare for language, text in stated.items()} if spare else {}


def _spelling(row: Row, codes: frozenset[str]) -> Spelling:
    cells = row.cells
    candidates = tuple(cells.get("candidates", "").split())
    if not cells["text"]:
        raise row.fault("text", "is blank", "Write the spelling, or take the row out.")
    for code in (*candidates, *({cells["code"]} - {AMBIGUOUS, NONE})):
        if code not in codes:
            raise row.fault("code", f"unknown region {code!r}", f"Use a code of regions.csv, {AMBIGUOUS} or {NONE}.")
    return Spelling(cells["text"], cells["code"], cells["kind"], candidates, cells.get("vintage", ""))
