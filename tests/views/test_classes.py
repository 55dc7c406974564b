"""Class breaks, held against mapclassify and against what must hold for any numbers."""

from __future__ import annotations

import csv
import math
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import BadConfig
from mapper.views.classes import MOST, Classes, classify

ORACLE = Path(__file__).parents[2].parent / "shared" / "oracle" / "mapclassify.csv"
SCHEMES = ("quantile", "equal", "fisher-jenks", "pretty")
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False) | st.integers(-50, 50).map(float)


def arrays(seed: int, number: int) -> list[np.ndarray]:
    """Make many kinds of columns: smooth, skewed, tied, small, negative, of few values."""
    rng = np.random.default_rng(seed)
    kinds = (
        lambda n: rng.normal(0, 10, n),
        lambda n: rng.lognormal(1, 1.5, n),
        lambda n: rng.integers(0, 6, n).astype(float),
        lambda n: np.where(rng.random(n) < 0.6, 0.0, rng.gamma(2, 3, n)),
        lambda n: rng.integers(-40, 40, n) / 4,
    )
    return [kinds[i % len(kinds)](int(rng.integers(2, 60))) for i in range(number)]


def inner(bins: np.ndarray, values: np.ndarray) -> list[float]:
    """Return mapclassify's upper bounds as our cuts: without the last, and without those of empty classes."""
    cuts = [b for b in np.unique(bins) if b < values.max()]
    kept, low = [], -math.inf
    for cut in cuts:
        if ((values > low) & (values <= cut)).any():
            kept.append(float(cut))
            low = cut
    return kept


def within(values: np.ndarray, cuts: list[float] | tuple[float, ...]) -> float:
    groups = np.searchsorted(np.array(cuts), values, side="left")
    return sum(float(((values[groups == g] - values[groups == g].mean()) ** 2).sum()) for g in np.unique(groups))


@pytest.mark.parametrize(
    ("scheme", "row"), [("equal", "EqualInterval"), ("quantile", "Quantiles"), ("fisher-jenks", "FisherJenks")]
)
def test_the_oracle_of_mapclassify_comes_out(scheme: str, row: str) -> None:
    if not ORACLE.exists():
        pytest.skip("../shared/oracle is absent")
    with ORACLE.open(encoding="utf-8") as file:
        rows = {line["scheme"]: line for line in csv.DictReader(file)}
    # The file does not tell its values; these twelve give all four of its rows under mapclassify 2.10.
    values = [1, 2, 3, 4, 5, 20, 21, 22, 50, 55, 60, 100]
    expected = [float(rows[row][f"b{i}"]) for i in (1, 2, 3, 4)]
    classes = classify(values, scheme=scheme, k=4)
    assert [*classes.cuts, classes.highest] == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(4))
def test_quantiles_equal_those_of_mapclassify(seed: int) -> None:
    mapclassify = pytest.importorskip("mapclassify")
    for values in arrays(seed, 500):
        k = min(2 + seed, len(np.unique(values)))
        if k < 2:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = mapclassify.Quantiles(values, k=k)
        assert classify(values, scheme="quantile", k=k).cuts == pytest.approx(inner(theirs.bins, values))


@pytest.mark.parametrize("seed", range(4))
def test_equal_intervals_equal_those_of_mapclassify(seed: int) -> None:
    mapclassify = pytest.importorskip("mapclassify")
    for values in arrays(seed + 10, 500):
        k = min(2 + seed, len(np.unique(values)))
        if k < 2:
            continue
        ours = classify(values, scheme="equal", k=k)
        theirs = mapclassify.EqualInterval(values, k=k)
        assert ours.cuts == pytest.approx(theirs.bins[:-1])


@pytest.mark.parametrize("seed", range(3))
def test_fisher_jenks_is_as_tight_as_mapclassify(seed: int) -> None:
    mapclassify = pytest.importorskip("mapclassify")
    for values in arrays(seed + 20, 60):
        k = min(3 + seed, len(np.unique(values)))
        if k < 3:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = mapclassify.FisherJenks(values, k=k)
        ours = classify(values, scheme="fisher-jenks", k=k)
        assert within(values, ours.cuts) == pytest.approx(within(values, theirs.bins[:-1]), rel=1e-9, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.integers(-30, 30).map(float), min_size=2, max_size=9), k=st.integers(2, 4))
