"""Signatures, party by party."""

from __future__ import annotations

from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults, head_line
from solmu.core.errors import BrokenRule
from solmu.core.models import Source
from solmu.registry.actions.agreements import (
    Party,
    add_agreement,
    advance_agreement,
    amend_agreement,
    draft_agreement,
    set_agreement_dates,
    sign_agreement,
    terminate_agreement,
)
from solmu.registry.models import Agreement, AgreementParty, Decision, Organisation
from solmu.registry.vocabulary import AgreementKind
from tests.registry.founding import BY, on
from tests.registry.kept import actions_of, fields_of_last, last_shape


def sign(agreement: Agreement, party: Organisation, day: str, **facts: Any) -> AgreementParty:
    return sign_agreement(
        by=BY, source=facts.pop("source", None), agreement=agreement, party=party, on=on(day), **facts
    )


def test_agreement_is_signed_with_the_last_signature_on_the_latest_day(
    approved: Agreement, home: Organisation, city: Organisation
) -> None:
    sign(approved, home, "2023-12-08", place=" Rantala ", signatory=" A. Aho ", title=" Mayor ")
    approved.refresh_from_db()
    assert (approved.stage, approved.signed) == ("approved", None)

    sign(approved, city, "2023-12-01")

    approved = Agreement.objects.get(pk=approved.pk)
    assert (approved.stage, str(approved.signed)) == ("", "2023-12-08")
    assert actions_of(approved.pk)[-2:] == ["sign_agreement"] * 2
    assert fields_of_last(approved.pk) == ["agreementparty.signed", "signed", "stage"]
    assert [
        {name: party[name] for name in ("signed", "signing_place", "signatory", "signatory_title", "role")}
        for party in last_shape(approved.pk)["parties"]
    ] == [
        {
            "signed": "2023-12-08",
            "signing_place": "Rantala",
            "signatory": "A. Aho",
            "signatory_title": "Mayor",
            "role": "party",
        },
        {"signed": "2023-12-01", "signing_place": None, "signatory": None, "signatory_title": None, "role": "party"},
    ]
    assert list(chain_faults()) == []


def test_witness_need_not_sign_but_may_later(
    home: Organisation, city: Organisation, umea: Organisation, decision: Decision
) -> None:
    agreement = draft_agreement(
        by=BY,
        source=None,
        kind=AgreementKind.OTHER,
        parties=[home, city, Party(umea, "witness", must_sign=False)],
    )
    advance_agreement(by=BY, source=None, agreement=agreement, to="approved", decision=decision)
    sign(agreement, home, "2024-01-10")
    sign(agreement, city, "2024-01-12")
    sign(agreement, umea, "2024-02-01")

    agreement = Agreement.objects.get(pk=agreement.pk)
    assert str(agreement.signed) == "2024-01-12"
    assert [str(party.signed) for party in agreement.parties.all()] == ["2024-01-10", "2024-01-12", "2024-02-01"]


def test_party_that_joins_later_signs_and_the_day_of_signing_stays(signed: Agreement, umea: Organisation) -> None:
    amend_agreement(by=BY, source=None, agreement=signed, on=on("2025-01-01"), wording="Umeå joins", joining=[umea])

    sign(signed, umea, "2024-12-20")

    assert str(Agreement.objects.get(pk=signed.pk).signed) == "2023-12-08"


@pytest.mark.parametrize("past", [False, True])
def test_sign_agreement_refuses_a_stranger_and_a_second_signature(
    approved: Agreement, home: Organisation, umea: Organisation, past: bool
) -> None:
    sign(approved, home, "2023-12-01", of_the_past=past)
    before = head_line()

    with pytest.raises(BrokenRule, match="“Umeå” is no party to this agreement"):
        sign(approved, umea, "2023-12-01", of_the_past=past)
    with pytest.raises(BrokenRule, match=r"signed on 2023-12-01\. Name the party whose signature is missing"):
        sign(approved, home, "2023-12-02", of_the_past=past)

    assert head_line() == before


def test_sign_agreement_refuses_a_party_that_left(
    signed: Agreement, home: Organisation, city: Organisation, umea: Organisation
) -> None:
    amend_agreement(by=BY, source=None, agreement=signed, on=on("2025-01-01"), wording="Joins", joining=[umea])
    amend_agreement(by=BY, source=None, agreement=signed, on=on("2025-06-01"), wording="Leaves", leaving=[umea])

    with pytest.raises(BrokenRule, match="has been no party to this agreement since 2025-05-31"):
        sign(signed, umea, "2025-06-02")


def test_sign_agreement_refuses_a_signature_before_the_decision(
    source: Source, approved: Agreement, home: Organisation
) -> None:
    with pytest.raises(BrokenRule, match=r"\(2023-11-19\) lies before the decision that approved .* \(2023-11-20\)"):
        sign(approved, home, "2023-11-19")

    sign(approved, home, "2023-11-19", source=source)  # a source may say so: it is recorded, and becomes a matter
    assert str(approved.parties.get(organisation=home).signed) == "2023-11-19"


def test_sign_agreement_takes_a_month_that_may_hold_the_decision(approved: Agreement, home: Organisation) -> None:
    assert str(sign(approved, home, "2023-11").signed) == "2023-11"


def test_sign_agreement_refuses_what_is_not_approved_and_what_is_over(
    draft: Agreement, home: Organisation, decision: Decision
) -> None:
    with pytest.raises(BrokenRule, match=r"It is a draft\. Record the decision that approves it first"):
        sign(draft, home, "2023-12-01")
    advance_agreement(by=BY, source=None, agreement=draft, to="approved", decision=decision)
    with pytest.raises(BrokenRule, match=r"\(2027-01-01\) lies after the end of the agreement \(2026-12-31\)"):
        sign(draft, home, "2027-01-01")


def test_sign_agreement_refuses_a_terminated_agreement(signed: Agreement, umea: Organisation) -> None:
    amend_agreement(by=BY, source=None, agreement=signed, on=on("2025-01-01"), wording="Umeå joins", joining=[umea])
    terminate_agreement(by=BY, source=None, agreement=signed, on=on("2025-06-01"), reason="War")

    with pytest.raises(BrokenRule, match=r"It was terminated\. Check which agreement was signed"):
        sign(signed, umea, "2025-07-01")


def test_sign_agreement_refuses_to_complete_a_duplicate(
    approved: Agreement, home: Organisation, city: Organisation
) -> None:
    twin = add_agreement(
        by=BY,
        source=None,
        kind=AgreementKind.MEMORANDUM_OF_UNDERSTANDING,
        parties=[city, home],
        signed=on("2023-12-08"),
    )
    sign(approved, home, "2023-12-01")

    with pytest.raises(BrokenRule, match=f"already such an agreement of these parties, signed 2023-12-08: {twin.pk}"):
        sign(approved, city, "2023-12-08")

    assert approved.parties.get(organisation=city).signed is None


def test_source_tells_who_signed_an_agreement_it_knows_the_day_of(
    source: Source, home: Organisation, city: Organisation
) -> None:
    agreement = add_agreement(
        by=BY, source=source, kind=AgreementKind.OTHER, parties=[home, city], title=LazyI18nString({"en": "Old"}),
        signed=on("1998"),
    )  # fmt: skip
    for party in (home, city):
        sign(agreement, party, "1998-09-04", source=source)

    assert str(Agreement.objects.get(pk=agreement.pk).signed) == "1998"
    set_agreement_dates(by=BY, source=source, agreement=agreement, signed=on("1998-09-04"))
