"""Keeping what is being typed, now and then, while a form is open; answers a script, never a person."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from solmu.core.security_log import name_of_page, tell
from solmu.core.unsaved import drop_unsaved, keep_unsaved, others_at
from solmu.desk.answering import desk
from solmu.desk.editing.leaving import base_of, form_of, typed
from solmu.registry.permissions import can_read_internal


@require_POST
@desk(may=can_read_internal)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the fields of a form under its seal; tells who else has it open. 400 for a form that is not one's own."""
    by, at = request.by, timezone.now()  # type: ignore[attr-defined]
    try:
        account_id, key = form_of(request.POST)
    except signing.BadSignature:
        account_id, key = "", ""
    if account_id != by.pk:
        tell("form-not-ours", request, account=by.pk, page=name_of_page(request))
        return HttpResponse(status=400)
    if "left" in request.POST:  # closed with nothing typed
        drop_unsaved(by=by, key=key)
        return HttpResponse(status=204)
    values = {} if "untouched" in request.POST else typed(request.POST)
    base = {name: list(texts) for name, texts in (base_of(request.POST) or {}).items()}
    is_kept = keep_unsaved(by=by, key=key, values=values, base=base, at=at)
    return JsonResponse({"kept": is_kept, "others": others_at(by, key, at)})
