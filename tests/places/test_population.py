"""Populations are read by vintage; a fault says where it stands."""

from pathlib import Path

import pytest

from mapper.errors import BadData
from mapper.places.gazetteer import open_country
from mapper.places.population import read_population

HEADER = "vintage,region,date,population,source\n"


def home(folder: Path, population: str | None) -> Path:
    country = folder / "regions" / "zz"
    country.mkdir(parents=True)
    toml = 'code = "zz"\nname = { en = "Z" }\n[[vintage]]\nid = "1"\nsource = { title = { en = "Map" } }\n'
    (country / "country.toml").write_text(toml, encoding="utf-8")
    (country / "regions.csv").write_text("vintage,code,kind,name_en\n1,ZZ-1,region,North\n", encoding="utf-8")
    if population is not None:
        (country / "population.csv").write_text(HEADER + population, encoding="utf-8")
    return folder


def test_the_embedded_regions_sum_to_the_published_population() -> None:
    frame = read_population(open_country("kz", "2022", Path(__file__).parents[2]))
    assert len(frame) == 20
    assert set(frame["year"]) == {2023}
    assert frame["population"].sum() == 19_765_004


def test_a_country_without_the_file_has_no_population(tmp_path: Path) -> None:
    frame = read_population(open_country("zz", "", home(tmp_path, None)))
    assert frame.empty
    assert list(frame.columns) == ["region", "year", "population", "source"]


def test_rows_of_another_vintage_are_left_to_it(tmp_path: Path) -> None:
    assert read_population(open_country("zz", "", home(tmp_path, "0,ZZ-7,2000,5,s\n"))).empty


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1,ZZ-2,2000,5,s\n", "population.csv:2:region: unknown region 'ZZ-2'"),
        ("1,ZZ-1,May,5,s\n", "population.csv:2:date: 'May' is not a date"),
        ("1,ZZ-1,2000,few,s\n", "population.csv:2:population: 'few' is not a number"),
        ("1,ZZ-1,2000,0,s\n", "population.csv:2:population: '0' is no number of people"),
        ("1,ZZ-1,2000,-5,s\n", "population.csv:2:population: '-5' is no number of people"),
        ("1,ZZ-1,2000,5,s\n1,ZZ-1,2000-07-01,6,s\n", "population.csv:3:region: ZZ-1 stands twice in 2000"),
    ],
)
def test_a_fault_says_file_row_and_column(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(BadData) as error:
        read_population(open_country("zz", "", home(tmp_path, row)))
    assert told in error.value.what
    assert error.value.hint
