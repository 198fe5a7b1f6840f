"""Feeds, which programs ask for again and again: what has not changed is told in a few bytes."""

from __future__ import annotations

import functools
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from solmu.core.audit import head_line
from solmu.core.city import current_city
from solmu.opendata.feeds.changes import changes_feed
from solmu.opendata.feeds.writing import MEDIA_TYPE, FeedText


@require_safe
def changes(request: HttpRequest, language: str) -> HttpResponse:
    """What changed in public, or 304 where the program has it already; only the content decides (ETag)."""
    city, site = current_city(), settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    # The head is read before the rows: a text made of newer rows than its head says is not asked for again.
    text = _changes_at(head_line(), city.name, city.today(), language, site)
    etag = f'"{text.sha256}"'
    response = HttpResponse(text.content, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(text.changed_at.timestamp())
    return get_conditional_response(request, etag=etag, response=response) or response


@functools.lru_cache(maxsize=12)
def _changes_at(_head: str, _city: str, day: date, language: str, site: str) -> FeedText:
    """The feed as it stands at a head of the chain on a day; kept, as it is asked for far oftener than it changes."""
    return changes_feed(current_city(), day, language, site)
