"""What a reader makes of a survey's file, for people at a terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Told = Mapping[str, Any]  # the object mapper.survey-read/1
LONGEST = 60


def render_json(told: Told) -> str:
    """Return one object `mapper.survey-read/1`."""
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def render_facts(told: Told) -> str:
    """Return what a reader makes of the file, without the proposal."""
    return "".join(f"{_printable(line)}\n" for line in _facts(told))


def _facts(told: Told) -> Iterator[str]:
    yield f"{told['file']}: {', '.join(_kinds(told))}"
    yield f"{told['rows']} rows below the header in row {told['header_row']}"
    yield from _columns(told)
    if told["regions"]:
        found = told["regions"]
        counts = ", ".join(f"{found[key]} {key}" for key in ("exact", "suggested", "ambiguous", "none"))
        yield f"spellings of regions: {counts}; {found['regions']} of {found['of']} regions"
    if told["error"]:
        yield f"the proposal cannot be read: {told['error']['message']}"
        yield f"  hint: {told['error']['hint']}"
    for finding in told["findings"][:20]:
        where = ":".join(str(part) for part in finding["where"].values() if part is not None)
        yield f"{finding['level']}: {where}: {finding['message']}"
    if told["ledger"]:
        parts = {key.removeprefix("rows_"): value for key, value in told["ledger"].items()}
        rest = " + ".join(f"{value} {key}" for key, value in parts.items() if key != "read")
        yield f"{parts['read']} rows read = {rest}"


def _kinds(told: Told) -> Iterator[str]:
    yield str(told["format"])
    if told["encoding"]:
        yield str(told["encoding"])
    if told["sheet"]:
        others = [name for name in told["sheets"] if name != told["sheet"]]
        yield f"sheet {told['sheet']!r}" + (f" (others: {', '.join(others)})" if others else "")
    form = told["form"]
    if form["program"]:
        yield f"{form['program']} with {'XML names' if form['names'] == 'xml' else 'labels'}"
        yield from (word for key, word in (("groups", "groups in names"), ("tagged", "HXL tags")) if form[key])
        yield f"choices as {form['choices']}" if form["choices"] else "no columns of choices"


def _columns(told: Told) -> Iterator[str]:
    width = max((min(len(column["name"]), 40) for column in told["columns"]), default=0)
    for column in told["columns"]:
        examples = " | ".join(column["examples"])
        shown = examples if len(examples) <= LONGEST else f"{examples[: LONGEST - 1]}…"
        name = column["name"][:40].ljust(width)
        counts = f"{column['filled']:>6} filled {column['distinct']:>6} different"
        yield f"  {name}  {column['proposed'] or '-':<7} {counts}  {shown}"


def _printable(text: str) -> str:
    """Keep terminal codes in a text from data from running."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
