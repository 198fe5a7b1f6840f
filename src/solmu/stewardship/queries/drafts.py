"""Reads of what a draft says: the facts of an agreement to come, by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from solmu.core.city import City
from solmu.core.dates import OPEN
from solmu.core.wording import lower_first
from solmu.places.countries import country_name
from solmu.places.models import Place
from solmu.places.queries import shown_name_of
from solmu.places.vocabulary import NameKind
from solmu.registry.models import Agreement, AgreementParty
from solmu.registry.naming import agreement_label
from solmu.registry.queries.agreements import ThemeLine, themes_of
from solmu.registry.records import by_language
from solmu.registry.vocabulary import OrganisationKind, PartyRole
from solmu.stewardship.drafting.content import DraftFacts, PartyFacts
from solmu.stewardship.drafting.words import COMPLETE, spoken

MOST_LANGUAGES = 2
"""Columns a page has room for."""


def draft_facts(
    agreement: Agreement, *, previous: Agreement | None, languages: Sequence[str], day: date, version: int
) -> DraftFacts:
    """What a draft of the agreement made on the day says, in these languages; `previous` is what it follows."""
    parties = agreement.parties.filter(party_until="").select_related("organisation__place")
    return DraftFacts(
        kind=agreement.kind,
        parties=[_party(row, languages) for row in parties.prefetch_related("organisation__place__names")],
        made_on=day,
        version=version,
        themes=[_theme(line) for line in themes_of([agreement.pk]).get(agreement.pk, [])],
        previous={each: lower_first(agreement_label(previous, each)) for each in languages} if previous else {},
        valid_from=agreement.valid_from,
        valid_until=agreement.valid_until,
        notice_months=agreement.notice_months,
        renewal_mode="" if agreement.valid_until is OPEN else agreement.renewal_mode,
        renewal_months=agreement.renewal_months,
        most_renewals=agreement.most_renewals,
    )


def draft_languages(agreement: Agreement, city: City) -> list[str]:
    """The languages a draft is written in unless others are asked for: the city's first, and the partner's or English.

    Only languages that words.toml has count; English is always one of them.
    """
    known = spoken()
    homes = [language for language in city.languages if language in known][:1] or [COMPLETE]
    partners = [row.partnership.partner for row in agreement.partnership_rows.select_related("partnership__partner")]
    theirs = [language for place in partners for language in _official_languages(place) if language in known]
    return list(dict.fromkeys((*homes, *theirs, COMPLETE)))[:MOST_LANGUAGES]


def _official_languages(place: Place) -> list[str]:
    return list(place.names.filter(kind=NameKind.OFFICIAL).exclude(language="").values_list("language", flat=True))


def _party(row: AgreementParty, languages: Sequence[str]) -> PartyFacts:
    organisation, place = row.organisation, row.organisation.place
    names: Mapping[str, str] = by_language(organisation.name)
    if place is not None and organisation.kind == OrganisationKind.CITY:
        names = {**names, **{language: shown_name_of(place, language).text for language in languages}}
    return PartyFacts(
        names=names,
        countries={language: country_name(place.country, language) for language in languages} if place else {},
        role=row.role,
        signatory=row.signatory,
        signatory_title=row.signatory_title,
        signs=row.must_sign or row.role == PartyRole.WITNESS,
    )


def _theme(line: ThemeLine) -> dict[str, str]:
    """A theme in its own wording; where it has none in a language, by the name of the one theme it points to."""
    names = by_language(line.theme_names[0]) if len(line.theme_names) == 1 else {}
    return {**names, **by_language(line.wording)}
