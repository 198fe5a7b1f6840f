"""Pictures and documents as files. What is not published answers as if there were nothing."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from solmu.core.models import StoredFile
from solmu.portal.addresses import document_address, image_address
from solmu.registry.queries.documents import public_documents, public_image
from solmu.registry.rules.documents import PDF

SHOWN_IN_BROWSERS = frozenset({PDF, "image/png", "image/jpeg", "image/webp", "image/avif"})

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "public, no-cache"
"""A document may be withdrawn: nobody shows it without asking whether it is still there."""


@require_safe
def image(request: HttpRequest, record_id: str, mark: str, ending: str) -> HttpResponse:
    """The image of a published record, by the beginning of its SHA-256."""
    found = public_image(record_id)
    if found is None or request.path != image_address(record_id, found.file.sha256, found.file.media_type):
        raise Http404
    return _file(request, found.file, f"{record_id}.{ending}", FOR_EVER)


@require_safe
def document(request: HttpRequest, document_id: str, slug: str, ending: str) -> HttpResponse:
    """A published document of a published agreement; an old title in the address redirects."""
    found = public_documents().filter(pk=document_id).first()
    if found is None:
        raise Http404
    here = document_address(document_id, found.title, found.file.media_type)
    if request.path != here:
        return redirect(here, permanent=True)
    return _file(request, found.file, here.rsplit("/", 1)[1], ASK_EACH_TIME)


def _file(request: HttpRequest, stored: StoredFile, name: str, caching: str) -> HttpResponse:
    etag = f'"{stored.sha256}"'
    response: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        try:
            content = (Path(settings.MEDIA_ROOT) / stored.path).read_bytes()
        except FileNotFoundError:
            # `solmu doctor` tells of files that are lost; to a reader there is nothing.
            raise Http404 from None
        response = HttpResponse(content, content_type=stored.media_type)
        shown = "inline" if stored.media_type in SHOWN_IN_BROWSERS else "attachment"
        response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
        response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = caching
    return response
