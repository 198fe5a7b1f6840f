"""The pages and steps of partner cities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.audit import recorded
from solmu.core.dates import Period
from solmu.core.models import Account
from solmu.core.terms import Term
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button, Step, answer_step, buttons
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import partner_name, reading_language
from solmu.desk.partners.brief.views import DOCX, INTERNAL, PDF, brief_address
from solmu.desk.partners.forms import ChangeForm, NewPartnerForm, RelationForm, ResumeForm, SinceForm
from solmu.desk.record_page import Section, Table, answer_record_page, fact
from solmu.desk.records.views import can_read_kind
from solmu.intake.actions.naming_places import enter_place
from solmu.places.countries import country_name
from solmu.places.gazetteer import open_gazetteer
from solmu.places.sorting import sort_key
from solmu.registry.actions.partnerships import (
    add_partnership,
    change_partnership,
    end_partnership,
    resume_partnership,
    set_partnership_since,
    suspend_partnership,
)
from solmu.registry.models import Activity, Contact, InstitutionLink, Organisation, Partnership, Recognition
from solmu.registry.naming import agreement_label, text_in
from solmu.registry.permissions import can_keep_record, can_read_internal, can_record_activity
from solmu.registry.queries.agreements import agreements_on
from solmu.registry.queries.partnerships import PartnershipOnDay, partnerships_on, state_on
from solmu.registry.queries.visits import latest_activities, visits_of
from solmu.registry.vocabulary import AgreementStatus, PartnershipStatus, RecordKind, Relation

AREA = "partners"
LATEST = 10
"""Visits and events, and recognitions, that a partner's page shows; the rest are behind a link."""


@desk(may=can_read_internal)
def partners(request: HttpRequest) -> HttpResponseBase:
    by, day = request.by, request.day  # type: ignore[attr-defined]
    language = reading_language()
    rows = partnerships_on(day, public_only=False, language=language)
    latest = latest_activities([row.partnership.pk for row in rows], day, public_only=False)
    countries = sorted(
        {(row.partner.country, country_name(row.partner.country, language)) for row in rows},
        key=lambda each: sort_key(each[1], language),
    )

    def last(row: PartnershipOnDay) -> Period | None:
        return latest.get(row.partnership.pk)

    listing = Listing(
        title=_("Partners"),
        area=AREA,
        rows=rows,
        columns=(
            Column(
                "name",
                _("City"),
                lambda row: Cell(partner_name(row.partnership), reverse("desk:partner", args=[row.partnership.pk])),
                order=lambda row: sort_key(partner_name(row.partnership), language),
            ),
            Column("country", _("Country"), lambda row: Cell(country_name(row.partner.country, language))),
            Column(
                "kind",
                _("Kind"),
                lambda row: Cell(str(Relation(row.state.relation).label) if row.state.relation else "–"),
            ),
            Column("status", _("Status"), lambda row: _status(row.state.status)),
            Column(
                "since",
                _("Since"),
                lambda row: Cell(shown_date(row.partnership.since) if row.partnership.since else "–"),
                order=lambda row: (row.partnership.since is None, row.partnership.since_earliest),
                plain=lambda row: row.partnership.since,
            ),
            Column(
                "last",
                _("Last visit or event"),
                lambda row: Cell(shown_date(period.start) if (period := last(row)) and period.start else "–"),
                order=lambda row: (
                    (period := last(row)) is None,
                    period.start.earliest if period and period.start else day,
                ),
            ),
            Column(
                "public",
                _("Public"),
                lambda row: Cell(_("on the public site") if row.partnership.record.is_published else _("internal")),
            ),
        ),
        choices=(
            Choice(
                "country", _("Country"), countries, lambda some, code: [r for r in some if r.partner.country == code]
            ),
            Choice(
                "kind", _("Kind"), Relation.choices, lambda some, code: [r for r in some if r.state.relation == code]
            ),
            Choice(
                "status",
                _("Status"),
                PartnershipStatus.choices,
                lambda some, code: [r for r in some if r.state.status == code],
            ),
        ),
        sort="name",
        counted=lambda number: ngettext("%(number)s partner", "%(number)s partners", number) % {"number": number},
        new=(reverse("desk:new-partner"), _("Add a partner")) if can_keep_record(by) else None,
        empty=_("No partner has been recorded yet. Add one, or drop the city's own page under Claims."),
    )
    return answer_list(request, listing)


