"""Finding a person in texts: names in either order and case, addresses, numbers; and taking them out."""

from __future__ import annotations

import json
import re

import pytest

from solmu.core.errors import BrokenRule
from solmu.stewardship.rules.persons import Sought, replaced, texts_in

PERSON = Sought(name="Väinö Kanariainen", email="vk@example.org", telephone="+358 40 123 4567")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Väinö Kanariainen tuli", "[…] tuli"),
        ("KANARIAINEN, VÄINÖ", "[…]"),
        ("väinö\nkanariainen", "[…]"),
        ("Väinö Kanariaisen kanssa", "[…] kanssa"),
        ("Väinö Kanariainens bil", "[…] bil"),
        ("Soita 040-123 4567 tai VK@example.org.", "Soita […] tai […]."),
        ("+358401234567", "[…]"),
        ("Väinö Kanarialainen, Kalle Väinö Kana", "Väinö Kanarialainen, Kalle Väinö Kana"),
        ("avk@example.org 0401234568", "avk@example.org 0401234568"),
    ],
)
def test_person_is_taken_out_and_nobody_else(text: str, left: str) -> None:
    assert PERSON.without(text) == left
    assert PERSON.is_in(text) == (text != left)


@pytest.mark.parametrize("form", [str, json.dumps, lambda text: json.dumps({"fi": json.dumps({"a": text})})])
def test_whatever_is_in_a_text_is_found_as_it_is_stored(form) -> None:
    stored = form("Kokous: väinö kanariainen")

    assert re.search(PERSON.loose, stored, re.IGNORECASE)
    assert [text for text in texts_in(stored) if PERSON.is_in(text)] == ["Kokous: väinö kanariainen"]


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ({"name": "Väinö Kanariainen"}, ("Kanariai",)),
        ({"name": "Äijälä Öö", "email": "a@example.org"}, ()),
        ({"name": "Smith", "email": "ö.smith@example.org"}, ("Smith", ".smith@example.org")),
        ({"name": "Smith", "telephone": "0401234567"}, ()),
    ],
)
def test_pieces_stand_in_whatever_holds_the_person(said: dict[str, str], pieces: tuple[str, ...]) -> None:
    assert Sought(**said).pieces == pieces


def test_mask_keeps_every_offset() -> None:
    text = "Paikalla Väinö Kanariainen ja muut"

    assert len(PERSON.masked(text)) == len(text)
    assert PERSON.masked(text)[-8:] == " ja muut"


def test_texts_within_texts_are_changed_but_for_keys_that_stay() -> None:
    value = {"signatory": "Väinö Kanariainen", "note": json.dumps({"fi": "Väinö Kanariainen"}), "number": 3}

    assert replaced(value, PERSON.without, frozenset({"signatory"})) == {
        "signatory": "Väinö Kanariainen",
        "note": '{"fi":"[…]"}',
        "number": 3,
    }


@pytest.mark.parametrize("said", [{}, {"name": "ab"}, {"email": "nobody"}, {"telephone": "12345"}, {"name": "a" * 300}])
def test_too_little_to_look_for_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(BrokenRule):
        Sought(**said)
