"""What colleagues note on the way: checked off, written down."""

from __future__ import annotations

from datetime import date

from solmu.core.audit import recorded
from solmu.core.errors import BrokenRule
from solmu.core.models import Account
from solmu.core.vocabulary import Role
from solmu.stewardship.actions.renewals.stages import locked, refuse_over
from solmu.stewardship.models import Renewal, RenewalCheck, RenewalNote
from solmu.stewardship.permissions import check_can_help_renew

LONGEST_NOTE = 4000


def check_off(*, by: Account, check: RenewalCheck, day: date, is_done: bool = True) -> RenewalCheck:
    """Note that a thing of the checklist is done on the day, or is not after all; what is so already stays as it is.

    Raises BrokenRule where the renewal is over.
    """
    check_can_help_renew(by)
    with recorded(by=by, action="check_off") as journal:
        renewal = locked(check.renewal)
        refuse_over(renewal)
        kept = renewal.checks.get(pk=check.pk)
        if (kept.done_on is not None) != is_done:
            done_by = person(by) if is_done else None
            journal.update(
                kept,
                of=renewal.agreement,
                done_on=day if is_done else None,
                done_by_id=done_by.pk if done_by else None,
            )
    check.refresh_from_db()
    return check


def note_on_renewal(*, by: Account, renewal: Renewal, text: str) -> RenewalNote:
    """Write a note for colleagues; also on a renewal that is over. Raises BrokenRule for an empty or too long one."""
    check_can_help_renew(by)
    if not text.strip():
        raise BrokenRule("The note says nothing. Write what is to be remembered.")
    if len(text) > LONGEST_NOTE:
        raise BrokenRule("A note has at most %(most)s characters. Attach longer ones as a document.", most=LONGEST_NOTE)
    with recorded(by=by, action="note_on_renewal") as journal:
        note = RenewalNote(renewal=renewal, text=text.strip(), written_by=person(by))
        journal.create(note, of=renewal.agreement)
    return note


def person(by: Account) -> Account | None:
    """The account of a person; None for set-up itself, which has none."""
    return None if by.role == Role.SYSTEM else by
