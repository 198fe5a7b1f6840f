"""Undo: the last change of a record, what would be given back, or why it cannot be and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.models import Record
from solmu.desk.answering import desk, show
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import NoFields
from solmu.desk.records.telling import read, told
from solmu.desk.records.views import crumbs_of, note_look, record_of
from solmu.registry.actions.undoing import undo_change
from solmu.registry.permissions import can_record_activity, check_can_undo
from solmu.registry.queries.last_change import last_change_of

_PUBLICITY = gettext_lazy("Under “Publish, owner, merge, remove” the record has the step that sets this right.")
_STEP = gettext_lazy("The record's page has the step that sets this right.")

INSTEAD: Mapping[str, str | Promise] = MappingProxyType(
    {
        "accept_claim": gettext_lazy("Withdraw the acceptance at the claim, under “Claims”."),
        "accept_claims": gettext_lazy("Withdraw the acceptance at the claim, under “Claims”."),
        "agree_to_publish": gettext_lazy("The contact person's page has a step for a new answer."),
        "change_partnership": gettext_lazy("Take the change away, or make a new one, on the partner's page."),
        "end_partnership": gettext_lazy("Take the change away, or make a new one, on the partner's page."),
        "erase_contact": gettext_lazy("What was erased is gone for good. Enter it anew, if there is ground for it."),
        "merge_records": _PUBLICITY,
        "publish_record": _PUBLICITY,
        "publish_with_exceptions": _PUBLICITY,
        "remove_record": _PUBLICITY,
        "restore_record": _PUBLICITY,
        "withdraw_record": _PUBLICITY,
    }
)
"""What to do in place of undoing a step, by the action's name."""


def instead_of(action: str) -> str:
    """What to do where an action cannot be undone; one that added something is taken back by removing that."""
    if action in INSTEAD:
        return str(INSTEAD[action])
    if action.startswith("add_"):
        return _("What was added by mistake is removed by its own step.")
    return str(_STEP)


@desk(may=can_record_activity)
def last(request: HttpRequest, record_id: str) -> HttpResponse:
    """The last change of a record: to its undoing, or why it is not undone and what to do instead."""
    record = _record(request, record_id)
    change = last_change_of(record.pk)
    if change is not None and not change.step:
        return HttpResponseRedirect(reverse("desk:record-undo-change", args=[record.pk, change.sequence]))
    note_look(request, record)
    reading = read(change.entries if change else (), also=[record.pk])
    name = reading.known.of(record.pk) or record.pk
    return show(
        request,
        "desk/records/not_undone.html",
        {
            "heading": _("The last change: %(name)s") % {"name": name},
            "entries": told(reading, _zone(request), record=record),
            "instead": instead_of(change.step) if change else "",
            "history_href": reverse("desk:history", args=[record.pk]),
        },
        title=_("The last change: %(name)s") % {"name": name},
        crumbs=crumbs_of(record, name),
    )


@desk(may=can_record_activity)
def undo(request: HttpRequest, record_id: str, sequence: int) -> HttpResponse:
    """Undo one change, which must still be the last; the action refuses it otherwise."""
    record = _record(request, record_id)
    note_look(request, record)
    change = last_change_of(record.pk)
    if change is None or (request.method != "POST" and (change.sequence != sequence or change.step)):
        return HttpResponseRedirect(reverse("desk:record-undo", args=[record.pk]))
    reading = read(change.entries, also=[record.pk])
    name = reading.known.of(record.pk) or record.pk

    def save(_form: EditForm, _changed: Sequence[str]) -> Done:
        undo_change(by=request.by, source=None, record=record, sequence=sequence)  # type: ignore[attr-defined]
        return Done(reverse("desk:record-page", args=[record.pk]), _("The former values are back."))

    task = Task(
        form=NoFields,
        heading=_("Undo the last change: %(name)s") % {"name": name},
        lead=_("This was done last. Undoing gives back what stood before the arrow."),
        consequence=_("The record says again what it said before. Both changes stay in its history."),
        button=_("Undo it"),
        save=save,
        back=reverse("desk:record-page", args=[record.pk]),
        area="",
        subject=record,
        always=True,
        crumbs=crumbs_of(record, name),
        template="desk/records/undo.html",
        extra={"entries": told(reading, _zone(request), record=record)},
    )
    return answer_form(request, task)


def _record(request: HttpRequest, record_id: str) -> Record:
    record = record_of(request, record_id)
    check_can_undo(request.by, record.kind)  # type: ignore[attr-defined]
    return record


def _zone(request: HttpRequest) -> ZoneInfo:
    return ZoneInfo(request.city.time_zone)  # type: ignore[attr-defined]
