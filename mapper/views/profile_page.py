"""The profile of a region -> its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from mapper.views.about import about_json
from mapper.views.legend import category_words
from mapper.views.locator import Locator
from mapper.views.page import Frame, render_page
from mapper.views.profile import Block, Line, Profile, Strengths, Task

SCRIPTS = ("core.js", "about.js", "profile.js")
Json = Mapping[str, object]


def render_profile(spec: Profile, locator: Locator, codes: Sequence[str]) -> str:
    """Return the page of a profile."""
    languages = spec.about.languages
    data: Json = {
        "schema": "mapper.profile/1",
        "page": "profile",
        "about": about_json(spec.about),
        **_json(spec),
        "locator": _locator_json(locator, list(codes).index(spec.code)),
    }
    return render_page(Frame(spec.name, languages, data, ("page.css", "profile.css"), SCRIPTS, ("page", "profile")))


def _json(spec: Profile) -> Json:
    facts = spec.facts
    return {
        "code": spec.code,
        "facts": {**asdict(facts), "centre": dict(facts.centre)},
        "status": category_words(spec.status) if spec.status else None,
        "tasks": [_task_json(one) for one in spec.tasks],
        "strengths": [_strengths_json(one) for one in spec.strengths],
        "blocks": [_block_json(one) for one in spec.blocks],
        "others": spec.others,
    }


def _task_json(task: Task) -> Json:
    words = {key: dict(getattr(task, key)) for key in ("name", "kind", "partner", "date", "told")}
    return {**words, "status": task.status, "standing": category_words(task.status), "state": task.state}


def _strengths_json(one: Strengths) -> Json:
    rows = [{"label": dict(words), **asdict(strength)} for words, strength in one.sectors]
    return {"source": dict(one.source), "sample": one.sample, "rows": rows}


def _block_json(block: Block) -> Json:
    return {
        "title": dict(block.title),
        "unit": dict(block.unit),
        "period": block.period,
        "href": block.href,
        "sample": block.sample,
        "of": block.of,
        "lines": [_line_json(line) for line in block.lines],
    }


def _line_json(line: Line) -> Json:
    """Return a line without what it does not say, its numbers as precise as a page shows them."""
    told = {key: getattr(line, key) for key in ("lo", "hi", "n", "rank", "ranks", "beside", "basis")}
    told = {
        key: round(v, line.digits + 3) if isinstance(v, float) else v for key, v in told.items() if v not in (None, "")
    }
    value = round(line.value, line.digits + 3) if isinstance(line.value, float) else line.value
    fixed = {"label": dict(line.label), "value": value, "status": line.status, "of": line.ranked, "digits": line.digits}
    return {**fixed, **told}


def _locator_json(locator: Locator, here: int) -> Json:
    told = {"width": locator.width, "height": locator.height, "paths": list(locator.paths)}
    return {**told, "here": here, "ring": locator.rings[here]}
