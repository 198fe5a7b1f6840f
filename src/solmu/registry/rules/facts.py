"""What is known of an agreement, as its rules ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.core.dates import End, PartialDate, Period
from solmu.core.terms import Term

NO_NOTICE = Term(0)

TACIT = "tacit"
"""The renewal mode of an agreement that renews itself unless notice is given (`vocabulary.RenewalMode`)."""


@dataclass(frozen=True, slots=True)
class AmendmentFact:
    """A change that was agreed: the end it states (None where the end stays), signed and with effect from a day.

    Facts stand in the order they were recorded in.
    """

    takes_effect: PartialDate | None = None
    signed: PartialDate | None = None
    valid_until: End = None


@dataclass(frozen=True, slots=True)
class NoticeFact:
    """A notice that was given: `effective_on` is the last day the agreement binds, None where nothing states it."""

    given_on: PartialDate | None = None
    effective_on: PartialDate | None = None
    is_for_giver_only: bool = False


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the status, the end and the deadlines of an agreement follow from.

    `replaced_from` is the successor's start, or its signing where the start is unknown; `is_replaced` says that a
    successor is recorded. `tie_suspended`: its partnership or its standing agreement is suspended on the day asked of;
    `tie_certain`: that does not hang on a day known only to its month or year. `renewal` is the term a tacit agreement
    renews itself for, `most_renewals` how many times at most (None: nothing limits it).
    """

    signed: PartialDate | None = None
    valid_from: PartialDate | None = None
    valid_until: End = None
    stage: str = ""
    terminated_on: PartialDate | None = None
    is_replaced: bool = False
    replaced_from: PartialDate | None = None
    suspensions: tuple[Period, ...] = ()
    tie_suspended: bool = False
    tie_certain: bool = True
    notice: Term = NO_NOTICE
    renewal_mode: str = ""
    renewal: Term | None = None
    most_renewals: int | None = None
    amendments: tuple[AmendmentFact, ...] = ()
    notices: tuple[NoticeFact, ...] = ()
    review_on: PartialDate | None = None
    review_every: Term | None = None
    reviews: tuple[PartialDate, ...] = ()

    @property
    def began(self) -> PartialDate | None:
        """The start or, where that is unknown, the signing."""
        return self.valid_from or self.signed

    @property
    def is_tacit(self) -> bool:
        return self.renewal_mode == TACIT
