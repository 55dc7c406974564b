"""Colours that stay apart, for readers of all eyes and on grey paper."""

from __future__ import annotations

import itertools

import pytest

from mapper.views import palettes
from mapper.views.palettes import SWATCHES, difference, diverging, sequential

# Sharma, Wu & Dalal (2005) check CIELAB values; these sRGB pairs were computed with colour-science 0.4.6 (CIE 2000).
CLASSES = sorted(
    {colour for k in range(8) for colour in sequential(k)}
    | {colour for below in range(4) for above in range(4) for colour in diverging(below, above)}
    | set(palettes.CATEGORY.values())
)


def mixed(swatch: palettes.Swatch) -> str:
    """Return what an eye makes of a hatching from afar: a quarter of ink."""
    parts = [(int(swatch.ground[i : i + 2], 16), int(swatch.ink[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(0.75 * ground + 0.25 * ink):02x}" for ground, ink in parts)


@pytest.mark.parametrize("name", SWATCHES)
def test_no_swatch_is_near_a_class(name: str) -> None:
    assert min(difference(mixed(SWATCHES[name]), colour) for colour in CLASSES) >= 10
    assert min(difference(SWATCHES[name].ground, colour) for colour in CLASSES) >= 10


def test_the_swatches_differ_from_one_another_in_colour_and_in_figure() -> None:
    for one, other in itertools.combinations(SWATCHES.values(), 2):
        assert difference(mixed(one), mixed(other)) >= 10
        assert one.figure != other.figure


@pytest.mark.parametrize("k", range(1, 8))
def test_a_sequential_palette_grows_darker_in_steps_that_are_seen(k: int) -> None:
    colours = sequential(k)
    assert len(colours) == k
    lightness = [palettes._lab(colour)[0] for colour in colours]
    assert lightness == sorted(lightness, reverse=True)
    assert all(difference(a, b) >= 10 for a, b in itertools.pairwise(colours))


@pytest.mark.parametrize(("below", "above"), [(0, 0), (1, 1), (2, 2), (3, 3), (2, 1)])
def test_a_diverging_palette_has_the_pale_middle_at_its_place(below: int, above: int) -> None:
    colours = diverging(below, above)
    assert colours[below] == palettes.MIDDLE
    assert len(colours) == below + above + 1
    assert all(difference(a, b) >= 10 for a, b in itertools.pairwise(colours))


def test_the_difference_is_that_of_ciede2000() -> None:
    assert difference("#ff0000", "#0000ff") == pytest.approx(52.88, abs=0.01)
    assert difference("#ffffff", "#000000") == pytest.approx(100, abs=0.01)
    assert difference("#808080", "#808080") == 0


def test_the_formula_gives_the_published_pairs() -> None:
    # Sharma, Wu & Dalal (2005), table 1, pairs 1, 7 and 25, after the a' step.
    pairs = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]
    for one, other, expected in pairs:
        assert difference_of_lab(one, other) == pytest.approx(expected, abs=1e-4)


def difference_of_lab(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    import math

    mean7 = ((math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2) ** 7
    grow = 1.5 - 0.5 * math.sqrt(mean7 / (mean7 + 25.0**7))
    return palettes._ciede2000((one[0], one[1] * grow, one[2]), (other[0], other[1] * grow, other[2]))
