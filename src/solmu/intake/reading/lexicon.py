"""What a language's words mean to a reader of claims: patterns from `languages/*.toml`, found in tokens.

Belongs here: loading and matching. Does not belong here: any word of any language.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from solmu.intake.reading.tokens import Token

DATA: Final = Path(__file__).parent / "languages"
ANY: Final = "any"
_WIDEST_GAP = 6
_LONGEST_WORD = 80
_APART = frozenset({"relative", "numbers", "inflection"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern found. `first` and `last` are places of tokens, last included; `number` is the one at `#`."""

    category: str
    value: str
    first: int
    last: int
    start: int
    end: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class _Pattern:
    category: str
    value: str
    words: tuple[str, ...]
    weight: int


@dataclass(slots=True)
class Lexicon:
    """The patterns of one language and those of any."""

    language: str
    numbers: dict[str, int]
    endings: tuple[tuple[str, str, str], ...]
    stems: tuple[tuple[re.Pattern[str], str], ...]
    heads: tuple[tuple[str, str], ...]
    title_endings: tuple[tuple[str, str], ...]
    inhabitants: tuple[str, ...] = ()
    _exact: dict[str, list[_Pattern]] = field(default_factory=dict)
    _beginnings: dict[str, list[_Pattern]] = field(default_factory=dict)
    _endings: dict[str, list[_Pattern]] = field(default_factory=dict)
    _inside: list[tuple[str, _Pattern]] = field(default_factory=list)
    _numbered: list[_Pattern] = field(default_factory=list)
    _known: dict[str, tuple[_Pattern, ...]] = field(default_factory=dict)
    _words: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def words(self, category: str, value: str) -> frozenset[str]:
        """The plain words listed under a heading, for quick membership."""
        return self._words.get((category, value), frozenset())

    def add(self, category: str, value: str, patterns: Iterable[str]) -> None:
        listed = []
        for written in patterns:
            words = tuple(written.casefold().split())
            pattern = _Pattern(category, value, words, sum(len(word.strip("*")) for word in words))
            listed.append(written.casefold())
            first = words[0]
            if first.startswith("#"):
                self._numbered.append(pattern)
            elif first.startswith("*") and first.endswith("*") and len(first) > 1:
                self._inside.append((first[1:-1], pattern))
            elif first.startswith("*") and len(first) > 1:
                self._endings.setdefault(first[1:], []).append(pattern)
            elif first.endswith("*"):
                self._beginnings.setdefault(first[:-1], []).append(pattern)
            else:
                self._exact.setdefault(first, []).append(pattern)
        self._words[category, value] = self._words.get((category, value), frozenset()) | frozenset(listed)

    def cues(self, tokens: Sequence[Token]) -> list[Cue]:
        """Every pattern found, in order; of overlapping ones of a category the longest."""
        found: list[tuple[int, Cue]] = []
        for place, token in enumerate(tokens):
            if token.kind == "mark":
                continue
            for pattern in self._beginning_with(token.folded):
                if len(pattern.words) == 1 and pattern.words[0][0] != "#":
                    match: tuple[int, int | None] | None = (place, None)
                else:
                    match = self._match(pattern.words, tokens, place)
                if match is not None:
                    last, number = match
                    cue = Cue(pattern.category, pattern.value, place, last, token.start, tokens[last].end, number)
                    found.append((pattern.weight + 100 * len(pattern.words), cue))
        return _longest(found)

    def _beginning_with(self, word: str) -> tuple[_Pattern, ...]:
        if len(word) > _LONGEST_WORD:
            return ()
        known = self._known.get(word)
        if known is None:
            patterns = list(self._exact.get(word, ()))
            if "" in self._beginnings:
                patterns += self._beginnings[""]
            for length in range(1, len(word) + 1):
                patterns += self._beginnings.get(word[:length], ())
                patterns += self._endings.get(word[-length:], ())
            patterns += [pattern for part, pattern in self._inside if part in word]
            if self.number(word) is not None or "-" in word:
                patterns += self._numbered
            known = self._known[word] = tuple(patterns)
        return known

    def number(self, word: str) -> int | None:
        if word.isascii() and word.isdigit():
            return int(word) if len(word) < 7 else None
        tens, hyphen, ones = word.partition("-")
        if hyphen and self.numbers.get(tens, 0) >= 20 and self.numbers.get(ones, 10) < 10:
            return self.numbers[tens] + self.numbers[ones]
        return self.numbers.get(word)

    def _match(self, words: tuple[str, ...], tokens: Sequence[Token], place: int) -> tuple[int, int | None] | None:
        """The place of the last token and the number, if the tokens from `place` are those words."""
        number: int | None = None
        step = 0
        while step < len(words):
            word = words[step]
            if word == "…":
                for skip in range(_WIDEST_GAP + 1):
                    if place + skip >= len(tokens) or tokens[place + skip].text in ";:":
                        return None
                    rest = self._match(words[step + 1 :], tokens, place + skip)
                    if rest is not None:
                        return rest[0], number
                return None
            if place >= len(tokens):
                return None
            token = tokens[place]
            if word[0] == "#":
                amount, _, tail = token.folded.partition("-") if len(word) > 1 else (token.folded, "", "")
                number = self.number(amount)
                if number is None or (len(word) > 1 and not fits(word[2:], tail)):
                    return None
            elif not fits(word, token.folded):
                return None
            place += 1
            step += 1
        return place - 1, number


