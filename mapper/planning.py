"""The use cases of a rollout: where it stands, whom it reaches, where to go next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mapper.config import Project
from mapper.errors import BadConfig
from mapper.material import Material, read_project
from mapper.standing import report_progress

if TYPE_CHECKING:
    from mapper.views.progress import Report


def rollout_status(project: Project, survey: str = "") -> tuple[Report, Material]:
    """Return where the rollout of a project stands on its as-of day, and what it was read from.

    `survey` names a survey whose counts are summed over the regions with an open hub, beside people.
    """
    material = read_rollout_material(project, survey)
    return report_progress(material, survey), material


def read_rollout_material(project: Project, survey: str = "") -> Material:
    """Read the places, the rollout and at most one survey: the faults of the others are of no concern here."""
    chosen = tuple(one for one in project.survey if one.id == survey)
    if survey and not chosen:
        known = ", ".join(one.id for one in project.survey) or "none"
        raise BadConfig(f"--survey {survey!r}: no [[survey]] has this id", hint=f"Known are: {known}.")
    return read_project(msgspec.structs.replace(project, survey=chosen, map=(), table=()))
