from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, SolmuError
from solmu.core.models import AuditEntry, system_actor
from solmu.intake.actions.review import withdraw_acceptance
from solmu.intake.models import Claim
from solmu.intake.queries import quote_faults
from solmu.intake.vocabulary import ClaimState
from solmu.places.gazetteer import Gazetteer
from solmu.places.models import Place
from solmu.registry.models import (
    Organisation,
    Partnership,
    PublicVersion,
)
from solmu.registry.queries.facts import citations_of
from solmu.registry.queries.faults import record_faults
from tests.intake.document import TARTU, claim, counts, everything, kept
from tests.registry import founding

pytestmark = pytest.mark.usefixtures("home")

BY = system_actor()
DAY = founding.on("2026-11-24").earliest


def whole() -> list[str]:
    return [*chain_faults(), *quote_faults(), *record_faults()]


# --- accepting twice, sources, publicity ------------------------------------------------------------------------------

EVERY_KIND = [
    claim("partnership", partner=TARTU, since="1992"),
    claim("agreement", partners=[TARTU], signed="2001", themes=["koulutus"]),
    claim("membership", network="Itämeren liitto", since="1991"),
    claim("institution_link", home="Rannan koulu", partner_institution="Jõe Kool", partner=TARTU),
    claim("institution_link", partner=TARTU, covers_all=True),
    claim("recognition", title="Vuoden kumppani", giver="Tartto", year="2019", recipient="Rantala"),
    claim("activity", title="Vierailu", start="2019", partners=[TARTU], participants=3),
]


def test_accepting_twice_changes_nothing(accept: Any) -> None:
    claims = kept(*EVERY_KIND)
    first = accept(*claims)
    before = everything()

    again = accept(*claims)
    afresh = accept(*Claim.objects.order_by("position"))

    assert everything() == before
    assert [record.pk for record in first] == [record.pk for record in again] == [record.pk for record in afresh]


def test_same_facts_of_another_document_add_their_citations_only(accept: Any) -> None:
    accept(*kept(*EVERY_KIND))
    before = counts()

    accept(*kept(*EVERY_KIND))

    assert counts() == before


def test_acceptance_is_one_entry_per_record_with_its_source(accept: Any) -> None:
    claims = kept(claim("partnership", partner=TARTU))
    (record,) = accept(*claims)

    entries = AuditEntry.objects.filter(record_id__in=[record.pk, claims[0].pk])
    assert {entry.source_id for entry in entries} == {claims[0].source_id}
    assert "accept_claim" in {entry.action for entry in entries}


def test_every_kind_from_an_internal_source_stays_internal(accept: Any) -> None:
    records = accept(*kept(*EVERY_KIND, is_public=False))

    assert {record.is_published for record in records} == {False}
    assert Organisation.objects.filter(record__is_published=True).get().is_home
    home = Organisation.objects.get(is_home=True)
    assert list(PublicVersion.objects.exclude(record=home.pk)) == []


def test_setting_keeps_what_is_accepted_internal(accept: Any, config: Path) -> None:
    config.write_text(config.read_text() + "\n[settings]\npublish_on_acceptance = false\n")

    records = accept(*kept(*EVERY_KIND))

    assert {record.is_published for record in records} == {False}


def test_words_of_an_internal_source_are_cited_but_not_public(accept: Any) -> None:
    public, internal = "Tartto on kumppanimme.", "Salassa: Tartto on kumppanimme."
    for text, is_public in ((public, True), (internal, False)):
        content = claim("partnership", text, {"partner": text}, partner=TARTU)
        (record,) = accept(*kept(content, text=text, is_public=is_public))

    quotes = {
        public_only: sorted(row.quote for row in citations_of([record.pk], public_only=public_only)[record.pk])
        for public_only in (True, False)
    }
    assert quotes == {True: [public], False: [internal, public]}


@pytest.mark.parametrize(
    ("public", "internal"),
    [
        (claim("partnership", partner=TARTU), claim("partnership", partner=TARTU, since="1992")),
        (claim("partnership", partner=TARTU), claim("partnership", partner=TARTU, status="suspended")),
        (
            claim("agreement", partners=[TARTU], signed="2001"),
            claim("agreement", partners=[TARTU], signed="2001", valid_until="2030"),
        ),
        (
            claim("agreement", partners=[TARTU], signed="2001"),
            claim("agreement", partners=[TARTU], signed="2001", changes=[{"status": "terminated", "on": "2022"}]),
        ),
        (
            claim("agreement", partners=[TARTU], signed="2001"),
            claim("agreement", partners=[TARTU], signed="2001", changes=[{"status": "suspended", "on": "2022"}]),
        ),
        (claim("membership", network="Itämeren liitto"), claim("membership", network="Itämeren liitto", fee="CANARY")),
    ],
)
def test_internal_source_never_changes_what_is_public(accept: Any, public: dict, internal: dict) -> None:
    accept(*kept(public))
    claims = kept(internal, is_public=False)
    before = everything(), list(PublicVersion.objects.values())

    with pytest.raises(BrokenRule, match="would publish what it says"):
        accept(*claims)

    assert (everything(), list(PublicVersion.objects.values())) == before
    assert Claim.objects.get(pk=claims[0].pk).state == ClaimState.OPEN


