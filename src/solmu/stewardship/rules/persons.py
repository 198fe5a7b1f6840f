"""Finding a person in texts, and taking them out: by name, e-mail address and telephone number."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from solmu.core.errors import BrokenRule

GONE = "[…]"
"""What stands where words were taken out."""

SHORTEST = 3
"""Characters of the shortest name that is looked for; what is shorter stands in too many words."""

SHORTEST_NUMBER = 6
"""Digits of the shortest telephone number that is looked for."""

LONGEST = 254

COMPARED_DIGITS = 8
"""Of a telephone number the last digits are compared: before them stand codes of countries and areas, or a nought."""

_BETWEEN_DIGITS = r"[ ()./-]*"
_BETWEEN_NAMES = r"(?:\s|,|\\+n)+"
_CASE = r"(?::?[a-zåäö]{1,4})?"
"""A case ending, as Finnish and Swedish texts add to a name: *Virtaselle*, *Lindqvists*, *Smith:n*."""


@dataclass(frozen=True)
class Sought:
    """A person who is looked for. Raises BrokenRule where nothing is given, or too little to tell people apart."""

    name: str = ""
    email: str = ""
    telephone: str = ""

    def __post_init__(self) -> None:
        for column in ("name", "email", "telephone"):
            object.__setattr__(self, column, " ".join(getattr(self, column).split()))
        if not (self.name or self.email or self.telephone):
            raise BrokenRule("Write a name, an e-mail address or a telephone number to look for.")
        if max(map(len, (self.name, self.email, self.telephone))) > LONGEST:
            raise BrokenRule("What is looked for has at most %(most)s characters. Shorten it.", most=LONGEST)
        if self.name and len(re.sub(r"[\W_]", "", self.name)) < SHORTEST:
            raise BrokenRule("That name is too short to look for. Write the whole name.")
        if self.email and not re.fullmatch(r"[^@\s]+@[^@\s]+", self.email):
            raise BrokenRule("That is not an e-mail address. Write for example name@example.org.")
        if self.telephone and len(_digits(self.telephone)) < SHORTEST_NUMBER:
            raise BrokenRule("That is no telephone number. Write for example +358 9 1234567.")

    @functools.cached_property
    def loose(self) -> str:
        """A regular expression that both databases know, for texts as they are stored, JSON with escapes among them."""
        return "|".join(f"(?:{part})" for part in self._parts(_stored))

    @functools.cached_property
    def pieces(self) -> tuple[str, ...]:
        """ASCII letters one of which every text has that holds the person, however it is stored; empty: none are sure.

        A database compares them many times faster than the expression.
        """
        if self.telephone:
            return ()
        names = [name[:-3] if name.lower().endswith("nen") else name for name in self.name.replace(",", " ").split()]
        found = [_longest_piece(names)] if names else []
        found += [_longest_piece([self.email])] if self.email else []
        return tuple(found) if all(len(piece) >= SHORTEST for piece in found) else ()

    @functools.cached_property
    def exact(self) -> re.Pattern[str]:
        """What tells in a plain text where the person stands."""
        return re.compile("|".join(f"(?:{part})" for part in self._parts(re.escape, is_exact=True)), re.IGNORECASE)

    def _parts(self, word: Callable[[str], str], *, is_exact: bool = False) -> Iterator[str]:
        begin, end = (r"(?<!\w)", r"(?!\w)") if is_exact else ("", "")
        if self.name:
            first, *rest = self.name.replace(",", " ").split()
            orders = {(first, *rest), (*rest, first), (rest[-1], first, *rest[:-1])} if rest else {(first,)}
            for order in sorted(orders):
                *before, last = (word(name) for name in order)
                yield begin + _BETWEEN_NAMES.join([*before, last + _ending(order[-1])]) + end
                if rest and order[-1].lower().endswith("nen"):
                    # Virtanen: Virtasen, Virtaselle, Virtasta.
                    stem = _BETWEEN_NAMES.join([*before, word(order[-1][:-3]) + r"s[a-zåäö]{1,5}"])
                    yield begin + stem + end
        if self.email:
            yield (r"(?<![\w.+-])" if is_exact else "") + word(self.email) + (r"(?![\w-])" if is_exact else "")
        if self.telephone:
            digits = _digits(self.telephone).lstrip("0")[-COMPARED_DIGITS:]
            number = _BETWEEN_DIGITS.join(digits)
            yield (rf"\+?(?:[0-9]{_BETWEEN_DIGITS})*" + number if is_exact else number) + (
                r"(?!\d)" if is_exact else ""
            )

    def is_in(self, text: str) -> bool:
        return self.exact.search(text) is not None

    def without(self, text: str) -> str:
        """The text with a mark where the person stood."""
        return self.exact.sub(GONE, text)

    def masked(self, text: str) -> str:
        """The text with as many other characters where the person stood, so that offsets into it stay true."""
        return self.exact.sub(lambda found: "█" * len(found[0]), text)


def _longest_piece(words: Iterable[str]) -> str:
    pieces = [piece for word in words for piece in re.findall(r"[A-Za-z0-9.@_+-]+", word)]
    return max(pieces, key=len, default="")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _ending(name: str) -> str:
    return _CASE if len(name) >= SHORTEST else ""


def _stored(word: str) -> str:
    """A word as a regular expression that matches it in either case, also where JSON has escaped its letters."""
    return "".join(_letter(letter) for letter in word)


def _letter(letter: str) -> str:
    if letter.isascii():
        return re.escape(letter)
    forms = sorted({letter, letter.lower(), *letter.upper()})
    escaped = [re.sub(r"\\u", r"\\\\+u", json.dumps(form).strip('"')) for form in forms]
    return f"(?:{'|'.join([*forms, *escaped])})"


# --- texts within values ----------------------------------------------------------------------------------------------


def texts_in(stored: str) -> Iterator[str]:
    """The plain texts in a stored value: itself, or what its JSON holds, however deep."""
    value = _json(stored)
    if value is None:
        yield stored
    else:
        yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from texts_in(value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _json(stored: str) -> Any:
    """What a text holds as JSON; None where it is plain words, a number among them."""
    if stored[:1] in ('"', "{", "["):
        with suppress(ValueError):
            return json.loads(stored)
    return None


def replaced(value: Any, change: Callable[[str], str], staying: frozenset[str] = frozenset()) -> Any:
    """A value of JSON with every text changed, JSON within texts too, but what stands under the `staying` keys."""
    if isinstance(value, str):
        inner = _json(value)
        if inner is None:
            return change(value)
        return json.dumps(replaced(inner, change, staying), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if isinstance(value, dict):
        return {key: each if key in staying else replaced(each, change, staying) for key, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, change, staying) for each in value]
    return value
