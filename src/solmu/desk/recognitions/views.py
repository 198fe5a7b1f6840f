"""The pages and forms of recognitions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.editing.forms import EditForm
from solmu.desk.kind_pages import KindPages, by_publicity, dated, publicity
from solmu.desk.listing import Cell, Column, Listing
from solmu.desk.naming import organisation_name, reading_language
from solmu.desk.recognitions.forms import RecognitionForm
from solmu.desk.record_page import Section, fact, fact_in_languages
from solmu.registry.actions.recognitions import add_recognition, change_recognition
from solmu.registry.models import Organisation, Recognition
from solmu.registry.naming import text_in


class Recognitions(KindPages[Recognition]):
    kind, plural, area = "recognition", "recognitions", "recognitions"
    title = gettext_lazy("Recognitions")
    form = RecognitionForm
    rows_of = {"giver": Organisation.objects.live(), "recipient": Organisation.objects.live()}
    new_heading = gettext_lazy("Add a recognition")
    edit_heading = gettext_lazy("Change the recognition: %(name)s")
    added = gettext_lazy("The recognition was added. It is internal until it is published.")
    changed = gettext_lazy("The recognition was changed.")

    def rows(self) -> Any:
        rows = Recognition.objects.live().select_related("record", "giver__place", "recipient__place")
        return rows.prefetch_related("giver__place__names", "recipient__place__names", "earlier_recipients")

    def name(self, row: Recognition) -> str:
        return text_in(row.title, reading_language())

    def listing(self, request: HttpRequest) -> Listing:
        return Listing(
            title=_("Recognitions"),
            area=self.area,
            rows=self.rows().order_by("-awarded_earliest", "pk"),
            columns=(
                Column("title", _("Title"), lambda row: Cell(self.name(row), self.address(row))),
                Column("giver", _("Who gave it"), lambda row: Cell(_giver(row) or "–"), order=("giver_as_written",)),
                Column("recipient", _("Who was given it"), lambda row: Cell(_recipient(row) or "–")),
                dated("awarded", _("Awarded"), "awarded_earliest", lambda row: row.awarded),
                publicity(),
            ),
            choices=(by_publicity(),),
            counted=lambda number: (
                ngettext("%(number)s recognition", "%(number)s recognitions", number) % {"number": number}
            ),
            new=self.new_link(request),
            empty=_("No recognition is recorded yet."),
        )

    def page(self, request: HttpRequest, row: Recognition) -> HttpResponse:
        languages = request.city.languages  # type: ignore[attr-defined]
        says = Section(
            _("What it says"),
            facts=(
                fact_in_languages(_("Title"), row.title, languages),
                fact_in_languages(_("Occasion"), row.occasion, languages),
                fact(_("Awarded"), shown_date(row.awarded) if row.awarded else None),
                fact(_("Who gave it"), row.giver_as_written, _organisation(row.giver)),
                fact(_("Who was given it"), row.recipient_as_written, _organisation(row.recipient)),
                fact(_("Who had it before"), *(each.name for each in row.earlier_recipients.all())),
            ),
        )
        return self.answer_page(request, row, kind=_("Recognition"), sections=[says])

    def initial(self, request: HttpRequest, row: Recognition) -> dict[str, Any]:
        before = "\n".join(each.name for each in row.earlier_recipients.all())
        return {**super().initial(request, row), "earlier_recipients": before}

    def add(self, by: Account, form: EditForm) -> Recognition:
        return add_recognition(by=by, source=None, **self.values(form, form.fields))

    def change(self, by: Account, row: Recognition, form: EditForm, changed: Sequence[str]) -> None:
        change_recognition(by=by, source=None, recognition=row, **self.values(form, changed))


def _giver(row: Recognition) -> str:
    return row.giver_as_written or (organisation_name(row.giver) if row.giver else "")


def _recipient(row: Recognition) -> str:
    return row.recipient_as_written or (organisation_name(row.recipient) if row.recipient else "")


def _organisation(row: Organisation | None) -> Cell | None:
    return Cell(organisation_name(row), reverse("desk:record-page", args=[row.pk])) if row else None


RECOGNITIONS = Recognitions()
