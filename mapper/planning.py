"""The use cases of a rollout: where it stands, whom it reaches, where to go next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mapper.config import Project
from mapper.errors import BadConfig
from mapper.material import Material, read_project
from mapper.outlook import Answer, answer
from mapper.rollout_settings import Asked
from mapper.standing import report_progress

if TYPE_CHECKING:
    from mapper.views.columns import TableSpec
    from mapper.views.progress import Report


def rollout_status(project: Project, survey: str = "") -> tuple[Report, Material]:
    """Return where the rollout of a project stands on its as-of day, and what it was read from.

    `survey` names a survey whose counts are summed over the regions with an open hub, beside people.
    """
    material = _material(project, survey)
    return report_progress(material, survey), material


def rollout_answer(project: Project, question: Asked, limit: float | None = None) -> tuple[Answer, Material]:
    """Return the answer to a question on the project's as-of day, and what it was read from.

    Files of the question are relative to the current folder. `limit` is the seconds for the proof of a plan.
    """
    material = _material(project, question.survey)
    return answer(material, question, Path(), limit), material


def rollout_page(found: Answer, material: Material) -> str:
    """Return an answer as a map page."""
    from mapper.pages import compose_answer
    from mapper.views.map import render_map

    return render_map(compose_answer(material, found, material.findings), material.shapes)


def rollout_table(found: Answer, material: Material) -> TableSpec:
    """Return an answer as a table."""
    from mapper.pages import about_answer, answer_table

    return answer_table(found, material, about_answer(material, found, material.findings))


def _material(project: Project, survey: str) -> Material:
    """Read the places, the rollout, and of the surveys the one that is asked for: the faults of others do not matter.

    What `[priority]` weighs of other surveys is read, too.
    """
    known = {one.id: one for one in project.survey}
    if survey and survey not in known:
        told = ", ".join(known) or "none"
        raise BadConfig(f"--survey {survey!r}: no [[survey]] has this id", hint=f"Known are: {told}.")
    indicators = project.priority.indicators.values() if project.priority and survey else ()
    wanted = dict.fromkeys([survey, *(one.survey for one in indicators)])
    chosen = tuple(known[name] for name in wanted if name)
    asked = msgspec.structs.replace(project, survey=chosen, map=(), table=(), reach=(), plan=(), fit=())
    return read_project(asked)
