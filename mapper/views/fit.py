"""Strong sectors beside hubs, as a table and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from mapper import messages
from mapper.model import LANGUAGES, NOT_MENTIONED, ROLLOUT_STATUSES, Region, Sector, Words
from mapper.rollout import Fit, Strength
from mapper.views.about import About
from mapper.views.columns import Column, Row, TableSpec, only, region_words
from mapper.views.legend import category_words

Names = Mapping[str, Words]


def fit_table(fits: Sequence[Fit], regions: Sequence[Region], sectors: Sequence[Sector], about: About) -> TableSpec:
    """Compose a row a region: the gap, its status, its strengths with their intervals, the profile of its hubs."""
    languages = about.languages
    names = {one.sector: one.name for one in sectors}
    told = {_key(one.strengths): _strengths(one.strengths, names, languages) for one in fits}
    lists = {_list(codes): _names(codes, names, languages) for one in fits for codes in (one.profile, one.matched)}
    words: Mapping[str, Names] = {
        "gap": {key: messages.words(f"rollout.fit.{key}", languages) for key in ("yes", "no")},
        "strengths": told,
        "profile": lists,
        "matched": lists,
    }
    heads = {
        key: messages.words(f"rollout.fit.{key}", languages)
        for key in ("gap", "sure", "strengths", "profile", "matched")
    }
    columns = (
        Column("region", messages.words("page.region", languages), "code", words=region_words(regions, languages)),
        Column("status", messages.words("rollout.head.status", languages), "code", words=_statuses()),
        *(
            Column(key, head, "code" if key in words else "number", words=words.get(key, {}))
            for key, head in heads.items()
        ),
    )
    lead = {language: " ".join(tell_fit(fits, language)) for language in languages}
    title = messages.words("rollout.fit.title", languages)
    return TableSpec("fit", title, "rollout-fit", columns, only([_row(one) for one in fits], columns), about, lead=lead)


def tell_fit(fits: Sequence[Fit], language: str) -> tuple[str, ...]:
    """Return how many regions have a gap, and by what rule."""
    n = str(sum(one.gap for one in fits))
    told = messages.text(language, "rollout.fit.told", n=n, regions=str(len(fits)))
    return told, messages.text(language, "rollout.fit.rule")


def fit_json(fits: Sequence[Fit]) -> str:
    """Return one object `mapper.rollout-fit/1`."""
    rows = [
        {
            **_row(one),
            "gap": one.gap,
            "strengths": [
                {"sector": s.sector, "lq": s.value, "lo": s.lo, "hi": s.hi, "sure": s.sure} for s in one.strengths
            ],
            "profile": list(one.profile),
            "matched": list(one.matched),
        }
        for one in fits
    ]
    told = {
        "schema": "mapper.rollout-fit/1",
        "regions": rows,
        "sentences": {language: list(tell_fit(fits, language)) for language in LANGUAGES},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _row(one: Fit) -> Row:
    return {
        "region": one.region,
        "status": one.status,
        "gap": "yes" if one.gap else "no",
        "sure": one.sure,
        "strengths": _key(one.strengths) or None,
        "profile": _list(one.profile) or None,
        "matched": _list(one.matched) or None,
    }


def _statuses() -> Names:
    return {key: category_words(key) for key in (*ROLLOUT_STATUSES, NOT_MENTIONED)}


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
    value = messages.number(one.value, language, 2)
    if one.lo is None or one.hi is None:
        return value
    return f"{value} ({messages.number(one.lo, language, 2)}–{messages.number(one.hi, language, 2)})"
