"""What changed between two results: told in words, mirrored, and never compared where it cannot be."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.diff import compare, diff_results
from mapper.results import Result, read_result
from mapper.views.carried import Sheet, read_table
from mapper.views.change import Change
from mapper.views.changes import render_json, render_md, render_text
from tests.conftest import ROOT, Run

SURVEY = "regions/kz/surveys/culture_facilities_2022.csv"
REGISTER = "regions/kz/rollout.csv"
LATER = "2024-07-01,later-word,"
COLUMNS = ("region", "sector", "count", "count_status", "lq", "lq_lo", "lq_hi", "lq_status")


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, warm: Any) -> tuple[Path, Path]:
    """The embedded project as announced, and as it may be told a month later, with other figures."""
    home = tmp_path_factory.mktemp("two")
    for name in ("regions", "mapper.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, home / name)
    run = mapper_in(home, warm)
    run("build", "-o", "old")
    edit(
        home / SURVEY,
        ("KZ-10,cinema,2022,3,", "KZ-10,cinema,2022,30,"),
        ("KZ-11,museum,2022,15,ok", "KZ-11,museum,2022,,not_available"),
    )
    edit(home / SURVEY, ("KZ-35,museum,2022,", "KZ-35,museum,2022,1"))
    with (home / SURVEY).open("a", encoding="utf-8") as file:
        file.write("Прочие,cinema,2022,3,ok\n" * 2)
    register = (home / REGISTER).read_text(encoding="utf-8")
    hub = (
        register.splitlines()[1]
        .replace(",planned,", ",open,")
        .replace("day,,,", "day,2024-06-26,day,")
        .replace("2024-06-01,announcement-2024-06", "2024-07-01,later")
    )
    (home / REGISTER).write_text(f"{register.rstrip()}\n{hub}\n", encoding="utf-8")
    edit(
        home / "mapper.toml",
        ("as_of = 2024-06-20", "as_of = 2024-07-15"),
        ('design = "register"', 'design = "register"\nunmatched = "warning"'),
    )
    edit(home / "mapper.toml", ('id = "rollout-claims"', 'id = "claims"'))
    run("build", "-o", "new")
    return home / "old", home / "new"


def mapper_in(home: Path, warm: Any) -> Any:
    """Run the command there; it has to succeed."""
    from tests.conftest import _ask

    def run(*arguments: str) -> None:
        files = [home / f"std{name}" for name in ("in", "out", "err")]
        files[0].write_bytes(b"")
        code = _ask(warm, {"arguments": list(arguments), "cwd": str(home), "files": [str(one) for one in files]})
        assert code == 0, files[2].read_text()

    return run


def told(found: Any, kind: str) -> list[str]:
    return [one["sentence"]["en"] for one in found["changes"] if one["kind"] == kind]


def test_a_result_is_no_other_than_itself(mapper: Run, results: tuple[Path, Path]) -> None:
    done = mapper("diff", results[0], results[0])
    assert (done.returncode, done.stdout) == (0, "Nothing changed.\n")
    assert json.loads(mapper("diff", *results[:1] * 2, "--format", "json").stdout)["changes"] == []


def test_what_changed_is_told_in_words(mapper: Run, results: tuple[Path, Path]) -> None:
    done = mapper("diff", *results, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["schema"] == "mapper.diff/1"
    assert told(found, "setting") == ["As of: 2024-06-20 → 2024-07-15"]
    assert told(found, "input") == [f"{name}: changed" for name in ("mapper.toml", REGISTER, SURVEY)]
    assert "Turkistan Region, Hub status: Planned → Open [maps/rollout-status]" in told(found, "status")
    assert told(found, "output") == ["tables/claims: added", "tables/rollout-claims: removed"]
    assert any("“Прочие”" in line and line.endswith(": 0 → 2") for line in told(found, "unused"))
    assert "facilities, rows read: 180 → 182" in told(found, "counted")
    assert any(line.startswith("Akmola Region, Museums, 2022, Count: 15 → no data") for line in told(found, "known"))


def test_a_figure_is_told_once_with_its_class_and_whether_it_is_noise(results: tuple[Path, Path]) -> None:
    """The quotient stands on a map, rounded, and in a table; its intervals were made by the build."""
    found = diff_results(*results).changes
    of = {"column": "lq", "region": "KZ-10", "sector": "cinema", "period": "2022"}
    (cinema,) = [one for one in found if one.kind == "figure" and one.of == of]
    assert cinema.outputs == ("maps/facilities-lq", "tables/facilities-by-sector")
    assert cinema.noise == "beyond"
    assert cinema.old.group < cinema.new.group  # type: ignore[union-attr]
    within = [one for one in found if one.of.get("column") == "lq" and one.of.get("sector") == "library"]
    assert {one.noise for one in within if one.kind == "figure"} == {"within"}
    counts = [one.noise for one in found if one.kind == "figure" and one.of["column"] == "count"]
    assert counts
    assert set(counts) == {""}, "a count of a register has no interval"


def test_the_lines_are_limited_and_the_rest_is_counted(results: tuple[Path, Path]) -> None:
    found = diff_results(*results)
    text = render_text(found, "en", 10).splitlines()
    assert sum(line.startswith("  ") for line in text) == 10
    assert text[-1].startswith(f"… and {len(found.changes) - 10} more: ")
    assert (
        sum(int(part.rpartition(": ")[2]) for part in text[-1].partition(" more: ")[2].split("; "))
        == len(found.changes) - 10
    )
    assert len(json.loads(render_json(found))["changes"]) == len(found.changes)
    assert sum(line.startswith("- ") for line in render_md(found, "ru", 10**6).splitlines()) == len(found.changes)


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "Түркістан облысы, Хабтың мәртебесі: Жоспарланған → Ашылған"), ("ru", "Туркестанская область")],
)
def test_it_is_told_in_the_languages_of_the_planner(
    mapper: Run, results: tuple[Path, Path], language: str, said: str
) -> None:
    assert said in mapper("diff", *results, "--language", language).stdout


def mirrored(change: Change) -> Change:
    return replace(change, old=change.new, new=change.old)


def test_the_other_way_round_is_the_mirror(results: tuple[Path, Path]) -> None:
    there, back = diff_results(*results), diff_results(*reversed(results))
    assert list(map(mirrored, there.changes)) == list(back.changes)


numbers = st.none() | st.integers(0, 3).map(float) | st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "region": st.sampled_from(["KZ-10", "KZ-11", "KZ-15"]),
            "sector": st.sampled_from(["", "film", "music"]),
            "count": numbers,
            "count_status": st.sampled_from(["ok", "estimated", "suppressed"]),
            "lq": numbers,
            "lq_lo": numbers,
            "lq_hi": numbers,
            "lq_status": st.just("ok"),
        }
    ),
    max_size=8,
)


def table(made: list[dict[str, object]], **head: object) -> bytes:
    return json.dumps(
        {"schema": "mapper.table/1", "measure": "count+lq", "columns": COLUMNS, "rows": made, **head}
    ).encode()


def result(*made: list[dict[str, object]], **settings: str) -> Result:
    return Result(settings, {f"tables/{i}": read_table(table(one), "t") for i, one in enumerate(made)})


@given(st.lists(rows, min_size=1, max_size=3), st.lists(rows, min_size=1, max_size=3))
def test_any_two_tables_mirror_each_other(one: list[Any], other: list[Any]) -> None:
    a, b = result(*one), result(*other)
    assert compare(a, a).changes == ()
    there, back = compare(a, b), compare(b, a)
    assert [mirrored(change) for change in there.changes] == list(back.changes)
    for language in ("kk", "ru", "en"):
        assert render_text(there, language, 10**6)


@given(rows, st.data())
def test_no_figure_changes_in_silence(made: list[Any], data: st.DataObject) -> None:
    """Whichever cell of a row is another, something is told of that row's region."""
    kept = list({(row["region"], row["sector"]): row for row in made}.values())
    if not kept:
        return
    at = data.draw(st.integers(0, len(kept) - 1))
    column = data.draw(st.sampled_from(["count", "lq", "lq_lo", "lq_hi"]))
    value = data.draw(numbers.filter(lambda x: x != kept[at][column]))
    changed = [{**row, column: value} if i == at else row for i, row in enumerate(kept)]
    (change,) = compare(result(kept), result(changed)).changes
    assert change.of["region"] == kept[at]["region"]
    assert change.of["column"] == column.partition("_")[0]


