import duckdb
import pytest

from mapper.errors import UnreadableFile
from mapper.sources.parquet import read_texts
from tests.sources.conftest import codes


def write(path, sql):
    duckdb.sql(f"copy ({sql}) to '{path}' (format parquet)")


def test_a_survey_may_be_parquet(read, tmp_path):
    rows = "values ('KZ-11', 'film', 2022, 1234.567, 'a'), ('KZ-10', 'craft', 2022, null, null)"
    write(tmp_path / "s.parquet", f"select * from ({rows}) as t(region, sector, period, value, note)")  # noqa: S608
    columns = {"region": "region", "sector": "sector", "period": "period", "value": "value"}
    survey = read(None, file="s.parquet", columns=columns)
    assert (codes(survey), survey.ledger.rows_used) == ([], 2)
    assert survey.records["value"].fillna(-1).tolist() == [1234.567, -1]
    assert survey.records["period"].tolist() == ["2022", "2022"]
    assert survey.records["row"].tolist() == [1, 2]


def test_numbers_of_parquet_are_no_thousands(tmp_path):
    write(tmp_path / "s.parquet", "select 1.234::double as x, 5::double as y, '011' as code, date '2024-06-26' as d")
    assert read_texts(tmp_path / "s.parquet", "s.parquet").to_numpy().tolist() == [["1.2340", "5", "011", "2024-06-26"]]


@pytest.mark.parametrize("raw", [b"PAR1", b"PAR1" + b"\x00" * 100 + b"PAR1"])
def test_damaged_parquet_is_told(tmp_path, raw):
    (tmp_path / "s.parquet").write_bytes(raw)
    with pytest.raises(UnreadableFile, match=r"s\.parquet: a damaged Parquet file"):
        read_texts(tmp_path / "s.parquet", "s.parquet")


def test_parquet_without_rows_is_told(tmp_path):
    write(tmp_path / "s.parquet", "select 1 as x where false")
    with pytest.raises(UnreadableFile, match="is empty"):
        read_texts(tmp_path / "s.parquet", "s.parquet")
