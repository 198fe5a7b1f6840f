"""The pages and steps of contact persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.city import current_city
from solmu.core.looks import FILE, PAGE, note_looks
from solmu.core.models import Account, PersonalDataLook
from solmu.core.permissions import can_erase_audit_values, can_find_person
from solmu.core.terms import Term
from solmu.core.wording import shown_date
from solmu.desk.contacts.forms import ContactForm, EraseForm
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done
from solmu.desk.editing.steps import Button, Step
from solmu.desk.kind_pages import KindPages, dated
from solmu.desk.listing import Cell, Choice, Column, Listing
from solmu.desk.naming import organisation_name
from solmu.desk.record_page import Section, Table, fact, fact_in_languages
from solmu.registry.actions.contacts import (
    add_contact,
    agree_to_publish,
    change_contact,
    erase_contact,
    verify_contact,
)
from solmu.registry.models import Contact, Organisation
from solmu.registry.permissions import can_keep_record, can_read_contacts

LOOKS = 20
"""Looks at a person's data that their page shows, the latest first."""


def _verify(by: Account, found: Contact, _form: EditForm, day: date) -> str:
    verify_contact(by=by, source=None, contact=found, day=day, keep_for=Term(current_city().contact_kept_for_months))
    return _("The details are marked as right.")


def _agree(by: Account, found: Contact, _form: EditForm, _day: date) -> str:
    agree_to_publish(by=by, source=None, contact=found)
    return _("The agreement was recorded.")


def _disagree(by: Account, found: Contact, _form: EditForm, _day: date) -> str:
    agree_to_publish(by=by, source=None, contact=found, agrees=False)
    return _("The person is not named in public any more.")


def _erase(by: Account, found: Contact, form: EditForm, _day: date) -> Done:
    erase_contact(by=by, source=None, contact=found, ground=form.cleaned_data["ground"])
    return Done(reverse("desk:contacts"), _("The person's data were erased."))


STEPS = (
    Step(
        "verify",
        gettext_lazy("Verify"),
        lambda _found, _day: _("You have made sure today that the details are right and still needed."),
        _verify,
        can_keep_record,
    ),
    Step(
        "agree",
        gettext_lazy("Agreed to be shown"),
        lambda _found, _day: _("The person has agreed that name, position and address are shown once it is published."),
        _agree,
        can_keep_record,
        fits=lambda found, _day: not found.has_agreed_to_publish,
    ),
    Step(
        "disagree",
        gettext_lazy("Not to be shown any more"),
        lambda _found, _day: _("The person is taken out of every public page, also out of what was published before."),
        _disagree,
        can_keep_record,
        fits=lambda found, _day: found.has_agreed_to_publish,
        is_dangerous=True,
    ),
    Step(
        "erase",
        gettext_lazy("Erase"),
        lambda _found, _day: _(
            "Name and details go from the record, from what was published, and from the change log. The change log"
            " still shows that something was erased, by whom and on what ground. This cannot be undone."
        ),
        _erase,
        can_erase_audit_values,
        form=EraseForm,
        is_dangerous=True,
    ),
)


