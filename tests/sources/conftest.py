from pathlib import Path

import pytest

from mapper.config import SurveyConfig
from mapper.places.gazetteer import open_country
from mapper.rollout_settings import SourceWords
from mapper.sources.survey import read_survey

ROOT = Path(__file__).parents[2]
SOURCE = SourceWords(title={"kk": "Т", "ru": "Т", "en": "T"})
LONG = {"region": "region", "sector": "sector", "period": "period", "value": "value", "status": "value_status"}


@pytest.fixture(scope="session")
def kz():
    return open_country("kz", "2022", ROOT)


@pytest.fixture
def read(tmp_path, kz):
    """Write a text as survey.csv, with a small taxonomy beside it, and read it."""
    (tmp_path / "sectors.csv").write_text(
        "taxonomy,sector,parent,name_kk,name_ru,name_en\n"
        "t,film,,Кино,Кино и видео,Film\nt,craft,,Қолөнер,Ремёсла,Crafts\nt,design,,Дизайн,Дизайн; графика,Design\n",
        encoding="utf-8",
    )

    def go(content, **settings):
        name = settings.get("file", "survey.csv")
        raw = content.encode() if isinstance(content, str) else content
        if raw is not None:
            (tmp_path / name).write_bytes(raw)
        return read_survey(config(**{"file": name, **settings}), tmp_path, kz)

    return go


def config(**settings):
    header = {"id": "s", "file": "survey.csv", "columns": LONG, "source": SOURCE, "design": "register"}
    return SurveyConfig(**{**header, **settings})


def told(survey):
    """Return (code, column, text, count) of each finding."""
    values = ((one, dict(one.values)) for one in survey.findings)
    return [(one.code, one.where.column, said.get("text"), said.get("count")) for one, said in values]


def codes(survey):
    return [finding.code for finding in survey.findings]
