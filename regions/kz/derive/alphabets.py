"""Kazakh and Russian names in Latin letters, by the published tables, and Russian names in their cases.

Kazakh: the decrees of 26 October 2017 (apostrophes) and 19 February 2018 (acutes), the draft of 2021 (umlauts), the
alphabet of the state news agency, BGN/PCGN 1979, ISO 9:1995, umlauts as oe, and names without any marks.
Russian: BGN/PCGN 1947, ISO 9:1995, the passport (ICAO 9303), scientific, German (Duden) and French newspaper spelling.
"""

from __future__ import annotations

from collections.abc import Iterator

KAZAKH = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшыіьэюя"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def _table(letters: str, latin: str) -> dict[int, str]:
    """Pair letters with the space-separated texts that stand for them; "-" stands for nothing."""
    return {ord(c): "" if t == "-" else t for c, t in zip(letters, latin.split(), strict=True)}


def _kk(latin: str) -> dict[int, str]:
    return _table(KAZAKH, latin)


def _ru(latin: str) -> dict[int, str]:
    return _table(RUSSIAN, latin)


KAZAKH_WAYS = {
    "2017": _table(
        KAZAKH, "a a' b v g g' d e j z i' i' k q l m n n' o o' p r s t y' u u' f h h ts c' s' y i - e i'y' i'a"
    ),
    "2018": _kk("a á b v g ǵ d e j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts ch sh y i - e ıý ıa"),
    "2021": _kk("a ä b v g ğ d e j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş y ı - e iu ia"),
    "news agency": _kk("a ä b v g ğ d e j z ï y k q l m n ñ o ö p r s t w u ü f x h c ç ş ı i - e yu ya"),
    "BGN/PCGN": _table(
        KAZAKH, "a ä b v g gh d e zh z ī y k q l m n ng o ö p r s t ū u ü f kh h ts ch sh y i - e yu ya"
    ),
    "ISO 9": _kk("a a b v g ġ d e ž z i j k ķ l m n ņ o ô p r s t u ū ù f h ḩ c č š y ì - è û â"),
    "oe": _kk("a ae b v g g d e j z i i k q l m n n o oe p r s t u u ue f h h ts ch sh y i - e iu ia"),
    "plain q": _kk("a a b v g g d e zh z i y k q l m n n o o p r s t u u u f kh h ts ch sh y i - e yu ya"),
    "plain k": _kk("a a b v g g d e zh z i i k k l m n n o o p r s t u u u f kh h ts ch sh y i - e yu ya"),
}
RUSSIAN_WAYS = {
    "BGN/PCGN": _ru("a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y ’ e yu ya"),
    "ISO 9": _ru("a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ - y ʹ è û â"),
    "passport": _ru("a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia"),
    "scientific": _ru("a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč - y ʹ ė ju ja"),
    "German": _ru("a b w g d e jo sch s i i k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja"),
    "French": _ru("a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ïa"),
}


def kazakh(text: str) -> Iterator[tuple[str, str]]:
    """Yield (way, spelling) of a Kazakh name in Latin letters, with the English and older words for the country."""
    for way, table in KAZAKH_WAYS.items():
        latin = text.lower().translate(table).title()
        yield way, latin
        first, space, _ = latin.rpartition(" ")
        if space:
            yield f"{way}, English", f"{first} Kazakhstan"


def russian(text: str) -> Iterator[tuple[str, str]]:
    """Yield (way, spelling) of a Russian name in Latin letters."""
    for way, table in RUSSIAN_WAYS.items():
        yield way, text.lower().translate(table).title()


def adjective_cases(text: str) -> list[str]:
    """Return a feminine adjective ("Акмолинская") and its other singular cases."""
    return [text, f"{text[:-2]}ой", f"{text[:-2]}ую"] if text.endswith("ая") else [text]


def noun_cases(text: str) -> list[str]:
    """Return a town's name and its singular cases; names on -у, -ы, -е, -о do not change."""
    if text.endswith("а"):
        hard = text[:-1]
        return [text, *(f"{hard}{ending}" for ending in (("и" if hard[-1] in "гкхжчшщ" else "ы"), "е", "у", "ой"))]
    if text.endswith("й"):
        return [text, *(f"{text[:-1]}{ending}" for ending in ("я", "е", "ю", "ем"))]
    if text[-1] in "бвгджзклмнпрстфхцчшщ":
        return [text, *(f"{text}{ending}" for ending in ("а", "е", "у", "ом"))]
    return [text]
