"""The city's own colours as a style sheet. It has another address whenever it is another."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from solmu.core.colours import city_sheet
from solmu.portal.addresses import colours_address
from solmu.portal.views.answering import whole_answer
from solmu.portal.views.media import FOR_EVER


@require_safe
def colours(request: HttpRequest, mark: str) -> HttpResponse:
    """The style sheet, where this is its mark; one of old leads to the present one, as a kept page may name it."""
    with whole_answer(request):
        found = city_sheet()
        if found is None:
            raise Http404
        if found.mark != mark:
            return HttpResponseRedirect(colours_address(found.mark))
        response = HttpResponse(found.css, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = FOR_EVER
    return response
