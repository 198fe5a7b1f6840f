"""Calendar feeds: asked again and again by programs, so that what has not changed is told in a few bytes."""

from __future__ import annotations

import functools

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from solmu.core.audit import head_line
from solmu.core.city import current_city
from solmu.core.security_log import tell
from solmu.opendata.calendars.activities import activities_calendar
from solmu.opendata.calendars.deadlines import deadlines_calendar
from solmu.opendata.calendars.writing import MEDIA_TYPE, CalendarText
from solmu.stewardship.queries.calendars import subscription_with


@require_safe
def activities(request: HttpRequest, language: str) -> HttpResponse:
    """Published activities."""
    # The head is read before the rows: a text made of newer rows than its head says is not asked for again.
    text = _activities_at(head_line(), current_city().name_in(language).nominative, language)
    return answer(request, text, language, name="activities.ics", cache="public, no-cache")


@functools.lru_cache(maxsize=6)
def _activities_at(_head: str, home: str, language: str) -> CalendarText:
    """The feed as it stands at a head of the chain; kept, as it is asked for far more often than it changes."""
    return activities_calendar(home, language)


@require_safe
def deadlines(request: HttpRequest, language: str, secret: str) -> HttpResponse:
    """The deadlines of whoever made the secret; nothing tells one that never was from one that is no more."""
    subscription = subscription_with(secret)
    if subscription is None:
        tell("calendar-unknown", request)
        response = HttpResponse("There is no such calendar.\n", content_type="text/plain; charset=utf-8", status=404)
        response.headers["Cache-Control"] = PRIVATE
    else:
        city = current_city()
        text = deadlines_calendar(subscription, city.today(), city, language)
        response = answer(request, text, language, name="deadlines.ics", cache=PRIVATE)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


PRIVATE = "private, no-cache"


def answer(request: HttpRequest, text: CalendarText, language: str, *, name: str, cache: str) -> HttpResponse:
    """A calendar, or 304 where the program has it already.

    Only the content decides (ETag). A moment would not do: an event that was withdrawn shows in none of those that are
    left, and two changes may fall within one second.
    """
    etag = f'"{text.sha256}"'
    response = HttpResponse(text.content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = cache
    response.headers["ETag"] = etag
    if text.changed_at:
        response.headers["Last-Modified"] = http_date(text.changed_at.timestamp())
    return get_conditional_response(request, etag=etag, response=response) or response
