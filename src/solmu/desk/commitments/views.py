"""The pages, forms and steps of commitments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.agreements.wording import end_words
from solmu.desk.answering import Line, day_of
from solmu.desk.commitments.forms import CommitmentForm, FulfilForm, NewCommitmentForm, WithdrawForm
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Button, Step
from solmu.desk.kind_pages import KindPages
from solmu.desk.listing import Cell, Choice, Column, Listing
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, fact, fact_in_languages
from solmu.registry.actions.commitments import (
    add_commitment,
    change_commitment,
    fulfil_commitment,
    withdraw_fulfilment,
)
from solmu.registry.models import Agreement, Commitment, Membership
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries.commitments import next_due_of

NAMED = ("agreement__partnership_rows__partnership__partner__names", "agreement__parties__organisation")
"""What the names of commitments' agreements are made of."""


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


class Commitments(KindPages[Commitment]):
    """Commitments have no line of their own in the navigation: most are of agreements."""

    kind, plural, area = "commitment", "commitments", "agreements"
    title = gettext_lazy("Commitments")
    form, new_form = CommitmentForm, NewCommitmentForm
    rows_of = {"agreement": Agreement.objects.live(), "membership": Membership.objects.live()}
    new_heading = gettext_lazy("Add a commitment")
    edit_heading = gettext_lazy("Change the commitment: %(name)s")
    added = gettext_lazy("The commitment was added.")
    changed = gettext_lazy("The commitment was changed.")
    steps = STEPS

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Commitment.objects.live().select_related("record", "agreement", "membership__network")
        return rows.prefetch_related("fulfilments")

    def name(self, row: Commitment) -> str:
        words = text_in(row.text, reading_language())
        return words if len(words) <= 80 else f"{words[:79].rstrip()}…"

    def crumbs(self) -> tuple[Line, ...]:
        return (Line(_("Agreements"), reverse("desk:agreements")), *super().crumbs())

    def listing(self, request: HttpRequest) -> Listing:
        day = day_of(request)

        def pressing(row: Commitment) -> tuple[bool, Any]:
            due = next_due_of(row)
            return (due is None, due.earliest if due else date.max)

        states = {
            "late": lambda row: _is_late(row, day),
            "open": lambda row: next_due_of(row) is not None,
            "met": lambda row: next_due_of(row) is None,
        }
        return Listing(
            title=_("Commitments"),
            area=self.area,
            rows=sorted(self.rows().prefetch_related(*NAMED), key=lambda row: (*pressing(row), row.pk)),
            columns=(
                Column("text", _("What is to be done"), lambda row: Cell(self.name(row), self.address(row))),
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
            counted=lambda number: (
                ngettext("%(number)s commitment", "%(number)s commitments", number) % {"number": number}
            ),
            new=self.new_link(request),
            empty=_(
                "No commitment is recorded yet. It is what an agreement or a membership obliges to, such as a report."
            ),
        )

    def page(self, request: HttpRequest, row: Commitment) -> HttpResponse:
        prefetch_related_objects([row], *NAMED)
        day, city, language = day_of(request), request.city, reading_language()  # type: ignore[attr-defined]
        return self.answer_page(
            request,
            row,
            kind=_("Commitment"),
            sections=[
                Section(
                    _("The commitment"),
                    facts=(
                        fact_in_languages(_("What is to be done"), row.text, city.languages),
                        fact(_("What obliges"), _of(row)),
                        fact(_("First due"), shown_date(row.due_on) if row.due_on else None),
                        fact(_("How often"), _every(row)),
                        fact(_("For the last time"), end_words(row.until) if row.until else None),
                        fact(_("Next due"), _due(row, day)),
                    ),
                ),
                Section(
                    _("When it was met"),
                    table=Table(
                        (_("Due on"), _("Done on"), _("Note")),
                        tuple(
                            (
                                Cell(shown_date(each.due_on) if each.due_on else "–"),
                                Cell(shown_date(each.done_on) if each.done_on else "–"),
                                Cell(text_in(each.note, language) or "–"),
                            )
                            for each in row.fulfilments.all()
                        ),
                    ),
                    empty=_("It has not been met yet."),
                ),
            ],
        )

    def known(self, request: HttpRequest) -> dict[str, Any]:
        """`?agreement=` and `?membership=` say what obliges."""
        return {name: request.GET.get(name, "")[:12] for name in self.rows_of}

    def add(self, by: Account, form: EditForm) -> Commitment:
        return add_commitment(by=by, source=None, **self.values(form, form.fields))

    def change(self, by: Account, row: Commitment, form: EditForm, changed: Sequence[str]) -> None:
        change_commitment(by=by, source=None, commitment=row, **self.values(form, changed))


def _of(row: Commitment) -> Cell:
    """What obliges, with its page."""
    if row.agreement:
        return Cell(agreement_name(row.agreement, reading_language()), _of_address(row))
    return Cell(text_in(row.membership.network.name, reading_language()) if row.membership else "–", _of_address(row))


def _of_address(row: Commitment) -> str:
    if row.agreement_id:
        return reverse("desk:agreement", args=[row.agreement_id])
    return reverse("desk:membership", args=[row.membership_id])


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


COMMITMENTS = Commitments()


def section_of_membership(by: Account, membership: Membership, day: date) -> Section:
    """The commitments of a membership, for its page; a constant number of queries."""
    rows = sorted(COMMITMENTS.rows().filter(membership=membership), key=lambda row: row.pk)
    every = Button(_("Every commitment"), reverse("desk:commitments"))
    new = Button(_("Add a commitment"), f"{reverse('desk:new-commitment')}?{urlencode({'membership': membership.pk})}")
    return Section(
        _("Commitments"),
        table=Table(
            (_("What is to be done"), _("Next due")),
            tuple((Cell(COMMITMENTS.name(row), COMMITMENTS.address(row)), _due(row, day)) for row in rows),
        ),
        empty=_("No commitment is recorded."),
        buttons=(every, new) if can_keep_record(by) else (every,),
    )
