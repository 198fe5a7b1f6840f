"""A document being read: its blocks as annotated sentences, its home, and what each section is about."""

from __future__ import annotations

import functools
import re
from functools import cached_property

from solmu.core.dates import month_words
from solmu.intake.reading.capitals import find_countries, runs
from solmu.intake.reading.dates import find_dates, with_roles, with_unstated_years
from solmu.intake.reading.documents.document import Block, Document, Span
from solmu.intake.reading.documents.language import is_function_word
from solmu.intake.reading.lexicon import Lexicon, lexicon
from solmu.intake.reading.mentions import Home, find_places
from solmu.intake.reading.names import Names
from solmu.intake.reading.sentence import Sentence, segment
from solmu.intake.reading.tokens import Token, sentences, tokenize
from solmu.places.gazetteer import Gazetteer

_STRUCTURAL = ("item", "row", "term")
# A longer sentence without a word of any of these claims nothing; it is not annotated.
_SHORT = 8
_LARGE = 300_000  # characters
_ENOUGH_FOR_HOME = 40_000  # characters
_CLEAR = 8.0  # a score that a title and an owner's genitive give together
_TELLING = frozenset(
    {"relation", "cooperation", "agreement", "member", "network", "school_link", "institution", "award", "activity"}
    | {"status", "start", "sign", "validity"}
)
_ENTRY = re.compile(r"\s*([^\W\d_][^,(:;–—\n|]{0,60}?)\s*(?:[,(:;–—|\n]|$)")


