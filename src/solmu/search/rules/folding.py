"""A text's words, folded, with the ways in which their letters are written elsewhere."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass

from solmu.places.names import fold

LONGEST_TERM = 80
_MOST_VARIANTS = 8

# Each letter as whoever has no key for it writes it; what `fold` makes of it is always one of the ways.
_OTHER_WAYS = {
    "ø": ("oe",), "ö": ("oe",), "œ": ("o",), "å": ("aa",), "ä": ("ae",), "æ": ("a",), "ü": ("ue",), "ð": ("dh",),
    "þ": ("t",), "š": ("sh",), "č": ("ch", "tsh"), "ž": ("zh",),
}  # fmt: skip

# Scientific and everyday romanisation of Cyrillic, so that a recorded Cyrillic name is found in Latin letters.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "ї": "i", "є": "e", "ґ": "g",
}  # fmt: skip

_APOSTROPHES = "'’ʼ´`"
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f'’ʼ´`][^\W_]*)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in a text, from and to which character, with its folded forms: the plain one first."""

    text: str
    start: int
    end: int
    forms: tuple[str, ...]


@functools.lru_cache(maxsize=2_000)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order; letters, digits and marks make words, all else parts them."""
    return tuple(
        Word(found.group(), found.start(), found.end(), forms)
        for found in _WORD.finditer(text)
        if (forms := forms_of(found.group()))
    )


@functools.lru_cache(maxsize=50_000)
def forms_of(word: str) -> tuple[str, ...]:
    """The folded forms of one word: *Køge* is `koge` and `koege`. Empty for what has no letter or digit."""
    small = unicodedata.normalize("NFC", word.lower())
    ways = [("", letter) if letter in _APOSTROPHES else (letter, *_OTHER_WAYS.get(letter, ())) for letter in small]
    written = [word, *("".join(parts) for parts in itertools.islice(itertools.product(*ways), 1, _MOST_VARIANTS))]
    if any(letter in _CYRILLIC for letter in small):
        written.append("".join(_CYRILLIC.get(letter, letter) for letter in small))
    forms = (fold(each).replace(" ", "")[:LONGEST_TERM] for each in written)
    return tuple(dict.fromkeys(form for form in forms if form))
