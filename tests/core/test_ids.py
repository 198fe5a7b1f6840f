"""Permanent opaque ids."""

from __future__ import annotations

import re

import pytest

from solmu.core.ids import ALPHABET, LENGTH, OPAQUE_ID, OpaqueIdField, new_id
from solmu.core.models import Record


def test_an_id_is_twelve_letters_that_look_unlike_each_other() -> None:
    assert (len(ALPHABET), len(set(ALPHABET)), LENGTH) == (28, 28, 12)
    assert not set(ALPHABET) & set("aeiou01lABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert all(OPAQUE_ID.fullmatch(new_id()) for _ in range(200))


def test_every_letter_comes_up_and_no_id_twice() -> None:
    made = [new_id() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert set("".join(made)) == set(ALPHABET)


@pytest.mark.parametrize("text", ["", "23456789bcd", "23456789bcdfg", "23456789bcda", "23456789BCDF", "23456789bcdf\n"])
def test_nothing_else_is_an_id(text: str) -> None:
    assert OPAQUE_ID.fullmatch(text) is None


def test_a_row_has_its_id_before_it_is_saved_and_keeps_it(db: None) -> None:
    record = Record(kind="place")
    before = record.pk
    record.save()
    assert re.fullmatch(OPAQUE_ID, before)
    assert Record.objects.get().pk == before


def test_a_given_id_is_kept(db: None) -> None:
    Record.objects.create(pk="23456789bcdf", kind="place")
    assert Record.objects.get().pk == "23456789bcdf"


def test_the_field_is_taken_apart_and_put_together_again() -> None:
    for field in (OpaqueIdField(), OpaqueIdField(primary_key=False, editable=True)):
        name, path, args, options = field.deconstruct()
        again = OpaqueIdField(*args, **options)
        assert again.deconstruct() == (name, path, args, options)
        assert (again.primary_key, again.editable) == (field.primary_key, field.editable)
