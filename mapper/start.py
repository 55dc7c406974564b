"""A project to start from: settings, an example survey and an example rollout register, all marked as samples."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from mapper.errors import BadConfig
from mapper.messages import text, words
from mapper.model import Region, Words
from mapper.places.gazetteer import Gazetteer, open_country

SECTORS = ("film", "music", "design", "crafts")
STATUSES = ("open", "planned", "announced")


def new_project(folder: Path, country: str, as_of: dt.date) -> dict[str, str]:
    """Return the files of a new project by their names in `folder`, which may hold none of them yet."""
    gazetteer = open_country(country, "", folder)
    files = {
        "mapper.toml": _settings(gazetteer, country, as_of),
        "sectors.csv": _sectors(),
        "surveys/sample.csv": _survey(gazetteer.regions),
        "rollout.csv": _rollout(gazetteer.regions, as_of),
    }
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        raise BadConfig(f"{folder / taken[0]}: already there", hint="Choose an empty folder.")
    return files


def _settings(gazetteer: Gazetteer, country: str, as_of: dt.date) -> str:
    project = words("start.project")
    return f"""\
# A project to start from. Everything in it is made up: put your own files in place of it.
# Paths are relative to this file; `mapper build` makes all of it into outputs/.

[project]
country = {_quoted(country)}
vintage = {_quoted(gazetteer.vintage)}
as_of = {as_of.isoformat()}
languages = ["en", "ru", "kk"]
title = {_inline(project)}

[rollout]
file = "rollout.csv"
source = {{ title = {_inline(words("start.sample"))} }}
sample = true

[[survey]]
id = "sample"
file = "surveys/sample.csv"
columns = {{ region = "region", sector = "sector", period = "period", value = "entities" }}
sectors = "sectors.csv"
taxonomy = "sample"
design = "register"
source = {{ title = {_inline(words("start.sample"))} }}
sample = true

[[map]]
id = "rollout-status"
measure = "rollout-status"
hubs = true
title = {_inline(words("start.status"))}

[[map]]
id = "strength"
measure = "lq"
survey = "sample"
shared = true
title = {_inline(words("start.strength"))}

[[table]]
id = "sectors"
measures = ["count", "lq"]
survey = "sample"
title = {_inline(words("start.table"))}
"""


def _survey(regions: Sequence[Region]) -> str:
    return _csv(
        {
            "region": region.name["en"],
            "sector": sector,
            "period": "2024",
            "entities": 3 + (7 * here + 11 * kind * (here % 5 + 1)) % 40,
        }
        for here, region in enumerate(regions)
        for kind, sector in enumerate(SECTORS)
    )


def _sectors() -> str:
    return _csv(
        {"taxonomy": "sample", "sector": sector, **_names(words(f"start.sector.{sector}"))} for sector in SECTORS
    )


def _rollout(regions: Sequence[Region], as_of: dt.date) -> str:
    return _csv(_activity(region, status, as_of) for region, status in zip(regions, STATUSES, strict=False))


def _activity(region: Region, status: str, as_of: dt.date) -> dict[str, object]:
    """Return one made-up hub in the centre of a region."""
    is_open, is_planned = status == "open", status == "planned"
    return {
        "id": f"hub-{region.code.lower()}",
        "kind": "hub",
        **_names({language: text(language, "start.hub", place=name) for language, name in region.name.items()}),
        "region": region.code,
        "city": region.centre.get("en", ""),
        "lon": region.lon,
        "lat": region.lat,
        "place_precision": "region" if region.lon is None else "city",
        "partner": "",
        "stream": "",
        "phase": "",
        "phase_basis": "",
        "status": status,
        "planned_date": as_of.replace(month=12, day=31).isoformat() if is_planned else "",
        "planned_precision": "year" if is_planned else "unknown",
        "opened_date": as_of.isoformat() if is_open else "",
        "opened_precision": "day" if is_open else "",
        "as_of": as_of.isoformat(),
        "source": "SAMPLE",
        "note": "",
    }


def _names(texts: Words) -> dict[str, object]:
    return {f"name_{language}": name for language, name in texts.items()}


def _csv(rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows of the same keys as CSV."""
    out = io.StringIO()
    listed = list(rows)
    writer = csv.DictWriter(out, fieldnames=list(listed[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue()


def _inline(texts: Words) -> str:
    """Return a text in several languages as an inline table of TOML."""
    return "{ " + ", ".join(f"{language} = {_quoted(words)}" for language, words in texts.items()) + " }"


def _quoted(words: str) -> str:
    """Return a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(words, ensure_ascii=False)
