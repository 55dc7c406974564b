"""Whole processes against their floor or their peer, in the same minute: `make bench`.

What is measured is processor time, of programs that were run before: their bytecode is cached, wherever the tests run.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT

SURVEY = ROOT / "regions/kz/surveys/culture_facilities_2022.csv"
SHAPES = ROOT / "regions/kz/boundaries/2022.geojson"

PEER = f"""
import folium, geopandas, pandas
shapes = geopandas.read_file({str(SHAPES)!r})
table = pandas.read_csv({str(SURVEY)!r})
table = table[table.sector == "library"]
page = folium.Map(location=[48, 67], zoom_start=5)
folium.Choropleth(shapes, data=table, columns=["region", "value"], key_on="feature.properties.code").add_to(page)
page.save("peer.html")
"""
"""One map of one column, as folium's own guide makes it."""


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    """The table of one sector, with one row a region."""
    lines = SURVEY.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "libraries.csv"
    path.write_text("\n".join([lines[0], *(line for line in lines if ",library," in line)]), encoding="utf-8")
    return path


@pytest.fixture(scope="module", autouse=True)
def cached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep bytecode in a folder of its own, even where the surroundings forbid to write it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
        yield


def seconds(command: Sequence[object], cwd: Path) -> float:
    """Return the processor time of a command, which other programs on the machine change less than the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*map(str, command)], cwd=cwd, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(ours: Callable[[], float], peer: Callable[[], float], rounds: int = 9) -> float:
    """Return the ratio of medians, ours and the peer's taken in turn so that the machine's moods strike both."""
    ours(), peer()
    pairs = [(ours(), peer()) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    sys.stdout.write(f"\n{mine * 1000:.0f} ms against {theirs * 1000:.0f} ms: {mine / theirs:.2f}\n")
    return mine / theirs


def test_help_costs_little_more_than_typer(tmp_path: Path) -> None:
    def ours() -> float:
        return seconds([sys.executable, "-m", "mapper.cli", "--help"], tmp_path)

    def floor() -> float:
        return seconds([sys.executable, "-c", "import typer"], tmp_path)

    assert ratio(ours, floor) <= 2.5


def test_one_map_costs_little_more_than_folium_choropleth(tmp_path: Path, libraries: Path) -> None:
    def ours() -> float:
        command = ["map", libraries, "--region", "region", "--value", "value", "-o", "ours.html"]
        return seconds([sys.executable, "-m", "mapper.cli", *command], tmp_path)

    def peer() -> float:
        return seconds([sys.executable, "-c", PEER], tmp_path)

    assert ratio(ours, peer) <= 1.15


def test_the_embedded_build_takes_less_than_four_seconds(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mapper.cli", "build", "-p", ROOT / "mapper.toml", "-o", tmp_path / "out"]
    seconds(command, tmp_path)
    took = statistics.median(seconds(command, tmp_path) for _ in range(5))
    sys.stdout.write(f"\n{took:.2f} s\n")
    assert took <= 4
