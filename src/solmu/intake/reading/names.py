"""Which place or country a name in a document means, inflected or not."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field

from solmu.intake.reading.inflection import NOMINATIVE, base_forms
from solmu.intake.reading.lexicon import Lexicon, lexicon
from solmu.places.countries import country_code
from solmu.places.gazetteer import Candidate, Gazetteer, ambiguous
from solmu.places.names import fold

_INFLECTING = ("fi",)  # languages whose genitives stand in names within texts of other languages


@dataclass(frozen=True, slots=True)
class Name:
    """A name resolved: its base form, the case it stands in, and the places it may mean, best first."""

    base: str
    case: str
    candidates: tuple[Candidate, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.candidates)

    @property
    def is_sure(self) -> bool:
        return bool(self.candidates) and not ambiguous(self.candidates)

    @property
    def weight(self) -> float:
        return self.candidates[0].weight if self.candidates else 0.0


@functools.lru_cache(maxsize=4096)
def _found(gazetteer: Gazetteer, name: str, country: str | None) -> tuple[Candidate, ...]:
    return tuple(gazetteer.find(name, country)) if len(name) > 1 else ()


def _spellings(candidate: Candidate) -> set[str]:
    return {name.casefold() for name in (candidate.name, *candidate.names)}


@dataclass(slots=True)
class Names:
    """Look-ups of one document: the gazetteer, and the names the document itself writes in their base form."""

    gazetteer: Gazetteer
    nominatives: dict[str, str] = field(default_factory=dict)
    _resolved: dict[tuple[str, str, str | None], Name | None] = field(default_factory=dict)
    _countries: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def remember(self, names: Iterable[str]) -> None:
        """Base forms the document writes; a name among them is preferred to any other reading."""
        for name in names:
            self.nominatives.setdefault(fold(name), name)
        self._resolved.clear()

    def is_listed(self, base: str) -> bool:
        return fold(base) in self.nominatives

    def find(self, name: str, country: str | None = None) -> tuple[Candidate, ...]:
        return _found(self.gazetteer, name, country)

    def resolve(self, words: str, language: str, country: str | None = None) -> Name | None:
        """The place a name means, in the country if one is known; None if nobody knows it."""
        key = (words, language, country)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(words, lexicon(language), country)
        return self._resolved[key]

    def _resolve(self, words: str, language: Lexicon, country: str | None) -> Name | None:
        forms = base_forms(words, language.language)
        for case, base in forms:
            written = self.nominatives.get(fold(base))
            if written is not None:
                return Name(written, case, self.find(written, country) or self.find(written))
        foreign = self._listed_in_other_language(words, language.language)
        if foreign is not None:
            return foreign
        best: Name | None = None
        for case, base in forms:
            candidates = self.find(base, country)
            if case != NOMINATIVE:
                candidates = tuple(c for c in candidates if base.casefold() in _spellings(c))
            if not candidates:
                continue
            name = Name(base, case, candidates)
            # The reading without an ending wins unless another is far better known.
            if best is None or name.weight > best.weight * (10 if best.case == NOMINATIVE else 3):
                best = name
        return best

    def genitive(self, words: str, language: str, country: str) -> Name | None:
        """The place of that country whose genitive the words are, if there is one and they are no listed name."""
        if self.is_listed(words):
            return None
        for case, base in base_forms(words, language):
            candidates = self.find(base, country) if case == "gen" else ()
            if any(base.casefold() in _spellings(candidate) for candidate in candidates):
                return Name(base, case, candidates)
        return None

    def listed_stem(self, stem: str, language: str) -> Name | None:
        """The listed place whose people's adjective has this stem (*kölni*: Köln, *tartto*: Tartto)."""
        for base in (stem, stem[:-1]):
            written = self.nominatives.get(fold(base))
            if written is not None:
                return Name(written, "gen", self.find(written))
        return None

    def _listed_in_other_language(self, words: str, language: str) -> Name | None:
        """*Joensuun lyseon lukio* in a Swedish text: a listed name with an ending of another language."""
        for other in _INFLECTING:
            if other == language:
                continue
            for case, base in base_forms(words, other):
                if case == "gen" and len(base) > 3 and fold(base) in self.nominatives:
                    written = self.nominatives[fold(base)]
                    return Name(written, case, self.find(written))
        return None

    def base_form(self, words: str, language: str) -> tuple[str, str]:
        """(case, base form) of a name nobody knows: the likeliest reading of its ending, with a vowel for a vowel."""
        for case, base in base_forms(words, language):
            written = self.nominatives.get(fold(base))
            if written is not None:
                return case, written
        return NOMINATIVE, words

    def country(self, words: str, language: str) -> str | None:
        """The ISO code of the country a word or phrase names in any case."""
        key = (words, language)
        if key not in self._countries:
            self._countries[key] = self._country(words, language)
        return self._countries[key]

    def _country(self, words: str, language: str) -> str | None:
        if len(words) < 2 or (len(words) < 4 and not words.isupper()):
            return None
        spoken = language if language != "und" else None
        for _, base in base_forms(words, language):
            code = country_code(base, spoken)
            if code:
                return code
        return None
