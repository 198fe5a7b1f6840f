"""A sentence as claims are read from it: words, cues, dates, places, and the segments that hold together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from solmu.intake.reading.dates import DateMention
from solmu.intake.reading.documents.document import Block, Span
from solmu.intake.reading.lexicon import Cue, Lexicon
from solmu.intake.reading.tokens import Token
from solmu.places.gazetteer import Candidate


@dataclass(slots=True)
class Place:
    """A place mentioned. `role` is how it stands in the sentence: nom, gen, with, in, from, to, of, or another case.

    `stated` says whether the document gives the country; `is_known` whether the gazetteer knows the name.
    `is_called_partner`: a name no gazetteer knows that the words before it call a partner city.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    role: str
    candidates: tuple[Candidate, ...] = ()
    country: str | None = None
    country_span: Span | None = None
    is_home: bool = False
    is_outer: bool = False
    is_aside: bool = False
    group: int = -1
    is_called_partner: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.candidates)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def stated(self) -> bool:
        return self.country_span is not None


@dataclass(frozen=True, slots=True)
class Country:
    first: int
    last: int
    start: int
    end: int
    code: str
    is_adjective: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True)
class Sentence:
    """One sentence of a block, annotated. Token places in cues, places and segments index `tokens`."""

    block: Block
    place_in_document: int
    tokens: list[Token]
    lexicon: Lexicon
    cues: list[Cue] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    countries: list[Country] = field(default_factory=list)
    segments: list[tuple[int, int]] = field(default_factory=list)
    _by_category: dict[str, list[Cue]] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def language(self) -> str:
        return self.lexicon.language

    def of(self, category: str, *values: str) -> list[Cue]:
        """The cues of a category, of some values if given."""
        if not self._by_category and self.cues:
            for cue in self.cues:
                self._by_category.setdefault(cue.category, []).append(cue)
        found = self._by_category.get(category, [])
        return [cue for cue in found if cue.value in values] if values else found

    def has(self, category: str, *values: str) -> bool:
        return bool(self.of(category, *values))

    @property
    def foreign(self) -> list[Place]:
        return [place for place in self.places if not place.is_home and not place.is_outer and not place.is_aside]

    @property
    def names_home(self) -> bool:
        return any(place.is_home for place in self.places)

    def segment_at(self, token: int) -> int:
        """The number of the segment a token is in."""
        for number, (first, last) in enumerate(self.segments):
            if first <= token <= last:
                return number
        return len(self.segments) - 1

    def segment_of(self, offset: int) -> int:
        return self.segment_at(self.token_at(offset))

    def token_at(self, offset: int) -> int:
        for place, token in enumerate(self.tokens):
            if token.end > offset:
                return place
        return len(self.tokens) - 1

    def in_segment(self, number: int, cues: Iterable[Cue]) -> list[Cue]:
        first, last = self.segments[number]
        return [cue for cue in cues if first <= cue.first <= last]

    def dates_in(self, number: int) -> list[DateMention]:
        first, last = self.segments[number]
        return [date for date in self.dates if self.tokens[first].start <= date.start <= self.tokens[last].end]

    def places_in(self, number: int) -> list[Place]:
        first, last = self.segments[number]
        return [place for place in self.foreign if first <= place.first <= last]

    def is_denied(self, number: int) -> bool:
        """Whether a segment says what is not, or only planned."""
        return bool(self.in_segment(number, self.of("negation"))) or self.is_planned(number)

    def is_planned(self, number: int) -> bool:
        causes = {cue.last for cue in self.of("decided", "because")}
        return any(not causes & {cue.first - 1, cue.first - 2} for cue in self.in_segment(number, self.of("plan")))


EVENT_CATEGORIES = (
    "sign",
    "start",
    "status",
    "agreement",
    "relation",
    "relative_years",
    "validity",
    "activity",
    "negation",
)


def segment(
    tokens: list[Token], cues: list[Cue], dates: list[DateMention], places: list[Place], lexicon: Lexicon
) -> list[tuple[int, int]]:
    """Where a sentence divides: at semicolons, before relatives after a comma, and between coordinated events."""
    named = {place.first for place in places if not place.is_home}
    others = {cue.first for cue in cues if cue.category == "ordinal"}
    conjunctions = lexicon.words("grammar", "conjunctions")
    relatives = lexicon.words("grammar", "relatives")
    adversatives = lexicon.words("grammar", "adversatives")
    events = {cue.first for cue in cues if cue.category in EVENT_CATEGORIES}
    starts = {next((p for p, t in enumerate(tokens) if t.end > date.start), 0) for date in dates}
    cuts = [0]
    for place, token in enumerate(tokens):
        if place == 0:
            continue
        before = tokens[place - 1]
        cut = before.text in ";" or (before.text in "–—" and token.start > before.end)
        if not cut and before.text == ",":
            cut = token.folded in relatives or (token.folded in conjunctions and _events(events, place, len(tokens)))
        if not cut and (token.folded in adversatives):
            cut = _events(events, place, len(tokens))
        if not cut and token.folded in conjunctions and before.text != ",":
            ends = _next_cut(tokens, place, relatives)
            cut = bool(
                _events(events, cuts[-1], place)
                and _verbs(cues, place, ends)
                and (_verbs(cues, cuts[-1], place) or any(cuts[-1] <= start < place for start in starts))
            )
            dated = any(cuts[-1] <= start < place for start in starts) and any(place < start < ends for start in starts)
            cut = cut or (dated and any(place < name < ends for name in named | others))
        if cut and place > cuts[-1]:
            cuts.append(place)
    return [(first, last - 1) for first, last in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]


def _events(events: set[int], first: int, end: int) -> bool:
    return any(place in events for place in range(first, end))


def _verbs(cues: list[Cue], first: int, end: int) -> bool:
    verbs = ("sign", "start", "status", "validity")
    return any(cue.category in verbs and first <= cue.first < end for cue in cues)


def _next_cut(tokens: list[Token], place: int, relatives: frozenset[str]) -> int:
    for after in range(place + 1, len(tokens)):
        if tokens[after].text == ";" or (
            tokens[after].text == "," and after + 1 < len(tokens) and tokens[after + 1].folded in relatives
        ):
            return after
    return len(tokens)
