"""The pages, forms and steps of commitments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.agreements.wording import end_words
from solmu.desk.answering import Line, day_of, desk
from solmu.desk.commitments.forms import CommitmentForm, FulfilForm, NewCommitmentForm, WithdrawForm
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button, Step, answer_step, buttons
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, answer_record_page, fact, fact_in_languages
from solmu.registry.actions.commitments import (
    add_commitment,
    change_commitment,
    fulfil_commitment,
    withdraw_fulfilment,
)
from solmu.registry.models import Agreement, Commitment, Membership
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.queries.commitments import next_due_of

AREA = "agreements"
"""Commitments have no line of their own in the navigation: most are of agreements."""

FIELDS = ("text", "due_on", "every_months", "until")


def _rows() -> Any:
    rows = Commitment.objects.live().select_related("record", "agreement", "membership__network")
    return rows.prefetch_related("fulfilments")


def _named_rows() -> Any:
    """With what the names of their agreements are made of."""
    return _rows().prefetch_related(
        "agreement__partnership_rows__partnership__partner__names", "agreement__parties__organisation"
    )


def _commitment(commitment_id: str, *, is_named: bool = False) -> Commitment:
    rows = _named_rows() if is_named else _rows()
    found: Commitment | None = rows.filter(pk=commitment_id).first()
    if found is None:
        raise Http404
    return found


def _address(row: Commitment) -> str:
    return reverse("desk:commitment", args=[row.pk])


def _name(row: Commitment) -> str:
    words = text_in(row.text, reading_language())
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"


def _of(row: Commitment) -> Cell:
    """What obliges, with its page."""
    if row.agreement:
        return Cell(agreement_name(row.agreement, reading_language()), _of_address(row))
    return Cell(text_in(row.membership.network.name, reading_language()) if row.membership else "–", _of_address(row))


def _of_address(row: Commitment) -> str:
    if row.agreement_id:
        return reverse("desk:agreement", args=[row.agreement_id])
    return reverse("desk:membership", args=[row.membership_id])


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Agreements"), reverse("desk:agreements")), Line(_("Commitments"), reverse("desk:commitments")))


def _due(row: Commitment, day: date) -> Cell:
    due = next_due_of(row)
    if due is None:
        return Cell("–", note=_("met"))
    return Cell(shown_date(due), note=_("overdue") if due.latest < day else "")


def _is_late(row: Commitment, day: date) -> bool:
    due = next_due_of(row)
    return due is not None and due.latest < day


def _every(row: Commitment) -> str:
    if not row.every_months:
        return _("once")
    return ngettext("every month", "every %(number)s months", row.every_months) % {"number": row.every_months}


def _last_done(row: Commitment) -> PartialDate | None:
    return max((met.done_on for met in row.fulfilments.all() if met.done_on), key=lambda on: on.latest, default=None)


@desk(may=can_read_internal)
def commitments(request: HttpRequest) -> HttpResponseBase:
    by, day = request.by, day_of(request)  # type: ignore[attr-defined]

    def pressing(row: Commitment) -> tuple[bool, Any]:
        due = next_due_of(row)
        return (due is None, due.earliest if due else date.max)

    states = {
        "late": lambda row: _is_late(row, day),
        "open": lambda row: next_due_of(row) is not None,
        "met": lambda row: next_due_of(row) is None,
    }
    listing = Listing(
        title=_("Commitments"),
        area=AREA,
        rows=sorted(_named_rows(), key=lambda row: (*pressing(row), row.pk)),
        columns=(
            Column("text", _("What is to be done"), lambda row: Cell(_name(row), _address(row))),
            Column("of", _("What obliges"), _of),
            Column(
                "due",
                _("Next due"),
                lambda row: _due(row, day),
                order=pressing,
                plain=next_due_of,
            ),
            Column("every", _("How often"), lambda row: Cell(_every(row))),
            Column(
                "done",
                _("Last done"),
                lambda row: Cell(shown_date(on) if (on := _last_done(row)) else "–"),
                plain=_last_done,
            ),
        ),
        choices=(
            Choice(
                "state",
                _("State"),
                [("late", _("overdue")), ("open", _("to be met")), ("met", _("met"))],
                lambda rows, code: [row for row in rows if states[code](row)],
            ),
            Choice(
                "of",
                _("What obliges"),
                [("agreement", _("Agreements")), ("membership", _("Networks"))],
                lambda rows, code: [row for row in rows if bool(row.agreement_id) == (code == "agreement")],
            ),
        ),
        counted=lambda number: ngettext("%(number)s commitment", "%(number)s commitments", number) % {"number": number},
        new=(reverse("desk:new-commitment"), _("Add a commitment")) if can_keep_record(by) else None,
        empty=_("No commitment is recorded yet. It is what an agreement or a membership obliges to, such as a report."),
    )
    return answer_list(request, listing)


@desk(may=can_read_internal)
def commitment(request: HttpRequest, commitment_id: str) -> HttpResponse:
    found = _commitment(commitment_id, is_named=True)
    by, day, city = request.by, day_of(request), request.city  # type: ignore[attr-defined]
    language = reading_language()
    return answer_record_page(
        request,
        found.record,
        name=_name(found),
        kind=_("Commitment"),
        area=AREA,
        edit_href=reverse("desk:edit-commitment", args=[found.pk]) if can_keep_record(by) else "",
        buttons=buttons(by, found, day, STEPS, _address(found)),
        crumbs=_crumbs(),
        sections=[
            Section(
                _("The commitment"),
                facts=(
                    fact_in_languages(_("What is to be done"), found.text, city.languages),
                    fact(_("What obliges"), _of(found)),
                    fact(_("First due"), shown_date(found.due_on) if found.due_on else None),
                    fact(_("How often"), _every(found)),
                    fact(_("For the last time"), end_words(found.until) if found.until else None),
                    fact(_("Next due"), _due(found, day)),
                ),
            ),
            Section(
                _("When it was met"),
                table=Table(
                    (_("Due on"), _("Done on"), _("Note")),
                    tuple(
                        (
                            Cell(shown_date(row.due_on) if row.due_on else "–"),
                            Cell(shown_date(row.done_on) if row.done_on else "–"),
                            Cell(text_in(row.note, language) or "–"),
                        )
                        for row in found.fulfilments.all()
                    ),
                ),
                empty=_("It has not been met yet."),
            ),
        ],
    )


def section_of_membership(by: Account, membership: Membership, day: date) -> Section:
    """The commitments of a membership, for its page; a constant number of queries."""
    rows = sorted(_rows().filter(membership=membership), key=lambda row: row.pk)
    every = Button(_("Every commitment"), reverse("desk:commitments"))
    new = Button(_("Add a commitment"), f"{reverse('desk:new-commitment')}?{urlencode({'membership': membership.pk})}")
    return Section(
        _("Commitments"),
        table=Table(
            (_("What is to be done"), _("Next due")),
            tuple((Cell(_name(row), _address(row)), _due(row, day)) for row in rows),
        ),
        empty=_("No commitment is recorded."),
        buttons=(every, new) if can_keep_record(by) else (every,),
    )


@desk(may=can_keep_record)
def new_commitment(request: HttpRequest) -> HttpResponse:
    """A commitment; `?agreement=` and `?membership=` say of which."""

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = dict(form.cleaned_data)
        values |= {
            "agreement": Agreement.objects.live().filter(pk=values.pop("agreement")).first(),
            "membership": Membership.objects.live().filter(pk=values.pop("membership")).first(),
        }
        made = add_commitment(by=request.by, source=None, **values)  # type: ignore[attr-defined]
        return Done(_address(made), _("The commitment was added."))

    task = Task(
        form=NewCommitmentForm,
        heading=_("Add a commitment"),
        save=save,
        back=reverse("desk:commitments"),
        area=AREA,
        initial={name: request.GET.get(name, "")[:12] for name in ("agreement", "membership")},
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_commitment(request: HttpRequest, commitment_id: str) -> HttpResponse:
    found = _commitment(commitment_id)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = {name: form.cleaned_data[name] for name in changed}
        change_commitment(by=request.by, source=None, commitment=found, **values)  # type: ignore[attr-defined]
        return Done(_address(found), _("The commitment was changed."))

    task = Task(
        form=CommitmentForm,
        subject=found,
        initial={name: getattr(found, name) for name in FIELDS},
        heading=_("Change the commitment: %(name)s") % {"name": _name(found)},
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(_name(found), _address(found))),
    )
    return answer_form(request, task)


def _fulfil(by: Account, found: Commitment, form: EditForm, day: date) -> str:
    values = form.cleaned_data
    due = PartialDate.from_edtf(values["due_on"])
    fulfil_commitment(
        by=by, source=None, commitment=found, due_on=due, done_on=values["done_on"], note=values["note"], day=day
    )
    return _("The commitment was recorded as met.")


def _withdraw(by: Account, found: Commitment, form: EditForm, _day: date) -> str:
    met = found.fulfilments.filter(pk=form.cleaned_data["fulfilment"]).first()
    if met is None:
        raise Http404
    withdraw_fulfilment(by=by, source=None, fulfilment=met)
    return _("It was taken back, and is to be met again.")


STEPS = (
    Step(
        "fulfil",
        gettext_lazy("Record as met"),
        lambda _found, _day: _("The matter goes until the commitment is due again."),
        _fulfil,
        can_keep_record,
        fits=lambda found, _day: next_due_of(found) is not None,
        form=FulfilForm,
        initial=lambda _found, day: {"done_on": shown_date(day)},
    ),
    Step(
        "take-back",
        gettext_lazy("Take back that it was met"),
        lambda _found, _day: _("It is to be met for that day again, and the matter comes back."),
        _withdraw,
        can_keep_record,
        fits=lambda found, _day: bool(found.fulfilments.all()),
        form=WithdrawForm,
        is_dangerous=True,
    ),
)


@desk(may=can_keep_record)
def step(request: HttpRequest, commitment_id: str, verb: str) -> HttpResponse:
    found = _commitment(commitment_id)
    return answer_step(
        request, STEPS, verb, found, name=_name(found), back=_address(found), area=AREA, crumbs=_crumbs()
    )