def fits(pattern: str, word: str) -> bool:
    """Whether one word is of the form `word`, `word*`, `*word` or `*word*`."""
    if pattern == "*":
        return True
    if pattern.endswith("*"):
        return pattern[1:-1] in word if pattern.startswith("*") else word.startswith(pattern[:-1])
    return word.endswith(pattern[1:]) if pattern.startswith("*") else word == pattern


def _longest(found: list[tuple[int, Cue]]) -> list[Cue]:
    kept: list[Cue] = []
    taken: dict[str, set[int]] = {}
    for _, cue in sorted(found, key=lambda pair: (-pair[0], pair[1].first)):
        crosses = cue.category in ("activity", "award", "validity", "home_word")
        places = taken.setdefault(f"{cue.category}.{cue.value}" if crosses else cue.category, set())
        span = range(cue.first, cue.last + 1)
        if cue.category != "column" and any(place in places for place in span):
            continue
        places.update(span)
        kept.append(cue)
    # *action plan* plans nothing, *no end date* denies nothing.
    named = {
        place
        for cue in kept
        if cue.category in ("agreement", "status") or cue.value == "open_ended"
        for place in range(cue.first, cue.last + 1)
    }
    kept = [cue for cue in kept if cue.category not in ("plan", "negation") or cue.first not in named]
    # *Sister Cities International* is the name of a network.
    networks = [cue for cue in kept if cue.category == "network" and cue.value == "known"]
    kept = [
        cue
        for cue in kept
        if cue.category not in ("relation", "relation_cell")
        or not any(network.first <= cue.first and cue.last <= network.last for network in networks)
    ]
    return sorted(kept, key=lambda cue: (cue.first, cue.last))


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, read once; of a language without a file only what holds in any."""
    own = _data(language)
    inflection = own.get("inflection", {})
    built = Lexicon(
        language=language,
        numbers=dict(own.get("numbers", {}).get("words", [])),
        endings=tuple((case, ending, left) for case, ending, left in inflection.get("endings", [])),
        stems=tuple((re.compile(pattern), base) for pattern, base in inflection.get("stems", [["$", ""]])),
        heads=tuple((form, base) for form, base in inflection.get("heads", [])),
        title_endings=tuple((form, base) for form, base in inflection.get("title_endings", [])),
        inhabitants=tuple(inflection.get("inhabitants", [])),
    )
    for data in (_data(ANY), own):
        for category, values in data.items():
            if category not in _APART:
                for value, patterns in values.items():
                    built.add(category, value, patterns)
    for kind, patterns in own.get("relative", {}).items():
        for pattern, sign in patterns:
            built.add(f"relative_{kind}", str(sign), [pattern])
    return built


@functools.cache
def languages_with_words() -> tuple[str, ...]:
    """The languages that have a file."""
    return tuple(sorted(path.stem for path in DATA.glob("??.toml")))


@functools.cache
def _data(language: str) -> dict[str, Any]:
    path = DATA / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
