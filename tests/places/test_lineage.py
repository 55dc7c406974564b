"""The embedded lineage: shares that sum to one, told by the population."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from mapper.errors import BadData
from mapper.places.gazetteer import open_country
from mapper.places.lineage import COLUMNS, read_lineage, relatives
from mapper.places.population import read_population

ROOT = Path(__file__).parents[2]
KZ = ROOT / "regions" / "kz"


def test_the_shares_of_each_region_sum_to_one() -> None:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for link in read_lineage(KZ):
        sums[link.from_vintage, link.from_code] += link.share
    assert len(sums) == 16 + 17
    assert all(total == pytest.approx(1, abs=1e-12) for total in sums.values())


def test_every_region_of_every_vintage_has_its_links() -> None:
    links = read_lineage(KZ)
    for older, newer in (("2013", "2018"), ("2018", "2022")):
        here = [link for link in links if link.from_vintage == older]
        assert {link.from_code for link in here} == set(open_country("kz", older, ROOT).codes)
        assert {link.to_code for link in here} == set(open_country("kz", newer, ROOT).codes)


def test_the_shares_are_those_of_the_population_in_the_table() -> None:
    frame = read_population(open_country("kz", "2022", ROOT))
    people = dict(zip(frame["region"], frame["population"], strict=True))
    split = [link for link in read_lineage(KZ) if link.basis == "population"]
    assert len(split) == 8
    for link in split:
        parts = [other.to_code for other in split if other.from_code == link.from_code]
        assert link.share == pytest.approx(people[link.to_code] / sum(people[code] for code in parts), abs=1e-9)


def test_relatives_go_over_several_vintages_and_back() -> None:
    links = read_lineage(KZ)
    assert relatives(links, "KZ-51", "2013", to="2022") == ("KZ-61", "KZ-79")
    assert relatives(links, "KZ-10", "2022", to="2013") == ("KZ-63",)
    assert relatives(links, "KZ-35", "2018", to="2018") == ("KZ-35",)
    assert relatives(links, "KZ-99", "2013", to="2022") == ()


@pytest.mark.parametrize("share", ["", "0", "1.5", "-1", "half"])
def test_a_share_that_is_none_says_where(tmp_path: Path, share: str) -> None:
    with (tmp_path / "lineage.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, ["A", "1", "B", "2", share, "exact", "law"]])
    with pytest.raises(BadData, match=r"lineage\.csv:2:share"):
        read_lineage(tmp_path)
