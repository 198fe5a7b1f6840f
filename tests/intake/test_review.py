from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, AuditValue, Record, system_actor
from solmu.intake.actions.review import accept_claim, correct_claim, postpone_claim, reject_claim, withdraw_acceptance
from solmu.intake.models import AcceptanceEffect, Claim
from solmu.intake.queries import waiting_claims
from solmu.intake.vocabulary import ClaimState
from solmu.places.gazetteer import Gazetteer
from solmu.registry.actions.agreements import confirm_series, set_agreement_dates
from solmu.registry.actions.institutions import add_coverage_statement
from solmu.registry.models import (
    Agreement,
    AgreementSeries,
    Citation,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    PublicVersion,
)
from solmu.registry.queries.faults import record_faults
from tests.intake.document import TARTU, UMEA, claim, counts, everything, kept
from tests.registry import founding

BY = system_actor()


@pytest.fixture
def accept(home: Organisation, gazetteer: Gazetteer) -> Any:
    def accepting(*claims: Claim) -> list[Record]:
        return [accept_claim(by=BY, claim=each, gazetteer=gazetteer) for each in claims]

    return accepting


def withdraw(*claims: Claim) -> None:
    for each in claims:
        withdraw_acceptance(by=BY, claim=each)


def whole() -> list[str]:
    return [*chain_faults(), *record_faults()]


# --- withdrawing ------------------------------------------------------------------------------------------------------

TEXT = "Tartto on kumppani vuodesta 1992. Sopimus 2001 koskee koulutusta."
LINK = claim("institution_link", home="Rannan koulu", partner_institution="Jõe Kool", partner=TARTU, since="2010")
FACTS = {
    "partnership": [claim("partnership", TEXT, {"partner": "Tartto", "since": "1992"}, partner=TARTU, since="1992")],
    "partnership with changes": [
        claim("partnership", partner=TARTU, status="ended", changes=[{"status": "suspended", "on": "2020"}])
    ],
    "agreement": [claim("agreement", TEXT, {"partners": "Tartto", "signed": "2001"}, partners=[TARTU], signed="2001")],
    "agreement with a change": [
        claim("agreement", partners=[TARTU], signed="2001", changes=[{"status": "terminated", "on": "2020"}])
    ],
    "sister-city agreement": [claim("agreement", partners=[TARTU], agreement_kind="sister_city_agreement")],
    "membership": [claim("membership", network="Itämeren liitto", since="1991")],
    "institution link": [LINK],
    "recognition": [claim("recognition", title="Vuoden kumppani", giver="Tartto", recipient="Rantala")],
    "activity": [claim("activity", title="Vierailu", partners=[TARTU, UMEA], participants=3)],
    "coverage": [claim("institution_link", covers_all=True)],
}


@pytest.mark.parametrize("known", [[], [claim("partnership", partner=TARTU)]], ids=["alone", "beside a partnership"])
@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_withdrawal_restores_everything_and_acceptance_can_be_repeated(accept: Any, known: list, facts: list) -> None:
    accept(*kept(*known))
    before, published = counts(), set(Record.objects.filter(is_published=True))
    claims = kept(*facts, text=TEXT)
    accept(*claims)
    accepted = counts()

    withdraw(*reversed(claims))

    assert counts() == before
    assert set(Record.objects.filter(is_published=True)) == published
    assert {each.state for each in claims} == {ClaimState.OPEN}
    assert [AcceptanceEffect.objects.filter(claim=each).count() for each in claims] == [0]
    assert whole() == []

    accept(*claims)

    # A partnership put back notes its kind as an effect of its own.
    assert counts() | {"AcceptanceEffect": 0} == accepted | {"AcceptanceEffect": 0}
    assert whole() == []


def test_withdrawal_is_in_the_audit_and_ends_the_public_version(accept: Any) -> None:
    (read,) = kept(*FACTS["partnership"], text=TEXT)
    (record,) = accept(read)

    withdraw(read)

    assert AuditEntry.objects.filter(action="withdraw_acceptance", record_id=read.pk).count() == 1
    assert AuditEntry.objects.filter(action="remove_record", record_id=record.pk).count() == 1
    last = PublicVersion.objects.filter(record=record).order_by("-revision").first()
    assert last is not None
    assert last.shape is None
    record.refresh_from_db()
    assert record.removal_reason == "The acceptance was withdrawn."


