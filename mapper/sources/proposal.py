"""What the columns of a file seem to be, each with its reason; weights and parts of a design are never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from mapper.places.gazetteer import Gazetteer
from mapper.sources.cells import MARKS, read_cell
from mapper.sources.headers import JOINT
from mapper.sources.kobo import OWN, questions_of, style_of, ticks_of
from mapper.sources.layout import YEAR
from mapper.sources.regions import GEOPOINT
from mapper.sources.sectors import Taxonomy
from mapper.sources.tabular import TextFrame

HINTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "region": re.compile(r"region|oblast|oblys|adm1|регион|област|территор|өңір|облыс|аймақ", re.IGNORECASE),
        "sector": re.compile(r"sector|industr|сектор|отрасл|направлен|сала|бағыт", re.IGNORECASE),
        "period": re.compile(r"period|year|quarter|период|\bгод|квартал|жыл|тоқсан", re.IGNORECASE),
        "value": re.compile(r"value|count|number|total|значени|числ|колич|всего|мән|сан\b|саны|барлығы", re.IGNORECASE),
        "status": re.compile(r"(value_?)?status", re.IGNORECASE),
        "lon": re.compile(r"(.*[_.-])?(lon|lng|long|longitude)|долгота|бойлық", re.IGNORECASE),
        "lat": re.compile(r"(.*[_.-])?(lat|latitude)|широта|ендік", re.IGNORECASE),
    }
)
"""What a column's name lets one hope for; only its texts settle it."""
SETTLED = {
    "weight": re.compile(r"weight|wt\d*|wgt|.*_weight|вес|весы|взвешив.*|салмақ", re.IGNORECASE),
    "strata": re.compile(r"strat(um|a)?|страт[аы]?|қабат", re.IGNORECASE),
    "psu": re.compile(r"psu|cluster|кластер", re.IGNORECASE),
}
"""Columns that are pointed out and never mapped: what a sample is made of is for the analyst to say."""
MOST = 500
"""Different texts of a column that are looked at."""
YES_OR_NO = frozenset({"yes", "no", "да", "нет", "иә", "жоқ", "true", "false"})


