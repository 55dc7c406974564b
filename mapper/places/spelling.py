"""Spellings made comparable: Unicode, case, look-alike letters and dashes; type words apart from the name."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LATIN_LOOKS = "ABCEHIKMOPTXYaceikmoptxyhəɵ"
CYRILLIC_LOOKS = "АВСЕНІКМОРТХУасеікмортхуһәө"
TO_CYRILLIC = str.maketrans(LATIN_LOOKS, CYRILLIC_LOOKS)
TO_LATIN = str.maketrans(CYRILLIC_LOOKS, LATIN_LOOKS)
# The letters that Russian keyboards and cp1251 lack, as people write them there; Latin letters without a mark to strip.
BASE_LETTERS = str.maketrans("әғқңөұүһіæøđłıəŋ", "агкноуухиaodlien")
APOSTROPHES = "'`´‘’‚‛ʹʺʻʼʽʿʾˈ\"“”„«»‹›"
DECIMAL = re.compile(r"\s*(\d+)\.0+\s*")
"""A code of digits that a spreadsheet took for a number."""
UNSEEN = frozenset({"Mn", "Me", "Cf"})
DROPPED = str.maketrans("", "", APOSTROPHES)


@dataclass(frozen=True)
class Name:
    """A spelling taken apart: `core` is the bare name, `types` the kinds that its type words say, `whole` both."""

    core: str
    types: frozenset[str]
    whole: str


@dataclass(frozen=True)
class Grammar:
    """The words that stand around a name: "область", "city", ..."""

    types: Mapping[str, str]
    """A folded type word or phrase -> its kind ("region", "city", or a kind that no region is of)."""
    noise: frozenset[str] = frozenset()

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        phrases = sorted({*self.types, *self.noise}, key=lambda phrase: (-len(phrase), phrase))
        return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, phrases))})(?!\S)") if phrases else re.compile(r"(?!)")

    def parse(self, text: str) -> Name:
        """Fold a text and take its type words from it, wherever they stand."""
        folded = fold(text)
        found = self._pattern.findall(folded)
        kinds = frozenset(self.types[word] for word in found if word in self.types)
        core = self._pattern.sub(" ", folded)
        return Name(core.replace(" ", ""), kinds, folded)


def fold(text: str) -> str:
    """Return the form in which two spellings of one name are equal: words of letters and digits, spaces between.

    >>> fold("«Аtырау»  облысы")
    'атырау облысы'
    >>> fold("Mañğystau")
    'mangystau'
    """
    if text.isascii() and text.isalnum():  # a code: nothing to fold but its letters
        return text.casefold()
    if decimal := DECIMAL.fullmatch(text):
        return decimal[1]
    words = re.findall(r"[^\W_]+", _plain(text).translate(DROPPED))
    return " ".join(_one_script(word).casefold().translate(BASE_LETTERS) for word in words)


def twins(text: str) -> tuple[str, ...]:
    """Return the other texts that an all-Latin or all-Cyrillic spelling may have been meant as ("ACTAHA")."""
    return tuple(t for t in (text.translate(TO_CYRILLIC), text.translate(TO_LATIN)) if t != text)


def misread(text: str) -> tuple[str, ...]:
    """Return the texts that this may be UTF-8 of, read as Windows Cyrillic or Latin ("РђСЃС‚Р°РЅР°")."""
    return tuple(filter(None, (_reread(text, encoding) for encoding in ("cp1251", "cp1252", "latin-1"))))


def _reread(text: str, encoding: str) -> str:
    try:
        return "" if text.isascii() else text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return ""


def _plain(text: str) -> str:
    """Return a text without marks on its letters, soft hyphens and other signs that are not seen."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in UNSEEN)


def _one_script(word: str) -> str:
    """Return a word of two scripts in the one of them that can hold it whole."""
    if word.isascii() or not re.search("[A-Za-zəɵ]", word) or not re.search("[\u0400-\u04ff]", word):
        return word
    cyrillic = word.translate(TO_CYRILLIC)
    return word.translate(TO_LATIN) if re.search("[A-Za-z]", cyrillic) else cyrillic
