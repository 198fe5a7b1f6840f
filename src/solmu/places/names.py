"""Names compared: one key for the ways a name is written."""

from __future__ import annotations

import functools
import re
import unicodedata

# Letters that Unicode does not decompose, written as people without them on the keyboard write them.
_LETTERS = str.maketrans(
    {
        "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n",
        "ŧ": "t", "ə": "e", "ǝ": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɨ": "i", "ʉ": "u", "ȷ": "j",
    }
)  # fmt: skip

_MARKS = re.compile("[\u0300-\u036f]+")
_APOSTROPHES = re.compile("['’‘‛`´ʹʺʻʼʽʾʿˈ′＇]+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """The key under which two writings of one name meet: `fold("KØGE") == fold("Koge")`; empty for no letters.

    Case, diacritics, apostrophes and punctuation do not count; words stand apart by one space. Vowel signs of scripts
    that need them (Devanagari, Thai, Arabic) stay. The key is for finding, never for showing.
    """
    if text.isascii():
        words = _NOT_WORD.sub(" ", text.lower().replace("'", "").replace("`", ""))
    else:
        # Twice, since some letters of styled alphabets are capitals only once decomposed.
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        bare = _APOSTROPHES.sub("", _MARKS.sub("", decomposed)).translate(_LETTERS)
        composed = unicodedata.normalize("NFC", bare)
        words = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in composed)
    return " ".join(words.split())


@functools.lru_cache(maxsize=20_000)  # a page asks it of each name again in each language
def is_latin(text: str) -> bool:
    """Whether every letter of the text is of the Latin script (a text without letters is)."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in text if letter.isalpha() and letter > "z")
