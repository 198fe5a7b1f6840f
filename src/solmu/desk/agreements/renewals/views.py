"""The page of a renewal: how far it has come, what is left to do, and the agreement to come."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.agreements.held import Held, held_agreement
from solmu.desk.agreements.page import type_words
from solmu.desk.agreements.register import AREA
from solmu.desk.agreements.renewals.steps import STEPS
from solmu.desk.agreements.views import crumbs
from solmu.desk.agreements.wording import address_of, end_words, renewal_address
from solmu.desk.answering import Line, desk, say, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.steps import Button, answer_step, buttons
from solmu.desk.listing import Cell
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, fact
from solmu.registry.models import Agreement
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_read_internal
from solmu.registry.vocabulary import AgreementStage
from solmu.stewardship.actions.renewals.notes import check_off
from solmu.stewardship.models import Renewal, RenewalCheck
from solmu.stewardship.permissions import can_help_renew, can_renew, check_can_renew
from solmu.stewardship.queries.renewals import StageLine, stage_lines
from solmu.stewardship.vocabulary import RenewalStage


def _renewal(record_id: str) -> Renewal:
    """The renewal under way of an agreement, else its last one; 404 where it never had one."""
    rows = Renewal.objects.filter(agreement=record_id).select_related(
        "agreement__record", "successor__record", "decision", "owner"
    )
    found: Renewal | None = rows.order_by("ended_on", "-begun_on").filter(ended_on=None).first()
    found = found or rows.order_by("-ended_on", "-pk").first()
    if found is None:
        raise Http404
    return found


@desk(may=can_read_internal)
def renewal(request: HttpRequest, record_id: str) -> HttpResponse:
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    held = held_agreement(record_id, day, city)
    if not held.renewals:
        return _none_yet(request, held)
    found = _renewal(record_id)
    here = renewal_address(held)
    heading = _("Renewal: %(name)s") % {"name": held.name}
    return show(
        request,
        "desk/agreements/renewal.html",
        {
            "heading": heading,
            "stage": str(RenewalStage(found.stage).label),
            "why": found.drop_reason,
            "buttons": buttons(by, found, day, STEPS, here),
            "stages": [_stage(line) for line in stage_lines(found, day, city)],
            "checks": _checks(found, held, by),
            "sections": [_about(found), _successor(found), _notes(found)],
        },
        title=heading,
        area=AREA,
        crumbs=(*crumbs(), Line(held.name, address_of(held))),
    )


def _none_yet(request: HttpRequest, held: Held) -> HttpResponse:
    heading = _("Renewal: %(name)s") % {"name": held.name}
    may = can_renew(request.by) and not held.agreement.stage and not held.agreement.replaced_by_id  # type: ignore[attr-defined]
    return show(
        request,
        "desk/agreements/renewal.html",
        {
            "heading": heading,
            "stage": _("No renewal has been begun."),
            "why": "",
            "buttons": (Button(_("Start the renewal"), f"{address_of(held)}renew/"),) if may else (),
            "stages": [],
            "checks": [],
            "sections": [],
        },
        title=heading,
        area=AREA,
        crumbs=(*crumbs(), Line(held.name, address_of(held))),
    )


def _stage(line: StageLine) -> dict[str, Any]:
    if line.done_on:
        words = _("done %(day)s") % {"day": shown_date(line.done_on)}
    elif line.is_late:
        words = _("was due %(day)s") % {"day": shown_date(line.due)}
    else:
        words = _("by %(day)s") % {"day": shown_date(line.due)}
    return {
        "word": str(RenewalStage(line.stage).label),
        "words": words,
        "is_current": line.is_current,
        "is_done": line.done_on is not None,
        "is_late": line.is_late,
    }


def _checks(found: Renewal, held: Held, by: Account) -> list[dict[str, Any]]:
    may = found.is_running and can_help_renew(by)
    return [
        {
            "text": text_in(row.text, reading_language()),
            "is_done": row.done_on is not None,
            "done": _done(row),
            "href": reverse("desk:renewal-check", args=[held.pk, row.pk]) if may else "",
        }
        for row in found.checks.select_related("done_by")
    ]


def _done(row: RenewalCheck) -> str:
    if row.done_on is None:
        return ""
    who = (row.done_by.name or row.done_by.email) if row.done_by else ""
    return ", ".join(filter(None, (shown_date(row.done_on), who)))


def _about(found: Renewal) -> Section:
    decision = found.decision
    return Section(
        _("About it"),
        facts=(
            fact(_("Who sees to it"), (found.owner.name or found.owner.email) if found.owner else _("nobody")),
            fact(_("Begun"), shown_date(found.begun_on)),
            fact(_("The end it renews"), shown_date(found.ends) if isinstance(found.ends, PartialDate) else None),
            fact(_("Last day to decide"), shown_date(found.decide_by) if found.decide_by else None),
            fact(_("In force by"), shown_date(found.in_force_by) if found.in_force_by else None),
            fact(_("Decision"), str(decision) if decision else None),
            fact(_("Ended"), shown_date(found.ended_on) if found.ended_on else None),
        ),
    )


def _successor(found: Renewal) -> Section:
    heading, successor = _("The agreement to come"), found.successor
    if successor is None or successor.record.removed_at:
        return Section(heading, empty=_("It is begun with the first draft, or when its dates are set."))
    rows = [
        (
            Cell(row.title, reverse("desk:document", args=[successor.pk, row.pk]), note=type_words(row)),
            Cell(_("version %(number)s") % {"number": row.version}),
            Cell(str(LANGUAGE_NAMES.get(row.language, row.language)) or _("several")),
            Cell(shown_date(row.file.stored_at.date())),
        )
        for row in successor.documents.select_related("file").order_by("-version", "pk")
    ]
    return Section(
        heading,
        facts=(
            fact(_("Agreement"), Cell(_("its own page"), address_of(successor))),
            fact(_("Stage"), _stage_word(successor)),
            fact(_("In force from"), shown_date(successor.valid_from) if successor.valid_from else None),
            fact(_("In force until"), end_words(successor.valid_until)),
            fact(_("Signed by"), *_signed(successor)),
        ),
        table=Table((_("Drafts and documents"), _("Version"), _("Language"), _("Kept since")), tuple(rows)),
    )


def _stage_word(successor: Agreement) -> str:
    return str(AgreementStage(successor.stage).label) if successor.stage else _("signed")


def _signed(successor: Agreement) -> list[str]:
    return [
        f"{text_in(row.organisation.name, reading_language())} {shown_date(row.signed)}"
        for row in successor.parties.select_related("organisation")
        if row.signed
    ]


def _notes(found: Renewal) -> Section:
    rows = tuple(
        (
            Cell(shown_date(timezone.localtime(row.written_at).date())),
            Cell(row.text),
            Cell((row.written_by.name or row.written_by.email) if row.written_by else "–"),
        )
        for row in found.notes.select_related("written_by").order_by("-written_at", "-pk")
    )
    return Section(
        _("Notes"), table=Table((_("When"), _("Note"), _("Who")), rows), empty=_("Nobody has written anything yet.")
    )


@desk(may=can_help_renew)
def step(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    if any(each.verb == verb and not each.may(by) for each in STEPS):
        check_can_renew(by)
    held = held_agreement(record_id, day, city)
    return answer_step(
        request,
        STEPS,
        verb,
        _renewal(record_id),
        name=_("Renewal"),
        back=renewal_address(held),
        area=AREA,
        crumbs=(*crumbs(), Line(held.name, address_of(held))),
    )


@require_POST
@desk(may=can_help_renew)
def check(request: HttpRequest, record_id: str, check_id: str) -> HttpResponse:
    """Note that a thing of the checklist is done, or is not after all."""
    by, day = request.by, request.day  # type: ignore[attr-defined]
    row = RenewalCheck.objects.filter(pk=check_id, renewal__agreement=record_id).select_related("renewal").first()
    if row is None:
        raise Http404
    is_done = request.POST.get("done") == "1"
    check_off(by=by, check=row, day=day, is_done=is_done)
    say(request, _("Noted as done.") if is_done else _("Noted as open again."))
    return HttpResponseRedirect(f"{reverse('desk:renewal', args=[record_id])}#checks")
