"""The state of one reading: the page, the partners found so far, and who a sentence without a name speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from solmu.intake.reading.dates import DateMention
from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.drafts import Draft, Partner, Partners
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.page import Page
from solmu.intake.reading.sentence import Place, Sentence
from solmu.intake.reading.topics import Context, Relation, Topics


@dataclass(slots=True)
class Reader:
    """Shared by the readers of every kind. `partnerships` holds one draft per partner."""

    page: Page
    topics: Topics
    partners: Partners
    drafts: list[Draft] = field(default_factory=list)
    partnerships: dict[int, Draft] = field(default_factory=dict)
    focus: list[Partner] = field(default_factory=list)
    is_structural: bool = False
    spoken: Relation | None = None
    denied: set[tuple[str, str]] = field(default_factory=set)
    mentioned: list[Partner] = field(default_factory=list)
    sections: dict[tuple[int, ...], list[Partner]] = field(default_factory=dict)
    agreement: Draft | None = None
    activity: Draft | None = None
    agreements: dict[tuple[int, ...], Draft] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.page.text

    def words(self, span: Span) -> str:
        return self.page.words(span)

    def context(self, sentence: Sentence) -> Context:
        return self.topics.context(sentence.block)

    def partner(self, place: Place, context: Context | None = None) -> Partner:
        return self.partners.of(place, context.country if context and not place.stated else None)

    def known(self, place: Place) -> Partner | None:
        return self.partners.known(place)

    def is_partner(self, place: Place) -> bool:
        found = self.partners.known(place)
        return found is not None and id(found) in self.partnerships

    def is_domestic(self, place: Place) -> bool:
        """In the home's own country, and no partner as far as the document has said."""
        country = place.country or (place.candidates[0].country if place.candidates else None)
        return country is not None and country == self.page.home_country and not self.is_partner(place)

    def relation_of(self, partner: Partner) -> Relation | None:
        draft = self.partnerships.get(id(partner))
        if draft is None:
            return None
        return Relation(draft.fields["relation"], draft.spans["relation"][0])

    def new(self, kind: str, pattern: str, order: int) -> Draft:
        draft = Draft(kind, pattern, order)
        self.drafts.append(draft)
        return draft


def span_of(found: Cue | DateMention) -> Span:
    return Span(found.start, found.end)
