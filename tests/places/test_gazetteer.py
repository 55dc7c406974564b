"""The embedded country, matched as its data come."""

import csv
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import BadConfig
from mapper.model import Match
from mapper.places import gazetteer

HERE = Path(__file__).parents[2]
SHARED = HERE.parent / "shared" / "data"
NEEDS_SHARED = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the lists of public spellings are not beside the checkout"
)
KZ = gazetteer.open_country("kz", "2022", HERE)
OFFICIAL = sorted({(name, region.code) for region in KZ.regions for name in region.name.values()})
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіabcdefghijklmnopqrstuvwxyz -."


def code_of(spelling: str, vintage: str = "2022") -> str | None:
    return gazetteer.open_country("kz", vintage, HERE).match([spelling])[0].code


def match_one(spelling: str, vintage: str = "2022") -> Match:
    return gazetteer.open_country("kz", vintage, HERE).match([spelling])[0]


@pytest.mark.parametrize(("vintage", "count"), [("2013", 16), ("2018", 17), ("2022", 20), ("", 20)])
def test_each_vintage_has_its_regions_in_order_of_code(vintage: str, count: int) -> None:
    opened = gazetteer.open_country("KZ", vintage, HERE)
    assert len(opened.regions) == count
    assert list(opened.codes) == sorted(opened.codes)


def test_an_unknown_country_names_the_nearest() -> None:
    with pytest.raises(BadConfig, match="unknown country 'kx'") as error:
        gazetteer.find_country("kx", HERE)
    assert "'kz'" in error.value.hint
    assert "kz" in gazetteer.embedded_countries()


def test_a_countrys_code_is_never_a_path() -> None:
    with pytest.raises(BadConfig, match="unknown country"):
        gazetteer.find_country("../regions/kz", HERE)


def test_an_unknown_vintage_names_those_that_there_are() -> None:
    with pytest.raises(BadConfig, match="unknown vintage '2020'") as error:
        gazetteer.open_country("kz", "2020", HERE)
    assert "2013, 2018, 2022" in error.value.hint


def test_an_unknown_region_names_the_nearest() -> None:
    with pytest.raises(BadConfig, match="unknown region 'KZ-12' in kz@2022") as error:
        KZ.region("KZ-12")
    assert "Did you mean 'KZ-" in error.value.hint


@NEEDS_SHARED
def test_every_public_spelling_is_right() -> None:
    with (SHARED / "names" / "spellings_public.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    expected = {row["spelling"]: row["expected"] for row in rows}
    assert {text: told(KZ.match([text])[0]) for text in expected} == expected
    assert {match.spelling: told(match) for match in KZ.match(list(expected))} == expected


@NEEDS_SHARED
def test_every_alias_that_was_seen_is_right_but_a_bare_almaty() -> None:
    with (SHARED / "kz" / "aliases_seen.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["alias"], row["code"]) for row in csv.DictReader(file)]
    wrong = {(alias, code) for alias, code in rows if KZ.match([alias])[0].code != code}
    assert {alias for alias, _ in wrong} == {"Алматы", "Almaty"}


def told(match: Match) -> str:
    return match.code or match.status.upper()


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Akmola city", "KZ-71"),
        ("г. Целиноград", "KZ-71"),
        ("Целиноградская область", "KZ-11"),
        ("Акмолинской области", "KZ-11"),
        ("в Карагандинской обл.", "KZ-35"),
        ("город республиканского значения Алматы", "KZ-75"),
        ("Алматы қ.", "KZ-75"),
        ("Almaty (oblast)", "KZ-19"),
        ("Алматы облысының", "KZ-19"),
        ("Zapadno-Kazahstanskaâ oblastʹ", "KZ-27"),  # ISO 9
        ("Zapadno-Kazakhstanskaya Oblast’", "KZ-27"),  # BGN/PCGN
        ("Şığıs Qazaqstan", "KZ-63"),
        ("Shyǵys Qazaqstan oblysy", "KZ-63"),  # 2018
        ("Şyğys Qazaqstan", "KZ-63"),  # 2021
        ("S'yg'ys Qazaqstan", "KZ-63"),  # 2017
        ("Ostkasachstan", "KZ-63"),
        ("Gebiet Karaganda", "KZ-35"),
        ("Pawlodar", "KZ-55"),
        ("ACTAHA", "KZ-71"),
        ("г. Кокшетау", "KZ-11"),
        ("100000000", "KZ-10"),
        ("100000000.0", "KZ-10"),
        ("KZ10", "KZ-10"),
        ("kz-akm", "KZ-11"),
        ("Астаны", "KZ-71"),
        ("в г. Шымкенте", "KZ-79"),
        ("Aqtoebe", "KZ-15"),
        ("Ақмола облысы / Акмолинская область", "KZ-11"),
        ("Западно-Казахстанская обл. (ЗКО)", "KZ-27"),
        ("Almaty Region, Kazakhstan", "KZ-19"),
        ("Акмолинская область, г. Кокшетау", "KZ-11"),
    ],
)
def test_other_alphabets_cases_and_type_words_resolve(spelling: str, code: str) -> None:
    assert code_of(spelling) == code


