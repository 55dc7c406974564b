"""A change between two results, in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mapper import messages
from mapper.views.carried import Figure, Lexicon
from mapper.views.change import HIDDEN, Change, Side, number
from mapper.views.page import words_in


def sentence(change: Change, words: Lexicon, language: str) -> str:
    """Return what changed, in one line."""
    what, how = _subject(change, words, language), _movement(change, words, language)
    where = f" [{', '.join(change.outputs)}]" if change.outputs else ""
    return f"{what}: {how}{where}"


def _subject(change: Change, words: Lexicon, language: str) -> str:
    """Return what a change is of: "Abai Region, Zoos, 2022, Location quotient"."""
    of = dict(change.of)
    if change.kind == "unused":
        return messages.text(
            language,
            "diff.unused",
            source=of["source"],
            text=of["text"],
            file=of["file"],
            why=messages.text(language, f"why.{of['why']}") if messages.has(f"why.{of['why']}") else of["why"],
        )
    if change.kind in {"setting", "counted", "apart"}:
        return _titled(change, words, language)
    order = [key for key in of if key not in {"column", "row"}] + (["column"] if "column" in of else [])
    return ", ".join(_name(key, of[key], words, language, change.outputs) for key in order)


def _titled(change: Change, words: Lexicon, language: str) -> str:
    """Return the words of what is not of a region."""
    of = change.of
    if change.kind == "setting":
        key = f"diff.setting.{of['setting']}"
        return messages.text(language, key) if messages.has(key) else of["setting"]
    if change.kind == "counted":
        return f"{of['source']}, {messages.text(language, 'diff.' + of['rows'])}"
    if "output" in of:
        return of["output"]
    return (
        _name("column", of["column"], words, language, change.outputs)
        if "column" in of
        else messages.text(language, "diff.kind.figure")
    )


def _name(key: str, code: str, words: Lexicon, language: str, outputs: Sequence[str] = ()) -> str:
    """Return the words of a code as the results have them, else as a measure's or a table's heading, else itself."""
    told = (words.get((place, code)) for place in ((key,) if key != "column" else outputs))
    found = next((one for one in told if one), None)
    if found or key != "column":
        return words_in(found or {}, language) or code
    keys = [f"{place}.{code}" for place in ("sheet.rollout", "rollout.curve", "page", "sheet")]
    return next((messages.text(language, one) for one in (f"measure.{code}.name", *keys) if messages.has(one)), code)


def _movement(change: Change, words: Lexicon, language: str) -> str:
    """Return how something changed: what it was, an arrow, what it is, and what is to be said of that."""
    old, new = change.old, change.new
    if change.kind == "classes":
        return messages.text(language, "diff.classes")
    if change.kind == "apart":
        return messages.text(language, f"diff.apart.{change.of['reason']}")
    if old is None or new is None or change.kind in HIDDEN:
        word = messages.text(language, f"diff.{'added' if old is None else 'removed' if new is None else 'changed'}")
        side = new if old is None else old
        return f"{word} ({_value(side, change, words, language)})" if isinstance(side, Figure) else word
    if change.kind == "interval" and isinstance(old, Figure) and isinstance(new, Figure):
        return f"{_sureness(old, language)} → {_sureness(new, language)}{_remarks(change, language)}"
    told = (_value(side, change, words, language) for side in (old, new))
    return f"{' → '.join(told)}{_remarks(change, language)}"


def _value(side: Side, change: Change, words: Lexicon, language: str) -> str:
    """Return one side in words."""
    if not isinstance(side, Figure):
        return str(side)
    if side.value is None:
        return _status(side.status or "not_available", language) or _status("not_available", language)
    if isinstance(side.value, str):
        named = words.get((change.of["column"], side.value))
        return words_in(named, language) if named else _status(side.value, language) or side.value
    note = _status(side.status, language) if change.kind == "known" else ""
    return _written(side.value, _digits(change), language) + (f" ({note})" if note else "")


def _status(code: str, language: str) -> str:
    keys = (f"page.category.{code}", f"page.statuses.{code}")
    return next((messages.text(language, key) for key in keys if messages.has(key)), "")


def _sureness(side: Figure, language: str) -> str:
    """Return the interval and the count of a figure."""
    bounds = [bound for bound in (side.lo, side.hi) if bound is not None]
    told = " – ".join(_written(bound, _needed(bounds), language) for bound in bounds)
    count = f"n {_written(side.n, 0, language)}" if side.n is not None else ""
    return ", ".join(part for part in (told, count) if part) or "—"


def _remarks(change: Change, language: str) -> str:
    """Return in brackets how much a number changed, whether that is noise, and the classes on the map."""
    old, new = change.old, change.new
    parts = [_delta(change, language)] if change.kind == "figure" else []
    parts += [messages.text(language, f"diff.noise.{change.noise}")] if change.noise else []
    if isinstance(old, Figure) and isinstance(new, Figure) and old.group != new.group and old.group and new.group:
        parts.append(messages.text(language, "diff.class", old=str(old.group), new=str(new.group)))
    return f" ({'; '.join(parts)})" if parts else ""


def _delta(change: Change, language: str) -> str:
    old, new = number(change.old) or 0.0, number(change.new) or 0.0
    sign = "+" if new > old else "−"
    told = sign + _written(abs(new - old), _digits(change), language)
    share = abs(new - old) / abs(old) * 100 if old else math.inf
    return told if share >= 1000 else f"{told}, {sign}{messages.number(share, language, 1)}\N{NO-BREAK SPACE}%"


def _digits(change: Change) -> int:
    """Return with how many decimals both sides of a change read differently."""
    numbers = [one for one in (number(change.old), number(change.new)) if one is not None]
    digits = _needed(numbers)
    while digits < 12 and len(set(numbers)) == 2 and len({round(one, digits) for one in numbers}) < 2:
        digits += 1
    return digits


def _needed(numbers: Sequence[float]) -> int:
    """Return the decimals of three figures that count; whole numbers need none."""
    if all(float(one).is_integer() for one in numbers):
        return 0
    most = max(map(abs, numbers))
    return max(0, 2 - math.floor(math.log10(most)))


def _written(value: float, digits: int, language: str) -> str:
    return messages.number(value, language, digits)
