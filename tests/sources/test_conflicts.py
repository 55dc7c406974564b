import datetime as dt
import json

import pytest

from mapper.errors import BadData, UnreadableFile
from mapper.messages import describe
from mapper.rollout_settings import RolloutConfig, RolloutFile, SourceWords
from mapper.sources.conflicts import find_gaps
from mapper.sources.rollout import read_rollout
from tests.sources.conftest import ROOT, SOURCE
from tests.sources.test_rollout import HEADER, SOUND

COLUMNS = [*HEADER.split(","), "partner", "sectors"]


@pytest.fixture
def merge(tmp_path, kz):
    """Write one register a row, each a change of a sound one, and read them as one."""

    def go(*rows):
        for number, row in enumerate(rows):
            cells = {**SOUND, "source": f"s{number}", "as_of": f"2024-0{number + 1}-01", **row}
            text = ",".join(COLUMNS) + "\n" + ",".join(cells.get(column, "") for column in COLUMNS) + "\n"
            (tmp_path / f"r{number}.csv").write_text(text, encoding="utf-8")
        more = tuple(RolloutFile(file=f"r{number}.csv", source=SOURCE) for number in range(1, len(rows)))
        return read_rollout(RolloutConfig(file="r0.csv", source=SOURCE, more=more), tmp_path, kz)

    return go


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ({}, {"region": "KZ-19"}, "region"),
        ({"partner": "A"}, {"partner": "B"}, "partner"),
        ({"planned_date": "2024-06-26"}, {"planned_date": "2024-12"}, "planned_date"),
        ({"status": "open", "opened_date": "2024-01-01"}, {}, "status"),
        ({}, {"status": "equipping", "as_of": "2024-01-01"}, "status"),
    ],
)
def test_a_contradiction_is_told_with_both_sources(merge, before, after, column):
    (found,) = merge(before, after).findings
    assert (found.code, found.level, str(found.where)) == ("rollout-conflict", "warning", f"r1.csv:2:{column}")
    for language in ("kk", "ru", "en"):
        words = " ".join(describe(found, language))
        assert "s0" in words
        assert "s1" in words
        assert "r0.csv:2" in words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"status": "open", "opened_date": "2024-02-01"}),
        ({"planned_date": "2024"}, {"planned_date": "2024-06-26"}),
        ({"partner": "A"}, {"partner": "A; B"}),
        ({"partner": "A"}, {}),
        ({}, {"status": "cancelled"}),
    ],
)
def test_news_and_precision_are_no_contradictions(merge, before, after):
    assert merge(before, after).findings == ()


def test_every_source_has_its_account(merge):
    rollout = merge({}, {"status": "opend"}, {"id": "hub-b"})
    assert [ledger.source for ledger in rollout.ledgers] == ["r0", "r1", "r2"]
    assert [ledger.rows_used for ledger in rollout.ledgers] == [1, 0, 1]
    assert all(ledger.balances() for ledger in rollout.ledgers)
    assert len(rollout.sources) == 3


def test_a_row_that_stands_in_two_files_is_used_once(merge):
    same = {"source": "s", "as_of": "2024-01-01"}
    rollout = merge(same, same)
    assert len(rollout.activities) == 1
    assert [found.code for found in rollout.findings] == ["rollout-repeated"]
    assert [ledger.count("duplicate") for ledger in rollout.ledgers] == [0, 1]
    assert all(ledger.balances() for ledger in rollout.ledgers)


def test_a_gap_between_stated_phases_is_told(merge):
    stated = {"phase_basis": "stated"}
    rollout = merge(
        {"phase": "1", **stated}, {"phase": "4", "id": "b", **stated}, {"phase": "3", "phase_basis": "inferred"}
    )
    assert [f.values["phase"] for f in find_gaps(rollout.activities)] == ["2–3"]
    assert describe(find_gaps(rollout.activities)[0])[0] == "Phase 4 is stated, but no row states phase 2–3"


def test_what_is_lacking_below_the_first_phase_is_a_gap_too(merge):
    rollout = merge({"phase": "2", "phase_basis": "stated"}, {"phase": "3", "id": "b", "phase_basis": "stated"})
    assert [f.values for f in find_gaps(rollout.activities)] == [{"phase": "1", "later": "2"}]


def test_the_profile_of_a_hub_is_a_list_of_sectors(merge):
    (one,) = merge({"sectors": "film; design"}).activities
    assert one.sectors == ("film", "design")


def test_the_later_reports_are_merged_with_the_announcement(kz):
    words = SourceWords(title=dict.fromkeys(("kk", "ru", "en"), "s"))
    later = RolloutFile(file="regions/kz/rollout_reported_later.csv", source=words)
    rollout = read_rollout(RolloutConfig(file="regions/kz/rollout.csv", source=words, more=(later,)), ROOT, kz)
    turkistan = [one for one in rollout.activities if one.id == "hub-turkistan"]
    assert [one.as_of for one in turkistan] == [dt.date(2024, 6, 1), dt.date(2024, 12, 31)]
    told = {(f.values["id"], f.values["column"]) for f in rollout.findings if f.code == "rollout-conflict"}
    assert ("hub-akmola", "partner") in told
    assert not {one for one in told if one[0] == "hub-turkistan"}
    assert [f.level for f in rollout.findings if f.level == "error"] == []


def feature(point, **change):
    texts = {**SOUND, "name_kk": "", "name_ru": None, **change}
    return {"type": "Feature", "properties": texts, "geometry": point}


def points(tmp_path, *features):
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "r.geojson").write_text(text, encoding="utf-8")
    return RolloutConfig(file="r.geojson", source=SOURCE)


def test_points_of_geojson_are_a_register(tmp_path, kz):
    config = points(tmp_path, feature({"type": "Point", "coordinates": [69.39, 53.28]}), feature(None, id="hub-b"))
    one, two = read_rollout(config, tmp_path, kz).activities
    assert (one.lon, one.lat, one.name["ru"], str(one.where)) == (69.39, 53.28, "Hub", "r.geojson:1")
    assert two.lon is None


def test_what_is_no_point_is_refused(tmp_path, kz):
    config = points(tmp_path, feature({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}))
    with pytest.raises(BadData, match=r"r\.geojson:1: 'LineString' where a point belongs"):
        read_rollout(config, tmp_path, kz)
    with pytest.raises(BadData, match=r"r\.geojson:1: 'x' where a point belongs"):
        read_rollout(points(tmp_path, feature("x")), tmp_path, kz)
    for text in ("{", "[]", '{"features": []}'):
        (tmp_path / "r.geojson").write_text(text)
        with pytest.raises(UnreadableFile, match=r"r\.geojson: "):
            read_rollout(config, tmp_path, kz)


def test_a_workbook_is_a_register(tmp_path, kz):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
        sheet = book.add_worksheet("hubs")
        for row, cells in enumerate((HEADER.split(","), [SOUND.get(c, "") for c in HEADER.split(",")])):
            sheet.write_row(row, 0, cells)
    (one,) = read_rollout(RolloutConfig(file="r.xlsx", source=SOURCE), tmp_path, kz).activities
    assert (one.id, str(one.where)) == ("hub-a", "r.xlsx[hubs]:2")
