import sys
from pathlib import Path

import pandas as pd
import pytest

from mapper.errors import BadConfig, UnreadableFile
from mapper.sources.tabular import read_table

pyreadstat = pytest.importorskip("pyreadstat", reason='needs the extra: pip install "regional-mapper[spss]"')
SAV = Path(__file__).parents[2].parent / "shared" / "data" / "kobo" / "t.sav"
needs_sav = pytest.mark.skipif(not SAV.is_file(), reason="the shared sample files are not beside the checkout")


@needs_sav
def test_labels_and_codes_of_a_labelled_variable_are_read():
    frame = read_table(SAV).frame
    assert frame["region"].tolist() == ["Акмолинская область", "Туркестанская область", "Туркестанская область"]
    assert frame["region:code"].tolist() == ["11", "61", "61"]
    assert frame["sectors_film"].tolist() == ["Да", "", "Нет"], "a missing value is blank"
    assert frame["w"].tolist() == ["1.25", "0.75", "1"]
    assert list(frame.index) == [1, 2, 3]


@needs_sav
def test_a_survey_of_spss_is_read_with_its_weights(read):
    columns = {"region": "region", "value": "sectors_film:code", "weight": "w"}
    survey = read(SAV.read_bytes(), file="t.sav", columns=columns, design="probability")
    assert survey.records["region"].tolist() == ["KZ-11", "KZ-61", "KZ-61"]
    assert survey.records["value_status"].tolist() == ["ok", "not_available", "ok"]
    assert survey.records["weight"].tolist() == [1.25, 0.75, 1]
    assert survey.findings == ()


def test_a_file_of_stata_is_read(tmp_path):
    pyreadstat.write_dta(pd.DataFrame({"region": ["KZ-11"], "n": [5.5]}), str(tmp_path / "t.dta"), version=15)
    assert read_table(tmp_path / "t.dta").frame.to_dict("records") == [{"region": "KZ-11", "n": "5.5"}]


def test_a_damaged_file_says_so(tmp_path):
    (tmp_path / "t.sav").write_bytes(b"$FL2" + b"x" * 300)
    with pytest.raises(UnreadableFile, match=r"t\.sav: a damaged file of SPSS or Stata"):
        read_table(tmp_path / "t.sav", name="t.sav")


def test_without_the_reader_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    (tmp_path / "t.sav").write_bytes(b"$FL2" + b"x" * 300)
    with pytest.raises(BadConfig, match="need the extra `spss`") as caught:
        read_table(tmp_path / "t.sav", name="t.sav")
    assert "regional-mapper[spss]" in caught.value.hint
