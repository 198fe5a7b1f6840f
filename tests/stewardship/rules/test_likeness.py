from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.stewardship.rules.likeness import (
    DatedThing,
    NamedThing,
    is_nearly,
    possibly_same,
    same_by_dates,
    same_by_name,
)
from tests.stewardship.rules.told import end, seen


def dated(key: str, signed: str = "", until: str = "", alike: str = "memorandum Tartu") -> DatedThing:
    return DatedThing(key, alike, (end(signed), end(until)))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (("1999", ""), ("1999", ""), True),
        (("1999", ""), ("1999-05-01", ""), True),
        (("1999", "2004"), ("1999", ""), True),  # what is not known contradicts nothing
        (("1999", "2004"), ("", "2004-12-31"), True),
        (("1999", "2004"), ("1999", "2005"), False),
        (("1999", "2004"), ("1998", "2004"), False),
        (("1999", ".."), ("1999", ".."), True),
        (("1999", ".."), ("1999", "2004"), False),
        (("", ".."), ("", ".."), False),  # they share no date
        (("", ""), ("", ""), False),
    ],
)
def test_same_by_dates(one: tuple[str, str], other: tuple[str, str], is_same: bool) -> None:
    assert list(same_by_dates([dated("b", *one), dated("a", *other)])) == ([("a", "b")] if is_same else [])


def test_things_unlike_in_kind_or_partners_are_two() -> None:
    assert list(same_by_dates([dated("a", "1999"), dated("b", "1999", alike="letter Tartu")])) == []


def test_every_pair_of_three_is_told() -> None:
    found = list(same_by_dates([dated(key, "1999") for key in "cab"]))

    assert found == [("a", "b"), ("a", "c"), ("b", "c")]


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("tartu tervise kool", "tartu tervise kool", True),
        ("gymnasium", "gymnazium", True),  # another letter
        ("gymnasium", "gymnsium", True),  # one left out
        ("gymnsium", "gymnasium", True),
        ("gymnasium", "gymansium", True),  # two swapped
        ("gymnasium", "gymnasiums", True),
        ("gymnasium", "gimnazium", False),  # two
        ("gymnasium", "gymnsiu", False),
        ("gymnasium", "ymnasimu", False),
        ("koulu", "kouli", False),  # too short to tell a slip from another name
        ("school number 1", "school number 2", False),
        ("abcdefghij", "abdcefghji", False),
    ],
)
def test_names_nearly_the_same(one: str, other: str, is_near: bool) -> None:
    assert is_nearly(one, other) is is_near
    assert is_nearly(other, one) is is_near


def named(key: str, *names: str, alike: str = "school") -> NamedThing:
    return NamedThing(key, alike, frozenset(names))


@pytest.mark.parametrize(
    ("things", "pairs"),
    [
        ([named("b", "tartu kool"), named("a", "tartu kool")], [("a", "b")]),
        ([named("a", "kool tartu"), named("b", "tartu kool")], [("a", "b")]),  # words in any order
        ([named("a", "rantalan lukio", "strandby gymnasium"), named("b", "strandby gymnasim")], [("a", "b")]),
        ([named("a", "tartu kool"), named("b", "tartu kool", alike="company")], []),
        ([named("a", "tartu kool"), named("b", "narva kool")], []),
        ([named("a", "x"), named("b", "x")], [("a", "b")]),
        ([named("a", "rantalan koulu 2018"), named("b", "rantalan koulu 2019")], []),  # a figure is another thing
        ([named("a"), named("b")], []),
    ],
)
def test_same_by_name(things: list[NamedThing], pairs: list[tuple[str, str]]) -> None:
    assert list(same_by_name(things)) == pairs


@given(st.text("abcdef ", min_size=8, max_size=20), st.data())
def test_one_letter_less_is_always_found(text: str, data: st.DataObject) -> None:
    name = " ".join(sorted(text.split()))
    if len(name) < 9:
        return
    place = data.draw(st.integers(0, len(name) - 1))
    less = name[:place] + name[place + 1 :]

    assert is_nearly(name, less)


def test_pairs_told_apart_are_no_matter() -> None:
    pairs = [("a", "b"), ("a", "c")]

    ((key, raised),) = possibly_same(pairs, {("a", "b")})

    assert (key, seen([raised])) == ("a", [("possibly_same_record", "tidy_up", "c", "", "")])
