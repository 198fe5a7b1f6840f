"""Figures: what each counts, that zero is not the same as not recorded, and that every file says what the page says."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.portal.composing import figures as composing
from solmu.portal.composing.figures import FIGURES, Value, as_csv
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.partnerships import end_partnership
from solmu.registry.actions.themes import add_theme
from solmu.registry.models import Activity, Organisation, Partnership
from solmu.registry.rules.activity_index import Participants
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.portal.test_pages import words_of
from tests.registry import founding
from tests.registry.founding import BY, on

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls


def partner(name: str, country: str = "EE", **facts: Any) -> Partnership:
    source = founding.page()
    return founding.partnership(source, founding.place(source, name, country), **facts)


def visit(*ties: Partnership, starts: str, people: int | None = None, **facts: Any) -> Activity:
    facts = {"kind": "visit", "title": LazyI18nString({"en": "Visit"}), "is_published": True} | facts
    return add_activity(
        by=BY, source=founding.page(), starts=on(starts), partnerships=ties,
        participants=None if people is None else [Participants(people)], **facts,
    )  # fmt: skip


def table(client: Client, key: str, language: str = "en") -> list[list[str]]:
    """The rows of a figure's table on the page, its head first; empty where the page has no such figure."""
    page = client.get(f"/{language}/figures/").content.decode()
    section = re.search(rf'<section [^>]*id="{key}".*?</section>', page, re.DOTALL)
    if section is None:
        return []
    rows = re.findall(r"<tr>(.*?)</tr>", section[0], re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]


def read(client: Client, key: str, language: str = "en") -> list[list[str]]:
    text = client.get(f"/{language}/figures/{key}.csv").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter="," if language == "en" else ";"))


@pytest.fixture
def record(city: Organisation) -> dict[str, Partnership]:
    """Partners of every kind figures tell apart, with activities and themes."""
    theme = {"en": "Culture", "fi": "Kulttuuri", "sv": "Kultur"}
    add_theme(by=BY, source=founding.page(), key="culture", position=1, name=LazyI18nString(theme))
    ties = {
        "Tartu": partner("Tartu", since=on("1958")),
        "Narva": partner("Narva", since=on("2024")),
        "Riga": partner("Riga", "LV"),
        "Hushville": partner("Hushville", "PL", since=on("1990"), is_published=False),
        "Goneville": partner("Goneville", "PL", since=on("1990")),
    }
    end_partnership(by=BY, source=founding.page(), partnership=ties["Goneville"], on=on("2010"))
    visit(ties["Tartu"], starts="2023-05-01", people=10)
    visit(ties["Tartu"], starts="2025")
    visit(ties["Narva"], starts="2025-03", people=2400)
    visit(ties["Tartu"], starts="2024-04-01", people=7, is_published=False)
    visit(ties["Hushville"], starts="2022-04-01", people=5, is_published=False)
    founding.agreement(
        founding.page(), ties["Tartu"], ties["Narva"], signed="2020", valid_until="..", themes=["Culture"]
    )
    founding.agreement(founding.page(), ties["Riga"], signed="1990", valid_until="1999", themes=["Culture"])
    return ties


def test_partners_are_counted_by_country(record: object, client: Client) -> None:
    assert table(client, "partners-by-country") == [["Country", "Partners"], ["Estonia", "2"], ["Latvia", "1"]]


def test_decades_without_a_partner_are_zero_and_an_unknown_beginning_is_told(record: object, client: Client) -> None:
    rows = table(client, "partners-by-decade")[1:]
    assert [row[0] for row in rows] == [*(f"{year}s" for year in range(1950, 2030, 10)), "not known"]
    assert [row[1] for row in rows] == ["1", "0", "0", "0", "0", "0", "0", "1", "1"]


def test_activity_index_has_nothing_before_a_tie_began(
    record: dict[str, Partnership], client: Client, settings: Any
) -> None:
    head, *rows = table(client, "activity-index")
    assert head[:2] == ["Partner", "2023"]
    figures = {row[0]: row[1:4] for row in rows}
    assert figures["Tartu"] == ["6", "3", "4.5"]
    assert figures["Narva"][0] == "–"
    assert figures["Narva"][1] == "0"
    assert figures["Riga"] == ["0", "0", "0"]
    words = words_of(client, "/en/figures/")
    assert "A dash stands for years before the tie began." in words
    assert "Of 1 partner no activities are recorded in these years." in words
    assert "The activity index of a year counts" in words


def test_themes_count_the_agreements_that_run(record: object, client: Client) -> None:
    assert table(client, "themes-and-partners") == [["Partner", "Culture"], ["Narva", "1"], ["Tartu", "1"]]
    assert "1 partner has no such agreement" in words_of(client, "/en/figures/")


