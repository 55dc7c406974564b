"""The map page as text: its size, its bytes, and that no text from data went through a template."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mapper.views.map import map_json, render_map
from mapper.views.page import escape_json
from mapper.views.spec import Place
from tests.views.pages import data_of

ROOT = Path(__file__).parents[2]
MAPS = ("rollout-status", "facilities-per-100k", "facilities-lq")
NASTY = ("{{7*7}}", "{{cycler.__init__.__globals__.os.getpid()}}", "{% raw %}", "</script><script>alert(1)</script>")

TWICE = """
import hashlib, sys
from mapper.views.map import render_map
from tests.views.conftest import read_kazakhstan
kz = read_kazakhstan()
print([hashlib.sha256(render_map(kz.spec(name), kz.shapes).encode()).hexdigest() for name in sys.argv[1:]])
"""


@pytest.mark.parametrize("name", MAPS)
def test_a_page_of_twenty_regions_is_below_300_kilobytes(kz, name: str) -> None:
    assert len(render_map(kz.spec(name), kz.shapes).encode()) <= 300_000


def test_texts_from_data_come_out_as_they_went_in(kz) -> None:
    spec = kz.spec("facilities-per-100k")
    places = tuple(Place(p.code, {"en": NASTY[i % len(NASTY)]}, p.kind) for i, p in enumerate(spec.places))
    page = render_map(replace(spec, places=places, title={"en": NASTY[1]}), kz.shapes)
    told = data_of(page)
    assert told["title"] == {"en": NASTY[1]}
    assert [place["name"]["en"] for place in told["places"]] == [p.name["en"] for p in places]
    assert page.count("<script") == 4


def test_the_map_is_foliums_on_a_plane(kz) -> None:
    page = render_map(kz.spec("rollout-status"), kz.shapes)
    assert 'class="folium-map"' in page
    assert "crs: L.CRS.Simple" in page
    assert "sourceMappingURL" not in page
    assert not re.search(r"<(link|img|iframe|base)\b|<script[^>]*\bsrc", page)
    assert "user-scalable" not in page


def test_a_page_says_the_same_in_another_process(kz) -> None:
    told = set()
    for seed, zone, locale in (("1", "UTC", "C"), ("77", "Asia/Almaty", "ru_RU.UTF-8")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        done = subprocess.run(
            [sys.executable, "-c", TWICE, *MAPS], cwd=ROOT, env=env, capture_output=True, text=True, check=True
        )
        told.add(done.stdout)
    assert len(told) == 1


def test_rendering_leaves_nothing_behind_in_branca(kz) -> None:
    from branca.element import Element

    render_map(kz.spec("rollout-status"), kz.shapes)
    assert len(Element().get_name()) > 20


def test_a_region_without_a_shape_keeps_its_row(kz) -> None:
    few = replace(kz.shapes, codes=kz.shapes.codes[:5], geometry=kz.shapes.geometry[:5], labels=kz.shapes.labels[:5])
    told = map_json(kz.spec("facilities-per-100k"), few)
    assert len(told["places"]) == 20
    assert [bool(shape) for shape in told["shapes"]].count(True) == 5


def test_many_regions_are_drawn_on_a_canvas(kz) -> None:
    import numpy as np

    codes = tuple(f"X{i}" for i in range(1001))
    many = replace(kz.shapes, codes=codes, geometry=np.repeat(kz.shapes.geometry[:1], 1001), labels=np.zeros((1001, 2)))
    assert '"preferCanvas": true' in render_map(kz.spec("rollout-status"), many)


def test_drawing_a_map_needs_no_matplotlib_and_no_network() -> None:
    heavy = ("matplotlib", "mapclassify", "scipy", "rich", "babel")
    code = f"import sys, mapper.views.map; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_data_hold_no_nan(kz) -> None:
    for name in MAPS:
        escape_json(map_json(kz.spec(name), kz.shapes))


def test_a_page_carries_the_words_of_its_own_categories_alone(kz) -> None:
    told = {
        name: data_of(render_map(kz.spec(name), kz.shapes))["words"]["en"]
        for name in ("rollout-status", "facilities-lq")
    }
    named = {name: {key for key in words if key.startswith("category.")} for name, words in told.items()}
    assert named["facilities-lq"] == set()
    assert {"category.planned", "category.announced"} <= named["rollout-status"]
    assert "category.high_high" not in named["rollout-status"]
