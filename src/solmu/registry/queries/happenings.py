"""Reads of what happened to an agreement, with its reason and its decision: by one query, in the order of the days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from i18nfield.fields import I18nTextField
from i18nfield.strings import LazyI18nString

from solmu.core.dates import End, PartialDate
from solmu.core.fields import PartialDateField
from solmu.registry.models import (
    Agreement,
    AgreementAmendment,
    AgreementNotice,
    AgreementReview,
    AgreementSuspension,
)

APPROVAL, SUSPENSION, AMENDMENT, NOTICE = "approval", "suspension", "amendment", "notice"
REVIEW, TERMINATION, NO_SUCCESSOR = "review", "termination", "no_successor"

_NO_DAY = Value("", output_field=PartialDateField(open_allowed=True))
_NO_WORDS = Value("", output_field=I18nTextField())
_NO_TEXT = Value("", output_field=CharField())


@dataclass(frozen=True)
class Happening:
    """One thing that happened: on a day, perhaps until another, in words or for a reason, by a decision.

    `key` is the row's; of an approval, a termination and of no successor it is the agreement's. `who` gave notice.
    """

    what: str
    key: str
    on: PartialDate | None
    until: End
    words: LazyI18nString
    who: LazyI18nString
    organ: str
    decided: PartialDate | None
    section: str
    decision_id: str | None


def happenings_of(agreement_id: str) -> list[Happening]:
    """What happened to an agreement, oldest first; one query."""
    parts = [
        _rows(AgreementSuspension, SUSPENSION, "decision", "suspended_from", "suspended_until", "reason"),
        _rows(AgreementAmendment, AMENDMENT, "decision", "takes_effect", "valid_until", "wording"),
        _rows(AgreementNotice, NOTICE, "decision", "given_on", "effective_on", "reason", "given_by__name"),
        _rows(AgreementReview, REVIEW, "decision", "reviewed", "", "outcome"),
    ]
    parts = [part.filter(agreement=agreement_id) for part in parts]
    own = Agreement.objects.filter(pk=agreement_id).order_by()
    ended, unfollowed = own.exclude(terminated_on=None), own.exclude(no_successor_on=None)
    parts += [
        _told(own.exclude(approved_by=None), APPROVAL, "approved_by", "approved_by__decided"),
        _told(ended, TERMINATION, "termination_decision", "terminated_on", "", "termination_reason"),
        _told(unfollowed, NO_SUCCESSOR, "no_successor_decision", "no_successor_on", "", "no_successor_reason"),
    ]
    rows = parts[0].union(*parts[1:], all=True)
    found = [Happening(*row) for row in rows]
    return sorted(found, key=lambda each: (each.on.earliest if each.on else date.min, each.what, each.key))


def _rows(model: Any, what: str, decision: str, *columns: str) -> QuerySet[Any, Any]:
    return _told(model.objects.order_by(), what, decision, *columns)


def _told(
    rows: QuerySet[Any, Any], what: str, decision: str, on: str, until: str = "", words: str = "", who: str = ""
) -> QuerySet[Any, Any]:
    return rows.values_list(
        Value(what, output_field=CharField()),
        "pk",
        F(on),
        F(until) if until else _NO_DAY,
        F(words) if words else _NO_WORDS,
        F(who) if who else _NO_WORDS,
        F(f"{decision}__organ"),
        F(f"{decision}__decided"),
        F(f"{decision}__section"),
        F(f"{decision}_id"),
    )
