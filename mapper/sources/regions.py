"""Region spellings of a survey or a register -> codes; those that have none are told with their candidates."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from mapper import messages
from mapper.config import SurveyConfig
from mapper.model import Level, Match
from mapper.places.boundaries import load_boundaries
from mapper.places.gazetteer import Gazetteer
from mapper.sources.cells import read_cell
from mapper.sources.locate import locate
from mapper.sources.sieve import Detail, Sieve, Why

DAMAGED = re.compile("[\u0400-\u04ff]\\?|\\?[\u0400-\u04ff]|\ufffd")
"""Letters that an encoding could not hold and replaced: they cannot be brought back."""
GEOPOINT = re.compile(r"(-?\d+(?:\.\d+)?)[ ,]\s*(-?\d+(?:\.\d+)?)(?:\s+-?\d+(?:\.\d+)?){0,2}")
"""A point of a form: latitude first, then longitude, altitude and accuracy."""


def place_regions(sieve: Sieve, gazetteer: Gazetteer, *, column: str, level: Level) -> Sieve:
    """Turn the column `region` into codes; `level` is how hard a spelling that is no region is taken."""
    texts = sieve.kept["region"]
    listed = texts.tolist()
    if gazetteer.are_codes(listed):
        return sieve
    matches = dict(zip(listed, gazetteer.match(listed), strict=True))
    kinds = texts.map({text: kind_of(match) for text, match in matches.items()})
    # Below a table stand notes: a text without candidates, in a row without a figure.
    bare = texts.map({text: not match.candidates for text, match in matches.items()}).astype("bool")
    kinds = kinds.mask((kinds == "unknown-region") & bare & ~sieve.kept["figures"], "note")
    for kind, why in _whys(level).items():
        sieve = sieve.drop(
            kinds == kind,
            why,
            text=texts,
            column=column,
            detail=lambda text: detail_of(matches[text], gazetteer),
        )
    codes = texts.map({text: match.code for text, match in matches.items()})
    return sieve.keep(region=codes[sieve.kept.index])


def locate_points(sieve: Sieve, gazetteer: Gazetteer, config: SurveyConfig) -> Sieve:
    """Fill the column `region` from lon and lat (degrees), or from a form's point, by the shapes of the vintage."""
    rows = sieve.kept
    told = rows if "point" not in config.columns else rows.assign(**_split(rows["point"]))
    degrees = {role: told[role].map(_degrees).astype("float64") for role in ("lon", "lat")}
    texts = rows["point"] if "point" in config.columns else (rows["lon"] + " " + rows["lat"]).str.strip()
    shapes = load_boundaries(gazetteer.folder / "boundaries" / f"{gazetteer.vintage}.geojson")
    found = locate(degrees["lon"].to_numpy(np.float64), degrees["lat"].to_numpy(np.float64), shapes)
    codes = pd.Series(found, index=rows.index, dtype="str")
    lacking = degrees["lon"].isna() | degrees["lat"].isna()
    column = config.columns.get("point") or config.columns["lon"]
    for taken, code in ((lacking, "no-point"), (codes == "", "point-outside")):
        sieve = sieve.drop(taken, Why("unmatched", code, config.unmatched), text=texts, column=column)
    return sieve.keep(region=codes[sieve.kept.index])


def _split(points: pd.Series[str]) -> dict[str, pd.Series[str]]:
    """Return the longitudes and latitudes of a form's points; "" for what is none."""
    found = {text: GEOPOINT.fullmatch(text) for text in points.unique()}
    order = {"lat": 1, "lon": 2}
    return {role: points.map({t: m[at] if m else "" for t, m in found.items()}) for role, at in order.items()}


def _degrees(text: str) -> float | None:
    return read_cell(text, decimal=",", marks={}).value


def kind_of(match: Match) -> str:
    """Return "ok", or the code of the reason why a match gives no region."""
    if match.status == "exact" and match.code:
        return "ok"
    if not match.spelling.strip():
        return "blank-region"
    if match.note in {"total", "settled"}:
        return "total" if match.note == "total" else "not-a-region"
    if match.note == "vintage":
        return "other-vintage"
    if DAMAGED.search(match.spelling):
        return "damaged-text"
    return "ambiguous-region" if match.status == "ambiguous" else "unknown-region"


def detail_of(match: Match, gazetteer: Gazetteer) -> Detail:
    """Return the candidates of a match, as codes and by name in each language."""
    regions = [gazetteer.region(code) for code in match.candidates if code in gazetteer.codes]
    named: Mapping[str, str] = {
        f"candidates_{language}": ", ".join(f"{r.code} {r.name[language]}" for r in regions)
        or messages.text(language, "places.none_near")
        for language in ("kk", "ru", "en")
    }
    return Detail({"vintage": gazetteer.vintage, **named}, match.candidates)


def _whys(level: Level) -> dict[str, Why]:
    return {
        "total": Why("rejected", "total", None),
        "not-a-region": Why("rejected", "not-a-region", None),
        "note": Why("rejected", "note", None),
        "blank-region": Why("unmatched", "blank-region", level),
        "other-vintage": Why("unmatched", "other-vintage", level),
        "damaged-text": Why("unmatched", "damaged-text", "error"),
        "ambiguous-region": Why("unmatched", "ambiguous-region", level),
        "unknown-region": Why("unmatched", "unknown-region", level),
    }
