import pytest
import xlsxwriter

from mapper.config import SurveyConfig
from mapper.errors import BadData, UnreadableFile
from mapper.messages import describe
from mapper.sources.survey import read_survey
from mapper.sources.xlsform import read_form
from tests.sources.conftest import ROOT, codes
from tests.sources.test_kobo import KOBO, needs_kobo, ticks
from tests.sources.test_sample import COMMON, SETTINGS

LABELS = ["label::Қазақша (kk)", "label::Русский (ru)", "label::English (en)"]
SURVEY = [
    ["type", "name", *LABELS],
    ["select_one region", "region", "Өңір", "Регион", "Region"],
    ["begin_group", "biz", "Бизнес", "О бизнесе", "Business"],
    ["select_multiple sector", "sectors", "Бағыттар", "Направления", "Sectors"],
    ["integer", "emp", "Қызметкер", "Занятых", "Employed"],
    ["select_one need", "need", "Қажет пе", "Нужна ли поддержка", "Is support needed"],
    ["end_group", "", "", "", ""],
]
CHOICES = [
    ["list_name", "name", *LABELS],
    ["region", "r1", "Ақмола облысы", "Акмолинская область", "Akmola Region"],
    ["region", "r2", "Түркістан облысы", "Туркестанская область", "Turkistan Region"],
    ["region", "11", "Ақмола облысы", "Акмолинская область", "Akmola Region"],
    ["region", "61", "Түркістан облысы", "Туркестанская область", "Turkistan Region"],
    ["sector", "film", "Кино", "Кино и видео", "Film"],
    ["sector", "craft", "Қолөнер", "Народные промыслы", "Crafts"],
    ["sector", "design", "Дизайн", "Дизайн; графика", "Design"],
    ["need", "1", "Жоқ", "Нет", "No"],
    ["need", "5", "Өте", "Очень", "Very much"],
]
CHOSEN = {"layout": "choices", "design": "quota", "form": "form.xlsx"}


@pytest.fixture
def form(tmp_path):
    def go(survey=SURVEY, choices=CHOICES):
        with xlsxwriter.Workbook(tmp_path / "form.xlsx") as book:
            for name, rows in (("survey", survey), ("choices", choices), ("settings", [["form_title"], ["T"]])):
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return tmp_path / "form.xlsx"

    return go


def test_a_form_has_labels_in_three_languages(form):
    question = read_form(form(), "form.xlsx").question("О бизнесе/Направления")
    assert (question.name, question.many) == ("sectors", True)
    assert question.choices[1].label == {"kk": "Қолөнер", "ru": "Народные промыслы", "en": "Crafts"}
    assert question.names["Кино и видео"] == "film"


def test_the_form_of_the_sample_survey_is_read():
    form = read_form(ROOT / "regions/kz/surveys/sample/form.xlsx", "form.xlsx")
    assert len(form.question("region").choices) == 20
    assert all(set(choice.label) == {"kk", "ru", "en"} for choice in form.question("sectors").choices)


@needs_kobo
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["kobo_xml", "kobo_xml_details", "kobo_xml_summary", "kobo_ru", "kobo_ru_hier"])
def test_a_form_reads_every_mode_by_its_own_names_and_names_the_sectors(read, form, name, kind):
    form()
    columns = {"region": "region", "sector": "sectors"}
    survey = read((KOBO / f"{name}.{kind}").read_bytes(), file=f"{name}.{kind}", columns=columns, **CHOSEN)
    assert codes(survey) == []
    assert ticks(survey) == {"film": [1, 0], "craft": [1, 0], "design": [0, 1]}
    assert [s.name["ru"] for s in survey.sectors] == ["Кино и видео", "Народные промыслы", "Дизайн; графика"]
    assert [s.name["kk"] for s in survey.sectors] == ["Кино", "Қолөнер", "Дизайн"]


def test_choices_of_regions_stand_for_their_labels(read, form):
    form()
    settings = {"columns": {"region": "region"}, "design": "quota", "form": "form.xlsx"}
    survey = read("region\nr1\nr2\nАқмола облысы\n11\n", **settings)
    assert survey.records["region"].tolist() == ["KZ-11", "KZ-61", "KZ-11", "KZ-11"]


def test_an_answer_that_the_form_does_not_offer_is_told_by_row(read, form):
    form()
    columns = {"region": "region", "value": "need"}
    survey = read("region,need\n11,5\n61,4\nr3,1\n", columns=columns, design="quota", form="form.xlsx")
    assert [(f.code, str(f.where)) for f in survey.findings] == [
        ("not-a-choice", "survey.csv:4:region"),
        ("not-a-choice", "survey.csv:3:need"),
    ]
    assert "«4»: в форме у вопроса «need» такого ответа нет" in describe(survey.findings[1], "ru")[0]
    assert survey.ledger.count("rejected") == 2
    assert survey.records["value"].tolist() == [5]


def test_labels_of_values_become_their_names(read, form):
    form()
    columns = {"region": "Region", "value": "Is support needed"}
    content = "Регион,О бизнесе/Нужна ли поддержка\nАкмолинская область,Очень\nТуркестанская область,Нет\n"
    survey = read(content, columns=columns, design="quota", form="form.xlsx")
    assert (codes(survey), survey.records["value"].tolist()) == ([], [5, 1])


def test_a_column_that_is_not_mapped_is_not_looked_at(read, form):
    form()
    survey = read("region,need\n11,nonsense\n", columns={"region": "region"}, design="quota", form="form.xlsx")
    assert survey.findings == ()


def test_a_taxonomy_knows_the_labels_of_its_choices(read, form):
    form()
    content = "region,sectors/Фильм\n11,1\n"
    renamed = [[*row[:3], "Фильм", row[4]] if row[1] == "film" else row for row in CHOICES]
    form(choices=renamed)
    columns = {"region": "region", "sector": "sectors"}
    survey = read(content, columns=columns, sectors="sectors.csv", taxonomy="t", **CHOSEN)
    assert survey.records["sector"].tolist() == ["film"]


def test_a_list_that_the_form_lacks_is_told_with_the_nearest(form):
    with pytest.raises(BadData, match=r"form\.xlsx\[survey\]:2:type: no list of choices 'regoin'") as caught:
        read_form(form(survey=[SURVEY[0], ["select_one regoin", "region", "", "", ""]]), "form.xlsx")
    assert caught.value.hint == "Did you mean 'region'?"


def test_a_workbook_that_is_no_form_is_told(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "w.xlsx") as book:
        book.add_worksheet("survey").write_row(0, 0, ["a"])
    with pytest.raises(UnreadableFile):
        read_form(tmp_path / "w.xlsx", "w.xlsx")


def test_the_sample_survey_is_read_with_its_form(kz):
    settings = {**SETTINGS, "form": "regions/kz/surveys/sample/form.xlsx"}
    columns = {**COMMON, "sector": "sectors"}
    survey = read_survey(SurveyConfig(id="sample", columns=columns, layout="choices", **settings), ROOT, kz)
    assert (survey.findings, survey.ledger.rows_used) == ((), 1200)
