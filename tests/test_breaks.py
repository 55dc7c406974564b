"""breaks.lock.toml: colours keep their meaning from build to build, and what moves is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mapper.breaks import KeptMap, KeptView, read_lock, render_lock
from mapper.errors import BadConfig
from tests.conftest import Run
from tests.views.pages import data_of

LOCK = "breaks.lock.toml"


def drawn(project: Path) -> Any:
    return data_of((project / "outputs/maps/facilities-per-100k.html").read_text(encoding="utf-8"))


def cuts_of(page: dict[str, object]) -> list[list[float]]:
    return [[group["high"] for group in legend["groups"]][:-1] for legend in page["legends"]]  # type: ignore[attr-defined,index]


def findings(run: Run, project: Path, code: str) -> list[str]:
    told = json.loads(run("check", "--format", "json", cwd=project).stdout)
    return [f["message"] for f in told["findings"] if f["code"] == code]


def more_libraries(project: Path) -> None:
    """Multiply the libraries of one region, as if many had opened."""
    path = project / "regions/kz/surveys/culture_facilities_2022.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("KZ-75,") and ",library," in line)
    value = lines[at].split(",")[lines[0].split(",").index("value")]
    lines[at] = lines[at].replace(f",{value},", ",2900,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    view = KeptView(breaks=(0.1 + 0.2, 1e-7, 12.0), classes={"KZ-10": 1, "район «А» 1.2": 3})
    lock = {"one": KeptMap(measure="lq", survey="s", scheme="equal", k=5, shared=True, sector={'кино "x"': view})}
    path = tmp_path / LOCK
    path.write_text(render_lock(lock), encoding="utf-8")
    assert read_lock(path) == lock
    assert read_lock(tmp_path / "none.toml") is None


@pytest.mark.parametrize("text", ["[one", "[one]\nk = 5\n", '[one]\nbreak = "x"\n'])
def test_a_lock_that_cannot_be_meant_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK).write_text(text)
    with pytest.raises(BadConfig) as caught:
        read_lock(tmp_path / LOCK)
    assert LOCK in caught.value.what
    assert "--update-breaks" in caught.value.hint


def test_without_the_file_nothing_is_kept_and_none_is_written(mapper: Run, project: Path) -> None:
    (project / LOCK).unlink(missing_ok=True)
    assert mapper("build", cwd=project).returncode == 0
    assert not (project / LOCK).exists()
    assert LOCK not in json.loads((project / "outputs/manifest.json").read_text())["inputs"]


def test_kept_breaks_stay_while_data_change_and_the_region_that_moved_is_told(mapper: Run, project: Path) -> None:
    assert mapper("build", "--update-breaks", cwd=project).returncode == 0
    assert mapper("build", "--check", cwd=project).returncode == 0
    kept = (project / LOCK).read_bytes()
    assert findings(mapper, project, "class-changed") == []
    before = cuts_of(drawn(project))
    more_libraries(project)
    moved = findings(mapper, project, "class-changed")
    assert any("Almaty" in message and "Libraries" in message and "→ 5" in message for message in moved)
    assert mapper("build", cwd=project).returncode == 0
    page = drawn(project)
    assert cuts_of(page) == before
    assert any("→ 5" in finding["message"]["en"] for finding in page["about"]["findings"])
    assert (project / LOCK).read_bytes() == kept


def test_new_breaks_are_accepted_once_and_then_clean(mapper: Run, project: Path) -> None:
    assert mapper("build", "--update-breaks", cwd=project).returncode == 0
    more_libraries(project)
    done = mapper("build", "--update-breaks", cwd=project)
    assert "class " in done.stderr
    assert "→" in done.stderr
    assert findings(mapper, project, "class-changed") == []
    assert mapper("build", "--check", cwd=project).returncode == 0


def test_other_settings_make_the_kept_breaks_stale(mapper: Run, project: Path) -> None:
    assert mapper("build", "--update-breaks", cwd=project).returncode == 0
    toml = project / "mapper.toml"
    toml.write_text(toml.read_text().replace('id = "facilities-per-100k"', 'id = "facilities-per-100k"\nk = 4'))
    assert len(findings(mapper, project, "breaks-stale")) == 1
    assert findings(mapper, project, "class-changed") == []


def test_a_check_writes_no_breaks(mapper: Run, project: Path) -> None:
    done = mapper("build", "--check", "--update-breaks", cwd=project)
    assert done.returncode == 2
    assert "hint" in done.stderr
    assert not (project / LOCK).exists()


def test_manual_breaks_and_categories_need_no_lock(mapper: Run, project: Path) -> None:
    assert mapper("build", "--update-breaks", cwd=project).returncode == 0
    lock = read_lock(project / LOCK)
    assert lock is not None
    assert "facilities-per-100k" in lock
    assert not {"rollout-status", "facilities-lq"} & lock.keys()
