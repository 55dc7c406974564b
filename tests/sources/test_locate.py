import geopandas as gpd
import numpy as np
import pytest

from mapper.places.boundaries import load_boundaries
from mapper.sources import locate as module
from mapper.sources.locate import locate
from tests.sources.conftest import ROOT


@pytest.fixture(scope="module")
def regions():
    return load_boundaries(ROOT / "regions/kz/boundaries/2022.geojson")


def points(count):
    random = np.random.default_rng(7)
    return random.uniform(45, 89, count), random.uniform(39, 57, count)


def test_few_points_lie_where_geopandas_finds_them(regions):
    """Oracle: geopandas' spatial join."""
    lon, lat = points(5_000)
    joined = gpd.sjoin(
        gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326), regions, how="left", predicate="intersects"
    )
    first = joined.groupby(level=0)["code"].min().fillna("")
    assert (first.to_numpy() == locate(lon, lat, regions)).all()


def test_the_index_of_many_points_agrees_with_the_test_of_each(regions):
    lon, lat = points(module.FEW * 10)
    parts = [locate(lon[i : i + 10_000], lat[i : i + 10_000], regions) for i in range(0, len(lon), 10_000)]
    assert (np.concatenate(parts) == locate(lon, lat, regions)).all()


@pytest.mark.parametrize("count", [3, module.FEW + 1])
def test_a_missing_coordinate_lies_nowhere(regions, count):
    lon, lat = np.full(count, np.nan), np.full(count, 51.0)
    assert set(locate(lon, lat, regions)) == {""}