def test_withdrawing_what_was_there_already_takes_back_the_citation_only(accept: Any) -> None:
    accept(*kept(*FACTS["agreement"], text=TEXT))
    before = counts()
    (again,) = kept(*FACTS["agreement"], text=TEXT)
    accept(again)

    withdraw(again)

    assert counts() == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            claim("agreement", partners=[TARTU], signed="2001"),
            claim("agreement", partners=[TARTU], signed="2001-05-09", valid_from="2002", open_ended=True),
        ),
        (
            claim("agreement", partners=[TARTU], signed="2001"),
            claim("agreement", partners=[TARTU], signed="2001", changes=[{"status": "terminated", "on": "2020"}]),
        ),
        (
            claim("agreement", partners=[TARTU], signed="2001"),
            claim("agreement", partners=[TARTU], signed="2001", changes=[{"status": "suspended", "on": "2020"}]),
        ),
        (claim("partnership", partner=TARTU), claim("partnership", partner=TARTU, since="1992", status="dormant")),
        (
            claim("membership", network="Itämeren liitto"),
            claim("membership", network="Itämeren liitto", since="1991", until="2004", role="chair", fee="1 €"),
        ),
        (LINK | {"since": None}, LINK),
        (claim("institution_link", covers_all=True), claim("institution_link", covers_all=True, since="2016")),
    ],
)
def test_withdrawing_what_was_added_to_a_record_sets_it_back(accept: Any, first: dict, second: dict) -> None:
    (record,) = accept(*kept(first))
    before, version = counts(), PublicVersion.objects.filter(record=record).latest("revision").shape
    (later,) = kept(second)
    accept(later)
    assert PublicVersion.objects.filter(record=record).latest("revision").shape != version

    withdraw(later)

    assert PublicVersion.objects.filter(record=record).latest("revision").shape == version
    assert counts() == before


def test_field_somebody_changed_since_is_not_set_back(accept: Any) -> None:
    accept(*kept(claim("agreement", partners=[TARTU], signed="2001")))
    (later,) = kept(claim("agreement", partners=[TARTU], signed="2001", valid_until="2030"))
    accept(later)
    agreement = Agreement.objects.get()
    set_agreement_dates(by=BY, source=None, agreement=agreement, valid_until=founding.on("2031"))

    withdraw(later)

    assert str(Agreement.objects.get().valid_until) == "2031"


def test_withdrawal_is_refused_while_another_claim_says_the_same(accept: Any) -> None:
    first, second = kept(*FACTS["agreement"], *FACTS["agreement"], text=TEXT)
    accept(first, second)
    before = everything()

    with pytest.raises(BrokenRule, match="Another accepted claim says the same"):
        withdraw(first)
    assert everything() == before

    withdraw(second, first)
    assert Agreement.objects.live().count() == 0


@pytest.mark.parametrize(
    ("resting", "sentence"),
    [
        (claim("agreement", partners=[TARTU], signed="2001"), "1 agreement rests on"),
        (LINK, "1 institution link rests on"),
        (claim("institution_link", partner=TARTU, covers_all=True), "1 coverage statement rests on"),
        (claim("activity", title="Vierailu", partners=[TARTU]), "1 activity rests on"),
    ],
)
def test_withdrawal_is_refused_while_something_rests_on_it(accept: Any, resting: dict, sentence: str) -> None:
    tie, other = kept(claim("partnership", partner=TARTU), resting)
    accept(tie, other)
    before = everything()

    with pytest.raises(BrokenRule, match=sentence):
        withdraw(tie)

    assert everything() == before
    assert Claim.objects.get(pk=tie.pk).state == ClaimState.ACCEPTED


def test_withdrawal_is_refused_while_something_written_by_hand_rests_on_it(accept: Any) -> None:
    (tie,) = kept(claim("partnership", partner=TARTU))
    accept(tie)
    add_coverage_statement(
        by=BY,
        source=None,
        level="school",
        extent="some",
        partnership=Partnership.objects.get(),  # type: ignore[arg-type]
    )

    with pytest.raises(BrokenRule, match="1 coverage statement rests on"):
        withdraw(tie)


def test_city_added_for_one_agreement_goes_with_the_last_that_needs_it(accept: Any) -> None:
    first, second = kept(
        claim("agreement", partners=[TARTU], signed="2001"), claim("agreement", partners=[TARTU], signed="2011")
    )
    accept(first, second)
    cities = Organisation.objects.live().filter(is_home=False)

    withdraw(first)
    assert [str(city) for city in cities.all()] == ["Tartto"]

    withdraw(second)
    assert list(cities.all()) == []


