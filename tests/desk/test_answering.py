"""What every page of the desk does with refusals and unexpected errors, and what the log is told of them."""

from __future__ import annotations

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from solmu.config import urls
from solmu.core.throttling import Throttle
from solmu.desk import answering, listing
from solmu.desk.answering import desk
from solmu.registry.models import Story
from solmu.registry.permissions import can_read_internal
from tests.desk.reading import hidden
from tests.desk.signing_in.at_the_door import security

pytestmark = pytest.mark.sqlite


@desk(may=can_read_internal)
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("SELECT secret FROM account")


urlpatterns = [path("desk/broken/", broken), *urls.urlpatterns]
handler429 = urls.handler429


def test_a_refused_permission_is_logged_by_id_and_page(city, reader, desk_of, caplog) -> None:
    desk = desk_of(reader)

    with caplog.at_level(logging.INFO, logger="solmu.security"):
        page, step = desk.get("/desk/stories/new/"), desk.get("/desk/contacts/?q=Kanaria")

    assert (page.status_code, step.status_code) == (403, 403)
    assert security(caplog) == [
        f"refused account={reader.pk} from=127.0.0.0/24 role=reader page=desk:new-story",
        f"refused account={reader.pk} from=127.0.0.0/24 role=reader page=desk:contacts",
    ]


def test_a_form_that_no_page_of_ours_gave_is_logged(city, officer, desk_of, caplog) -> None:
    desk = desk_of(officer)
    sealed = hidden(desk.get("/desk/stories/new/").text)

    with caplog.at_level(logging.INFO, logger="solmu.security"):
        desk.post("/desk/stories/new/", {"title_fi": "Kanaria"})
        desk.post("/desk/stories/new/", {**sealed, "title_fi": "Kanaria", "partnership": "bcdfghjkmnpq"})
        desk.post("/desk/keep/", {"form_of": "x"})

    line = f"form-not-ours account={officer.pk} from=127.0.0.0/24 page=desk:"
    assert security(caplog) == [f"{line}new-story", f"{line}new-story", f"{line}keep"]


def test_what_no_key_types_is_left_out(city, officer, desk_of) -> None:
    desk, address = desk_of(officer), "/desk/stories/new/"

    desk.post(address, {**hidden(desk.get(address).text), "title_fi": "Ka\x00naria", "text_fi": "\x00Teksti"})

    story = Story.objects.get()
    assert (story.title.data, story.text.data) == ({"fi": "Kanaria"}, {"fi": "Teksti"})


def test_an_account_that_sends_more_than_hands_can_is_held_back(city, officer, desk_of, monkeypatch, caplog) -> None:
    monkeypatch.setattr(answering, "throttle", Throttle(2, answering.WITHIN))
    desk = desk_of(officer)

    with caplog.at_level(logging.INFO, logger="solmu.security"):
        answers = [desk.post("/desk/keep/", {"form_of": "x"}) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert "Try again in ten minutes." in answers[-1].text
    assert security(caplog)[-1] == f"throttled account={officer.pk} from=127.0.0.0/24 bound=desk:keep"


def test_lists_are_not_fetched_as_files_without_end(city, officer, desk_of, monkeypatch) -> None:
    monkeypatch.setattr(listing, "throttle", Throttle(1, answering.WITHIN))
    desk = desk_of(officer)

    assert [desk.get("/desk/stories/?as=csv").status_code for _each in range(2)] == [200, 429]
    assert desk.get("/desk/stories/").status_code == 200


@pytest.mark.urls(__name__)
def test_an_unexpected_error_tells_the_reader_nothing_of_itself(city, officer, desk_of, caplog) -> None:
    client: Client = desk_of(officer)
    client.raise_request_exception = False

    answer = client.get("/desk/broken/")

    assert answer.status_code == 500
    assert [word for word in ("ZeroDivision", "SELECT", "Traceback", "test_answering") if word in answer.text] == []
    assert [(record.name, record.levelname) for record in caplog.records if record.exc_info] == [
        ("django.request", "ERROR")
    ]


def test_mistyped_address_is_told_within_the_frame_to_who_is_signed_in(city, reader, desk_of) -> None:
    inside, outside = desk_of(reader).get("/desk/agreementz/"), Client().get("/desk/agreementz/")

    assert [answer.status_code for answer in (inside, outside)] == [404, 404]
    assert ['href="/desk/agreements/"' in answer.text for answer in (inside, outside)] == [True, False]
    assert desk_of(reader).get("/desk/agreements").headers["Location"] == "/desk/agreements/"
