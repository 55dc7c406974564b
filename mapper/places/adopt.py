"""Make or extend a country folder from a boundary file: exact lines, another vintage, another country."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd

from mapper import files
from mapper.errors import BadConfig, BadData
from mapper.messages import describe
from mapper.model import Finding, Where
from mapper.places import country_files
from mapper.places.boundaries import codes_of
from mapper.places.coverage import check_boundaries
from mapper.places.formats import Layer, to_geojson
from mapper.places.gazetteer import Gazetteer, embedded_countries, find_country, open_country


@dataclass(frozen=True)
class Adoption:
    """What is to be made of a boundary file."""

    country: str
    vintage: str
    key: str = ""
    """The column with the codes; "" finds it where the country and vintage are known."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Language -> column with the names; not needed for a vintage that is known."""
    title: str = ""
    """Where the lines come from, as the maps will say; "" is the file's name."""
    licence: str = ""
    url: str = ""


@dataclass(frozen=True)
class Adopted:
    """The country folder that was written, and what is to be told of the boundaries."""

    folder: Path
    written: tuple[Path, ...]
    key: str
    findings: tuple[Finding, ...]


def adopt(layer: Layer, order: Adoption, project: Path) -> Adopted:
    """Write `<project>/regions/<country>/` so that the vintage has the layer's lines.

    A country that is installed with the program is copied there first, whole, since the project's folder takes the
    place of the installed one. A known vintage keeps its regions and gets new lines; for an unknown one, or an unknown
    country, regions are written as well, with the names that `order.names` points to.

    Raises BadConfig (it lists the columns) where the column of codes or names cannot be told, BadData where the
    boundaries have faults.
    """
    _refuse_paths(order)
    known = _known(order, project)
    key = order.key or _find_key(layer, known)
    coded = settle_codes(layer, key, known)
    findings = check_boundaries(coded, regions=known.regions if known else ()).findings
    _refuse_errors(findings)
    home = project / "regions" / order.country.lower()
    names = {} if known else country_files.names_of(layer, order.names, list(coded.frame["code"]))
    written = _copy(order, project, home)
    written.append(files.write(home / "boundaries" / f"{order.vintage}.geojson", to_geojson(coded.frame)))
    if names:
        written.append(country_files.write_regions(home, order.vintage, names))
    written.append(country_files.write_country(home, order.country.lower(), order.vintage, _source(layer, order)))
    open_country(order.country.lower(), order.vintage, project)
    idle = [Finding("warning", "names-known", Where("--names"), {"vintage": order.vintage})] if known else []
    return Adopted(home, tuple(dict.fromkeys(written)), key, (*findings, *(idle if order.names else ())))


def _refuse_paths(order: Adoption) -> None:
    """Raise BadConfig at what is no name for a folder or a file, before anything is written."""
    for option, text in (("--country", order.country), ("--vintage", order.vintage)):
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", text):
            what = f"{option} {text!r}: expected up to 40 of a-z, 0-9, - and _"
            raise BadConfig(what, hint="Say for example --country kz --vintage 2022.")


def _known(order: Adoption, project: Path) -> Gazetteer | None:
    """Open the vintage if there is one already."""
    folder = _home(order.country, project)
    if folder is None or order.vintage not in country_files.vintages(folder):
        return None
    return open_country(order.country.lower(), order.vintage, project)


def _home(code: str, project: Path) -> Path | None:
    beside = project / "regions" / code.lower() / "country.toml"
    if beside.is_file() or code.lower() in embedded_countries():
        return find_country(code.lower(), project)
    return None


def _find_key(layer: Layer, known: Gazetteer | None) -> str:
    """Return the column whose every cell is one region, "code" before others; raise BadConfig with the columns."""
    columns = [str(c) for c in layer.frame.columns if c != layer.frame.geometry.name]
    if known is None:
        if "code" in columns:
            return "code"
        raise BadConfig("which column holds the codes?", hint=f"Say --key; the columns are: {', '.join(columns)}.")
    hits = {column: _hits(layer, column, known) for column in sorted(columns, key=lambda c: (c != "code", c))}
    for column, count in hits.items():
        if count == len(layer.frame):
            return column
    told = ", ".join(f"{column} ({count} of {len(layer.frame)} known)" for column, count in hits.items())
    raise BadConfig("no column names a region in every row", hint=f"Say --key; the columns are: {told}.")


def _hits(layer: Layer, column: str, known: Gazetteer) -> int:
    matches = known.match(list(codes_of(layer, column)))
    return len({match.code for match in matches if match.status == "exact"})


def settle_codes(layer: Layer, key: str, known: Gazetteer | None) -> Layer:
    """Return the layer with the column code: the gazetteer's where it knows the spelling, else as it stands."""
    texts = list(codes_of(layer, key))
    found = [match.code for match in known.match(texts)] if known else [None] * len(texts)
    codes = [code or text for code, text in zip(found, texts, strict=True)]
    frame = gpd.GeoDataFrame({"code": codes}, geometry=layer.frame.geometry.to_numpy(), crs=layer.frame.crs)
    return Layer(layer.path, frame, layer.findings)


def _refuse_errors(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        sentence, hint = describe(errors[0])
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise BadData(f"{errors[0].where}: {sentence}{more}", hint=hint)


def _copy(order: Adoption, project: Path, home: Path) -> list[Path]:
    origin = _home(order.country, project)
    if origin is None or origin.resolve() == home.resolve():
        return []
    return country_files.copy_country(origin, home)


def _source(layer: Layer, order: Adoption) -> dict[str, str]:
    stated = {"title": order.title or layer.path.name, "licence": order.licence, "url": order.url}
    return {name: text for name, text in stated.items() if text}
