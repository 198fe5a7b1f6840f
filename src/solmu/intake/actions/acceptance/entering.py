"""A claim on its way into the record: what was done for it so far, and the places and organisations it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import TextChoices
from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule, Phrase, SolmuError
from solmu.core.fields import EDTF_LENGTH
from solmu.core.models import Account, Record, Source
from solmu.intake.models import AcceptanceEffect, Claim
from solmu.intake.queries import ClaimedPlace, Content, claimed_place
from solmu.intake.vocabulary import Doubt, EffectKind
from solmu.places.actions import add_place_name, register_candidate
from solmu.places.gazetteer import Candidate, Gazetteer
from solmu.places.models import Place
from solmu.places.rules import Name
from solmu.registry.actions.completing import complete_record
from solmu.registry.actions.organisations import city_of
from solmu.registry.models import Organisation, Partnership
from solmu.registry.queries.partnerships import home_city
from solmu.registry.vocabulary import OrganisationKind

Choice = TypeVar("Choice", bound=TextChoices)

CHANGING = frozenset({EffectKind.CHANGED, EffectKind.SET})
"""Effects on what a record says that was there before."""


@dataclass
class Acceptance:
    """One claim on its way into the record, with what has been done for it so far."""

    by: Account
    source: Source
    claim: Claim
    gazetteer: Gazetteer
    is_published: bool
    chosen: int | None = None  # the GeoNames id a person chose among several
    effects: list[AcceptanceEffect] = field(default_factory=list)

    @property
    def content(self) -> Content:
        content: Content = self.claim.content
        return content

    def note(self, kind: EffectKind, record: Record, **what: str) -> None:
        """Note what was done. Raises BrokenRule where it shows the public what an internal source says."""
        if kind in CHANGING and record.is_published and not self.source.is_public:
            raise BrokenRule(
                "The record is public and this source is internal: accepting would publish what it says. Leave the"
                " claim, or record the fact from a public source."
            )
        position = len(self.effects) + 1
        self.effects.append(AcceptanceEffect(claim=self.claim, position=position, kind=kind, record=record, **what))

    def text(self, value: str | None) -> LazyI18nString:
        """Words of the document, in its language."""
        return LazyI18nString({self.source.language: value} if value else "")


# --- what claims name -------------------------------------------------------------------------------------------------


def place_of(acceptance: Acceptance, claimed: Content) -> Place:
    found = claimed_place(claimed, acceptance.gazetteer)
    candidate = _chosen(acceptance, found) or found.candidate
    if candidate is None and found.doubt:
        if acceptance.chosen is not None:
            raise SolmuError(
                "The place chosen for “%(name)s” is none of those offered. Choose one of them.", name=found.name
            )
        if found.doubt == Doubt.AMBIGUOUS_PLACE:
            raise SolmuError("“%(name)s” may mean several places. Choose which one.", name=found.name)
        raise SolmuError(
            "No place called “%(name)s” is known. Correct the name or add the place first.", name=found.name
        )
    by, source = acceptance.by, acceptance.source
    # What an internal source calls a place is not shown; a place nobody knew yet needs a name, and is not shown either.
    language = source.language if source.is_public or found.place is None else ""
    if candidate is not None:
        return register_candidate(by=by, source=source, candidate=candidate, written=found.name, language=language)
    assert found.place is not None
    if language and not found.place.names.filter(language=language).exists():
        add_place_name(by=by, source=source, place=found.place, name=Name(found.name, language))
    return found.place


def _chosen(acceptance: Acceptance, found: ClaimedPlace) -> Candidate | None:
    """The place a person chose, also where the record has come to know another of the name."""
    if acceptance.chosen is None:
        return None
    offered = found.candidates or acceptance.gazetteer.find(found.name, found.country)
    return next((each for each in offered if each.geonames_id == acceptance.chosen), None)


def city_at(acceptance: Acceptance, place: Place, name: str) -> Organisation:
    """The city administration of a place; where it was not in the record, adding it is an effect of its own."""
    was_there = Organisation.objects.live().filter(kind=OrganisationKind.CITY, place=place).exists()
    city = city_of(
        by=acceptance.by,
        source=acceptance.source,
        place=place,
        name=name,
        is_published=acceptance.is_published,
    )
    if not was_there:
        acceptance.note(EffectKind.ADDED, city.record)
    return city


def home_of_instance() -> Organisation:
    home = home_city()
    if home is None:
        raise SolmuError("The instance has no home city. Make it anew with solmu init.")
    return home


def partnership_with(place: Place) -> Partnership | None:
    partnership: Partnership | None = Partnership.objects.live().filter(partner=place).first()
    return partnership


def key_of(choices: type[Choice], value: str | None, what: Phrase) -> Choice:
    """A key of a vocabulary; raises SolmuError where the claim gives none or another."""
    if value not in choices.values:
        raise SolmuError("The claim does not say which %(what)s it means. Correct it first.", what=what)
    return choices(value)


def complete(acceptance: Acceptance, row: Any, **values: Any) -> None:
    """Fill in what the record does not say yet."""
    for name in complete_record(by=acceptance.by, source=acceptance.source, row=row, **values):
        acceptance.note(EffectKind.SET, row.record, field=name, after=str(getattr(row, name))[:EDTF_LENGTH])
