"""What every page says beside its figures: from where, as of when, and what was found on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mapper import messages
from mapper.model import REASONS, Finding, Ledger, Source, Unused, Vintage, Words
from mapper.views.glossary import in_words

Json = Mapping[str, object]
ALL = "all"
"""How a project names all sectors together, which a frame marks by ""."""
CHOSEN = ("quota", "purposive")
"""Designs of which every view of the figures says that they are no probability sample."""
LONGEST = 80
"""Characters of a text from data that a report repeats."""


@dataclass(frozen=True)
class Input:
    """A file that was read, and its SHA-256."""

    file: str
    sha256: str


@dataclass(frozen=True)
class About:
    """The frame of a page: its project and everything that its figures rest on."""

    project: Words
    languages: tuple[str, ...]
    """The first one is shown when the page is opened."""
    as_of: dt.date | None = None
    vintage: Vintage | None = None
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    inputs: tuple[Input, ...] = ()
    glossary: Mapping[str, Words] = field(default_factory=dict)
    """What the sources write in one language -> its words in all."""


class Described(NamedTuple):
    """A source in words; {} where there is nothing to tell."""

    title: Words
    publisher: Words
    date: Words
    licence: Words
    design: Words
    """What its design means for the intervals."""


def with_sources(about: About, sources: Iterable[Source]) -> About:
    """Add sources, each once."""
    by_id = {source.id: source for source in (*about.sources, *sources)}
    return replace(about, sources=tuple(by_id.values()))


@dataclass(frozen=True)
class Group:
    """Unused rows with one text, one reason and one cause."""

    text: str
    reason: str
    why: str
    candidates: tuple[str, ...]
    rows: tuple[int, ...]
    """Their numbers; () where rows are known by their count alone."""
    file: str
    count: int


def same(text: str, languages: Sequence[str]) -> dict[str, str]:
    """Return a text that is the same in each language."""
    return dict.fromkeys(languages, text)


def cut(text: str) -> str:
    """Shorten a text from data to 80 characters, and show that it was."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def group_unused(ledger: Ledger) -> tuple[Group, ...]:
    """Group the rows that were not used by text, reason and cause, the most frequent first."""
    found: dict[tuple[str, str, str, str], list[Unused]] = {}
    for row in ledger.unused:
        found.setdefault((row.text, row.reason, row.why, row.file), []).append(row)
    ordered = sorted(found.items(), key=lambda item: (-_times(item[1]), item[0]))
    return tuple(
        Group(cut(text), reason, why, rows[0].candidates, _numbers(rows), file, _times(rows))
        for (text, reason, why, file), rows in ordered
    )


def _times(rows: Sequence[Unused]) -> int:
    return sum(row.count for row in rows)


def _numbers(rows: Sequence[Unused]) -> tuple[int, ...]:
    return tuple(sorted(row.row for row in rows if row.row))


def about_json(about: About) -> Json:
    """Return what the page's script shows of the frame: plain data, all words in all languages."""
    languages = about.languages
    return {
        "project": dict(about.project),
        "as_of": {language: messages.date(about.as_of, language) for language in languages} if about.as_of else None,
        "vintage": _vintage_json(about.vintage, about),
        "sources": [_source_json(source, about) for source in about.sources],
        "findings": [_finding_json(finding, languages) for finding in about.findings],
        "ledgers": [_ledger_json(ledger, languages) for ledger in about.ledgers],
        "inputs": [{"file": one.file, "sha256": one.sha256} for one in about.inputs],
    }


def _vintage_json(vintage: Vintage | None, about: About) -> Json | None:
    if vintage is None:
        return None
    return {"id": vintage.id, "note": dict(vintage.note), "source": _source_json(vintage.source, about)}


def _source_json(source: Source, about: About) -> Json:
    told = describe_source(source, about)._asdict()
    return {
        **{name: dict(_once(words)) for name, words in told.items()},
        "url": source.url,
        "sample": source.sample,
        "chosen": source.design in CHOSEN,
    }


def _once(words: Words) -> Words:
    """Return words as they are, but once where they are the same in each language."""
    return dict(list(words.items())[:1]) if len(set(words.values())) == 1 else words


def describe_source(source: Source, about: About) -> Described:
    """Return what is told of a source in each language of the page, as far as the glossary has the words."""
    languages = about.languages
    return Described(
        title=source.title,
        publisher=in_words(source.publisher, about.glossary, languages),
        date={one: messages.when(source.date, one) for one in languages} if source.date else {},
        licence=in_words(source.licence, about.glossary, languages),
        design=messages.words(f"sheet.designs.{source.design}") if source.design else {},
    )


def _finding_json(finding: Finding, languages: Sequence[str]) -> Json:
    told = {language: messages.describe(finding, language) for language in languages}
    return {
        "level": finding.level,
        "where": str(finding.where),
        "message": {language: what for language, (what, _) in told.items()},
        "hint": {language: hint for language, (_, hint) in told.items()},
    }


def _ledger_json(ledger: Ledger, languages: Sequence[str]) -> Json:
    return {
        "source": ledger.source,
        "read": ledger.rows_read,
        "used": ledger.rows_used,
        **{reason: ledger.count(reason) for reason in REASONS},
        "groups": [group_json(group, languages) for group in group_unused(ledger)[:50]],
    }


def group_json(group: Group, languages: Sequence[str]) -> Json:
    """Return a group of unused rows as plain data, its cause in words."""
    return {
        "text": group.text,
        "reason": group.reason,
        "why": messages.words(f"why.{group.why}", languages),
        "candidates": list(group.candidates),
        "count": group.count,
        "where": f"{group.file}:{group.rows[0]}" if group.rows else group.file,
    }
