"""Sorting in the reader's language: a key per text and language, compared byte by byte.

The Unicode Collation Algorithm (UTS #10) with three levels (letters, marks, case), over the part of CLDR's data that
names need (`data/sorting.toml`). A key is ASCII text, so that SQLite and PostgreSQL's "C" collation order it alike;
it is for comparing only, and to be made anew when that file changes.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data" / "sorting.toml"

# The printable ASCII characters after the space, which parts the levels, are the digits of a weight.
_FIRST_DIGIT = 0x21
_BASE = 94
# Weights of listed letters leave room for the letters a language puts at the end of the Latin ones.
_STEP = 8
_UNLISTED = _BASE - 1
_LAST_LATIN_BEFORE = "ǀ"

_PLAIN = 0
_LOWER, _LOWER_FORM, _UPPER, _UPPER_FORM, _RAISED = range(5)


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a letter or mark counts on each level; `primary` is empty for a mark."""

    primary: str
    secondary: int
    tertiary: int


@dataclass(frozen=True, slots=True)
class _Collation:
    """One language's order. `letters` are NFD: a base, or a base with a mark that together are a letter."""

    letters: dict[str, tuple[str, int]]
    marks: dict[str, int]
    like: dict[str, str]
    other_mark: int
    other_form: int


def sort_key(text: str, language: str) -> str:
    """The key under which the text sorts for readers of the language; a language without rules sorts by CLDR's root.

    Texts that differ in nothing a reader sees (by Unicode's canonical equivalence) have one key.
    """
    for written, letter in _data()["written"].items():
        text = text.replace(written, letter)
    weights = list(_weights(unicodedata.normalize("NFD", text), _collation(language.split("-")[0])))
    levels = (
        "".join(weight.primary for weight in weights),
        _level(weight.secondary for weight in weights),
        _level(weight.tertiary for weight in weights),
    )
    return " ".join(levels).rstrip()


def _level(weights: Iterator[int]) -> str:
    return "".join(chr(_FIRST_DIGIT + weight) for weight in weights).rstrip(chr(_FIRST_DIGIT))


def _weights(text: str, collation: _Collation) -> Iterator[_Weight]:
    """The weights of NFD text, letter by letter with its marks."""
    position = 0
    while position < len(text):
        base = text[position]
        end = position + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        marks = text[position + 1 : end]
        if unicodedata.combining(base):
            base, marks = "", text[position:end]
        yield from _letter(base, marks, collation)
        position = end


def _letter(base: str, marks: str, collation: _Collation) -> Iterator[_Weight]:
    small = base.lower() if len(base.lower()) == 1 else base
    tertiary = _LOWER if small == base else _UPPER
    joined = _joined_mark(small, marks, collation)
    if joined:
        marks = marks.replace(joined, "", 1)
    if base:
        yield from _base(small + joined, tertiary, collation)
    for mark in marks:
        yield _Weight("", collation.marks.get(mark, collation.other_mark), _LOWER)


def _joined_mark(base: str, marks: str, collation: _Collation) -> str:
    """The mark that makes one letter of the base, if there is one and no mark of its class stands before it."""
    classes: set[int] = set()
    for mark in marks:
        if unicodedata.combining(mark) not in classes and base + mark in collation.letters:
            return mark
        classes.add(unicodedata.combining(mark))
    return ""


def _base(small: str, tertiary: int, collation: _Collation) -> Iterator[_Weight]:
    if small in collation.letters:
        primary, secondary = collation.letters[small]
        yield _Weight(primary, secondary, tertiary)
    elif small in collation.like:
        for part in collation.like[small]:
            if part == "*":
                yield _Weight("", collation.other_form, tertiary)
            elif part in collation.marks:
                yield _Weight("", collation.marks[part], _LOWER)
            else:
                yield _Weight(*collation.letters[part], tertiary)
    elif (plain := unicodedata.normalize("NFKD", small)) != small:
        raised = unicodedata.decomposition(small).startswith("<super>")
        for weight in _weights(plain, collation):
            yield _Weight(weight.primary, weight.secondary, _RAISED if raised else tertiary + 1)
    elif unicodedata.category(small) not in ("Cc", "Cf"):
        yield _Weight(_digits(_UNLISTED, 1) + _digits(ord(small), 4), _PLAIN, tertiary)


def _digits(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, _BASE)
        digits = chr(_FIRST_DIGIT + digit) + digits
    return digits


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def _collation(language: str) -> _Collation:
    data = _data()
    rules: dict[str, Any] = data[language] if language in data and "last" in data[language] else {}
    order = unicodedata.normalize("NFC", "".join(data["order"]))
    numbers = {letter: number * _STEP for number, letter in enumerate(order)}
    like = {**data["like"], **rules.get("like", {})}
    letters = {
        unicodedata.normalize("NFD", letter): (_digits(number, 2), _PLAIN)
        for letter, number in numbers.items()
        if letter not in like
    }
    after_latin = numbers[_LAST_LATIN_BEFORE] - _STEP
    groups = [(after_latin + number, 0, group) for number, group in enumerate(rules.get("last", ()), 1)]
    groups += [(numbers[base], 1, variants) for base, variants in rules.get("variants", {}).items()]
    most_variants = 0
    for number, first, group in groups:
        for secondary, letter in enumerate(unicodedata.normalize("NFC", group), first):
            letters[unicodedata.normalize("NFD", letter)] = (_digits(number, 2), secondary)
            most_variants = max(most_variants, secondary)
    marks = {chr(int(mark, 16)): most_variants + 1 + n for n, mark in enumerate(data["marks"].split())}
    return _Collation(
        letters=letters,
        marks=marks,
        like=like,
        other_mark=marks["\u030d"],
        other_form=max(marks.values()) + 1,
    )
