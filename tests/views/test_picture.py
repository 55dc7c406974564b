"""Pictures: the same spec as the page, legible, literal, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapper.model import Shapes
from mapper.views import ink, keys, palettes
from mapper.views.keys import Told
from mapper.views.labels import Label, lay_labels, short_names
from mapper.views.picture import Style, render_picture
from mapper.views.plate import draw_map, fit
from mapper.views.spec import ChoroplethSpec, Place
from mapper.views.typeset import Font, wrap

STYLES = get_args(Style)
MAPS = ("facilities-per-100k", "facilities-lq", "rollout-status")


def parsed(svg: bytes) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own bytes


def lines(told: Told) -> list[str]:
    """Every text of the legend and the notes."""
    parts = (keys.class_lines, keys.swatch_lines, keys.hub_lines, keys.note_lines)
    return [line.text for part in parts for line in part(told, ink.Sheet.measure, 220) if line.text]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", MAPS)
def test_every_map_is_drawn_in_every_language(kz, name: str, language: str) -> None:
    svg = render_picture(kz.spec(name), kz.shapes, language=language, style="svg")
    root = parsed(svg)
    assert root.attrib["viewBox"] == "0 0 842 595"
    assert len(svg) <= 300_000
    assert "\N{REPLACEMENT CHARACTER}" not in " ".join(lines(Told(kz.spec(name), kz.spec(name).views[0], language)))


@pytest.mark.parametrize(("style", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF-")])
def test_a_format_is_what_it_says(kz, style: Style, start: bytes) -> None:
    assert render_picture(kz.spec("rollout-status"), kz.shapes, language="en", style=style).startswith(start)


def test_the_same_map_is_the_same_bytes_in_another_process(kz, tmp_path: Path) -> None:
    """Elsewhere: other time zone, locale, hash seed, folder and settings of matplotlib; a second later."""
    script = (
        "import sys, hashlib; from tests.views.conftest import read_kazakhstan; from mapper.views import picture\n"
        "kz = read_kazakhstan(); spec = kz.spec('rollout-status')\n"
        "for style in ('svg', 'png', 'pdf'):\n"
        "    made = picture.render_picture(spec, kz.shapes, language='kk', style=style)\n"
        "    print(hashlib.sha256(made).hexdigest())\n"
    )
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.hashsalt: other\nfigure.facecolor: red\n")
    here = [
        hashlib.sha256(render_picture(kz.spec("rollout-status"), kz.shapes, language="kk", style=style)).hexdigest()
        for style in STYLES
    ]
    env = {"TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1", "MPLBACKEND": "svg"}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | env | {"PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.split() == here


def test_the_regions_have_the_colours_of_the_page(kz) -> None:
    spec = kz.spec("facilities-per-100k")
    told = Told(spec, spec.views[0], "en")
    groups = spec.views[0].legend.groups
    for cell in spec.views[0].cells:
        assert told.fill(cell).ground == groups[cell.group].colour
    svg = render_picture(spec, kz.shapes, language="en", style="svg").decode()
    assert all(f"fill: {group.colour}" in svg or f'fill="{group.colour}"' in svg for group in groups if group.count)


def test_the_legend_counts_every_region_once(kz) -> None:
    for name in MAPS:
        spec = kz.spec(name)
        legend = spec.views[0].legend
        assert sum(group.count for group in legend.groups) + sum(count for _, count in legend.swatches) == 20
        shown = keys.class_lines(Told(spec, spec.views[0], "en"), ink.Sheet.measure, 220)
        assert [line.count for line in shown if line.count] == [str(group.count) for group in legend.groups]


def test_what_is_hidden_stands_in_the_legend_with_its_count(kz) -> None:
    spec = kz.spec("facilities-lq")
    view = next(one for one in spec.views if one.sector == "zoo")
    hidden = sum(cell.status == "suppressed" for cell in view.cells)
    shown = keys.swatch_lines(Told(spec, view, "en"), ink.Sheet.measure, 220)
    assert hidden > 0
    assert [line.count for line in shown if line.text.startswith("Suppressed")] == [str(hidden)]


def test_ranges_are_written_in_the_numbers_of_the_language(kz) -> None:
    spec = kz.spec("facilities-per-100k")
    russian, english = (lines(Told(spec, spec.views[0], language)) for language in ("ru", "en"))
    assert any(re.fullmatch(r"\d+,\d – \d+,\d", line) for line in russian)
    assert any(re.fullmatch(r"\d+\.\d – \d+\.\d", line) for line in english)


def test_the_picture_says_source_date_vintage_and_that_lines_are_approximate(kz) -> None:
    spec = kz.spec("rollout-status")
    told = " ".join(lines(Told(spec, spec.views[0], "en")))
    assert "Announcement of the network of creative hubs" in told
    assert "As of June 20, 2024" in told
    assert "Division into regions: 2022" in told
    assert "Boundaries are approximate and not official." in told
    assert "Not mentioned in the sources" in told
    assert "Hubs" in told


def test_made_data_are_called_so(kz) -> None:
    spec = kz.spec("rollout-status")
    plain = Told(spec, spec.views[0], "en")
    sources = tuple(replace(source, sample=True) for source in spec.about.sources)
    made = replace(plain, spec=replace(spec, about=replace(spec.about, sources=sources)))
    assert "SAMPLE DATA, not a survey" in " ".join(lines(made))
    assert "Sample data" not in " ".join(lines(plain))


def test_an_estimate_is_hatched_and_the_legend_says_so(kz) -> None:
    spec = kz.spec("facilities-per-100k")
    view = spec.views[0]
    cells = (replace(view.cells[0], status="estimated"), *(replace(cell, status="ok") for cell in view.cells[1:]))
    told = Told(spec, replace(view, cells=cells), "en")
    assert told.fill(cells[0]).figure == "fine"
    assert not told.fill(cells[1]).figure
    assert "Estimate" in lines(told)


@pytest.mark.parametrize("swatch", list(palettes.SWATCHES))
def test_every_swatch_has_a_figure_of_its_own(kz, swatch: str) -> None:
    spec = kz.spec("facilities-per-100k")
    cell = replace(spec.views[0].cells[0], value=None, group=None, status=swatch)
    fill = Told(spec, spec.views[0], "en").fill(cell)
    assert (fill.ground, fill.ink) == (palettes.SWATCHES[swatch].ground, palettes.SWATCHES[swatch].ink)
    assert fill.figure in ink.HATCHES


HOSTILE = [
    "$x^{2}$ \\frac{1}{2} $",
    "</title><script>alert(1)</script>",
    'x --> <!-- " d="M0 0" href="#DejaVuSans-24"',
    "{{7*7}} %s {0}",
    "漢字 \U0001f600 \x00\x0b\x1b[31m",
    "line\nbreak\tand\u2028more",
    "",
    "ӘҒҚҢӨҰҮҺІ " * 30,
    "W" * 500,
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("style", STYLES)
def test_no_text_of_the_data_is_interpreted(kz, text: str, style: Style) -> None:
    spec = hostile(kz.spec("rollout-status"), text)
    made = render_picture(spec, kz.shapes, language="en", style=style)
    if style == "svg":
        root = parsed(made)
        assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
        assert root.findtext("{http://www.w3.org/2000/svg}title") == ink.clean(text)


def hostile(spec: ChoroplethSpec, text: str) -> ChoroplethSpec:
    words = dict.fromkeys(("kk", "ru", "en"), text)
    sources = tuple(replace(source, title=words, date=text) for source in spec.about.sources)
    return replace(
        spec,
        title=words,
        subtitle=words,
        places=tuple(replace(place, name=words) for place in spec.places),
        measures=tuple(replace(one, title=words, unit=words) for one in spec.measures),
        about=replace(spec.about, sources=sources),
    )


def test_a_letter_that_the_font_lacks_is_seen_to_be_lacking() -> None:
    assert ink.clean("Қазақстан 漢\x07") == "Қазақстан \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"


def test_a_map_without_shapes_is_still_a_legend(kz) -> None:
    nothing = Shapes((), np.array([], dtype=object), np.empty((0, 2)), kz.shapes.crs)
    assert parsed(render_picture(kz.spec("rollout-status"), nothing, language="en", style="svg")) is not None


def test_a_shape_of_no_region_is_left_out_as_on_the_page(kz) -> None:
    more = Shapes(
        (*kz.shapes.codes, "XX"),
        np.append(kz.shapes.geometry, [shapely.box(0, 0, 9, 9)]),
        np.vstack([kz.shapes.labels, [[5, 5]]]),
        kz.shapes.crs,
    )
    spec = kz.spec("rollout-status")
    drawn, plain = (render_picture(spec, shapes, language="en", style="svg") for shapes in (more, kz.shapes))
    assert drawn == plain


def test_one_small_square_fills_its_field(kz) -> None:
    spec = kz.spec("facilities-per-100k")
    one = Shapes(("KZ-11",), np.array([shapely.box(0, 0, 10, 10)]), np.array([[5.0, 5.0]]), kz.shapes.crs)
    assert parsed(render_picture(spec, one, language="ru", style="svg")) is not None


def test_many_regions_are_drawn_with_as_many_labels_as_fit(kz) -> None:
    base = kz.spec("facilities-per-100k")
    codes = tuple(f"C{i:04}" for i in range(1600))
    squares = np.array([shapely.box(i % 40, i // 40, i % 40 + 1, i // 40 + 1) for i in range(1600)])
    shapes = Shapes(codes, squares, shapely.get_coordinates(shapely.centroid(squares)), "")
    cells = tuple(replace(base.views[0].cells[i % 20], region=code) for i, code in enumerate(codes))
    places = tuple(Place(code, {"en": f"County {code}"}, "county") for code in codes)
    spec = replace(base, places=places, views=(replace(base.views[0], cells=cells),))
    assert parsed(render_picture(spec, shapes, language="en", style="svg")) is not None


def test_the_later_view_names_its_sector(kz) -> None:
    spec = kz.spec("facilities-per-100k")
    assert Told(spec, spec.views[0], "en").title == spec.title["en"]
    assert Told(spec, spec.views[1], "en").title.startswith(f"{spec.title['en']}: ")
    later = replace(spec, views=(*spec.views, replace(spec.views[0], period="2023")))
    assert Told(later, later.views[-1], "en").title == f"{spec.title['en']}: 2023"


def test_a_short_name_loses_what_all_share_and_stays_its_own() -> None:
    names = [("Akmola Region", "region"), ("Almaty Region", "region"), ("Almaty", "city"), ("Astana", "city")]
    places = [Place(str(i), {"en": name}, kind) for i, (name, kind) in enumerate(names)]
    assert list(short_names(places, "en").values()) == ["Akmola", "Almaty Region", "Almaty", "Astana"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.lists(st.sampled_from(["Red", "Blue", "Land"]), min_size=1))))
def test_short_names_are_never_less_apart_than_names(told: list[tuple[str, list[str]]]) -> None:
    places = [Place(str(i), {"en": " ".join(words)}, kind) for i, (kind, words) in enumerate(told)]
    full, short = {p.code: p.name["en"] for p in places}, short_names(places, "en")
    for one in places:
        for other in places:
            if full[one.code] != full[other.code]:
                assert short[one.code] != short[other.code]


def test_labels_touch_neither_one_another_nor_marks_and_stay_on_the_sheet(kz) -> None:
    area = shapely.box(0, 0, 100, 60)
    wanted = [Label((50.0, 30.0), ((40.0, 12.0), (20.0, 12.0)), area) for _ in range(12)]
    marks = [(45.0, 25.0, 55.0, 35.0)]
    placed = lay_labels(wanted, page=(0, 0, 100, 60), taken=marks)
    boxes = [shapely.box(*m) for m in marks]
    for label, at in zip(wanted, placed, strict=True):
        if at:
            width, height = label.sizes[at.version]
            box = shapely.box(at.x - width / 2, at.y - height / 2, at.x + width / 2, at.y + height / 2)
            assert area.contains(box)
            assert all(not box.intersects(other) for other in boxes)
            boxes.append(box)
    assert len(boxes) > 3


class Reading(ink.Sheet):
    """A sheet that remembers what was written on it."""

    def __init__(self) -> None:
        super().__init__(842, 595)
        self.texts: list[str] = []

    def text(self, x: float, y: float, text: str, font: Font, *, align: str = "left") -> None:
        self.texts.append(text)
        super().text(x, y, text, font, align=align)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", MAPS)
def test_every_region_of_the_country_is_named_on_the_map(kz, name: str, language: str) -> None:
    spec, sheet, field = kz.spec(name), Reading(), (26.0, 130.0, 816.0, 530.0)
    draw_map(sheet, Told(spec, spec.views[0], language), kz.shapes, plane=fit(kz.shapes, field), field=field)
    written = "".join(sheet.texts)
    for short in short_names(spec.places, language).values():
        assert short.replace(" ", "") in written.replace(" ", "")


@given(st.text(), st.integers(20, 200), st.integers(1, 4))
def test_lines_keep_to_their_room(text: str, room: int, most: int) -> None:
    told = wrap(text, Font(10), measure=lambda one, _: 10.0 * len(one), room=room, most=most)
    assert len(told) <= most
    assert all(10 * len(line) <= room or len(line) == 2 for line in told)
    if not any(line.endswith("…") for line in told):
        assert "".join(told).replace(" ", "") == "".join(text.split())
