from __future__ import annotations

from typing import Any

import pytest

from solmu.cli.reading import everyone, key_in, optional, people, read_end, texts, whole_number
from solmu.core.dates import OPEN, NotADate
from solmu.core.errors import SolmuError
from solmu.registry.rules.activity_index import Participants
from tests.registry.founding import on

LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ("34", Participants(34)),
        ("0", Participants(0)),
        ("12 pupils", Participants(12, "pupils")),
        (" 12  young people  SE ", Participants(12, "young people", "SE")),
        ("12 EE", Participants(12, "", "EE")),
    ],
)
def test_people_are_a_number_a_group_and_a_country(given: str, counts: Participants) -> None:
    assert people(given) == counts


@pytest.mark.parametrize("given", ["", "many", "-3", "12pupils", "1.5"])
def test_people_without_a_number_are_refused(given: str) -> None:
    with pytest.raises(SolmuError, match="is no number of people"):
        people(given)


def test_everyone_is_parted_by_commas() -> None:
    assert everyone("12 pupils EE, 2 teachers") == [Participants(12, "pupils", "EE"), Participants(2, "teachers")]


@pytest.mark.parametrize(
    ("given", "data"),
    [
        ((), {}),
        (("Vierailu",), {"fi": "Vierailu"}),
        (("sv=Besök", " Vierailu "), {"sv": "Besök", "fi": "Vierailu"}),
        (("en=a = b",), {"en": "a = b"}),
        (("2 + 2 = 4",), {"fi": "2 + 2 = 4"}),
    ],
)
def test_texts_stand_under_their_language(given: tuple[str, ...], data: dict[str, str]) -> None:
    assert texts(given, LANGUAGES).data == data


@pytest.mark.parametrize(
    ("given", "sentence"),
    [(("de=Besuch",), "“de” is no language of the city"), (("a", "fi=b"), "given twice in “fi”")],
)
def test_texts_in_no_language_of_the_city_or_twice_are_refused(given: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(SolmuError, match=sentence):
        texts(given, LANGUAGES)


def test_end_is_a_date_or_open() -> None:
    assert [read_end(text) for text in ("open", " .. ", "Open", "4.9.2026", "2026")] == [
        OPEN, OPEN, OPEN, on("2026-09-04"), on("2026"),
    ]  # fmt: skip
    with pytest.raises(NotADate):
        read_end("soon")


def test_number_and_key_are_what_they_must_be() -> None:
    assert whole_number(" 12 ") == 12
    with pytest.raises(SolmuError, match="is no number"):
        whole_number("-1")
    read = key_in(["staff_development", "voice"])
    assert [read(text) for text in ("Voice", "staff development")] == ["voice", "staff_development"]
    with pytest.raises(SolmuError, match="“fun” is none of staff_development, voice"):
        read("fun")


@pytest.mark.parametrize(("given", "expected"), [("12", 12), ("", None), (" ", None), (None, None)])
def test_what_is_left_out_where_nobody_can_be_asked_is_nothing(given: Any, expected: int | None) -> None:
    assert optional(given, "How many", read=whole_number) == expected
