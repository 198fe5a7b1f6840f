"""Schools and institutions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.composing.institutions import institutions_page
from solmu.portal.composing.listing import Asked
from solmu.portal.views.answering import answer


@require_safe
def institutions(request: HttpRequest, language: str, choice: str = "", page: str = "1") -> HttpResponse:
    asked = Asked(choice, int(page))
    return answer(request, language, "portal/institutions.html", lambda reader: institutions_page(reader, asked))
