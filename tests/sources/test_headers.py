from mapper.sources.headers import Head, find_table


def grid(*rows):
    return [(number, row) for number, row in enumerate(rows, start=1)]


def test_titles_stand_above_the_header():
    table = find_table(grid(["Title", "", ""], ["", "", ""], ["a", "b", "c"], ["1", "2", "3"]), Head())
    assert (table.row, table.names) == (3, ("a", "b", "c"))


def test_a_table_of_one_column_has_no_title():
    assert find_table(grid(["region"], ["Akmola"]), Head()).names == ("region",)


def test_a_stated_row_is_the_header():
    table = find_table(grid(["Unit", "number"], ["a", "b"], ["1", "2"]), Head(row=2))
    assert (table.names, table.body) == (("a", "b"), [(3, ["1", "2"])])


def test_merged_headers_join_their_texts():
    rows = grid(["Region", "of them", ""], ["", "film", "craft"], ["Akmola", "1", "2"])
    table = find_table(rows, Head(), (((0, 0), (1, 0)), ((0, 1), (0, 2))))
    assert table.names == ("Region", "of them / film", "of them / craft")
    assert [number for number, _ in table.body] == [3]


def test_stated_header_rows_join_without_merged_cells():
    rows = grid(["Өңір", "оның ішінде", ""], ["Регион", "Кино", "Дизайн"], ["Абай", "1", "2"])
    assert find_table(rows, Head(rows=2)).names == ("Өңір / Регион", "оның ішінде / Кино", "оның ішінде / Дизайн")


def test_a_merged_label_stands_for_each_of_its_rows_and_a_merged_figure_does_not():
    rows = grid(["region", "sector", "n"], ["Akmola", "film", "7"], ["", "craft", ""])
    table = find_table(rows, Head(), (((1, 0), (2, 0)), ((1, 2), (2, 2))))
    assert table.body[1][1] == ["Akmola", "craft", ""]


def test_a_row_of_hxl_tags_belongs_to_the_header():
    table = find_table(grid(["r", "n"], ["#adm1+name", "#indicator +num"], ["Akmola", "1"]), Head())
    assert table.body == [(3, ["Akmola", "1"])]


def test_nothing_is_no_table():
    assert find_table(grid(["", ""]), Head()) is None
    assert find_table([], Head()) is None