def test_year_without_a_number_is_not_a_year_of_nobody(record: dict[str, Partnership], client: Client) -> None:
    visit(record["Tartu"], starts="2021-02")
    rows = {row[0]: row[1:] for row in table(client, "participants-by-year")[1:]}
    assert rows["2021"] == ["1", "1", "not recorded"]
    assert rows["2022"] == ["0", "0", "0"]
    assert rows["2023"] == ["1", "0", "10"]
    assert rows["2024"] == ["0", "0", "0"]
    assert rows["2025"] == ["2", "1", "2,400"]
    drawing = ElementTree.fromstring(client.get("/en/figures/participants-by-year.svg").content)
    drawn = [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"no number recorded", "at least 2,400", "10", "0"} <= set(drawn)


def test_nothing_internal_is_counted(record: object, client: Client) -> None:
    page = client.get("/en/figures/").content.decode()
    assert "Hushville" not in page
    assert "Poland" not in page
    for key in FIGURES:
        assert "Hushville" not in client.get(f"/en/figures/{key}.csv").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_says_what_the_page_says(record: object, client: Client, language: str) -> None:
    for key in FIGURES:
        page, file = table(client, key, language), read(client, key, language)
        assert [row[0] for row in page] == [row[0] for row in file]
        assert [len(row) for row in page] == [len(row) for row in file]
        for row, kept in zip(page[1:], file[1:], strict=True):
            for shown, value in zip(row[1:], kept[1:], strict=True):
                assert shown.replace("\u00a0", "").replace(",", "") == value.replace(",", "") or not value
        drawing = client.get(f"/{language}/figures/{key}.svg")
        root = ElementTree.fromstring(drawing.content)
        assert root.get("class") is None
        assert root.find(".//{http://www.w3.org/2000/svg}title") is not None
        assert b" class=" not in drawing.content
        assert b"<style" not in drawing.content


def test_every_table_can_be_moved_by_keyboard_and_has_a_name(record: object, client: Client) -> None:
    """A table of few columns may overflow as well, on a narrow page or with large letters."""
    page = client.get("/en/figures/").content.decode()
    boxes = re.findall(r'<div class="scrolled"([^>]*)>', page)
    assert boxes == [f' tabindex="0" role="region" aria-labelledby="h-{key}"' for key in FIGURES]
    assert all(f'<h2 id="h-{key}">' in page for key in FIGURES)


def test_files_are_files(record: object, client: Client) -> None:
    table_file = client.get("/fi/figures/activity-index.csv")
    assert table_file.content.startswith("\ufeffKumppani;2023;".encode())
    assert "4,5" in table_file.content.decode()
    assert table_file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="activity-index-\d{4}-\d\d-\d\d-fi.csv"', table_file.headers["Content-Disposition"]
    )
    assert client.get("/fi/figures/activity-index.svg").headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert client.get("/fi/figures/unknown.csv").status_code == 404


def test_spreadsheet_carries_nothing_out() -> None:
    rows: list[list[Value]] = [["=1+1", 1], ["+a", None], ["-a", -2.5], ["@a", 0], ["\ta", 1], ["a=b", "x;y"]]
    kept = list(csv.reader(io.StringIO(as_csv("fi", ["A", "B"], rows).removeprefix("\ufeff")), delimiter=";"))
    assert kept[1:] == [["'=1+1", "1"], ["'+a", ""], ["'-a", "-2,5"], ["'@a", "0"], ["'\ta", "1"], ["a=b", "x;y"]]
    assert as_csv("en", ["A"], [[2.5]]) == "\ufeffA\r\n2.5\r\n"


def test_empty_record_has_no_figures(city: Organisation, client: Client) -> None:
    assert "There is nothing to count yet." in words_of(client, "/en/figures/")
    assert client.get("/en/figures/partners-by-country.csv").status_code == 404


def test_a_drawing_shows_the_largest_and_its_table_all(
    record: dict[str, Partnership], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "MOST_DRAWN", 1)
    words = words_of(client, "/en/figures/")
    assert "The drawing shows the 1 partners with the largest numbers, the table all." in words
    assert [row[0] for row in table(client, "activity-index")[1:]] == ["Narva", "Riga", "Tartu"]


@pytest.mark.sqlite
@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow(city: Organisation, client: Client, number: int) -> None:
    source = founding.page()
    add_theme(by=BY, source=source, key="culture", position=1, name=LazyI18nString({"en": "Culture"}))
    for tie in published.add_partners(number):
        visit(tie, starts="2025", people=3)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get("/en/figures/").status_code == 200
    assert len(asked) <= 12
    assert len(table(client, "activity-index")) == number + 1
    assert len(table(client, "themes-and-partners")) == number + 1
