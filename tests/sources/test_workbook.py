import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import MapperError, UnreadableFile
from mapper.sources import sheet_xml
from mapper.sources.tabular import read_table
from mapper.sources.workbook import ENCRYPTED, OLE, read_sheet

KOBO = Path(__file__).parents[2].parent / "shared" / "data" / "kobo"
needs_kobo = pytest.mark.skipif(not KOBO.is_dir(), reason="the shared sample files are not beside the checkout")


def workbook(*rows, write=lambda book, sheet: None, name="S"):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    write(book, sheet)
    book.close()
    return out.getvalue()


def texts(raw, **settings):
    return [list(row) for _, row in read_sheet(raw, "b.xlsx", **settings).grid]


SMALL = workbook(["region", "value"], ["KZ-11", 5], ["KZ-10", "x"])


def rewrite(raw, part, change):
    """Return a workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def test_numbers_are_told_as_they_are_shown_and_texts_as_they_stand():
    raw = workbook([1234, 0.1 + 0.2, 1e20, "011", "74.10", True, -5])
    assert texts(raw) == [["1234", "0.3", "1e+20", "011", "74.10", "1", "-5"]]


def test_three_decimals_are_not_taken_for_thousands():
    assert texts(workbook([12.345])) == [["12.3450"]]


def test_dates_are_told_in_iso():
    def dates(book, sheet):
        form = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for column, text in enumerate(("2024-06-26", "2024-06-26T10:30")):
            sheet.write_datetime(0, column, dt.datetime.fromisoformat(text), form)

    assert texts(workbook(write=dates)) == [["2024-06-26", "2024-06-26T10:30:00"]]


def test_errors_and_formulas_without_a_value_do_not_turn_blank():
    def formulas(book, sheet):
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(1, 2, "=A1&B1", None, "")

    raw = workbook(["a", "b", "c"], write=formulas)
    assert texts(raw)[1] == ["#DIV/0!", "2", "=A1&B1"]


def test_rows_are_numbered_as_in_the_sheet():
    raw = workbook(write=lambda book, sheet: (sheet.write_row("B3", ["a", "b"]), sheet.write_row("B5", ["1", "2"])))
    table = frame(raw)
    assert (table.header_row, list(table.frame.index)) == (3, [4, 5])


def frame(raw, tmp=None, **settings):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.xlsx"
        path.write_bytes(raw)
        return read_table(path, name="b.xlsx", **settings)


def test_the_first_visible_sheet_with_cells_is_read_and_others_by_name():
    def more(book, sheet):
        sheet.hide()
        book.add_worksheet("Empty").activate()
        book.add_worksheet("Data").write_row(0, 0, ["x", "y"])

    raw = workbook(["hidden", "sheet"], write=more)
    assert read_sheet(raw, "b.xlsx").name == "Data"
    assert texts(raw, sheet="S") == [["hidden", "sheet"]]


def test_an_unknown_sheet_names_the_nearest():
    with pytest.raises(UnreadableFile, match="no sheet 'Lst'") as caught:
        read_sheet(workbook(["a"], name="Лист"), "b.xlsx", "Lst")
    assert "Лист" in caught.value.hint


def test_a_truncated_workbook_says_so():
    raw = workbook(["a", "b"], ["1", "2"])
    for cut in (10, 100, len(raw) // 2, len(raw) - 5):
        with pytest.raises(UnreadableFile, match=r"b\.xlsx: a damaged workbook"):
            read_sheet(raw[:cut], "b.xlsx")


def test_a_protected_workbook_says_so():
    with pytest.raises(UnreadableFile, match="protected by a password"):
        read_sheet(OLE + bytes(600) + ENCRYPTED + bytes(600), "b.xlsx")


def test_a_zip_bomb_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", bytes(60_000_000))
    with pytest.raises(UnreadableFile, match="unpacks to 60 MB"):
        read_sheet(out.getvalue(), "b.xlsx")


def test_cells_at_the_ends_of_a_sheet_do_not_fill_the_memory():
    raw = workbook(["a"], write=lambda book, sheet: sheet.write("XFD1048576", "far"))
    with pytest.raises(UnreadableFile, match="span 1,048,576 rows and 16,384 columns"):
        read_sheet(raw, "b.xlsx")


def test_an_enormous_cell_is_refused():
    part = "xl/worksheets/sheet1.xml"
    cell = b'<c r="A1" t="inlineStr"><is><t>' + b"x" * 2_000_000 + b"</t></is></c>"
    raw = rewrite(workbook(["a"]), part, lambda xml: xml.replace(b'<c r="A1" t="s"><v>0</v></c>', cell))
    with pytest.raises(UnreadableFile, match="a cell of 2,000,000 characters"):
        read_sheet(raw, "b.xlsx")


def test_another_zip_is_not_a_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("hello.txt", "hello")
    with pytest.raises(UnreadableFile, match="damaged workbook"):
        read_sheet(out.getvalue(), "b.xlsx")


def test_an_open_document_is_read():
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="T">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    text = '<table:table-cell office:value-type="string"><text:p>{0}</text:p></table:table-cell>'
    figure = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
    row = "<table:table-row>{0}</table:table-row>"
    rows = row.format(text.format("region") + text.format("n")) + row.format(text.format("Абай") + figure.format("5"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", manifest)
        book.writestr("content.xml", content.format(rows=rows))
    assert texts(out.getvalue()) == [["region", "n"], ["Абай", "5"]]


@needs_kobo
def test_the_ministry_workbook_has_its_two_row_header():
    table = read_table(KOBO / "ministry.xlsx")
    assert list(table.frame.columns) == [
        "№",
        "Регион",
        "Всего",
        "в том числе / Кино, видео",
        "в том числе / Ремёсла",
        "в том числе / Дизайн",
        "Доля, %",
    ]
    assert (table.sheet, table.header_row, list(table.frame.index)) == ("Лист1", 4, [5, 6, 7, 8, 9])


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_workbook_with_damaged_bytes_is_read_or_refused(data):
    raw = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_sheet(bytes(raw), "b.xlsx")
    except MapperError:
        return


@given(st.binary(max_size=400), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_sheet_of_other_xml_is_read_or_refused(content, whole):
    part = "xl/worksheets/sheet1.xml"
    raw = rewrite(SMALL, part, lambda xml: content if whole else xml[:300] + content + xml[300:])
    try:
        read_sheet(raw, "b.xlsx")
    except MapperError:
        return


def test_columns_are_counted_from_their_letters():
    assert [sheet_xml._column(letters) for letters in (b"A", b"Z", b"AA", b"XFD")] == [0, 25, 26, 16383]
