"""The feedback form: what it keeps, what it refuses and how it says so, and that no other site sends it."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from solmu.core.city import current_city
from solmu.core.throttling import Throttle
from solmu.participation.models import Enquiry
from solmu.portal.views import feedback
from tests.portal.published import LANGUAGES
from tests.portal.test_urls import NOBODY, elements

OURS = {"sec-fetch-site": "same-origin"}
WRITTEN = {"kind": "accessibility", "message": "Kartta ei näy.", "about_page": "/fi/", "email": "lukija@example.org"}


@pytest.fixture(autouse=True)
def throttle(city: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Throttle]:
    fresh = Throttle(feedback.MOST_AN_HOUR, timedelta(hours=1))
    monkeypatch.setattr(feedback, "throttle", fresh)
    monkeypatch.setattr(feedback, "throttle_of_day", Throttle(feedback.MOST_OF_ONE_A_DAY, timedelta(days=1)))
    return fresh


def send(client: Client, language: str = "fi", headers: dict[str, str] | None = None, **written: str):
    return client.post(f"/{language}/feedback/", WRITTEN | written, headers=OURS if headers is None else headers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_sent_is_kept_and_thanked_for(client: Client, language: str) -> None:
    response = send(client, language)

    enquiry = Enquiry.objects.get()
    assert (response.status_code, response.headers["Location"]) == (303, f"/{language}/feedback/sent/{enquiry.pk}/")
    assert (enquiry.kind, enquiry.message, enquiry.page, enquiry.email, enquiry.language) == (
        "accessibility", "Kartta ei näy.", "/fi/", "lukija@example.org", language,
    )  # fmt: skip
    today = current_city().today()
    assert (enquiry.received_on, enquiry.due_on - today) == (today, timedelta(days=14))

    thanks = client.get(response.headers["Location"])
    assert thanks.status_code == 200
    assert enquiry.pk in thanks.content.decode()
    assert "no-store" in thanks.headers["Cache-Control"]
    assert not [
        word for word in WRITTEN.values() if word not in ("/fi/", "accessibility") and word in thanks.content.decode()
    ]
    assert not response.cookies
    assert not thanks.cookies


def test_thanks_for_nothing_are_not_found(client: Client) -> None:
    assert client.get(f"/fi/feedback/sent/{NOBODY}/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"message": " "}, "message", "Write your message."),
        ({"message": "a" * 4001}, "message", "Write at most 4000 characters. There are 4001."),
        ({"about_page": "a" * 501}, "about_page", "Write at most 500 characters. There are 501."),
        ({"email": "reader"}, "email", "This is not an e-mail address. Write for example name@example.org."),
        ({"website": "https://spam.example"}, "website", "Leave this field empty. It is there to keep machines out."),
    ],
    ids=["empty", "long", "long page", "no address", "trap"],
)
def test_what_is_wrong_is_said_at_the_top_and_beside_the_field(
    client: Client, wrong: dict[str, str], field: str, sentence: str
) -> None:
    response = send(client, "en", **wrong)

    page = html.unescape(response.content.decode())
    assert (response.status_code, Enquiry.objects.count()) == (200, 0)
    assert f'<a href="#{field}">{sentence}</a>' in page
    assert f'<p class="error" id="{field}-error">{sentence}</p>' in page
    (tag,) = re.findall(rf'<(?:input|textarea) id="{field}"[^>]*>', page)
    assert 'aria-invalid="true"' in tag
    assert f"{field}-error" in tag
    assert page.index("<title>Not sent yet") < page.index("summary")
    assert "no-store" in response.headers["Cache-Control"]


def test_what_was_typed_stays_as_it_was_typed(client: Client) -> None:
    message = '\n <b>Kartta</b> & "lista" '
    page = send(client, message=message, email="reader").content.decode()

    typed = page[page.index("<textarea") : page.index("</textarea>")].split(">\n", 1)[1]
    assert html.unescape(typed) == message
    assert '<input id="email" name="email" type="email" value="reader"' in page
    assert '<input type="radio" name="kind" value="accessibility" checked>' in page


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "https://testserver.evil.example"},
        {"referer": "https://evil.example/testserver/"},
        {"origin": "https://["},
    ],
    ids=str,
)
def test_another_site_cannot_send_the_form(client: Client, headers: dict[str, str]) -> None:
    response = send(client, headers=headers)

    assert (response.status_code, Enquiry.objects.count()) == (403, 0)
    assert "Kartta ei näy." in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        OURS,
        {"origin": "http://testserver"},
        {"origin": "https://testserver"},
        {"referer": "http://testserver/fi/feedback/"},
        {"origin": "https://ties.example.org"},
    ],
    ids=str,
)
def test_our_own_page_can(client: Client, settings, headers: dict[str, str]) -> None:
    settings.SITE_ADDRESS = "https://ties.example.org"

    assert send(client, headers=headers).status_code == 303


def test_one_address_sends_only_so_many_an_hour(client: Client) -> None:
    statuses = [send(client, message=f"{number}").status_code for number in range(feedback.MOST_AN_HOUR + 1)]

    assert statuses == [303] * feedback.MOST_AN_HOUR + [429]
    assert Enquiry.objects.count() == feedback.MOST_AN_HOUR
    other = client.post("/fi/feedback/", WRITTEN, headers=OURS, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 303


def test_one_address_does_not_use_up_the_day_of_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "throttle_of_day", Throttle(2, timedelta(days=1)))
    monkeypatch.setattr(feedback, "MOST_A_DAY", 3)
    answers = [send(client, "en", message=f"{number}") for number in range(4)]

    assert [answer.status_code for answer in answers] == [303, 303, 429, 429]
    assert "Too many messages have come today." in answers[-1].content.decode()
    assert client.post("/fi/feedback/", WRITTEN, headers=OURS, REMOTE_ADDR="192.0.2.7").status_code == 303


def test_wrong_forms_count_for_nothing(client: Client) -> None:
    for _ in range(feedback.MOST_AN_HOUR + 1):
        assert send(client, message="").status_code == 200
    assert send(client).status_code == 303


def test_flood_is_stopped_whoever_sends_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MOST_A_DAY", 2)
    statuses = [
        client.post("/fi/feedback/", WRITTEN, headers=OURS, REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(3)
    ]
    assert statuses == [303, 303, 429]


def test_form_is_the_same_for_every_reader(client: Client) -> None:
    first, second = (client.get("/fi/feedback/", headers={"referer": where}) for where in ("", "http://testserver/sv/"))

    assert first.content == second.content
    assert not first.cookies


def test_every_field_has_a_label(client: Client) -> None:
    page = elements(client, "/fi/feedback/")
    named = {attributes.get("for") for tag, attributes in page if tag == "label"}
    ids = {a.get("name"): a.get("id") for tag, a in page if tag in ("input", "textarea")}
    fields = {ids[name] for name in ("message", "about_page", "email", "website")}
    assert None not in fields
    assert fields <= named


def test_forged_and_throttled_messages_are_logged(client: Client, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        send(client, headers={"sec-fetch-site": "cross-site"})
        for _each in range(feedback.MOST_AN_HOUR + 1):
            send(client)

    assert [record.getMessage() for record in caplog.records if record.name == "solmu.security"] == [
        "form-refused account=- from=127.0.0.0/24 path=/fi/feedback/",
        "throttled account=- from=127.0.0.0/24 bound=enquiries-of-one",
    ]
