"""Today, the list of all matters, and saying of a matter that it can wait or who sees to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from solmu.core.dates import PartialDate
from solmu.core.fields import PartialDateFormField
from solmu.core.models import Account
from solmu.core.terms import shift_day
from solmu.core.unsaved import note_visit
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Save, Task, answer_form
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import reading_language
from solmu.desk.signing_in.second_factors import is_asked_today, put_off
from solmu.desk.today import composing
from solmu.desk.today.moving_on import record_page
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_read_internal
from solmu.stewardship.actions.matters import assign_matter, snooze_matter, unassign_matter, wake_matter
from solmu.stewardship.permissions import can_handle_matter
from solmu.stewardship.queries.matters import Matter, matters_on, remembered_matters
from solmu.stewardship.vocabulary import MatterRule, Severity

AREA = "today"
SCOPES = (composing.OWN, composing.UNIT, composing.EVERYONE)


@desk(may=can_read_internal)
def today(request: HttpRequest) -> HttpResponse:
    """What needs somebody today; `?of=own`, `unit` or `all`."""
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    note_visit(by=by, at=timezone.now())
    kept = remembered_matters(day, city=city)
    matters, is_whole = kept.awake, kept.is_whole
    units = composing.units_of(by)
    counts = {scope: len(composing.in_scope(matters, scope, by, units)) for scope in SCOPES}
    usual = composing.OWN if counts[composing.OWN] else composing.EVERYONE
    scope = of if (of := request.GET.get("of")) in SCOPES else usual
    chosen = composing.in_scope(matters, scope, by, units)
    people = composing.names_of_people({each.handled_by for each in chosen if each.handled_by})
    drawing, in_words = composing.coming(chosen, day)
    labels = {composing.OWN: _("Mine"), composing.UNIT: _("My unit's"), composing.EVERYONE: _("Everyone's")}
    return show(
        request,
        "desk/today/today.html",
        {
            "weekday": date_format(day, "l"),
            "tabs": [
                (labels[each], f"?of={each}", str(counts[each]) if is_whole else "", each == scope) for each in SCOPES
            ],
            "groups": composing.groups(chosen, day, people),
            "all_href": "" if is_whole else reverse("desk:matters"),
            "drawing": drawing,
            "in_words": in_words,
            "changes": composing.changes_since(by, by.was_here_at),
            "asks_for_factor": is_asked_today(request, by),
            "was_here": shown_date(by.was_here_at.date()) if by.was_here_at else "",
        },
        title=_("Today"),
        area=AREA,
    )


@require_POST
@desk(may=can_read_internal)
def no_factor_now(request: HttpRequest) -> HttpResponse:
    """Put the advice to add a second factor away."""
    put_off(request.by)  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("desk:today"))


@desk(may=can_read_internal)
def matters(request: HttpRequest) -> HttpResponseBase:
    """Every matter, also those that wait."""
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    kept = remembered_matters(day, city=city)
    found = kept.matters if kept.is_whole else matters_on(day, city=city, with_snoozed=True)
    waiting = request.GET.get("waiting") == "yes"
    rows = [each for each in found if (each.snoozed_until is not None) == waiting]
    people = composing.names_of_people({each.handled_by for each in rows if each.handled_by})
    language = reading_language()
    rules = sorted({each.rule for each in found})

    def owner(matter: Matter) -> str:
        if matter.handled_by:
            return people.get(matter.handled_by, "")
        return text_in(matter.owner.name, language) if matter.owner else _("Nobody's")

    def handled(matter: Matter) -> Cell:
        owned = matter.owner.account_ids if matter.owner else ()
        if not can_handle_matter(by, {*owned, matter.assigned_to or ""}):
            return Cell("")
        return Cell(_("Assign or let wait"), reverse("desk:matter-wait", args=composing.key_of(matter)))

    listing = Listing(
        title=_("Matters"),
        area=AREA,
        rows=rows,
        columns=(
            Column("name", _("What it is about"), lambda each: Cell(each.name(language), record_page(each))),
            Column("why", _("Why"), lambda each: Cell(each.reason(language))),
            Column("severity", _("Urgency"), lambda each: Cell(str(Severity(each.severity).label))),
            Column(
                "due",
                _("Day"),
                lambda each: Cell(
                    shown_date(each.due_on) if each.due_on else "–",
                    note=_("waits until %(day)s") % {"day": shown_date(each.snoozed_until)}
                    if each.snoozed_until
                    else "",
                ),
                order=lambda each: (each.due_on is None, each.due_on),
                plain=lambda each: each.due_on,
            ),
            Column("owner", _("Owner"), lambda each: Cell(owner(each))),
            Column("handle", _("Do"), handled),
        ),
        choices=(
            Choice(
                "severity",
                _("Urgency"),
                [(str(each.value), str(each.label)) for each in Severity],
                lambda some, code: [each for each in some if each.severity == code],
            ),
            Choice(
                "rule",
                _("Kind"),
                [(rule, str(MatterRule(rule).label)) for rule in rules],
                lambda some, code: [each for each in some if each.rule == code],
            ),
            Choice("waiting", _("Waiting"), [("yes", _("Only those that wait"))], lambda some, _code: some),
        ),
        counted=lambda number: ngettext("%(number)s matter", "%(number)s matters", number) % {"number": number},
        empty=_("Nothing needs attention."),
    )
    return answer_list(request, listing)


class WaitForm(EditForm):
    until = PartialDateFormField(
        label=gettext_lazy("Until which day"), help_text=gettext_lazy("It is back on that day. At most a year ahead.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it can wait"), max_length=300, help_text=gettext_lazy("Others can read this.")
    )

    def clean_until(self) -> PartialDate:
        until: PartialDate = self.cleaned_data["until"]
        if until.precision != "day":
            raise forms.ValidationError(_("Give the day, such as 24.12.2026."))
        return until


class GiveForm(EditForm):
    account = forms.ChoiceField(
        label=gettext_lazy("Who sees to it"), required=False, help_text=gettext_lazy("Empty: its owner, as before.")
    )

    def prepare(self) -> None:
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        people = Account.objects.filter(is_active=True).order_by("name", "email")
        field.choices = [("", "–"), *((each.pk, each.name or each.email) for each in people)]


@desk(may=can_read_internal)
def wait(request: HttpRequest, rule: str, about: str, occurrence: str) -> HttpResponse:
    """Let a matter wait, or no longer."""
    by, day = request.by, request.day  # type: ignore[attr-defined]
    found = _matter(request, rule, about, occurrence)
    if request.method == "POST" and "wake" in request.POST:
        wake_matter(by=by, matter=found)
        return HttpResponseRedirect(reverse("desk:today"))

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        until = form.cleaned_data["until"].earliest
        snooze_matter(by=by, matter=found, until=until, reason=form.cleaned_data["reason"], today=day)
        return Done(reverse("desk:today"), _("It waits until %(day)s.") % {"day": shown_date(until)})

    in_a_month = shown_date(shift_day(day, 1))
    return answer_form(request, _task(found, WaitForm, _("Let it wait"), save, {"until": in_a_month}))


@desk(may=can_read_internal)
def give(request: HttpRequest, rule: str, about: str, occurrence: str) -> HttpResponse:
    """Ask somebody to see to a matter, or leave it to its owner again."""
    by = request.by  # type: ignore[attr-defined]
    found = _matter(request, rule, about, occurrence)

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        account = Account.objects.filter(pk=form.cleaned_data["account"]).first()
        if account is None:
            unassign_matter(by=by, matter=found)
            return Done(reverse("desk:today"), _("It was left to its owner."))
        assign_matter(by=by, matter=found, account=account)
        words = _("Sees to it from now on: %(name)s.") % {"name": account.name or account.email}
        return Done(reverse("desk:today"), words)

    return answer_form(request, _task(found, GiveForm, _("Ask somebody"), save, {"account": found.assigned_to}))


def _task(found: Matter, form: type[EditForm], button: str, save: Save, initial: Mapping[str, Any]) -> Task:
    language = reading_language()
    key = composing.key_of(found)
    return Task(
        form=form,
        heading=found.name(language),
        lead=f"{found.reason(language)} {found.when(language)}",
        save=save,
        back=reverse("desk:today"),
        area=AREA,
        initial=initial,
        button=button,
        template="desk/today/matter.html",
        extra={
            "tabs": [
                (_("Let it wait"), reverse("desk:matter-wait", args=key), form is WaitForm),
                (_("Ask somebody"), reverse("desk:matter-give", args=key), form is GiveForm),
            ],
            "waits": shown_date(found.snoozed_until) if found.snoozed_until else "",
        },
        crumbs=(Line(_("Matters"), reverse("desk:matters")),),
    )


def _matter(request: HttpRequest, rule: str, about: str, occurrence: str) -> Matter:
    """The matter of this identity; 404 where there is none: it may have gone meanwhile."""
    if rule not in MatterRule.values:
        raise Http404
    identity = (rule, "" if about == "-" else about, "" if occurrence == "-" else occurrence)
    day, city = request.day, request.city  # type: ignore[attr-defined]
    kept = remembered_matters(day, city=city)
    found = kept.matters if kept.is_whole else matters_on(day, city=city, with_snoozed=True, rules=(rule,))
    for each in found:
        if each.identity == identity:
            return each
    raise Http404