@pytest.mark.parametrize(
    "spelling",
    [
        "Алматы ауданы",
        "Абайский район",
        "Астана область",
        "Алматы қаласы облысы",
        "Western region",
        "?ара?анды",
        "",
        "область",
    ],
)
def test_what_is_no_region_gets_none_and_no_guess(spelling: str) -> None:
    match = match_one(spelling)
    assert (match.status, match.code, match.candidates) == ("none", None, ())


@pytest.mark.parametrize(
    "spelling", ["Республика Казахстан", "ВСЕГО:", "Total", "Қазақстан Республикасы", "РК", "Қазақстан / Казахстан"]
)
def test_a_text_for_the_whole_country_says_so(spelling: str) -> None:
    assert match_one(spelling).note == "total"


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        (["Алматы"], [None]),
        (["Алматы", "Астана"], ["KZ-75", "KZ-71"]),
        (["Almaty", "Shymkent"], ["KZ-75", "KZ-79"]),
        (["Алматы", "Алматинская"], ["KZ-75", "KZ-19"]),
        (["Almaty", "Almaty (city)", "Nur-Sultan (city)"], ["KZ-19", "KZ-75", "KZ-71"]),
        (["Алматы", "г. Астана"], [None, "KZ-71"]),
        (["Алматы", "г. Алматы", "Алматы облысы"], [None, "KZ-75", "KZ-19"]),
        (["Алматы", "г. Алматы", "Астана"], [None, "KZ-75", "KZ-71"]),
        (["Алматы", "г. Алматы", "Ақтөбе", "Актюбинская"], [None, "KZ-75", "KZ-15", "KZ-15"]),
    ],
)
def test_the_column_decides_a_bare_almaty_or_leaves_it_open(column: Sequence[str], codes: Sequence[str | None]) -> None:
    assert [match.code for match in KZ.match(column)] == codes
    assert [match.code for match in KZ.match(column[::-1])] == codes[::-1]


def test_an_old_name_resolves_in_its_own_vintage_and_names_its_successors_later() -> None:
    assert code_of("ЮКО", "2013") == code_of("Чимкентская область", "2013") == "KZ-51"
    later = match_one("ЮКО")
    assert (later.status, later.note, later.candidates) == ("ambiguous", "vintage", ("KZ-61", "KZ-79"))
    assert gazetteer.vintages_of(KZ, "ЮКО") == ("2013",)


def test_a_new_name_in_an_old_vintage_names_what_it_was_part_of() -> None:
    early = match_one("Абай облысы", "2018")
    assert (early.status, early.note, early.candidates) == ("none", "vintage", ("KZ-63",))


def test_a_town_goes_with_the_land() -> None:
    assert [code_of("Жезказган", vintage) for vintage in ("2013", "2018", "2022")] == ["KZ-35", "KZ-35", "KZ-62"]
    assert [code_of("Талдыкорган", vintage) for vintage in ("2018", "2022")] == ["KZ-19", "KZ-33"]
    assert [code_of("г. Шымкент", vintage) for vintage in ("2013", "2018")] == ["KZ-51", "KZ-79"]


