"""Kept files, answered to somebody at the desk: what browsers show opens in them, all else is kept."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from solmu.core.models import StoredFile
from solmu.core.security_log import name_of_page, tell

PDF = "application/pdf"
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/avif"})
SHOWN_IN_BROWSERS = PICTURES | {PDF}

TOO_LARGE = "too_large"
"""What a form's error about a file is called, so that the log of safety learns of it."""

SANDBOX = "sandbox; default-src 'none'"
"""A file may hold anything, and does nothing in the desk's own name."""

PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Browsers show no PDF inside a sandbox; of a PDF they run nothing in the page's own name."""


def tell_refused_file(request: HttpRequest, why: str) -> None:
    """Log that a file was not taken: why, from whom and at which page; nothing of the file, not its name either."""
    tell("file-refused", request, account=request.by.pk, page=name_of_page(request), why=why)  # type: ignore[attr-defined]


def answer_file(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    """The file; `?keep=1` keeps any. 404 where its bytes are gone, which is a matter of its own."""
    try:
        content = (Path(settings.MEDIA_ROOT) / stored.path).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    opens = stored.media_type in SHOWN_IN_BROWSERS and "keep" not in request.GET
    response = HttpResponse(content, content_type=stored.media_type)
    disposition = content_disposition_header(not opens, stored.name)
    response.headers["Content-Disposition"] = disposition or ("inline" if opens else "attachment")
    response.headers["Content-Security-Policy"] = PDF_POLICY if stored.media_type == PDF and opens else SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
