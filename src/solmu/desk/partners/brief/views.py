"""The brief's page, where version and language are chosen, and its files."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.city import City
from solmu.core.looks import FILE, note_looks
from solmu.core.terms import Term
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.naming import partner_name, reading_language
from solmu.desk.partners.brief.docx import docx_of
from solmu.desk.partners.brief.internal import internal_material
from solmu.desk.partners.brief.material import Material
from solmu.desk.partners.brief.pdf import pages_of, pdf_of
from solmu.desk.partners.brief.public import public_material
from solmu.desk.partners.brief.wording import ROOMS, brief_content
from solmu.registry.models import Partnership
from solmu.registry.permissions import can_read_internal

INTERNAL, PUBLIC = "internal", "public"
VERSIONS = {INTERNAL: gettext_lazy("Internal brief"), PUBLIC: gettext_lazy("Public brief")}
WORDS_OF = {
    INTERNAL: gettext_lazy("For the city's own people: with contact persons, deadlines and open matters."),
    PUBLIC: gettext_lazy("To be handed over: made of what is published, and of nothing else."),
}
PDF, DOCX = "pdf", "docx"
MAKERS: Mapping[str, tuple[Callable[[Mapping[str, Any]], bytes], str]] = {
    PDF: (pdf_of, "application/pdf"),
    DOCX: (docx_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
MOST_PAGES = 2


@desk(may=can_read_internal)
def brief(request: HttpRequest, record_id: str) -> HttpResponse:
    """Every file of the brief: two versions, in each language, as PDF and DOCX."""
    rows = Partnership.objects.live().select_related("record", "partner").prefetch_related("partner__names")
    found = rows.filter(pk=record_id).first()
    if found is None:
        raise Http404
    name = partner_name(found)
    versions = [
        {
            "heading": str(heading),
            "words": str(WORDS_OF[version]),
            "is_there": version == INTERNAL or found.record.is_published,
            "languages": [
                {
                    "code": code,
                    "name": str(word),
                    "files": [(kind.upper(), brief_address(record_id, version, code, kind)) for kind in MAKERS],
                }
                for code, word in LANGUAGE_NAMES.items()
            ],
        }
        for version, heading in VERSIONS.items()
    ]
    return show(
        request,
        "desk/partners/brief.html",
        {"heading": _("Brief: %(name)s") % {"name": name}, "versions": versions},
        title=_("Brief: %(name)s") % {"name": name},
        area="partners",
        crumbs=(
            Line(_("Partners"), reverse("desk:partners")),
            Line(name, reverse("desk:partner", args=[record_id])),
        ),
    )


@desk(may=can_read_internal)
def brief_file(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """One file: `?version=public&language=sv&as=docx`; without any of them internal, the reader's language, PDF."""
    asked = request.GET
    version, kind = asked.get("version", INTERNAL), asked.get("as", PDF)
    language = asked.get("language", reading_language())
    if version not in VERSIONS or kind not in MAKERS or language not in LANGUAGE_NAMES:
        raise Http404
    material = _material(request, record_id, version, language)
    if material is None:
        raise Http404
    content = fitting(material, request.day, city=request.city, language=language)  # type: ignore[attr-defined]
    make, media_type = MAKERS[kind]
    name = f"{slugify(content['name']) or record_id}-{version}-{language}.{kind}"
    response = FileResponse(io.BytesIO(make(content)), as_attachment=True, filename=name, content_type=media_type)
    if content["noted"]:
        note_looks(
            by=request.by,  # type: ignore[attr-defined]
            record_ids=content["noted"],
            what=FILE,
            at=timezone.now(),
        )
    return response


def _material(request: HttpRequest, record_id: str, version: str, language: str) -> Material | None:
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    if version == PUBLIC:
        lead = Term(city.lead_months)
        return public_material(record_id, day, now=timezone.now(), lead=lead, language=language)
    return internal_material(record_id, day, by=by, city=city, language=language)


def fitting(material: Material, day: date, *, city: City, language: str) -> dict[str, Any]:
    """The brief with as much as two pages hold."""
    for room in ROOMS:
        content = brief_content(material, day, city=city, language=language, room=room)
        if pages_of(content) <= MOST_PAGES:
            break
    return content


def brief_address(record_id: str, version: str, language: str, kind: str) -> str:
    where = reverse("desk:partner-brief-file", args=[record_id])
    return f"{where}?{urlencode({'version': version, 'language': language, 'as': kind})}"
