"""What changed between two results, in words: as text, as Markdown, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import groupby

from mapper import messages
from mapper.model import LANGUAGES, Words
from mapper.views.carried import Figure, Lexicon
from mapper.views.change import Change, Diff, Side
from mapper.views.page import escape_md
from mapper.views.wording import sentence


def render_text(diff: Diff, language: str, limit: int) -> str:
    """Return a line a change under a heading a kind, at most `limit` of them; the rest are counted."""
    lines = [_head(diff, language)]
    for kind, told in _shown(diff, limit):
        lines += [
            "",
            messages.text(language, f"diff.kind.{kind}"),
            *(f"  {_plain(sentence(one, diff.words, language))}" for one in told),
        ]
    return "\n".join([*lines, *_rest(diff, language, limit), ""])


def render_md(diff: Diff, language: str, limit: int) -> str:
    """Return the same as Markdown."""
    lines = [f"# {escape_md(_head(diff, language))}"]
    for kind, told in _shown(diff, limit):
        lines += ["", f"## {messages.text(language, f'diff.kind.{kind}')}", ""]
        lines += [f"- {escape_md(sentence(one, diff.words, language))}" for one in told]
    return "\n".join([*lines, *_rest(diff, language, limit), ""])


def render_json(diff: Diff) -> str:
    """Return one object `mapper.diff/1`: every change, with its sentence in all languages."""
    told = {
        "schema": "mapper.diff/1",
        "old": diff.names[0],
        "new": diff.names[1],
        "counts": dict(Counter(one.kind for one in diff.changes)),
        "changes": [_json(one, diff.words) for one in diff.changes],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _head(diff: Diff, language: str) -> str:
    if not diff.changes:
        return messages.text(language, "diff.same")
    return messages.text(language, "diff.head", old=diff.names[0], new=diff.names[1], count=str(len(diff.changes)))


def _shown(diff: Diff, limit: int) -> Iterator[tuple[str, list[Change]]]:
    for kind, told in groupby(diff.changes[:limit], key=lambda one: one.kind):
        yield kind, list(told)


def _rest(diff: Diff, language: str, limit: int) -> list[str]:
    """Return how many changes are not listed, by kind."""
    left = Counter(one.kind for one in diff.changes[limit:])
    if not left:
        return []
    parts = "; ".join(f"{messages.text(language, f'diff.kind.{kind}')}: {count}" for kind, count in left.items())
    return ["", messages.text(language, "diff.more", count=str(left.total()), parts=parts)]


def _plain(text: str) -> str:
    """Keep a text from data to its line, and terminal codes out of it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _json(change: Change, words: Lexicon) -> Mapping[str, object]:
    sentences: Words = {language: sentence(change, words, language) for language in LANGUAGES}
    return {
        "kind": change.kind,
        "of": dict(change.of),
        "old": _side_json(change.old),
        "new": _side_json(change.new),
        "noise": change.noise or None,
        "outputs": list(change.outputs),
        "sentence": dict(sentences),
    }


def _side_json(side: Side) -> object:
    return asdict(side) if isinstance(side, Figure) else side
