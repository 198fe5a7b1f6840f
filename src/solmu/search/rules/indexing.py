"""The terms a record is found by, with what each counts for it."""

from __future__ import annotations

from collections.abc import Iterable

from solmu.search.rules.asking import SMALL_WORDS
from solmu.search.rules.folding import words_of
from solmu.search.rules.lemmas import LANGUAGES, lemma_forms
from solmu.search.rules.ranking import Recognised, points


def terms_of(texts_given: Iterable[tuple[int, str, str]]) -> tuple[dict[str, int], dict[str, set[str]]]:
    """Points by term, and for each term the base forms it has, of texts as (weight, language, words).

    A word brings its forms and its base form; a text in no known language is taken for one in every language. A word
    that stands in a text of capitalised words alone is a name, which a dictionary would cut down to something else.
    """
    texts = [(weight, language, list(words_of(text))) for weight, language, text in texts_given]
    names = {
        word.forms[0]
        for _weight, _language, words in texts
        if all(each.text[0].isupper() for each in words)
        for word in words
    }
    found: dict[str, int] = {}
    lemmas: dict[str, set[str]] = {}
    for weight, language, words in texts:
        spoken = language.partition("-")[0]
        for word in words:
            if word.forms[0] in SMALL_WORDS:
                continue
            for form in word.forms:
                found[form] = max(found.get(form, 0), points(weight, Recognised.EXACT))
            spoken_in = () if word.forms[0] in names else (spoken,) if spoken else LANGUAGES
            for each in spoken_in:
                for base in lemma_forms(word.text, each):
                    if base not in SMALL_WORDS:
                        found[base] = max(found.get(base, 0), points(weight, Recognised.BASE_FORM))
                        lemmas.setdefault(word.forms[0], set()).add(base)
    return found, lemmas
