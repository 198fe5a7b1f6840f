"""The pages that every record has, whatever its kind."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from solmu.core.models import Record, Source
from solmu.desk.addresses import page_of
from solmu.desk.answering import desk, refusal
from solmu.registry.permissions import can_keep_record, can_read_internal


def _record(record_id: str) -> Record:
    record = Record.objects.select_related("merged_into").filter(pk=record_id).first()
    if record is None:
        raise Http404
    return record


@desk(may=can_read_internal)
def page(request: HttpRequest, record_id: str) -> HttpResponse:
    """To the page of the record's own kind; a merged one leads to what it became, a source to its page."""
    if (source := Source.objects.filter(pk=record_id).first()) is not None:
        return HttpResponseRedirect(reverse("desk:source", args=[source.pk]))
    record = _record(record_id)
    while record.merged_into is not None:
        record = record.merged_into
    return HttpResponseRedirect(page_of(record.pk, record.kind))


@desk(may=can_read_internal)
def step(request: HttpRequest, record_id: str, step: str) -> HttpResponse:
    """To a step of the record, below its page."""
    record = _record(record_id)
    return HttpResponseRedirect(f"{page_of(record.pk, record.kind)}{step}/")


@desk(may=can_read_internal)
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    return refusal(request, "", status=404)


@desk(may=can_read_internal)
def history(request: HttpRequest, record_id: str) -> HttpResponse:
    return refusal(request, "", status=404)


@desk(may=can_keep_record)
def owner(request: HttpRequest, record_id: str) -> HttpResponse:
    return refusal(request, "", status=404)


@desk(may=can_keep_record)
def merge(request: HttpRequest, record_id: str) -> HttpResponse:
    return refusal(request, "", status=404)