def test_a_region_of_before_that_lay_in_several_never_resolves() -> None:
    for vintage in ("2013", "2018", "2022"):
        assert match_one("Джезказганская область", vintage).code is None
        assert match_one("Кокчетавская область", vintage).code is None


def test_a_typo_is_suggested_and_used_only_when_confirmed() -> None:
    match = match_one("Акмолинска обл")
    assert (match.status, match.code, match.candidates) == ("suggested", None, ("KZ-11",))
    confirm = {"акмолинска обл.": "KZ-11", "Алматы": "KZ-75", "Разное": ""}
    settled = gazetteer.open_country("kz", "2022", HERE, confirm=confirm)
    assert [(m.status, m.code, m.note) for m in settled.match(["Акмолинска обл", "АЛМАТЫ", "разное"])] == [
        ("exact", "KZ-11", "confirmed"),
        ("exact", "KZ-75", "confirmed"),
        ("none", None, "settled"),
    ]


def test_a_text_read_in_the_wrong_encoding_is_suggested() -> None:
    for encoding in ("cp1251", "latin-1"):
        match = match_one("Астана қаласы".encode().decode(encoding))
        assert (match.status, match.candidates) == ("suggested", ("KZ-71",))


def test_a_confirmed_code_must_exist() -> None:
    with pytest.raises(BadConfig, match="unknown region 'KZ-51'") as error:
        gazetteer.open_country("kz", "2022", HERE, confirm={"ЮКО": "KZ-51"})
    assert "KZ-" in error.value.hint


def test_proposals_are_toml_with_the_most_frequent_first() -> None:
    matches = KZ.match(["Астана", 'Карагандинска "обл"', "Акмолинска обл", "Акмолинска обл", "?"])
    lines = gazetteer.propose_confirm(matches)
    assert lines == ['"Акмолинска обл" = "KZ-11"  # 2', '"Карагандинска \\"обл\\"" = "KZ-35"  # 1']
    assert tomllib.loads("\n".join(lines)) == {"Акмолинска обл": "KZ-11", 'Карагандинска "обл"': "KZ-35"}


@given(st.sampled_from(OFFICIAL), st.data())
def test_a_slip_of_the_pen_never_names_another_region(official: tuple[str, str], data: st.DataObject) -> None:
    name, code = official
    at, letter = data.draw(st.integers(0, len(name))), data.draw(st.sampled_from(["", *LETTERS]))
    slipped = name[:at] + letter + name[at + data.draw(st.integers(0, 1)) :]
    assert KZ.match([slipped])[0].code in (code, None)


@pytest.mark.parametrize("vintage", ["2013", "2018", "2022"])
def test_regions_of_other_countries_never_resolve(vintage: str) -> None:
    foreign = [unit for unit in pycountry.subdivisions if unit.country_code != "KZ"]
    texts = sorted({text for unit in foreign for text in (unit.name, unit.code)})
    opened = gazetteer.open_country("kz", vintage, HERE)
    assert len(texts) > 8000
    assert [m.spelling for m in opened.match(texts) if m.status == "exact"] == []


@given(
    st.lists(st.sampled_from([name for name, _ in OFFICIAL] + ["Алматы", "ЮКО", "ЗКО", "Всего", "чушь"])), st.randoms()
)
def test_order_and_case_do_not_matter(column: list[str], random: object) -> None:
    matches = KZ.match(column)
    shuffled = list(range(len(column)))
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis's own Random
    again = KZ.match([column[i].upper() for i in shuffled])
    assert [(m.status, m.code) for m in again] == [(matches[i].status, matches[i].code) for i in shuffled]


def test_each_spelling_of_a_long_column_is_looked_up_once() -> None:
    matches = KZ.match(["Акмолинская обл.", "Акмолинска обл", "ЮКО", "Астана"] * 25_000)
    assert len(matches) == 100_000
    assert len({id(match) for match in matches}) == 4
