"""The tables of a country folder -> the spellings known in one vintage."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mapper.model import Region
from mapper.places import lineage
from mapper.places.country import AMBIGUOUS, NONE, CountryTable, Spelling
from mapper.places.lookup import Answer, Entry, Rank
from mapper.places.spelling import Grammar, Name, fold

EXACT_ONLY = frozenset({"code", "abbreviation"})


@dataclass(frozen=True)
class Names:
    """Turns the tables of a country into the entries of one vintage."""

    table: CountryTable
    rows: tuple[tuple[Region, tuple[str, ...]], ...]
    vintage: str
    links: tuple[lineage.Link, ...]

    @functools.cached_property
    def grammar(self) -> Grammar:
        """The words that stand around names in this country."""
        words = self.table.words
        kinds = {"region": words.region, "city": words.city, "lower": words.lower}
        types = {fold(word): kind for kind, listed in kinds.items() for word in listed}
        return Grammar(types, frozenset(map(fold, words.noise)))

    @functools.cached_property
    def codes(self) -> frozenset[str]:
        """All codes of all vintages."""
        return frozenset(region.code for region, _ in self.rows)

    @functools.cached_property
    def kinds(self) -> Mapping[tuple[str, str], str]:
        """The kind of each region, by code and vintage."""
        return {(region.code, region.vintage): region.kind for region, _ in self.rows}

    @functools.cached_property
    def _newest(self) -> Mapping[str, str]:
        """The newest vintage in which each code stands."""
        order = [v.id for v in self.table.vintage]
        return dict(sorted(self.kinds, key=lambda key: order.index(key[1])))

    @functools.cached_property
    def _kinds_of(self) -> Mapping[str, frozenset[str]]:
        return {code: frozenset(kind for (c, _), kind in self.kinds.items() if c == code) for code in self.codes}

    @functools.cached_property
    def _land(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """For each region of each vintage, the codes of its land in this one."""
        return {key: lineage.relatives(self.links, *key, to=self.vintage) for key in self.kinds}

    def entries(self, spellings: tuple[Spelling, ...]) -> Iterator[Entry]:
        """Yield the entries of the whole, of the regions of all vintages, and of the spellings listed."""
        words = self.table.words
        for text in (*self.table.name.values(), *words.total):
            yield self._settled(text, Answer((), "total"))
        for text in words.other:
            yield self._settled(text, Answer((), "other"))
        for region, codes in self.rows:
            yield from self._of_region(region, codes)
        for spelling in spellings:
            yield from self._of_spelling(spelling)

    def _of_region(self, region: Region, codes: tuple[str, ...]) -> Iterator[Entry]:
        for text in dict.fromkeys(region.name.values()):
            yield self._entry(Spelling(text, region.code, "official", vintage=region.vintage))
        for text in (region.code, *codes):
            yield self._entry(Spelling(text, region.code, "code", vintage=region.vintage))
        for text in dict.fromkeys(region.centre.values()):
            yield from self._of_spelling(Spelling(text, region.code, "centre", vintage=region.vintage))

    def _of_spelling(self, spelling: Spelling) -> Iterator[Entry]:
        if spelling.code == NONE:
            yield self._settled(spelling.text, Answer((), "total" if spelling.kind == "total" else "other"))
        elif spelling.code == AMBIGUOUS:
            codes = {code for candidate in spelling.candidates for code in self._here(candidate, spelling.vintage)}
            # Of two regions that are one in this vintage, a name that meant a part of it still does not mean it whole.
            yield self._settled(spelling.text, Answer(tuple(sorted(codes)), "" if len(codes) > 1 else "vintage"))
        elif spelling.kind != "centre" or self._entry(spelling).answer.code:
            yield self._entry(spelling)

    def _entry(self, spelling: Spelling) -> Entry:
        name = self.grammar.parse(spelling.text)
        codes = self._here(spelling.code, spelling.vintage, place=spelling.kind == "centre")
        same = codes == (spelling.code,) and (spelling.code, self.vintage) in self.kinds
        known = same or (spelling.kind == "centre" and len(codes) == 1)
        rank: Rank = 1 if known else 2
        answer = Answer(codes, "" if known else "vintage")
        return Entry(name, self._types(spelling, name), answer, rank, exact_only=spelling.kind in EXACT_ONLY)

    def _here(self, code: str, vintage: str, *, place: bool = False) -> tuple[str, ...]:
        """Return what a region is called in this vintage: itself if the code stands, else those of its land.

        A place (a centre) goes by the land even where the code stands, since it may have changed hands.
        """
        stated = vintage or self._newest[code]
        if (code, self.vintage) in self.kinds and (not place or stated == self.vintage):
            return (code,)
        return self._land.get((code, stated), ())

    def _types(self, spelling: Spelling, name: Name) -> frozenset[str]:
        """Return the type words that a spelling may stand with: its own, else those of what it names."""
        if name.types:
            return name.types | ({""} if spelling.kind == "official" else frozenset())
        if spelling.kind == "code":
            return frozenset({""})
        return frozenset({"", *({"city"} if spelling.kind == "centre" else self._kinds_of[spelling.code])})

    def _settled(self, text: str, answer: Answer) -> Entry:
        name = self.grammar.parse(text)
        return Entry(name, name.types or frozenset({""}), answer, 0)
