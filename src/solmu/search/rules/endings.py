"""Guesses at the base form of a word no dictionary knows: a name with a case ending. Checked against known terms."""

from __future__ import annotations

from collections.abc import Collection, Iterator

SHORTEST_STEM = 3

# Folded (ä is a, ö is o), longest first. What may stand in the stem's place follows from the ending's language.
_FINNISH = (
    "issansa", "istansa", "kseen", "issa", "ista", "illa", "ilta", "ille", "iksi", "iden", "itten", "ihin", "issa",
    "seen", "ssa", "sta", "lla", "lta", "lle", "ksi", "tta", "ina", "ien", "jen", "ten", "iin", "oon", "aan", "een",
    "uun", "yyn", "han", "hen", "hin", "hon", "hun", "hyn", "na", "in", "ia", "ja", "ta", "en", "an", "on", "un",
    "yn", "n", "a", "t",
)  # fmt: skip
_SWEDISH = (
    "ernas", "ornas", "arnas", "erna", "orna", "arna", "ens", "ets", "ers", "ors", "ars", "en", "et", "er", "or", "ar",
    "na", "s", "n", "t",
)  # fmt: skip
_ENGLISH = ("ies", "es", "s")
_CYRILLIC = ("ами", "ого", "ой", "ом", "ем", "ах", "ов", "а", "е", "и", "у", "ю", "ы", "я")

# A consonant-final name takes a binding i in Finnish, another loses its last vowel in Swedish or changes it.
_LEFT = ("", "a", "i", "e")
_LEFT_OF_CYRILLIC = ("", "а", "и", "я", "ь")
ENDINGS = tuple(dict.fromkeys(sorted((*_FINNISH, *_SWEDISH, *_ENGLISH, *_CYRILLIC), key=lambda each: -len(each))))
POSSESSIVES = ("nsa", "mme", "nne", "kin", "kaan", "han", "ko")


def base_forms(word: str) -> Iterator[str]:
    """What a folded word may be the inflected form of, likeliest first; the word itself is not among them."""
    seen = {word}
    wholes = [word, *(word.removesuffix(each) for each in POSSESSIVES if word.endswith(each) and len(word) > 6)]
    for left in _LEFT if word.isascii() else _LEFT_OF_CYRILLIC:
        for whole in wholes:
            for ending in ENDINGS:
                stem = whole.removesuffix(ending) + left
                if whole.endswith(ending) and len(whole) - len(ending) >= SHORTEST_STEM and stem not in seen:
                    seen.add(stem)
                    yield stem


def known_base_forms(word: str, known: Collection[str]) -> list[str]:
    """The guesses that are known terms, of those that leave the longest stem: *shanghaissa* is `shanghai`."""
    found = [form for form in base_forms(word) if form in known]
    if not found:
        return []
    longest = max(map(len, found))
    return sorted(form for form in found if len(form) == longest)
