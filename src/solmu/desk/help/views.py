"""The pages of help: a guide, its picture, and which guides there are."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.prose import prose
from solmu.desk.answering import Line, desk, show
from solmu.desk.areas import AREAS, areas_of
from solmu.desk.help.guides import Guide, guide
from solmu.registry.permissions import can_read_internal


def _guide(request: HttpRequest, area: str) -> Guide:
    found = guide(area, request.language) if area in {each.key for each in AREAS} else None  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


@desk(may=can_read_internal)
def guides(request: HttpRequest) -> HttpResponse:
    """The guides to the areas that this account may open."""
    lines = [
        Line(found.heading, reverse("desk:guide", args=[area.key]))
        for area, _address in areas_of(request.by)  # type: ignore[attr-defined]
        if (found := guide(area.key, request.language))  # type: ignore[attr-defined]
    ]
    return show(request, "desk/help/guides.html", {"guides": lines}, title=_("Guides"))


@desk(may=can_read_internal)
def guide_of_area(request: HttpRequest, area: str) -> HttpResponse:
    """An area's guide in the account's language."""
    found = _guide(request, area)
    page = {
        "heading": found.heading,
        "text": prose(found.text),
        "picture_href": reverse("desk:guide-picture", args=[area]) if found.picture.is_file() else "",
        "shows": found.shows,
    }
    crumbs = (Line(_("Guides"), reverse("desk:guides")),)
    return show(request, "desk/help/guide.html", page, title=found.heading, area=area, crumbs=crumbs)


@desk(may=can_read_internal)
def picture(request: HttpRequest, area: str) -> HttpResponse:
    """The picture of a guide in the account's language."""
    path = _guide(request, area).picture
    if not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/png")
