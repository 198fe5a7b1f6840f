"""The terms a record is found by, with what each counts for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from solmu.search.rules.asking import SMALL_WORDS
from solmu.search.rules.endings import known_base_forms
from solmu.search.rules.folding import Word, forms_of, words_of
from solmu.search.rules.lemmas import LANGUAGES, lemma
from solmu.search.rules.ranking import Recognised, points


@dataclass
class TermsFound:
    """Of each term what it counts for the record, how it is written, and which base forms it has."""

    points: dict[str, int] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    lemmas: dict[str, set[str]] = field(default_factory=dict)

    def add(self, form: str, text: str, worth: int) -> None:
        self.points[form] = max(self.points.get(form, 0), worth)
        self.written.setdefault(form, text)


def terms_of(texts: Iterable[tuple[int, str, str]], names: Collection[str] = ()) -> TermsFound:
    """The terms of texts as (weight, language, words).

    A word brings its forms and its base form; a text in no known language is taken for one in every language. Folded
    `names` are not cut down, and what is one with an ending is cut down to it: to a dictionary *Kristianstad* is a form
    of *Kristian*.
    """
    found = TermsFound()
    for weight, language, text in texts:
        spoken = language.partition("-")[0]
        for word in words_of(text):
            if word.forms[0] in SMALL_WORDS:
                continue
            for form in word.forms:
                found.add(form, word.text, points(weight, Recognised.EXACT))
            for base in _bases(word, (spoken,) if spoken else LANGUAGES, names):
                for form in forms_of(base):
                    if form not in SMALL_WORDS:
                        found.add(form, base, points(weight, Recognised.BASE_FORM))
                        found.lemmas.setdefault(word.forms[0], set()).add(form)
    return found


def _bases(word: Word, languages: Iterable[str], names: Collection[str]) -> list[str]:
    """The base forms of a word: none of a name, the name of one with an ending, else what dictionaries say."""
    if word.forms[0] in names:
        return []
    if word.text[0].isupper() and (bare := known_base_forms(word.forms[0], names)):
        return bare
    return [base for each in languages if (base := lemma(word.text, each))]
