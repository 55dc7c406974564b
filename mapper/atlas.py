"""The use cases of places: show a region, check, mend and simplify shapes, carry counts between vintages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mapper.config import load_project
from mapper.errors import BadConfig
from mapper.model import Region, Survey

if TYPE_CHECKING:
    from mapper.places.adopt import Adopted, Adoption
    from mapper.places.coverage import BoundaryReport
    from mapper.places.crosswalk import Crosswalk
    from mapper.places.gazetteer import Gazetteer
    from mapper.places.lineage import Link
    from mapper.places.repair import Repair, Simplified

Weights = Literal["population", "area"]


@dataclass(frozen=True)
class Shown:
    """A region, and what else its country's folder knows of it."""

    region: Region
    population: float | None
    population_year: int | None
    links: tuple[Link, ...]
    """What became of it, and what it was: its lines of the lineage."""


def default_country() -> str:
    """Return the country of mapper.toml here, or the only embedded one; raise BadConfig where that is not one."""
    from mapper.places.gazetteer import embedded_countries

    here = Path("mapper.toml")
    if here.exists():
        return load_project(here).project.country
    known = embedded_countries()
    if len(known) != 1:
        raise BadConfig("which country?", hint=f"Pass --country; known are {', '.join(known)}.")
    return known[0]


def open_regions(country: str, vintage: str) -> Gazetteer:
    """Open a country's vintage; "" is the country at hand, and its newest vintage."""
    from mapper.places.gazetteer import open_country

    return open_country(country or default_country(), vintage, Path())


def show_region(text: str, gazetteer: Gazetteer) -> Shown:
    """Tell what is known of a region, by its code or any spelling that is matched exactly."""
    from mapper.places.lineage import read_lineage
    from mapper.places.population import read_population

    region = gazetteer.region(_code_of(text, gazetteer))
    people = read_population(gazetteer)
    people = people[people["region"] == region.code]
    newest = people.sort_values("year").iloc[-1] if len(people) else None
    ends = {(region.code, region.vintage)}
    links = tuple(
        link
        for link in read_lineage(gazetteer.folder)
        if ends & {(link.from_code, link.from_vintage), (link.to_code, link.to_vintage)}
    )
    if newest is None:
        return Shown(region, None, None, links)
    return Shown(region, float(newest["population"]), int(newest["year"]), links)


def _code_of(text: str, gazetteer: Gazetteer) -> str:
    """Return the code that a spelling stands for, or the spelling; raise BadConfig with what it may mean."""
    from mapper.places.gazetteer import vintages_of

    [match] = gazetteer.match([text])
    if match.code:
        return match.code
    here = f"{gazetteer.country.code}@{gazetteer.vintage}"
    if others := vintages_of(gazetteer, text):
        what = f"{text!r} is a region of another time: {here} does not have it"
        raise BadConfig(what, hint=f"Add --vintage {others[-1]}.")
    meant = ", ".join(f"{code} {gazetteer.region(code).name['en']}" for code in match.candidates)
    if match.status == "suggested":
        raise BadConfig(f"unknown region {text!r} in {here}", hint=f"Did you mean {meant}?")
    if meant:
        raise BadConfig(f"{text!r} may mean several regions", hint=f"Say which: {meant}.")
    return text


def check_shapes(path: Path, *, key: str, gazetteer: Gazetteer | None) -> BoundaryReport:
    """Check a boundary file by itself, and against a country's regions and outline if one is given."""
    from mapper.places.adopt import settle_codes
    from mapper.places.boundaries import load_boundaries
    from mapper.places.coverage import check_boundaries
    from mapper.places.formats import read_layer

    layer = read_layer(path)
    if gazetteer is None:
        return check_boundaries(layer, key=key)
    outline = load_boundaries(gazetteer.boundary_file)
    return check_boundaries(settle_codes(layer, key, gazetteer), regions=gazetteer.regions, country=outline)


def repair_shapes(path: Path, *, key: str, tolerance_m: float) -> tuple[str, Repair]:
    """Return mended boundaries as GeoJSON, and what was done."""
    from mapper.places.boundaries import load_boundaries
    from mapper.places.formats import to_geojson
    from mapper.places.repair import repair

    mended = repair(load_boundaries(path, key=key), tolerance_m)
    return to_geojson(mended.frame), mended


def simplify_shapes(path: Path, *, key: str, tolerance_km: float) -> tuple[str, Simplified]:
    """Return boundaries with fewer points as GeoJSON, and how many there were."""
    from mapper.places.boundaries import load_boundaries
    from mapper.places.formats import to_geojson
    from mapper.places.repair import simplify

    thin = simplify(load_boundaries(path, key=key), tolerance_km)
    return to_geojson(thin.frame), thin


def carry_survey(survey: Survey, before: Gazetteer, after: Gazetteer, *, weights: Weights) -> Survey:
    """Return a survey of one vintage in the regions of another; divided counts are flagged `estimated`."""
    from mapper.places.carry import carry, check_vintage
    from mapper.places.crosswalk import read_links

    links = read_links(after.folder)
    mixed = check_vintage(survey.records, links, vintage=before.vintage, other=after.vintage)
    if mixed:
        return replace(survey, findings=(*survey.findings, *mixed))
    walk = _crosswalk(before, after, weights)
    carried = carry(survey.records, walk)
    return replace(survey, records=carried.records, findings=(*survey.findings, *carried.findings))


def _crosswalk(before: Gazetteer, after: Gazetteer, weights: Weights) -> Crosswalk:
    from mapper.places.boundaries import load_boundaries
    from mapper.places.crosswalk import find_crosswalk, read_links, weigh_by_area

    walk = find_crosswalk(read_links(after.folder), before.vintage, after.vintage)
    if weights == "population":
        return walk
    return weigh_by_area(walk, load_boundaries(before.boundary_file), load_boundaries(after.boundary_file))


def adopt_shapes(source: str, order: Adoption, project: Path) -> Adopted:
    """Make or extend a country folder of a project from a boundary file, or from an https address."""
    from mapper.places.adopt import adopt
    from mapper.places.download import fetch_layer, is_url
    from mapper.places.formats import read_layer

    if not is_url(source):
        return adopt(read_layer(Path(source)), order, project)
    return adopt(fetch_layer(source), replace(order, url=source), project)
