"""What every kind of record has of pages, by kinds that say little and much of their own."""

from __future__ import annotations

import pytest
from django.http import Http404

from solmu.core.city import current_city
from solmu.desk.contacts.views import CONTACTS
from solmu.desk.institutions.organisations import ORGANISATIONS
from solmu.desk.stories.forms import StoryForm
from solmu.desk.stories.views import STORIES
from solmu.registry.actions.publicity import remove_record
from solmu.registry.actions.stories import add_story
from solmu.registry.models import Partnership
from solmu.registry.permissions import can_keep_record, can_read_contacts, can_read_internal
from tests.portal import published
from tests.registry import founding

pytestmark = pytest.mark.sqlite

BY = founding.BY


def test_each_view_asks_what_its_kind_says() -> None:
    views = ("list_view", "page_view", "new_view", "edit_view", "step_view")

    asked = {pages.kind: [getattr(pages, view).may for view in views] for pages in (STORIES, CONTACTS)}

    assert asked == {
        "story": [can_read_internal, can_read_internal, *[can_keep_record] * 3],
        "contact": [can_read_contacts, can_read_contacts, *[can_keep_record] * 3],
    }


def test_a_record_that_is_removed_or_unknown_has_no_page(city) -> None:
    story = add_story(by=BY, source=None, title="Title", text="Text")
    assert STORIES.row(story.pk) == story

    remove_record(by=BY, source=None, record=story.record, reason="Written twice.")

    for key in (story.pk, "zzzzzzzzzzzz"):
        with pytest.raises(Http404):
            STORIES.row(key)


def test_a_field_that_chooses_a_row_says_its_key_and_gives_the_row(city, officer, rf) -> None:
    published.add_partners(1, shared=False)
    tie = Partnership.objects.get()
    story = add_story(by=BY, source=None, title="Title", text="Text", partnership=tie)
    said = STORIES.initial(rf.get("/"), story)
    assert (said["partnership"], str(said["title"]), said["written"]) == (tie.pk, "Title", None)

    form = StoryForm({"title_fi": "x", "text_fi": "y", "partnership": tie.pk}, city=current_city(), by=officer)

    assert form.is_valid()
    assert STORIES.values(form, ["partnership", "written"]) == {"partnership": tie, "written": None}


def test_an_area_of_several_lists_leads_to_each_by_the_area() -> None:
    assert [line.href for line in ORGANISATIONS.crumbs()] == ["/desk/institutions/", "/desk/institutions/all/"]
