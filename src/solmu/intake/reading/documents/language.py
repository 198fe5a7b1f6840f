"""Which language words are in, told by the small words every text has."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from pathlib import Path

from solmu.intake.reading.lexicon import languages_with_words, lexicon
from solmu.intake.reading.tokens import tokenize

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 50_000


@functools.cache
def _function_words() -> dict[str, tuple[str, ...]]:
    path = Path(__file__).parent.parent / "languages" / "function_words.toml"
    found: dict[str, list[str]] = {}
    for language, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def is_function_word(folded: str) -> bool:
    """Whether a word is one of the small words of some language."""
    return folded in _function_words()


def likeliest_language(text: str) -> str:
    """The language with claim words of its own in a text too short to tell by small words; "und" if none has any."""
    tokens = tokenize(text[:2000])
    told = {}
    for language in languages_with_words():
        own = lexicon(language)
        told[language] = sum(
            cue.end - cue.start for cue in own.cues(tokens) if cue.category in ("relation", "network", "member")
        )
    best = max(told, key=lambda language: told[language], default="und")
    return best if told.get(best) else "und"


def detect_language(text: str, *, least: int = 2, main: str = "und") -> str:
    """The ISO 639-1 code of the language most of the small words belong to; `main` when fewer than `least` tell.

    Another language than `main` must be told by clearly more words than `main` itself.
    """
    table = _function_words()
    weights: Counter[str] = Counter()
    told = 0
    for word in _WORD.findall(text[:_SAMPLE].casefold()):
        languages = table.get(word)
        if languages:
            told += 1
            for language in languages:
                weights[language] += 12 // len(languages)
    if told < least or not weights:
        return main
    (best, weight), *rest = weights.most_common(2)
    if weight < 1.5 * weights[main] or (rest and rest[0][1] == weight):
        return main
    return best
