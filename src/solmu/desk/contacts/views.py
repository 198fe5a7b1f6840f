"""The pages and steps of contact persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
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
from solmu.desk.answering import Line, desk
from solmu.desk.contacts.forms import ContactForm, EraseForm
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button, Step, answer_step, buttons
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import organisation_name
from solmu.desk.record_page import Section, Table, answer_record_page, fact, fact_in_languages
from solmu.registry.actions.contacts import (
    add_contact,
    agree_to_publish,
    change_contact,
    erase_contact,
    verify_contact,
)
from solmu.registry.models import Contact, Organisation
from solmu.registry.permissions import can_keep_record, can_read_contacts

AREA = "contacts"
LOOKS = 20
"""Looks at a person's data that their page shows, the latest first."""


def _rows() -> QuerySet[Any]:
    rows: QuerySet[Any] = Contact.objects.live().select_related("record", "organisation__place")
    return rows.prefetch_related("organisation__place__names")


def _contact(record_id: str) -> Contact:
    found: Contact | None = _rows().filter(pk=record_id).first()
    if found is None:
        raise Http404
    return found


def _address(row: Contact) -> str:
    return reverse("desk:contact", args=[row.pk])


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Contact persons"), reverse("desk:contacts")),)


@desk(may=can_read_contacts)
def contacts(request: HttpRequest) -> HttpResponseBase:
    by, day = request.by, request.day  # type: ignore[attr-defined]

    def noted(rows: Sequence[Contact]) -> Sequence[Contact]:
        # What is shown as a file leaves the desk: each person in it is noted.
        if request.GET.get("as"):
            note_looks(by=by, record_ids=[row.pk for row in rows], what=FILE, at=timezone.now())
        return rows

    tables = [(_("Enter a table"), reverse("desk:bulk-paste", args=["contacts"]))] if can_keep_record(by) else []
    listing = Listing(
        title=_("Contact persons"),
        area=AREA,
        rows=_rows().order_by("name", "pk"),
        word=noted,
        columns=(
            Column("name", _("Name"), lambda row: Cell(row.name, _address(row), note=row.title), order=("name",)),
            Column("organisation", _("Organisation"), lambda row: Cell(organisation_name(row.organisation))),
            Column("email", _("E-mail"), lambda row: Cell(row.email or "–")),
            Column("telephone", _("Telephone"), lambda row: Cell(row.telephone or "–")),
            Column(
                "verified",
                _("Verified"),
                lambda row: Cell(shown_date(row.verified_on) if row.verified_on else "–"),
                order=("verified_on",),
                plain=lambda row: row.verified_on,
            ),
            Column(
                "keep",
                _("Kept until"),
                lambda row: Cell(shown_date(row.keep_until) if row.keep_until else "–"),
                order=("keep_until",),
                plain=lambda row: row.keep_until,
            ),
        ),
        choices=(
            Choice(
                "due",
                _("To be done"),
                [("over", _("Kept too long")), ("unverified", _("Never verified"))],
                lambda rows, code: rows.filter(keep_until__lt=day) if code == "over" else rows.filter(verified_on=None),
            ),
        ),
        find=lambda rows, words: rows.filter(name__icontains=words),
        counted=lambda number: (
            ngettext("%(number)s contact person", "%(number)s contact persons", number) % {"number": number}
        ),
        new=(reverse("desk:new-contact"), _("Add a contact person")) if can_keep_record(by) else None,
        empty=_("No contact person has been recorded yet."),
        extra={"links": tables},
    )
    return answer_list(request, listing)


@desk(may=can_read_contacts)
def contact(request: HttpRequest, record_id: str) -> HttpResponse:
    found = _contact(record_id)
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    note_looks(by=by, record_ids=[found.pk], what=PAGE, at=timezone.now())
    looks = PersonalDataLook.objects.filter(record_id=found.pk).select_related("account").order_by("-at")[:LOOKS]
    return answer_record_page(
        request,
        found.record,
        name=found.name,
        kind=_("Contact person"),
        area=AREA,
        edit_href=reverse("desk:edit-contact", args=[found.pk]) if can_keep_record(by) else "",
        buttons=buttons(by, found, day, STEPS, _address(found)),
        crumbs=_crumbs(),
        sections=[
            Section(
                _("Who"),
                facts=(
                    fact(_("Organisation"), organisation_name(found.organisation)),
                    fact(_("Position"), found.title),
                    fact(_("E-mail"), found.email),
                    fact(_("Telephone"), found.telephone),
                ),
            ),
            Section(
                _("Why and how long"),
                facts=(
                    fact_in_languages(_("What the contact is needed for"), found.purpose, city.languages),
                    fact(_("Verified"), shown_date(found.verified_on) if found.verified_on else None),
                    fact(_("Kept until"), shown_date(found.keep_until) if found.keep_until else None),
                    fact(_("Agreed to be shown"), _("yes") if found.has_agreed_to_publish else _("no")),
                ),
                buttons=(
                    (
                        Button(
                            _("All that is kept of this person"), f"{reverse('desk:personal_data')}?contact={found.pk}"
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


@desk(may=can_keep_record)
def new_contact(request: HttpRequest) -> HttpResponse:
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = _values(form, form.fields)
        made = add_contact(by=by, source=None, day=day, keep_for=Term(city.contact_kept_for_months), **values)
        return Done(_address(made), _("The contact person was added."))

    task = Task(
        form=ContactForm,
        heading=_("Add a contact person"),
        save=save,
        back=reverse("desk:contacts"),
        area=AREA,
        initial={"organisation": request.GET.get("organisation", "")},
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_contact(request: HttpRequest, record_id: str) -> HttpResponse:
    found = _contact(record_id)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        change_contact(by=request.by, source=None, contact=found, **_values(form, changed))  # type: ignore[attr-defined]
        return Done(_address(found), _("The contact person was changed."))

    names = ("name", "title", "email", "telephone", "purpose")
    task = Task(
        form=ContactForm,
        subject=found,
        initial={
            **{name: getattr(found, name) for name in names},
            "organisation": found.organisation_id,
            "keep_until": shown_date(found.keep_until) if found.keep_until else "",
        },
        heading=_("Change %(name)s") % {"name": found.name},
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(found.name, _address(found))),
    )
    return answer_form(request, task)


def _values(form: EditForm, names: Iterable[str]) -> dict[str, Any]:
    values = {name: form.cleaned_data[name] for name in names}
    if "organisation" in values:
        values["organisation"] = Organisation.objects.live().get(pk=values["organisation"])
    if "keep_until" in values:
        values["keep_until"] = values["keep_until"].earliest if values["keep_until"] else None
    return values


@desk(may=can_keep_record)
def step(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
    found = _contact(record_id)
    return answer_step(request, STEPS, verb, found, name=found.name, back=_address(found), area=AREA, crumbs=_crumbs())


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
