from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import OPEN, End, PartialDate
from solmu.places.rules import Name, ShownName, closes_ring, name_in, names_on, shown_name

GATCHINA = [
    Name("Гатчина", "ru", "official"),
    Name("Hatsina", "fi", "exonym"),
    Name("Gatchina", "en", "exonym"),
]


def on(text: str) -> PartialDate:
    return PartialDate.from_edtf(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [("fi", "Hatsina"), ("fi-FI", "Hatsina"), ("ru", "Гатчина"), ("sv", "Gatchina"), ("en", "Gatchina")],
)
def test_name_shown_is_the_readers_else_the_english(language: str, text: str) -> None:
    shown = name_in(GATCHINA, language)

    assert shown is not None
    assert shown.text == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([Name("Гатчина", "ru", "official"), Name("Hatsina", "fi", "exonym")], "Hatsina"),
        ([Name("Koege", "de", "exonym"), Name("Køge", "da", "official")], "Køge"),
        ([Name("Koege", "de", "exonym"), Name("Køge")], "Køge"),
        ([Name("Гатчина", "ru", "official"), Name("Гатчына", "be", "exonym")], "Гатчина"),
        ([Name("Гатчына", "be", "exonym")], "Гатчына"),
        ([Name("Trotsk", "sv", "former"), Name("Gatchina", "en", "exonym")], "Gatchina"),
        ([Name("Trotsk", "sv", "former")], "Trotsk"),
        ([Name("Krasnogvardejsk", "sv", "exonym"), Name("Gattjina", "sv", "official")], "Gattjina"),
        ([Name("Gattjina", "sv-FI"), Name("Gatchina", "en")], "Gattjina"),
    ],
)
def test_name_shown_to_a_swede_where_names_are_missing(names: list[Name], text: str) -> None:
    shown = name_in(names, "sv")

    assert shown is not None
    assert shown.text == text


def test_name_of_a_place_without_names_is_none() -> None:
    assert (name_in([], "fi"), shown_name([], "fi")) == (None, None)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(1923, 2, 13), "Gatšina"),
        (date(1925, 1, 1), "Trotsk"),
        (date(1929, 8, 2), "Trotsk"),
        (date(1930, 1, 1), "Krasnogvardeisk"),
        (date(2026, 11, 24), "Hatsina"),
    ],
)
def test_name_shown_is_one_borne_on_the_day(day: date, text: str) -> None:
    names = [
        Name("Gatšina", "fi", "former", None, on("1923-02-13")),
        Name("Trotsk", "fi", "former", on("1923-02-14"), on("1929-08-02")),
        Name("Krasnogvardeisk", "fi", "former", on("1929-08"), on("1944")),
        Name("Hatsina", "fi", "exonym", on("1944"), OPEN),
    ]

    shown = name_in([name for name in names if day.year != 1929 or name.text != "Krasnogvardeisk"], "fi", day)

    assert shown is not None
    assert shown.text == text


@pytest.mark.parametrize(
    ("until", "kind", "borne_now"),
    [(None, "official", True), (OPEN, "official", True), (on("1990"), "official", False), (None, "former", False)],
)
def test_names_of_today_are_those_nobody_says_have_ended(until: End, kind: str, borne_now: bool) -> None:
    name = Name("A", "fi", kind, None, until)

    assert names_on([name]) == ([name] if borne_now else [])


def test_names_on_a_day_count_a_year_whole() -> None:
    name = Name("A", "fi", "former", on("1923"), on("1929"))

    borne = [
        bool(names_on([name], date(year, month, 15))) for year, month in ((1922, 12), (1923, 1), (1929, 12), (1930, 1))
    ]

    assert borne == [False, True, True, False]


def test_shown_name_has_the_official_names_beside_it() -> None:
    names = [
        Name("Helsinki", "fi", "official", genitive="Helsingin", inessive="Helsingissä"),
        Name("Helsingfors", "sv", "official"),
        Name("Helsinki", "en", "exonym"),
    ]

    assert shown_name(names, "fi") == ShownName("Helsinki", "fi", "Helsingin", "Helsingissä", (names[1],))


def test_shown_name_does_not_repeat_what_is_shown() -> None:
    names = [Name("Køge", "da", "official"), Name("Køge", "fi", "exonym")]

    assert shown_name(names, "fi") == ShownName("Køge", "fi")


def test_ring_is_seen_however_long() -> None:
    steps = {"a": ["b"], "b": ["c", "d"], "d": ["e"]}

    assert [closes_ring(steps, *step) for step in (("e", "a"), ("a", "a"), ("a", "e"), ("c", "d"))] == [
        True, True, False, False,
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_steps_that_close_no_ring_leave_none(steps: list[tuple[str, str]]) -> None:
    edges: dict[str, list[str]] = {}
    for start, end in steps:
        if not closes_ring(edges, start, end):
            edges.setdefault(start, []).append(end)

    left = set(edges) | {end for ends in edges.values() for end in ends}
    while sources := {place for place in left if not set(edges.get(place, ())) & left}:
        left -= sources
    assert left == set()
