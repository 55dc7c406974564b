"""Findings and ledgers, for programs: JSON, and the notes that a code host shows beside the lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mapper.messages import describe
from mapper.model import Finding, Ledger


def findings_object(findings: Iterable[Finding], ledgers: Iterable[Ledger]) -> dict[str, Any]:  # JSON
    """Return the object `mapper.findings/1`."""
    return {
        "schema": "mapper.findings/1",
        "findings": [_finding(finding) for finding in findings],
        "ledger": [ledger_row(ledger) for ledger in ledgers],
    }


def render_json(findings: Iterable[Finding], ledgers: Iterable[Ledger]) -> str:
    """Return findings and ledgers as one JSON object."""
    return _dump(findings_object(findings, ledgers))


def render_github(findings: Iterable[Finding], _ledgers: Iterable[Ledger]) -> str:
    """Return a workflow command a finding, which shows it beside the line of the file."""
    return "".join(_command(finding) for finding in findings)


def render_built(files: Mapping[str, bytes], findings: Iterable[Finding], ledgers: Iterable[Ledger]) -> str:
    """Return what a build made, and what it found, as one JSON object."""
    told = findings_object(findings, ledgers)
    return _dump({**told, "schema": "mapper.build/1", "files": sorted(files)})


def _finding(finding: Finding) -> dict[str, Any]:  # JSON
    message, hint = describe(finding)
    where = {"file": finding.where.file, "row": finding.where.row, "column": finding.where.column}
    return {"level": finding.level, "code": finding.code, "where": where, "message": message, "hint": hint}


def ledger_row(ledger: Ledger) -> dict[str, Any]:  # JSON
    """Return the account of one source by the names of its columns."""
    """Return the account of one source by its columns."""
    return {
        "source": ledger.source,
        "rows_read": ledger.rows_read,
        "rows_used": ledger.rows_used,
        "rows_blank": ledger.count("blank"),
        "rows_unmatched": ledger.count("unmatched"),
        "rows_duplicate": ledger.count("duplicate"),
        "rows_rejected": ledger.count("rejected"),
    }


def _command(finding: Finding) -> str:
    message, hint = describe(finding)
    place = f"file={_property(finding.where.file)}"
    place += f",line={finding.where.row}" if finding.where.row else ""
    return f"::{finding.level} {place},title={_property(finding.code)}::{_escaped(f'{message} {hint}')}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _dump(told: Mapping[str, Any]) -> str:  # JSON
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
