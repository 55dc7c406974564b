import pytest

from mapper.measures.reach import Demand, distances_km, map_reach, measure_reach
from mapper.rollout import Place
from tests.measures.conftest import make_region


def place(id_, lon, lat, region="A", weight=1.0):
    return Place(id_, {"en": id_}, region, lon, lat, weight)


ASTANA, ALMATY = place("astana", 71.44598, 51.1801), place("almaty", 76.92848, 43.25654, "B", 3.0)


def test_distances_are_geodesic():
    # On WGS 84 a degree of the equator is a * pi / 180 long; the first degree of a meridian is its ellipse's arc.
    found = distances_km([place("0", 0, 0)], [place("1", 1, 0), place("2", 0, 1)])
    assert found.tolist() == [[pytest.approx(111.319491, abs=1e-6), pytest.approx(110.574389, abs=1e-6)]]
    assert distances_km([ASTANA], [ALMATY])[0, 0] == pytest.approx(972, abs=5)


def test_what_lies_within_is_summed_by_region():
    reach = measure_reach(Demand((ASTANA, ALMATY), "centre", ("C",)), [ASTANA], km=100)
    assert [(row.region, row.total, row.within) for row in reach.rows] == [("A", 1, 1), ("B", 3, 0)]
    assert (reach.total, reach.within, reach.missing) == (4, 1, ("C",))
    assert [row.nearest for row in reach.rows] == ["astana", "astana"]


def test_the_border_is_within_and_distances_are_weighed():
    near, far = place("n", 0, 0, weight=3.0), place("f", 1, 0, weight=1.0)
    reach = measure_reach(Demand((near, far), "points"), [place("h", 0, 0)], km=distances_km([near], [far])[0, 0])
    assert (reach.rows[0].within, reach.rows[0].mean_km) == (4, pytest.approx(111.319491 / 4))


def test_without_a_hub_no_one_is_reached_and_nothing_is_near():
    (row,) = measure_reach(Demand((ASTANA,), "centre"), [], km=100).rows
    assert (row.within, row.mean_km, row.nearest) == (0, None, "")
    assert measure_reach(Demand((), "centre"), [ASTANA], km=1).rows == ()


def test_the_map_of_reach_tells_shares_and_what_has_nothing_to_reach():
    empty = place("empty", 0, 0, "C", 0.0)
    reach = measure_reach(Demand((ASTANA, ALMATY, empty), "points"), [ASTANA], km=100)
    drawn = map_reach(reach, [make_region(code) for code in "ABCD"], ()).frame
    assert drawn["value"].fillna(-1).tolist() == [100, 0, -1, -1]
    assert drawn["status"].tolist() == ["ok", "ok", "not_applicable", "no_data"]
