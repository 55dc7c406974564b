"""`mapper info`: what is installed, and which countries are at hand."""

from __future__ import annotations

from pathlib import Path

from mapper.cli.terminal import emit

PACKAGES = (
    "regional-mapper",
    "folium",
    "geopandas",
    "numpy",
    "pandas",
    "pyproj",
    "shapely",
    "typer",
    "xstatic-leaflet",
)


def info() -> None:
    """Tell versions and data folders."""
    import platform
    from importlib.metadata import version

    from mapper.places.gazetteer import embedded_countries, find_country

    lines = [f"python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)]
    lines += [f"country {code}: {find_country(code, Path())}" for code in embedded_countries()]
    emit("".join(f"{line}\n" for line in lines))
