"""Search: the page and the suggestions. Both bring the index up to the record first, where nobody is in the way."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from solmu.portal.composing.names import names_for_search
from solmu.portal.composing.search import search_page
from solmu.portal.composing.search import suggestions as suggestions_for
from solmu.portal.views.answering import answer, profile_of, reader_of
from solmu.search.actions import catch_up_if_free

_LAST_PAGE = 10_000


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    """The page for `?q=`, of one kind with `&kind=`; not for search engines. A static copy has all names instead."""
    if profile_of(request).is_static:
        return answer(request, language, "portal/names.html", names_for_search)
    is_current = catch_up_if_free()
    query, group = request.GET.get("q", ""), request.GET.get("kind", "")
    page = _page(request.GET.get("page", ""))
    response = answer(
        request,
        language,
        "portal/search.html",
        lambda reader: search_page(reader, query, group, page, is_current=is_current),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggestions(request: HttpRequest, language: str) -> HttpResponse:
    """What is suggested while a query is typed, as JSON; the page works without it."""
    catch_up_if_free()
    with override(language):
        response = JsonResponse(suggestions_for(reader_of(request, language), request.GET.get("q", "")))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(text: str) -> int:
    return min(int(text), _LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 10 else 1
