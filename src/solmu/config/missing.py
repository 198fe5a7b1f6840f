"""An address that leads nowhere, told by the front it would lie in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from solmu.desk.answering import nowhere
from solmu.desk.signing_in.middleware import is_desk
from solmu.portal.views.missing import missing as missing_page


def missing(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Within the desk's frame for who is signed in there; else the public page."""
    # What is refused before anybody was asked who they are has no `user`.
    if is_desk(request) and getattr(request, "user", None) is not None and request.user.is_authenticated:
        return nowhere(request)
    return missing_page(request, exception)
