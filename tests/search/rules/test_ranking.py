"""The one function that orders what is found."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.search.rules.endings import known_base_forms
from solmu.search.rules.marking import EXCERPT, Marks, Piece, excerpt, first_found, pieces
from solmu.search.rules.postings import (
    NUMBER_MASK,
    kind_of,
    number_of_kinds,
    pack,
    posting,
    segment_of,
    standing,
    unpack,
)
from solmu.search.rules.ranking import best_of_word, is_tied, ranked
from solmu.search.rules.spelling import Spelling, nearest

NUMBERS = st.integers(0, NUMBER_MASK)
DAYS = st.none() | st.dates(date(1200, 1, 1), date(2300, 1, 1))


def entry(number: int, points: int, kind: int = 1, day: date | None = None, tie: str = "a") -> int:
    return posting(points, standing(number, kind, day, tie))


Told = list[tuple[int, list[int]]]


def order(*words: Told, every_word: bool = True) -> list[int]:
    return [key & NUMBER_MASK for key in ranked(words, every_word=every_word)]


def word(*postings: int) -> Told:
    return [(0, list(postings))]


@given(st.integers(1, 63), NUMBERS, st.integers(0, 15), DAYS, st.text(max_size=5))
def test_posting_keeps_number_and_kind_and_goes_through_bytes(
    points: int, number: int, kind: int, day: date | None, tie: str
) -> None:
    packed = posting(points, standing(number, kind, day, tie))
    assert 0 <= packed < 1 << 64
    assert packed & NUMBER_MASK == number
    assert kind_of(packed) == kind
    assert list(unpack(pack([packed, packed - 1 if packed else 0]))) == sorted([packed, packed - 1 if packed else 0])


@given(st.lists(st.builds(entry, NUMBERS, st.integers(1, 63), st.integers(0, 15), DAYS)))
def test_kinds_are_counted_as_one_by_one(keys: list[int]) -> None:
    assert number_of_kinds(sorted(keys)) == Counter(map(kind_of, keys))


def test_order_is_points_then_kind_then_later_day_then_title() -> None:
    found = word(
        entry(1, 5, tie="zz"),
        entry(2, 5, day=date(2001, 1, 1)),
        entry(3, 5, day=date(2020, 1, 1)),
        entry(4, 5, kind=0),
        entry(5, 20, kind=7),
        entry(6, 5, tie="aa"),
    )
    assert order(found) == [5, 4, 3, 2, 6, 1]


def test_whoever_has_all_words_stands_before_whoever_has_one_well() -> None:
    shanghai, school = word(entry(1, 24), entry(2, 6)), word(entry(2, 6), entry(3, 24))
    assert order(shanghai, school) == [2]
    assert order(shanghai, school, every_word=False) == [2, 1, 3]
    assert order(word(), word(entry(1, 24))) == []


def test_a_word_recognised_with_effort_costs_points_and_its_best_term_counts() -> None:
    exact, corrected = [entry(1, 10)], [entry(1, 24), entry(2, 11)]
    assert [key & NUMBER_MASK for key in ranked([[(0, exact), (2, corrected)]], every_word=True)] == [
        1,
        2,
    ]
    assert best_of_word([(0, exact), (3, [entry(1, 12)])])[1] == entry(1, 10)


ENTRIES = st.builds(entry, st.integers(1, 12), st.integers(1, 63), st.integers(0, 3))
WORDS = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.lists(ENTRIES, max_size=8, unique_by=NUMBER_MASK.__and__)), max_size=3),
    max_size=3,
)


@given(WORDS, st.booleans())
def test_order_is_that_of_looking_at_every_entry(words: list[Told], every_word: bool) -> None:
    best = [
        {
            number: min((cost << 58) + each for cost, some in told for each in some if each & NUMBER_MASK == number)
            for number in {each & NUMBER_MASK for _cost, some in told for each in some}
        }
        for told in words
    ]
    points = {
        number: sum((found[number] >> 58) if number in found else 1000 for found in best)
        for number in {number for found in best for number in found}
        if not every_word or all(number in found for found in best)
    }

    keys = ranked(words, every_word=every_word)

    assert keys == sorted(keys)
    assert {key & NUMBER_MASK: key >> 58 for key in keys} == points


def test_ties_are_told_from_what_differs() -> None:
    assert is_tied(entry(1, 5), entry(2, 5))
    assert not is_tied(entry(1, 5), entry(2, 6))
    assert not is_tied(entry(1, 5, tie="a"), entry(2, 5, tie="b"))


@given(NUMBERS)
def test_segment_holds_consecutive_numbers(number: int) -> None:
    assert segment_of(number) == number // 4096


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("shangai", (1, ["shanghai"])),
        ("hsanghai", (1, ["shanghai"])),
        ("shhangai", (2, ["shanghai"])),
        ("tartu", (0, ["tartu"])),
        ("trt", (1, [])),
        ("parttu", (2, [])),
        ("xartu", (1, ["tartu"])),
        ("artu", (1, ["tartu"])),
        ("ttartu", (1, ["tartu"])),
        ("turtu", (1, ["tartu"])),
        ("1998", (2, [])),
        ("qqqqqqq", (3, [])),
    ],
)
def test_typing_errors_are_corrected_to_the_nearest_known_term(typed: str, found: tuple[int, list[str]]) -> None:
    assert nearest(typed, Spelling.of(["shanghai", "tartu", "1999", "tampere"])) == found


@pytest.mark.parametrize(
    ("word", "bases"),
    [
        ("shanghaissa", ["shanghai"]),
        ("hatsinan", ["hatsina"]),
        ("kristianstadissa", ["kristianstad"]),
        ("shanghais", ["shanghai"]),
        ("гатчине", ["гатчина"]),
        ("koge", []),
        ("oslossa", []),
    ],
)
def test_endings_come_off_to_known_terms_alone(word: str, bases: list[str]) -> None:
    assert known_base_forms(word, {"shanghai", "hatsina", "kristianstad", "гатчина", "kog"}) == bases


def test_found_words_are_marked_where_they_stand() -> None:
    bases = {"lukioiden": ["lukio"]}
    marks = Marks([{"lukio", "koge"}], lambda form: bases.get(form, ()))
    marked = pieces("Kaikkien lukioiden ystävä (Køge).", marks)
    assert marked == (
        Piece("Kaikkien "), Piece("lukioiden", is_marked=True), Piece(" ystävä ("), Piece("Køge", is_marked=True),
        Piece(")."),
    )  # fmt: skip


@given(st.text(), st.sets(st.sampled_from(["a", "koge", "the"])))
def test_pieces_are_the_text(text: str, terms: set[str]) -> None:
    assert "".join(piece.words for piece in pieces(text, Marks([terms], lambda form: ()))) == text


def test_words_of_a_text_stand_for_words_that_were_asked_for() -> None:
    marks = Marks([{"lukio"}, set(), {"koge", "lukio"}, {"tartu"}], lambda form: {"lukioiden": ["lukio"]}.get(form, []))
    assert [marks.within(text) for text in ("Lukioiden", "Køge, Køge", "Tartu ja Køge", "ja")] == [
        0b101,
        0b100,
        0b1100,
        0,
    ]
    assert marks.all == 0b1101
    assert first_found("Lukioiden Tartu", marks, 0b1000) == len("Lukioiden ")
    assert first_found("Lukioiden Tartu", marks, 0b10) is None


@given(st.text(), st.integers(0, 1000))
def test_excerpt_is_short(text: str, first: int) -> None:
    assert len(excerpt(text, first)) <= max(len(text), 0) + 4
    assert len(excerpt(text, first)) <= EXCERPT + 4
