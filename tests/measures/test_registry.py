import subprocess
import sys

import pytest

from mapper import measures, messages
from mapper.errors import BadConfig
from mapper.messages import LANGUAGES, catalogue
from mapper.model import INDICATOR_COLUMNS

SIMPLE = [("A", "film", "", 2.0), ("B", "film", "", 3.0), ("A", "music", "", 1.0), ("B", "music", "", 4.0)]


def test_unknown_measure_names_the_nearest():
    with pytest.raises(BadConfig, match="unknown measure 'lqq'") as caught:
        measures.info("lqq")
    assert caught.value.hint == "Did you mean 'lq'?"


def test_a_measure_like_none_lists_those_that_are_known():
    with pytest.raises(BadConfig) as caught:
        measures.info("zzzzzz")
    assert "per-100k" in caught.value.hint


def test_every_measure_has_its_words_in_three_languages():
    known = catalogue()
    for name in measures.names():
        info = measures.info(name)
        for key in (f"measure.{name}.name", f"measure.{name}.about", f"unit.{info.unit}"):
            assert set(known[key]) >= set(LANGUAGES), key


def test_rows_stand_in_the_order_of_regions_then_sectors_then_periods(inputs):
    cells = [(r, s, p, 1.0) for p in ("2023", "2022") for s in ("music", "film") for r in ("B", "A")]
    frame = measures.compute("count", inputs(cells)).frame
    assert tuple(frame.columns) == INDICATOR_COLUMNS
    assert [*frame[["region", "sector", "period"]].itertuples(index=False, name=None)][:7] == [
        ("B", "", "2022"),
        ("B", "", "2023"),
        ("B", "music", "2022"),
        ("B", "music", "2023"),
        ("B", "film", "2022"),
        ("B", "film", "2023"),
        ("A", "", "2022"),
    ]


def test_the_inputs_are_not_changed(inputs):
    given = inputs(SIMPLE)
    before = given.records.copy(deep=True)
    for name in ("count", "share", "lq"):
        measures.compute(name, given)
    assert given.records.equals(before)


def test_simple_measures_load_no_scipy():
    told = "import sys; from mapper import measures; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", measures.names())
def test_the_english_words_of_a_formula_and_its_source_are_the_registrys(name):
    info = measures.info(name)
    assert messages.words_or(f"measure.{name}.formula", info.formula)["en"] == info.formula
    assert messages.words_or(f"measure.{name}.source", info.source)["en"] == info.source


@pytest.mark.parametrize("name", measures.names())
def test_a_source_that_is_words_is_told_in_each_language(name):
    assert messages.has(f"measure.{name}.source")
    assert all(messages.has(f"need.{need}") for need in measures.info(name).needs)
