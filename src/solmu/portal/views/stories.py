"""Stories: the list and each story's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from solmu.portal.composing.listing import Asked
from solmu.portal.composing.stories import stories_page, story_page
from solmu.portal.views.answering import answer, answer_record


@require_safe
def stories(request: HttpRequest, language: str, choice: str = "", page: str = "1") -> HttpResponse:
    asked = Asked(choice, int(page))
    return answer(request, language, "portal/stories.html", lambda reader: stories_page(reader, asked))


@require_safe
def story(request: HttpRequest, language: str, record_id: str, slug: str) -> HttpResponse:
    return answer_record(request, language, "portal/story.html", record_id, story_page)
