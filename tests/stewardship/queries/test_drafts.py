from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.places.actions import add_place_name
from solmu.places.rules import Name
from solmu.registry.actions.agreements import add_theme
from solmu.registry.models import Agreement, AgreementParty, Organisation, Partnership
from solmu.stewardship.drafting.content import DraftFacts, PartyFacts
from solmu.stewardship.queries.drafts import draft_facts, draft_languages
from tests.registry.founding import BY, on
from tests.stewardship.renewing import CITY, DAY, memorandum, renewal_at


@pytest.fixture
def culture(source: Source) -> None:
    """The city's own theme, in languages the agreement's wording lacks."""
    name = LazyI18nString({"fi": "kulttuuri", "en": "culture"})
    add_theme(by=BY, source=source, key="culture", position=1, name=name)


@pytest.fixture
def agreement(culture: None, source: Source, home: Organisation, tartu: Partnership) -> Agreement:
    return memorandum(source, home, tartu)


def test_draft_is_asked_for_as_plain_facts_by_language(agreement: Agreement) -> None:
    successor = renewal_at("drafting", agreement).successor
    assert successor is not None

    facts = draft_facts(successor, previous=agreement, languages=["fi", "en"], day=DAY, version=3)

    assert facts == DraftFacts(
        kind="memorandum_of_understanding",
        parties=[
            PartyFacts(
                {"fi": "Rantala", "sv": "Strandby", "en": "Rantala"}, {"fi": "Suomi", "en": "Finland"}, role="party"
            ),
            PartyFacts({"": "Tartu", "fi": "Tartto", "en": "Tartu"}, {"fi": "Viro", "en": "Estonia"}, role="party"),
        ],
        made_on=DAY,
        version=3,
        themes=[{"fi": "koulutus", "en": "education"}, {"fi": "kulttuuri", "en": "culture"}],
        previous=facts.previous,
        valid_from=on("2026-11-01"),
        valid_until=on("2030-12-31"),
    )
    assert facts.previous["en"] == "memorandum of understanding, 2020–2027"


def test_party_that_left_is_not_in_the_draft_and_who_need_not_sign_does_not(agreement: Agreement) -> None:
    first, second = agreement.parties.all()
    AgreementParty.objects.filter(pk=first.pk).update(
        party_until="2024", party_until_earliest="2024-01-01", party_until_latest="2024-12-31"
    )
    AgreementParty.objects.filter(pk=second.pk).update(must_sign=False, signatory="Mari Tamm", signatory_title="Mayor")

    (party,) = draft_facts(agreement, previous=None, languages=["en"], day=DAY, version=1).parties

    assert (party.names["en"], party.signs, party.signatory, party.signatory_title) == (
        "Tartu",
        False,
        "Mari Tamm",
        "Mayor",
    )


@pytest.mark.parametrize(
    ("city", "official", "languages"),
    [
        (("fi", "sv", "en"), "et", ["fi", "en"]),
        (("fi", "sv", "en"), "sv", ["fi", "sv"]),
        (("en",), "et", ["en"]),
        (("en",), "fi", ["en", "fi"]),
        (("et", "sv"), "", ["sv", "en"]),
    ],
)
def test_draft_is_in_the_citys_language_and_the_partners_or_english(
    agreement: Agreement, source: Source, tartu: Partnership, city: tuple[str, ...], official: str, languages: list[str]
) -> None:
    if official:
        add_place_name(by=BY, source=source, place=tartu.partner, name=Name("Tartu", official, "official"))

    assert draft_languages(agreement, replace(CITY, languages=city)) == languages


def test_facts_take_the_same_queries_whatever_the_number_of_themes(
    culture: None,
    source: Source,
    home: Organisation,
    tartu: Partnership,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for number in (1, 3):
        themes = [LazyI18nString({"fi": f"teema {each}"}) for each in range(number)]
        agreement = memorandum(source, home, tartu, themes=themes, signed=on(f"20{20 + number}-01-15"))
        # Parties with their places, the names of these, themes.
        with django_assert_num_queries(3):
            facts = draft_facts(agreement, previous=None, languages=["fi"], day=DAY, version=1)
        assert len(facts.themes) == number