def test_internal_source_gives_a_public_place_no_name(accept: Any) -> None:
    accept(*kept(claim("partnership", partner=TARTU)))
    accept(*kept(claim("partnership", partner={"name": "Dorpat", "country": "EE"}), is_public=False, language="sv"))

    assert "Dorpat" not in {name.text for name in Place.objects.get(country="EE").names.filter(language="sv")}


def test_public_source_leaves_an_internal_record_internal(accept: Any) -> None:
    accept(*kept(claim("partnership", partner=TARTU, since="1992"), is_public=False))
    (record,) = accept(*kept(claim("partnership", partner=TARTU)))

    record.refresh_from_db()
    assert record.is_published is False


# --- places and other refusals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("partner", "sentence"),
    [
        ({"name": "Xyzzyvikby", "country": None}, "No place called “Xyzzyvikby” is known"),
        ({"name": "Tartto", "country": "JP"}, "No place called “Tartto” is known"),
        ({"name": "Brest", "country": None}, "“Brest” may mean several places"),
    ],
)
@pytest.mark.parametrize("kind", ["partnership", "agreement", "activity"])
def test_unknown_or_ambiguous_place_is_never_guessed(accept: Any, kind: str, partner: dict, sentence: str) -> None:
    where = {"partner": partner} if kind == "partnership" else {"partners": [TARTU, partner]}
    claims = kept(claim(kind, **({"title": "Vierailu"} if kind == "activity" else {}), **where))
    before = everything()

    with pytest.raises(SolmuError, match=sentence):
        accept(*claims)

    assert everything() == before
    assert Place.objects.filter(country__in=["EE", "BY", "FR"]).count() == 0


def test_chosen_candidate_is_taken(accept: Any, gazetteer: Gazetteer) -> None:
    chosen = next(each for each in gazetteer.find("Brest") if each.country == "FR")
    accept(*kept(claim("partnership", partner={"name": "Brest", "country": None})), chosen=chosen.geonames_id)

    assert Partnership.objects.get().partner.geonames_id == chosen.geonames_id


def test_chosen_candidate_must_be_one_of_those_offered(accept: Any) -> None:
    with pytest.raises(SolmuError, match="none of those offered"):
        accept(*kept(claim("partnership", partner={"name": "Brest", "country": None})), chosen=1)


def test_other_candidate_can_be_chosen_after_a_wrong_choice(accept: Any, gazetteer: Gazetteer) -> None:
    ids = {each.country: each.geonames_id for each in gazetteer.find("Brest")}
    (read,) = kept(claim("partnership", partner={"name": "Brest", "country": None}))
    accept(read, chosen=ids["BY"])
    withdraw_acceptance(by=BY, claim=read)

    accept(read, chosen=ids["FR"])

    assert Partnership.objects.live().get().partner.geonames_id == ids["FR"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (claim("partnership", partner={"name": "Rantala", "country": "FI"}), "cannot be its own partner"),
        (claim("partnership", partner=TARTU, relation=None), "which kind of partnership"),
        (claim("agreement", partners=[{"name": "Rantala", "country": "FI"}]), "no agreement with itself"),
        (claim("agreement", partners=[TARTU], agreement_kind="treaty"), "which kind of agreement"),
        (claim("agreement", partners=[TARTU], valid_from="2020", valid_until="2019"), r"ends \(2019\) before"),
        (claim("institution_link", home="A", partner_institution="B", level=None), "which kind of institution"),
        (claim("activity", title="Vierailu", activity_kind=None), "which kind of activity"),
        (claim("activity", title="Vierailu", participants=-1), "-1 people cannot take part"),
        (claim("membership", network="Itämeren liitto", since="2020", until="2019"), r"ends \(2019\) before"),
    ],
)
def test_claim_that_cannot_be_is_refused_with_a_sentence(accept: Any, content: dict, sentence: str) -> None:
    claims = kept(content)
    before = everything()

    with pytest.raises(SolmuError, match=sentence):
        accept(*claims)

    assert everything() == before


def test_instance_without_a_home_city_says_so(accept: Any) -> None:
    Organisation.objects.update(is_home=False)

    with pytest.raises(SolmuError, match="no home city"):
        accept(*kept(claim("agreement", partners=[TARTU])))


def test_interruption_at_any_query_leaves_the_record_as_it_was(accept: Any) -> None:
    claims = kept(*EVERY_KIND)
    accept(claims[0])
    before, places = everything(), Place.objects.count()

    for each in claims[1:]:
        number = 0
        while (number := number + 7) < 1000:
            try:
                with connection.execute_wrapper(Interruption(number)):
                    accept(each)
            except KeyboardInterrupt:
                assert everything() == before
                assert Claim.objects.get(pk=each.pk).state == ClaimState.OPEN
                assert Place.objects.count() == places
            else:
                break
        assert number > 7
        withdraw_acceptance(by=BY, claim=each)
        before, places = everything(), Place.objects.count()


class Interruption:
    """Interrupts at the n-th statement that reads or writes rows."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt
        return execute(sql, *arguments)
