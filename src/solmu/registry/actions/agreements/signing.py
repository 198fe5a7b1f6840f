"""Writes of signatures."""

from __future__ import annotations

from solmu.core.audit import Journal
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.holding import hold, party_of, state_on
from solmu.registry.actions.agreements.making import Party, refuse_duplicate
from solmu.registry.actions.agreements.succeeding import take_the_place
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.recording import recording
from solmu.registry.models import Agreement, AgreementParty, Organisation
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.rules.transitions import allowed


def sign_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, party: Organisation, on: PartialDate,
    place: str = "", signatory: str = "", title: str = "", of_the_past: bool | None = None,
) -> AgreementParty:  # fmt: skip
    """Record that a party signed: who signed for it (`signatory`, with the `title` of the office), where and when.

    With the last signature the agreement needs it is signed: on the latest day of them, its stage is over, and what it
    was to succeed is replaced by it. Raises BrokenRule for an organisation that is no party or has signed, and, unless
    a source says it of the past, before the agreement is approved, for a day before the decision that approved it, for
    a signature after the agreement's own end, and where the same agreement is there already.
    """
    check_can_keep_record(by)
    past = is_of_the_past(source, of_the_past)
    with recording(by=by, action="sign_agreement", source=source) as journal:
        hold(agreement)
        row = party_of(agreement, party)
        if row.signed:
            raise BrokenRule(
                "“%(party)s” signed on %(signed)s. Name the party whose signature is missing.",
                party=party,
                signed=row.signed,
            )
        if not past:
            _refuse_too_early_or_late(agreement, on)
        journal.update(
            row, of=agreement, signed=on, signing_place=place.strip(), signatory=signatory.strip(),
            signatory_title=title.strip(),
        )  # fmt: skip
        if agreement.signed is None:
            _complete(journal, agreement, past=past)
    return row


def _refuse_too_early_or_late(agreement: Agreement, on: PartialDate) -> None:
    status = agreement.stage or state_on(agreement, on.latest) or "not_known"
    if fault := allowed(status, "sign"):
        raise BrokenRule(fault)
    decision = agreement.approved_by
    if decision is not None and decision.decided and on.latest < decision.decided.earliest:
        raise BrokenRule(
            "The signature (%(on)s) lies before the decision that approved the agreement (%(decided)s). Check the two "
            "days.",
            on=on,
            decided=decision.decided,
        )
    end = agreement.valid_until
    if isinstance(end, PartialDate) and end.latest < on.earliest:
        raise BrokenRule(
            "The signature (%(on)s) lies after the end of the agreement (%(end)s). Check the two days.", on=on, end=end
        )


def _complete(journal: Journal, agreement: Agreement, *, past: bool) -> None:
    """With the last signature that is needed the agreement is signed, on the latest day of them."""
    rows = list(agreement.parties.select_related("organisation"))
    needed = [row for row in rows if row.must_sign and not isinstance(row.party_until, PartialDate)]
    days = [row.signed for row in needed]
    signed = [day for day in days if day]
    if not signed or len(signed) < len(days):
        return
    latest = max(signed, key=lambda day: (day.latest, day.earliest))
    if not past:
        parties = [Party(row.organisation) for row in rows]
        refuse_duplicate(agreement.kind, parties, agreement.title, latest, other_than=agreement.pk)
    journal.update(agreement, signed=latest, stage="")
    for replaced in agreement.to_replace.live().order_by("pk"):
        take_the_place(journal, replaced, agreement)
