"""A record's history: who changed what, when, from which source; and a former value as a new change.

What it tells is the audit: entries about the record, newest first, each field before and after, each language of a text
by itself. Ids are told by name. A value that was erased is told as erased.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.errors import BrokenRule
from solmu.core.models import Account, AuditEntry, AuditValue, Record
from solmu.desk.answering import desk, show
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import NoFields
from solmu.desk.records.fields import field_word
from solmu.desk.records.telling import NOTHING, Restore, read, told
from solmu.desk.records.values import choices_of, known_in, worded
from solmu.desk.records.views import crumbs_of, name_of, note_look, record_of
from solmu.registry.actions.activities import change_activity
from solmu.registry.actions.agreements import set_agreement_dates, set_agreement_terms
from solmu.registry.actions.commitments import change_commitment
from solmu.registry.actions.contacts import change_contact
from solmu.registry.actions.decisions import change_decision
from solmu.registry.actions.institutions import change_coverage_statement, change_institution_link
from solmu.registry.actions.networks import change_membership
from solmu.registry.actions.organisations import change_organisation
from solmu.registry.actions.partnerships import set_partnership_since
from solmu.registry.actions.recognitions import change_recognition
from solmu.registry.actions.stories import change_story
from solmu.registry.permissions import can_read_internal, can_record_activity
from solmu.registry.queries.references import model_of
from solmu.registry.vocabulary import RecordKind

PER_PAGE = 50


@desk(may=can_read_internal)
def history(request: HttpRequest, record_id: str) -> HttpResponse:
    """Every change of a record, fifty to a page; `?before=` an entry's number goes on from there."""
    record = record_of(request, record_id)
    note_look(request, record)
    city = request.city  # type: ignore[attr-defined]
    rows = AuditEntry.objects.filter(record_id=record.pk).order_by("-sequence")
    if (before := request.GET.get("before", "")).isdecimal() and len(before) < 18:
        rows = rows.filter(sequence__lt=int(before))
    entries = list(rows[: PER_PAGE + 1])
    shown, is_more = entries[:PER_PAGE], len(entries) > PER_PAGE
    reading = read(shown, also=[record.pk])
    name = reading.known.of(record.pk) or record.pk
    return show(
        request,
        "desk/records/history.html",
        {
            "heading": _("History"),
            "name": name,
            "moments_href": reverse("desk:history-moments", args=[record.pk]),
            "entries": told(reading, ZoneInfo(city.time_zone), record=record, restore=_restore_href(request, record)),
            "older_href": f"?before={shown[-1].sequence}" if is_more else "",
        },
        title=_("History: %(name)s") % {"name": name},
        crumbs=crumbs_of(record, name),
    )


def _restore_href(request: HttpRequest, record: Record) -> Restore:
    def href(entry: AuditEntry, value: AuditValue) -> str:
        if value.before == NOTHING or not may_restore(request.by, record, value.field):  # type: ignore[attr-defined]
            return ""
        return reverse("desk:history-restore", args=[record.pk, entry.sequence, value.field])

    return href


# --- a former value as a new change -----------------------------------------------------------------------------------

_Action = Callable[..., Any]

DATES = ("signed", "valid_from", "valid_until")
TERMS = ("renewal_mode", "renewal_months", "most_renewals", "notice_months", "review_on", "review_every_months")

CHANGES: Mapping[str, tuple[tuple[_Action, str, tuple[str, ...]], ...]] = MappingProxyType(
    {
        RecordKind.AGREEMENT: (
            (set_agreement_dates, "agreement", DATES),
            (set_agreement_terms, "agreement", TERMS),
        ),
        RecordKind.ACTIVITY: (
            (
                change_activity,
                "activity",
                ("kind", "title", "starts", "ends", "direction", "place_as_written", "purpose", "costs", "funding"),
            ),
        ),
        RecordKind.COMMITMENT: ((change_commitment, "commitment", ("text", "due_on", "every_months", "until")),),
        RecordKind.CONTACT: ((change_contact, "contact", ("name", "title", "email", "telephone", "purpose")),),
        RecordKind.COVERAGE_STATEMENT: (
            (change_coverage_statement, "statement", ("level", "stated_from", "stated_until")),
        ),
        RecordKind.DECISION: ((change_decision, "decision", ("organ", "decided", "section", "case_id", "address")),),
        RecordKind.INSTITUTION_LINK: ((change_institution_link, "link", ("level", "linked_from", "linked_until")),),
        RecordKind.ORGANISATION: ((change_organisation, "organisation", ("name", "abbreviation")),),
        RecordKind.RECOGNITION: (
            (
                change_recognition,
                "recognition",
                ("title", "occasion", "awarded", "giver_as_written", "recipient_as_written"),
            ),
        ),
        RecordKind.MEMBERSHIP: (
            (
                change_membership,
                "membership",
                ("role", "member_from", "member_until", "fee_review_on", "benefit_review_on"),
            ),
        ),
        RecordKind.PARTNERSHIP: ((set_partnership_since, "partnership", ("since",)),),
        RecordKind.STORY: ((change_story, "story", ("title", "text", "written")),),
    }
)
"""By which action each kind's own columns get a former value back."""


def may_restore(by: Account, record: Record, field: str) -> bool:
    return can_record_activity(by) and record.removed_at is None and _action_for(record, field) is not None


def _action_for(record: Record, field: str) -> tuple[_Action, str] | None:
    for action, name, fields in CHANGES.get(record.kind, ()):
        if field in fields:
            return action, name
    return None


@desk(may=can_record_activity)
def restore(request: HttpRequest, record_id: str, sequence: int, field: str) -> HttpResponse:
    """Give a field back what it said before an entry, as a new change."""
    record = record_of(request, record_id)
    value = AuditValue.objects.filter(entry_id=sequence, field=field, entry__record_id=record.pk).first()
    found = _action_for(record, field)
    if value is None or found is None:
        raise Http404
    action, argument = found
    row = model_of(record.kind).objects.get(pk=record.pk)
    before = row._meta.get_field(field).to_python(json.loads(value.before))
    name, back = name_of(record), reverse("desk:history", args=[record.pk])

    def save(_form: EditForm, _changed: Sequence[str]) -> Done:
        if json.loads(value.before) is None:
            raise BrokenRule("Before that change the field said nothing. Empty it on the record's own form.")
        action(by=request.by, source=None, **{argument: row, field: before})  # type: ignore[attr-defined]
        return Done(back, _("The former value is back. That is a change of its own."))

    known = known_in([value.before])
    task = Task(
        form=NoFields,
        heading=_("Give a former value back: %(name)s") % {"name": name},
        lead=f"{field_word(field)}: {worded(json.loads(value.before), known, choices_of(None, field, record.kind))}",
        consequence=_("The field says this again from now on. What it said meanwhile stays in the history."),
        button=_("Give it back"),
        save=save,
        back=back,
        area="",
        subject=record,
        always=True,
        crumbs=crumbs_of(record, name),
    )
    return answer_form(request, task)
