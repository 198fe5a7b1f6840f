from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.places.names import fold, is_latin


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("KØGE", "koge"),
        ("Nõmme", "nomme"),
        ("Sotši", "sotsi"),
        ("Skagafjörður", "skagafjordur"),
        ("Łódź", "lodz"),
        ("İzmir", "izmir"),
        ("Straße", "strasse"),
        ("L’Aquila", "laquila"),
        ("L'Aquila", "laquila"),
        ("St. Gallen", "st gallen"),
        ("Kilingi–Nõmme", "kilingi nomme"),
        ("  Bad   Homburg\n", "bad homburg"),
        ("Гатчина", "гатчина"),
        ("Αθήνα", "αθηνα"),
        ("上海", "上海"),
        ("नई दिल्ली", "नई दिल्ली"),
        ("—", ""),
    ],
)
def test_fold_meets_the_ways_a_name_is_written(written: str, key: str) -> None:
    assert fold(written) == key


def test_fold_keeps_different_names_apart() -> None:
    assert len({fold(name) for name in ("Vaasa", "Vasa", "Varsa", "Vaas a")}) == 4


@given(st.text())
def test_fold_of_a_key_is_the_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_fold_does_not_see_case(text: str) -> None:
    assert fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("text", "latin"),
    [("Sotši", True), ("Skagafjörður", True), ("Nõmme 2", True), ("", True), ("Гатчина", False), ("上海", False)],
)
def test_is_latin_looks_at_letters_alone(text: str, latin: bool) -> None:
    assert is_latin(text) is latin
