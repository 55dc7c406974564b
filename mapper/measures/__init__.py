"""What it comes to: indicators by region, from records. Importing it makes every measure known to the registry."""

from __future__ import annotations

from mapper.measures import change, concentration, counts, priority, rollout, spatial, specialisation, value
from mapper.measures.registry import Inputs, Priority, Weighed, compute, info, measure, names

__all__ = [
    "Inputs",
    "Priority",
    "Weighed",
    "change",
    "compute",
    "concentration",
    "counts",
    "info",
    "measure",
    "names",
    "priority",
    "rollout",
    "spatial",
    "specialisation",
    "value",
]
