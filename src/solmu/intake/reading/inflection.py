"""Inflected words to the base forms they may have; the endings are language data, the choice is the caller's."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from solmu.intake.reading.lexicon import Lexicon, lexicon

NOMINATIVE = "nom"
_SHORTEST_STEM = 2


@functools.lru_cache(maxsize=20_000)
def base_forms(words: str, language: str) -> tuple[tuple[str, str], ...]:
    """(case, base form) pairs, the words themselves first, then likeliest first. Only the end inflects."""
    return tuple(_base_forms(words, lexicon(language)))


def _base_forms(words: str, language: Lexicon) -> Iterator[tuple[str, str]]:
    yield NOMINATIVE, words
    stem, colon, _ = words.rpartition(":")
    if colon and stem.isalnum():
        yield "gen", stem
        return
    seen = {words}
    for case, ending, left in language.endings:
        if not words.endswith(ending) or len(words) - len(ending) < _SHORTEST_STEM:
            continue
        stem = words[: len(words) - len(ending)] + left
        if stem not in seen and len(stem) > 1:
            seen.add(stem)
            yield case, stem
        for pattern, base in language.stems:
            changed = pattern.sub(base, stem, count=1)
            if changed != stem and changed not in seen and len(changed) > _SHORTEST_STEM:
                seen.add(changed)
                yield case, changed


def head_base_form(words: str, language: Lexicon) -> str:
    """A title or name whose last word is a noun of a known base form, in that form; else the words unchanged."""
    for form, base in language.heads:
        if words.lower().endswith(form):
            stem, written = words[: len(words) - len(form)], words[len(words) - len(form) :]
            return stem + (base[0].upper() + base[1:] if written[0].isupper() else base)
    return words


def title_base_form(words: str, language: Lexicon) -> str:
    """A title from the essive or translative (*ympäristöpääkaupungiksi*); unchanged where no ending is known."""
    changed = head_base_form(words, language)
    if changed != words:
        return changed
    for ending, base in language.title_endings:
        if words.endswith(ending) and len(words) - len(ending) > _SHORTEST_STEM:
            return words[: len(words) - len(ending)] + base
    return words
