"""Pictures for those who share a page. Each has an address of its own for ever, as another picture has another."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import override
from django.views.decorators.http import require_safe

from solmu.portal.composing.home import home_shared
from solmu.portal.composing.partner import partner_shared
from solmu.portal.composing.sharing import CITY, picture
from solmu.portal.drawing.sharing.picture import picture_of
from solmu.portal.views.answering import reader_of


@require_safe
def shared(request: HttpRequest, language: str, whose: str, name: str) -> HttpResponse:
    """The picture, where this is its name; a name of old leads to the present one."""
    with override(language):
        reader = reader_of(request, language)
        found = home_shared(reader) if whose == CITY else partner_shared(reader, whose)
        if found is None:
            raise Http404
        if found.name != name:
            return HttpResponseRedirect(picture(found, whose).href)
    response = HttpResponse(picture_of(found), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["ETag"] = f'"{name}"'
    return response
