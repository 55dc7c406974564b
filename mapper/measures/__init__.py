"""What it comes to: indicators by region, from records. Importing it makes every measure known to the registry."""

from __future__ import annotations

from mapper.measures import change, concentration, counts, rollout, specialisation, value
from mapper.measures.registry import Inputs, compute, info, measure, names

__all__ = [
    "Inputs",
    "change",
    "compute",
    "concentration",
    "counts",
    "info",
    "measure",
    "names",
    "rollout",
    "specialisation",
    "value",
]
