"""mapper.toml: each fault is told with its line and a hint."""

from pathlib import Path

import pytest

from mapper.config import load_project, map_settings, override
from mapper.errors import BadConfig, MapperError, UnreadableFile

GOOD = """\
[project]
country = "kz"
vintage = "2022"
as_of = 2024-06-20
languages = ["ru", "en"]
title = { ru = "Отчёт", en = "Report" }

[[survey]]
id = "s"
file = "s.csv"
columns = { region = "r", value = "v" }
source = { title = { ru = "И", en = "S" } }
design = "register"

[[map]]
id = "one"
measure = "count"
survey = "s"
title = { ru = "Карта", en = "Map" }
"""


def load(tmp_path: Path, text: str) -> object:
    path = tmp_path / "mapper.toml"
    path.write_text(text, encoding="utf-8")
    return load_project(path)


def test_a_good_project_is_read(tmp_path: Path) -> None:
    project = load(tmp_path, GOOD)
    assert project.map[0].measure == "count"
    assert project.folder == tmp_path


@pytest.mark.parametrize(
    ("old", "new", "what", "hint"),
    [
        ("[project]", "[project", ":1:9: not TOML", "[brackets]"),
        ('country = "kz"', 'contry = "kz"', ":2:contry: unknown key 'contry'", "'country'"),
        ('measure = "count"', 'measuer = "count"', ":17:measuer: unknown key 'measuer'", "'measure'"),
        ('measure = "count"', "measure = 3", ":17:measure: Expected str, got int", "README"),
        ('measure = "count"\n', "", ":15:map: 'measure' is missing", "measure"),
        ("[[map]]", "[[maps]]", ":15:maps: unknown key 'maps'", "'map'"),
        ('design = "register"', 'design = "registre"', ":13:design", "README"),
        ("2024-06-20", '"last June"', ":4:as_of", "README"),
        ('survey = "s"', 'survey = "t"', ":18:survey: no [[survey]] has the id 't'", "s"),
        ('id = "one"', 'id = "../one"', ":16:id: '../one' is no id", "small letters"),
        (', en = "Map"', "", ":19:title: no text in 'en'", "ru, en"),
        ('"ru", "en"]', '"ru", "de"]', "'de'", "kk, ru, en"),
        ("[[map]]", "[priority]\nweights = { lq = 0.4 }\n[[map]]", ":16:weights: the weights sum to 0.4", "Change"),
        ("[[map]]", "[priority]\nweights = { lq = 2, share = -1 }\n[[map]]", ":16:weights: 'share' weighs less", "lq"),
        ("[[map]]", "[priority]\nweights = { lq = 1 }\nrun = 9\n[[map]]", ":17:run: unknown key 'run'", "'runs'"),
        ("[[map]]", '[priority]\nweights = { lq = 1 }\nnormalisation = "max"\n[[map]]', ":17:normalisation", "README"),
        (
            "[[map]]",
            '[priority]\nweights = { lq = 1 }\n[priority.indicators.lq]\nmesure = "lq"\n[[map]]',
            ":18:mesure: unknown key 'mesure'",
            "'measure'",
        ),
        (
            "[[map]]",
            '[priority]\nweights = { lq = 1 }\n[priority.indicators.far]\nmeasure = "lq"\n[[map]]',
            ":17:far: has no weight",
            "weights",
        ),
        ("[[map]]", "[reliability]\nsuppres_below = 9\n[[map]]", ":16:suppres_below: unknown key", "'suppress_below'"),
        ("[[map]]", '[[map]]\nid = "one"\nmeasure = "lq"\ntitle = { ru = "a", en = "b" }\n[[map]]', "twice", "own"),
    ],
)
def test_a_fault_is_told_with_its_line_and_a_hint(tmp_path: Path, old: str, new: str, what: str, hint: str) -> None:
    with pytest.raises(BadConfig) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert what in caught.value.what
    assert hint in caught.value.hint


def test_priority_reliability_and_seed_are_read_and_have_usual_defaults(tmp_path: Path) -> None:
    plain = load(tmp_path, GOOD)
    assert (plain.priority, plain.project.seed) == (None, 1)
    assert (plain.reliability.suppress_below, plain.reliability.unreliable_below, plain.privacy.k) == (25, 50, 5)
    more = """
[reliability]
suppress_below = 10
[priority]
weights = { strength = 0.5, share = 0.5 }
indicators = { strength = { measure = "lq", survey = "s", better = "low" } }
"""
    full = load(tmp_path, GOOD.replace("[project]", "[project]\nseed = 7") + more)
    assert (full.reliability.suppress_below, full.project.seed, full.priority.runs) == (10, 7, 2000)
    assert full.priority.indicators["strength"].better == "low"


def test_a_missing_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        load_project(tmp_path / "mapper.toml")


def test_the_command_line_overrides_the_day_and_the_folder(tmp_path: Path) -> None:
    import datetime as dt

    project = override(load(tmp_path, GOOD), as_of=dt.date(2025, 1, 1), out=tmp_path / "o")
    assert project.project.as_of == dt.date(2025, 1, 1)
    assert project.project.outputs == str(tmp_path / "o")


def test_breaks_of_the_command_line_are_numbers() -> None:
    assert map_settings(measure="value", scheme="quantile", k=5, breaks="1,2.5", title="T").breaks == (1, 2.5)
    with pytest.raises(MapperError):
        map_settings(measure="value", scheme="quantile", k=5, breaks="one,two", title="T")
