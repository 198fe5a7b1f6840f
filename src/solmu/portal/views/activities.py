"""Activities: the calendar with the archive, and each activity's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.composing.activities import activities_page, activity_page
from solmu.portal.composing.listing import Asked
from solmu.portal.views.answering import answer, answer_record


@require_safe
def activities(request: HttpRequest, language: str, choice: str = "", page: str = "1") -> HttpResponse:
    asked = Asked(choice, int(page))
    return answer(request, language, "portal/activities.html", lambda reader: activities_page(reader, asked))


@require_safe
def activity(request: HttpRequest, language: str, record_id: str, slug: str) -> HttpResponse:
    return answer_record(request, language, "portal/activity.html", record_id, activity_page)
