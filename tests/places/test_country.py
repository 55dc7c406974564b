"""A country folder with a fault in it says where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mapper.errors import BadConfig, BadData, MapperError
from mapper.places import gazetteer

TOML = """
code = "zz"
name = { en = "Zedland" }
[[vintage]]
id = "1999"
source = { title = { en = "Map" } }
[words]
region = ["shire"]
total = ["The realm"]
"""
REGIONS = """vintage,code,kind,name_en,centre_en,area_km2
1999,ZZ-1,region,North Province,Northville,10
1999,ZZ-2,city,Metropolis,,
"""
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def write(toml: str = TOML, regions: str = REGIONS, **others: str) -> Path:
        home = tmp_path / "regions" / "zz"
        home.mkdir(parents=True)
        (home / "country.toml").write_text(toml, encoding="utf-8")
        (home / "regions.csv").write_text(regions, encoding="utf-8")
        for name, text in others.items():
            (home / f"{name}.csv").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_country_is_a_folder_and_no_code(make: Make) -> None:
    opened = gazetteer.open_country("ZZ", "", make())
    spellings = ["north shire", "Northville", "METROPOLIS CITY", "North City", "the realm", "zz-2", "Zedland", "Всего"]
    assert [(m.code, m.note) for m in opened.match(spellings)] == [
        ("ZZ-1", ""),
        ("ZZ-1", ""),
        ("ZZ-2", ""),
        (None, ""),
        (None, "total"),
        ("ZZ-2", ""),
        (None, "total"),
        (None, "total"),
    ]


def test_a_name_in_one_language_serves_for_all(make: Make) -> None:
    opened = gazetteer.open_country("zz", "1999", make())
    region = opened.region("ZZ-1")
    assert region.name == {"kk": "North Province", "ru": "North Province", "en": "North Province"}
    assert (region.area_km2, opened.region("ZZ-2").area_km2) == (10, None)


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ("code,kind,name_en\n", "regions.csv:1: there is no column 'vintage'"),
        (f"{REGIONS}1999,ZZ-1,region,Again,,\n", "regions.csv:4:code: ZZ-1 stands twice in vintage 1999"),
        (f"{REGIONS}1999,ZZ-3,region,South,,many\n", "regions.csv:4:area_km2: 'many' is not a number"),
        (f"{REGIONS}1998,ZZ-3,region,South,,\n", "regions.csv:4:vintage: unknown vintage '1998'"),
        (f"{REGIONS}1999,ZZ-3,planet,South,,\n", "regions.csv:4:kind: 'planet' is no kind"),
        (f"{REGIONS}1999,ZZ-3,region,,,\n", "regions.csv:4:name_en: no name in any language"),
        (f"{REGIONS}1999,,region,South,,\n", "regions.csv:4:code: is blank"),
        (f"{REGIONS}1999,ZZ-3,region,South, West,,\n", "regions.csv:4: 7 cells where the header has 6"),
    ],
)
def test_a_fault_in_the_regions_says_file_row_and_column(make: Make, regions: str, told: str) -> None:
    with pytest.raises(BadData) as error:
        gazetteer.open_country("zz", "", make(regions=regions))
    assert told in error.value.what
    assert error.value.hint


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("code = ", "not TOML"),
        ('code = "zz"', "required field name"),
        (f"{TOML}\n[context]\nx = 1", "Expected array"),
        (TOML.replace("[words]", "[werds]"), "werds"),
        ('code = "zz"\nvintage = []\nname = {}', "no [[vintage]]"),
    ],
)
def test_a_fault_in_the_settings_says_which(make: Make, toml: str, told: str) -> None:
    with pytest.raises(BadConfig) as error:
        gazetteer.open_country("zz", "", make(toml=toml))
    assert told in error.value.what
    assert "country.toml" in error.value.what


@pytest.mark.parametrize(
    ("spellings", "told"),
    [
        ("text,kind\n", "there is no column 'code'"),
        ("text,code,kind\nSouth,ZZ-9,short\n", "spellings.csv:2:code: unknown region 'ZZ-9'"),
        ("text,code,kind\n,ZZ-1,short\n", "spellings.csv:2:text: is blank"),
    ],
)
def test_a_fault_in_the_spellings_says_file_row_and_column(make: Make, spellings: str, told: str) -> None:
    with pytest.raises(MapperError) as error:
        gazetteer.open_country("zz", "", make(spellings=spellings)).lookup  # noqa: B018
    assert told in error.value.what


def test_two_regions_of_one_name_are_ambiguous_unless_the_type_word_tells(make: Make) -> None:
    twins = f"{REGIONS}1999,ZZ-3,city,North City,,\n"
    opened = gazetteer.open_country("zz", "", make(regions=twins))
    bare, region, city = opened.match(["North", "North Province", "North City"])
    assert (bare.status, bare.candidates) == ("ambiguous", ("ZZ-1", "ZZ-3"))
    assert (region.code, city.code) == ("ZZ-1", "ZZ-3")


def test_a_spelling_may_be_listed_as_ambiguous_or_as_none(make: Make) -> None:
    listed = "text,code,kind,candidates\nUpper,AMBIGUOUS,former,ZZ-1 ZZ-2\nNowhere,NONE,other,\nSum,NONE,total,\n"
    opened = gazetteer.open_country("zz", "", make(spellings=listed))
    assert [(m.status, m.candidates, m.note) for m in opened.match(["upper", "nowhere", "sum"])] == [
        ("ambiguous", ("ZZ-1", "ZZ-2"), ""),
        ("none", (), "other"),
        ("none", (), "total"),
    ]
