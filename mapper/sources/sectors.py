"""Sectors: a taxonomy file, and what a survey's sector names are taken for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapper.config import SurveyConfig
from mapper.errors import BadConfig, BadData
from mapper.model import LANGUAGES, Sector
from mapper.sources.suggest import nearest
from mapper.sources.tabular import read_table, require_columns
from mapper.sources.xlsform import Choice, Question

NEAR = 0.75
"""How alike (difflib's ratio, from 0 to 1) a text and a name are, for the name to be suggested."""
QUOTES = str.maketrans({"ё": "е", "_": " ", "‑": "-", "–": "-", "—": "-", **dict.fromkeys("«»„“”\"'’", "")})


@dataclass(frozen=True)
class Taxonomy:
    """The sectors of a survey, and every text that stands for one of them."""

    sectors: tuple[Sector, ...]
    texts: Mapping[str, str]
    """A folded text -> sector; "" for a text that is no sector."""
    known: bool = True
    """False where no file names the sectors, so that every text is one."""

    def find(self, text: str) -> str | None:
        """Return the sector of a text, "" if it is settled that it is none, None if it is unknown."""
        folded = fold(text)
        return self.texts.get(folded, None if self.known else " ".join(text.split()))

    def suggest(self, text: str) -> Sector | None:
        """Return the sector whose name a text nearly is: a suggestion, which is used once the analyst confirmed it."""
        known = [key for key, sector in self.texts.items() if sector]
        close = difflib.get_close_matches(fold(text), known, n=1, cutoff=NEAR)
        found = self.texts[close[0]] if close else ""
        return next((sector for sector in self.sectors if sector.sector == found), None)


def read_taxonomy(config: SurveyConfig, folder: Path, question: Question | None = None) -> Taxonomy:
    """Read the sectors that a survey's settings name; raise BadData at a sector that stands twice.

    Where a form asks for them (`question`), each text of a choice is known, and without a file the choices are the
    sectors.
    """
    choices = question.choices if question else ()
    if not config.sectors and not choices:
        return Taxonomy((), _settled(config), known=False)
    if not config.sectors and question:
        known = _with_choices(taxonomy_over(question.sectors()), choices)
        return Taxonomy(known.sectors, {**known.texts, **_settled(config, question.names.values())})
    sectors = read_sectors(folder / config.sectors, config.sectors)
    chosen = tuple(s for s in sectors if config.taxonomy in {"", s.taxonomy})
    if not chosen:
        hint = nearest(config.taxonomy, list(dict.fromkeys(s.taxonomy for s in sectors)))
        raise BadConfig(f"{config.sectors}: no sector of the taxonomy {config.taxonomy!r}", hint=hint)
    known = _with_choices(taxonomy_over(chosen), choices)
    return Taxonomy(chosen, {**known.texts, **_settled(config, {s.sector for s in chosen})})


def _with_choices(taxonomy: Taxonomy, choices: Sequence[Choice]) -> Taxonomy:
    """Let every text of a choice mean the sector that one of them means."""
    found: dict[str, str | None] = {}
    for choice in choices:
        sector = next((one for name in choice.texts if (one := taxonomy.find(name))), None)
        found |= dict.fromkeys(choice.texts, sector)
    return Taxonomy(taxonomy.sectors, {**{fold(t): s for t, s in found.items() if s}, **taxonomy.texts})


def taxonomy_over(sectors: tuple[Sector, ...]) -> Taxonomy:
    """Return the taxonomy of sectors that are known by their ids and their names in each language."""
    return Taxonomy(sectors, {fold(text): s.sector for s in sectors for text in (*s.name.values(), s.sector) if text})


def read_sectors(path: Path, name: str) -> tuple[Sector, ...]:
    """Read a CSV of taxonomy, sector, parent?, name_kk, name_ru, name_en; `name` is what errors call it."""
    table = read_table(path, name=name)
    require_columns(table, ["taxonomy", "sector", *(f"name_{language}" for language in LANGUAGES)])
    sectors: dict[tuple[str, str], Sector] = {}
    for number, row in table.frame.iterrows():
        key = (row["taxonomy"], row["sector"])
        if not all(key) or key in sectors:
            what = f"{table.where(int(str(number)), 'sector')}: {row['sector']!r} is blank or stands twice"
            raise BadData(what, hint="Each sector of a taxonomy has one row.")
        names = {language: row[f"name_{language}"] or row["sector"] for language in LANGUAGES}
        sectors[key] = Sector(*key, names, row.get("parent", ""))
    return tuple(sectors.values())


def taxonomy_of(texts: Iterable[str]) -> tuple[Sector, ...]:
    """Return sectors that no file names, in the order in which they come up."""
    return tuple(Sector("", text, dict.fromkeys(LANGUAGES, text)) for text in dict.fromkeys(texts) if text)


def fold(text: str) -> str:
    """Return the form in which two writings of a sector are equal: case, ё, spaces, quotes and dashes apart.

    >>> fold("«Ремёсла»  и_промыслы.")
    'ремесла и промыслы'
    """
    return " ".join(text.casefold().translate(QUOTES).split()).strip(" .,;:")


def _settled(config: SurveyConfig, known: Iterable[str] = ()) -> dict[str, str]:
    for text, sector in config.sector_map.items():
        if sector and known and sector not in known:
            what = f"[survey.sector_map] {text!r}: unknown sector {sector!r}"
            raise BadConfig(what, hint=nearest(sector, sorted(known)))
    return {fold(text): sector for text, sector in config.sector_map.items()}
