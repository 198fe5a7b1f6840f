"""Claims in the making: values with the spans they were read from, and the partners a document speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from solmu.intake.reading.documents.document import Span
from solmu.intake.reading.names import Names
from solmu.intake.reading.sentence import Place
from solmu.places.gazetteer import Candidate, ambiguous
from solmu.places.names import fold


@dataclass(slots=True, eq=False)
class Partner:
    """A city the document speaks of. `country` is stated by the document, or sure by the gazetteer."""

    name: str
    country: str | None
    is_country_stated: bool
    candidates: tuple[Candidate, ...]
    span: Span
    country_span: Span | None = None
    names: set[str] = field(default_factory=set)

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "country": self.country}

    @property
    def spans(self) -> list[Span]:
        return [span for span in (self.span, self.country_span) if span is not None]


@dataclass(slots=True)
class Partners:
    """The cities of one document; two names of one place are one partner."""

    names: Names
    by_name: dict[str, Partner] = field(default_factory=dict)
    by_place: dict[int, Partner] = field(default_factory=dict)

    def known(self, place: Place) -> Partner | None:
        found = self.by_name.get(fold(place.name))
        if found is None and place.candidates and place.candidates[0].geonames_id:
            found = self.by_place.get(place.candidates[0].geonames_id)
        if found and place.stated and found.is_country_stated and found.country != place.country:
            return None
        return found

    def of(self, place: Place, country: tuple[str, Span] | None = None) -> Partner:
        """The partner a place is; what the sentence adds about its country is kept."""
        found = self.known(place)
        if found is None:
            found = Partner(place.name, None, False, place.candidates, place.span)
            if fold(place.name) not in self.by_name:
                self.by_name[fold(place.name)] = found
        stated = (place.country, place.country_span) if place.stated else country
        if stated and stated[0] and not found.is_country_stated:
            self.settle(found, stated[0], stated[1])
        elif not found.country and place.country:
            found.country = place.country
        if not found.country and found.candidates and not ambiguous(found.candidates):
            found.country = found.candidates[0].country
        found.names.add(place.name)
        self.by_name.setdefault(fold(place.name), found)
        if found.candidates and found.candidates[0].geonames_id:
            self.by_place.setdefault(found.candidates[0].geonames_id, found)
        return found

    def settle(self, partner: Partner, country: str, span: Span | None) -> None:
        """The document says the country."""
        partner.country, partner.is_country_stated, partner.country_span = country, True, span
        partner.candidates = self.names.find(partner.name, country)


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making. `order` is where the document first says it."""

    kind: str
    pattern: str
    order: int
    fields: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    partners: list[Partner] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say(self, name: str, value: Any, spans: Span | Iterable[Span | None] | None) -> None:
        """Set a field and the words that carry it."""
        self.fields[name] = value
        found = [spans] if isinstance(spans, Span) else [span for span in spans or () if span]
        self.spans[name] = found

    def add(self, name: str, value: Any, *spans: Span) -> None:
        """Append to a list field."""
        if value not in self.fields.setdefault(name, []):
            self.fields[name].append(value)
        self.spans.setdefault(name, []).extend(span for span in spans if span)

    def get(self, name: str) -> Any:
        return self.fields.get(name)
