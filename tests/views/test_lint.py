"""The cartographic linter finds each planted fault, and nothing on a map that is as it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pytest

from mapper.config import MapConfig
from mapper.messages import describe
from mapper.model import LANGUAGES, Finding, Indicator, Kind, MeasureInfo, Region
from mapper.views import palettes
from mapper.views.about import About
from mapper.views.lint import FOR_AUTHORS, check_map, on_page
from mapper.views.spec import ChoroplethSpec, choropleth

TITLE = dict.fromkeys(LANGUAGES, "T")
CODES = [f"R{n:02d}" for n in range(10)]
REGIONS = tuple(Region(code, "2022", "region", dict.fromkeys(LANGUAGES, code), {}, None, None, None) for code in CODES)
MEASURES: Mapping[Kind, str] = {"count": "count", "rate": "per-100k", "quotient": "lq", "category": "lisa"}
Values = Sequence[float | str | None]


def draw(
    kind: Kind, sectors: Mapping[str, Values], *, n: float = 100.0, lo: float | None = None, **settings: object
) -> tuple[MapConfig, ChoroplethSpec]:
    """Compose a map of ten regions; a missing value is not available."""
    config = MapConfig(id="m", measure=MEASURES[kind], title=TITLE, **settings)  # type: ignore[arg-type]
    rows = [
        {"region": code, "sector": sector, "period": "", "value": value, "lo": lo, "hi": None, "n": n, "status": "ok"}
        for sector, values in sectors.items()
        for code, value in zip(CODES, values, strict=True)
    ]
    frame = pd.DataFrame(rows)
    frame.loc[frame["value"].isna(), "status"] = "not_available"
    info = MeasureInfo(MEASURES[kind], kind, "count", "f", "s")
    about = About(project=TITLE, languages=LANGUAGES)
    return config, choropleth(Indicator(info, frame, ()), config, regions=REGIONS, sectors=(), about=about)


def codes(drawn: tuple[MapConfig, ChoroplethSpec]) -> list[str]:
    found = check_map(*drawn, "mapper.toml")
    for finding in found:
        for language in LANGUAGES:
            assert all(describe(finding, language))
    return [finding.code for finding in found]


def told(finding: Finding) -> Mapping[str, str]:
    return finding.values  # noqa: PD011 - no frame, but a finding


RISING = [float(n) for n in range(1, 11)]
AROUND_ONE = [0.3, 0.6, 0.9, 1.0, 1.1, 1.5, 1.6, 2.5, 0.7, 0.4]


@pytest.mark.parametrize(
    ("kind", "values", "settings"),
    [
        ("rate", RISING, {}),
        ("rate", [None, None, None, None, *RISING[4:]], {}),
        ("rate", [5.0] * 10, {}),
        ("rate", [0.0, *RISING[1:]], {"scheme": "equal"}),
        ("quotient", AROUND_ONE, {}),
        ("category", ["high_high", "not_significant"] * 5, {}),
        ("category", ["planned", *["not_mentioned"] * 9], {}),
    ],
)
def test_a_sound_map_has_no_finding(kind: Kind, values: Values, settings: dict[str, object]) -> None:
    assert codes(draw(kind, {"": values}, **settings)) == []


def test_raw_counts_are_found() -> None:
    assert codes(draw("count", {"": RISING})) == ["map-raw-counts"]


def test_an_empty_class_is_found_in_equal_and_in_manual_breaks() -> None:
    assert codes(draw("rate", {"": [1.0] * 8 + [2.0, 100.0]}, scheme="equal", k=3)) == ["map-empty-class"]
    config, spec = draw("rate", {"": RISING}, scheme="manual", breaks=(5, 20, 30))
    [found] = check_map(config, spec, "p.toml")
    assert (found.code, told(found)["classes"], found.where.file) == ("map-empty-class", "3, 4", "p.toml")


def test_a_class_that_another_sector_fills_is_not_empty() -> None:
    low, high = [1.0] * 5 + [2.0] * 5, [8.0] * 5 + [9.0] * 5
    assert codes(draw("rate", {"a": low, "b": high}, scheme="manual", breaks=(1.5, 5.0, 8.5))) == []


def test_more_classes_than_can_be_told_apart_are_found() -> None:
    assert codes(draw("rate", {"": RISING}, k=9)) == ["map-too-many-classes"]
    many = draw("category", {"": list("abcdefghij")})
    assert "map-too-many-classes" in codes(many)
    lopsided = draw("quotient", {"": AROUND_ONE}, breaks=(0.9, 1.05, 1.2, 1.55, 2.0))
    assert codes(lopsided) == ["map-too-many-classes"]


def test_diverging_colours_without_a_middle_are_found() -> None:
    assert codes(draw("quotient", {"": AROUND_ONE}, breaks=(0.5, 1.0, 2.0))) == ["map-no-middle"]


def test_a_colour_near_the_swatches_is_found() -> None:
    config, spec = draw("rate", {"": RISING}, k=2)
    view = spec.views[0]
    groups = (replace(view.legend.groups[0], colour="#c6cacf"), *view.legend.groups[1:])
    planted = replace(spec, views=(replace(view, legend=replace(view.legend, groups=groups)),))
    [found] = check_map(config, planted, "mapper.toml")
    assert (found.code, told(found)["swatch"]) == ("map-colours-alike", "no_data")


def test_no_colour_of_our_own_is_near_a_swatch() -> None:
    own = {c for of in palettes.SEQUENTIAL.values() for c in of} | {*palettes.BELOW, palettes.MIDDLE, *palettes.ABOVE}
    own |= {*palettes.CATEGORY.values(), *palettes.OTHERS}
    near = [(c, k) for c in own for k, s in palettes.SWATCHES.items() if palettes.difference(c, s.ground) < 10]
    assert near == []


def test_a_map_of_gaps_is_found() -> None:
    config, spec = draw("rate", {"a": [None] * 5 + RISING[5:], "b": RISING})
    [found] = check_map(config, spec, "mapper.toml")
    assert (found.code, told(found)["missing"], told(found)["percent"]) == ("map-mostly-missing", "5", "50")
    assert told(found)["views_en"] == "a"


def test_a_strength_of_a_few_cases_is_found_unless_it_is_sure() -> None:
    few = draw("quotient", {"x": AROUND_ONE}, n=3.0, lo=0.8)
    [found] = check_map(*few, "mapper.toml")
    assert (found.code, told(found)["cells_en"]) == ("lq-tiny-counts", "x: R05, R06, R07")
    assert codes(draw("quotient", {"x": AROUND_ONE}, n=3.0, lo=1.2)) == []
    assert codes(draw("quotient", {"x": AROUND_ONE}, n=5.0, lo=0.8)) == []


def test_readers_are_told_what_concerns_them() -> None:
    config, spec = draw("count", {"": [1.0] * 8 + [2.0, 100.0]}, scheme="equal", k=3)
    found = check_map(config, spec, "mapper.toml")
    other = replace(found[0], values={**told(found[0]), "map": "another"})
    shown: tuple[Finding, ...] = on_page((*found, other), config)
    assert [finding.code for finding in shown] == ["map-raw-counts"]
    assert "map-empty-class" in FOR_AUTHORS