def test_school_added_for_one_link_stays_for_another(accept: Any) -> None:
    first, second = kept(LINK, LINK | {"partner_institution": "Mäe Kool"})
    accept(first, second)

    withdraw(first)

    schools = Organisation.objects.live().filter(kind="school")
    assert sorted(str(school) for school in schools) == ["Mäe Kool", "Rannan koulu"]
    assert InstitutionLink.objects.live().count() == 1
    assert whole() == []


def test_line_of_agreements_goes_with_its_last_member(accept: Any) -> None:
    tie, first, second = kept(
        claim("partnership", partner=TARTU),
        claim("agreement", partners=[TARTU], signed="2001"),
        claim("agreement", partners=[TARTU], signed="2011"),
    )
    accept(tie, first, second)

    withdraw(first)
    assert AgreementSeries.objects.live().count() == 1
    withdraw(second)
    assert AgreementSeries.objects.live().count() == 0

    accept(first)
    series = AgreementSeries.objects.live().get()
    assert [row.series for row in Agreement.objects.live()] == [series]
    assert AgreementSeries.objects.count() == 1


def test_standing_agreement_withdrawn_and_accepted_again_stands_above_the_line_again(accept: Any) -> None:
    tie, standing, other = kept(
        claim("partnership", partner=TARTU),
        claim("agreement", partners=[TARTU], agreement_kind="sister_city_agreement", signed="1992"),
        claim("agreement", partners=[TARTU], signed="2001"),
    )
    accept(tie, standing, other)
    withdraw(standing)
    assert AgreementSeries.objects.get().standing_agreement is None

    accept(standing)

    assert AgreementSeries.objects.get().standing_agreement == Agreement.objects.live().get(
        kind="sister_city_agreement"
    )


def test_standing_agreement_of_a_confirmed_line_is_not_withdrawn(accept: Any) -> None:
    tie, standing, other = kept(
        claim("partnership", partner=TARTU),
        claim("agreement", partners=[TARTU], agreement_kind="sister_city_agreement", signed="1992"),
        claim("agreement", partners=[TARTU], signed="2001"),
    )
    accept(tie, standing, other)
    confirm_series(by=BY, source=None, agreement=Agreement.objects.get(signed="2001"))

    with pytest.raises(BrokenRule, match="1 agreement rests on"):
        withdraw(standing)


def test_partnership_accepted_again_says_only_what_the_claim_says(accept: Any) -> None:
    (read,) = kept(claim("partnership", partner=TARTU, since="1992"))
    accept(read)
    withdraw(read)
    correct_claim(by=BY, claim=read, values={"since": None, "relation": "contact"})

    accept(read)

    partnership = Partnership.objects.live().get()
    assert partnership.since is None
    assert [row.relation for row in partnership.changes.all()] == ["contact"]


def test_withdrawing_an_open_claim_is_refused(accept: Any) -> None:
    (read,) = kept(claim("partnership", partner=TARTU))

    with pytest.raises(BrokenRule, match="was not accepted"):
        withdraw(read)


def test_withdrawn_partnership_leaves_what_was_recorded_before_it(accept: Any) -> None:
    earlier = [
        claim("agreement", partners=[TARTU], signed="2001"),
        LINK,
        claim("institution_link", partner=TARTU, covers_all=True),
        claim("activity", title="Vierailu", partners=[TARTU]),
    ]
    accept(*kept(*earlier))
    before = counts()
    (tie,) = kept(claim("partnership", partner=TARTU))
    accept(tie)

    withdraw(tie)

    assert counts() == before
    assert whole() == []


# --- correcting, rejecting, postponing --------------------------------------------------------------------------------


def test_correction_is_audited_and_evidence_stays(accept: Any) -> None:
    (read,) = kept(claim("partnership", TEXT, {"since": "1992"}, partner=TARTU, since="1992"), text=TEXT)
    evidence = read.content["evidence"]

    correct_claim(by=BY, claim=read, values={"since": "1993-05"})

    read = Claim.objects.get(pk=read.pk)
    assert (read.content["since"], read.content["evidence"], read.state) == ("1993-05", evidence, ClaimState.OPEN)
    entry = AuditEntry.objects.get(action="correct_claim")
    assert list(AuditValue.objects.filter(entry=entry).values_list("field", "before", "after")) == [
        ("since", '"1992"', '"1993-05"')
    ]
    accept(read)
    assert [str(Partnership.objects.get().since), Citation.objects.get().quote] == ["1993-05", "1992"]


