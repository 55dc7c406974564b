"""The home of a report, and its account of the rows that were not used."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from mapper import messages
from mapper.config import MapConfig, Project, TableConfig
from mapper.model import REASONS, Ledger, Region
from mapper.views.about import About, Group, about_json, cut, group_unused
from mapper.views.page import Frame, escape_md, render_page
from mapper.views.profile import address


def render_index(
    project: Project,
    about: About,
    profiled: Sequence[Region] = (),
    answers: Sequence[tuple[MapConfig, TableConfig]] = (),
) -> str:
    """Return the page that links everything a build made, and says what it was made from.

    `profiled` are the regions that have a page of their own, `answers` the map and the table of each answer to what is
    asked of the rollout.
    """
    charts, tables = [chart for chart, _ in answers], [table for _, table in answers]
    data: Mapping[str, object] = {
        "schema": "mapper.page/1",
        "page": "index",
        "subtitle": dict(project.project.subtitle),
        "about": about_json(about),
        "explore": "explore.html" if len(project.map) > 1 else None,
        "maps": [_map_json(chart) for chart in (*project.map, *charts)],
        "tables": [_table_json(table) for table in (*project.table, *tables)],
        "regions": [{"href": address(one.code), "title": dict(one.name)} for one in profiled],
        "files": ["joins.md", "joins.json", "manifest.json"],
    }
    scripts = ("core.js", "about.js", "index.js")
    return render_page(Frame(project.project.title, about.languages, data, scripts=scripts))


def render_joins_md(ledgers: Sequence[Ledger], language: str = "en") -> str:
    """Return the account as Markdown: a table of sums, then the unused rows of each source by frequency."""
    lines = [f"# {messages.text(language, 'joins.title')}", ""]
    if not ledgers:
        return "\n".join([*lines, messages.text(language, "joins.none"), ""])
    heads = [messages.text(language, f"page.{key}") for key in ("source", "read", "used", *REASONS)]
    lines += [_row(heads), _row(["---", *["---:"] * (len(heads) - 1)])]
    for ledger in ledgers:
        counts = [ledger.rows_read, ledger.rows_used, *_counts(ledger).values()]
        lines.append(_row([escape_md(ledger.source), *map(str, counts)]))
    for ledger in ledgers:
        lines += ["", f"## {escape_md(ledger.source)}", "", *_unused_md(ledger, language)]
    return "\n".join([*lines, ""])


def render_joins_json(ledgers: Sequence[Ledger]) -> str:
    """Return the account as one object `mapper.joins/1`: every unused row, a line each."""
    sources = [
        {
            "source": ledger.source,
            "rows_read": ledger.rows_read,
            "rows_used": ledger.rows_used,
            **{f"rows_{reason}": count for reason, count in _counts(ledger).items()},
            "unused": [_unused_json(group) for group in group_unused(ledger)],
        }
        for ledger in ledgers
    ]
    return json.dumps({"schema": "mapper.joins/1", "sources": sources}, ensure_ascii=False, indent=1) + "\n"


def _map_json(chart: MapConfig) -> Mapping[str, object]:
    return {"href": f"maps/{chart.id}.html", "title": chart.title, "subtitle": chart.subtitle}


def _table_json(table: TableConfig) -> Mapping[str, object]:
    links = {style: f"tables/{table.id}.{style}" for style in table.formats}
    return {"title": table.title, "links": links}


def _counts(ledger: Ledger) -> Mapping[str, int]:
    return {reason: ledger.count(reason) for reason in REASONS}


def _unused_md(ledger: Ledger, language: str) -> list[str]:
    if not ledger.unused:
        return [messages.text(language, "joins.all_used")]
    heads = [messages.text(language, f"page.{key}") for key in ("text", "why", "count", "candidates", "where")]
    rows = [_group_md(group, language) for group in group_unused(ledger)]
    return [_row(heads), _row(["---", "---", "---:", "---", "---"]), *rows]


def _group_md(group: Group, language: str) -> str:
    shown = ", ".join(map(str, group.rows[:10]))
    more = len(group.rows) - 10
    told = f"{shown} {messages.text(language, 'joins.more', count=str(more))}" if more > 0 else shown
    why = f"{messages.text(language, f'page.{group.reason}')}: {messages.text(language, f'why.{group.why}')}"
    where = f"{group.file}: {told}" if told else group.file
    cells = [group.text, why, str(group.count), ", ".join(group.candidates), where]
    return _row([escape_md(one) for one in cells])


def _unused_json(group: Group) -> Mapping[str, object]:
    return {
        "text": cut(group.text),
        "reason": group.reason,
        "why": group.why,
        "candidates": list(group.candidates),
        "count": group.count,
        "file": group.file,
        "rows": list(group.rows),
    }


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
