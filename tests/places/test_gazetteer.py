"""The embedded country, matched as its data come."""

from pathlib import Path

import pytest

from mapper.errors import BadConfig
from mapper.places import gazetteer

HERE = Path()


@pytest.fixture(scope="module")
def kz() -> gazetteer.Gazetteer:
    return gazetteer.open_country("kz", "2022", HERE)


@pytest.mark.parametrize(("vintage", "count"), [("2013", 16), ("2018", 17), ("2022", 20), ("", 20)])
def test_each_vintage_has_its_regions_in_order_of_code(vintage: str, count: int) -> None:
    opened = gazetteer.open_country("KZ", vintage, HERE)
    assert len(opened.regions) == count
    assert list(opened.codes) == sorted(opened.codes)


def test_an_unknown_country_names_the_nearest() -> None:
    with pytest.raises(BadConfig, match="unknown country 'kx'") as error:
        gazetteer.find_country("kx", HERE)
    assert "'kz'" in error.value.hint


def test_an_unknown_vintage_names_those_that_there_are() -> None:
    with pytest.raises(BadConfig, match="unknown vintage '2020'") as error:
        gazetteer.open_country("kz", "2020", HERE)
    assert "2013, 2018, 2022" in error.value.hint