def test_figures_of_other_regions_are_not_compared() -> None:
    row = {"region": "KZ-19", "sector": "", "count": 1, "count_status": "ok", "lq": None, "lq_status": "ok"}
    found = compare(result([row], vintage="2018"), result([{**row, "count": 2}], vintage="2022"))
    assert [one.kind for one in found.changes] == ["setting", "apart"]
    assert "no figures are compared" in render_text(found, "en", 40)


def test_figures_of_another_formula_are_not_compared() -> None:
    row = {"region": "KZ-19", "sector": "", "count": 1, "count_status": "ok", "lq": 1.0, "lq_status": "ok"}
    one = read_table(table([row], formulas={"lq": "a / b", "count": "n"}), "t")
    other = read_table(table([{**row, "lq": 2.0, "count": 2}], formulas={"lq": "a / c", "count": "n"}), "t")
    found = compare(Result({}, {"t": one}), Result({}, {"t": other}))
    assert [(change.kind, change.of["column"]) for change in found.changes] == [("apart", "lq"), ("figure", "count")]


def test_another_year_is_no_change_of_figures() -> None:
    row = {"region": "KZ-19", "sector": "", "count": 1, "count_status": "ok", "lq": 1.0, "lq_status": "ok"}
    old, new = (read_table(table([row], period=year), "t") for year in ("2022", "2023"))
    found = compare(Result({}, {"t": old}), Result({}, {"t": replace_count(new, 5.0)}))
    assert [(change.kind, change.of) for change in found.changes] == [
        ("scope", {"period": "2022"}),
        ("scope", {"period": "2023"}),
    ]


