"""Text tables become typed Parquet: once, with the numbers that a small table's cells would have, and nothing lost."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import BadConfig, BadData, UnreadableFile
from mapper.messages import describe
from mapper.sources.cells import read_cell
from mapper.sources.engine import Microdata, compute_sums, open_engine
from mapper.sources.typed import TextSource, type_once, write_typed


@pytest.fixture
def typed(tmp_path):
    """Write a text as survey.csv and type it."""

    def go(content, **settings):
        path = tmp_path / "survey.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        asked = {"numbers": ("value",), "texts": ("region",)} | settings
        return type_once(TextSource(path, "survey.csv", **asked), tmp_path / "cache")

    return go


def rows(made, columns="region, value"):
    with duckdb.connect() as connection:
        return connection.execute(f"select {columns} from '{made.path}'").fetchall()  # noqa: S608 - a path of the tests


def test_numbers_are_typed_and_codes_stay_texts(typed):
    made = typed("code,region,value\n74.10,011,1.5\n74.10,KZ-11,2\n", texts=("region", "code"))
    assert rows(made, "code, region, value") == [("74.10", "011", 1.5), ("74.10", "KZ-11", 2.0)]
    assert made.findings == ()


def test_columns_that_are_not_asked_for_are_not_kept(typed):
    made = typed("phone,region,value\n7701,A,1\n")
    with open_engine() as engine:
        assert set(engine.columns([str(made.path)])) == {"region", "value", "not typed: value"}


def test_marks_and_groups_are_read_as_in_a_small_table(typed):
    made = typed('region;value\nA;3 102\nB;-\nC;…\nD;х\nE;\nF;27,9%\nG;"1.234,5"\nH;н/д\nI;7\n')
    assert rows(made) == [
        ("A", 3102.0),
        ("B", 0.0),
        ("C", None),
        ("D", None),
        ("E", None),
        ("F", 27.9),
        ("G", 1234.5),
        ("H", None),
        ("I", 7.0),
    ]


def test_a_point_among_decimal_commas_parts_thousands(typed):
    assert [value for _, value in rows(typed("region;value\nA;1,5\nB;1.234\nC;1,234\n"))] == [1.5, 1234.0, 1.234]


def test_texts_that_are_no_numbers_are_told_each_once_every_time(typed, tmp_path):
    made = typed("region,value\nA,many\nB,many\nC,inf\nD,=A1\nE,5\n")
    assert [(f.code, f.level, f.values["text"], f.values["count"]) for f in made.findings] == [
        ("formula-without-value", "error", "=A1", "1"),
        ("not-a-number", "error", "inf", "1"),
        ("not-a-number", "error", "many", "2"),
    ]
    assert str(made.findings[2].where) == "survey.csv:value"
    assert "many" in describe(made.findings[2], "ru")[0]
    stamp = made.path.stat().st_mtime_ns
    again = typed("region,value\nA,many\nB,many\nC,inf\nD,=A1\nE,5\n")
    assert (again.findings, again.path.stat().st_mtime_ns) == (made.findings, stamp)
    assert rows(made, 'region, value, "not typed: value"') == [
        ("A", None, "many"),
        ("B", None, "many"),
        ("C", None, "inf"),
        ("D", None, "=A1"),
        ("E", 5.0, None),
    ]


def test_each_column_has_a_decimal_sign_of_its_own(typed):
    made = typed('region;value;w\nA;"1,5";30.296\nB;"2,5";52.25\n', numbers=("value", "w"))
    assert rows(made, "value, w") == [(1.5, 30.296), (2.5, 52.25)]


def test_a_column_with_both_signs_is_read_as_a_small_table_is(typed):
    assert [value for _, value in rows(typed("region;value\nA;1,5\nB;1.5\nC;1.234\n"))] == [1.5, 1.5, 1.234]


def test_a_doubtful_comma_is_told_unless_the_sign_is_stated(typed):
    assert [f.code for f in typed('region;value\nA;"1,234"\n').findings] == ["ambiguous-number"]
    assert rows(typed('region;value\nA;"1,234"\n', decimal="."))[0][1] == 1234.0
    assert rows(typed('region;value\nA;"1,234"\n', decimal=","))[0][1] == 1.234


@given(
    st.lists(
        st.sampled_from(["1", "2.5", "-3", "", "-", "х", "1 000", "12,5", "1.234", "7%", "oops", "1e3"]), min_size=1
    )
)
@settings(max_examples=60, deadline=None)
def test_every_cell_is_what_read_cell_makes_of_it(tmp_path_factory, cells):
    folder = tmp_path_factory.mktemp("typed")
    path = folder / "s.csv"
    path.write_text("region;value\n" + "".join(f"A;{cell}\n" for cell in cells), encoding="utf-8")
    made = type_once(TextSource(path, "s.csv", ("value",), ("region",), decimal=","), folder / "cache")
    read = [read_cell(cell, decimal=",") for cell in cells]
    if any(cell.fault for cell in read):
        assert {f.values["text"] for f in made.findings} == {
            text for text, cell in zip(cells, read, strict=True) if cell.fault
        }
    else:
        assert sorted(map(str, (value for _, value in rows(made)))) == sorted(str(cell.value) for cell in read)


def test_the_same_content_is_typed_once_whatever_it_is_called(typed, tmp_path):
    first = typed("region,value\nA,1\n")
    stamp = first.path.stat().st_mtime_ns
    (tmp_path / "other.csv").write_text("region,value\nA,1\n", encoding="utf-8")
    again = type_once(TextSource(tmp_path / "other.csv", "o", ("value",), ("region",)), tmp_path / "cache")
    assert (again.path, again.path.stat().st_mtime_ns) == (first.path, stamp)
    assert typed("region,value\nA,2\n").path != first.path
    assert typed("region,value\nA,1\n", decimal=",").path != first.path


@pytest.mark.parametrize(
    ("content", "settings"),
    [
        ("region;value\nҚызылорда;1,5\n".encode("utf-8-sig"), {}),
        ("region;value\nҚызылорда;1,5\n".encode("utf-16"), {}),
        ("region;value\nҚызылорда;1,5\n".encode("kz1048"), {"encoding": "kz1048"}),
        ("sep=;\nregion;value\nҚызылорда;1,5\n".encode(), {}),
        ("region\tvalue\r\nҚызылорда\t1,5\r\n".encode(), {}),
    ],
)
def test_encodings_and_delimiters_are_those_of_small_tables(typed, content, settings):
    assert rows(typed(content, **settings)) == [("Қызылорда", 1.5)]


def test_a_cell_may_hold_lines_and_quotes(typed):
    assert rows(typed('region,value\n"one\ntwo ""x""",4\n')) == [('one\ntwo "x"', 4.0)]


