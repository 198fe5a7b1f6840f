"""`solmu agreement show`: everything that is recorded of one agreement, as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from solmu.cli.agreement.group import agreement
from solmu.cli.agreement.options import agreement_argument, asked_agreement, named, told
from solmu.cli.instance import on_option, open_instance

if TYPE_CHECKING:
    from solmu.registry.models import Agreement


@agreement.command()
@agreement_argument
@on_option
def show(name: str | None, day: date | None) -> None:
    """Show one agreement: its status, parties, terms, and what happened to it."""
    city = open_instance()
    from django.utils.translation import override

    found = asked_agreement(name)
    with override("en"):
        for line in _lines(found, day or city.today(), city.lead_months):
            click.echo(line)


def _lines(found: Agreement, day: date, lead_months: int) -> Iterator[str]:
    from solmu.core.dates import PartialDate
    from solmu.core.terms import Term
    from solmu.registry.queries.agreements import facts_of
    from solmu.registry.rules import agreement_status, current_end
    from solmu.registry.vocabulary import AgreementStatus

    facts = facts_of(found, day)
    status, end = agreement_status(facts, day, Term(lead_months)), current_end(facts, day)
    yield named(found)
    word = str(AgreementStatus(status.status).label) if status else "Not made by then"
    doubt = " (not certain)" if status and not status.certain else ""
    yield f"  On {told(PartialDate.from_day(day))}: {word}{doubt}"
    if end.end is not None:
        yield f"  Ends: {told(end.end)}{' (computed)' if end.is_computed else ''}"
    yield from _terms(found)
    yield from _parties(found)
    yield from _events(found)
    for document in found.documents.all():
        yield f"  Document {document.pk}: {document.title}"
    if found.successor_draft:
        yield f"  Drafted to follow it: {named(found.successor_draft)}"
    if found.replaced_by:
        yield f"  Replaced by: {named(found.replaced_by)}"
    if found.no_successor_on:
        yield f"  Nothing is to follow it, as decided on {told(found.no_successor_on)}"


def _terms(found: Agreement) -> Iterator[str]:
    if found.signed:
        yield f"  Signed: {told(found.signed)}"
    if found.approved_by:
        yield f"  Approved by: {named(found.approved_by)}"
    if found.renewal_mode:
        term = f", for {found.renewal_months} months" if found.renewal_months else ""
        most = f", at most {found.most_renewals} times" if found.most_renewals else ""
        yield f"  After its end: {found.get_renewal_mode_display().lower()}{term}{most}"
    if found.notice_months:
        yield f"  Notice: {found.notice_months} months"
    if found.review_on or found.review_every_months:
        every = f", every {found.review_every_months} months" if found.review_every_months else ""
        yield f"  Review: {told(found.review_on)}{every}"


def _parties(found: Agreement) -> Iterator[str]:
    for party in found.parties.select_related("organisation"):
        signed = f", signed {told(party.signed)}" if party.signed else ""
        by = ", ".join(filter(None, (party.signatory, party.signatory_title)))
        since = f", from {told(party.party_from)}" if party.party_from else ""
        until = f", until {told(party.party_until)}" if party.party_until else ""
        yield f"  Party: {party.organisation}{since}{until}{signed}{f' by {by}' if by else ''}"
    for theme in found.themes.all():
        since = f", from {told(theme.applies_from)}" if theme.applies_from else ""
        until = f", until {told(theme.applies_until)}" if theme.applies_until else ""
        yield f"  Theme: {theme.wording}{since}{until}"


def _events(found: Agreement) -> Iterator[str]:
    for suspension in found.suspensions.all():
        yield f"  Suspended: from {told(suspension.suspended_from)} until {told(suspension.suspended_until)}"
    for amendment in found.amendments.all():
        until = f", until {told(amendment.valid_until)}" if amendment.valid_until else ""
        wording = f": {amendment.wording}" if amendment.wording else ""
        yield f"  Amended: from {told(amendment.takes_effect)}{until}{wording}"
    for notice in found.notices.select_related("given_by"):
        leaving = " for itself" if notice.is_for_giver_only else ""
        effect = f", with effect on {told(notice.effective_on)}" if notice.effective_on else ""
        yield f"  Notice: given{leaving} by {notice.given_by or 'a party'} on {told(notice.given_on)}{effect}"
    for review in found.reviews.all():
        yield f"  Reviewed: {told(review.reviewed)}{f': {review.outcome}' if review.outcome else ''}"
    if found.terminated_on:
        yield f"  Terminated: with effect from {told(found.terminated_on)}"
