"""The pages and forms of visits and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_amount, shown_date
from solmu.desk.activities.forms import ActivityForm, GiftForm, OutcomeForm, VisitForm, written
from solmu.desk.answering import Line, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Step, answer_step, buttons
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import partner_name, partnership_choices, reading_language
from solmu.desk.record_page import Section, Table, answer_record_page, fact, fact_in_languages
from solmu.registry.actions.activities import (
    add_activity,
    add_gift,
    change_activity,
    record_outcome,
    set_participants,
)
from solmu.registry.models import Activity, Agreement, Membership, Partnership, Theme
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.permissions import can_read_internal, can_record_activity
from solmu.registry.queries.activities import what_it_is_tied_to
from solmu.registry.vocabulary import ActivityKind, Direction, GiftDirection, NetworkPurpose

AREA = "activities"


def _rows() -> QuerySet[Any]:
    rows: QuerySet[Any] = Activity.objects.live().select_related("record", "agreement")
    return rows.prefetch_related("partnership_rows__partnership__partner__names", "participants")


def _activity(record_id: str) -> Activity:
    rows = _rows().prefetch_related(
        "membership_rows__membership__network",
        "theme_rows__theme",
        "gifts",
        "agreement__partnership_rows__partnership__partner__names",
        "agreement__parties__organisation",
    )
    found: Activity | None = rows.filter(pk=record_id).first()
    if found is None:
        raise Http404
    return found


def _address(row: Activity) -> str:
    return reverse("desk:activity", args=[row.pk])


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Visits and events"), reverse("desk:activities")),)


def _name(row: Activity) -> str:
    return text_in(row.title, reading_language())


def _partners(row: Activity) -> str:
    return ", ".join(partner_name(tie.partnership) for tie in row.partnership_rows.all())


def _when(starts: PartialDate | None, ends: End) -> str:
    """*3.–5.9.2026*, written plainly: the first day, a dash and the last."""
    first = shown_date(starts) if starts else ""
    if ends is OPEN:
        return f"{first}–"
    if isinstance(ends, PartialDate) and ends != starts:
        return f"{first}–{shown_date(ends)}"
    return first or "–"


@desk(may=can_read_internal)
def activities(request: HttpRequest) -> HttpResponseBase:
    by, day = request.by, request.day  # type: ignore[attr-defined]
    listing = Listing(
        title=_("Visits and events"),
        area=AREA,
        rows=_rows().order_by("-starts_earliest", "pk"),
        columns=(
            Column("title", _("What"), lambda row: Cell(_name(row), _address(row), note=row.get_kind_display())),
            Column("partner", _("Partner"), lambda row: Cell(_partners(row) or "–")),
            Column(
                "when",
                _("When"),
                lambda row: Cell(_when(row.starts, row.ends)),
                order=("starts_earliest",),
                plain=lambda row: row.starts,
            ),
            Column(
                "until", _("Last day"), lambda row: Cell(""), plain=lambda row: str(row.ends or ""), is_file_only=True
            ),
            Column(
                "people",
                _("People"),
                lambda row: Cell(
                    str(sum(each.number for each in row.participants.all())) if row.participants.all() else "–"
                ),
                plain=lambda row: (
                    sum(each.number for each in row.participants.all()) if row.participants.all() else None
                ),
            ),
            Column("outcome", _("Outcome"), lambda row: Cell(_("recorded") if str(row.outcome) else _("missing"))),
            Column(
                "public",
                _("Public"),
                lambda row: Cell(_("on the public site") if row.record.is_published else _("internal")),
                order=("record__is_published",),
            ),
        ),
        choices=(
            Choice(
                "partner",
                _("Partner"),
                partnership_choices(),
                lambda rows, code: rows.filter(partnership_rows__partnership=code),
            ),
            Choice("kind", _("Kind"), ActivityKind.choices, lambda rows, code: rows.filter(kind=code)),
            Choice(
                "time",
                _("Time"),
                [("coming", _("To come")), ("over", _("Over"))],
                lambda rows, code: rows.filter(
                    **{"starts_earliest__gt": day} if code == "coming" else {"starts_earliest__lte": day}
                ),
            ),
        ),
        counted=lambda number: (
            ngettext("%(number)s visit or event", "%(number)s visits and events", number) % {"number": number}
        ),
        new=(reverse("desk:new-activity"), _("Record a visit")) if can_record_activity(by) else None,
        empty=_("Nothing has been recorded yet. A visit is recorded in two minutes; the rest can follow later."),
    )
    return answer_list(request, listing)


@desk(may=can_read_internal)
def activity(request: HttpRequest, record_id: str) -> HttpResponse:
    found = _activity(record_id)
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    language = reading_language()
    may_change = can_record_activity(by)
    sections = [
        Section(
            _("What and when"),
            facts=(
                fact_in_languages(_("What it was"), found.title, city.languages),
                fact(_("When"), _when(found.starts, found.ends)),
                fact(_("Direction"), str(Direction(found.direction).label) if found.direction else None),
                fact(_("Place"), found.place_as_written),
            ),
        ),
        Section(
            _("With whom"),
            facts=(
                fact(
                    _("Partner"),
                    *(
                        Cell(partner_name(tie.partnership), reverse("desk:record-page", args=[tie.partnership_id]))
                        for tie in found.partnership_rows.all()
                    ),
                ),
                fact(
                    _("Network"),
                    *(text_in(row.membership.network.name, language) for row in found.membership_rows.all()),
                ),
                fact(
                    _("Agreement it is under"),
                    Cell(
                        agreement_name(found.agreement, language),
                        reverse("desk:record-page", args=[found.agreement.pk]),
                    )
                    if found.agreement
                    else None,
                ),
                fact(_("Themes"), *(text_in(row.theme.name, language) for row in found.theme_rows.all())),
                fact(
                    _("What of the network it serves"),
                    str(NetworkPurpose(found.purpose).label) if found.purpose else None,
                ),
            ),
        ),
        Section(
            _("What came of it"),
            facts=(
                fact_in_languages(_("Outcome"), found.outcome, city.languages),
                fact(_("Who took part"), *written(found.participants.all()).splitlines()),
                fact(_("Costs"), shown_amount(found.costs, found.currency) if found.costs is not None else None),
                fact_in_languages(_("Who paid"), found.funding, city.languages),
            ),
        ),
        Section(
            _("Gifts"),
            table=Table(
                (_("What it was"), _("Given or received"), _("Value")),
                tuple(
                    (
                        Cell(text_in(gift.what, language)),
                        Cell(str(GiftDirection(gift.direction).label)),
                        Cell(shown_amount(gift.value, gift.currency) if gift.value is not None else "–"),
                    )
                    for gift in found.gifts.all()
                ),
            ),
            empty=_("No gifts are recorded."),
        ),
    ]
    return answer_record_page(
        request,
        found.record,
        name=_name(found),
        kind=str(ActivityKind(found.kind).label),
        area=AREA,
        edit_href=reverse("desk:edit-activity", args=[found.pk]) if may_change else "",
        buttons=buttons(by, found, day, STEPS, _address(found)),
        crumbs=_crumbs(),
        sections=sections,
    )


@desk(may=can_record_activity)
def new_activity(request: HttpRequest) -> HttpResponse:
    """Seven fields; `?partner=` chooses the partner beforehand."""

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = _values(form, form.fields)
        number = values.pop("number")
        made = add_activity(by=request.by, source=None, participants=number, **values)  # type: ignore[attr-defined]
        return Done(_address(made), _("It was recorded. The outcome and the rest can follow when there is time."))

    partner = request.GET.get("partner", "")
    task = Task(
        form=VisitForm,
        heading=_("Record a visit"),
        lead=_("Seven fields. The outcome, costs and gifts can follow later."),
        save=save,
        back=reverse("desk:activities"),
        area=AREA,
        initial={"partnerships": [partner] if partner else [], "kind": ActivityKind.VISIT.value},
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_record_activity)
def edit_activity(request: HttpRequest, record_id: str) -> HttpResponse:
    found = Activity.objects.live().select_related("record").filter(pk=record_id).first()
    if found is None:
        raise Http404

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = _values(form, changed)
        by = request.by  # type: ignore[attr-defined]
        counts = values.pop("participants", None)
        if values:
            change_activity(by=by, source=None, activity=found, **values)
        if counts is not None:
            set_participants(by=by, source=None, activity=found, participants=counts or None)
        return Done(_address(found), _("The change was saved."))

    task = Task(
        form=ActivityForm,
        subject=found,
        initial=_said(found),
        heading=_("Change %(name)s") % {"name": _name(found)},
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(_name(found), _address(found))),
    )
    return answer_form(request, task)


@desk(may=can_record_activity)
def step(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
    found = _activity(record_id)
    return answer_step(
        request, STEPS, verb, found, name=_name(found), back=_address(found), area=AREA, crumbs=_crumbs()
    )


def _said(found: Activity) -> Mapping[str, Any]:
    return {
        "kind": found.kind,
        "title": found.title,
        "starts": found.starts,
        "ends": found.ends,
        "direction": found.direction,
        "place_as_written": found.place_as_written,
        "agreement": found.agreement_id,
        **what_it_is_tied_to(found),
        "purpose": found.purpose,
        "participants": written(found.participants.all()),
        "costs": found.costs,
        "currency": found.currency,
        "funding": found.funding,
    }


_ROWS = {"partnerships": Partnership, "memberships": Membership, "themes": Theme}


def _values(form: EditForm, names: Iterable[str]) -> dict[str, Any]:
    values = {name: form.cleaned_data[name] for name in names}
    for name, model in _ROWS.items():
        if name in values:
            values[name] = list(model.objects.live().filter(pk__in=values[name]))
    if "agreement" in values:
        values["agreement"] = Agreement.objects.live().filter(pk=values["agreement"]).first()
    if "currency" in values:
        values["currency"] = values["currency"] or "EUR"
    return values


def _has_begun(found: Activity, day: date) -> bool:
    return found.starts is None or found.starts.earliest <= day


def _record_outcome(by: Account, found: Activity, form: EditForm, day: date) -> str:
    values = form.cleaned_data
    record_outcome(
        by=by, source=None, activity=found, outcome=values["outcome"], day=day, participants=values["number"]
    )
    return _("The outcome was recorded.")


def _add_gift(by: Account, found: Activity, form: EditForm, _day: date) -> str:
    assert isinstance(form, GiftForm)
    add_gift(by=by, source=None, activity=found, gift=form.gift())
    return _("The gift was recorded.")


STEPS = (
    Step(
        "outcome",
        gettext_lazy("Record the outcome"),
        lambda _found, _day: _("The outcome is shown on the public site where the visit or event is."),
        _record_outcome,
        can_record_activity,
        fits=_has_begun,
        form=OutcomeForm,
        initial=lambda found, _day: {"outcome": found.outcome},
    ),
    Step(
        "gift",
        gettext_lazy("Record a gift"),
        lambda _found, _day: _("Gifts are kept with the visit and stand in the brief."),
        _add_gift,
        can_record_activity,
        form=GiftForm,
    ),
)
