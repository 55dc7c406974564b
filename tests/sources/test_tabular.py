import pytest

from mapper.errors import BadData, UnreadableFile
from mapper.sources.tabular import find_column, read_table, require_columns


@pytest.fixture
def table(tmp_path):
    def go(content, **settings):
        path = tmp_path / "t.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(path, name="t.csv", **settings)

    return go


def test_codes_stay_texts(table):
    frame = table("oked,region\n74.10,011\n").frame
    assert frame.to_dict("records") == [{"oked": "74.10", "region": "011"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8_r", "cp866"])
def test_russian_is_read_in_every_usual_encoding(table, encoding):
    text = "регион;значение\nАкмолинская область;12\nКарагандинская область;3\n"
    assert table(text.encode(encoding)).frame["регион"].tolist() == ["Акмолинская область", "Карагандинская область"]


def test_kazakh_in_kz1048_is_read_when_it_is_stated(table):
    text = "өңір;мән\nҚарағанды облысы;3\n"
    assert table(text.encode("kz1048"), encoding="kz1048").frame["өңір"].tolist() == ["Қарағанды облысы"]


def test_a_guessed_encoding_is_told(table):
    read = table("регион;значение\nАкмолинская область;12\nКарагандинская область;3\n".encode("cp1251"))
    assert [(f.code, f.level, f.values) for f in read.findings()] == [
        ("guessed-encoding", "warning", {"encoding": "cp1251"})
    ]


def test_parts_of_two_encodings_are_refused(table):
    rows = "".join(f"Карагандинская область;{i}\n" for i in range(9)).encode("cp1251")
    with pytest.raises(UnreadableFile, match=r"t\.csv:11: is UTF-8, while other lines are not"):
        table("регион;значение\n".encode("cp1251") + rows + "Акмолинская область;3\n".encode())


def test_a_stated_encoding_is_not_a_guess(table):
    assert table("регион\nАбай\n".encode("cp1251"), encoding="cp1251").findings() == ()


def test_blank_rows_inside_are_kept_and_those_at_the_end_are_not(table):
    frame = table("a,b\n1,2\n\n,\n3,4\n\n\n").frame
    assert list(frame.index) == [2, 3, 4, 5]


def test_blank_lines_above_the_header_are_passed_over(table):
    read = table("\n\na,b\n1,2\n")
    assert (read.header_row, list(read.frame.index)) == (3, [4])


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n,,\n"])
def test_an_empty_file_says_so(table, text):
    with pytest.raises(UnreadableFile, match=r"t\.csv: is empty"):
        table(text)


def test_a_header_alone_says_so(table):
    with pytest.raises(UnreadableFile, match=r"t\.csv:1: a header without rows"):
        table("region,value\n")


@pytest.mark.parametrize("row", ["1,2,3", "1"])
def test_a_ragged_row_is_named(table, row):
    with pytest.raises(BadData, match=r"t\.csv:3: \d cells where the header has 2"):
        table(f"a,b\n1,2\n{row}\n")


def test_delimiters_at_the_end_of_lines_make_no_columns(table):
    assert list(table("a,b,,\n1,2,,\n").frame.columns) == ["a", "b"]


def test_a_column_without_a_name_is_called_by_its_place(table):
    assert list(table(",a\n0,1\n").frame.columns) == ["column 1", "a"]


def test_a_missing_column_names_the_nearest(table):
    with pytest.raises(BadData, match=r"t\.csv:1:regoin: no such column") as caught:
        require_columns(table("Region,value\nx,1\n"), ["regoin"])
    assert caught.value.hint == "Did you mean 'Region'?"


def test_a_name_that_stands_twice_is_refused_when_it_is_asked_for(table):
    read = table("a,value,value\nx,1,2\n")
    require_columns(read, ["a", "value (2)"])
    with pytest.raises(BadData, match="more than once") as caught:
        find_column(read, "value")
    assert "value (1)" in caught.value.hint


def test_a_column_is_found_without_its_group_or_its_other_header_rows(table):
    read = table("О бизнесе/Вес,в том числе / Кино,Өңір / Регион\n1,2,3\n")
    assert find_column(read, "Вес") == "О бизнесе/Вес"
    assert find_column(read, "Кино") == "в том числе / Кино"
    assert find_column(read, "Өңір") == "Өңір / Регион"


def test_a_name_that_may_be_two_columns_is_refused(table):
    with pytest.raises(BadData, match="may be 'a/x' or 'b/x'"):
        find_column(table("a/x,b/x\n1,2\n"), "x")


def test_three_hundred_columns_are_read(table):
    header = ",".join(f"c{i}" for i in range(300))
    assert table(f"{header}\n{header}\n").frame.shape == (1, 300)


def test_a_binary_file_is_not_a_table(table):
    with pytest.raises(UnreadableFile, match="not a text file"):
        table(b"\x00\x01\x02\x03")