def test_rejected_and_postponed_claims_keep_why(accept: Any) -> None:
    rejected, later, waiting = kept(*[claim("membership", network=f"Verkosto {n}") for n in range(3)])

    reject_claim(by=BY, claim=rejected, remark="Ei pidä paikkaansa")
    postpone_claim(by=BY, claim=later, remark="Kysytään")

    found = {row.pk: (row.state, row.remark, row.reviewed_by) for row in Claim.objects.all()}
    assert found == {
        rejected.pk: (ClaimState.REJECTED, "Ei pidä paikkaansa", "system"),
        later.pk: (ClaimState.LATER, "Kysytään", "system"),
        waiting.pk: (ClaimState.OPEN, "", ""),
    }
    assert waiting_claims() == [waiting, later]
    assert waiting_claims(source_id="nothing") == []


def test_postponed_or_rejected_claim_can_still_be_accepted(accept: Any) -> None:
    rejected, later = kept(*[claim("membership", network=f"Verkosto {n}") for n in range(2)])
    reject_claim(by=BY, claim=rejected)
    postpone_claim(by=BY, claim=later, remark="Kysytään")

    accept(rejected, later)

    assert {row.remark for row in Claim.objects.all()} == {""}
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    "decide",
    [
        lambda claim: correct_claim(by=BY, claim=claim, values={"since": "1990"}),
        lambda claim: reject_claim(by=BY, claim=claim),
        lambda claim: postpone_claim(by=BY, claim=claim),
    ],
)
def test_accepted_claim_is_decided_on_only_after_withdrawal(accept: Any, decide: Any) -> None:
    (read,) = kept(claim("partnership", partner=TARTU))
    stale = Claim.objects.get(pk=read.pk)
    accept(read)
    before = everything()

    for each in (read, stale):  # stale: read before somebody else accepted it
        with pytest.raises(BrokenRule, match="Withdraw the acceptance first"):
            decide(each)

    assert everything() == before


@pytest.mark.parametrize(
    ("role", "is_active"), [("reader", True), ("contributor", True), ("auditor", True), ("officer", False)]
)
def test_only_officers_and_administrators_decide(accept: Any, gazetteer: Gazetteer, role: str, is_active: bool) -> None:
    by = founding.account(role, is_active=is_active)
    (read,) = kept(claim("partnership", partner=TARTU))
    before = everything()

    for decide in (
        lambda: accept_claim(by=by, claim=read, gazetteer=gazetteer),
        lambda: correct_claim(by=by, claim=read, values={"since": "1990"}),
        lambda: reject_claim(by=by, claim=read),
        lambda: postpone_claim(by=by, claim=read),
        lambda: withdraw_acceptance(by=by, claim=read),
    ):
        with pytest.raises(NotPermitted, match="Only an officer or an administrator may review claims"):
            decide()

    assert everything() == before


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_officers_and_administrators_accept(home: Organisation, gazetteer: Gazetteer, role: str) -> None:
    by = founding.account(role)
    claims = kept(*[each for facts in FACTS.values() for each in facts], text=TEXT)

    for each in claims:
        accept_claim(by=by, claim=each, gazetteer=gazetteer)

    assert set(Claim.objects.values_list("reviewed_by", flat=True)) == {by.pk}
    assert whole() == []


# --- two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["one claim", "two claims of one fact"])
def test_two_acceptances_at_once_add_one_fact(home: Organisation, gazetteer: Gazetteer, same: bool) -> None:
    for round_number in range(5):
        content = [
            claim("agreement", partners=[TARTU], signed=str(2001 + round_number)),
            claim("partnership", partner=TARTU),
        ]
        for facts in content:
            claims = kept(facts) * 2 if same else [*kept(facts), *kept(facts)]
            _accept_at_once([claims[0].pk, claims[1].pk], gazetteer)
        assert Agreement.objects.live().count() == round_number + 1
        assert Partnership.objects.live().count() == 1

    assert whole() == []


def _accept_at_once(keys: list[str], gazetteer: Gazetteer) -> None:
    """Each in a connection of its own, starting together; raises what any of them raised."""
    barrier, failures = threading.Barrier(len(keys)), []

    def accepting(key: str) -> None:
        try:
            read = Claim.objects.get(pk=key)
            barrier.wait(10)
            accept_claim(by=BY, claim=read, gazetteer=gazetteer)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accepting, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


def test_stale_claim_is_accepted_once(accept: Any) -> None:
    (read,) = kept(claim("agreement", partners=[TARTU]))
    stale = Claim.objects.get(pk=read.pk)
    accept(read)
    before = everything()

    assert accept(stale)[0].pk == read.record_id
    assert everything() == before
