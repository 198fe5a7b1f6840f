"""The matter about claims that wait."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.intake.models import Claim
from solmu.intake.vocabulary import ClaimState
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.raised import Raised


def claims_waiting(asked: Asked) -> Iterator[Found]:
    """One matter for all claims nobody has decided on."""
    if number := Claim.objects.filter(state__in=[ClaimState.OPEN, ClaimState.LATER]).count():
        yield "", Raised("claims_waiting", "tidy_up", told={"number": number})
