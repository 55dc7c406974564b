"""Dates as registers write them: known to the day, the month, the quarter or the year."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Literal, cast

from mapper.model import PartialDate

Precision = Literal["day", "month", "quarter", "year"]
PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "year")
"""The finest first."""

FORMS: tuple[tuple[Precision, str], ...] = (
    ("day", r"(\d{4})-(\d{2})-(\d{2})"),
    ("month", r"(\d{4})-(\d{2})"),
    ("quarter", r"(\d{4})-?[Qq]([1-4])"),
    ("year", r"(\d{4})"),
)


def read_date(text: str, precision: str = "") -> PartialDate:
    """Read 2024-06-26, 2024-06, 2024-Q2 or 2024; a `precision` coarser than the form widens it.

    Raise ValueError if it is no date, or if the precision is finer than the form.

    >>> read_date("2024-06-26", "quarter").last
    datetime.date(2024, 6, 30)
    """
    for form, pattern in FORMS:
        if found := re.fullmatch(pattern, text):
            if precision and PRECISIONS.index(cast("Precision", precision)) < PRECISIONS.index(form):
                raise ValueError(text)
            return _span(_first(form, [int(part) for part in found.groups()]), cast("Precision", precision or form))
    raise ValueError(text)


def _first(form: Precision, parts: list[int]) -> dt.date:
    month = parts[1] if len(parts) > 1 else 1
    return dt.date(parts[0], 3 * month - 2 if form == "quarter" else month, parts[2] if len(parts) > 2 else 1)


def _span(day: dt.date, precision: Precision) -> PartialDate:
    """Return the days of the month, quarter or year in which a day lies."""
    if precision == "day":
        return PartialDate(day, day, "day")
    months = {"month": 1, "quarter": 3, "year": 12}[precision]
    start = (day.month - 1) // months * months + 1
    end = start + months - 1
    last = dt.date(day.year, end, calendar.monthrange(day.year, end)[1])
    return PartialDate(dt.date(day.year, start, 1), last, precision)
