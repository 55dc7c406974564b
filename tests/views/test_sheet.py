"""The table of a view: its heads, its filter, and its CSV that stands alone."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from mapper.views.map import render_map

pytestmark = pytest.mark.browser

HEADS = {
    "kk": "Өңір коды;Өңір;Көрсеткіш;Бағыт;Кезең;Мәні;Төменгі шегі;Жоғарғы шегі;n;Орны;Ескертпе",
    "ru": "Код региона;Регион;Показатель;Направление;Период;Значение;Нижняя граница;Верхняя граница;n;Место;Примечание",
    "en": "Region code,Region,Indicator,Sector,Period,Value,Lower bound,Upper bound,n,Rank,Note",
}
SAVE = {"kk": "CSV жүктеп алу", "ru": "Скачать CSV", "en": "Download CSV"}
NONE = {"kk": "Мұндай өңір жоқ.", "ru": "Таких регионов нет.", "en": "There is no such region."}


@pytest.fixture(scope="module")
def pages(kz) -> dict[str, str]:
    return {name: render_map(kz.spec(name), kz.shapes) for name in ("rollout-status", "facilities-lq")}


def saved(page: Page, language: str) -> tuple[str, str]:
    """Save the table; return the file's name and text."""
    with page.expect_download() as told:
        page.get_by_role("button", name=SAVE[language]).click()
    return told.value.suggested_filename, told.value.path().read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_saved_csv_says_what_when_and_where(reader, pages, language: str) -> None:
    name, text = saved(reader.open(pages["facilities-lq"], f"l={language}&s=zoo&v=table"), language)
    sign = "," if language == "en" else ";"
    rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    assert name == "lq-zoo-2022.csv"
    assert rows[0] == HEADS[language].split(sign)
    assert len(rows) == 21
    assert {len(row) for row in rows} == {11}
    assert all(row[0].startswith("KZ-") and row[1] and row[4] == "2022" for row in rows[1:])
    assert {(row[2], row[3]) for row in rows[1:]} == {
        {
            "kk": ("Локализация коэффициенті, ел деңгейі = 1", "Зоопарктер"),
            "ru": ("Коэффициент локализации, уровень страны = 1", "Зоопарки"),
            "en": ("Location quotient, country = 1", "Zoos"),
        }[language]
    }


def test_numbers_of_a_csv_are_numbers_and_a_hidden_one_is_empty(reader, pages) -> None:
    _, text = saved(reader.open(pages["facilities-lq"], "l=ru&s=zoo&v=table"), "ru")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    hidden = [row for row in rows if row["Примечание"] == "скрыто (конфиденциально или слишком мало данных)"]
    assert [row["Значение"] for row in hidden] == ["", ""]
    assert all(
        float(row["Значение"].replace(",", ".")) >= 0 and int(row["Место"]) <= 18 for row in rows if row not in hidden
    )
    bounds = [[row[key] for key in ("Нижняя граница", "Значение", "Верхняя граница")] for row in rows]
    known = [[float(text.replace(",", ".")) for text in texts] for texts in bounds if all(texts)]
    assert len(known) > 5
    assert all(low <= value <= high for low, value, high in known)


def test_large_numbers_of_a_csv_are_not_grouped(reader, kz) -> None:
    spec = kz.spec("facilities-lq")
    views = (replace(view, cells=tuple(replace(cell, n=12345) for cell in view.cells)) for view in spec.views)
    many = replace(spec, views=tuple(views))
    _, text = saved(reader.open(render_map(many, kz.shapes), "l=en&s=museum&v=table"), "en")
    assert {row["n"] for row in csv.DictReader(io.StringIO(text))} == {"12345"}


def test_every_row_of_a_csv_of_made_up_data_says_so(reader, kz) -> None:
    about = replace(kz.about, sources=tuple(replace(one, sample=True) for one in kz.about.sources))
    page = render_map(replace(kz.spec("facilities-lq"), about=about), kz.shapes)
    _, text = saved(reader.open(page, "l=en&s=zoo&v=table"), "en")
    assert all("SAMPLE DATA" in row["Note"] for row in csv.DictReader(io.StringIO(text)))


def test_a_csv_of_categories_keeps_its_hubs(reader, pages) -> None:
    _, text = saved(reader.open(pages["rollout-status"], "l=en&v=table"), "en")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {"Not mentioned", "Open"} & {row["Value"].capitalize() for row in rows}
    assert any(row["Hubs"] for row in rows)
    assert {(row["Indicator"], row["Sector"]) for row in rows} == {("Hub status", "")}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_filter_without_a_hit_says_so_in_words(reader, pages, language: str) -> None:
    page = reader.open(pages["facilities-lq"], f"l={language}&s=museum&v=table")
    page.locator(".takes input").fill("qqq")
    assert page.locator(".values tbody").inner_text().strip() == NONE[language]
    page.locator(".takes input").fill("")
    assert page.locator(".values tbody tr").count() == 20


def test_every_head_that_sorts_has_a_sign(reader, pages) -> None:
    page = reader.open(pages["facilities-lq"], "l=en&s=museum&v=table")
    assert {sign.strip() for sign in page.locator(".values .arrow").all_inner_texts()} == {"⇅"}
    page.get_by_role("button", name="Region").click()
    first, *others = [sign.strip() for sign in page.locator(".values .arrow").all_inner_texts()]
    assert (first, set(others)) == ("▲", {"⇅"})


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_n_is_explained_at_its_head_and_among_the_definitions(reader, pages, language: str) -> None:
    page = reader.open(pages["facilities-lq"], f"l={language}&s=museum&v=table")
    told = page.locator("[data-key=sort-n]").get_attribute("title")
    assert told
    page.locator("#tab-about").click()
    page.evaluate("document.querySelectorAll('.about details').forEach((one) => { one.open = true; })")
    expect(page.locator(".defined dd", has_text=told)).to_be_visible()


def test_a_name_that_looks_like_a_number_is_saved_as_it_is_written(reader, kz) -> None:
    spec = kz.spec("facilities-lq")
    first = replace(spec.places[0], code="1,234", name={"en": "5,000"})
    page = render_map(replace(spec, places=(first, *spec.places[1:])), kz.shapes)
    _, text = saved(reader.open(page, "l=en&s=zoo&v=table"), "en")
    assert ["1,234", "5,000"] in [row[:2] for row in csv.reader(io.StringIO(text))]
