"""Texts from data that try to run, carried from the files through the whole build into the browser."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import Run

HOSTILE = (
    "{{7*7}}",
    "{{cycler.__init__.__globals__.os.getpid()}}",
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "{% for x in (1,) %}ran{% endfor %}",
    "${window.ran=1}\u2028</style><svg onload=window.ran=1>",
)
PLAIN = "Квадрат"


def square(name: str, x: int) -> dict[str, object]:
    ring = [[x, 40], [x + 1, 40], [x + 1, 41], [x, 41], [x, 40]]
    return {
        "type": "Feature",
        "properties": {"id": f"Q{x}", "title": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def hostile(mapper: Run, tmp_path: Path) -> Path:
    """A project in which every text that comes from data is hostile."""
    names = (*HOSTILE, PLAIN)
    shapes = {"type": "FeatureCollection", "features": [square(name, x) for x, name in enumerate(names)]}
    (tmp_path / "shapes.geojson").write_text(json.dumps(shapes))
    added = mapper("regions", "add", "shapes.geojson", "--country", "qq", "--vintage", "2020", "--key", "id", "--names",
                   "en=title,ru=title,kk=title", "--title", HOSTILE[2], "--into", "p")  # fmt: skip
    assert added.returncode == 0, added.stderr
    assert mapper("init", "p", "--country", "qq", "--as-of", "2024-06-20").returncode == 0
    project = tmp_path / "p"
    for name in ("surveys/sample.csv", "rollout.csv", "sectors.csv"):
        rewrite(project / name)
    toml = (project / "mapper.toml").read_text(encoding="utf-8")
    toml = toml.replace('"Which regions are strong in which sectors"', json.dumps(HOSTILE[0] + HOSTILE[2]))
    (project / "mapper.toml").write_text(toml, encoding="utf-8")
    done = mapper("build", cwd=project)
    assert done.returncode == 0, done.stderr
    return project / "outputs"


def rewrite(path: Path) -> None:
    """Make every name of a table hostile."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row |= {key: f"{HOSTILE[number % len(HOSTILE)]} {number}" for key in row if key.startswith("name_")}
        row |= {key: HOSTILE[3] for key in ("partner", "note", "city") if key in row}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_nothing_from_data_runs_and_all_of_it_is_shown(hostile: Path, page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("dialog", lambda dialog: told.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: None if request.url.startswith("file:") else told.append(request.url))
    pages = sorted(hostile.rglob("*.html"))
    assert len(pages) >= 4
    for path in pages:
        for language in ("en", "ru", "kk"):
            page.goto(f"{path.as_uri()}#l={language}")
            page.reload()
            assert page.evaluate("window.ran") is None
            assert told == []
    page.goto((hostile / "maps" / "strength.html").as_uri() + "#v=table")
    page.locator("body[data-whole]").wait_for(state="attached")
    text = page.locator("main").inner_text()
    for name in (*HOSTILE[:5], PLAIN):
        assert name in text
    assert page.title().startswith(HOSTILE[0])


def test_a_page_of_a_stranger_never_reaches_the_network(project: Path, mapper: Run, page: Page) -> None:
    assert mapper("build", cwd=project).returncode == 0
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in (project / "outputs").rglob("*.html"):
        page.goto(path.as_uri())
        assert page.locator("h1").inner_text()
    assert all(url.startswith(("file:", "data:")) for url in asked)
