"""What a cell says: a number, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

MARKS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("-", "–", "—", "−"), "zero"),
        **dict.fromkeys(("…", "...", "..", "н/д", "n/a", "na"), "not_available"),
        **dict.fromkeys(("х", "x", "*"), "suppressed"),
        "": "not_available",
    }
)
"""Signs of statistical tables (small letters) that stand for a value status; both alphabets' x."""

SPACES = str.maketrans("", "", "\u00a0\u202f\u2009 '\u2019")
GROUPED = re.compile(r"\d{1,3}([ \u00a0\u202f\u2009'\u2019])\d{3}(\1\d{3})*([.,]\d+)?")
PLAIN = re.compile(r"\d+([.,]\d+)?|\d+(\.\d+)?[eE][+-]?\d+")
SIGNED_GROUPS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?|[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")
"""Three digits after one comma: thousands in English, a decimal fraction in Russian and Kazakh."""
DECIMAL = re.compile(r"[\d \u00a0\u202f]*\d([.,])\d+")
DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""Of either sign it may part thousands or be the decimal one."""


@dataclass(frozen=True)
class Cell:
    """A value and its status (`model.VALUE_STATUSES`), or the code of the finding that says why it is neither."""

    value: float | None
    status: str
    fault: str = ""


def read_cell(text: str, *, decimal: str = "", marks: Mapping[str, str] = MARKS) -> Cell:
    """Read a number or a mark; `decimal` ("," or ".") settles "1,234", which otherwise is a fault.

    >>> read_cell("3 102"), read_cell("27,9%").value, read_cell("х").status
    (Cell(value=3102.0, status='ok', fault=''), 27.9, 'suppressed')
    """
    trimmed = text.strip()
    status = marks.get(trimmed.casefold())
    if trimmed.startswith("="):
        return Cell(None, "", "formula-without-value")
    if status is not None:
        return Cell(0.0 if status == "zero" else None, status)
    sign, body = _sign(trimmed)
    if EITHER.fullmatch(body) and not decimal:
        return Cell(None, "", "ambiguous-number")
    number = _number(body, decimal)
    return Cell(None, "", "not-a-number") if number is None else Cell(sign * number, "ok")


def decimal_sign(texts: Iterable[str]) -> str:
    """Return the decimal sign that a column's unambiguous numbers show, or "" if they show none or both.

    >>> decimal_sign(["1,234", "27,9"])
    ','
    """
    signs = {_shown(_sign(text.strip())[1]) for text in texts} - {""}
    return signs.pop() if len(signs) == 1 else ""


def marks_with(extra: Mapping[str, str]) -> Mapping[str, str]:
    """Return the usual marks, with a survey's own (`missing` in mapper.toml) over them."""
    return {**MARKS, **{mark.strip().casefold(): status for mark, status in extra.items()}}


def _sign(text: str) -> tuple[float, str]:
    """Split off a minus, a percent sign and the asterisks of a footnote."""
    body = text.rstrip("*").rstrip().removesuffix("%").rstrip()
    if body[:1] in {"-", "−", "–"}:
        return -1.0, body[1:].lstrip()
    return 1.0, body.removeprefix("+")


def _number(body: str, decimal: str) -> float | None:
    if GROUPED.fullmatch(body):
        return float(body.translate(SPACES).replace(",", "."))
    if SIGNED_GROUPS.fullmatch(body) and _thousands(body, decimal):
        thousands = _thousands(body, decimal)
        return float(body.replace(thousands, "").replace(",", "."))
    if PLAIN.fullmatch(body):
        value = float(body.replace(",", "."))
        return value if value < float("inf") else None
    return None


def _thousands(body: str, decimal: str) -> str:
    """Return the sign that groups thousands in `body`, or "" if its only sign is a decimal one."""
    if {",", "."} <= set(body):
        return "," if body.rindex(".") > body.rindex(",") else "."
    sign = "," if "," in body else "."
    if body.count(sign) > 1:
        return sign
    return sign if decimal and sign != decimal else ""


def _shown(body: str) -> str:
    """Return the decimal sign of a number that leaves no doubt."""
    if {",", "."} <= set(body) and SIGNED_GROUPS.fullmatch(body):
        return body[max(body.rindex(","), body.rindex("."))]
    if SIGNED_GROUPS.fullmatch(body) and (body.count(",") > 1 or body.count(".") > 1):
        return "." if "," in body else ","
    if DECIMAL.fullmatch(body) and not DOUBTFUL.fullmatch(body):
        return "," if "," in body else "."
    return ""