def _relation(relation: str) -> str:
    return str(Relation(relation).label) if relation else ""


def _first_day(period: Period | None) -> date:
    """By which the latest is sorted; what is not known stands first."""
    return period.start.earliest if period is not None and period.start is not None else date.min


def _status(status: str) -> Cell:
    if not status:
        return Cell(_("Not known"), mark="status-not_known")
    return Cell(str(PartnershipStatus(status).label), mark=f"status-{status}")


def _partnership(record_id: str) -> Partnership:
    rows = Partnership.objects.live().select_related("record", "partner")
    found: Partnership | None = rows.prefetch_related("changes", "partner__names").filter(pk=record_id).first()
    if found is None:
        raise Http404
    return found


def _address(row: Partnership) -> str:
    return reverse("desk:partner", args=[row.pk])


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Partners"), reverse("desk:partners")),)


@desk(may=can_read_internal)
def partner(request: HttpRequest, record_id: str) -> HttpResponse:
    found = _partnership(record_id)
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    language, state = reading_language(), state_on(found, day)
    return answer_record_page(
        request,
        found.record,
        name=partner_name(found),
        kind=_relation(state.relation) or _("Partner"),
        status=_status(state.status) if state.status else None,
        area=AREA,
        buttons=(*_brief(found), *buttons(by, found, day, STEPS, _address(found))),
        crumbs=_crumbs(),
        sections=[
            Section(
                _("The tie"),
                facts=(
                    fact(_("Country"), country_name(found.partner.country, language)),
                    fact(_("Since"), shown_date(found.since) if found.since else None),
                    *_visits(found, day),
                ),
            ),
            _changes(found),
            _agreements(found, day, Term(city.lead_months), by),
            _activities(found, by),
            _institutions(found, by),
            _recognitions(found, by),
            _contacts(found, by),
        ],
    )


def _brief(found: Partnership) -> tuple[Button, ...]:
    """The brief in the reader's language, and the way to its other languages and versions."""
    language = reading_language()
    return (
        Button(_("Brief (PDF)"), brief_address(found.pk, INTERNAL, language, PDF)),
        Button(_("Brief (DOCX)"), brief_address(found.pk, INTERNAL, language, DOCX)),
        Button(_("Brief: public version, languages"), reverse("desk:partner-brief", args=[found.pk])),
    )


def _visits(found: Partnership, day: date) -> list[Any]:
    visits = visits_of([found.pk], day).get(found.pk)
    words = (
        (_("Last visit there"), visits.last_out if visits else None),
        (_("Last visit here"), visits.last_in if visits else None),
        (_("Next visit there"), visits.next_out if visits else None),
        (_("Next visit here"), visits.next_in if visits else None),
    )
    return [fact(label, _visit(row)) for label, row in words if row is not None]


def _visit(row: Activity) -> Cell:
    when = shown_date(row.starts) if row.starts else ""
    return Cell(text_in(row.title, reading_language()), reverse("desk:record-page", args=[row.pk]), note=when)


def _changes(found: Partnership) -> Section:
    language = reading_language()
    return Section(
        _("How the tie has changed"),
        table=Table(
            (_("From"), _("What"), _("Why"), _("Who decided")),
            tuple(
                (
                    Cell(shown_date(row.on) if row.on else _("not known")),
                    Cell(
                        ", ".join(
                            filter(
                                None,
                                (
                                    str(Relation(row.relation).label) if row.relation else "",
                                    str(PartnershipStatus(row.status).label) if row.status else "",
                                ),
                            )
                        )
                    ),
                    Cell(text_in(row.reason, language) or (_("not stated") if row.is_reason_not_stated else "–")),
                    Cell(row.decided_by or "–"),
                )
                for row in found.changes.all()
            ),
        ),
        empty=_("No change is recorded."),
    )


