"""What a register writes in one language, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mapper.model import Words

Glossary = Mapping[str, Words]


def in_words(text: str, glossary: Glossary, languages: Sequence[str]) -> Words:
    """Return a text in every language, each part between semicolons by itself; what no one explained stays as it is.

    >>> in_words("Kazpost; ministry", {"ministry": {"ru": "министерство"}}, ["ru", "en"])
    {'ru': 'Kazpost; министерство', 'en': 'Kazpost; ministry'}
    """
    parts = [part.strip() for part in text.split(";")]
    told = {one: "; ".join(glossary.get(part, {}).get(one) or part for part in parts) for one in languages}
    return told if text else {}


def explain(texts: Iterable[str], glossary: Glossary, languages: Sequence[str]) -> Glossary:
    """Return the words of those texts that the glossary has any for."""
    words = {text: in_words(text, glossary, languages) for text in texts if text}
    return {text: told for text, told in words.items() if set(told.values()) != {text}}
