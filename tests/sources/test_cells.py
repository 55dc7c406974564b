import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.messages import number
from mapper.sources.cells import Cell, decimal_sign, marks_with, read_cell

NBSP, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 102", 3102),
        (f"3{NBSP}102", 3102),
        (f"1{THIN}234{THIN}567,5", 1234567.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1'234", 1234),
        ("0,0", 0),
        ("0,125", 0.125),
        ("12.345", 12.345),
        ("27,9%", 27.9),
        ("27.9 %", 27.9),
        ("42 900*", 42900),
        ("+5", 5),
        ("-5", -5),
        ("−1 234", -1234),
        ("1e5", 100000),
    ],
)
def test_numbers_of_statistical_tables(text, value):
    assert read_cell(text) == Cell(value, "ok")


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("-", 0, "zero"),
        ("–", 0, "zero"),
        ("…", None, "not_available"),
        ("...", None, "not_available"),
        ("", None, "not_available"),
        ("х", None, "suppressed"),
        ("X", None, "suppressed"),
        ("0,0", 0, "ok"),
    ],
)
def test_marks_mean_four_different_things(text, value, status):
    assert read_cell(text) == Cell(value, status)


@pytest.mark.parametrize("text", ["много", "12 чел.", "1 23", "1 2345", "inf", "nan", "1e999", "--5", "1,2,3", "0x10"])
def test_a_text_is_no_number(text):
    assert read_cell(text).fault == "not-a-number"


def test_three_digits_after_a_comma_are_in_doubt_unless_the_sign_is_known():
    assert read_cell("1,234").fault == "ambiguous-number"
    assert read_cell("1,234", decimal=",").value == 1.234
    assert read_cell("1,234", decimal=".").value == 1234
    assert read_cell("1.234", decimal=",").value == 1234


def test_a_stated_sign_only_settles_what_is_in_doubt():
    assert read_cell("27,9", decimal=".").value == 27.9
    assert read_cell("27.9", decimal=",").value == 27.9


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1,234", "27,9"], ","),
        (["1,234", "27.9"], "."),
        (["1,234", "1,234,567"], "."),
        (["1,234"], ""),
        (["27,9", "27.9"], ""),
        (["0,125"], ","),
        (["3 102", "-"], ""),
    ],
)
def test_a_column_tells_its_decimal_sign(texts, sign):
    assert decimal_sign(texts) == sign


def test_a_survey_may_have_marks_of_its_own():
    assert read_cell("99", marks=marks_with({"99": "not_available"})).status == "not_available"


@settings(deadline=None)
@given(st.integers(-(10**9), 10**9), st.sampled_from(["kk", "ru", "en"]))
def test_numbers_as_the_page_writes_them_are_read_back(value, language):
    sign = "." if language == "en" else ","
    assert read_cell(number(value, language), decimal=sign).value == value


@given(st.text(max_size=12), st.sampled_from(["", ",", "."]))
def test_any_text_is_a_number_a_mark_or_a_fault(text, decimal):
    cell = read_cell(text, decimal=decimal)
    assert bool(cell.fault) != bool(cell.status)
    decimal_sign([text])
