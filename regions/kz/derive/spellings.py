"""Write spellings.csv from names.toml, in all alphabets and cases: `python regions/kz/derive/spellings.py`."""

from __future__ import annotations

import csv
import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parents[2]))

from alphabets import adjective_cases, kazakh, noun_cases, russian  # noqa: E402 - beside this file

from mapper.places.spelling import fold  # noqa: E402 - found by the line above

Row = tuple[str, str, str, str, str, str]
HEADER = ("text", "code", "candidates", "language", "kind", "way")


def main() -> None:
    """Write the file."""
    (HERE.parent / "spellings.csv").write_text(render(), encoding="utf-8")


def render() -> str:
    """Return the whole of spellings.csv; of the texts that the matcher cannot tell apart only the first."""
    table = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))
    centres = _centres()
    rows: dict[tuple[str, str], Row] = {}
    for unit in table["unit"]:
        for row in _unit(unit, centres.get(unit["code"], {})):
            rows.setdefault((fold(row[0]), row[1]), row)
    for group in table["ambiguous"]:
        for text in group["texts"]:
            rows.setdefault((fold(text), ""), (text, "AMBIGUOUS", " ".join(group["candidates"]), "", "former", ""))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows.values())
    return out.getvalue()


def _unit(unit: dict[str, Any], centre: dict[str, str]) -> Iterator[Row]:  # TOML gives any type
    code = unit["code"]
    for key, kind, way in (("abbreviation", "abbreviation", ""), ("seen", "short", "seen")):
        yield from ((text, code, "", "", kind, way) for text in unit.get(key, []))
    for text in unit.get("kk", []):
        yield from _kazakh(text, code, "short")
    for key, kind in (("ru", "short"), ("adjective", "short"), ("former", "former"), ("centre", "centre")):
        for text in unit.get(key, []):
            yield from (_adjectives if text.endswith("ая") else _nouns)(text, code, kind)
    if centre:
        yield from _nouns(centre["ru"], code, "centre")
        yield from _kazakh(centre["kk"], code, "centre")


def _kazakh(text: str, code: str, kind: str) -> Iterator[Row]:
    yield text, code, "", "kk", kind, ""
    for way, latin in kazakh(text):
        yield latin, code, "", "kk-Latn", kind, way


def _nouns(text: str, code: str, kind: str) -> Iterator[Row]:
    for form in noun_cases(text) if " " not in text and not text.isascii() else [text]:
        yield form, code, "", "ru", kind, "" if form == text else "case"
    for way, latin in russian(text) if not text.isascii() else ():
        yield latin, code, "", "ru-Latn", kind, way


def _adjectives(text: str, code: str, kind: str) -> Iterator[Row]:
    for form in adjective_cases(text):
        yield form, code, "", "ru", kind, "" if form == text else "case"
    for way, latin in russian(text):
        yield latin, code, "", "ru-Latn", kind, way


def _centres() -> dict[str, dict[str, str]]:
    """Return the names of each region's centre in its newest vintage; a city is its own centre."""
    with (HERE.parent / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "region"]
    newest = {row["code"]: row for row in sorted(rows, key=lambda row: row["vintage"])}
    return {
        code: {language: row[f"centre_{language}"] for language in ("kk", "ru", "en")}
        for code, row in newest.items()
        if code != "KZ-51"  # its centre is a region of its own now
    }


if __name__ == "__main__":
    main()
