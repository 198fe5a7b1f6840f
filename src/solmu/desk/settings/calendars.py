"""Addresses at which a calendar program is told deadlines: one's own; who reads the change log sees everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from solmu.core.models import Account
from solmu.core.permissions import can_read_audit, can_read_settings
from solmu.core.unsaved import once
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk, say, show
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.leaving import ONCE
from solmu.desk.editing.steps import Step, answer_step
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.settings.views import AREA, crumbs
from solmu.stewardship.actions.calendars import follow_deadlines, revoke_calendar
from solmu.stewardship.models import CalendarSubscription
from solmu.stewardship.permissions import can_follow_deadlines, can_revoke_calendar
from solmu.stewardship.queries.calendars import subscriptions
from solmu.stewardship.vocabulary import CalendarScope


class NewCalendarForm(forms.Form):
    scope = forms.ChoiceField(label=gettext_lazy("Deadlines of"), choices=CalendarScope.choices)


def address_of(language: str, secret: str) -> str:
    """Where a calendar program is told the deadlines; open data answers there (docs/reference/calendar-feeds.md)."""
    return f"/{language}/calendar/deadlines/{secret}.ics"


def _back(by: Account) -> tuple[Line, ...]:
    above = crumbs() if can_read_settings(by) else ()
    return (*above, Line(_("Calendar addresses"), reverse("desk:settings-calendars")))


@desk(may=can_follow_deadlines)
def calendars(request: HttpRequest) -> HttpResponseBase:
    """The addresses that were made, never their secrets: one's own; who reads the change log sees everybody's."""
    by = request.by  # type: ignore[attr-defined]
    rows = subscriptions(account=None if can_read_audit(by) else by)

    def of_state(some: Sequence[CalendarSubscription], code: str) -> Sequence[CalendarSubscription]:
        return [row for row in some if (row.revoked_at is None) == (code == "open")]

    listing = Listing(
        title=_("Calendar addresses"),
        area=AREA,
        rows=rows,
        columns=(
            Column("who", _("Who"), lambda row: Cell(_name(row.account)), order=lambda row: _name(row.account)),
            Column("scope", _("Deadlines of"), lambda row: Cell(str(CalendarScope(row.scope).label))),
            Column(
                "made",
                _("Made"),
                lambda row: Cell(shown_date(row.made_at.date())),
                order=lambda row: row.made_at,
                plain=lambda row: row.made_at.date(),
            ),
            Column("state", _("State"), lambda row: _state(by, row)),
        ),
        choices=(Choice("state", _("State"), [("open", _("in use")), ("revoked", _("revoked"))], of_state),),
        counted=lambda number: ngettext("%(number)s address", "%(number)s addresses", number) % {"number": number},
        lead=_("A calendar program that knows such an address is told deadlines. Whoever has the address reads them."),
        empty=_("No calendar address has been made."),
        template="desk/settings/calendars.html",
        extra={
            "form": NewCalendarForm(label_suffix=""),
            "once_name": ONCE,
            "once": get_random_string(32),
        },
    )
    return answer_list(request, listing)


def _name(account: Account) -> str:
    return account.name or account.email


def _state(by: Account, row: CalendarSubscription) -> Cell:
    if row.revoked_at is not None:
        return Cell(_("revoked"), note=shown_date(row.revoked_at.date()))
    href = reverse("desk:settings-calendar-step", args=[row.pk, "revoke"]) if can_revoke_calendar(by, row) else ""
    return Cell(_("Revoke") if href else _("in use"), href)


@require_POST
@desk(may=can_follow_deadlines)
def make(request: HttpRequest) -> HttpResponse:
    """Make an address and show it, on this answer alone: it is kept nowhere. Sent twice, it is made once."""
    by = request.by  # type: ignore[attr-defined]
    form = NewCalendarForm(request.POST, label_suffix="")
    if not form.is_valid():
        return HttpResponseRedirect(reverse("desk:settings-calendars"))
    secrets: list[str] = []

    def carry_out() -> str:
        _made, secret = follow_deadlines(by=by, scope=CalendarScope(form.cleaned_data["scope"]))
        secrets.append(secret)
        return reverse("desk:settings-calendars")

    token = request.POST.get(ONCE, "").replace("\x00", "")[:40] or get_random_string(32)
    back = once(by=by, token=token, at=timezone.now(), carry_out=carry_out)
    if not secrets:
        say(request, _("The address was made already, and is shown once only. Revoke it if you did not keep it."))
        return HttpResponseRedirect(back)
    language = request.language  # type: ignore[attr-defined]
    site = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return show(
        request,
        "desk/settings/calendar_made.html",
        {
            "heading": _("Your calendar address"),
            "address": f"{site}{address_of(language, secrets[0])}",
            "back": back,
        },
        title=_("Your calendar address"),
        area=AREA,
        crumbs=_back(by),
    )


def _revoke(by: Account, subscription: CalendarSubscription, _form: EditForm, _day: date) -> str:
    revoke_calendar(by=by, subscription=subscription)
    return _("The address answers no more.")


STEPS = (
    Step(
        "revoke",
        label=gettext_lazy("Revoke"),
        consequence=lambda _subscription, _day: _(
            "The address answers no more. Calendars that follow it get nothing new. This cannot be taken back."
        ),
        carry_out=_revoke,
        may=can_follow_deadlines,
        is_dangerous=True,
    ),
)


@desk(may=can_follow_deadlines)
def step(request: HttpRequest, calendar: str, verb: str) -> HttpResponse:
    by = request.by  # type: ignore[attr-defined]
    found = CalendarSubscription.objects.select_related("account").filter(pk=calendar).first()
    if found is None or not (can_revoke_calendar(by, found) or can_read_audit(by)):
        raise Http404  # another's address is nobody's business
    name = _("Calendar address of %(name)s") % {"name": _name(found.account)}
    return answer_step(
        request, STEPS, verb, found, name=name, back=reverse("desk:settings-calendars"), area=AREA, crumbs=_back(by)
    )
