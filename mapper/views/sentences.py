"""Where a rollout stands, in plain sentences of three languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mapper import messages
from mapper.model import NOT_MENTIONED, ROLLOUT_STATUSES, Region, Words
from mapper.rollout import HubProgress, Progress, Served, Span
from mapper.views.hubs import partial_date
from mapper.views.page import words_in

DAYS_A_MONTH = 30.4375
SOON = 45
"""Days up to which a delay is told in days, and beyond in months."""


def tell_progress(
    progress: Progress, regions: Sequence[Region], *, people: Served | None, language: str
) -> tuple[str, ...]:
    """Return where the rollout stands, sentence by sentence: regions, hubs against their plans, people."""
    names = {region.code: region.name for region in regions}
    told = [_regions(progress, language)]
    told += [sentence for hub in progress.hubs if (sentence := tell_hub(hub, names, language))]
    if progress.unplanned:
        told.append(messages.text(language, "rollout.stands.unplanned", n=str(progress.unplanned)))
    if people and people.total:
        told.append(_share(people, language, key="people"))
        told += _missing(people, language)
    return tuple(told)


def tell_entities(served: Served, what: Words, language: str) -> tuple[str, ...]:
    """Return the share of something counted that is in regions with an open hub; `what` names it."""
    if not served.total:
        return ()
    return (_share(served, language, key="entities", what=words_in(what, language)), *_missing(served, language))


def tell_hub(hub: HubProgress, names: Mapping[str, Words], language: str) -> str:
    """Tell of a hub against its plan; "" where there is nothing to tell."""
    activity, planned = hub.known.activity, hub.known.planned
    if planned is None or (hub.passed is None and hub.delay is None):
        return ""
    values = {
        "name": words_in(activity.name, language),
        "region": words_in(names.get(activity.region, {}), language) or activity.region,
        "planned": partial_date(planned, language),
        "source": activity.source,
        "as_of": messages.date(activity.as_of, language),
    }
    if hub.passed is not None:
        return messages.text(language, f"rollout.hub.{hub.known.state}", days=days(hub.passed, language), **values)
    if hub.opened is None or hub.delay is None:
        return ""
    values["opened"] = partial_date(hub.opened, language)
    key, time = _delay(hub.delay, language)
    return messages.text(language, f"rollout.hub.{key}", time=time, **values)


def days(count: int, language: str) -> str:
    """Return "19 days" as the language writes it."""
    return _counted("days", count, language)


def _regions(progress: Progress, language: str) -> str:
    """Tell the regions by status; those that no region has are left out, but never "open"."""
    shown = [s for s in (*ROLLOUT_STATUSES, NOT_MENTIONED) if s == "open" or (progress.counts[s] and s != "cancelled")]
    parts = (messages.text(language, f"rollout.stands.{status}", n=str(progress.counts[status])) for status in shown)
    return messages.text(
        language,
        "rollout.stands.regions",
        date=messages.date(progress.as_of, language),
        regions=str(len(progress.regions)),
        parts=", ".join(parts),
    )


def _delay(span: Span, language: str) -> tuple[str, str]:
    """Return the sentence's key, and about how long: the middle of what the dates allow."""
    if span.least <= 0 <= span.most:
        return "on_time", ""
    middle = abs(span.least + span.most) / 2
    unit, count = ("days", middle) if middle < SOON else ("months", middle / DAYS_A_MONTH)
    return "after" if span.least > 0 else "before", _counted(unit, round(count), language)


def _share(served: Served, language: str, *, key: str, what: str = "") -> str:
    percent = served.served / served.total * 100
    return messages.text(
        language,
        f"rollout.stands.{key}",
        percent=messages.number(percent, language, 1 if percent else 0),
        served=messages.number(served.served, language),
        total=messages.number(served.total, language),
        period=served.period,
        what=what,
    )


def _missing(served: Served, language: str) -> Iterator[str]:
    if served.missing:
        yield messages.text(language, "rollout.stands.missing", n=str(served.missing))


def _counted(unit: str, count: int, language: str) -> str:
    from babel import Locale

    form = Locale.parse(language).plural_form(count)
    key = f"rollout.{unit}.{form}"
    return messages.text(language, key if messages.has(key) else f"rollout.{unit}.other", n=str(count))
