"""Handing over what a person or a unit looks after: what it is, and the form that gives it to another."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.models import Account
from solmu.desk.answering import Line
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button
from solmu.desk.listing import Cell
from solmu.desk.naming import reading_language
from solmu.desk.people.forms import HandOverForm
from solmu.desk.record_page import Section, Table
from solmu.registry.models import Unit
from solmu.registry.queries.names import names_of_kinds
from solmu.registry.vocabulary import RecordKind
from solmu.stewardship.actions.handing_over import hand_over
from solmu.stewardship.queries.handing_over import LookedAfter, looked_after_by
from solmu.stewardship.vocabulary import MatterRule

SHOWN = 100
"""Lines that a page shows of what somebody looks after; handing over takes all."""


def section_of(found: LookedAfter, *, href: str, empty: str) -> Section:
    """What somebody looks after as a table, with the button that hands it over; five queries."""
    records, renewals = found.records[:SHOWN], found.renewals[:SHOWN]
    shown = {each.pk for each in records} | {each.agreement_id for each in renewals}
    shown |= {each.about for each in found.assignments[:SHOWN]}
    names = names_of_kinds({key: kind for key, kind in found.kinds.items() if key in shown})
    language, number = reading_language(), len(found.records) + len(found.renewals) + len(found.assignments)

    def named(record_id: str) -> Cell:
        known = record_id in names.rows
        words = names.of(record_id, language) if known else record_id or "–"
        return Cell(words, reverse("desk:record-page", args=[record_id]) if known else "")

    rows = [
        *((named(each.pk), Cell(str(RecordKind(each.kind).label)), Cell(_("looks after it"))) for each in records),
        *((named(each.agreement_id), Cell(_("Renewal")), Cell(_("sees to it"))) for each in renewals),
        *(
            (named(each.about), Cell(str(MatterRule(each.rule).label)), Cell(_("was asked to see to it")))
            for each in found.assignments[:SHOWN]
        ),
    ]
    heading = _("Looks after")
    if number > SHOWN:
        heading = _("Looks after: %(number)s, of which the first %(shown)s are shown") % {
            "number": number,
            "shown": SHOWN,
        }
    return Section(
        heading,
        table=Table((_("What"), _("Kind"), _("How")), tuple(rows[:SHOWN])),
        empty=empty,
        buttons=(Button(_("Hand over"), href),) if rows and href else (),
    )


def answer_hand_over(
    request: HttpRequest, who: Account | Unit, *, name: str, back: str, area: str, crumbs: tuple[Line, ...]
) -> HttpResponse:
    """The form that gives everything somebody looks after to a unit or a person."""
    found = looked_after_by(who)
    number = len(found.records) + len(found.renewals) + len(found.assignments)

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        unit = Unit.objects.live().filter(pk=form.cleaned_data["unit"]).first()
        account = Account.objects.filter(pk=form.cleaned_data["account"]).first()
        hand_over(by=request.by, of=who, unit=unit, account=account)  # type: ignore[attr-defined]
        return Done(back, _("It was handed over."))

    consequence = _("All of it (%(number)s) is looked after by the one you name, who is told in time of what is to do.")
    if isinstance(who, Account):
        consequence += " " + _("Renewals and matters go to a person; given to a unit, they are left to its people.")
    task = Task(
        form=HandOverForm,
        heading=_("Hand over: %(name)s") % {"name": name},
        subject=who,
        save=save,
        back=back,
        area=area,
        consequence=consequence % {"number": number},
        button=_("Hand over"),
        crumbs=(*crumbs, Line(name, back)),
    )
    return answer_form(request, task)
