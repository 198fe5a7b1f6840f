"""A record's history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from solmu.desk.answering import desk, refusal
from solmu.registry.permissions import can_read_internal


@desk(may=can_read_internal)
def history(request: HttpRequest, record_id: str) -> HttpResponse:
    return refusal(request, "", status=404)
