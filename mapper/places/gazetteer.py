"""A country folder -> its regions in one vintage, and what a column of names is taken for."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import mapper
from mapper.errors import BadConfig
from mapper.model import Country, Match, Region, Vintage
from mapper.places import context, country, lineage
from mapper.places.lookup import Answer, Lookup, build_lookup
from mapper.places.names import Names
from mapper.places.spelling import fold


@dataclass(frozen=True)
class Gazetteer:
    """The regions of one vintage of a country, by code, and their names."""

    country: Country
    vintage: str
    folder: Path
    regions: tuple[Region, ...]
    read_lookup: Callable[[], Lookup] = field(repr=False, compare=False)
    """Reads the spellings: a column of codes, which is the usual one, does without them."""
    rules: tuple[context.Rule, ...] = field(default=(), repr=False, compare=False)
    confirmed: bool = field(default=False, repr=False, compare=False)
    """Whether the analyst settled spellings, which then go before codes."""

    @functools.cached_property
    def lookup(self) -> Lookup:
        """All spellings of the vintage, and what each is taken for."""
        return self.read_lookup()

    @functools.cached_property
    def _by_code(self) -> Mapping[str, Region]:
        return {region.code: region for region in self.regions}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the regions, in order."""
        return tuple(region.code for region in self.regions)

    @property
    def division(self) -> Vintage:
        """What the country folder tells of the vintage."""
        return next(one for one in self.country.vintages if one.id == self.vintage)

    @property
    def boundary_file(self) -> Path:
        """The file of the vintage's shapes."""
        return self.folder / "boundaries" / f"{self.vintage}.geojson"

    def region(self, code: str) -> Region:
        """Return a region by its code; raise BadConfig with the nearest."""
        if code not in self._by_code:
            what = f"unknown region {code!r} in {self.country.code}@{self.vintage}"
            raise BadConfig(what, hint=_closest(code, self.codes))
        return self._by_code[code]

    def are_codes(self, spellings: Iterable[str]) -> bool:
        """Tell whether all of a column are codes of regions as they stand, and nothing is settled otherwise."""
        return not self.confirmed and self._by_code.keys() >= set(spellings)

    def match(self, spellings: Sequence[str]) -> list[Match]:
        """Match a column of names, in its order; each different spelling is looked up once."""
        if self.are_codes(spellings):
            return [Match(code, "exact", code) for code in spellings]
        found = {spelling: self.lookup.find(spelling) for spelling in dict.fromkeys(spellings)}
        settled = context.decide(found, self.rules, self.lookup.grammar)
        return [settled[spelling] for spelling in spellings]


def find_country(code: str, folder: Path) -> Path:
    """Return a country's folder: of the project if it has one, else the embedded one; raise BadConfig if unknown."""
    for home in (folder / "regions", _embedded()):
        for path in _countries(home):
            if path.name.casefold() == code.casefold():
                return path
    known = sorted({path.name for home in (folder / "regions", _embedded()) for path in _countries(home)})
    raise BadConfig(f"unknown country {code!r}", hint=_closest(code.casefold(), known))


def embedded_countries() -> tuple[str, ...]:
    """Return the codes of the countries that are installed with the program."""
    return tuple(path.name for path in _countries(_embedded()))


def open_country(code: str, vintage: str, folder: Path, *, confirm: Mapping[str, str] | None = None) -> Gazetteer:
    """Open one vintage ("" is the newest) of a country; `confirm` settles spellings (code, or "" for no region).

    Raises BadConfig at an unknown country, vintage or confirmed code, BadData at a fault in the country's tables.
    """
    return _open(find_country(code, folder), vintage, confirm or {})


def vintages_of(gazetteer: Gazetteer, spelling: str) -> tuple[str, ...]:
    """Return the other vintages in which a spelling names one region: where `Match.note` is "vintage", say which."""
    others = (v.id for v in gazetteer.country.vintages if v.id != gazetteer.vintage)
    found = ((vintage, _open(gazetteer.folder, vintage, {}).lookup.find(spelling)) for vintage in others)
    return tuple(vintage for vintage, match in found if match.status == "exact")


def propose_confirm(matches: Iterable[Match]) -> list[str]:
    """Return `[confirm]` lines of TOML for the suggested matches, the most frequent first, for review."""
    counts = Counter((m.spelling, m.candidates[0]) for m in matches if m.status == "suggested")
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{_quote(spelling)} = {_quote(code)}  # {count}" for (spelling, code), count in ranked]


def _open(home: Path, vintage: str, confirm: Mapping[str, str]) -> Gazetteer:
    table = country.read_country(home)
    vintages = tuple(v.id for v in table.vintage)
    chosen = vintage or vintages[-1]
    if chosen not in vintages:
        what = f"unknown vintage {chosen!r} of {table.code}"
        raise BadConfig(what, hint=f"Known are {', '.join(vintages)}.")
    rows = country.read_regions(home, vintages)
    regions = tuple(region for region, _ in rows if region.vintage == chosen)
    if not regions:
        raise BadConfig(f"{home / 'regions.csv'}: no region of vintage {chosen!r}", hint="Add its rows.")
    names = Names(table, rows, chosen, lineage.read_lineage(home))
    confirmed = _confirmed(confirm, frozenset(region.code for region in regions))
    rules = tuple(context.Rule(rule.region, rule.city, frozenset(rule.beside)) for rule in table.context)

    def read_lookup() -> Lookup:
        """Read the spellings, once something is spelt otherwise than by its code."""
        return build_lookup(names.grammar, names.entries(country.read_spellings(home, names.codes)), confirmed)

    return Gazetteer(country.country_of(table), chosen, home, regions, read_lookup, rules, bool(confirmed))


def _confirmed(confirm: Mapping[str, str], codes: frozenset[str]) -> dict[str, Answer]:
    for spelling, code in confirm.items():
        if code and code not in codes:
            what = f"[confirm] {spelling!r}: unknown region {code!r}"
            raise BadConfig(what, hint=_closest(code, sorted(codes)))
    return {
        fold(text): Answer((code,), "confirmed") if code else Answer((), "settled") for text, code in confirm.items()
    }


def _embedded() -> Path:
    """Return where the embedded countries stand: inside the installed package, or beside it in a checkout."""
    package = Path(mapper.__file__).parent
    inside = package / "regions"
    return inside if inside.is_dir() else package.parent / "regions"


def _countries(home: Path) -> list[Path]:
    return sorted(path.parent for path in home.glob("*/country.toml")) if home.is_dir() else []


def _closest(text: str, known: Sequence[str]) -> str:
    import difflib

    close = difflib.get_close_matches(text, known, n=1, cutoff=0.5)
    listed = f"Known are {', '.join(known)}."
    return f"Did you mean {close[0]!r}? {listed}" if close else listed


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
