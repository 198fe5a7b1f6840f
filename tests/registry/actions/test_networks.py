from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults
from solmu.core.dates import OPEN, NotADate
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Record, Source
from solmu.core.terms import Term
from solmu.registry.actions.contacts import add_contact
from solmu.registry.actions.networks import (
    add_membership,
    add_membership_fee,
    add_representative,
    change_membership,
    end_membership,
    end_representative,
    remove_membership_fee,
    remove_representative,
    review_membership,
)
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import (
    Decision,
    Membership,
    MembershipFee,
    MembershipRepresentative,
    MembershipReview,
    Organisation,
    PublicVersion,
)
from solmu.registry.vocabulary import NetworkPurpose, ReviewedPart
from tests.registry import founding
from tests.registry.founding import BY, on

DAY = on("2026-11-24").earliest


@pytest.fixture
def network(source: Source) -> Organisation:
    return add_organisation(by=BY, source=source, kind="network", name="Union", is_published=True)  # type: ignore[arg-type]


@pytest.fixture
def membership(source: Source, home: Organisation, network: Organisation) -> Membership:
    return add_membership(
        by=BY, source=source, network=network, organisation=home, member_from=on("1991"), is_published=True
    )


@pytest.fixture
def decision(db: None) -> Decision:
    return Decision.objects.create(record=Record.objects.create(kind="decision"), organ="Council", decided=on("1990"))


def actions_on(row: Membership) -> list[str]:
    return list(AuditEntry.objects.filter(record_id=row.pk).order_by("sequence").values_list("action", flat=True))


def purposes_of(row: Membership) -> set[str]:
    return set(row.purposes.values_list("purpose", flat=True))


def test_membership_says_what_it_is_for_and_who_decided(
    source: Source, home: Organisation, network: Organisation, decision: Decision
) -> None:
    membership = add_membership(
        by=BY, source=source, network=network, organisation=home, decision=decision, fee_review_on=on("2027"),
        benefit_review_on=on("2028-05"),
        purposes=[NetworkPurpose.VOICE, NetworkPurpose.KNOWLEDGE, NetworkPurpose.VOICE],
    )  # fmt: skip

    assert purposes_of(membership) == {"voice", "knowledge"}
    assert (membership.decision, membership.fee_review_on, membership.benefit_review_on) == (
        decision, on("2027"), on("2028-05"),
    )  # fmt: skip
    assert actions_on(membership) == ["add_membership"]
    with pytest.raises(BrokenRule, match="not for “fun”"):
        add_membership(by=BY, source=source, network=network, organisation=home, purposes=["fun"])  # type: ignore[list-item]
    assert Membership.objects.count() == 1


def test_membership_changes_what_is_given(source: Source, membership: Membership, decision: Decision) -> None:
    changed = change_membership(
        by=BY, source=source, membership=membership, role="board", decision=decision,
        purposes=[NetworkPurpose.ADVOCACY],
    )  # fmt: skip
    assert sorted(changed) == ["decision_id", "role"]
    assert purposes_of(membership) == {"advocacy"}

    change_membership(by=BY, source=source, membership=membership, purposes=[])
    assert purposes_of(membership) == set()
    for values, error, sentence in (
        ({"network": None}, BrokenRule, "“network” of a membership cannot be changed"),
        ({"member_until": on("1990")}, NotADate, "before it starts"),
        ({"purposes": ["fun"]}, BrokenRule, "not for “fun”"),
    ):
        with pytest.raises(error, match=sentence):
            change_membership(by=BY, source=source, membership=membership, **values)  # type: ignore[arg-type]
    assert actions_on(membership) == ["add_membership", "change_membership", "change_membership"]
    assert list(chain_faults()) == []


def test_membership_ends_with_those_who_act_in_it(source: Source, membership: Membership) -> None:
    given: Any = {"by": BY, "source": source}
    acting = add_representative(membership=membership, name="A", **given)
    before = add_representative(membership=membership, name="B", represents_until=on("2001"), **given)
    later = add_representative(membership=membership, name="C", represents_from=on("2027"), **given)
    with pytest.raises(NotADate):
        end_membership(membership=membership, until=on("1990"), **given)

    end_membership(membership=membership, until=on("2026-12-31"), **given)

    assert membership.member_until == on("2026-12-31")
    ends = dict(MembershipRepresentative.objects.values_list("pk", "represents_until"))
    assert ends == {acting.pk: on("2026-12-31"), before.pk: on("2001"), later.pk: OPEN}
    with pytest.raises(BrokenRule, match="ended on 2026-12-31 already"):
        end_membership(membership=membership, until=on("2027"), **given)
    assert actions_on(membership)[-1] == "end_membership"


def test_fees_follow_one_another(source: Source, membership: Membership, decision: Decision) -> None:
    given: Any = {"by": BY, "source": source, "membership": membership}
    first = add_membership_fee(amount=Decimal("1500"), fee_from=on("2020"), decision=decision, **given)
    add_membership_fee(amount=Decimal("1800.5"), currency="SEK", fee_from=on("2025"), fee_until=on("2026"), **given)

    assert [(str(fee.amount), fee.currency) for fee in MembershipFee.objects.all()] == [
        ("1500.00", "EUR"), ("1800.50", "SEK"),
    ]  # fmt: skip
    for values, error, sentence in (
        ({"amount": Decimal("-1")}, BrokenRule, "The fee of a membership cannot be -1"),
        ({"amount": Decimal(1), "currency": "€"}, BrokenRule, "is no currency"),
        ({"amount": Decimal(1), "fee_from": on("2020")}, BrokenRule, "The fee from 2020 is recorded already"),
        ({"amount": Decimal(1), "fee_from": on("2020-05"), "fee_until": on("2019")}, NotADate, "before it starts"),
    ):
        with pytest.raises(error, match=sentence):
            add_membership_fee(**values, **given)

    remove_membership_fee(by=BY, source=source, fee=first)
    assert MembershipFee.objects.count() == 1
    assert actions_on(membership) == ["add_membership", *["add_membership_fee"] * 2, "remove_membership_fee"]


