"""Stories at the desk, from the empty list to a change that two people make."""

from __future__ import annotations

import pytest

from solmu.registry.models import Story
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


def test_story_is_written_and_changed(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    assert "No story has been written yet" in desk.get("/desk/stories/").text
    form = desk.get("/desk/stories/new/")

    sent = desk.post(
        "/desk/stories/new/",
        {**hidden(form.text), "title_fi": "Otsikko", "text_fi": "Teksti <b>x</b>", "written": "syyskuu 2025"},
    )

    story = Story.objects.get()
    assert (sent.status_code, sent.url) == (302, f"/desk/stories/{story.pk}/")
    page = desk.get(sent.url).text
    assert "Otsikko" in page
    assert "Teksti &lt;b&gt;x&lt;/b&gt;" in page
    assert "September 2025" in page


def test_form_sent_twice_is_carried_out_once(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    sent = {**hidden(desk.get("/desk/stories/new/").text), "title_fi": "Title", "text_fi": "Text"}

    first, second = desk.post("/desk/stories/new/", sent), desk.post("/desk/stories/new/", sent)

    assert first.url == second.url
    assert Story.objects.count() == 1


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    sent = {**hidden(desk.get("/desk/stories/new/").text), "title_fi": "Title", "written": "31.2.2025"}

    answer = desk.post("/desk/stories/new/", sent)

    assert answer.status_code == 422
    assert "2 things need to be put right" in answer.text
    assert 'value="31.2.2025"' in answer.text
    again = desk.get("/desk/stories/new/").text
    assert 'value="Title"' in again
    assert "It was kept for you" in again
