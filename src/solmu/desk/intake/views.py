"""The pages of intake: dropping files, reviewing what was read from them claim by claim, and correcting one."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from solmu.core.errors import RefusedFile, SolmuError, TooLargeFile
from solmu.core.unsaved import once
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk, refusal, say, show, told
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.leaving import ONCE
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.files import tell_refused_file
from solmu.desk.intake.composing import compose_review, next_waiting, told_decision
from solmu.desk.intake.forms import CORRECTIONS, DropForm, said_by, values_of
from solmu.desk.intake.wording import KINDS, kind_of, partners_told
from solmu.intake.actions.documents import take_in_document
from solmu.intake.actions.review import (
    DecidedMeanwhile,
    accept_claim,
    accept_claims,
    correct_claim,
    postpone_claim,
    reject_claim,
    reopen_claim,
    withdraw_acceptance,
)
from solmu.intake.models import Claim, SourceText
from solmu.intake.permissions import can_review_claims
from solmu.intake.queries import doubts_of
from solmu.intake.reading.documents import LARGEST
from solmu.intake.vocabulary import HOLDING_DOUBTS, ClaimState
from solmu.places.gazetteer import open_gazetteer
from solmu.registry.permissions import can_read_internal
from solmu.registry.vocabulary import RecordKind

AREA = "intake"
KEYS_OFF = "intake_keys_off"
MOST_FILES = 20
MOST_TOGETHER = 200
"""Claims of one kind that are accepted by one click; a second click takes the next."""


# --- dropping files ---------------------------------------------------------------------------------------------------


@desk(may=can_read_internal)
def intake(request: HttpRequest) -> HttpResponse:
    """The documents that were read, those with claims that wait first, and where files are dropped."""
    may = can_review_claims(request.by)  # type: ignore[attr-defined]
    form = DropForm(request.POST or None)
    refused: list[str] = []
    if request.method == "POST":
        if not may:
            return refusal(request, _("Only an officer or an administrator may read documents in."), status=403)
        if form.is_valid():
            token = request.POST.get(ONCE, "")[:30] or secrets.token_urlsafe(18)
            refused, led_to = _take_in(request, form, token)
            if led_to:
                return HttpResponseRedirect(led_to)
    return show(
        request,
        "desk/intake/intake.html",
        {
            "form": form,
            "may": may,
            "once_name": ONCE,
            "once": secrets.token_urlsafe(18),
            "refused": refused,
            "documents": _documents(),
        },
        title=_("Claims"),
        area=AREA,
        status=422 if refused or form.errors else 200,
    )


def _take_in(request: HttpRequest, form: DropForm, token: str) -> tuple[list[str], str]:
    """Keep each file that can be read; what is refused is told, each in its sentence. Also where to go, where done."""
    by, files = request.by, list(request.FILES.getlist("files"))  # type: ignore[attr-defined]
    if text := form.cleaned_data["text"].strip():
        name = _("Pasted text") + f" {shown_date(request.day)}.txt"  # type: ignore[attr-defined]
        files.append(SimpleUploadedFile(name, text.encode(), "text/plain"))
    if not files:
        return [_("Choose one file or several, or paste a text.")], ""
    if len(files) > MOST_FILES:
        return [_("These are %(number)s files. Drop at most %(most)s at once.") % _numbers(len(files))], ""
    kept, refused = [], []
    for place, file in enumerate(files):
        name = (file.name or _("The file"))[:200]
        if (file.size or 0) > LARGEST:
            tell_refused_file(request, TooLargeFile.why)
            refused.append(
                _("%(name)s is larger than 20 MB. Give the part of it that tells of partners and networks.")
                % {"name": name}
            )
            continue

        def take(content: bytes = file.read(), name: str = name) -> str:
            taken = take_in_document(
                by=by,
                content=content,
                name=name,
                city=request.city,  # type: ignore[attr-defined]
                gazetteer=open_gazetteer(),
                read_on=request.day,  # type: ignore[attr-defined]
                is_public=form.cleaned_data["is_public"],
                address=form.cleaned_data["address"] if len(files) == 1 else "",
            )
            return reverse("desk:review", args=[taken.source.pk])

        try:
            kept.append(once(by=by, token=f"{token}-{place}", at=timezone.now(), carry_out=take))
        except SolmuError as error:
            if isinstance(error, RefusedFile):
                tell_refused_file(request, error.why)
            refused.append(told(error))
    kept = list(dict.fromkeys(kept))
    if kept and not refused:
        said = ngettext("%(number)s document was read.", "%(number)s documents were read.", len(kept))
        say(request, said % {"number": len(kept)})
        return [], kept[0] if len(kept) == 1 else reverse("desk:intake")
    return refused, ""


def _numbers(number: int) -> dict[str, int]:
    return {"number": number, "most": MOST_FILES}


def _documents() -> list[dict[str, Any]]:
    """Every read document with how many of its claims wait; those that wait come first. One query."""
    waits = Q(source__claims__state__in=[ClaimState.OPEN, ClaimState.LATER])
    rows = SourceText.objects.select_related("source").defer("text")
    rows = rows.annotate(number=Count("source__claims"), waiting=Count("source__claims", filter=waits))
    return [
        {
            "title": row.source.title,
            "href": reverse("desk:review", args=[row.source_id]),
            "read_on": shown_date(row.source.read_on),
            "number": row.number,
            "waiting": row.waiting,
        }
        for row in sorted(rows.order_by("-source__read_on", "pk"), key=lambda row: not row.waiting)
    ]


# --- the review -------------------------------------------------------------------------------------------------------


@desk(may=can_read_internal)
def review(request: HttpRequest, source_id: str) -> HttpResponse:
    """Claims beside the text of their source, at the claim of `?claim=`."""
    text, claims = _read(source_id)
    by, day = request.by, request.day  # type: ignore[attr-defined]
    asked = request.GET.get("claim", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    page = compose_review(claims, text.text, number, open_gazetteer(), day)
    may = can_review_claims(by)
    here = reverse("desk:review", args=[source_id])
    undo = _last_decided(by.pk, claims) if may else 0
    source = text.source
    return show(
        request,
        "desk/intake/review.html",
        {
            "page": page,
            "source": {
                "title": source.title,
                "kind": source.get_kind_display(),
                "read_on": shown_date(source.read_on),
                "href": reverse("desk:source", args=[source.pk]),
                "language": text.language,
            },
            "here": here,
            "may": may,
            "once_name": ONCE,
            "once": secrets.token_urlsafe(9),
            "before": f"{here}?claim={page.beside(-1)}",
            "after": f"{here}?claim={page.beside(1)}",
            "undo": {"number": undo, "state": claims[undo - 1].state, "what": kind_of(claims[undo - 1].content)}
            if undo
            else None,
            "kinds": _kinds(claims) if may else [],
            "keys": _keys(),
            "keys_are_off": bool(request.session.get(KEYS_OFF)),
        },
        title=source.title,
        area=AREA,
        crumbs=(Line(_("Claims"), reverse("desk:intake")),),
    )


def _keys() -> dict[str, str]:
    """The single keys of the review, in the reader's language."""
    return {
        "accept": pgettext("key: accept", "A"),
        "correct": pgettext("key: correct", "C"),
        "reject": pgettext("key: reject", "X"),
        "later": pgettext("key: later", "L"),
        "undo": pgettext("key: undo", "Z"),
    }


