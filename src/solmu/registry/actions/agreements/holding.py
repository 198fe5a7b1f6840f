"""An agreement held while an action changes it, and what its state allows."""

from __future__ import annotations

from datetime import date

from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.terms import Term
from solmu.registry.actions.recording import refuse_gone
from solmu.registry.models import Agreement, AgreementParty, Organisation
from solmu.registry.queries.agreements import facts_of
from solmu.registry.rules import agreement_status
from solmu.registry.rules.transitions import allowed


def hold(agreement: Agreement) -> None:
    """Lock the agreement until the transaction ends and read it anew, so that what is checked is what is changed.

    Raises BrokenRule where it was removed or merged into another.
    """
    if not Agreement.objects.select_for_update(no_key=True).filter(pk=agreement.pk).exists():
        raise BrokenRule("This agreement is no longer there. Look it up again.")
    agreement.refresh_from_db()
    refuse_gone(agreement)


def state_on(agreement: Agreement, day: date) -> str:
    """The status of an agreement on a day; empty where it had not been made by then."""
    status = agreement_status(facts_of(agreement, day), day, Term(0))
    return status.status if status else ""


def refuse_in_state(agreement: Agreement, verb: str, on: PartialDate) -> None:
    """Raise BrokenRule where the agreement's state allows the verb on no day that `on` may mean."""
    reasons = [allowed(state_on(agreement, day), verb) for day in dict.fromkeys((on.earliest, on.latest))]
    if all(reasons):
        if on.precision == "day":
            raise BrokenRule("On %(day)s: %(reason)s", day=on, reason=reasons[0])
        raise BrokenRule("In %(time)s: %(reason)s", time=on, reason=reasons[0])


def refuse_undated(on: PartialDate | None, what: Phrase) -> PartialDate:
    """The day; raises BrokenRule where there is none: what is done today has one."""
    if on is None:
        raise BrokenRule("%(what)s has a day. Give it.", what=what)
    return on


def party_of(agreement: Agreement, organisation: Organisation) -> AgreementParty:
    """The organisation as party; raises BrokenRule where it is none, or has left."""
    party = AgreementParty.objects.filter(agreement=agreement, organisation=organisation).first()
    if party is None:
        raise BrokenRule(
            "“%(organisation)s” is no party to this agreement. Name one of its parties.", organisation=organisation
        )
    if isinstance(party.party_until, PartialDate):
        raise BrokenRule(
            "“%(organisation)s” has been no party to this agreement since %(party_until)s. Name one that is.",
            organisation=organisation,
            party_until=party.party_until,
        )
    return party
