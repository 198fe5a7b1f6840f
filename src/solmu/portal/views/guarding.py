"""Keeping forms to those who meant to send them, without a cookie.

Readers have no session and no cookie, so nothing can be done in their name by another site: there is no authority to
borrow. What is left of cross-site request forgery is that another site could have its visitors' browsers send forms.
Every browser says where a form was sent from, and no page can change what it says: `Sec-Fetch-Site` (Fetch Metadata),
else `Origin` (RFC 6454), else `Referer`. A form that does not come from this site's own page, or does not say, is not
taken. A token would need a cookie or a page made for one reader only, and would tell no more.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form was sent from a page of this site."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        host = urlsplit(said).netloc
    except ValueError:
        return False
    ours = {request.get_host(), urlsplit(settings.SITE_ADDRESS).netloc} - {""}
    return host in ours
