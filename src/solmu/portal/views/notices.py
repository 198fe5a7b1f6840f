"""Pages about the service itself, and what it tells programs: robots.txt and security.txt."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from solmu.core.city import current_city
from solmu.portal.addresses import feedback_address
from solmu.portal.composing.notices import about_page, accessibility_page, privacy_page
from solmu.portal.composing.reader import spoken
from solmu.portal.views.answering import answer, site_of

HOLDS_FOR = timedelta(days=90)
"""How long a `security.txt` may be relied on (RFC 9116, 2.5.5 asks for less than a year)."""


@require_safe
def about(request: HttpRequest, language: str) -> HttpResponse:
    return answer(request, language, "portal/notice.html", about_page)


@require_safe
def accessibility(request: HttpRequest, language: str) -> HttpResponse:
    return answer(request, language, "portal/notice.html", accessibility_page)


@require_safe
def privacy(request: HttpRequest, language: str) -> HttpResponse:
    return answer(request, language, "portal/notice.html", privacy_page)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave alone: pages of another day, and thanks for a message."""
    lines = ["User-agent: *", "Disallow: /on/", "Disallow: /known/", "Disallow: /*/feedback/sent/"]
    lines += ["", f"Sitemap: {site_of(request)}{reverse('portal:sitemaps')}"]
    return _plain("\n".join(lines))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a fault in the service's safety (RFC 9116); 404 where the settings name nobody.

    `Expires` is a day's end, so that the file is the same all day.
    """
    city = current_city()
    if not city.contact.email:
        raise Http404
    expires = datetime.combine(city.today() + HOLDS_FOR, time.min, UTC)
    languages = spoken(city)
    lines = [f"Contact: mailto:{city.contact.email}"]
    if settings.SITE_ADDRESS:
        lines += [
            f"Contact: {settings.SITE_ADDRESS}{feedback_address(languages[0])}",
            f"Canonical: {settings.SITE_ADDRESS}/.well-known/security.txt",
        ]
    lines += [f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", f"Preferred-Languages: {', '.join(languages)}"]
    return _plain("\n".join(lines))


def _plain(text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")
