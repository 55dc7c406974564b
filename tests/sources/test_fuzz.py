"""Any table is read with a balanced account, or refused in words; nothing else comes out: 2,000 cases in all.

More of them: `FUZZ_TIMES=10 pytest tests/sources/test_fuzz.py`.
"""

import csv
import io
import os

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.errors import MapperError
from mapper.messages import describe

TIMES = int(os.environ.get("FUZZ_TIMES", "1"))


def cases(count):
    return settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=TIMES * count)


NAMES = ["region", "sector", "period", "value", "value_status", "w", "q/film", "q/craft", "2022", "Абай облысы", ""]
TEXTS = ["KZ-11", "г. Алматы", "Атлантида", "Всего", "film", "flim", "2022", "3 102", "27,9%", "-", "…", "х", "=1+1"]
CELL = st.one_of(
    st.sampled_from(["", "1", "0", *TEXTS]),
    st.text(st.characters(codec="utf-8"), max_size=6),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
)
TABLE = st.integers(1, 6).flatmap(
    lambda width: st.tuples(
        st.lists(st.sampled_from(NAMES), min_size=width, max_size=width),
        st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8),
    )
)
LAYOUTS = st.sampled_from(["long", "sectors-across", "periods-across", "regions-across", "choices"])
COLUMNS = st.dictionaries(
    st.sampled_from(["region", "sector", "period", "value", "status", "weight", "strata", "id", "lon", "lat", "point"]),
    st.sampled_from([*NAMES, "q"]),
    min_size=1,
    max_size=4,
)
SETTINGS = st.fixed_dictionaries(
    {"layout": LAYOUTS, "columns": COLUMNS, "design": st.sampled_from(["register", "probability"])},
    optional={
        "header": st.integers(0, 3),
        "header_rows": st.integers(0, 3),
        "decimal": st.sampled_from([",", "."]),
        "unmatched": st.just("warning"),
        "sectors": st.just("sectors.csv"),
        "across": st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["film", "2022"]), max_size=2),
    },
)


def check(read, raw, name, chosen):
    try:
        survey = read(raw, file=name, **chosen)
    except MapperError as error:
        assert error.what  # noqa: PT017 - refusing is one of the two right answers
        assert error.hint  # noqa: PT017
        return
    ledger = survey.ledger
    assert ledger.balances()
    assert ledger.rows_used == survey.records["row"].nunique()
    assert not set(survey.records["row"]) & {unused.row for unused in ledger.unused}
    for finding in survey.findings:
        assert all(describe(finding, language) for language in ("kk", "ru", "en"))


@given(TABLE, SETTINGS, st.sampled_from([",", ";", "\t"]))
@cases(1000)
def test_any_csv_is_read_or_refused(read, table, chosen, delimiter):
    header, rows = table
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    check(read, out.getvalue().encode(), "f.csv", chosen)


@given(st.binary(max_size=200), SETTINGS)
@cases(600)
def test_any_bytes_are_read_or_refused(read, raw, chosen):
    check(read, b"region,value\n" + raw, "f.csv", chosen)


@given(TABLE, SETTINGS, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=2))
@cases(400)
def test_any_workbook_is_read_or_refused(read, table, chosen, corners):
    header, rows = table
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_numbers": True, "nan_inf_to_errors": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
        if corners:
            row, column = corners[0]
            sheet.merge_range(row, column, row + 1, column + len(corners), "merged")
    check(read, out.getvalue(), "f.xlsx", chosen)
