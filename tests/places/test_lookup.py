"""Entries of one spelling: the stronger wins, equals are ambiguous; what is merely like is only suggested."""

from mapper.places.lookup import Answer, Entry, Lookup, Rank, build_lookup
from mapper.places.spelling import Grammar

GRAMMAR = Grammar({"shire": "region", "city": "city"})


def entry(text: str, *codes: str, rank: Rank = 1, exact_only: bool = False) -> Entry:
    name = GRAMMAR.parse(text)
    return Entry(name, name.types or frozenset({"", "region"}), Answer(codes), rank, exact_only)


def lookup(*entries: Entry) -> Lookup:
    return build_lookup(GRAMMAR, entries, {})


def test_two_regions_of_one_spelling_are_ambiguous() -> None:
    match = lookup(entry("York", "A"), entry("York", "B")).find("york")
    assert (match.status, match.candidates) == ("ambiguous", ("A", "B"))


def test_a_name_of_this_vintage_goes_before_one_of_another() -> None:
    assert lookup(entry("York", "B", rank=2), entry("York", "A")).find("york").code == "A"


def test_a_listed_text_goes_before_all_names() -> None:
    assert lookup(entry("York", "A"), entry("York", rank=0)).find("york").status == "none"


def test_a_type_word_that_does_not_fit_is_never_argued_away() -> None:
    known = lookup(entry("Yorkton", "A"))
    assert known.find("Yorkton shire").code == "A"
    assert known.find("Yorkton city").status == known.find("Yorktom city").status == "none"
    assert known.find("Yorkton city shire").status == "none"


def test_a_suggestion_has_to_be_better_than_the_next() -> None:
    known = lookup(entry("Northampton", "A"), entry("Southampton", "B"))
    assert known.find("Northhampton").candidates == ("A",)
    between = known.find("orthampton")
    assert (between.status, between.code) != ("exact", "B")
    assert lookup(entry("Westmerland", "A"), entry("Westmorland", "B")).find("Westmxrland").status == "none"


def test_a_damaged_type_word_still_suggests() -> None:
    assert lookup(entry("Yorkton shire", "A")).find("Yorkton shyre").candidates == ("A",)


def test_codes_and_abbreviations_are_never_suggested() -> None:
    assert lookup(entry("ZZ-1234", "A", exact_only=True)).find("ZZ-1235").candidates == ()
