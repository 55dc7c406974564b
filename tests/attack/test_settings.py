"""Settings that no type refuses: each is told with its line before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

CASES: dict[str, tuple[str, str, str]] = {
    "a header above the first row": ('design = "register"', 'design = "register"\nheader = -1', ":header"),
    "a header of less than no rows": ('design = "register"', 'design = "register"\nheader_rows = -1', "header_rows"),
    "no class": ("shared = true", "k = 0", ":k"),
    "breaks that fall": ("shared = true", 'scheme = "manual"\nbreaks = [3, 1, 2]', ":breaks: the breaks [3, 1, 2]"),
    "a break that is no number": ("shared = true", 'scheme = "manual"\nbreaks = [1, nan]', ":breaks"),
    "a manual scheme without breaks": ("shared = true", 'scheme = "manual"', "without breaks"),
    "breaks that no scheme uses": ("shared = true", "breaks = [1, 2]", "the scheme is quantile"),
    "a language twice": ('["ru", "kk", "en"]', '["ru", "ru"]', ":languages: 'ru' stands twice"),
    "no language": ('["ru", "kk", "en"]', "[]", ":languages: no languages"),
    "an id longer than a file's name": ('id = "rollout-status"', f'id = "{"a" * 300}"', ":id"),
    "a title of blanks": ('en = "Creative hubs and culture facilities by region of Kazakhstan"', 'en = "  "', "'en'"),
    "a threshold below none": ("[project]", "[privacy]\nk = -1\n\n[project]", ":k: Expected int >= 0"),
    "a weight that is no number": ("{ need = 0.5, lq = 0.5 }", "{ need = 0.5, lq = nan }", ":weights"),
    "a file's name that no system knows": ('file = "regions/kz/rollout.csv"', 'file = "a\\u0000b"', "cannot be read"),
    "an encoding that no system knows": (
        'design = "register"',
        'design = "register"\nencoding = "a\\u0000"',
        "unknown encoding",
    ),
    "an encoding that is not of texts": (
        'design = "register"',
        'design = "register"\nencoding = "base64"',
        "unknown encoding",
    ),
    "lists in lists in lists": ("[project]", f"x = {'[' * 2000}{']' * 2000}\n[project]", "mapper.toml: not TOML"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_setting_that_cannot_be_meant_is_told_in_two_lines(mapper: Run, project: Path, case: str) -> None:
    old, new, told = CASES[case]
    path = project / "mapper.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    done = mapper("build", cwd=project)

    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "hint: " in done.stderr
    assert done.stdout == ""
    assert not (project / "outputs").exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_are_days(mapper: Run, project: Path, day: str) -> None:
    done = mapper("build", "--as-of", day, "--only", "rollout-progress", cwd=project)
    assert done.returncode == 0, done.stderr


def test_a_plan_from_the_first_to_the_last_day_of_the_calendar_is_drawn(mapper: Run, project: Path) -> None:
    register = project / "regions/kz/rollout.csv"
    text = register.read_text(encoding="utf-8").replace("planned,2024-06-26", "planned,0001-01-01", 1)
    register.write_text(text, encoding="utf-8")
    done = mapper("build", "--as-of", "9999-12-31", "--only", "rollout-progress", cwd=project)
    assert done.returncode == 0, done.stderr
