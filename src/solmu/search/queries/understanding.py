"""Which terms of the index each word of a query stands for."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from solmu.search.queries.terms import Terms
from solmu.search.rules.asking import query_words
from solmu.search.rules.endings import base_forms, known_base_forms
from solmu.search.rules.folding import Word, forms_of
from solmu.search.rules.lemmas import LANGUAGES, lemma
from solmu.search.rules.ranking import Recognised
from solmu.search.rules.spelling import errors_allowed, nearest

_ENDINGS_TRIED = 12


@dataclass(frozen=True)
class Understood:
    """A word asked for and the terms it stands for; `shown_for` is what it was corrected to, else empty."""

    word: str
    terms: dict[str, Recognised]
    shown_for: str = ""


def understand(query: str, language: str, terms: Terms) -> list[Understood]:
    """Each word of the query with the terms it stands for; none where the index knows nothing like it."""
    return [_understood(word, language, terms) for word in query_words(query)]


def _understood(word: Word, language: str, terms: Terms) -> Understood:
    found: dict[str, Recognised] = {}

    def add(forms: list[str], how: Recognised) -> None:
        for form in forms:
            if form in terms.ids:
                found[form] = min(how, found.get(form, how))

    add(list(word.forms), Recognised.EXACT)
    for form in word.forms:
        add(list(terms.lemmas_of(form)), Recognised.BASE_FORM)
    if not found:
        for form in word.forms:
            add(known_base_forms(form, terms.ids), Recognised.BASE_FORM)
    if not found:
        for each in (language, *(other for other in LANGUAGES if other != language)):
            add(list(forms_of(lemma(word.text, each))), Recognised.BASE_FORM)
    for form in word.forms:
        add(terms.beginning_with(form), Recognised.PART)
    if not found:
        add(terms.ending_in(word.forms[0]), Recognised.PART)
    if found:
        return Understood(word.text, found)
    corrected = _corrected(word, terms)
    for form in corrected:
        add([form, *terms.lemmas_of(form)], Recognised.SPELLING)
    return Understood(word.text, found, corrected[0] if corrected else "")


def _corrected(word: Word, terms: Terms) -> list[str]:
    """The known terms nearest to the word, else to what is left of it without an ending."""
    best: tuple[int, list[str]] = (errors_allowed(word.forms[0]) + 1, [])
    for form in word.forms:
        found = nearest(form, terms.spelling)
        if found[1] and found[0] < best[0]:
            best = found
    if best[1]:
        return best[1]
    for form in itertools.islice(base_forms(word.forms[0]), _ENDINGS_TRIED):
        fewest, found_terms = nearest(form, terms.spelling, most=1)
        if found_terms and fewest < best[0]:
            return found_terms
    return []
