"""Shapes without a country folder: each region is known by the text in its key column alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapper.model import LANGUAGES, Country, Region, Source, Vintage
from mapper.places.gazetteer import Gazetteer
from mapper.places.lookup import Answer, Entry, Lookup, build_lookup
from mapper.places.spelling import Grammar


def gazetteer_of(codes: Sequence[str], path: Path) -> Gazetteer:
    """Return a gazetteer whose regions are called what their codes say; there is one vintage, without a name."""
    grammar = Grammar({})
    regions = tuple(_region(code) for code in sorted(codes))
    country = Country("", {}, (Vintage("", None, {}, Source("boundaries", dict.fromkeys(LANGUAGES, path.name))),))

    def read_lookup() -> Lookup:
        """Make the look-up, once something is spelt otherwise than by its code."""
        entries = [Entry(grammar.parse(code), frozenset({""}), Answer((code,)), 0) for code in codes]
        return build_lookup(grammar, entries, {})

    return Gazetteer(country, "", path.parent, regions, read_lookup)


def _region(code: str) -> Region:
    return Region(code, "", "region", dict.fromkeys(LANGUAGES, code), {}, None, None, None)
