"""Recognitions: the list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.composing.listing import Asked
from solmu.portal.composing.recognitions import recognitions_page
from solmu.portal.views.answering import answer


@require_safe
def recognitions(request: HttpRequest, language: str, choice: str = "", page: str = "1") -> HttpResponse:
    asked = Asked(choice, int(page))
    return answer(request, language, "portal/recognitions.html", lambda reader: recognitions_page(reader, asked))
