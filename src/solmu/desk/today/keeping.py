"""Keeping the day's matters after what was written at the desk, so that the page that comes next need not find them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from solmu.core.city import current_city
from solmu.desk.signing_in.middleware import is_desk
from solmu.stewardship.actions.keeping_matters import keep_matters_if_free

Answering = Callable[[HttpRequest], HttpResponse]


def kept_matters(get_response: Answering) -> Answering:
    """A middleware: whatever a form of the desk has changed is in the matters before its answer goes out."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and is_desk(request):
            keep_matters_if_free(at=timezone.now(), city=current_city())
        return response

    return answer
