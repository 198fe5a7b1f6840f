"""Forgetting what has been kept as long as it was declared to be (`core.personal_data`; GDPR, article 5 (1) e)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from solmu.core.audit import recorded
from solmu.core.models import Account, PassingNote, PersonalDataLook, Session
from solmu.core.personal_data import CONTACT_GRACE_DAYS, LOOK_KEPT_MONTHS
from solmu.core.terms import shift_day
from solmu.core.unsaved import forget_unsaved
from solmu.participation.actions import erase_old_enquiries
from solmu.registry.actions.contacts import erase_contact
from solmu.registry.models import Contact
from solmu.stewardship.actions.persons import leave_no_trace_on_disk

GROUND = "GDPR 5 (1) e"


@dataclass(frozen=True)
class Forgotten:
    """How many of each were forgotten."""

    contacts: int = 0
    enquiries: int = 0
    looks: int = 0
    sessions: int = 0
    passing_notes: int = 0
    unsaved: int = 0


def forget_past_time(*, by: Account, day: date, at: datetime) -> Forgotten:
    """Forget on the day, at the moment, what is past its time; run again it finds nothing more.

    A contact and an enquiry leave an entry of their own, without a word of theirs; of the rest the entry tells the
    numbers. `by` is Solmu itself: nobody decides here, the declarations have.
    """
    contacts = 0
    for contact in Contact.objects.filter(_is_over(day)).select_related("record").order_by("pk"):
        erase_contact(by=by, source=None, contact=contact, ground=GROUND)
        contacts += 1
    enquiries = erase_old_enquiries(by=by, day=day)
    looked_before = at - timedelta(days=(day - shift_day(day, -LOOK_KEPT_MONTHS)).days)
    idle_since = at - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    with recorded(by=by, action="forget_past_time") as journal:
        gone = {
            "looks": PersonalDataLook.objects.filter(at__lt=looked_before).delete()[0],
            "sessions": Session.objects.filter(Q(until__lte=at) | Q(seen_at__lte=idle_since)).delete()[0],
            "passing_notes": PassingNote.objects.filter(until__lte=at).delete()[0],
            "unsaved": forget_unsaved(at=at),
        }
        if any(gone.values()):
            journal.details("", **gone)
        transaction.on_commit(leave_no_trace_on_disk)
    return Forgotten(contacts=contacts, enquiries=enquiries, **gone)


def _is_over(day: date) -> Q:
    """Contacts past their time and past the days in which somebody was asked (rule `contact_kept_too_long`)."""
    return Q(keep_until__lt=day - timedelta(days=CONTACT_GRACE_DAYS)) & ~Q(name="")