class Page:
    """One document with the gazetteer and its home city."""

    def __init__(self, document: Document, gazetteer: Gazetteer, home: str | None = None) -> None:
        self.document = document
        self.text = document.text
        self.names = Names(gazetteer)
        self._sentences: dict[int, list[Sentence]] = {}
        self._bare: dict[int, list[Sentence]] = {}
        self.names.remember(self._listed_names())
        self.home = home or self._detected_home()
        self.home_names = self._names_of_home()

    def lexicon_of(self, block: Block) -> Lexicon:
        return lexicon(block.language if block.language != "und" else self.document.language)

    def language_at(self, offset: int) -> str:
        """The language of the block at an offset."""
        return next((b.language for b in self.document.blocks if b.start <= offset < b.end), self.document.language)

    def words(self, span: Span) -> str:
        """The words of a span as one line."""
        return " ".join(self.text[span.start : span.end].split())

    def bare(self, number: int) -> list[Sentence]:
        """The sentences of a block with cues and dates only."""
        if number not in self._bare:
            block = self.document.blocks[number]
            language = self.lexicon_of(block)
            found = []
            for tokens in self._split(block, language):
                sentence = Sentence(block, number, tokens, language, cues=language.cues(tokens))
                found.append(sentence)
            self._bare[number] = found
        return self._bare[number]

    def _split(self, block: Block, language: Lexicon) -> list[list[Token]]:
        abbreviations = language.words("grammar", "abbreviations")
        months = _month_forms()
        parts = block.cells or (block.span,)
        return [
            tokens
            for part in parts
            for tokens in sentences(tokenize(self.text, part.start, part.end), self.text, abbreviations, months)
        ]

    def forget(self, number: int) -> None:
        """Let go of a block's sentences: of a large document not all are kept at a time."""
        if len(self.text) > _LARGE:
            self._bare.pop(number, None)
            self._sentences.pop(number, None)

    def sentences(self, number: int) -> list[Sentence]:
        """The sentences of a block, annotated; of a table row, those of its cells."""
        if number not in self._sentences:
            found = self.bare(number)
            for place, sentence in enumerate(found):
                block = sentence.block
                self._annotate(sentence, structural=block.kind in _STRUCTURAL and (place == 0 or bool(block.cells)))
            self._sentences[number] = found
        return self._sentences[number]

    def _annotate(self, sentence: Sentence, *, structural: bool) -> None:
        tells = structural or any(cue.category in _TELLING for cue in sentence.cues)
        if not tells and len(sentence.tokens) > _SHORT:
            sentence.segments = [(0, len(sentence.tokens) - 1)]
            return
        dates = find_dates(self.text, sentence.start, sentence.end, sentence.language)
        if self.written_on:
            dates = with_unstated_years(
                dates, self.text, sentence.tokens, sentence.cues, sentence.language, self.written_on
            )
        sentence.dates = with_roles(dates, sentence.tokens, sentence.cues)
        sentence.countries = find_countries(sentence, self.names)
        home = Home(self.home_names, self.home_country, self.home_region)
        sentence.places = find_places(sentence, self.names, home, structural=structural)
        sentence.segments = segment(sentence.tokens, sentence.cues, sentence.dates, sentence.places, sentence.lexicon)

    # --- home

    @cached_property
    def home_country(self) -> str | None:
        if self._home_region is not None:
            return self._home_region[1]
        candidates = self.names.find(self.home) if self.home else ()
        return candidates[0].country if candidates else None

    def _names_of_home(self) -> frozenset[str]:
        if not self.home:
            return frozenset()
        candidates = self.names.find(self.home)
        others = (candidates[0].name, *candidates[0].names) if candidates else ()
        return frozenset(name.casefold() for name in (self.home, *others))

    @cached_property
    def written_on(self) -> str | None:
        """The day a dated document (a press release, minutes) gives in its first lines, for *yesterday* and *4 May*."""
        for number, block in enumerate(self.document.blocks[:6]):
            dates = find_dates(
                self.text, block.start, min(block.end, block.start + 300), self.lexicon_of(block).language
            )
            days = [date for date in dates if len(date.value) == 10 and not date.last]
            if days and (block.end - block.start < 120 or number < 2):
                return days[0].value
        return None

    @property
    def home_region(self) -> str | None:
        """The part of the country the home is first named with: *Portland, Oregon*."""
        return self._home_region[0] if self._home_region else None

    @cached_property
    def _home_region(self) -> tuple[str, str] | None:
        """That part and the country it is in."""
        if not self.home:
            return None
        for number in range(min(6, len(self.document.blocks))):
            for sentence in self.bare(number):
                for cue in sentence.of("regions"):
                    words = [token.folded for token in sentence.tokens[max(0, cue.first - 5) : cue.first]]
                    if words[-1:] == [","] and self.home.casefold() in " ".join(words):
                        return sentence.tokens[cue.first].folded, cue.value
        return None

    def _listed_names(self) -> list[str]:
        """Names that stand first in list items, rows and terms: there a name is in its base form."""
        found = []
        for block in self.document.blocks:
            if block.kind in ("item", "row", "term"):
                parts = block.cells or (block.span,)
                language = self.lexicon_of(block).language
                for part in parts[:3]:
                    match = _ENTRY.match(self.text, part.start, min(part.end, part.start + 80))
                    if not match or not match[1][0].isupper() or len(match[1].split()) > 4:
                        continue
                    if self.names.find(match[1]) or self._has_country(block, match, language):
                        found.append(match[1])
        return found

    def _has_country(self, block: Block, match: re.Match[str], language: str) -> bool:
        """Whether a name nobody knows stands beside a country, so that it is a place's all the same."""
        if self.names.country(match[1], language):
            return False
        if block.cells:
            return any(self.names.country(self.words(cell), language) for cell in block.cells)
        after = re.match(r"\s*[,(–]\s*([^\W\d_][^,()\n–]{1,30})", self.text[match.end(1) : block.end])
        return bool(after and self.names.country(after[1].strip(), language))

    def _detected_home(self) -> str | None:
        """The place the page speaks of as its own: named with *city of*, as owner, in the title, most often."""
        scores: dict[str, float] = {}
        document = self.document
        read = 0
        for words, weight in ((document.title, 3.0), (document.margins[:2000], 1.0)):
            self._score_home(tokenize(words), lexicon(document.language), scores, weight)
        for number, block in enumerate(document.blocks[:400]):
            weight = (
                2.0
                if block.kind == "heading" and number < 3
                else 1.0
                if block.kind in ("heading", "paragraph")
                else 0.3
            )
            for sentence in self.bare(number):
                self._score_home(sentence.tokens, sentence.lexicon, scores, weight)
            read += block.end - block.start
            if read > _ENOUGH_FOR_HOME or (number > 2 and _is_clear(scores)):
                break
        if not scores:
            return None
        (best, weight), *_ = sorted(scores.items(), key=lambda item: -item[1])
        return best if weight >= 1.2 else None

    def _score_home(self, tokens: list[Token], language: Lexicon, scores: dict[str, float], weight: float) -> None:
        cues = language.cues(tokens)
        city_words = {cue.first for cue in cues if cue.category == "home_word" and cue.value == "of"}
        relations = {cue.first for cue in cues if cue.category in ("relation", "network", "agreement")}
        any_cue = {cue.first for cue in cues if cue.category not in ("neutral", "column", "countries")}
        for first, last in runs(tokens, language, set()):
            for start in range(first, last + 1):
                words = " ".join(token.text for token in tokens[start : last + 1])
                name = self.names.resolve(words, language.language)
                if name is None or not name.candidates or name.base.casefold() in language.words("neutral", "region"):
                    continue
                if first == start == last == 0 and (is_function_word(tokens[0].folded) or 0 in any_cue):
                    continue
                score = 0.3
                is_named = False
                if last + 1 in city_words or (
                    start >= 2 and start - 2 in city_words and tokens[start - 1].folded in ("of", "von")
                ):
                    score += 3
                    is_named = True
                elif last + 1 in relations and name.case == "gen":
                    score += 2
                elif (
                    start == 0
                    and last + 1 < len(tokens)
                    and tokens[last + 1].is_word
                    and tokens[last + 1].text.islower()
                ):
                    score += 1
                if is_named:
                    pass
                elif (
                    last + 2 < len(tokens)
                    and tokens[last + 1].text in ",("
                    and self.names.country(tokens[last + 2].text, language.language)
                ) or (start and self.names.country(tokens[start - 1].text, language.language)):
                    score = -1
                scores[name.base] = scores.get(name.base, 0.0) + score * weight
                break


def _is_clear(scores: dict[str, float]) -> bool:
    """Whether one place is ahead of every other by so much that reading on changes nothing."""
    best, *rest = sorted(scores.values(), reverse=True)[:2] or [0.0]
    return best >= _CLEAR and best >= 4 * max([*rest, 0.0])


@functools.cache
def _month_forms() -> frozenset[str]:
    return frozenset(month_words())
