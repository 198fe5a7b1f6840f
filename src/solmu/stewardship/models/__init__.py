"""The few tables of stewardship: what people said of matters, and what was derived or sent."""

from __future__ import annotations

from solmu.stewardship.models.calendars import CalendarSubscription
from solmu.stewardship.models.deadlines import AgreementDeadline
from solmu.stewardship.models.matters import KeptMatters, MatterAssignment, MatterSnooze
from solmu.stewardship.models.reminders import Digest, JobRun, Mailing, Reminder
from solmu.stewardship.models.renewals import Renewal, RenewalCheck, RenewalNote, RenewalStep
from solmu.stewardship.models.templates import DraftTemplate

__all__ = [
    "AgreementDeadline",
    "CalendarSubscription",
    "Digest",
    "DraftTemplate",
    "JobRun",
    "KeptMatters",
    "Mailing",
    "MatterAssignment",
    "MatterSnooze",
    "Reminder",
    "Renewal",
    "RenewalCheck",
    "RenewalNote",
    "RenewalStep",
]
