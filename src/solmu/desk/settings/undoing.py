"""Undo: the last change of the settings, and what would be given back."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.changing_settings import last_settings_change, undo_settings_change
from solmu.core.permissions import can_change_settings
from solmu.desk.answering import desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import NoFields
from solmu.desk.records.telling import read, told
from solmu.desk.settings.views import AREA, crumbs, follow


@desk(may=can_change_settings)
def undo(request: HttpRequest, sequence: int) -> HttpResponse:
    """Undo one change of the settings, which must still be the last; the action refuses it otherwise."""
    last = last_settings_change()
    if request.method != "POST" and (last is None or last.sequence != sequence):
        return HttpResponseRedirect(reverse("desk:settings-history"))

    def save(_form: EditForm, _changed: Sequence[str]) -> Done:
        follow(undo_settings_change(by=request.by, sequence=sequence))  # type: ignore[attr-defined]
        return Done(reverse("desk:settings"), _("The former values are back."))

    zone = ZoneInfo(request.city.time_zone)  # type: ignore[attr-defined]
    task = Task(
        form=NoFields,
        heading=_("Undo the last change of the settings"),
        lead=_("This was done last. Undoing gives back what stood before the arrow."),
        consequence=_("The settings say again what they said before, at once. Both changes stay in their history."),
        button=_("Undo it"),
        save=save,
        back=reverse("desk:settings-history"),
        area=AREA,
        always=True,
        crumbs=crumbs(),
        template="desk/records/undo.html",
        extra={"entries": told(read([last] if last else []), zone)},
    )
    return answer_form(request, task)