def replace_count(sheet: Sheet, value: float) -> Sheet:
    return replace(sheet, figures={key: replace(one, value=value) for key, one in sheet.figures.items()})


def test_other_words_alone_are_told_as_such(mapper: Run, project: Path) -> None:
    assert mapper("build", "-o", "one", cwd=project).returncode == 0
    edit(
        project / "mapper.toml", ('title.en = "Creative hubs: what is announced', 'title.en = "Hubs: what is announced')
    )
    assert mapper("build", "-o", "two", cwd=project).returncode == 0
    done = mapper("diff", "one", "two", cwd=project)
    assert done.returncode == 1
    assert "  maps/rollout-status.html: changed" in done.stdout.splitlines()
    assert "Values\n" not in done.stdout


def test_two_tables_are_compared_by_themselves(mapper: Run, results: tuple[Path, Path]) -> None:
    name = "tables/facilities-by-sector.json"
    done = mapper("diff", *(one / name for one in results))
    assert done.returncode == 1
    assert "KZ-10, cinema, 2022, Count: 3 → 30" in done.stdout
    other = mapper("diff", results[0] / name, results[1] / "tables/top-sectors.json")
    assert other.returncode == 2
    assert "two measures" in other.stderr
    mixed = mapper("diff", results[0], results[1] / name)
    assert (mixed.returncode, mixed.stderr.count("\n")) == (2, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "manifest.json"),
        (b'{"schema": "mapper.manifest/1", "version": "0.1', "truncated"),
        (b'{"schema": "other/7", "version": "", "settings": {}, "inputs": {}, "outputs": {}}', "'other/7'"),
        (b'{"schema": "mapper.manifest/1", "version": "", "settings": [], "inputs": {}, "outputs": {}}', "settings"),
        (b"[" * 100_000, "manifest.json"),
        (b"\xff\xfe\x00", "manifest.json"),
    ],
)
def test_what_is_no_result_is_told_in_two_lines(mapper: Run, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad/manifest.json").write_bytes(content)
    done = mapper("diff", "bad", "bad")
    assert (done.returncode, done.stderr.count("\n")) == (2, 2), done.stderr
    assert said in done.stderr


def test_a_folder_without_a_manifest_and_a_foreign_table_are_refused(mapper: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "t.json").write_text('{"schema": "mapper.table/9", "measure": "lq", "columns": [], "rows": []}')
    for one, said in (("empty", "manifest.json"), ("t.json", "mapper.table/9"), ("nowhere", "no such file")):
        done = mapper("diff", one, one)
        assert (done.returncode, done.stderr.count("\n")) == (2, 2), done.stderr
        assert said in done.stderr


@pytest.mark.parametrize(
    ("name", "was"), [("facilities-by-sector.json", '"count": 282'), ("facilities-by-sector.csv", ",282,")]
)
def test_a_result_that_was_changed_by_hand_is_refused(
    results: tuple[Path, Path], tmp_path: Path, mapper: Run, name: str, was: str
) -> None:
    """Also where the file is one of which the figures are not compared, as another tells them too."""
    shutil.copytree(results[0], tmp_path / "mine")
    edit(tmp_path / "mine/tables" / name, (was, was.replace("282", "283")))
    done = mapper("diff", "mine", results[1])
    assert (done.returncode, done.stderr.count("\n")) == (2, 2)
    assert f"{name}: is not what manifest.json tells" in done.stderr


def test_a_name_outside_the_folder_is_never_read(tmp_path: Path, mapper: Run) -> None:
    (tmp_path / "r").mkdir()
    outputs = {"../secret.json": "0", "maps/../../secret.html": "0", "tables/x.csv": "0", "a\0b": "0"}
    outputs["a" * 500] = "0"
    (tmp_path / "secret.json").write_text("{}")
    manifest = {"schema": "mapper.manifest/1", "version": "", "settings": {}, "inputs": {}, "outputs": outputs}
    (tmp_path / "r/manifest.json").write_text(json.dumps(manifest))
    assert read_result(tmp_path / "r").sheets == {}
    assert mapper("diff", "r", "r").returncode == 0


def test_terminal_codes_in_a_result_do_not_run() -> None:
    row = {"region": "\x1b[31mred\n", "sector": "", "count": 1, "count_status": "ok", "lq": None, "lq_status": "ok"}
    text = render_text(compare(result([row]), result([{**row, "count": 2}])), "en", 40)
    assert "\x1b" not in text
    assert len([line for line in text.splitlines() if "red" in line]) == 1