def test_representative_acts_in_office_for_a_time(
    source: Source, membership: Membership, network: Organisation
) -> None:
    given: Any = {"by": BY, "source": source}
    contact = add_contact(
        organisation=network, name="Mari Tamm", purpose="Meetings", day=DAY, keep_for=Term(24), **given
    )
    acting = add_representative(membership=membership, name=" A Mayor ", title="mayor", contact=contact, **given)
    assert (acting.name, acting.position, acting.represents_until) == ("A Mayor", 1, OPEN)
    with pytest.raises(BrokenRule, match="Write the name"):
        add_representative(membership=membership, name=" ", **given)

    end_representative(representative=acting, until=on("2025"), **given)
    with pytest.raises(BrokenRule, match="ended on 2025 already"):
        end_representative(representative=acting, until=on("2026"), **given)
    remove_representative(representative=acting, **given)

    assert not MembershipRepresentative.objects.exists()
    assert actions_on(membership)[1:] == ["add_representative", "end_representative", "remove_representative"]
    remove_record(record=contact.record, reason="Left.", **given)
    with pytest.raises(BrokenRule, match=r"The contact .* is no longer there"):
        add_representative(membership=membership, name="B", contact=contact, **given)


@pytest.mark.parametrize("part", ReviewedPart)
def test_review_says_when_the_next_is(source: Source, membership: Membership, part: ReviewedPart) -> None:
    given: Any = {"by": BY, "source": source, "membership": membership, "part": part, "day": DAY}
    review_membership(
        reviewed=on("2026-11"), outcome=LazyI18nString({"fi": "Kannattaa"}), next_on=on("2027-11"), **given
    )
    membership.refresh_from_db()
    other = membership.benefit_review_on if part == ReviewedPart.FEE else membership.fee_review_on
    assert ({membership.fee_review_on, membership.benefit_review_on} - {None}, other) == ({on("2027-11")}, None)

    review_membership(reviewed=on("2026-11-24"), **given)
    membership.refresh_from_db()
    assert (membership.fee_review_on, membership.benefit_review_on) == (None, None)
    assert [(row.part, str(row.outcome)) for row in MembershipReview.objects.all()] == [
        (part.value, "Kannattaa"), (part.value, ""),
    ]  # fmt: skip
    for values, sentence in (
        ({"reviewed": on("2026-11-25")}, "lies ahead"),
        ({"reviewed": on("2026-11-24"), "next_on": on("2026-11-24")}, "is not after this one"),
        ({"reviewed": on("2026-11-24"), "part": "mood"}, "Choose one of fee, benefit"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            review_membership(**given | values)
    assert actions_on(membership) == ["add_membership", "review_membership", "review_membership"]


def test_memberships_are_for_those_who_keep_the_record_and_of_what_is_there(
    source: Source, home: Organisation, network: Organisation, membership: Membership
) -> None:
    fee = add_membership_fee(by=BY, source=source, membership=membership, amount=Decimal(1))
    acting = add_representative(by=BY, source=source, membership=membership, name="A")
    given: Any = {"source": source, "membership": membership}
    writes: list[Callable[[Any], Any]] = [
        lambda by: change_membership(by=by, role="chair", **given),
        lambda by: end_membership(by=by, until=on("2026"), **given),
        lambda by: add_membership_fee(by=by, amount=Decimal(2), fee_from=on("2026"), **given),
        lambda by: add_representative(by=by, name="B", **given),
        lambda by: review_membership(by=by, part=ReviewedPart.FEE, reviewed=on("2026"), day=DAY, **given),
        lambda by: add_membership(by=by, source=source, network=network, organisation=home),
        lambda by: remove_membership_fee(by=by, source=source, fee=fee),
        lambda by: end_representative(by=by, source=source, representative=acting, until=on("2026")),
        lambda by: remove_representative(by=by, source=source, representative=acting),
    ]
    contributor = founding.account("contributor")
    for write in writes:
        with pytest.raises(NotPermitted):
            write(contributor)
    for row in (membership, network):
        remove_record(by=BY, source=source, record=row.record, reason="Wrong.")
    for write in writes[:6]:
        with pytest.raises(BrokenRule, match="is no longer there"):
            write(BY)


def test_internal_notes_of_reviews_are_in_no_public_shape(source: Source, membership: Membership) -> None:
    review_membership(
        by=BY, source=source, membership=membership, part=ReviewedPart.BENEFIT, reviewed=on("2026"), outcome="CANARY",
        next_on=on("2029"), day=DAY,
    )  # fmt: skip

    shapes = str(list(PublicVersion.objects.values_list("shape", flat=True)))
    assert "CANARY" not in shapes
    assert "2029" not in shapes


@pytest.mark.django_db
def test_database_refuses_broken_parts_of_a_membership(membership: Membership) -> None:
    for name, row in (
        ("membership_fee_not_negative", MembershipFee(membership=membership, amount=Decimal(-1))),
        ("membership_review_part_known", MembershipReview(membership=membership, part="mood")),
        (
            "membership_representative_period_well_formed",
            MembershipRepresentative(
                membership=membership, name="A", represents_from=on("2020"), represents_until=on("2019")
            ),
        ),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.save(force_insert=True)
