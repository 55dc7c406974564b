"""The questions of the sample survey, as an XLSForm in Kazakh, Russian and English."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import xlsxwriter

LANGUAGES = ("Қазақша (kk)", "Русский (ru)", "English (en)")
SCORES = range(1, 6)
EPOCH = (1980, 1, 1, 0, 0, 0)


class Item(NamedTuple):
    """A question or a choice: its name, and its words in the order of LANGUAGES."""

    name: str
    kk: str
    ru: str
    en: str


AREAS = (Item("urban", "Қала", "Город", "Town"), Item("rural", "Ауыл", "Село", "Countryside"))
YES_NO = (Item("yes", "Иә", "Да", "Yes"), Item("no", "Жоқ", "Нет", "No"))
AGES = (
    Item("18-29", "18–29 жас", "18–29 лет", "18–29 years"),
    Item("30-44", "30–44 жас", "30–44 года", "30–44 years"),
    Item("45-59", "45–59 жас", "45–59 лет", "45–59 years"),
    Item("60+", "60 жас және одан жоғары", "60 лет и старше", "60 years and over"),
)
QUESTIONS = (
    ("select_one region", Item("region", "Өңір", "Регион", "Region")),
    ("select_one area", Item("area", "Қала немесе ауыл", "Город или село", "Town or countryside")),
    (
        "select_multiple sector",
        Item(
            "sectors",
            "Қандай бағыттарда жұмыс істейсіз?",
            "В каких направлениях вы работаете?",
            "Which areas do you work in?",
        ),
    ),
    (
        "integer",
        Item(
            "employees",
            "Өзіңізді қосқанда неше адам жұмыс істейді?",
            "Сколько человек у вас занято, считая вас?",
            "How many people work with you, yourself included?",
        ),
    ),
    ("select_one yes_no", Item("women_led", "Басшысы әйел ме?", "Руководит женщина?", "Is it led by a woman?")),
    ("select_one age", Item("age_group", "Басшының жасы", "Возраст руководителя", "Age of the leader")),
)
TITLE = "SAMPLE DATA, not a survey · ҮЛГІ ДЕРЕКТЕР, сауалнама емес · УСЛОВНЫЕ ДАННЫЕ, не опрос"
Rows = Iterable[Sequence[str]]


def write_form(regions: Sequence[Mapping[str, str]], sectors: Sequence[Mapping[str, str]]) -> bytes:
    """Return form.xlsx; `regions` and `sectors` are rows with name_kk, name_ru and name_en."""
    labels = [f"label::{language}" for language in LANGUAGES]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": TITLE, "created": dt.datetime(2024, 5, 1, tzinfo=dt.UTC)})
        settings = [["form_title", "form_id", "version", "default_language"]]
        for name, rows in (
            ("survey", [["type", "name", *labels, "required", "constraint", "calculation"], *_questions(sectors)]),
            ("choices", [["list_name", "name", *labels], *_choices(regions, sectors)]),
            ("settings", [*settings, [TITLE, "sample_creative", "20240501", LANGUAGES[1]]]),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return _stored(out)


def _questions(sectors: Sequence[Mapping[str, str]]) -> Rows:
    for kind, (name, *words) in QUESTIONS:
        yield [kind, name, *words, "yes" if name in {"region", "area"} else "", "", ""]
    for sector in sectors:
        asked = (
            f"Өңіріңізде «{sector['name_kk']}» бағытына қолдау қаншалықты қажет? 1 — жоқ, 5 — өте",
            f"Насколько в вашем регионе нужна поддержка направлению «{sector['name_ru']}»? 1 — нет, 5 — очень",
            f"How much does “{sector['name_en']}” need support in your region? 1: not at all, 5: very much",
        )
        yield ["integer", f"score_{sector['sector']}", *asked, "", f". >= {SCORES[0]} and . <= {SCORES[-1]}", ""]
    yield ["calculate", "stratum", "", "", "", "", "", "concat(${region}, '-', ${area})"]


def _choices(regions: Sequence[Mapping[str, str]], sectors: Sequence[Mapping[str, str]]) -> Rows:
    for row in regions:
        yield ["region", row["code"].partition("-")[2], row["name_kk"], row["name_ru"], row["name_en"]]
    for name, items in (("area", AREAS), ("yes_no", YES_NO), ("age", AGES)):
        for item in items:
            yield [name, *item]
    for row in sectors:
        yield ["sector", row["sector"], row["name_kk"], row["name_ru"], row["name_en"]]


def _stored(book: io.BytesIO) -> bytes:
    """Pack a workbook anew without compression, whose bytes would depend on the zlib at hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name in parts.namelist():
            packed.writestr(zipfile.ZipInfo(name, EPOCH), parts.read(name))
    return out.getvalue()
