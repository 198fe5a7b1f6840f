"""Everything from A to Z."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.caching.versions import keep_only_if
from solmu.portal.composing.names import names_page
from solmu.portal.composing.reader import Reader
from solmu.portal.pages.names import NamesPage
from solmu.portal.views.answering import answer, profile_of
from solmu.search.actions import catch_up_if_free
from solmu.search.queries.names import is_up_to_date


@require_safe
def names(request: HttpRequest, language: str) -> HttpResponse:
    """The index is brought up to the record first; what is written between that and the page's reading it lacks."""
    if not profile_of(request).is_static:
        catch_up_if_free()

    def page(reader: Reader) -> NamesPage:
        keep_only_if(request, is_up_to_date())
        return names_page(reader)

    return answer(request, language, "portal/names.html", page)
