"""Agreements: the register and each agreement's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.composing.agreements import agreement_page, register_page
from solmu.portal.composing.listing import Asked
from solmu.portal.views.answering import answer, answer_record


@require_safe
def register(request: HttpRequest, language: str, choice: str = "", page: str = "1") -> HttpResponse:
    asked = Asked(choice, int(page))
    return answer(request, language, "portal/agreements.html", lambda reader: register_page(reader, asked))


@require_safe
def agreement(request: HttpRequest, language: str, record_id: str, slug: str) -> HttpResponse:
    return answer_record(request, language, "portal/agreement.html", record_id, agreement_page)
