"""All spellings of one vintage of a country, and what each is taken for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mapper.model import Match
from mapper.places.spelling import Grammar, Name, misread, twins

SEPARATORS = re.compile(r"[/|;,()\[\]\n]| [-–—] ")
"""What stands between two names of one region in a cell."""

Rank = Literal[0, 1, 2]
"""How an entry stands to others of the same spelling: 0 settles it, 1 is a name of this vintage, 2 of another."""

SHORTEST = 4
"""Letters of a name that can be suggested; abbreviations are too near one another."""
SCORE, LEAD = 88.0, 4.0
"""A suggestion's least likeness (rapidfuzz ratio), and how much better it must be than the next region's."""


@dataclass(frozen=True)
class Answer:
    """What a spelling stands for: one region, several (then it is ambiguous), or none, with the reason."""

    codes: tuple[str, ...]
    note: str = ""

    @property
    def code(self) -> str | None:
        """The region, where there is just one and nothing against it."""
        return self.codes[0] if len(self.codes) == 1 and not self.note else None


@dataclass(frozen=True)
class Entry:
    """A known spelling: the type words that it may stand with ("" is none), and its answer."""

    name: Name
    types: frozenset[str]
    answer: Answer
    rank: Rank
    exact_only: bool = False
    """A code or an abbreviation: what is merely like it was not meant."""


@dataclass(frozen=True)
class Lookup:
    """The known spellings by bare name and type word; `confirmed` goes before them all."""

    grammar: Grammar
    answers: Mapping[tuple[str, str], Answer]
    near: Mapping[str, Mapping[str, Answer]]
    """The spellings that may be suggested, by type word; with none, also the whole texts whose type word is damaged."""
    confirmed: Mapping[str, Answer] = field(default_factory=dict)

    def find(self, spelling: str) -> Match:
        """Return what a spelling is taken for, without its neighbours in the column."""
        for text in (spelling, *twins(spelling)):
            if answer := self._known(self.grammar.parse(text)) or self._joined(text):
                return _match(spelling, answer)
        return self._mended(spelling) or self._suggest(spelling, self.grammar.parse(spelling))

    def _known(self, name: Name) -> Answer | None:
        if answer := self.confirmed.get(name.whole):
            return answer
        kind = only(name.types)
        return None if kind is None else self.answers.get((name.core, kind))

    def _joined(self, text: str) -> Answer | None:
        """Return the answer of a cell that names one region several times: "Ақмола облысы / Акмолинская область"."""
        parts = [part for part in SEPARATORS.split(text) if part.strip()]
        if len(parts) < 2:
            return None
        found = [self._known(self.grammar.parse(part)) for part in parts]
        named = {answer for answer in found if answer is None or answer.note != "total"} or set(found)
        return named.pop() if len(named) == 1 else None

    def _mended(self, spelling: str) -> Match | None:
        """Suggest what a text was before it was read in the wrong encoding; it is not the only damage in its file."""
        for text in misread(spelling):
            answer = self._known(self.grammar.parse(text))
            if answer and answer.code:
                return Match(spelling, "suggested", candidates=answer.codes)
        return None

    def _suggest(self, spelling: str, name: Name) -> Match:
        """Return the one region whose spelling is near, or none; a type word is never argued away."""
        kind = only(name.types)
        if kind is None or len(name.core) < SHORTEST - 1:
            return Match(spelling, "none")
        scores = _scores((name.core, name.whole), self.near.get(kind, {}))
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0].codes))
        near = [answer for answer, score in ranked if score > ranked[0][1] - LEAD]
        if len(near) == 1 and near[0].code:
            return Match(spelling, "suggested", candidates=near[0].codes)
        return Match(spelling, "none", candidates=tuple(sorted({code for answer in near for code in answer.codes})))


def build_lookup(grammar: Grammar, entries: Iterable[Entry], confirmed: Mapping[str, Answer]) -> Lookup:
    """Gather entries; where several of the same rank share a spelling and differ, it is ambiguous."""
    listed = list(entries)
    gathered: dict[tuple[str, str], dict[Rank, list[Answer]]] = {}
    for entry in listed:
        for kind in sorted(entry.types):
            gathered.setdefault((entry.name.core, kind), {}).setdefault(entry.rank, []).append(entry.answer)
    answers = {key: _join(ranks[min(ranks)]) for key, ranks in gathered.items()}
    return Lookup(grammar, answers, _near(listed, answers), confirmed)


def _near(entries: list[Entry], answers: Mapping[tuple[str, str], Answer]) -> dict[str, dict[str, Answer]]:
    near: dict[str, dict[str, Answer]] = {}
    for entry in entries:
        core = entry.name.core
        if entry.exact_only or len(core) < SHORTEST:
            continue
        for kind in sorted(entry.types):
            near.setdefault(kind, {})[core] = answers[core, kind]
        if own := only(entry.name.types):
            near.setdefault("", {})[entry.name.whole] = answers[core, own]
    return near


def only(types: frozenset[str]) -> str | None:
    """Return the one type of a name, "" for none, None where they contradict one another."""
    return None if len(types) > 1 else next(iter(types), "")


def _join(answers: list[Answer]) -> Answer:
    codes = sorted({code for answer in answers for code in answer.codes})
    return Answer(tuple(codes), answers[0].note)


def _match(spelling: str, answer: Answer) -> Match:
    if answer.code:
        return Match(spelling, "exact", answer.code)
    if answer.note == "confirmed" and answer.codes:
        return Match(spelling, "exact", answer.codes[0], note="confirmed")
    status: Literal["ambiguous", "none"] = "ambiguous" if len(answer.codes) > 1 else "none"
    return Match(spelling, status, candidates=answer.codes, note=answer.note)


def _scores(queries: Iterable[str], choices: Mapping[str, Answer]) -> dict[Answer, float]:
    """Return the best likeness of each answer's spellings, none where no likeness is high enough."""
    from rapidfuzz import fuzz, process

    best: dict[Answer, float] = {}
    for query in queries:
        found = process.extract(query, choices.keys(), scorer=fuzz.ratio, score_cutoff=SCORE - LEAD, limit=None)
        for text, score, _ in found:
            best[choices[text]] = max(score, best.get(choices[text], 0.0))
    return best if max(best.values(), default=0.0) >= SCORE else {}
