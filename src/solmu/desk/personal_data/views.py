"""The pages of personal data. A person's name is never part of an address: everything that has one is sent."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from solmu.core.looks import FILE, PAGE, note_looks
from solmu.core.models import Account, AuditEntry, AuditValue
from solmu.core.permissions import can_erase_audit_values, can_find_person, can_read_accounts, can_read_audit
from solmu.core.processing import record_of_processing, safeguards, transfers
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk, refusal, say, show
from solmu.desk.naming import reading_language
from solmu.desk.personal_data.accounts import accounts_to_look_at
from solmu.desk.personal_data.forms import ChooseForm, SeekForm
from solmu.desk.personal_data.report import pdf_of_report
from solmu.desk.personal_data.telling import lines_of, report_of
from solmu.registry.models import Contact
from solmu.registry.permissions import can_read_internal
from solmu.search.actions import catch_up
from solmu.stewardship.actions.persons import erase_person
from solmu.stewardship.queries.persons import Found, findings_of
from solmu.stewardship.rules.persons import Sought

AREA = "personal_data"
MOST = 500
"""Findings that one page shows and one form sends; who has more is told apart by more of the name."""


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Personal data"), reverse("desk:personal_data")),)


def _find(request: HttpRequest, sought: Sought, *, what: str) -> Found:
    """Where the person stands, as far as the account may know; who was found is noted as looked at."""
    by: Account = request.by  # type: ignore[attr-defined]
    hidden = () if can_read_audit(by) else (AuditValue._meta.label_lower, AuditEntry._meta.label_lower)
    found = findings_of(sought, leaving_out=hidden)
    people = [each.pk for each in found.of(Contact._meta.label_lower, Account._meta.label_lower)]
    note_looks(by=by, record_ids=people, what=what, at=timezone.now())
    return found


@desk(may=can_find_person)
def personal_data(request: HttpRequest) -> HttpResponse:
    """Whom to look for, and where the person stands."""
    form = SeekForm(request.POST) if request.method == "POST" else SeekForm(initial=_of_contact(request))
    page: dict[str, Any] = {
        "form": form,
        "hints": not can_read_audit(request.by),  # type: ignore[attr-defined]
        "processing_href": reverse("desk:processing"),
    }
    status = 200
    if request.method != "POST" and can_read_accounts(request.by):  # type: ignore[attr-defined]
        page["section"] = accounts_to_look_at(request.city, request.day)  # type: ignore[attr-defined]
    if request.method == "POST":
        if form.is_valid():
            found = _find(request, form.sought, what=PAGE)
            page |= {
                "is_asked": True,
                "lines": lines_of(found)[:MOST],
                "is_more": len(found.findings) > MOST,
                "unread": found.unread,
                "may_erase": can_erase_audit_values(request.by),  # type: ignore[attr-defined]
                "counted": ngettext("Found in %(number)s place", "Found in %(number)s places", len(found.findings))
                % {"number": len(found.findings)},
            }
        else:
            status = 422
    return show(
        request, "desk/personal_data/personal_data.html", page, title=_("Personal data"), area=AREA, status=status
    )


def _of_contact(request: HttpRequest) -> dict[str, Any]:
    """What a contact person is looked for by, where the address names one by id."""
    row = Contact.objects.filter(pk=request.GET.get("contact", "")).values("pk", "name", "email", "telephone").first()
    if row:
        note_looks(by=request.by, record_ids=[row.pop("pk")], what=PAGE, at=timezone.now())  # type: ignore[attr-defined]
    return dict(row or {})


@require_POST
@desk(may=can_find_person)
def as_json(request: HttpRequest) -> HttpResponse:
    form = SeekForm(request.POST)
    if not form.is_valid():
        return _not_given(request)
    report = report_of(_find(request, form.sought, what=FILE), request.city, at=timezone.now())  # type: ignore[attr-defined]
    content = json.dumps(report, ensure_ascii=False, indent=2)
    return _file(content.encode(), "application/json; charset=utf-8", "json")


@require_POST
@desk(may=can_find_person)
def as_pdf(request: HttpRequest) -> HttpResponse:
    form = SeekForm(request.POST)
    if not form.is_valid():
        return _not_given(request)
    report = report_of(_find(request, form.sought, what=FILE), request.city, at=timezone.now())  # type: ignore[attr-defined]
    day = shown_date(request.day)  # type: ignore[attr-defined]
    return _file(pdf_of_report(report, language=reading_language(), made_on=day), "application/pdf", "pdf")


def _file(content: bytes, media_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    # Its name says nothing of the person: it lands in a folder that others may see.
    response.headers["Content-Disposition"] = f'attachment; filename="personal-data.{ending}"'
    return response


def _not_given(request: HttpRequest) -> HttpResponse:
    return refusal(request, _("Nobody was looked for. Begin with Personal data."), status=422)


@require_POST
@desk(may=can_erase_audit_values)
def erase(request: HttpRequest) -> HttpResponse:
    """First the list of what goes, what stays and why; then, with a ground, the erasure of what was chosen."""
    seek = SeekForm(request.POST)
    if not seek.is_valid():
        return _not_given(request)
    sought, by = seek.sought, request.by  # type: ignore[attr-defined]
    is_confirmed = "confirmed" in request.POST
    choose = ChooseForm(request.POST if is_confirmed else None)
    chosen = set(request.POST.getlist("chosen"))
    if is_confirmed and choose.is_valid() and chosen:
        ground = choose.cleaned_data["ground"]
        gone = erase_person(by=by, sought=sought, chosen=chosen, ground=ground, day=request.day)  # type: ignore[attr-defined]
        catch_up()
        said = ngettext(
            "Erased in %(number)s place. The change log says that, and nothing of the person.",
            "Erased in %(number)s places. The change log says that, and nothing of the person.",
            len(gone),
        )
        say(request, said % {"number": len(gone)})
        return HttpResponseRedirect(reverse("desk:personal_data"))
    found = _find(request, sought, what=PAGE)
    lines = lines_of(found)
    title = _("What an erasure would do")
    return show(
        request,
        "desk/personal_data/erase.html",
        {
            "heading": title,
            "sought": sought,
            "form": choose,
            "going": [(line, not is_confirmed or line.key in chosen) for line in lines if not line.stays][:MOST],
            "staying": [line for line in lines if line.stays][:MOST],
            "is_more": len(lines) > MOST,
            "unread": found.unread,
            "lacks_choice": is_confirmed and not chosen,
        },
        title=title,
        area=AREA,
        crumbs=_crumbs(),
        status=422 if is_confirmed else 200,
    )


@desk(may=can_read_internal)
def processing(request: HttpRequest) -> HttpResponse:
    """The record of processing activities (GDPR, article 30), in the city's own lengths of time."""
    city = request.city  # type: ignore[attr-defined]
    title, language = _("Record of processing"), reading_language()
    contact = city.contact
    controller = contact.controller.get(language) or city.name_in(language).nominative
    return show(
        request,
        "desk/personal_data/processing.html",
        {
            "heading": title,
            "controller": controller,
            "email": contact.email,
            "officer": city.privacy.officer_email,
            "people": record_of_processing(city),
            "transfers": transfers(),
            "safeguards": safeguards(),
        },
        title=title,
        area=AREA if can_find_person(request.by) else "",  # type: ignore[attr-defined]
        crumbs=_crumbs() if can_find_person(request.by) else (),  # type: ignore[attr-defined]
    )
