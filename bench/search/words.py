"""Finnish words to search for and to be found by: base forms with their inflected forms, drawn from a seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEED = 2026
BASES = 3_000
FEWEST_FORMS = 6
SHORTEST, LONGEST = 6, 14
WORDS_PER_TEXT = 12
INFLECTED, PAIRS, MISTYPED = 100, 50, 50


@dataclass(frozen=True)
class Asked:
    """A query and the base forms it means."""

    query: str
    bases: tuple[str, ...]
    is_mistyped: bool = False


def drawn_bases() -> dict[str, list[str]]:
    """Some thousand base forms with all the forms the dictionary has of each, the same ones every time."""
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    forms: dict[str, list[str]] = defaultdict(list)
    for form, base in StreamDictionaryFactory().get_dictionary("fi").items():
        if base.isalpha() and base.islower() and form.isalpha() and SHORTEST <= len(base) <= LONGEST:
            forms[base].append(form)
    rich = sorted(base for base, some in forms.items() if len(some) >= FEWEST_FORMS)
    chosen = random.Random(SEED).sample(rich, BASES)
    return {base: sorted(forms[base]) for base in chosen}


def texts(bases: Mapping[str, Sequence[str]], number: int) -> list[list[str]]:
    """The base forms of each text, the first in the list of bases most often, as words are used (Zipf)."""
    draw = random.Random(SEED + 1)
    names = list(bases)
    weights = [1 / place for place in range(1, len(names) + 1)]
    return [draw.choices(names, weights, k=WORDS_PER_TEXT) for _ in range(number)]


def inflected(bases: Mapping[str, Sequence[str]], words: Sequence[str], draw: random.Random) -> str:
    return " ".join(draw.choice(bases[word]) for word in words)


def queries(bases: Mapping[str, Sequence[str]], kept: Sequence[Sequence[str]]) -> list[Asked]:
    """Inflected words, pairs of them that stand in one text, and words with a letter left out or two exchanged."""
    draw = random.Random(SEED + 2)
    asked = []
    for _ in range(INFLECTED):
        base = draw.choice(draw.choice(kept))
        asked.append(Asked(draw.choice(bases[base]), (base,)))
    for _ in range(PAIRS):
        pair = tuple(dict.fromkeys(draw.sample(draw.choice(kept), 2)))
        asked.append(Asked(inflected(bases, pair, draw), pair))
    for _ in range(MISTYPED):
        base = draw.choice(draw.choice(kept))
        asked.append(Asked(mistyped(base, draw), (base,), is_mistyped=True))
    return asked


def mistyped(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word) - 1)
    if draw.random() < 0.5:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
