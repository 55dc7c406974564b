"""Region spellings of a survey or a register -> codes; those that have none are told with their candidates."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapper.model import Level, Match
from mapper.places.gazetteer import Gazetteer
from mapper.sources.sieve import Detail, Sieve, Why

DAMAGED = re.compile("[\u0400-\u04ff]\\?|\\?[\u0400-\u04ff]|\ufffd")
"""Letters that an encoding could not hold and replaced: they cannot be brought back."""


def place_regions(sieve: Sieve, gazetteer: Gazetteer, *, column: str, level: Level) -> Sieve:
    """Turn the column `region` into codes; `level` is how hard a spelling that is no region is taken."""
    texts = sieve.kept["region"]
    matches = dict(zip(texts, gazetteer.match(list(texts)), strict=True))
    kinds = texts.map({text: kind_of(match) for text, match in matches.items()})
    for kind, why in _whys(level).items():
        sieve = sieve.drop(
            kinds == kind,
            why,
            text=texts,
            column=column,
            detail=lambda text: detail_of(matches[text], gazetteer),
        )
    codes = texts.map({text: match.code for text, match in matches.items()})
    return sieve.keep(region=codes[sieve.kept.index])


def kind_of(match: Match) -> str:
    """Return "ok", or the code of the reason why a match gives no region."""
    if match.status == "exact" and match.code:
        return "ok"
    if not match.spelling.strip():
        return "blank-region"
    if match.note in {"total", "settled"}:
        return "total" if match.note == "total" else "not-a-region"
    if match.note == "vintage":
        return "other-vintage"
    if DAMAGED.search(match.spelling):
        return "damaged-text"
    return "ambiguous-region" if match.status == "ambiguous" else "unknown-region"


def detail_of(match: Match, gazetteer: Gazetteer) -> Detail:
    """Return the candidates of a match, as codes and by name in each language."""
    regions = [gazetteer.region(code) for code in match.candidates if code in gazetteer.codes]
    named: Mapping[str, str] = {
        f"candidates_{language}": ", ".join(f"{r.code} {r.name[language]}" for r in regions) or "—"
        for language in ("kk", "ru", "en")
    }
    return Detail({"vintage": gazetteer.vintage, **named}, match.candidates)


def _whys(level: Level) -> dict[str, Why]:
    return {
        "total": Why("rejected", "total", None),
        "not-a-region": Why("rejected", "not-a-region", None),
        "blank-region": Why("unmatched", "blank-region", level),
        "other-vintage": Why("unmatched", "other-vintage", level),
        "damaged-text": Why("unmatched", "damaged-text", "error"),
        "ambiguous-region": Why("unmatched", "ambiguous-region", level),
        "unknown-region": Why("unmatched", "unknown-region", level),
    }
