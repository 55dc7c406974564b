"""Hubs of the rollout as markers: where on the plane, and what is said of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mapper import messages
from mapper.model import Activity, PartialDate, Shapes, Words
from mapper.places.projection import project_points
from mapper.rollout import Place
from mapper.views.about import same
from mapper.views.glossary import Glossary, in_words


@dataclass(frozen=True)
class Hub:
    """One marker; x and y are metres on the plane of the shapes."""

    id: str
    name: Words
    region: str
    status: str
    precision: str
    """How well the place is known: "site", "city", or "region" (then it stands at the region's label point)."""
    partner: Words
    date: Words
    """A sentence on the opening or the plan, or {} where no date is known."""
    state: str
    """"due": the planned date has passed without a later word; "late": a later source says that it is not open."""
    x: float
    y: float
    as_of: str = ""
    """The day as of which this is known, where a page shows several (ISO 8601)."""


class Told(Protocol):
    """An activity as it was known on a day, and what its planned date means by then."""

    @property
    def activity(self) -> Activity:
        """The latest word on it."""

    @property
    def state(self) -> str:
        """Return "", "due" or "late"."""


def locate_hubs(
    known: Iterable[Told], shapes: Shapes, *, languages: Sequence[str], glossary: Glossary
) -> tuple[Hub, ...]:
    """Place the hubs of the regions that have a shape, in the order of their ids.

    Other kinds of activity, and national ones, are never a point on a map.
    """
    chosen = [one for one in known if one.activity.kind == "hub" and one.activity.region in shapes.codes]
    placed = [one.activity for one in chosen if one.activity.lon is not None and one.activity.lat is not None]
    points = dict(zip((a.id for a in placed), _project(placed, shapes.crs), strict=True))
    labels = dict(zip(shapes.codes, shapes.labels.tolist(), strict=True))
    return tuple(
        _hub(
            one,
            points.get(one.activity.id) or labels[one.activity.region],
            languages=languages,
            partner=in_words(one.activity.partner, glossary, languages),
        )
        for one in sorted(chosen, key=lambda one: one.activity.id)
    )


def propose_hubs(sites: Sequence[Place], crs: str, languages: Sequence[str]) -> tuple[Hub, ...]:
    """Place sites that a plan proposes, in its order: no source tells of them, and the sign says so."""
    if not sites:
        return ()
    lon, lat = (np.array([getattr(one, axis) for one in sites], dtype=np.float64) for axis in ("lon", "lat"))
    points = project_points(lon, lat, crs).tolist()
    said = messages.words("page.hub.proposed", languages)
    return tuple(
        Hub(
            id=f"proposed-{number}",
            name={language: f"{number}. {name}" for language, name in {**same(one.id, languages), **one.name}.items()},
            region=one.region,
            status="chosen",
            precision="city",
            partner={},
            date=said,
            state="",
            x=x,
            y=y,
        )
        for number, (one, (x, y)) in enumerate(zip(sites, points, strict=True), start=1)
    )


def when(activity: Activity, language: str) -> str:
    """Tell when an activity opened, or is planned to; "" where neither is known. A plan is not an opening."""
    if activity.opened:
        return messages.text(language, "page.hub.opened", date=partial_date(activity.opened, language))
    if activity.planned:
        return messages.text(language, "page.hub.planned", date=partial_date(activity.planned, language))
    return ""


def partial_date(date: PartialDate, language: str) -> str:
    """Write a date as precisely as it is known: a day, a month, a quarter or a year."""
    from babel.dates import format_skeleton, get_quarter_names

    if date.precision == "day":
        return messages.date(date.first, language)
    if date.precision == "month":
        return str(format_skeleton("yMMMM", dt.datetime.combine(date.first, dt.time()), locale=language))
    if date.precision == "quarter":
        name = get_quarter_names("wide", locale=language)[(date.first.month + 2) // 3]
        return f"{name}, {date.first.year}"
    return str(date.first.year)


def iso(date: PartialDate | None) -> str | None:
    """Write a date as ISO 8601 as far as it is known: 2024-06-26, 2024-06, 2024-Q2, 2024."""
    if date is None:
        return None
    first = date.first
    quarter = f"{first.year}-Q{(first.month + 2) // 3}"
    return {"day": first.isoformat(), "month": f"{first:%Y-%m}", "quarter": quarter}.get(date.precision, f"{first:%Y}")


def _hub(told: Told, point: Sequence[float], *, languages: Sequence[str], partner: Words) -> Hub:
    activity = told.activity
    known = activity.lon is not None and activity.lat is not None
    return Hub(
        id=activity.id,
        name=activity.name,
        region=activity.region,
        status=activity.status,
        precision=activity.place_precision if known else "region",
        partner=partner,
        date={language: date for language in languages if (date := when(activity, language))},
        state=told.state,
        x=float(point[0]),
        y=float(point[1]),
    )


def _project(activities: Sequence[Activity], crs: str) -> list[list[float]]:
    if not activities:
        return []
    lon, lat = (np.array([getattr(a, axis) for a in activities], dtype=np.float64) for axis in ("lon", "lat"))
    points: list[list[float]] = project_points(lon, lat, crs).tolist()
    return points
