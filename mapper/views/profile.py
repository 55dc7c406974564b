"""One region -> its profile: hubs against their plan, indicators, strengths and findings, as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal
from urllib.parse import quote

from mapper import messages
from mapper.model import Finding, Region, Words
from mapper.rollout import HubProgress, Known, RegionRollout, Strength
from mapper.views.about import ALL, About
from mapper.views.glossary import in_words
from mapper.views.hubs import when
from mapper.views.legend import REFERENCE, category_words
from mapper.views.sentences import tell_hub
from mapper.views.spec import Cell, ChoroplethSpec, View

MOST = 12
"""Lines of one indicator: a profile is one sheet of paper."""
Ranks = Mapping[tuple[str, str, str], tuple[int, int]]
"""(region, sector, period) -> the best and the worst rank that the intervals allow."""


@dataclass(frozen=True)
class Shown:
    """One map of the project, with what a profile says beside it."""

    spec: ChoroplethSpec
    ranks: Ranks


@dataclass(frozen=True)
class Line:
    """One figure of the region."""

    label: Words
    value: float | Words | None
    lo: float | None
    hi: float | None
    n: float | None
    status: str
    rank: int | None
    ranks: tuple[int, int] | None
    ranked: int
    beside: float | None
    basis: Literal["country", "median", ""]
    """What stands beside: the country's own figure, or the middle of the regions; "" is nothing."""
    digits: int


@dataclass(frozen=True)
class Block:
    """The figures of one map."""

    title: Words
    unit: Words
    period: str
    href: str
    sample: bool
    lines: tuple[Line, ...]
    of: int
    """How many lines there would be."""


@dataclass(frozen=True)
class Task:
    """A hub, or another activity in the region."""

    name: Words
    kind: Words
    status: str
    partner: Words
    date: Words
    told: Words
    """How it stands to its plan, in a sentence; {} where nothing tells."""
    state: str


@dataclass(frozen=True)
class Strengths:
    """The strongest sectors of the region in one survey; none is an answer too."""

    source: Words
    sample: bool
    sectors: tuple[tuple[Words, Strength], ...]


@dataclass(frozen=True)
class Standing:
    """What the rollout says of the region."""

    region: RegionRollout
    hubs: Sequence[HubProgress]


@dataclass(frozen=True)
class Facts:
    """What is known of the region beside all figures."""

    people: float | None
    year: str
    area_km2: float | None
    centre: Words


@dataclass(frozen=True)
class Profile:
    """One page on one region."""

    code: str
    name: Words
    facts: Facts
    status: str
    """The best status of its hubs; "" where the project has no rollout."""
    tasks: tuple[Task, ...]
    strengths: tuple[Strengths, ...]
    blocks: tuple[Block, ...]
    others: int
    """Findings of the report that are not of this region."""
    about: About


def profile(
    region: Region,
    facts: Facts,
    *,
    standing: Standing | None,
    shown: Sequence[Shown],
    strengths: Sequence[Strengths],
    about: About,
) -> Profile:
    """Compose the profile of a region; of the findings only those that name it."""
    touching = tuple(one for one in about.findings if touches(one, region))
    return Profile(
        code=region.code,
        name=region.name,
        facts=facts,
        status=standing.region.status if standing else "",
        tasks=tuple(_tasks(standing, region, about)) if standing else (),
        strengths=tuple(strengths),
        blocks=tuple(_block(one, region.code) for one in shown),
        others=len(about.findings) - len(touching),
        about=replace(about, findings=touching, ledgers=(), inputs=()),
    )


def address(code: str) -> str:
    """Return where the profile of a region stands in the outputs; a code is any text, and no path.

    >>> address("KZ-10"), address("../x")
    ('regions/KZ-10.html', 'regions/..%2Fx.html')
    """
    return f"regions/{quote(code, safe='')}.html"


def touches(finding: Finding, region: Region) -> bool:
    """Tell whether a finding names the region, by its code or by its whole name."""
    texts = [*finding.values.values(), finding.where.column or ""]
    code = re.compile(rf"(?<![\w-]){re.escape(region.code)}(?![\w-])")
    return any(code.search(text) or text in region.name.values() for text in texts)


def _tasks(standing: Standing, region: Region, about: About) -> Iterator[Task]:
    """Yield the hubs of the region, then its other activities."""
    hubs = {one.known.activity.id: one for one in standing.hubs}
    for known in sorted(standing.region.activities, key=lambda one: one.activity.kind != "hub"):
        yield _task(known, hubs.get(known.activity.id), region, about)


def _task(known: Known, hub: HubProgress | None, region: Region, about: About) -> Task:
    activity, languages = known.activity, about.languages
    told = {one: tell_hub(hub, {region.code: region.name}, one) for one in languages} if hub else {}
    return Task(
        name=activity.name,
        kind=messages.words(f"sheet.kinds.{activity.kind}", languages),
        status=activity.status,
        partner=in_words(activity.partner, about.glossary, languages),
        date={one: date for one in languages if (date := when(activity, one))},
        told={one: sentence for one, sentence in told.items() if sentence},
        state=known.state,
    )


def _block(shown: Shown, code: str) -> Block:
    """Return the latest figures of a map: all sectors together first, then the strongest of the region."""
    spec = shown.spec
    at = [place.code for place in spec.places].index(code)
    last = max((view.period for view in spec.views), default="")
    views = [view for view in spec.views if view.period == last]
    lines = [
        _line(view, at, shown, single=len(views) == 1) for view in sorted(views, key=lambda one: one.sector != ALL)
    ]
    measure, day = spec.measures[0], messages.is_day(last)
    return Block(
        title=spec.title,
        unit=measure.unit if measure.kind not in {"quotient", "category"} else {},
        period="" if day else last,
        href=f"../maps/{spec.id}.html",
        sample=any(one.sample for one in spec.about.sources if one.id in measure.sources),
        lines=tuple(lines if len(lines) <= MOST else sorted(lines, key=_strength, reverse=True)[:MOST]),
        of=len(lines),
    )


def _strength(line: Line) -> float:
    return line.value if isinstance(line.value, float) else float("-inf")


def _line(view: View, at: int, shown: Shown, *, single: bool) -> Line:
    cell = view.cells[at]
    beside, basis = _beside(view, shown)
    ranks = shown.ranks.get((cell.region, "" if view.sector == ALL else view.sector, view.period))
    return Line(
        label=shown.spec.measures[0].title if single and view.sector == ALL else view.label,
        value=category_words(cell.value) if isinstance(cell.value, str) else cell.value,
        lo=cell.lo,
        hi=cell.hi,
        n=None if isinstance(cell.value, str) else cell.n,
        status=cell.status,
        rank=cell.rank,
        ranks=ranks if cell.lo is not None and cell.rank is not None else None,
        ranked=sum(one.rank is not None for one in view.cells),
        beside=beside,
        basis=basis,
        digits=view.digits,
    )


def _beside(view: View, shown: Shown) -> tuple[float | None, Literal["country", "median", ""]]:
    """Return what the region is compared with: the country's figure or reference, else the middle of the regions."""
    known = view.national if view.national is not None else REFERENCE.get(shown.spec.measures[0].kind)
    if known is not None:
        return known, "country"
    numbers = [number for cell in view.cells if (number := _number(cell)) is not None]
    return (median(numbers), "median") if numbers else (None, "")


def _number(cell: Cell) -> float | None:
    return cell.value if isinstance(cell.value, float) else None