def test_fisher_jenks_is_the_best_of_all_cuts(values: list[float], k: int) -> None:
    import itertools

    array, distinct = np.array(values), sorted(set(values))
    ours = classify(values, scheme="fisher-jenks", k=k)
    number = min(k, len(distinct)) - 1
    best = min(within(array, cuts) for cuts in itertools.combinations(distinct[:-1], number))
    assert within(array, ours.cuts) == pytest.approx(best, abs=1e-9)


def test_fisher_jenks_takes_fifty_thousand_values() -> None:
    values = np.random.default_rng(1).lognormal(0, 1, 50_000)
    assert len(classify(values, scheme="fisher-jenks", k=5).counts) == 5


@given(
    values=st.lists(st.none() | st.just(math.nan) | NUMBERS, max_size=40),
    k=st.integers(1, 12),
    scheme=st.sampled_from(SCHEMES),
)
def test_whatever_the_numbers_each_has_one_class(values: list[float | None], k: int, scheme: str) -> None:
    classes = classify(values, scheme=scheme, k=k)
    known = [v for v in values if v is not None and not math.isnan(v)]
    assert sum(classes.counts) == len(known)
    assert len(classes.counts) <= min(k, MOST, max(len(set(known)), 0))
    assert list(classes.cuts) == sorted(set(classes.cuts))
    told = [classes.of(v) for v in known]
    assert [told.count(i) for i in range(len(classes.counts))] == list(classes.counts)


@given(values=st.lists(NUMBERS, min_size=1, max_size=40), k=st.integers(1, 7))
def test_quantiles_and_natural_groups_leave_no_class_empty(values: list[float], k: int) -> None:
    assert all(classify(values, scheme="quantile", k=k).counts)
    assert all(classify(values, scheme="fisher-jenks", k=k).counts)


def test_missing_values_never_enter() -> None:
    assert classify([1, None, math.nan, math.inf, 2], scheme="quantile", k=5) == classify(
        [1, 2], scheme="quantile", k=5
    )


def test_no_value_gives_no_class_and_says_so() -> None:
    assert classify([None, math.nan], scheme="quantile", k=5) == Classes("quantile", (), None, None, (), "none")


def test_equal_values_are_one_class_and_say_so() -> None:
    assert classify([3, 3, 3], scheme="fisher-jenks", k=5) == Classes("fisher-jenks", (), 3.0, 3.0, (3,), "single")


def test_ties_make_fewer_classes_and_say_so() -> None:
    classes = classify([0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5], scheme="quantile", k=5)
    assert classes.note == "ties"
    assert classes.counts == (7, 2, 3) or len(classes.counts) < 5


def test_few_values_make_fewer_classes_and_say_so() -> None:
    assert classify([1, 1, 2, 2], scheme="quantile", k=5).note == "few"


def test_negative_values_keep_their_order() -> None:
    assert classify([-4, -3, -2, -1], scheme="quantile", k=2).cuts == (-2.5,)


def test_a_boundary_belongs_to_the_lower_class() -> None:
    classes = classify([0.5, 0.51], scheme="manual", k=5, breaks=[0.5, 1])
    assert (classes.of(0.5), classes.of(0.51), classes.of(9)) == (0, 1, 2)
    assert classes.of(None) is None
    assert classes.of(math.nan) is None


def test_manual_breaks_stay_where_a_class_is_empty() -> None:
    assert classify([0.1], scheme="manual", k=5, breaks=[1, 2, 3]).counts == (1, 0, 0, 0)


def test_pretty_breaks_are_round() -> None:
    assert classify(range(3, 98), scheme="pretty", k=5).cuts == (20.0, 40.0, 60.0, 80.0)


@pytest.mark.parametrize(
    ("scheme", "k", "breaks", "told"),
    [
        ("jenks", 5, (), "unknown scheme 'jenks'"),
        ("quantile", 0, (), "0 classes"),
        ("manual", 5, (), "manual scheme"),
        ("manual", 5, (2, 1), "do not rise"),
        ("manual", 5, (1, 1), "do not rise"),
        ("manual", 5, (1, 2, 3, 4, 5, 6, 7), "8 classes"),
    ],
)
def test_a_scheme_that_cannot_be_meant_is_refused(scheme: str, k: int, breaks: tuple[float, ...], told: str) -> None:
    with pytest.raises(BadConfig, match=told):
        classify([1, 2, 3], scheme=scheme, k=k, breaks=breaks)
