"""The one button of each matter: where it leads and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from solmu.stewardship.queries.matters import Matter
from solmu.stewardship.vocabulary import MatterRule

Where = Callable[[Matter], str]


@dataclass(frozen=True)
class MovesOn:
    """What moves a matter on: the button's words and the address it leads to."""

    label: str | Promise
    where: Where


def record_page(matter: Matter) -> str:
    """The page of what a matter is about, whatever its kind; an enquiry's, which is no record, by its reference."""
    if matter.rule == MatterRule.ENQUIRY_DUE:
        return reverse("desk:enquiry", args=[matter.occurrence])
    return reverse("desk:record-page", args=[matter.record_id]) if matter.record_id else reverse("desk:matters")


def _page(step: str) -> Where:
    """A step of the record, below its page: the redirect keeps what follows."""
    return lambda matter: reverse("desk:record-step", args=[matter.record_id, step])


def _area(name: str) -> Where:
    return lambda _matter: reverse(f"desk:{name}")


def _visit(matter: Matter) -> str:
    return f"{reverse('desk:new-activity')}?{urlencode({'partner': matter.record_id})}"


def _pair(matter: Matter) -> str:
    """A pair to add, its kind and partner filled in from the statement that it helps to bear out."""
    return f"{reverse('desk:new-institution-link')}?{urlencode({'statement': matter.record_id})}"


def _answer(matter: Matter) -> str:
    return reverse("desk:enquiry-step", args=[matter.occurrence, "answer"])


_RENEWS = MovesOn(_("Start the renewal"), _page("renew"))
_GOES_ON = MovesOn(_("Go on with the renewal"), _page("renewal"))

MOVES_ON: Mapping[str, MovesOn] = MappingProxyType(
    {
        MatterRule.ENDED_WITHOUT_SUCCESSOR: _RENEWS,
        MatterRule.DECISION_DUE: _RENEWS,
        MatterRule.RENEWAL_LATE: _GOES_ON,
        MatterRule.REVIEW_DUE: MovesOn(_("Record the review"), _page("review")),
        MatterRule.REVIEW_MISSING: MovesOn(_("Set a review"), _page("edit")),
        MatterRule.COMMITMENT_DUE: MovesOn(_("Record as met"), _page("fulfil")),
        MatterRule.TIE_DORMANT: MovesOn(_("Record a visit"), _visit),
        MatterRule.ACTIVITY_WITHOUT_OUTCOME: MovesOn(_("Record the outcome"), _page("outcome")),
        MatterRule.ACTIVITY_WITHOUT_PARTICIPANTS: MovesOn(_("Record participants"), _page("edit")),
        MatterRule.CONTACT_UNVERIFIED: MovesOn(_("Verify"), _page("verify")),
        MatterRule.CONTACT_KEPT_TOO_LONG: MovesOn(_("Verify or erase"), record_page),
        MatterRule.COVERAGE_GAP: MovesOn(_("Add a pair"), _pair),
        MatterRule.ENQUIRY_DUE: MovesOn(_("Record the answer"), _answer),
        MatterRule.NO_OWNER: MovesOn(
            _("Name an owner"), lambda matter: reverse("desk:record-owner", args=[matter.record_id])
        ),
        MatterRule.LANGUAGE_MISSING: MovesOn(_("Complete"), record_page),
        MatterRule.SOURCES_CONTRADICT: MovesOn(_("Compare"), record_page),
        MatterRule.SOURCE_NOT_LOOKED_AT: MovesOn(_("Look again"), _area("sources")),
        MatterRule.POSSIBLY_SAME_RECORD: MovesOn(
            _("Compare"), lambda matter: reverse("desk:record-merge", args=[matter.record_id])
        ),
        MatterRule.CLAIMS_WAITING: MovesOn(_("Review"), _area("intake")),
    }
)
"""Rules that are not here lead to the record's page."""

OPENS = MovesOn(_("Open"), record_page)


def moves_on(matter: Matter) -> MovesOn:
    """A renewal that is under way is gone on with: a second one cannot be started."""
    return _GOES_ON if matter.renewal else MOVES_ON.get(matter.rule, OPENS)
