"""Matters about agreements: their ends, reviews and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.agreements import AgreementEnd, matters_of_agreement


def ends(asked: Asked) -> Iterator[Found]:
    """Agreements that ended without a successor, and those whose end is near."""
    lead = Term(asked.city.lead_months)
    for each in agreements_on(asked.day, lead=lead, public_only=asked.public_only):
        for raised in matters_of_agreement(_end_of(each, lead), asked.day):
            yield each.agreement.pk, raised


def _end_of(each: AgreementOnDay, lead: Term) -> AgreementEnd:
    agreement = each.agreement
    end = agreement.terminated_on if each.status.status == "terminated" else agreement.valid_until
    return AgreementEnd(
        status=each.status.status,
        end=end if isinstance(end, PartialDate) else None,
        has_successor=each.successor is not None,
        notice=Term(agreement.notice_months),
        lead=lead,
    )
