"""The home page, and the way to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from solmu.core.city import current_city
from solmu.portal.addresses import home_address
from solmu.portal.composing.home import home_page
from solmu.portal.composing.reader import spoken
from solmu.portal.views.answering import answer


@require_safe
@vary_on_headers("Accept-Language")
def entrance(request: HttpRequest) -> HttpResponse:
    """To the home page in a language the browser asks for and the city speaks, else in the city's first."""
    languages = spoken(current_city())
    asked = get_language_from_request(request).partition("-")[0] if request.headers.get("Accept-Language") else ""
    return HttpResponseRedirect(home_address(asked if asked in languages else languages[0]))


@require_safe
def home(request: HttpRequest, language: str) -> HttpResponse:
    return answer(request, language, "portal/home.html", home_page)