def _agreements(found: Partnership, day: date, lead: Term, by: Account) -> Section:
    rows = agreements_on(day, lead=lead, public_only=False, partnership_id=found.pk, ties=[found])
    new = Button(_("Draft an agreement"), f"{reverse('desk:new-agreement')}?partner={found.pk}")
    return Section(
        _("Agreements"),
        table=Table(
            (_("Agreement"), _("Status")),
            tuple(
                (
                    Cell(
                        agreement_label(row.agreement, reading_language()),
                        reverse("desk:agreement", args=[row.agreement.pk]),
                    ),
                    Cell(str(AgreementStatus(row.status.status).label), mark=f"status-{row.status.status}"),
                )
                for row in rows
            ),
        ),
        empty=_("No agreement is recorded."),
        buttons=(new,) if can_keep_record(by) else (),
    )


def _activities(found: Partnership, by: Account) -> Section:
    rows = Activity.objects.live().filter(partnership_rows__partnership=found).order_by("-starts_earliest", "pk")
    new = Button(_("Record a visit"), f"{reverse('desk:new-activity')}?partner={found.pk}")
    every = Button(_("All of them"), f"{reverse('desk:activities')}?partner={found.pk}")
    return Section(
        _("Visits and events"),
        table=Table(
            (_("What"), _("When")),
            tuple(
                (
                    Cell(text_in(row.title, reading_language()), reverse("desk:activity", args=[row.pk])),
                    Cell(shown_date(row.starts) if row.starts else "–"),
                )
                for row in rows[:LATEST]
            ),
        ),
        empty=_("Nothing is recorded yet."),
        buttons=(every, new) if can_record_activity(by) else (every,),
    )


def _institutions(found: Partnership, by: Account) -> Section:
    language = reading_language()
    new = f"{reverse('desk:new-institution-link')}?partner={found.pk}"
    rows = InstitutionLink.objects.live().filter(partnership=found)
    rows = rows.select_related("home_institution", "partner_institution")
    return Section(
        _("Institutions"),
        table=Table(
            (_("Ours"), _("Theirs")),
            tuple(
                (
                    Cell(text_in(row.home_institution.name, language), reverse("desk:record-page", args=[row.pk])),
                    Cell(text_in(row.partner_institution.name, language)),
                )
                for row in rows[:50]
            ),
        ),
        empty=_("No pair of institutions is recorded."),
        buttons=(
            Button(_("Coverage of institutions"), reverse("desk:institutions")),
            *((Button(_("Add a pair"), new),) if can_keep_record(by) else ()),
        ),
    )


def _recognitions(found: Partnership, by: Account) -> Section:
    """Awards that the partner, or a body of its, gave or was given, the latest first."""
    language = reading_language()
    rows = Recognition.objects.live().filter(Q(giver__place=found.partner_id) | Q(recipient__place=found.partner_id))
    rows = rows.select_related("giver", "recipient").order_by("-awarded_earliest", "pk")
    every = Button(_("All of them"), reverse("desk:recognitions"))
    new = Button(_("Add a recognition"), reverse("desk:new-recognition"))

    def whose(organisation: Organisation | None, as_written: str) -> Cell:
        return Cell((text_in(organisation.name, language) if organisation else as_written) or "–")

    return Section(
        _("Recognitions"),
        table=Table(
            (_("Title"), _("Who gave it"), _("Who was given it"), _("Awarded")),
            tuple(
                (
                    Cell(text_in(row.title, language), reverse("desk:recognition", args=[row.pk])),
                    whose(row.giver, row.giver_as_written),
                    whose(row.recipient, row.recipient_as_written),
                    Cell(shown_date(row.awarded) if row.awarded else "–"),
                )
                for row in rows[:LATEST]
            ),
        ),
        empty=_("No recognition is recorded yet."),
        buttons=(every, new) if can_keep_record(by) else (every,),
    )


