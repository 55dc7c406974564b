"""What it comes to: indicators by region, from records; a registry knows every measure."""

from __future__ import annotations

from mapper.measures.registry import Inputs, Priority, Weighed, compute, info, measure, names

__all__ = ["Inputs", "Priority", "Weighed", "compute", "info", "measure", "names"]