@dataclass(frozen=True)
class Column:
    """What stands in a column."""

    name: str
    filled: int
    distinct: int
    examples: tuple[str, ...]
    numbers: bool
    """Whether every text is a number, or a mark that stands for one."""
    regions: int
    """How many of its different texts are exactly a region."""
    sectors: int
    """How many are exactly a sector of the taxonomy."""
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Proposal:
    """The settings that a file seems to ask for."""

    layout: str = "long"
    columns: Mapping[str, str] = field(default_factory=dict)
    """Role -> column."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Role, "layout" or "design" -> why."""
    across: Mapping[str, str] = field(default_factory=dict)
    design: str = "register"
    unsettled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Role -> columns whose names speak for it, which only the analyst can tell."""


def describe_columns(table: TextFrame, gazetteer: Gazetteer, taxonomy: Taxonomy) -> tuple[Column, ...]:
    """Return what stands in each column of a table."""
    return tuple(_describe(table, str(name), gazetteer, taxonomy) for name in table.frame.columns)


def propose(table: TextFrame, columns: Sequence[Column], gazetteer: Gazetteer) -> Proposal:
    """Return the layout and the meaning of columns that a table suggests; what it does not suggest is left out."""
    style, ticked = style_of(table), questions_of(table)
    respondents = bool(style.program) or table.format == "SPSS or Stata"
    design = ("purposive", "how were they chosen? no interval is claimed until you say probability")
    design = design if respondents else ("register", "a complete list? else quota, purposive, probability or census")
    ticks = ticks_of(ticked)
    answers = [c for c in columns if not OWN.fullmatch(c.name.rpartition("/")[2]) and c.name not in ticks]
    unsettled = {
        role: tuple(c.name for c in answers if any(hint.fullmatch(part) for part in _parts(c.name)))
        for role, hint in SETTLED.items()
    }
    taken = {name for names in unsettled.values() for name in names}
    place = _place(columns, [c for c in answers if c.name not in taken])
    rest = [c for c in answers if c.name not in taken and c.name not in place.values()]
    made = _lay_out(rest, ticked, place, gazetteer=gazetteer, respondents=respondents)
    told = {role: f"{c.regions} of {c.distinct} spellings are regions" for role, c in _named(place, columns, "region")}
    reasons = {**told, "design": design[1], **made.reasons}
    settled = {role: names for role, names in unsettled.items() if names}
    return Proposal(made.layout, {**place, **made.columns}, reasons, made.across, design[0], settled)


def _describe(table: TextFrame, name: str, gazetteer: Gazetteer, taxonomy: Taxonomy) -> Column:
    cells = table.frame[name]
    said = cells[cells != ""]
    texts = tuple(said.unique()[:MOST])
    regions = sum(match.status == "exact" and match.code is not None for match in gazetteer.match(texts))
    sectors = sum(bool(taxonomy.find(text)) for text in texts) if taxonomy.known else 0
    numbers = bool(texts) and all(_is_number(text) for text in texts)
    return Column(name, len(said), int(said.nunique()), texts[:3], numbers, regions, sectors, texts)


def _is_number(text: str) -> bool:
    return text.casefold() in MARKS or read_cell(text).fault in {"", "ambiguous-number"}


def _parts(name: str) -> list[str]:
    return [name, name.rpartition("/")[2], *name.split(JOINT)]


def _named(place: Mapping[str, str], columns: Sequence[Column], role: str) -> list[tuple[str, Column]]:
    return [(role, column) for column in columns if place.get(role) == column.name]


def _place(columns: Sequence[Column], answers: Sequence[Column]) -> dict[str, str]:
    """Return the columns that tell the region: of names, of longitude and latitude, or of points."""
    named = [c for c in answers if c.distinct and 2 * c.regions >= min(c.distinct, MOST) and _speaks(c, "region")]
    if named:
        best = max(named, key=lambda c: (bool(HINTS["region"].search(c.name)), c.regions / min(c.distinct, MOST)))
        return {"region": best.name}
    degrees = {role: [c for c in columns if HINTS[role].fullmatch(c.name) and c.numbers] for role in ("lon", "lat")}
    if all(degrees.values()):
        return {role: found[0].name for role, found in degrees.items()}
    points = [c for c in answers if c.texts and all(GEOPOINT.fullmatch(text) for text in c.texts)]
    return {"point": points[0].name} if points else {}


def _speaks(column: Column, role: str) -> bool:
    """Tell whether a column may have a role: one of bare numbers needs a name that says so."""
    return bool(HINTS[role].search(column.name)) or not column.numbers


def _lay_out(
    rest: Sequence[Column],
    ticked: Mapping[str, Sequence[str]],
    place: Mapping[str, str],
    *,
    gazetteer: Gazetteer,
    respondents: bool,
) -> Proposal:
    """Return the layout, and the columns other than those of the place."""
    if not place:
        across = {c.name: _last(c.name) for c in rest if gazetteer.match([_last(c.name)])[0].status == "exact"}
        made = Proposal("regions-across", across=across, reasons={"layout": "names of regions stand in the header"})
        return made if len(across) > 2 else Proposal()
    if ticked:
        return _choices(ticked)
    sector = _best(rest, "sector", _names_sectors)
    if sector and respondents and _is_summary(sector):
        told = "choices joined by spaces: to part them, add `form` (its XLSForm) or `sectors`"
        return Proposal("choices", {"sector": sector.name}, {"layout": told})
    period = _best(rest, "period", lambda c: all(YEAR.search(text) for text in c.texts) and c.filled > 0)
    numbers = [c for c in rest if c.numbers and c not in {sector, period}]
    years = {c.name: found[0] for c in numbers if (found := YEAR.search(c.name))}
    known = {role: c.name for role, c in (("sector", sector), ("period", period)) if c}
    if len(years) > 1:
        return Proposal("periods-across", known, {"layout": "years stand in the header"}, years)
    return _figures(rest, numbers, known, respondents=respondents)


def _names_sectors(column: Column) -> bool:
    yes_or_no = YES_OR_NO.issuperset(text.casefold() for text in column.texts)
    texts = not column.numbers and not yes_or_no and column.distinct < MOST
    return texts or 2 * column.sectors >= column.distinct > 0


def _is_summary(column: Column) -> bool:
    """Tell whether texts are names of choices joined by spaces, as the form names them."""
    named = all(re.fullmatch(r"[\w.\- ]+", text, re.ASCII) for text in column.texts)
    return named and any(" " in text for text in column.texts)


def _figures(
    rest: Sequence[Column], numbers: Sequence[Column], known: Mapping[str, str], *, respondents: bool
) -> Proposal:
    """Return what the columns of numbers are: one of values, or figures of several sectors."""
    if respondents:
        return Proposal("long", known, {"layout": "a row is a respondent and counts one; or map a value"})
    value = _best(numbers, "value", lambda _: True) if known or len(numbers) < 3 else None
    value = value or (numbers[0] if len(numbers) == 1 else None)
    if value:
        status = _best(rest, "status", lambda c: not c.numbers)
        more = {"value": value.name, **({"status": status.name} if status else {})}
        return Proposal("long", {**known, **more}, {"value": "every text in it is a number or a mark"})
    if len(numbers) > 1 and "sector" not in known:
        across = {c.name: _last(c.name) for c in numbers}
        told = {"layout": "several columns of numbers: take out those that are no sector"}
        return Proposal("sectors-across", known, told, across)
    return Proposal("long", known, {"layout": "a row counts one"})


def _choices(ticked: Mapping[str, Sequence[str]]) -> Proposal:
    question = next((one for one in ticked if HINTS["sector"].search(one)), next(iter(ticked)))
    told = f"{len(ticked[question])} columns of 1 and 0"
    others = ", ".join(one for one in ticked if one != question)
    reasons = {"layout": told, "sector": f"or one of: {others}"} if others else {"layout": told}
    return Proposal("choices", {"sector": question}, reasons)


def _best(columns: Sequence[Column], role: str, fits: Callable[[Column], bool]) -> Column | None:
    """Return the first column whose name speaks for a role and whose texts fit it."""
    fitting = [c for c in columns if HINTS[role].search(c.name) and fits(c)]
    return fitting[0] if fitting else None


def _last(name: str) -> str:
    return name.rsplit(JOINT, maxsplit=1)[-1]
