"""Words in three languages: none missing, none unused, values kept literal."""

import datetime as dt
import re
from pathlib import Path

import pytest

from mapper import messages
from mapper.model import LANGUAGES, Finding, Where

PACKAGE = Path(messages.__file__).parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing(language: str) -> None:
    """An empty text is meant where it is empty in every language: the status "ok" needs no word."""
    some = {key: words for key, words in messages.catalogue().items() if any(words.values())}
    assert [key for key, words in some.items() if not words.get(language, "").strip()] == []


def test_the_languages_have_the_same_holes() -> None:
    for key, words in messages.catalogue().items():
        holes = {tag: sorted(re.findall(rf"\{{(\w+?)(?:_{tag})?\}}", text)) for tag, text in words.items()}
        assert len({tuple(h) for h in holes.values()}) == 1, (key, holes)


def test_every_finding_has_a_hint_beside_it() -> None:
    found = [key for key in messages.catalogue() if re.fullmatch(r"finding\.[\w-]+", key)]
    assert [key for key in found if f"{key}.hint" not in messages.catalogue()] == []


def test_kazakh_is_not_russian() -> None:
    same = [key for key, w in messages.catalogue().items() if w["kk"] == w["ru"] and len(w["ru"].split()) > 2]
    assert same == []


def test_a_value_that_looks_like_a_hole_stays_literal() -> None:
    values = {"text": "{percent} {{7*7}}", "region": "KZ-11", "found": "KZ-10"}
    finding = Finding("warning", "point-outside-region", Where("a.csv", 2, "lon"), values)
    assert "{percent} {{7*7}}" in messages.describe(finding)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_signs_of_numbers_are_those_of_cldr(language: str) -> None:
    from babel import Locale

    signs = Locale.parse(language).number_symbols["latn"]
    told = {"decimal": signs["decimal"], "group": signs["group"], "minus": signs["minusSign"]}
    assert messages.number_symbols(language) == told


def test_numbers_and_dates_follow_cldr() -> None:
    assert messages.number(1234.5, "ru", 1) == "1\N{NO-BREAK SPACE}234,5"
    assert messages.number(1234.5, "en", 1) == "1,234.5"
    assert messages.date(dt.date(2024, 6, 20), "en") == "June 20, 2024"
    assert "маусым" in messages.date(dt.date(2024, 6, 20), "kk")


def test_every_text_is_used() -> None:
    """A key is used where its last part stands in the code, or where the code completes it: f"boundary-{kind}"."""
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*") if path.suffix in (".py", ".js"))
    begun = tuple(re.findall(r"""f["'](?:[\w.]+\.)?([\w-]+[-_])\{""", code))
    parts = {key: key.removesuffix(".hint").split(".") for key in messages.catalogue()}
    unused = [k for k, p in parts.items() if p[-1] not in code and p[1] not in code and not p[-1].startswith(begun)]
    assert unused == []


def test_the_texts_of_a_family_are_those_of_the_whole() -> None:
    whole = messages.catalogue()
    families = {key.partition(".")[0] for key in whole}
    assert {k: w for family in sorted(families) for k, w in messages.catalogue(family).items()} == whole


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("2024-06", "ru", "июнь 2024 г."),
        ("2024-06", "kk", "2024 ж. маусым"),
        ("2024-06-20", "en", "June 20, 2024"),
        ("2024-13", "en", "2024-13"),
        ("2024-02-30", "en", "2024-02-30"),
        ("0000-01", "en", "0000-01"),
        ("2022 – 2023", "ru", "2022 – 2023"),
    ],
)
def test_a_day_or_a_month_is_told_in_words(text: str, language: str, told: str) -> None:
    assert messages.when(text, language).replace("\u00a0", " ").replace("\u202f", " ") == told
