"""Base forms by dictionary, in the languages of the interface.

simplemma's compressed dictionaries are read in place: 20 MB a language, loaded when the first word is asked for.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from solmu.search.rules.folding import forms_of

if TYPE_CHECKING:
    from simplemma import Lemmatizer

LANGUAGES = ("fi", "sv", "en")
_LONGEST_WORD = 40


@functools.cache
def _lemmatizer() -> Lemmatizer:
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=StreamDictionaryFactory()))


@functools.lru_cache(maxsize=50_000)
def lemma(word: str, language: str) -> str:
    """The base form of a word as written; empty where it is the word itself, and in languages without dictionary."""
    if language not in LANGUAGES or len(word) > _LONGEST_WORD or not word.isalpha():
        return ""
    found = str(_lemmatizer().lemmatize(word, lang=language))
    return "" if set(forms_of(found)) <= set(forms_of(word)) else found
