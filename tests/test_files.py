"""Every byte in and out."""

from pathlib import Path

import pytest

from mapper import files
from mapper.errors import UnreadableFile


def test_a_missing_file_names_the_nearest_beside_it(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text("a\n")
    with pytest.raises(UnreadableFile) as caught:
        files.read_bytes(tmp_path / "survei.csv")
    assert "no such file" in caught.value.what
    assert "'survey.csv'" in caught.value.hint


def test_a_file_in_a_missing_folder_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        files.read_bytes(tmp_path / "none" / "a.csv")
    assert str(tmp_path / "none") in caught.value.hint


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a folder"):
        files.read_bytes(tmp_path)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16")],
)
def test_marked_and_plain_unicode_is_read(encoding: str, told: str) -> None:
    assert files.decode("Қостанай;3\n".encode(encoding), "x.csv") == files.Text("Қостанай;3\n", told)


def test_cyrillic_of_one_byte_is_guessed_and_told() -> None:
    text = "Регион;Значение\nАкмолинская область;12\nКостанайская область;7\nПавлодарская область;9\n"
    read = files.decode(text.encode("cp1251"), "x.csv")
    assert read.text == text
    assert read.encoding == "cp1251"


def test_a_wrong_stated_encoding_is_refused_with_the_byte() -> None:
    with pytest.raises(UnreadableFile, match=r"x\.csv: byte 0: not ascii"):
        files.decode("Қ".encode(), "x.csv", "ascii")


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="unknown encoding 'klingon'"):
        files.decode(b"a", "x.csv", "klingon")


def test_a_binary_file_is_not_text() -> None:
    with pytest.raises(UnreadableFile, match="not a text file"):
        files.decode(b"PK\x03\x04\x00\x00", "x.csv")


def test_a_write_leaves_no_other_file_behind(tmp_path: Path) -> None:
    path = files.write(tmp_path / "deep" / "a.txt", "Ә\n")
    assert path.read_bytes() == "Ә\n".encode()
    assert [p.name for p in path.parent.iterdir()] == ["a.txt"]


def test_a_write_into_a_file_that_is_a_folder_is_refused_and_leaves_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(UnreadableFile, match="cannot be written"):
        files.write(tmp_path / "a", "x")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
