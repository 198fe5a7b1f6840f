"""Figures, and each as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from solmu.portal.composing.figures import figure_file, figures_page
from solmu.portal.views.answering import answer, reader_of


@require_safe
def figures(request: HttpRequest, language: str) -> HttpResponse:
    return answer(request, language, "portal/figures.html", figures_page)


@require_safe
def figure(request: HttpRequest, language: str, key: str, form: str) -> HttpResponse:
    """A figure to keep: its numbers as CSV or its drawing as SVG."""
    with override(language):
        file = figure_file(reader_of(request, language), key, form)
    if file is None:
        raise Http404
    response = HttpResponse(file.text, content_type=f"{file.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["Content-Language"] = language
    return response
