"""Writes of memberships: joining, what they are for and cost, who acts in them, reviews, leaving."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal
from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording, refuse_gone, stated
from solmu.registry.models import (
    Contact,
    Decision,
    Membership,
    MembershipFee,
    MembershipPurpose,
    MembershipRepresentative,
    MembershipReview,
    Organisation,
)
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.rules.amounts import amount_of, currency_of
from solmu.registry.vocabulary import NETWORK_KINDS, MembershipRole, NetworkPurpose, RecordKind, ReviewedPart

CHANGEABLE = (
    "role", "member_from", "member_until", "fee", "decision", "fee_review_on", "benefit_review_on",
)  # fmt: skip
"""What `change_membership` may change of a membership's own."""

REVIEW_DAY = {ReviewedPart.FEE: "fee_review_on", ReviewedPart.BENEFIT: "benefit_review_on"}


def add_membership(
    *,
    by: Account,
    source: Source | None,
    network: Organisation,
    organisation: Organisation,
    role: MembershipRole | str = "",
    member_from: PartialDate | None = None,
    member_until: End = None,
    fee: str = "",
    purposes: Iterable[NetworkPurpose] = (),
    decision: Decision | None = None,
    fee_review_on: PartialDate | None = None,
    benefit_review_on: PartialDate | None = None,
    is_published: bool = False,
) -> Membership:
    """Add an organisation's membership of a network; `decision` is that of joining.

    Raises BrokenRule where the network is none, or the member, or one of them is no longer there.
    """
    check_can_keep_record(by)
    Period(member_from, member_until)
    if network.kind not in NETWORK_KINDS:
        raise BrokenRule("“%(network)s” is not a network. Only a network can have members.", network=network)
    if network.pk == organisation.pk:
        raise BrokenRule("“%(network)s” cannot be a member of itself. Name the member.", network=network)
    refuse_gone(network, organisation, decision)
    with recording(by=by, action="add_membership", source=source) as journal:
        record = new_record(journal, RecordKind.MEMBERSHIP, is_published=is_published)
        membership = Membership(
            record=record,
            network=network,
            organisation=organisation,
            role=role,
            member_from=member_from,
            member_until=member_until,
            fee=fee,
            decision=decision,
            fee_review_on=fee_review_on,
            benefit_review_on=benefit_review_on,
        )
        journal.create(membership)
        _set_purposes(journal, membership, purposes)
    return membership


def change_membership(
    *, by: Account, source: Source | None, membership: Membership, purposes: Iterable[NetworkPurpose] | None = None,
    **values: Any,
) -> list[str]:  # fmt: skip
    """Change what a membership says (`CHANGEABLE`) and, where given, all it is for; names the columns that changed.

    Raises NotADate for an end before the start, and BrokenRule for what cannot be changed so.
    """
    check_can_keep_record(by)
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a membership cannot be changed so. Leave it out.", field=unknown[0])
    refuse_gone(membership, values.get("decision"))
    Period(values.get("member_from", membership.member_from), values.get("member_until", membership.member_until))
    with recording(by=by, action="change_membership", source=source) as journal:
        changed = journal.update(membership, **values)
        if purposes is not None:
            _set_purposes(journal, membership, purposes)
    return changed


def end_membership(*, by: Account, source: Source | None, membership: Membership, until: PartialDate) -> None:
    """Record the last day of a membership; those who acted for the member act until then.

    Raises BrokenRule where it ended already, and NotADate for an end before the start.
    """
    check_can_keep_record(by)
    refuse_gone(membership)
    if isinstance(membership.member_until, PartialDate):
        raise BrokenRule(
            "This membership ended on %(member_until)s already. Change that date instead.",
            member_until=membership.member_until,
        )
    Period(membership.member_from, until)
    with recording(by=by, action="end_membership", source=source) as journal:
        journal.update(membership, member_until=until)
        for row in membership.representatives.all():
            began_later = row.represents_from is not None and until.latest < row.represents_from.earliest
            if not (isinstance(row.represents_until, PartialDate) or began_later):
                journal.update(row, of=membership, represents_until=until)


def add_membership_fee(
    *, by: Account, source: Source | None, membership: Membership, amount: Decimal, currency: str = "EUR",
    fee_from: PartialDate | None = None, fee_until: End = None, decision: Decision | None = None,
) -> MembershipFee:  # fmt: skip
    """Add what the membership costs a year from a day on; the fee before it counts until then.

    Raises BrokenRule for an amount below nought and where a fee from that very date is recorded.
    """
    check_can_keep_record(by)
    refuse_gone(membership, decision)
    Period(fee_from, fee_until)
    kept, code = amount_of(amount, Phrase("The fee of a membership")), currency_of(currency)
    if membership.fees.filter(fee_from=fee_from).exists():
        since = f"from {fee_from}" if fee_from else "from a day that is not known"
        raise BrokenRule(
            "The fee %(since)s is recorded already. Take it back first, or give another date.", since=since
        )
    with recording(by=by, action="add_membership_fee", source=source) as journal:
        fee = MembershipFee(
            membership=membership, amount=kept, currency=code, fee_from=fee_from, fee_until=fee_until,
            decision=decision,
        )  # fmt: skip
        journal.create(fee, of=membership)
    return fee


