"""Words in Kazakh, Russian and English (`messages/*.toml`); numbers and dates by CLDR.

A text is a TOML table with the keys kk, ru and en; its key is its table's dotted name, whatever file it stands in.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mapper.model import LANGUAGES, Finding, Words

FOLDER = Path(__file__).parent / "messages"

# CLDR's, as a test holds them against Babel: a map does without importing it.
_SYMBOLS: Mapping[str, Mapping[str, str]] = {
    "kk": {"decimal": ",", "group": "\N{NO-BREAK SPACE}", "minus": "-"},
    "ru": {"decimal": ",", "group": "\N{NO-BREAK SPACE}", "minus": "-"},
    "en": {"decimal": ".", "group": ",", "minus": "-"},
}


@functools.cache
def catalogue(family: str = "") -> Mapping[str, Words]:
    """Return every text of `messages/*.toml` by its dotted key; a table of language tags is a text.

    With a `family`, the first part of a key, only its tables are parsed: parsing is what costs.
    """
    found: dict[str, Words] = {}
    for tables in _tables():
        wanted = [table for table in tables if not family or re.match(rf"\[{family}[.\]]", table)]
        found.update(_texts("", tomllib.loads("".join(wanted))))
    return found


@functools.cache
def _tables() -> tuple[tuple[str, ...], ...]:
    """Return the tables of each file, as they are written."""
    paths = sorted(FOLDER.glob("*.toml"))
    return tuple(tuple(re.split(r"(?m)^(?=\[)", path.read_text(encoding="utf-8"))) for path in paths)


def has(key: str) -> bool:
    """Tell whether there is a text of this key."""
    return key in catalogue(key.partition(".")[0])


def text(language: str, key: str, **values: str) -> str:
    """Return the text of `key` with `{name}`s replaced; a value is never itself a template."""
    return re.sub(r"\{(\w+)\}", lambda hole: values[hole[1]], catalogue(key.partition(".")[0])[key][language])


def words(key: str, languages: Iterable[str] = LANGUAGES, **values: str) -> Words:
    """Return the text of `key` in several languages."""
    return {language: text(language, key, **values) for language in languages}


def words_or(key: str, otherwise: str, languages: Iterable[str] = LANGUAGES) -> Words:
    """Return the text of `key` in several languages; `otherwise` in each where there is no such text."""
    return words(key, languages) if has(key) else dict.fromkeys(languages, otherwise)


def describe(finding: Finding, language: str = "en") -> tuple[str, str]:
    """Return a finding's sentence and its hint."""
    return (
        text(language, f"finding.{finding.code}", **finding.values),
        text(language, f"finding.{finding.code}.hint", **finding.values),
    )


def section(prefix: str, languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return all texts below `prefix.` by language, without the prefix: what a page carries."""
    dotted = f"{prefix}."
    chosen = {k.removeprefix(dotted): v for k, v in catalogue(prefix.partition(".")[0]).items() if k.startswith(dotted)}
    return {language: {k: v[language] for k, v in chosen.items()} for language in languages}


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar, written as 2024-06-30."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return False
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def date(day: dt.date, language: str) -> str:
    """Return a day as it is written in the language, in full."""
    from babel.dates import format_date

    return format_date(day, "long", locale=language)


def when(text: str, language: str) -> str:
    """Return a day (2024-06-30) or a month (2024-06) in the words of the language; any other text as it is."""
    if is_day(text):
        return date(dt.date.fromisoformat(text), language)
    if not is_day(f"{text}-01"):
        return text
    from babel.dates import format_skeleton

    month: str = format_skeleton("yMMMM", dt.date.fromisoformat(f"{text}-01"), locale=language)
    return month


def number_symbols(language: str) -> dict[str, str]:
    """Return CLDR's decimal, group and minus signs, with which the page writes its numbers."""
    return dict(_SYMBOLS[language])


def number(value: float, language: str, digits: int = 0) -> str:
    """Return a number as it is written in the language, with `digits` decimals."""
    from babel.numbers import format_decimal

    return format_decimal(value, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=language)


def _texts(prefix: str, tree: Mapping[str, Any]) -> Iterable[tuple[str, Words]]:  # TOML gives any type
    words = {k: v for k, v in tree.items() if k in LANGUAGES}
    if words:
        yield prefix, words
    for key, value in tree.items():
        if key not in LANGUAGES:
            yield from _texts(f"{prefix}.{key}" if prefix else key, value)
