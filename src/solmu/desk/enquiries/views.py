"""The list of enquiries, one with what was written, and answering, closing, assigning and opening one again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.city import current_city
from solmu.core.looks import PAGE, note_looks
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, day_of, desk, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Step, answer_step, buttons
from solmu.desk.enquiries.forms import AnswerForm, AssignForm, CloseForm
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.record_page import Section, fact
from solmu.participation.actions import answer_enquiry, close_enquiry, reopen_enquiry
from solmu.participation.models import Enquiry
from solmu.participation.permissions import can_see_to_enquiries
from solmu.participation.queries import OPEN
from solmu.participation.queries import enquiries as enquiries_for
from solmu.participation.vocabulary import EnquiryKind
from solmu.stewardship.actions.matters import assign_matter, unassign_matter
from solmu.stewardship.models import MatterAssignment
from solmu.stewardship.queries.matters import matters_on
from solmu.stewardship.vocabulary import MatterRule

AREA = "enquiries"
WAITING_FIRST = (F("answered_on").asc(nulls_first=True), F("closed_on").asc(nulls_first=True), "due_on", "pk")
"""Those that wait come first, the most pressing on top."""


def _address(row: Enquiry) -> str:
    return reverse("desk:enquiry", args=[row.pk])


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Enquiries"), reverse("desk:enquiries")),)


def _is_open(row: Enquiry) -> bool:
    return row.answered_on is None and row.closed_on is None and row.erased_on is None


def _state(row: Enquiry, day: date) -> Cell:
    """What became of it; where it waits, how long there is."""
    if row.answered_on:
        return Cell(_("answered"), note=shown_date(row.answered_on))
    if row.closed_on:
        return Cell(_("closed without an answer"), note=shown_date(row.closed_on))
    if row.erased_on:
        return Cell(_("erased unanswered"), note=shown_date(row.erased_on))
    days = (row.due_on - day).days
    if days < 0:
        late = ngettext("%(number)s day late", "%(number)s days late", -days) % {"number": -days}
        return Cell(late, mark="enquiry-late")
    if days == 0:
        return Cell(_("to be answered today"), mark="enquiry-late")
    return Cell(ngettext("%(number)s day left", "%(number)s days left", days) % {"number": days})


def _assigned(keys: Collection[str]) -> dict[str, str]:
    """Who was asked to see to each of these, by name; one query."""
    rows = MatterAssignment.objects.filter(rule=MatterRule.ENQUIRY_DUE, occurrence__in=keys).select_related("account")
    return {row.occurrence: row.account.name or row.account.email for row in rows}


@desk(may=can_see_to_enquiries)
def enquiries(request: HttpRequest) -> HttpResponseBase:
    """What was sent, by reference; no word of what somebody wrote, so that a file of it tells nothing of anybody."""
    day = day_of(request)
    rows: QuerySet[Enquiry] = enquiries_for(by=request.by)  # type: ignore[attr-defined]
    assigned: dict[str, str] = {}

    def worded(page: Collection[Enquiry]) -> list[Enquiry]:
        assigned.update(_assigned([row.pk for row in page]))
        return list(page)

    states = {
        "open": lambda some: some.filter(**OPEN),
        "answered": lambda some: some.exclude(answered_on=None),
        "closed": lambda some: some.exclude(closed_on=None),
    }
    listing = Listing(
        title=_("Enquiries"),
        area=AREA,
        rows=rows.order_by(*WAITING_FIRST),
        word=worded,
        columns=(
            Column("reference", _("Reference"), lambda row: Cell(row.pk, _address(row))),
            Column("kind", _("About"), lambda row: Cell(str(EnquiryKind(row.kind).label)), order=("kind",)),
            Column(
                "came",
                _("Came"),
                lambda row: Cell(shown_date(row.received_on)),
                order=("received_on",),
                plain=lambda row: row.received_on,
            ),
            Column(
                "due",
                _("Answer by"),
                lambda row: Cell(shown_date(row.due_on)),
                order=("due_on",),
                plain=lambda row: row.due_on,
            ),
            Column("state", _("State"), lambda row: _state(row, day)),
            Column("assigned", _("Who sees to it"), lambda row: Cell(assigned.get(row.pk, "–"))),
        ),
        choices=(
            Choice("kind", _("About"), EnquiryKind.choices, lambda some, code: some.filter(kind=code)),
            Choice(
                "state",
                _("State"),
                [
                    ("open", _("waiting for an answer")),
                    ("answered", _("answered")),
                    ("closed", _("closed without an answer")),
                ],
                lambda some, code: states[code](some),
            ),
        ),
        counted=lambda number: ngettext("%(number)s enquiry", "%(number)s enquiries", number) % {"number": number},
        empty=_("Nobody has asked anything yet. What people send by the feedback form of the public site comes here."),
    )
    return answer_list(request, listing)


def _enquiry(by: Account, enquiry_id: str) -> Enquiry:
    found: Enquiry | None = enquiries_for(by=by).filter(pk=enquiry_id).first()
    if found is None:
        raise Http404
    return found


@desk(may=can_see_to_enquiries)
def enquiry(request: HttpRequest, enquiry_id: str) -> HttpResponse:
    by, day = request.by, day_of(request)  # type: ignore[attr-defined]
    found = _enquiry(by, enquiry_id)
    if found.erased_on is None:
        note_looks(by=by, record_ids=[found.pk], what=PAGE, at=timezone.now())
    title = _("Enquiry %(reference)s") % {"reference": found.pk}
    facts = [
        fact(_("State"), _state(found, day)),
        fact(_("Came"), shown_date(found.received_on)),
        fact(_("Answer by"), shown_date(found.due_on)),
        fact(_("Who sees to it"), _assigned([found.pk]).get(found.pk)),
        fact(_("Language"), str(LANGUAGE_NAMES.get(found.language, found.language))),
    ]
    if found.erased_on is None:
        facts += [
            fact(_("Answer to"), Cell(found.email, f"mailto:{found.email}") if found.email else _("no address given")),
            fact(_("Page it is about"), found.page),
            fact(_("Erased after"), shown_date(found.keep_until)),
        ]
    else:
        facts.append(fact(_("Erased"), shown_date(found.erased_on)))
    return show(
        request,
        "desk/enquiries/enquiry.html",
        {
            "heading": title,
            "kind": str(EnquiryKind(found.kind).label),
            "message": found.message,
            "language": found.language,
            "answer": found.answer,
            "answer_heading": _("Why it was closed") if found.closed_on else _("What was answered"),
            "buttons": buttons(by, found, day, STEPS, _address(found)),
            "sections": [Section(_("About it"), facts=tuple(facts))],
        },
        title=title,
        area=AREA,
        crumbs=_crumbs(),
    )


def _answer(by: Account, found: Enquiry, form: EditForm, _day: date) -> str:
    values = form.cleaned_data
    answer_enquiry(by=by, enquiry=found, day=values["day"].earliest, answer=values["answer"])
    return _("It was recorded as answered, and waits no longer.")


def _close(by: Account, found: Enquiry, form: EditForm, day: date) -> str:
    close_enquiry(by=by, enquiry=found, day=day, why=form.cleaned_data["why"])
    return _("It was closed, and waits no longer.")


def _reopen(by: Account, found: Enquiry, _form: EditForm, _day: date) -> str:
    reopen_enquiry(by=by, enquiry=found)
    return _("It waits for an answer again.")


def _assign(by: Account, found: Enquiry, form: EditForm, day: date) -> str:
    rules = (MatterRule.ENQUIRY_DUE,)
    matters = matters_on(day, city=current_city(), with_snoozed=True, rules=rules)
    matter = next((each for each in matters if each.occurrence == found.pk), None)
    if matter is None:
        raise Http404
    account = Account.objects.filter(pk=form.cleaned_data["account"]).first()
    if account is not None:
        assign_matter(by=by, matter=matter, account=account)
        return _("Sees to it from now on: %(name)s.") % {"name": account.name or account.email}
    if matter.assigned_to:
        unassign_matter(by=by, matter=matter)
    return _("Nobody in particular sees to it now.")


def _who(found: Enquiry, _day: date) -> dict[str, str]:
    rows = MatterAssignment.objects.filter(rule=MatterRule.ENQUIRY_DUE, occurrence=found.pk)
    return {"account": next((row.account_id for row in rows), "")}


STEPS = (
    Step(
        "answer",
        gettext_lazy("Record the answer"),
        lambda _found, _day: _(
            "The answer itself you send by mail; nothing is sent from here. The matter goes from Today."
        ),
        _answer,
        can_see_to_enquiries,
        fits=lambda found, _day: _is_open(found),
        form=AnswerForm,
        initial=lambda _found, day: {"day": shown_date(day)},
    ),
    Step(
        "assign",
        gettext_lazy("Ask somebody to see to it"),
        lambda _found, _day: _("It stands among their matters, and they are reminded of it."),
        _assign,
        can_see_to_enquiries,
        fits=lambda found, _day: _is_open(found),
        form=AssignForm,
        initial=_who,
    ),
    Step(
        "close",
        gettext_lazy("Close without an answer"),
        lambda _found, _day: _("Nobody is answered, and the matter goes from Today. It can be opened again."),
        _close,
        can_see_to_enquiries,
        fits=lambda found, _day: _is_open(found),
        form=CloseForm,
        is_dangerous=True,
    ),
    Step(
        "reopen",
        gettext_lazy("Open again"),
        lambda found, _day: (
            _("It waits for an answer again, due on %(day)s. What was written down of it is erased.")
            % {"day": shown_date(found.due_on)}
        ),
        _reopen,
        can_see_to_enquiries,
        fits=lambda found, _day: not _is_open(found) and found.erased_on is None,
        is_dangerous=True,
    ),
)


@desk(may=can_see_to_enquiries)
def step(request: HttpRequest, enquiry_id: str, verb: str) -> HttpResponse:
    found = _enquiry(request.by, enquiry_id)  # type: ignore[attr-defined]
    if found.message:
        note_looks(by=request.by, record_ids=[found.pk], what=PAGE, at=timezone.now())  # type: ignore[attr-defined]
    return answer_step(
        request,
        STEPS,
        verb,
        found,
        name=_("Enquiry %(reference)s") % {"reference": found.pk},
        back=_address(found),
        area=AREA,
        crumbs=_crumbs(),
        template="desk/enquiries/step.html",
        extra={"message": found.message, "language": found.language, "came": shown_date(found.received_on)},
    )
