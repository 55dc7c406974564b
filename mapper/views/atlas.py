"""Regions, shapes and what was done to them, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mapper.model import Country, Region


def list_text(regions: Sequence[Region]) -> str:
    """Return a line a region, parted by tabs: code, kind, names."""
    return "".join("\t".join([r.code, r.kind, *(r.name[k] for k in sorted(r.name))]) + "\n" for r in regions)


def list_json(country: Country, vintage: str, regions: Sequence[Region]) -> str:
    """Return one object `mapper.regions/1`."""
    told = {"schema": "mapper.regions/1", "country": country.code, "vintage": vintage}
    return dump({**told, "regions": [region_object(region) for region in regions]})


def region_object(region: Region) -> dict[str, Any]:  # JSON
    """Return one region as plain data."""
    return {
        "code": region.code,
        "vintage": region.vintage,
        "kind": region.kind,
        "name": dict(region.name),
        "centre": {"name": dict(region.centre), "lon": region.lon, "lat": region.lat},
        "area_km2": region.area_km2,
    }


def facts_text(facts: Mapping[str, Any]) -> str:
    """Return plain data as lines `key: value`, nested keys with dots."""
    return "".join(f"{key}: {value}\n" for key, value in _lines("", facts))


def dump(told: Mapping[str, Any]) -> str:  # JSON
    """Return one JSON object."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _lines(prefix: str, facts: object) -> list[tuple[str, object]]:
    if isinstance(facts, Mapping):
        return [line for key, value in facts.items() for line in _lines(f"{prefix}.{key}" if prefix else key, value)]
    if isinstance(facts, list):
        return [line for value in facts for line in _lines(prefix, value)]
    return [(prefix, "-" if facts is None else facts)]
