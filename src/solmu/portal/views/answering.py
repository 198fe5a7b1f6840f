"""What every page shares: the reader's language, the city's day, and a sentence where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from solmu.core.city import current_city
from solmu.core.models import Record
from solmu.portal.addresses import home_address
from solmu.portal.caching.versions import made_as_of_one_version
from solmu.portal.composing.reader import LIVE, Profile, Reader, frame
from solmu.portal.pages.parts import ErrorPage, Frame

DAY = "solmu.day"
"""Where a request carries the day that its address asks for; no header can have this name."""
AS_KNOWN = "solmu.as_known"
"""Where a request says that its address asks for what had been published by that day."""
PROFILE = "solmu.profile"
"""Where a request for a page of a static copy carries the copy's profile."""


class RecordPage(Protocol):
    """A page about one record; its present address is the frame's link to its own language."""

    @property
    def frame(self) -> Frame: ...


def reader_of(request: HttpRequest, language: str) -> Reader:
    """Who asks: the city's day, unless the address asks for another."""
    city, day, profile = current_city(), request.META.get(DAY), profile_of(request)
    return Reader(
        city,
        language,
        day or city.today(),
        is_other_day=bool(day),
        profile=profile,
        is_as_known=AS_KNOWN in request.META,
    )


def site_of(request: HttpRequest) -> str:
    """What stands before paths where only whole addresses do: the site's own, else the one the reader came by."""
    return settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"


def profile_of(request: HttpRequest) -> Profile:
    profile: Profile = request.META.get(PROFILE, LIVE)
    return profile


def whole_answer(request: HttpRequest) -> AbstractContextManager[None]:
    """Around the making of a page: it may be kept, unless it is of a day its address asks for (days are many)."""
    return nullcontext() if DAY in request.META else made_as_of_one_version(request)


def answer(request: HttpRequest, language: str, template: str, page: Callable[[Reader], object | None]) -> HttpResponse:
    """A page in the language of its address; 404 where there is none."""
    with override(language), whole_answer(request):
        found = page(reader_of(request, language))
        if found is None:
            return _nothing(request, language, None)
        response = render(request, template, {"page": found})
    response.headers["Content-Language"] = language
    return response


def with_query(request: HttpRequest, address: str) -> str:
    """The address a request is led to, with the query it came with."""
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def answer_record(
    request: HttpRequest,
    language: str,
    template: str,
    record_id: str,
    page: Callable[[Reader, str], RecordPage | None],
) -> HttpResponse:
    """A record's page at its present address.

    An old name in the address redirects there, as does the id of a record that was merged into it; a removed record
    answers 410.
    """
    with override(language), whole_answer(request):
        found = page(reader_of(request, language), record_id)
        if found is None:
            became = _became(record_id)
            found = (
                page(reader_of(request, language), became.pk) if became is not None and became.pk != record_id else None
            )
            if found is None:
                return _nothing(request, language, became)
        here = next(link.href for link in found.frame.languages if link.is_current)
        if request.path != here:
            return HttpResponsePermanentRedirect(with_query(request, here))
        response = render(request, template, {"page": found})
    response.headers["Content-Language"] = language
    return response


def _became(record_id: str) -> Record | None:
    """The record that one was merged into, by as many merges as there were; else itself. None where there is none.

    One that the public never saw leads nowhere: its address says nothing of it.
    """
    record = Record.objects.select_related("merged_into").filter(pk=record_id).first()
    if record is None or record.merged_into is None or not _was_public(record):
        return record
    while record.merged_into is not None:
        record = record.merged_into
    return record


def _was_public(record: Record) -> bool:
    return record.public_versions.exclude(shape=None).exists()


def _nothing(request: HttpRequest, language: str, record: Record | None) -> HttpResponse:
    # A record the public never saw is not told of: its address answers as if there were none.
    if record is not None and record.removed_at and _was_public(record):
        heading, told, status = _("This record was removed"), record.removal_reason, 410
    else:
        heading, status = _("There is no such page"), 404
        told = _("The address may be mistyped. Partners and agreements are on the home page.")
    if record is not None and status == 404 and DAY in request.META:
        told = _("On this day there was nothing yet to show here.")
    return sentence(request, language, heading, told, status)


def sentence(request: HttpRequest, language: str, heading: str, told: str, status: int) -> HttpResponse:
    """A page that says why it shows nothing, and leads home."""
    with override(language):
        page = ErrorPage(
            frame=frame(reader_of(request, language), title=heading, address=home_address, is_lasting=False),
            heading=heading,
            sentence=told,
            home_label=_("To the home page"),
        )
        response = render(request, "portal/error.html", {"page": page}, status=status)
    response.headers["Content-Language"] = language
    return response
