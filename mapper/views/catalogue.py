"""The list of measures, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mapper.messages import words
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
        }
        for info in infos
    ]
    return json.dumps({"schema": "mapper.measures/1", "measures": rows}, ensure_ascii=False, indent=1) + "\n"


def render_text(infos: Sequence[MeasureInfo]) -> str:
    """Return a paragraph a measure."""
    return "\n".join(
        f"{info.name} ({info.kind}, {words(f'unit.{info.unit}')['en']}): {words(f'measure.{info.name}.name')['en']}\n"
        f"  {words(f'measure.{info.name}.about')['en']}\n  = {info.formula}   [{info.source}]\n"
        for info in infos
    )
