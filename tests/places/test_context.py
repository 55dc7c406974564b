"""A bare name that a region and a city share, decided by its column."""

from mapper.model import Match
from mapper.places.context import Rule, decide
from mapper.places.spelling import Grammar

GRAMMAR = Grammar({"shire": "region", "city": "city"})
RULE = Rule(region="R", city="C", beside=frozenset({"D"}))
BARE = Match("York", "ambiguous", candidates=("C", "R"))


def meant(*others: Match) -> str | None:
    column = {match.spelling: match for match in (BARE, *others)}
    return decide(column, (RULE,), GRAMMAR)["York"].code


def exact(spelling: str, code: str) -> Match:
    return Match(spelling, "exact", code)


def test_alone_it_stays_open() -> None:
    assert meant() is None


def test_beside_the_region_in_full_it_is_the_city() -> None:
    assert meant(exact("York shire", "R")) == "C"


def test_beside_a_bare_city_it_is_the_city() -> None:
    assert meant(exact("Derby", "D")) == "C"
    assert meant(exact("Derby city", "D")) is None


def test_beside_the_city_in_full_it_is_the_region_where_each_has_one_spelling() -> None:
    assert meant(exact("York city", "C")) == "R"
    assert meant(exact("York city", "C"), exact("Kent", "K"), exact("Kent shire", "K")) is None


def test_a_column_that_speaks_for_both_leaves_it_open() -> None:
    assert meant(exact("York city", "C"), exact("York shire", "R")) is None


def test_other_ambiguous_names_are_left_alone() -> None:
    other = Match("Ely", "ambiguous", candidates=("C", "X"))
    assert decide({"Ely": other, "Derby": exact("Derby", "D")}, (RULE,), GRAMMAR)["Ely"] == other
    dated = Match("York", "ambiguous", candidates=("C", "R"), note="vintage")
    assert decide({"York": dated, "Derby": exact("Derby", "D")}, (RULE,), GRAMMAR)["York"] == dated
