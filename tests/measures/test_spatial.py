import numpy as np
import pandas as pd
import pytest
import shapely

from mapper import measures
from mapper.errors import BadConfig
from mapper.measures.spatial import contiguity, false_discovery, local_moran, moran, row_standardised
from mapper.messages import describe
from mapper.model import Shapes


def grid(side, codes=None):
    boxes = [shapely.box(c, r, c + 1, r + 1) for r in range(side) for c in range(side)]
    names = codes or [f"R{n:02d}" for n in range(side * side)]
    return Shapes(tuple(names), np.array(boxes, dtype=object), np.zeros((len(boxes), 2)), "EPSG:6933")


def rook(side):
    at = np.array([(r, c) for r in range(side) for c in range(side)])
    return (np.abs(at[:, None] - at[None]).sum(axis=2) == 1).astype(float)


@pytest.mark.parametrize("kind", ["binary", "row"])
def test_moran_equals_esda(oracle, kind):
    values = oracle("moran_input_4x4.csv")["y"].to_numpy(dtype=float)
    theirs = oracle("moran.csv").set_index("weights").loc[kind]
    ours = moran(values, rook(4) if kind == "binary" else row_standardised(rook(4)), seed=1)
    found = [ours.i, ours.expected, ours.variance, ours.z, ours.p_normal]
    expected = [theirs[key] for key in ("I_esda", "EI", "VI_norm", "z_norm", "p_norm_two_sided")]
    assert found == pytest.approx(expected, rel=1e-9)


def test_local_moran_equals_esda(oracle):
    values = oracle("moran_input_4x4.csv")["y"].to_numpy(dtype=float)
    theirs = oracle("moran_local.csv")
    ours = local_moran(values, rook(4), seed=1)
    assert ours.i == pytest.approx(theirs["Is"].to_numpy(), rel=1e-9)
    assert [*(ours.quadrant + 1)] == [*theirs["q"]]


def test_regions_that_touch_in_a_point_are_neighbours():
    weights = contiguity(grid(2))
    assert np.array_equal(weights, 1 - np.eye(4))
    assert contiguity(grid(3)).sum(axis=1).tolist() == [3, 5, 3, 5, 8, 5, 3, 5, 3]


def test_a_split_map_is_found_by_permutation_and_a_checkerboard_is_its_opposite():
    halves = np.repeat([1.0, 9.0], 18)
    found = moran(halves, rook(6), seed=1)
    assert found.i > 0.7
    assert found.p_permuted == 0.001
    board = np.indices((6, 6)).sum(axis=0).ravel() % 2.0
    assert moran(board, rook(6), seed=1).i == pytest.approx(-1)


def test_the_same_seed_gives_the_same_permutations():
    values = np.random.default_rng(0).random(16)
    one, again, other = (local_moran(values, rook(4), seed=seed).p for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_chance_alone_gives_few_false_discoveries():
    random = np.random.default_rng(7)
    found = [local_moran(random.random(36), rook(6), seed=1, permutations=199).significant.any() for _ in range(40)]
    assert np.mean(found) < 0.25


def test_false_discovery_equals_the_published_example():
    """Benjamini & Hochberg 1995, section 3: of 15 p values, four stand at 5 %."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert false_discovery(np.array(p)).tolist() == [True] * 4 + [False] * 11


@pytest.mark.parametrize(
    ("values", "weights"),
    [(np.full(16, 0.1), rook(4)), (np.arange(16.0), np.zeros((16, 16))), (np.ones(1), np.zeros((1, 1)))],
)
def test_where_all_are_equal_or_no_one_has_a_neighbour_there_is_no_pattern(values, weights):
    assert moran(values, weights, seed=1) is None
    assert local_moran(values, weights, seed=1) is None


def rates(inputs, values, side):
    shapes = grid(side)
    people = pd.DataFrame({"region": shapes.codes, "year": 2023, "population": 100_000, "source": "s"})
    cells = [(code, "", "", value) for code, value in zip(shapes.codes, values, strict=True)]
    return inputs(cells, population=people, shapes=shapes)


def test_clusters_are_told_by_region(inputs, at):
    indicator = measures.compute("lisa", rates(inputs, np.repeat([1.0, 99.0], 18), 6))
    assert [at(indicator, code).value for code in ("R07", "R27")] == ["low_low", "high_high"]
    assert at(indicator, "R12").value == "not_significant"
    expected = moran(np.repeat([1.0, 99.0], 18), contiguity(grid(6)), seed=1)
    (told,) = (describe(one)[0] for one in indicator.findings)
    assert told.startswith(f"Moran's I of all regions: {expected.i:.2f} ")
    assert f"p = {expected.p_permuted:.3f}," in told


def test_few_regions_are_warned_of(inputs):
    indicator = measures.compute("lisa", rates(inputs, np.arange(9.0), 3))
    assert [finding.code for finding in indicator.findings] == ["morans-i", "few-regions"]


def test_a_region_without_a_rate_is_no_ones_neighbour(inputs, at):
    values = [*np.repeat([1.0, 99.0], [20, 5])]
    values[0] = None
    indicator = measures.compute("lisa", rates(inputs, values, 5))
    assert at(indicator, "R00").status == "not_available"
    assert pd.isna(at(indicator, "R00").value)


def test_equal_rates_have_no_clusters(inputs):
    frame = measures.compute("lisa", rates(inputs, [4.0] * 9, 3)).frame
    assert set(frame["status"]) == {"not_applicable"}
    assert frame["value"].isna().all()


def test_regions_without_a_rate_do_not_enter_morans_i(inputs):
    values = [None, *np.arange(8.0)]
    found = measures.compute("lisa", rates(inputs, values, 3)).findings
    assert "8 regions" in next(describe(one)[0] for one in found if one.code == "morans-i")


def test_clusters_without_shapes_are_refused(inputs):
    with pytest.raises(BadConfig, match="needs the shapes"):
        measures.compute("lisa", inputs([("A", "", "", 1.0)]))
