"""Data to stdout, everything else to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:  # the model's classes cost more to make than the help to print
    from mapper.model import Finding, Ledger

PATIENCE = 1.0
"""Seconds without a word."""


def emit(content: str | bytes, out: Path | None = None) -> None:
    """Put data to stdout (no file, or "-"), or into a file, which is told."""
    from mapper import files

    to_stdout = out in (None, files.STREAM)
    if to_stdout and isinstance(content, bytes) and sys.stdout and sys.stdout.isatty():
        from mapper.errors import BadConfig

        raise BadConfig("a binary file is not for a terminal", hint="Name a file: -o F.")
    if out is None or to_stdout:
        files.write_out(content)
    else:
        tell(f"wrote {files.write(out, content)}")


def tell(line: str) -> None:
    """Say a line to the person at the terminal, if there is one; terminal codes in it do not run."""
    with suppress(OSError):  # where nothing can be told, the data still go out
        typer.echo("".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in line), err=True)


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Show on a terminal that something is under way, once it takes longer than a second."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    from rich.console import Console

    status = Console(stderr=True).status(doing)
    timer = Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()


def tell_error(what: str, hint: str, level: str = "error") -> None:
    """Say a fault in two lines: what, and what to do."""
    tell(f"{level}: {what}")
    if hint:
        tell(f"  hint: {hint}")


def tell_findings(findings: Iterable[Finding], limit: int = 20) -> None:
    """Say findings, errors first, at most `limit` of them; the rest are counted."""
    from mapper.messages import describe

    ordered = sorted(findings, key=lambda finding: finding.level)
    for finding in ordered[:limit]:
        message, hint = describe(finding)
        tell_error(f"{finding.where}: {message}", hint, finding.level)
    if len(ordered) > limit:
        tell(f"... and {len(ordered) - limit} more: `mapper check --format json` lists them all.")


def tell_ledgers(ledgers: Iterable[Ledger]) -> None:
    """Say the account of every source in a line."""
    from mapper.model import REASONS

    for ledger in ledgers:
        rest = " + ".join(f"{ledger.count(reason)} {reason}" for reason in REASONS)
        tell(f"{ledger.source}: {ledger.rows_read} rows read = {ledger.rows_used} used + {rest}")
