"""breaks.lock.toml: the class breaks that builds keep, and the class that each region had when they were accepted."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from mapper import files
from mapper.errors import BadConfig

NAME = "breaks.lock.toml"
HEAD = """\
# Class breaks of the maps, and the class of each region (1 is the lowest), as they were last accepted.
# Builds keep these breaks, and tell which region moved since. `mapper build --update-breaks` renews this file.
"""


class KeptView(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The classes of one sector of a map."""

    breaks: tuple[float, ...]
    classes: dict[str, int] = {}
    """Region -> class, 1 is the lowest; a region without a class is absent."""


class KeptMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The classes of one map, and the settings that they were made with."""

    measure: str
    survey: str
    scheme: str
    k: int
    shared: bool
    sector: dict[str, KeptView] = {}
    """ "all" is all sectors together."""


Lock = Mapping[str, KeptMap]
"""Map -> what is kept of it."""


def read_lock(path: Path) -> Lock | None:
    """Read the file; None where there is none. Raise BadConfig where it cannot be meant."""
    if not path.exists():
        return None
    hint = "Mend it, or renew it: mapper build --update-breaks."
    try:
        return msgspec.convert(tomllib.loads(files.read_text(path).text), dict[str, KeptMap])
    except (tomllib.TOMLDecodeError, RecursionError, msgspec.ValidationError) as error:
        raise BadConfig(f"{path}: {error}", hint=hint) from error


def render_lock(lock: Lock) -> str:
    """Return the text of the file: maps, sectors and regions in their order, numbers to the last digit."""
    lines = [HEAD]
    for name, kept in sorted(lock.items()):
        lines += [f"[{name}]", *(f"{k} = {json.dumps(getattr(kept, k))}" for k in kept.__struct_fields__[:-1]), ""]
        for sector, view in kept.sector.items():
            classes = ", ".join(f"{json.dumps(code)} = {number}" for code, number in sorted(view.classes.items()))
            lines += [
                f"[{name}.sector.{json.dumps(sector, ensure_ascii=False)}]",
                f"breaks = [{', '.join(map(repr, view.breaks))}]",
                f"classes = {{ {classes} }}",
                "",
            ]
    return "\n".join(lines)
