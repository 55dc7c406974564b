"""A bare name that a region and a city share is decided from the whole column, or stays open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mapper.model import Match
from mapper.places.spelling import Grammar


@dataclass(frozen=True)
class Rule:
    """A region and a city of one bare name; `beside` are cities that, when bare too, show what bare names mean."""

    region: str
    city: str
    beside: frozenset[str]


def decide(matches: Mapping[str, Match], rules: tuple[Rule, ...], grammar: Grammar) -> dict[str, Match]:
    """Settle the bare names for which the column speaks; a column that speaks for both leaves them ambiguous."""
    settled = dict(matches)
    for rule in rules:
        open_ones = [m for m in matches.values() if set(m.candidates) == {rule.region, rule.city} and _open(m)]
        code = _meant(matches, rule, grammar) if open_ones else None
        if code:
            settled.update({m.spelling: replace(m, status="exact", code=code, candidates=()) for m in open_ones})
    return settled


def _open(match: Match) -> bool:
    return match.status == "ambiguous" and not match.note


def _meant(matches: Mapping[str, Match], rule: Rule, grammar: Grammar) -> str | None:
    """Weigh the evidence: the region named in full means that the bare name is the city, and the other way round."""
    exact = [(grammar.parse(m.spelling), m.code) for m in matches.values() if m.status == "exact"]
    for_city = any(code == rule.region or (code in rule.beside and not name.types) for name, code in exact)
    for_region = any(code == rule.city for _, code in exact)
    if for_city == for_region:
        return None
    # Where one region is spelled in several ways, people typed freely, and "г. Алматы" beside "Алматы" proves nothing.
    spelled = Counter(code for _, code in {(name.whole, code) for name, code in exact})
    if for_region and max(spelled.values()) > 1:
        return None
    return rule.city if for_city else rule.region
