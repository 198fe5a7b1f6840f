"""What a stretch of a document is about, told by its headings and the lines that introduce its lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from solmu.intake.reading.documents.document import Block, Span
from solmu.intake.reading.page import Page
from solmu.intake.reading.sentence import Place, Sentence

PARTNERS, NETWORKS, SCHOOLS, AWARDS, ACTIVITIES, EXCLUDED = (
    "partners",
    "networks",
    "schools",
    "awards",
    "activities",
    "excluded",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of partnership and the words that say it."""

    value: str
    span: Span


@dataclass(slots=True)
class Topic:
    """The subject of a heading or a lead line."""

    kinds: set[str] = field(default_factory=set)
    relation: Relation | None = None
    country: tuple[str, Span] | None = None
    place: Place | None = None
    is_only_place: bool = False
    status: Relation | None = None


@dataclass(slots=True)
class Context:
    """What holds where a block stands: innermost first."""

    kinds: set[str]
    relation: Relation | None
    country: tuple[str, Span] | None
    place: Place | None
    inherited: Relation | None
    activities: bool = False
    is_near: bool = False
    status: Relation | None = None


class Topics:
    def __init__(self, page: Page) -> None:
        self.page = page
        self._topics: dict[int, Topic] = {}
        self._contexts: dict[tuple[tuple[int, ...], int | None], Context] = {}

    def topic(self, number: int) -> Topic:
        if number not in self._topics:
            self._topics[number] = self._read(number)
        return self._topics[number]

    def context(self, block: Block) -> Context:
        key = (block.headings, block.lead)
        if key not in self._contexts:
            self._contexts[key] = self._context(block)
        return self._contexts[key]

    def _context(self, block: Block) -> Context:
        """The innermost heading or lead that is about something tells the kind; the rest adds country and place."""
        chain = [*block.headings]
        lead = block.lead
        leads = []
        while lead is not None:
            leads.append(lead)
            lead = self.page.document.blocks[lead].lead
        found = Context(set(), None, None, None, None)
        for number in [*leads, *reversed(chain)]:
            topic = self.topic(number)
            if not found.kinds and topic.kinds:
                found.kinds = set(topic.kinds)
                found.relation = topic.relation
                found.is_near = number in leads or number == chain[-1]
            found.status = found.status or topic.status
            if not found.inherited and topic.relation and EXCLUDED not in topic.kinds:
                found.inherited = topic.relation
            found.country = found.country or topic.country
            if found.place is None and (topic.is_only_place or number not in leads):
                found.place = topic.place
            found.activities = found.activities or ACTIVITIES in topic.kinds
        return found

    def _read(self, number: int) -> Topic:
        topic = Topic()
        for sentence in self.page.sentences(number):
            self._add_kinds(sentence, topic)
            self._add_places(sentence, topic)
        return topic

    def _add_kinds(self, sentence: Sentence, topic: Topic) -> None:
        relations = sentence.of("relation")
        if relations and topic.relation is None:
            cue = relations[-1] if sentence.block.kind != "heading" else relations[0]
            topic.relation = Relation(cue.value, Span(cue.start, cue.end))
            topic.kinds.add(PARTNERS)
        if sentence.has("network", "heading", "word"):
            topic.kinds.add(NETWORKS)
        if sentence.block.kind != "heading" and sentence.has("member") and not relations:
            topic.kinds.add(NETWORKS)
        if sentence.has("school_link", "heading") and not relations:
            topic.kinds.add(SCHOOLS)
        if sentence.has("award", "heading") and not relations:
            topic.kinds.add(AWARDS)
        if sentence.has("activity", "heading"):
            topic.kinds.add(ACTIVITIES)
        for cue in sentence.of("status_heading"):
            if cue.first == 0 and (relations or sentence.has("agreement") or sentence.has("cooperation")):
                topic.status = Relation(cue.value, Span(cue.start, cue.end))
        if self.is_excluded(sentence):
            topic.kinds.add(EXCLUDED)

    def _add_places(self, sentence: Sentence, topic: Topic) -> None:
        foreign = sentence.foreign
        if len(foreign) == 1 and topic.place is None and sentence.block.kind in ("heading", "term", "item"):
            place = foreign[0]
            topic.place = place
            topic.is_only_place = self._fills(place, sentence)
        if (
            not foreign
            and len(sentence.countries) == 1
            and sentence.block.kind in ("heading", "item", "term", "paragraph")
        ):
            country = sentence.countries[0]
            if len(sentence.tokens) <= country.last - country.first + 3:
                topic.country = (country.code, country.span)

    def _fills(self, place: Place, sentence: Sentence) -> bool:
        """Whether a heading says a place, its country perhaps, and nothing else."""
        country = [c for c in sentence.countries if c.span == place.country_span]
        covered = place.last - place.first + 1 + sum(c.last - c.first + 1 for c in country)
        rest = [
            token
            for number, token in enumerate(sentence.tokens)
            if token.kind != "mark"
            and not place.first <= number <= place.last
            and not any(c.first <= number <= c.last for c in country)
            and not any(date.start <= token.start < date.end for date in sentence.dates)
            and not any(cue.first <= number <= cue.last for cue in sentence.of("regions"))
            and not any(cue.first <= number <= cue.last for cue in sentence.of("date"))
        ]
        return covered > 0 and not rest

    def is_excluded(self, sentence: Sentence) -> bool:
        """A heading or lead about what is not, what is planned, or another city's partners."""
        if sentence.has("negation") or sentence.has("plan") or sentence.has("other_owner"):
            return True
        return owner_is_other(self.page, sentence)


def owner_is_other(page: Page, sentence: Sentence) -> bool:
    """Whether the partners spoken of are another city's: *Järvenpään ystävyyskaupungit*, *twin towns of Leeds*."""
    for cue in sentence.of("relation"):
        for place in sentence.places:
            if place.is_home or place.is_outer or sentence.has("start", "inherit"):
                continue
            owns = place.role == "gen" and 0 < cue.first - place.last <= 3
            owned = place.role == "of" and 0 < place.first - cue.last <= 2 and len(sentence.foreign) > 1
            if (owns or owned) and not page.names.is_listed(place.name) and not sentence.names_home:
                return place.country is None or place.country == page.home_country or len(sentence.foreign) > 1
    return False