class Contacts(KindPages[Contact]):
    may_read = staticmethod(can_read_contacts)
    kind, plural, area = "contact", "contacts", "contacts"
    title = gettext_lazy("Contact persons")
    form = ContactForm
    rows_of = {"organisation": Organisation.objects.live()}
    new_heading = gettext_lazy("Add a contact person")
    edit_heading = gettext_lazy("Change %(name)s")
    added = gettext_lazy("The contact person was added.")
    changed = gettext_lazy("The contact person was changed.")
    steps = STEPS

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Contact.objects.live().select_related("record", "organisation__place")
        return rows.prefetch_related("organisation__place__names")

    def name(self, row: Contact) -> str:
        return row.name

    def listing(self, request: HttpRequest) -> Listing:
        by, day = request.by, request.day  # type: ignore[attr-defined]

        def noted(rows: Sequence[Contact]) -> Sequence[Contact]:
            # What is shown as a file leaves the desk: each person in it is noted.
            if request.GET.get("as"):
                note_looks(by=by, record_ids=[row.pk for row in rows], what=FILE, at=timezone.now())
            return rows

        tables = [(_("Enter a table"), reverse("desk:bulk-paste", args=["contacts"]))] if self.may_keep(by) else []
        return Listing(
            title=_("Contact persons"),
            area=self.area,
            rows=self.rows().order_by("name", "pk"),
            word=noted,
            columns=(
                Column(
                    "name", _("Name"), lambda row: Cell(row.name, self.address(row), note=row.title), order=("name",)
                ),
                Column("organisation", _("Organisation"), lambda row: Cell(organisation_name(row.organisation))),
                Column("email", _("E-mail"), lambda row: Cell(row.email or "–")),
                Column("telephone", _("Telephone"), lambda row: Cell(row.telephone or "–")),
                dated("verified", _("Verified"), "verified_on", lambda row: row.verified_on),
                dated("keep", _("Kept until"), "keep_until", lambda row: row.keep_until),
            ),
            choices=(
                Choice(
                    "due",
                    _("To be done"),
                    [("over", _("Kept too long")), ("unverified", _("Never verified"))],
                    lambda rows, code: (
                        rows.filter(keep_until__lt=day) if code == "over" else rows.filter(verified_on=None)
                    ),
                ),
            ),
            find=lambda rows, words: rows.filter(name__icontains=words),
            counted=lambda number: (
                ngettext("%(number)s contact person", "%(number)s contact persons", number) % {"number": number}
            ),
            new=self.new_link(request),
            empty=_("No contact person has been recorded yet."),
            extra={"links": tables},
        )

    def page(self, request: HttpRequest, row: Contact) -> HttpResponse:
        by, city = request.by, request.city  # type: ignore[attr-defined]
        note_looks(by=by, record_ids=[row.pk], what=PAGE, at=timezone.now())
        looks = PersonalDataLook.objects.filter(record_id=row.pk).select_related("account").order_by("-at")[:LOOKS]
        return self.answer_page(
            request,
            row,
            kind=_("Contact person"),
            sections=[
                Section(
                    _("Who"),
                    facts=(
                        fact(_("Organisation"), organisation_name(row.organisation)),
                        fact(_("Position"), row.title),
                        fact(_("E-mail"), row.email),
                        fact(_("Telephone"), row.telephone),
                    ),
                ),
                Section(
                    _("Why and how long"),
                    facts=(
                        fact_in_languages(_("What the contact is needed for"), row.purpose, city.languages),
                        fact(_("Verified"), shown_date(row.verified_on) if row.verified_on else None),
                        fact(_("Kept until"), shown_date(row.keep_until) if row.keep_until else None),
                        fact(_("Agreed to be shown"), _("yes") if row.has_agreed_to_publish else _("no")),
                    ),
                    buttons=(
                        (
                            Button(
                                _("All that is kept of this person"),
                                f"{reverse('desk:personal_data')}?contact={row.pk}",
                            ),
                        )
                        if can_find_person(by)
                        else ()
                    ),
                ),
                Section(
                    _("Who has looked at this"),
                    table=Table(
                        (_("Who"), _("What"), _("When")),
                        tuple(
                            (
                                Cell(look.account.name or look.account.email),
                                Cell(_("page") if look.what == PAGE else _("file")),
                                Cell(shown_date(look.at.date())),
                            )
                            for look in looks
                        ),
                    ),
                ),
            ],
        )

    def known(self, request: HttpRequest) -> dict[str, Any]:
        return {"organisation": request.GET.get("organisation", "")}

    def initial(self, request: HttpRequest, row: Contact) -> dict[str, Any]:
        kept = shown_date(row.keep_until) if row.keep_until else ""
        return {**super().initial(request, row), "keep_until": kept}

    def values(self, form: EditForm, names: Iterable[str]) -> dict[str, Any]:
        values = super().values(form, names)
        if "keep_until" in values:
            values["keep_until"] = values["keep_until"].earliest if values["keep_until"] else None
        return values

    def add(self, by: Account, form: EditForm) -> Contact:
        day, keep_for = form.city.today(), Term(form.city.contact_kept_for_months)
        return add_contact(by=by, source=None, day=day, keep_for=keep_for, **self.values(form, form.fields))

    def change(self, by: Account, row: Contact, form: EditForm, changed: Sequence[str]) -> None:
        change_contact(by=by, source=None, contact=row, **self.values(form, changed))


CONTACTS = Contacts()
