"""Partners."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.composing.partner import partner_page
from solmu.portal.views.answering import answer_record


@require_safe
def partner(request: HttpRequest, language: str, record_id: str, slug: str) -> HttpResponse:
    return answer_record(request, language, "portal/partner.html", record_id, partner_page)
