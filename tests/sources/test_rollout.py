import datetime as dt

import pytest

from mapper.config import load_project
from mapper.errors import BadData
from mapper.messages import describe
from mapper.places.boundaries import load_boundaries
from mapper.rollout_settings import RolloutConfig
from mapper.sources.rollout import check_points, read_rollout
from tests.sources.conftest import ROOT, SOURCE

HEADER = "id,kind,name_kk,name_ru,name_en,region,lon,lat,phase,phase_basis,status,planned_date,planned_precision,"
HEADER += "opened_date,opened_precision,as_of,source,note"
SOUND = {
    "id": "hub-a",
    "kind": "hub",
    "name_en": "Hub",
    "region": "KZ-11",
    "status": "planned",
    "as_of": "2024-06-01",
    "source": "s",
}


@pytest.fixture
def register(tmp_path, kz):
    """Write rows, each a change of a sound one, and read them."""

    def go(*rows):
        lines = [",".join({**SOUND, **row}.get(column, "") for column in HEADER.split(",")) for row in rows]
        (tmp_path / "r.csv").write_text("\n".join([HEADER, *lines]), encoding="utf-8")
        return read_rollout(RolloutConfig(file="r.csv", source=SOURCE), tmp_path, kz)

    return go


def test_the_announcement_gives_one_planned_hub_and_seven_announced(kz):
    rollout = read_rollout(load_project(ROOT / "mapper.toml").rollout, ROOT, kz)
    hubs = [a for a in rollout.activities if a.kind == "hub"]
    assert sorted(a.status for a in hubs) == ["announced"] * 7 + ["planned"]
    assert [a.region for a in rollout.activities if a.kind != "hub"] == [""] * 4
    assert {a.phase for a in rollout.activities} == {None}
    assert rollout.ledger.balances()
    assert rollout.findings == ()
    assert hubs[0].planned.first == dt.date(2024, 6, 26)


def test_embedded_points_lie_in_their_regions(kz):
    rollout = read_rollout(load_project(ROOT / "mapper.toml").rollout, ROOT, kz)
    assert check_points(rollout, load_boundaries(ROOT / "regions/kz/boundaries/2022.geojson")) == ()


def test_a_point_in_another_region_is_told(register):
    found = check_points(
        register({"lon": "76.9", "lat": "43.25"}), load_boundaries(ROOT / "regions/kz/boundaries/2022.geojson")
    )
    assert [(f.code, f.values["found"], f.level) for f in found] == [("point-outside-region", "KZ-75", "warning")]


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"status": "opend"}, "unknown-word", "status"),
        ({"kind": "centre"}, "unknown-word", "kind"),
        ({"planned_date": "2024-06-26", "planned_precision": "week"}, "unknown-word", "planned_precision"),
        ({"planned_date": "26.06.2024"}, "not-a-date", "planned_date"),
        ({"as_of": "2024"}, "not-a-date", "as_of"),
        ({"as_of": ""}, "blank-cell", "as_of"),
        ({"id": ""}, "blank-cell", "id"),
        ({"name_en": ""}, "blank-cell", "name_en"),
        ({"planned_precision": "day"}, "precision-without-date", "planned_date"),
        ({"planned_date": "2024", "planned_precision": "day"}, "date-too-coarse", "planned_date"),
        ({"lon": "71"}, "half-a-point", "lat"),
        ({"lon": "51", "lat": "171"}, "point-out-of-range", "lat"),
        ({"lon": "east", "lat": "51"}, "point-out-of-range", "lon"),
        ({"phase": "first", "phase_basis": "stated"}, "not-a-phase", "phase"),
        ({"phase": "0", "phase_basis": "stated"}, "not-a-phase", "phase"),
        ({"phase": "9" * 20, "phase_basis": "stated"}, "not-a-phase", "phase"),
        ({"phase": "1"}, "blank-cell", "phase_basis"),
        ({"source": ""}, "blank-cell", "source"),
        ({"region": "Atlantis"}, "unknown-region", "region"),
        ({"region": "Алматы"}, "ambiguous-region", "region"),
    ],
)
def test_a_fault_is_an_error_at_its_cell(register, change, code, column):
    rollout = register(change, {"id": "hub-b"})
    (found,) = rollout.findings
    assert (found.code, found.level, str(found.where)) == (code, "error", f"r.csv:2:{column}")
    assert [a.id for a in rollout.activities] == ["hub-b"]
    assert rollout.ledger.balances()
    assert all(describe(found, language) for language in ("kk", "ru", "en"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "open"}, "open-without-date"),
        ({"opened_date": "2024-05-01"}, "opened-but-not-open"),
        ({"status": "open", "opened_date": "2021-05-01", "planned_date": "2024-05-01"}, "opened-too-early"),
        ({"status": "open", "opened_date": "2025-05-01"}, "opened-after-as-of"),
    ],
)
def test_what_does_not_fit_together_is_a_warning_and_is_kept(register, change, code):
    rollout = register(change)
    assert [(f.code, f.level) for f in rollout.findings] == [(code, "warning")]
    assert len(rollout.activities) == 1
    assert all(describe(rollout.findings[0], language) for language in ("kk", "ru", "en"))


def test_the_same_row_twice_names_the_first(register):
    rollout = register({}, {})
    (found,) = rollout.findings
    assert (found.code, found.values["first"], str(found.where)) == ("duplicate-row", "2", "r.csv:3:id")
    assert rollout.ledger.count("duplicate") == 1


def test_two_sources_may_speak_of_one_activity(register):
    assert len(register({}, {"source": "t", "as_of": "2025-01-01"}).activities) == 2


def test_a_blank_row_is_counted_as_blank(register):
    rollout = register(dict.fromkeys(SOUND, ""), {})
    assert (rollout.ledger.count("blank"), rollout.findings) == (1, ())


def test_a_name_in_one_language_stands_for_the_others(register):
    assert register({}).activities[0].name == {"kk": "Hub", "ru": "Hub", "en": "Hub"}


def test_a_missing_column_and_an_unknown_one_are_refused(tmp_path, kz):
    for header, told in ((HEADER.replace("status", "state"), "status: no such"), (HEADER + ",x", "x: unknown column")):
        cells = ["a"] * len(header.split(","))
        (tmp_path / "r.csv").write_text(f"{header}\n{','.join(cells)}\n", encoding="utf-8")
        with pytest.raises(BadData, match=rf"r\.csv:1:{told}"):
            read_rollout(RolloutConfig(file="r.csv", source=SOURCE), tmp_path, kz)
