"""The list of measures, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mapper.messages import words, words_or
from mapper.model import MeasureInfo


def render_json(infos: Sequence[MeasureInfo]) -> str:
    """Return one object `mapper.measures/1`."""
    rows = [
        {
            "measure": info.name,
            "name": words(f"measure.{info.name}.name"),
            "about": words(f"measure.{info.name}.about"),
            "unit": words(f"unit.{info.unit}"),
            "kind": info.kind,
            "formula": info.formula,
            "source": info.source,
            "needs": list(info.needs),
            "words": {
                "formula": words_or(f"measure.{info.name}.formula", info.formula),
                "source": words_or(f"measure.{info.name}.source", info.source),
                "needs": {need: words(f"need.{need}") for need in info.needs},
            },
        }
        for info in infos
    ]
    return json.dumps({"schema": "mapper.measures/1", "measures": rows}, ensure_ascii=False, indent=1) + "\n"


def render_text(infos: Sequence[MeasureInfo]) -> str:
    """Return a paragraph a measure, in English."""
    return "\n".join(map(_paragraph, infos))


def _paragraph(info: MeasureInfo) -> str:
    name, about, unit = (
        words(key)["en"] for key in (f"measure.{info.name}.name", f"measure.{info.name}.about", f"unit.{info.unit}")
    )
    needs = ", ".join(words(f"need.{need}")["en"] for need in info.needs)
    return f"{info.name} ({info.kind}, {unit}): {name}\n  {about}\n  = {info.formula}   [{info.source}]\n" + (
        f"  needs {needs}\n" if needs else ""
    )
