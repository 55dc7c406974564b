"""Counts are carried from one vintage to another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import BadConfig, BadData
from mapper.messages import LANGUAGES, describe
from mapper.model import RECORD_COLUMNS
from mapper.places.boundaries import load_boundaries
from mapper.places.carry import apportion, carry, carry_rate, check_vintage
from mapper.places.crosswalk import codes_in, find_crosswalk, read_links, weigh_by_area

ROOT = Path(__file__).parents[2]
KZ = ROOT / "regions" / "kz"
LINKS = read_links(KZ)


def records(rows: Sequence[tuple[str, float]], **columns: object) -> pd.DataFrame:
    base = {"source": "s", "sector": "film", "period": "2020", "value_status": "ok", "file": "a.csv"}
    listed = [
        {**base, "region": r, "value": v, "row": n, "weight": None, "strata": None, "psu": None, **columns}
        for n, (r, v) in enumerate(rows, start=2)
    ]
    return pd.DataFrame(listed, columns=list(RECORD_COLUMNS))


def values(frame: pd.DataFrame) -> dict[str, float]:
    return dict(zip(frame["region"], frame["value"], strict=True))


def statuses(frame: pd.DataFrame) -> dict[str, str]:
    return dict(zip(frame["region"], frame["value_status"], strict=True))


def test_a_divided_region_is_estimated_by_population() -> None:
    done = carry(records([("KZ-63", 1000), ("KZ-11", 7)]), find_crosswalk(LINKS, "2018", "2022"))
    assert values(done.records) == {"KZ-10": 455, "KZ-11": 7, "KZ-63": 545}
    assert statuses(done.records) == {"KZ-10": "estimated", "KZ-11": "ok", "KZ-63": "estimated"}
    assert [f.code for f in done.findings] == ["crosswalk-estimated"]
    for language in LANGUAGES:
        assert "KZ-10, KZ-63" in describe(done.findings[0], language)[0]


def test_two_steps_are_one_way_and_back() -> None:
    walk = find_crosswalk(LINKS, "2013", "2022")
    assert set(walk.shares["KZ-51"]) == {"KZ-61", "KZ-79"}
    assert set(walk.shares["KZ-63"]) == {"KZ-10", "KZ-63"}
    back = find_crosswalk(LINKS, "2022", "2013")
    assert back.shares["KZ-79"] == {"KZ-51": 1.0}
    assert not any(back.splits(code) for code in back.shares)


def test_merging_is_exact_and_needs_every_part() -> None:
    walk = find_crosswalk(LINKS, "2022", "2018")
    done = carry(records([("KZ-19", 0.1), ("KZ-33", 0.2), ("KZ-35", 5)]), walk)
    assert values(done.records)["KZ-19"] == math.fsum([0.1, 0.2])
    assert statuses(done.records) == {"KZ-19": "ok", "KZ-35": "not_available"}
    assert done.findings == ()


@pytest.mark.parametrize("status", ["suppressed", "not_available"])
def test_what_is_hidden_or_missing_stays_so(status: str) -> None:
    frame = records([("KZ-63", math.nan)], value_status=status)
    split = carry(frame, find_crosswalk(LINKS, "2018", "2022")).records
    assert split["value"].isna().all()
    assert set(split["value_status"]) == {status}
    both = pd.concat([records([("KZ-63", math.nan)], value_status=status), records([("KZ-10", 3)])])
    merged = carry(both, find_crosswalk(LINKS, "2022", "2018")).records
    assert statuses(merged) == {"KZ-63": status}


def test_nothing_divided_is_nothing_for_sure() -> None:
    done = carry(records([("KZ-63", 0)], value_status="zero"), find_crosswalk(LINKS, "2018", "2022"))
    assert statuses(done.records) == {"KZ-10": "zero", "KZ-63": "zero"}
    assert done.findings == ()


def test_by_area_the_shares_come_from_the_shapes() -> None:
    before, after = (load_boundaries(KZ / "boundaries" / f"{v}.geojson") for v in ("2018", "2022"))
    walk = weigh_by_area(find_crosswalk(LINKS, "2018", "2022"), before, after)
    assert walk.shares["KZ-35"]["KZ-62"] == pytest.approx(188_936.61 / 427_982, abs=0.01)
    assert walk.shares["KZ-11"] == {"KZ-11": 1.0}
    assert walk.weights == "area"
    with pytest.raises(BadData, match="no boundaries for KZ-10"):
        weigh_by_area(walk, before, after[after["code"] != "KZ-10"])


def test_rates_need_their_numerator_and_denominator() -> None:
    walk = find_crosswalk(LINKS, "2022", "2018")
    with pytest.raises(BadConfig, match="a rate cannot be carried") as raised:
        carry(records([("KZ-10", 0.5)]), walk, kind="rate")
    assert "denominator" in raised.value.hint
    top, bottom = records([("KZ-10", 10), ("KZ-63", 0)]), records([("KZ-10", 100), ("KZ-63", 300)])
    done = carry_rate(top, bottom, walk, per=100)
    assert values(done.records) == {"KZ-63": 2.5}
    nothing = carry_rate(top, records([("KZ-10", 0), ("KZ-63", 0)]), walk)
    assert statuses(nothing.records) == {"KZ-63": "not_available"}


@pytest.mark.parametrize("design", [{"weight": 1.5}, {"strata": "a"}, {"psu": "1"}])
def test_respondents_are_merged_but_never_divided(design: dict[str, object]) -> None:
    with pytest.raises(BadData, match=r"a\.csv:2:region: KZ-63 was divided"):
        carry(records([("KZ-63", 1)], **design), find_crosswalk(LINKS, "2018", "2022"))
    merged = carry(records([("KZ-10", 1), ("KZ-63", 2)], **design), find_crosswalk(LINKS, "2022", "2018"))
    assert merged.records["region"].tolist() == ["KZ-63", "KZ-63"]
    assert merged.records["value"].tolist() == [1, 2]


def test_several_rows_of_one_cell_are_respondents() -> None:
    with pytest.raises(BadData, match="respondents"):
        carry(records([("KZ-63", 1), ("KZ-63", 1)]), find_crosswalk(LINKS, "2018", "2022"))


def test_old_and_new_regions_in_one_file_name_their_rows() -> None:
    frame = records([("KZ-11", 1), ("KZ-63", 2), ("KZ-10", 3)])
    (finding,) = check_vintage(frame, LINKS, vintage="2018", other="2022")
    assert finding.level == "error"
    told = finding.values  # noqa: PD011 - a finding's, not a frame's
    assert told == {"new": "KZ-10", "old": "KZ-63", "to": "2022", "rows": "3, 4"}
    assert str(finding.where) == "a.csv:3:region"
    assert all("KZ-10" in describe(finding, language)[0] for language in LANGUAGES)
    assert check_vintage(frame.iloc[:2], LINKS, vintage="2018", other="2022") == ()
    with pytest.raises(BadData, match=r"a\.csv:4:region: 'KZ-10'"):
        carry(frame, find_crosswalk(LINKS, "2018", "2022"))


def test_an_unknown_vintage_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="no way") as raised:
        find_crosswalk(LINKS, "2018", "2030")
    assert "2013, 2018, 2022" in raised.value.hint
    with pytest.raises(BadConfig, match="no way"):
        find_crosswalk(read_links(tmp_path), "2018", "2022")


def test_shares_that_do_not_sum_to_one_name_file_and_row(tmp_path: Path) -> None:
    header = "from_code,from_vintage,to_code,to_vintage,share,basis,source"
    rows = [header, "A,1,A,2,1,exact,s", "B,1,C,2,0.5,area,s", "B,1,D,2,0.4,area,s"]
    (tmp_path / "lineage.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(BadData, match=r"lineage.csv:3:share: the shares of B sum to 0.9"):
        read_links(tmp_path)


def test_a_way_back_that_would_divide_is_refused(tmp_path: Path) -> None:
    header = "from_code,from_vintage,to_code,to_vintage,share,basis,source"
    rows = [header, "A,1,C,2,1,exact,s", "B,1,C,2,1,exact,s"]
    (tmp_path / "lineage.csv").write_text("\n".join(rows), encoding="utf-8")
    links = read_links(tmp_path)
    done = carry(records([("A", 1), ("B", 2)]), find_crosswalk(links, "1", "2"))
    assert values(done.records) == {"C": 3}
    with pytest.raises(BadConfig, match="C of vintage 2 came from A, B"):
        find_crosswalk(links, "2", "1")


shares = st.lists(st.integers(1, 10_000), min_size=1, max_size=6).map(
    lambda parts: {f"R{n}": part / sum(parts) for n, part in enumerate(parts)}
)


@given(value=st.integers(0, 10**12), shares=shares)
def test_whole_counts_stay_whole_and_keep_their_total(value: int, shares: dict[str, float]) -> None:
    parts = apportion(value, shares)
    assert sum(parts.values()) == value
    assert all(part.is_integer() and part >= 0 for part in parts.values())
    assert all(abs(parts[code] - value * shares[code]) <= 1 + 1e-3 for code in shares)


@given(value=st.floats(0, 1e9, allow_nan=False), shares=shares)
def test_fractions_keep_their_total(value: float, shares: dict[str, float]) -> None:
    assert math.fsum(apportion(value, shares).values()) == pytest.approx(value, rel=1e-15, abs=1e-300)


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from(sorted(codes_in(LINKS, "2013"))), st.integers(0, 10**9), min_size=1))
def test_there_and_back_again_is_the_same(counts: dict[str, int]) -> None:
    start = records(list(counts.items()))
    there = carry(start, find_crosswalk(LINKS, "2013", "2022")).records
    assert there["value"].sum() == sum(counts.values())
    back = carry(there, find_crosswalk(LINKS, "2022", "2013")).records
    assert values(back) == counts
