import datetime as dt

import pytest

from mapper.sources.dates import read_date


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2024-06-26", "", "2024-06-26", "2024-06-26"),
        ("2024-06-26", "month", "2024-06-01", "2024-06-30"),
        ("2024-02", "", "2024-02-01", "2024-02-29"),
        ("2024-Q4", "", "2024-10-01", "2024-12-31"),
        ("2025-12-31", "year", "2025-01-01", "2025-12-31"),
        ("2024", "year", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_date_spans_the_days_of_its_precision(text, precision, first, last):
    found = read_date(text, precision)
    assert (found.first, found.last) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("text", ["26.06.2024", "2024-13", "2024-02-30", "soon", "45469", "2024-6-1"])
def test_other_texts_are_no_dates(text):
    with pytest.raises(ValueError, match=r".+"):
        read_date(text)


def test_a_precision_finer_than_the_date_is_refused():
    with pytest.raises(ValueError, match="2024-06"):
        read_date("2024-06", "day")