@pytest.mark.parametrize("row", ["A,1,extra", "A", '"A,1'])
def test_a_row_that_does_not_fit_is_never_passed_over(typed, row):
    with pytest.raises(UnreadableFile, match=r"survey\.csv"):
        typed("region,value\nB,2\n" + row + "\n")


def test_names_that_stand_twice_are_refused(typed):
    with pytest.raises(BadData, match="'value' stands more than once"):
        typed("region,value,value\nA,1,2\n")


def test_an_empty_file_is_told(typed):
    with pytest.raises(BadData, match="is empty"):
        typed("")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        type_once(TextSource(tmp_path / "no.csv", "no.csv"), tmp_path / "cache")


def test_an_unknown_column_names_the_nearest(typed):
    with pytest.raises(BadConfig, match="no column 'vaule'") as told:
        typed("region,value\nA,1\n", numbers=("vaule",))
    assert "value" in told.value.hint


def test_a_column_of_texts_is_not_read_cell_by_cell(typed):
    with pytest.raises(BadData, match="column 'value' holds texts, such as 'answer 0'"):
        typed("region,value\n" + "".join(f"A,answer {n}\n" for n in range(12_000)))


def test_what_was_typed_can_be_summed(typed):
    made = typed("region;value\nA;1,5\nA;-\nB;…\n")
    with open_engine() as engine:
        sums = compute_sums(Microdata((str(made.path),), value="value", by={"region": "region"}), engine)
    assert sums[["region", "rows", "n", "wy"]].to_numpy().tolist() == [["A", 2, 2, 1.5], ["B", 1, 0, 0.0]]


def test_what_is_written_for_others_keeps_its_order(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("region,value\n" + "".join(f"r{n},{n}\n" for n in range(5000)), encoding="utf-8")
    made = write_typed(TextSource(path, "s.csv", ("value",), ("region",)), tmp_path / "s.parquet")
    assert [value for _, value in rows(made)] == list(range(5000))