def _contacts(found: Partnership, by: Account) -> Section:
    if not can_read_kind(by, RecordKind.CONTACT):
        return Section(_("Contact persons"), empty=_("Personal data is not shown to your role."))
    rows = Contact.objects.live().filter(organisation__place=found.partner).select_related("organisation")
    return Section(
        _("Contact persons"),
        table=Table(
            (_("Name"), _("Organisation")),
            tuple(
                (
                    Cell(row.name, reverse("desk:record-page", args=[row.pk]), note=row.title),
                    Cell(text_in(row.organisation.name, reading_language())),
                )
                for row in rows
            ),
        ),
        empty=_("No contact person is recorded."),
    )


@desk(may=can_keep_record)
def new_partner(request: HttpRequest) -> HttpResponse:
    by, day = request.by, request.day  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = form.cleaned_data
        # One transaction: a place that is entered for the partnership goes with it.
        with recorded(by=by, action="add_partnership"):
            place = enter_place(
                by=by, name=values["name"], country=values["country"].upper(), today=day, gazetteer=open_gazetteer()
            )
            made = add_partnership(
                by=by, source=None, partner=place, relation=Relation(values["relation"]), since=values["since"]
            )
        return Done(_address(made), _("The partner was added. It is internal until it is published."))

    task = Task(
        form=NewPartnerForm,
        heading=_("Add a partner"),
        save=save,
        back=reverse("desk:partners"),
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def step(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
    found = _partnership(record_id)
    return answer_step(
        request, STEPS, verb, found, name=partner_name(found), back=_address(found), area=AREA, crumbs=_crumbs()
    )


# --- steps ------------------------------------------------------------------------------------------------------------


def _changing(action: Callable[..., Any], said: Promise) -> Callable[[Account, Any, EditForm, date], str]:
    def carry_out(by: Account, found: Partnership, form: EditForm, _day: date) -> str:
        action(by=by, source=None, partnership=found, **form.cleaned_data)
        return str(said)

    return carry_out


def _is(*statuses: str) -> Callable[[Any, date], bool]:
    return lambda found, day: state_on(found, day).status in statuses


def _is_not(*statuses: str) -> Callable[[Any, date], bool]:
    return lambda found, day: state_on(found, day).status not in statuses


def _today(_found: Partnership, day: date) -> dict[str, Any]:
    return {"on": shown_date(day)}


STEPS = (
    Step(
        "suspend",
        gettext_lazy("Suspend the tie"),
        lambda _found, _day: _(
            "Its agreements stay in force and are not applied. The public sees that the tie is suspended."
        ),
        _changing(suspend_partnership, gettext_lazy("The tie is suspended.")),
        can_keep_record,
        fits=_is_not(PartnershipStatus.SUSPENDED, PartnershipStatus.ENDED),
        form=ChangeForm,
        initial=_today,
    ),
    Step(
        "resume",
        gettext_lazy("Take the tie up again"),
        lambda _found, _day: _("Its agreements are applied again from that day on."),
        _changing(resume_partnership, gettext_lazy("The tie was taken up again.")),
        can_keep_record,
        fits=_is(PartnershipStatus.SUSPENDED, PartnershipStatus.ENDED, PartnershipStatus.DORMANT),
        form=ResumeForm,
        initial=_today,
    ),
    Step(
        "change",
        gettext_lazy("Change the kind of tie"),
        lambda _found, _day: _("From that day on the tie is of the new kind; what it was before stays in its history."),
        _changing(change_partnership, gettext_lazy("The change was recorded.")),
        can_keep_record,
        form=RelationForm,
        initial=lambda found, day: {"on": shown_date(day), "relation": state_on(found, day).relation},
    ),
    Step(
        "since",
        gettext_lazy("Say since when"),
        lambda _found, _day: _("The public sees since when the tie exists."),
        _changing(set_partnership_since, gettext_lazy("It was saved.")),
        can_keep_record,
        form=SinceForm,
        initial=lambda found, _day: {"since": found.since},
    ),
    Step(
        "end",
        gettext_lazy("End the tie"),
        lambda _found, _day: _(
            "The tie stays public with its history. Agreements still in force become matters to be decided on."
        ),
        _changing(end_partnership, gettext_lazy("The tie has ended.")),
        can_keep_record,
        fits=_is_not(PartnershipStatus.ENDED),
        form=ChangeForm,
        initial=_today,
        is_dangerous=True,
    ),
)
