"""Partners: the list and each partner's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.composing.listing import Asked
from solmu.portal.composing.partner import partner_page
from solmu.portal.composing.partners import partners_page
from solmu.portal.views.answering import answer, answer_record


@require_safe
def partners(request: HttpRequest, language: str, choice: str = "", page: str = "1") -> HttpResponse:
    asked = Asked(choice, int(page))
    return answer(request, language, "portal/partners.html", lambda reader: partners_page(reader, asked))


@require_safe
def partner(request: HttpRequest, language: str, record_id: str, slug: str) -> HttpResponse:
    return answer_record(request, language, "portal/partner.html", record_id, partner_page)
