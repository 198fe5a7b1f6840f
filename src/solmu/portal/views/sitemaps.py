"""Sitemaps: an index, and for each language the addresses of its pages."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from solmu.core.city import current_city
from solmu.portal.caching.versions import made_as_of_one_version
from solmu.portal.composing.sitemap import sitemap as composed
from solmu.portal.composing.sitemap import sitemap_index
from solmu.portal.views.answering import reader_of, site_of

MEDIA_TYPE = "application/xml; charset=utf-8"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    languages = tuple(code for code, _name in settings.LANGUAGES)
    with _whole(request):
        text = sitemap_index(reader_of(request, current_city().languages[0]), languages, site_of(request))
    return HttpResponse(text, content_type=MEDIA_TYPE)


@require_safe
def sitemap(request: HttpRequest, language: str, page: str = "1") -> HttpResponse:
    with override(language), _whole(request):
        pieces = composed(reader_of(request, language), int(page), site_of(request))
        if pieces is None:
            raise Http404
        text = "".join(pieces)
    return HttpResponse(text, content_type=MEDIA_TYPE)


def _whole(request: HttpRequest) -> AbstractContextManager[None]:
    """It may be kept where its addresses are the site's own, not those the reader came by."""
    return made_as_of_one_version(request) if settings.SITE_ADDRESS else nullcontext()
