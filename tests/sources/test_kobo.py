from pathlib import Path

import pytest

from mapper.errors import BadData
from tests.sources.conftest import codes

KOBO = Path(__file__).parents[2].parent / "shared" / "data" / "kobo"
needs_kobo = pytest.mark.skipif(not KOBO.is_dir(), reason="the shared sample files are not beside the checkout")
XML = {"region": "region", "sector": "sectors", "weight": "wt"}
RU = {"region": "Регион", "sector": "Направления", "weight": "Вес"}
LABELS = {"Народные промыслы": "craft"}
FORM = {"layout": "choices", "design": "quota", "sectors": "sectors.csv", "taxonomy": "t"}
TICKS = "region,q/film,q/craft\nKZ-11,1,0\nKZ-61,,\n"


@pytest.fixture
def form(read):
    return lambda name, **settings: read((KOBO / name).read_bytes(), file=name, **{**FORM, **settings})


def ticks(survey):
    """Return sector -> the values of those who answered."""
    asked = survey.records.dropna(subset="value").groupby("sector", sort=False)["value"]
    return {sector: values.tolist() for sector, values in asked}


@needs_kobo
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("kobo_xml", XML),
        ("kobo_xml_details", XML),
        ("kobo_xml_hxl", XML),
        ("kobo_xml_summary", XML),
        ("kobo_ru", RU),
        ("kobo_ru_hier", RU),
    ],
)
def test_each_mode_of_the_exporter_gives_the_same_answers(form, name, columns, kind):
    survey = form(f"{name}.{kind}", columns=columns, sector_map=LABELS)
    assert ticks(survey) == {"film": [1, 0], "craft": [1, 0], "design": [0, 1]}
    assert survey.records["value"].isna().sum() == 3, "a question that was not answered is not zero"
    assert survey.records.drop_duplicates("row")["weight"].tolist() == [1.25, 0.75, 1]
    assert survey.records.drop_duplicates("row")["region"].tolist() == ["KZ-11", "KZ-61", "KZ-61"]
    assert (survey.ledger.rows_read, survey.ledger.rows_used, survey.findings) == (3, 3, ())


@needs_kobo
def test_answers_are_read_as_values_too(form):
    survey = form("kobo_ru_hier.csv", layout="long", columns={"region": "Регион", "value": "Занятых"})
    assert survey.records["value"].tolist() == [3, 12, 1]


@needs_kobo
def test_geopoints_give_the_region(form):
    columns = {"lon": "_gps_longitude", "lat": "_gps_latitude", "value": "emp"}
    survey = form("kobo_xml.csv", layout="long", columns=columns, unmatched="warning")
    assert survey.records["region"].tolist() == ["KZ-11", "KZ-61"]
    assert codes(survey) == ["no-point"]


@needs_kobo
@pytest.mark.parametrize("name", ["kobo_xml.xlsx", "kobo_ru_hier.xlsx"])
def test_repeats_stand_beside_their_submission(form, name):
    region = "region" if "xml" in name else "Регион"
    survey = form(name, layout="long", columns={"region": region}, sheet="product", parent="ci_map")
    assert survey.records["region"].tolist() == ["KZ-11", "KZ-11"]
    assert survey.ledger.rows_read == 2


def test_a_summary_of_labels_cannot_be_split(read):
    content = "Регион;Направления\nKZ-11;Кино и видео Ремёсла\n"
    with pytest.raises(BadData, match=r"survey\.csv:2:Направления: .* cannot be split back"):
        read(content, columns={"region": "Регион", "sector": "Направления"}, **FORM)


def test_a_summary_without_a_taxonomy_cannot_be_split(read):
    with pytest.raises(BadData, match="cannot be split back"):
        read("region;q\nKZ-11;film\n", layout="choices", design="quota", columns={"region": "region", "sector": "q"})


def test_other_marks_than_ticks_are_refused(read):
    with pytest.raises(BadData, match=r"survey\.csv:2:q/film: '7' where 1, 0 or nothing belongs"):
        read(TICKS.replace("1,0", "7,0"), columns={"region": "region", "sector": "q"}, **FORM)


def test_choices_in_the_way_of_surveycto_are_read(read):
    content = "region,q,q_film,q_craft\nKZ-11,film,1,0\nKZ-61,,,\n"
    survey = read(content, columns={"region": "region", "sector": "q"}, **FORM)
    assert ticks(survey) == {"film": [1], "craft": [0]}


