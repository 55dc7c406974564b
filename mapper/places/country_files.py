"""Write the tables of a country folder: `country.toml` and `regions.csv`."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from mapper import files
from mapper.errors import BadConfig, BadData
from mapper.places.boundaries import codes_of
from mapper.places.country import LANGUAGES, read_country, read_rows
from mapper.places.formats import Layer

REGION_COLUMNS = ("vintage", "code", "kind", *(f"name_{language}" for language in LANGUAGES))
TABLES = ("*.toml", "*.csv", "*.md", "*LICENSE*", "boundaries/*.geojson")
Names = Mapping[str, Mapping[str, str]]
"""Code -> language -> name."""


def vintages(folder: Path) -> tuple[str, ...]:
    """Return the vintages of a country folder, in their order."""
    return tuple(vintage.id for vintage in read_country(folder).vintage)


def copy_country(origin: Path, home: Path) -> list[Path]:
    """Copy the tables and boundaries of a country folder; what already stands there stays."""
    found = sorted(path for pattern in TABLES for path in origin.glob(pattern))
    targets = {path: home / path.relative_to(origin) for path in found}
    return [files.write(to, files.read_bytes(path)) for path, to in targets.items() if not to.exists()]


def names_of(layer: Layer, columns: Mapping[str, str], codes: Sequence[str]) -> Names:
    """Return the names of all regions in the languages for which a column is told; raise BadConfig if none is."""
    unknown = sorted(set(columns) - set(LANGUAGES))
    if unknown or not columns:
        listed = ", ".join(str(c) for c in layer.frame.columns if c != layer.frame.geometry.name)
        what = f"unknown language {unknown[0]!r}" if unknown else "which column holds the names?"
        raise BadConfig(
            what, hint=f"Say --names en=COLUMN (languages {', '.join(LANGUAGES)}); the columns are: {listed}."
        )
    texts = {language: list(codes_of(layer, column)) for language, column in columns.items()}
    for number, names in enumerate(zip(*texts.values(), strict=True), start=1):
        if not any(names):
            what = f"{layer.path}:feature {number}: no name in {' or '.join(columns.values())}"
            raise BadData(what, hint="Name the region, or take the feature out.")
    return {code: {language: names[n] for language, names in texts.items()} for n, code in enumerate(codes)}


def write_regions(home: Path, vintage: str, names: Names) -> Path:
    """Write `regions.csv` with the regions of a vintage added, by code; rows of other vintages stay as they are."""
    path = home / "regions.csv"
    old = [dict(row.cells) for row in read_rows(path, REGION_COLUMNS[:3])] if path.exists() else []
    header = list(old[0]) if old else list(REGION_COLUMNS)
    kept = [row for row in old if row["vintage"] != vintage]
    new = [_region_row(vintage, code, names[code]) for code in sorted(names)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*kept, *new])
    return files.write(path, out.getvalue())


def write_country(home: Path, code: str, vintage: str, source: Mapping[str, str]) -> Path:
    """Write `country.toml` with the vintage's table, in the order of ids; an older one of that id is replaced."""
    path = home / "country.toml"
    text = files.read_text(path).text if path.exists() else _new_country(code)
    head, *tables = re.split(r"(?m)^(?=\[\[vintage\]\])", text)
    last, tail = _without_tail(tables[-1]) if tables else ("", "")
    known = {_id(table): table for table in [*tables[:-1], last] if table}
    known[vintage] = _vintage_table(vintage, source, known.get(vintage, ""))
    ordered = "".join(known[key].rstrip("\n") + "\n\n" for key in sorted(known))
    return files.write(path, f"{head.rstrip()}\n\n{ordered}{tail}".rstrip("\n") + "\n")


def _region_row(vintage: str, code: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"vintage": vintage, "code": code, "kind": "region", **{f"name_{k}": text for k, text in names.items()}}


def _new_country(code: str) -> str:
    return f"code = {_quote(code)}\nname = {_in_all(code.upper())}\n"


def _without_tail(table: str) -> tuple[str, str]:
    """Cut the last vintage's table from what follows it: the tables that are not its own."""
    other = re.search(r"(?m)^(?:#[^\n]*\n)*\[(?!\[?vintage[\].])", table)
    return (table[: other.start()], table[other.start() :]) if other else (table, "")


def _id(table: str) -> str:
    found = re.search(r'(?m)^id\s*=\s*"([^"]*)"', table)
    return found[1] if found else ""


def _vintage_table(vintage: str, source: Mapping[str, str], before: str) -> str:
    """Return a vintage's table: new lines have a new source, and no note that they are approximate."""
    since = re.search(r"(?m)^valid_from\s*=.*$", before)
    lines = ["[[vintage]]", f"id = {_quote(vintage)}", *([since[0]] if since else []), "", "[vintage.source]"]
    lines.append(f"title = {_in_all(source['title'])}")
    lines.extend(f"{name} = {_quote(text)}" for name, text in sorted(source.items()) if name != "title")
    return "\n".join(lines) + "\n"


def _in_all(text: str) -> str:
    return "{ " + ", ".join(f"{language} = {_quote(text)}" for language in LANGUAGES) + " }"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
