import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import UnreadableFile
from mapper.sources.delimited import read_grid, sniff_delimiter


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_recognised(delimiter):
    text = f"region{delimiter}value\nAkmola{delimiter}1\n"
    assert read_grid(text, "f") == [(1, ["region", "value"]), (2, ["Akmola", "1"])]


def test_decimal_commas_do_not_hide_a_semicolon():
    assert sniff_delimiter("region;value\nАкмола;1,5\nАбай;2,5\n") == ";"


def test_a_list_in_a_quoted_cell_does_not_hide_the_delimiter():
    assert sniff_delimiter('a;b\n"x, y, z";1\n"u, v, w";2\n') == ";"


def test_excels_own_line_states_the_delimiter():
    assert read_grid("sep=|\na;b|c\n1|2\n", "f") == [(2, ["a;b", "c"]), (3, ["1", "2"])]


def test_a_row_is_numbered_by_the_line_on_which_it_starts():
    grid = read_grid('a,b\n"two\nlines",1\nx,2\n', "f")
    assert [row for row, _ in grid] == [1, 2, 4]


def test_a_quote_that_never_closes_is_an_error_at_its_line():
    with pytest.raises(UnreadableFile, match=r"f:3: not a row"):
        read_grid('a,b\n1,2\n"x,3\ny,4\n', "f")


def test_a_cell_of_millions_of_characters_is_refused():
    with pytest.raises(UnreadableFile, match=r"f:2: a cell of more than 1,000,000 characters"):
        read_grid("a,b\n" + "x" * 2_000_000 + ",1\n", "f")


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=2)))
def test_what_python_writes_is_read_back(rows):
    out = io.StringIO()
    csv.writer(out).writerows([["first", "second"], *rows])
    assert [cells for _, cells in read_grid(out.getvalue(), "f")] == [["first", "second"], *rows]