def test_a_choice_that_the_taxonomy_lacks_is_told(read):
    survey = read(TICKS.replace("q/film", "q/flim"), columns={"region": "region", "sector": "q"}, **FORM)
    assert codes(survey) == ["suggested-sector"]


def test_a_repeat_without_its_submission_is_an_error(read, tmp_path):
    (tmp_path / "parents.csv").write_text("KEY,region\na,KZ-11\nb,KZ-61\n", encoding="utf-8")
    settings = {"columns": {"region": "region"}, "parent": "parents.csv"}
    assert read("PARENT_KEY,x\na,1\nb,2\na,3\n", **settings).records["region"].tolist() == ["KZ-11", "KZ-61", "KZ-11"]
    with pytest.raises(BadData, match=r"survey\.csv:3:PARENT_KEY: 'c' is no submission"):
        read("PARENT_KEY,x\na,1\nc,2\n", **settings)
    with pytest.raises(BadData, match="no column names the submission"):
        read("x,y\na,1\n", **settings)


SURVEYCTO = (
    "SubmissionDate,starttime,region,sectors,sectors_film,sectors_craft,KEY\n"
    "2024-06-27,x,11,film,1,0,uuid:a\n2024-06-28,x,61,,0,0,uuid:b\n"
)


def test_zeros_of_those_who_did_not_answer_are_blank(read):
    """SurveyCTO and ODK Central may write 0 in every column of a question that was passed over."""
    survey = read(SURVEYCTO, columns={"region": "region", "sector": "sectors"}, **FORM)
    assert ticks(survey) == {"film": [1], "craft": [0]}


def test_repeats_of_surveycto_are_a_file_of_their_own(read, tmp_path):
    (tmp_path / "form.csv").write_text(SURVEYCTO, encoding="utf-8")
    content = "product,price,PARENT_KEY,KEY,SET-OF-products\nrug,5,uuid:a,uuid:a/p[1],s\nhat,7,uuid:b,uuid:b/p[1],s\n"
    columns = {"region": "region", "value": "price"}
    survey = read(content, file="products.csv", columns=columns, parent="form.csv", design="quota")
    assert survey.records[["region", "value"]].to_numpy().tolist() == [["KZ-11", 5], ["KZ-61", 7]]


def test_groups_and_points_of_odk_central_are_found(read, tmp_path):
    """Groups are parted by a dash, choices by a slash, a point has four columns, repeats name `__Submissions-id`."""
    content = (
        "SubmissionDate,biz-sectors/film,biz-sectors/craft,gps-Latitude,gps-Longitude,gps-Altitude,KEY,SubmitterID\n"
        "2024-06-27,1,0,53.28,69.38,0,uuid:a,1\n2024-06-28,0,1,43.30,68.25,0,uuid:b,1\n"
    )
    columns = {"lon": "gps-Longitude", "lat": "gps-Latitude", "sector": "sectors"}
    survey = read(content, columns=columns, **FORM)
    assert survey.records.drop_duplicates("row")["region"].tolist() == ["KZ-11", "KZ-61"]
    assert ticks(survey) == {"film": [1, 0], "craft": [0, 1]}
    (tmp_path / "parents.csv").write_text("biz-region,KEY\n11,uuid:a\n", encoding="utf-8")
    settings = {"columns": {"region": "region"}, "parent": "parents.csv", "design": "quota"}
    assert read("x,__Submissions-id\n1,uuid:a\n", **settings).records["region"].tolist() == ["KZ-11"]


def test_a_geopoint_has_its_latitude_first(read):
    content = "gps;v\n53.28 69.38 0 5;1\n43.30 68.25;2\n;3\n69.38 53.28 0 5;4\nsomewhere;5\n"
    columns = {"point": "gps", "value": "v"}
    survey = read(content, columns=columns, design="quota", unmatched="warning")
    assert survey.records[["region", "value"]].to_numpy().tolist() == [["KZ-11", 1], ["KZ-61", 2]]
    told = [(f.code, f.where.row, f.values["text"]) for f in survey.findings]
    assert told == [("no-point", 4, ""), ("no-point", 6, "somewhere"), ("point-outside", 5, "69.38 53.28 0 5")]
