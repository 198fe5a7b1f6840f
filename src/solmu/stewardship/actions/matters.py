"""Writes of what people say of matters: who sees to one, and until when it can wait. No action makes one done."""

from __future__ import annotations

from datetime import date

from django.db import models

from solmu.core.audit import recorded
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Record, Source
from solmu.core.terms import shift_day
from solmu.participation.permissions import can_see_to_enquiries
from solmu.stewardship.models import MatterAssignment, MatterSnooze
from solmu.stewardship.models.matters import LONGEST_REASON
from solmu.stewardship.permissions import check_can_handle_matter
from solmu.stewardship.queries.matters import Matter
from solmu.stewardship.vocabulary import MatterRule

LONGEST_SNOOZE = 12
"""Months a matter can wait at a time; what can wait longer is looked at once in between."""


def assign_matter(*, by: Account, matter: Matter, account: Account) -> MatterAssignment:
    """Ask somebody to see to a matter, in place of whoever was asked before.

    Raises BrokenRule for somebody who left, and for an enquiry that the account may not read.
    """
    _check_can_handle(by, matter)
    if not account.is_active:
        raise BrokenRule("%(account)s has left. Name somebody who is still here.", account=account.email)
    if matter.rule == MatterRule.ENQUIRY_DUE and not can_see_to_enquiries(account):
        raise BrokenRule(
            "%(account)s may not read enquiries. Name an officer or an administrator.", account=account.email
        )
    identity = _columns(matter)
    with recorded(by=by, action="assign_matter") as journal:
        about = _about(matter)
        assignment = MatterAssignment.objects.select_for_update().filter(**identity).first()
        if assignment is None:
            assignment = MatterAssignment(**identity, account=account)
            journal.create(assignment, of=about)
        else:
            journal.update(assignment, of=about, account_id=account.pk)
    return assignment


def unassign_matter(*, by: Account, matter: Matter) -> None:
    """Leave a matter to its owner again. Raises BrokenRule where nobody was asked to see to it."""
    _check_can_handle(by, matter)
    with recorded(by=by, action="unassign_matter") as journal:
        about = _about(matter)
        assignment = MatterAssignment.objects.filter(**_columns(matter)).first()
        if assignment is None:
            raise BrokenRule("Nobody in particular was asked to see to this matter. There is nothing to take back.")
        journal.delete(assignment, of=about)


def snooze_matter(*, by: Account, matter: Matter, until: date, reason: str, today: date) -> MatterSnooze:
    """Let a matter wait until a day, on which it is back, for a reason that others can read.

    Raises BrokenRule for a day that is not ahead or lies more than a year ahead, without a reason, and for a reason
    longer than 300 characters.
    """
    _check_can_handle(by, matter)
    latest = shift_day(today, LONGEST_SNOOZE)
    if until <= today:
        raise BrokenRule(
            "A matter can wait until a day to come, and %(until)s is not. Give a day after %(today)s.",
            until=until,
            today=today,
        )
    if until > latest:
        raise BrokenRule("A matter can wait at most a year. Give a day no later than %(latest)s.", latest=latest)
    if not reason.strip():
        raise BrokenRule("Why the matter can wait is not said. Give the reason in a sentence.")
    if len(reason.strip()) > LONGEST_REASON:
        raise BrokenRule("The reason has more than %(most)s characters. Shorten it.", most=LONGEST_REASON)
    identity = _columns(matter)
    with recorded(by=by, action="snooze_matter") as journal:
        about = _about(matter)
        snooze = MatterSnooze.objects.select_for_update().filter(**identity).first()
        if snooze is None:
            snooze = MatterSnooze(**identity, until=until, reason=reason.strip())
            journal.create(snooze, of=about)
        else:
            journal.update(snooze, of=about, until=until, reason=reason.strip())
    return snooze


def wake_matter(*, by: Account, matter: Matter) -> None:
    """Let a matter wait no longer. Raises BrokenRule where it does not wait."""
    _check_can_handle(by, matter)
    with recorded(by=by, action="wake_matter") as journal:
        about = _about(matter)
        snooze = MatterSnooze.objects.filter(**_columns(matter)).first()
        if snooze is None or matter.snoozed_until is None:
            raise BrokenRule("This matter does not wait. There is nothing to take back.")
        journal.delete(snooze, of=about)


def _check_can_handle(by: Account, matter: Matter) -> None:
    owner = matter.owner
    answering = {*(owner.account_ids if owner else ()), *([matter.assigned_to] if matter.assigned_to else [])}
    check_can_handle_matter(by, answering)


def _columns(matter: Matter) -> dict[str, str]:
    rule, about, occurrence = matter.identity
    return {"rule": rule, "about": about, "occurrence": occurrence}


def _about(matter: Matter) -> models.Model | None:
    """The record or source the entry in the audit is about, its row locked so that two writers wait for each other."""
    for model in (Record, Source):
        row: models.Model | None = (
            model._base_manager.select_for_update(no_key=True).filter(pk=matter.record_id).first()
        )
        if row is not None:
            return row
    return None
