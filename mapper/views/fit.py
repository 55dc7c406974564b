"""Strong sectors beside hubs, as a table and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from mapper import messages
from mapper.model import LANGUAGES, Region, Sector, Words
from mapper.rollout import Fit, Fits, Strength
from mapper.views.about import About
from mapper.views.columns import Column, Row, TableSpec, only, region_words, status_words

Names = Mapping[str, Words]
LEVELS = ("strong", "middling", "weak")


def fit_table(fits: Fits, regions: Sequence[Region], sectors: Sequence[Sector], about: About) -> TableSpec:
    """Compose a row a region: the gap, its status, its strengths and how sure they are, the profile of its hubs."""
    languages = about.languages
    names = {one.sector: one.name for one in sectors}
    told = {_key(one.strengths): _strengths(one.strengths, names, languages) for one in fits.rows}
    lists = {_list(codes): _names(codes, names, languages) for one in fits.rows for codes in (one.profile, one.matched)}
    words: Mapping[str, Names] = {
        "level": {key: messages.words(f"rollout.fit.{key}", languages) for key in (*LEVELS, "unknown")},
        "gap": {key: messages.words(f"rollout.fit.{key}", languages) for key in ("yes", "no", "unknown")},
        "strengths": told,
        "profile": lists,
        "matched": lists,
    }
    heads = {
        **{key: messages.words(f"rollout.fit.{key}", languages) for key in ("level", "gap", "sure")},
        "strengths": messages.words(f"rollout.fit.strengths_{fits.measure}", languages),
        **{key: messages.words(f"rollout.fit.{key}", languages) for key in ("profile", "matched")},
    }
    columns = (
        Column("region", messages.words("page.region", languages), "code", words=region_words(regions, languages)),
        Column("status", messages.words("rollout.head.status", languages), "code", words=status_words()),
        *(
            Column(key, head, "code" if key in words else "number", words=words.get(key, {}))
            for key, head in heads.items()
        ),
    )
    lead = {language: " ".join(tell_fit(fits, language)) for language in languages}
    title = messages.words("rollout.fit.title", languages)
    rows = only([_row(one) for one in fits.rows], columns)
    return TableSpec("fit", title, "rollout-fit", columns, rows, about, lead=lead)


def tell_fit(fits: Fits, language: str) -> tuple[str, ...]:
    """Return how many regions have a gap, by what rule, and of how many nothing is known."""
    known = [one for one in fits.rows if one.level]
    n = str(sum(one.gap for one in known))
    told = messages.text(language, "rollout.fit.told", n=n, regions=str(len(known)))
    rule = messages.text(language, f"rollout.fit.rule_{fits.measure}", runs=messages.number(fits.runs, language))
    lacking = len(fits.rows) - len(known)
    rest = (messages.text(language, "rollout.fit.lacking", n=str(lacking)),) if lacking else ()
    return (told, rule, *rest)


def fit_json(fits: Fits) -> str:
    """Return one object `mapper.rollout-fit/2`."""
    rows = [
        {
            **_row(one),
            "gap": one.gap if one.level else None,
            "strengths": [_strength_json(strength, fits.measure) for strength in one.strengths],
            "profile": list(one.profile),
            "matched": list(one.matched),
        }
        for one in fits.rows
    ]
    told = {
        "schema": "mapper.rollout-fit/2",
        "measure": fits.measure,
        "runs": fits.runs or None,
        "regions": rows,
        "sentences": {language: list(tell_fit(fits, language)) for language in LANGUAGES},
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _strength_json(one: Strength, measure: str) -> Row:
    value: Row = {"sector": one.sector, measure: one.value}
    if measure == "lq":
        return {**value, "lo": one.lo, "hi": one.hi, "sure": one.sure, "status": one.status}
    band: Row = {"rank_lo": one.lo, "rank_hi": one.hi, "top3_percent": one.often}
    return {**value, **band, "sure": one.sure, "status": one.status}


def _row(one: Fit) -> Row:
    return {
        "region": one.region,
        "status": one.status,
        "level": one.level or "unknown",
        "gap": "unknown" if not one.level else "yes" if one.gap else "no",
        "sure": one.sure if one.level else None,
        "strengths": _key(one.strengths) or None,
        "profile": _list(one.profile) or None,
        "matched": _list(one.matched) or None,
    }


def _list(codes: Sequence[str]) -> str:
    return ";".join(codes)


def _key(strengths: Sequence[Strength]) -> str:
    return _list([f"{one.sector}={one.value:.3g}" for one in strengths])


def _names(codes: Sequence[str], names: Names, languages: Sequence[str]) -> Words:
    return {language: "; ".join(_name(code, names, language) for code in codes) for language in languages}


def _name(code: str, names: Names, language: str) -> str:
    return names.get(code, {}).get(language, code)


def _strengths(strengths: Sequence[Strength], names: Names, languages: Sequence[str]) -> Words:
    return {
        language: "; ".join(f"{_name(one.sector, names, language)} {_figures(one, language)}" for one in strengths)
        for language in languages
    }


def _figures(one: Strength, language: str) -> str:
    digits = 2 if one.often is None else 1
    doubt = f", {messages.text(language, 'page.statuses.unreliable')}" if one.status == "unreliable" else ""
    value = messages.number(one.value, language, digits)
    if one.lo is None or one.hi is None:
        return f"{value}{doubt}"
    if one.often is None:
        return f"{value} ({messages.number(one.lo, language, 2)} – {messages.number(one.hi, language, 2)}{doubt})"
    ranks = messages.number(one.lo, language) if one.lo == one.hi else f"{one.lo:.0f}–{one.hi:.0f}"
    often = messages.number(one.often, language)
    return f"{value} ({messages.text(language, 'rollout.fit.often', often=often, ranks=ranks)}{doubt})"