def remove_membership_fee(*, by: Account, source: Source | None, fee: MembershipFee) -> None:
    """Take back a fee that should not have been recorded."""
    check_can_keep_record(by)
    with recording(by=by, action="remove_membership_fee", source=source) as journal:
        journal.delete(fee, of=fee.membership)


def add_representative(
    *, by: Account, source: Source | None, membership: Membership, name: str, title: str = "",
    contact: Contact | None = None, represents_from: PartialDate | None = None, represents_until: End = OPEN,
) -> MembershipRepresentative:  # fmt: skip
    """Add who acts for the member in the network: named publicly as acting in office; the contact stays internal.

    Raises BrokenRule without a name, and for a contact that is no longer there.
    """
    check_can_keep_record(by)
    refuse_gone(membership, contact)
    Period(represents_from, represents_until)
    if not name.strip():
        raise BrokenRule("A representative is a person acting in office. Write the name.")
    with recording(by=by, action="add_representative", source=source) as journal:
        representative = MembershipRepresentative(
            membership=membership,
            name=name.strip(),
            title=title.strip(),
            contact=contact,
            represents_from=represents_from,
            represents_until=represents_until,
            position=membership.representatives.count() + 1,
        )
        journal.create(representative, of=membership)
    return representative


def end_representative(
    *, by: Account, source: Source | None, representative: MembershipRepresentative, until: PartialDate
) -> None:
    """Record the last day somebody acts for the member. Raises BrokenRule where that day is recorded already."""
    check_can_keep_record(by)
    if isinstance(representative.represents_until, PartialDate):
        raise BrokenRule(
            "It ended on %(represents_until)s already. There is nothing to end.",
            represents_until=representative.represents_until,
        )
    Period(representative.represents_from, until)
    with recording(by=by, action="end_representative", source=source) as journal:
        journal.update(representative, of=representative.membership, represents_until=until)


def remove_representative(*, by: Account, source: Source | None, representative: MembershipRepresentative) -> None:
    """Take back a representative who should not have been recorded."""
    check_can_keep_record(by)
    with recording(by=by, action="remove_representative", source=source) as journal:
        journal.delete(representative, of=representative.membership)


def review_membership(
    *, by: Account, source: Source | None, membership: Membership, part: ReviewedPart, reviewed: PartialDate,
    day: date, outcome: LazyI18nString | str = "", next_on: PartialDate | None = None,
) -> MembershipReview:  # fmt: skip
    """Record that the fee, or what the membership brings, was looked at, and when it is looked at next.

    Without `next_on` no review is due any more. Raises BrokenRule for a review after `day`, and where the next one is
    not after it.
    """
    check_can_keep_record(by)
    refuse_gone(membership)
    if part not in REVIEW_DAY:
        raise BrokenRule(
            "“%(part)s” of a membership is not reviewed. Choose one of %(parts)s.", part=part, parts=ReviewedPart.values
        )
    if reviewed.earliest > day:
        raise BrokenRule("The review on %(reviewed)s lies ahead. Record it once it was held.", reviewed=reviewed)
    if next_on is not None and next_on.latest <= reviewed.earliest:
        raise BrokenRule(
            "The next review (%(next_on)s) is not after this one (%(reviewed)s). Check the two dates.",
            next_on=next_on,
            reviewed=reviewed,
        )
    with recording(by=by, action="review_membership", source=source) as journal:
        review = MembershipReview(membership=membership, part=part, reviewed=reviewed, outcome=stated(outcome))
        journal.create(review, of=membership)
        due: dict[str, Any] = {REVIEW_DAY[part]: next_on}
        journal.update(membership, **due)
    return review


def _set_purposes(journal: Journal, membership: Membership, purposes: Iterable[NetworkPurpose]) -> None:
    wanted = list(dict.fromkeys(purposes))
    if unknown := next((purpose for purpose in wanted if purpose not in NetworkPurpose.values), None):
        raise BrokenRule(
            "A membership is not for “%(purpose)s”. Choose among %(choices)s.",
            purpose=unknown,
            choices=NetworkPurpose.values,
        )
    kept = {row.purpose: row for row in membership.purposes.all()}
    for gone in kept.keys() - set(wanted):
        journal.delete(kept[gone], of=membership)
    for purpose in wanted:
        if purpose not in kept:
            journal.create(MembershipPurpose(membership=membership, purpose=purpose), of=membership)
