"""Networks: the list and each network's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.composing.listing import Asked
from solmu.portal.composing.networks import network_page, networks_page
from solmu.portal.views.answering import answer, answer_record


@require_safe
def networks(request: HttpRequest, language: str, choice: str = "", page: str = "1") -> HttpResponse:
    asked = Asked(choice, int(page))
    return answer(request, language, "portal/networks.html", lambda reader: networks_page(reader, asked))


@require_safe
def network(request: HttpRequest, language: str, record_id: str, slug: str) -> HttpResponse:
    return answer_record(request, language, "portal/network.html", record_id, network_page)
