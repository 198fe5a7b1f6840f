"""Calendar feeds: asked again and again by programs, so that what has not changed is told in a few bytes."""

from __future__ import annotations

import functools
import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from solmu.core.audit import head_line
from solmu.core.city import current_city
from solmu.opendata.calendars.activities import activities_calendar
from solmu.opendata.calendars.writing import MEDIA_TYPE


@require_safe
def activities(request: HttpRequest, language: str) -> HttpResponse:
    """Published activities."""
    # The head is read before the rows: a text made of newer rows than its head says is not asked for again.
    text = _activities_at(head_line(), current_city().name_in(language).nominative, language)
    return answer(request, text, language, name="activities.ics", cache="public, no-cache")


@functools.lru_cache(maxsize=6)
def _activities_at(_head: str, home: str, language: str) -> bytes:
    """The feed as it stands at a head of the chain; kept, as it is asked for far more often than it changes."""
    return activities_calendar(home, language)


def answer(request: HttpRequest, text: bytes, language: str, *, name: str, cache: str) -> HttpResponse:
    """A calendar, or 304 where the program has it already.

    Told by its content alone (ETag): a withdrawn event shows in no moment of those that are left, and two changes may
    fall within one second.
    """
    etag = f'"{hashlib.sha256(text).hexdigest()}"'
    response = HttpResponse(text, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = cache
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