def _read(source_id: str) -> tuple[SourceText, list[Claim]]:
    """A source's text and all its claims, in the order of the text."""
    text = SourceText.objects.select_related("source").filter(pk=source_id).first()
    if text is None:
        raise Http404
    return text, list(Claim.objects.filter(source_id=source_id).select_related("source").order_by("position"))


def _numbered(source_id: str, number: int) -> tuple[Claim, list[Claim]]:
    _text, claims = _read(source_id)
    if not 0 < number <= len(claims):
        raise Http404
    return claims[number - 1], claims


def _last_decided(account_id: str, claims: Sequence[Claim]) -> int:
    """The number of the claim that this person decided on last; 0 where there is none to undo."""
    own = [
        (claim.reviewed_at, number)
        for number, claim in enumerate(claims, start=1)
        if claim.reviewed_by == account_id and claim.state != ClaimState.OPEN and claim.reviewed_at
    ]
    return max(own)[1] if own else 0


def _kinds(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """The kinds of which several claims are open, each to be accepted together."""
    counts = Counter(claim.kind for claim in claims if claim.state == ClaimState.OPEN)
    return [
        {"kind": kind, "word": str(RecordKind(kind).label), "number": counts[kind]}
        for kind in KINDS
        if counts[kind] > 1
    ]


@desk(may=can_review_claims)
def keys(request: HttpRequest) -> HttpResponse:
    """Switch the single keys off or on, for this visit."""
    if request.method == "POST":
        request.session[KEYS_OFF] = not request.session.get(KEYS_OFF)
    back = request.POST.get("back", "")
    home = reverse("desk:intake")
    return HttpResponseRedirect(back if back.startswith(home) else home)


# --- decisions --------------------------------------------------------------------------------------------------------


@desk(may=can_review_claims)
def decide(request: HttpRequest, source_id: str, number: int) -> HttpResponse:
    """Carry out one decision on one claim, then on to the next that waits; `seen` is the state it was shown in."""
    here = reverse("desk:review", args=[source_id])
    claim, _claims = _numbered(source_id, number)
    verb = request.POST.get("do", "")
    if request.method != "POST" or verb not in SAID:
        return HttpResponseRedirect(f"{here}?claim={number}")
    by, day = request.by, request.day  # type: ignore[attr-defined]
    seen = request.POST.get("seen", "")
    seen = seen if seen in ClaimState.values else str(claim.state)

    def carry_out() -> str:
        _decide(request, claim, verb, seen)
        say(request, str(SAID[verb]) % {"what": kind_of(claim.content)})
        if verb == "undo":
            return f"{here}?claim={number}"
        _text, claims = _read(source_id)
        order = compose_review(claims, "", number, open_gazetteer(), day).order
        return f"{here}?claim={next_waiting(claims, order, number) or number}"

    token = f"{request.POST.get(ONCE, '')[:14] or secrets.token_urlsafe(9)}-{verb}-{claim.pk}"
    try:
        return HttpResponseRedirect(once(by=by, token=token, at=timezone.now(), carry_out=carry_out))
    except DecidedMeanwhile:
        claim.refresh_from_db()
        said = _("Somebody decided on this claim meanwhile: %(decision)s. Nothing was done twice.")
        messages.warning(request, said % {"decision": told_decision(claim)})
    except SolmuError as error:
        messages.error(request, told(error))
    return HttpResponseRedirect(f"{here}?claim={number}")


SAID = {
    "accept": gettext_lazy("Accepted: %(what)s"),
    "reject": gettext_lazy("Rejected: %(what)s"),
    "later": gettext_lazy("Put off: %(what)s"),
    "undo": gettext_lazy("Undone: %(what)s"),
}
"""The decisions, and what is said once each is carried out."""


def _decide(request: HttpRequest, claim: Claim, verb: str, seen: str) -> None:
    by = request.by  # type: ignore[attr-defined]
    remark = " ".join(request.POST.get("remark", "").split())[:500]
    if verb == "accept":
        chosen = request.POST.get("chosen", "")
        place = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None
        accept_claim(by=by, claim=claim, gazetteer=open_gazetteer(), chosen=place, seen=seen)
    elif verb == "reject":
        reject_claim(by=by, claim=claim, remark=remark, seen=seen)
    elif verb == "later":
        postpone_claim(by=by, claim=claim, remark=remark, seen=seen)
    elif seen == ClaimState.ACCEPTED:
        withdraw_acceptance(by=by, claim=claim, seen=seen)
    else:
        reopen_claim(by=by, claim=claim, seen=seen)


@desk(may=can_review_claims)
def accept_kind(request: HttpRequest, source_id: str) -> HttpResponse:
    """Accept every open claim of one kind that needs no eyes; the others stay, and how many is said."""
    here = reverse("desk:review", args=[source_id])
    kind = request.POST.get("kind", "")
    if request.method != "POST" or kind not in KINDS:
        return HttpResponseRedirect(here)
    by, day = request.by, request.day  # type: ignore[attr-defined]
    _text, claims = _read(source_id)
    gazetteer = open_gazetteer()

    def carry_out() -> str:
        of_kind = [claim for claim in claims if claim.kind == kind and claim.state == ClaimState.OPEN][:MOST_TOGETHER]
        clear = [
            claim
            for claim in of_kind
            if not any(each.doubt in HOLDING_DOUBTS for each in doubts_of(claim.content, gazetteer, day))
        ]
        together = accept_claims(by=by, claims=clear, gazetteer=gazetteer)
        number, left = len(together.accepted), len(of_kind) - len(together.accepted)
        said = ngettext("%(number)s claim was accepted.", "%(number)s claims were accepted.", number)
        say(request, said % {"number": number})
        if left:
            more = ngettext("%(number)s was left for you to look at.", "%(number)s were left for you to look at.", left)
            messages.warning(request, more % {"number": left})
        return here

    token = f"{request.POST.get(ONCE, '')[:14] or secrets.token_urlsafe(9)}-{kind}"
    return HttpResponseRedirect(once(by=by, token=token, at=timezone.now(), carry_out=carry_out))


@desk(may=can_review_claims)
def correct(request: HttpRequest, source_id: str, number: int) -> HttpResponse:
    """Change what a claim says before it is accepted; its words in the source stay."""
    claim, _claims = _numbered(source_id, number)
    back = f"{reverse('desk:review', args=[source_id])}?claim={number}"
    if claim.state == ClaimState.ACCEPTED:
        return refusal(request, _("This claim was accepted. Withdraw the acceptance first."), status=409)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        correct_claim(by=request.by, claim=claim, values=values_of(form, changed))  # type: ignore[attr-defined]
        return Done(back, _("The claim was corrected. It still waits to be accepted."))

    name = ", ".join(filter(None, (kind_of(claim.content), partners_told(claim.content))))
    task = Task(
        form=CORRECTIONS[claim.kind],
        subject=claim,
        initial=said_by(claim.content),
        heading=_("Correct a claim"),
        lead=name,
        consequence=" … ".join(dict.fromkeys(each["text"] for each in claim.content.get("evidence", ()))),
        save=save,
        back=back,
        area=AREA,
        crumbs=(
            Line(_("Claims"), reverse("desk:intake")),
            Line(claim.source.title, back),
        ),
    )
    return answer_form(request, task)
