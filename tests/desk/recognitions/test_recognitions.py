"""Recognitions at the desk: the list, a page, adding, changing and publishing one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.registry.models import Recognition
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


def send(desk, address: str, **fields):
    return desk.post(address, {**hidden(desk.get(address).text), **fields})


GIVEN = {
    "title_fi": "Kunniapalkinto",
    "title_sv": "Hederspris",
    "awarded": "1998",
    "giver_as_written": "Neuvosto <i>x</i>",
    "earlier_recipients": "Ensimmäinen\n\n  Toinen ",
}


def earlier(found: Recognition) -> list[str]:
    return [row.name for row in found.earlier_recipients.all()]


def test_recognition_is_added_changed_and_published(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    assert "No recognition is recorded yet." in desk.get("/desk/recognitions/").text

    sent = send(desk, "/desk/recognitions/new/", **GIVEN, recipient=city.pk)

    found = Recognition.objects.get()
    assert (sent.url, earlier(found)) == (f"/desk/recognitions/{found.pk}/", ["Ensimmäinen", "Toinen"])
    page = desk.get(sent.url).text
    assert "Neuvosto &lt;i&gt;x&lt;/i&gt;" in page
    assert desk.get(f"/desk/records/{found.pk}/page/").url == sent.url

    send(desk, f"{sent.url}edit/", **{**GIVEN, "earlier_recipients": "Toinen"}, recipient="")
    send(desk, f"/desk/records/{found.pk}/do/publish/")

    found = Recognition.objects.select_related("record").get()
    assert (earlier(found), found.recipient, found.record.is_published) == (["Toinen"], None, True)
    assert "Hederspris" in desk.get(sent.url).text


def test_title_is_asked_for_and_nothing_typed_is_lost(city, officer, desk_of) -> None:
    answer = send(desk_of(officer), "/desk/recognitions/new/", awarded="31.2.1998", giver_as_written="Neuvosto")

    assert answer.status_code == 422
    assert "2 things need to be put right" in answer.text
    assert 'value="Neuvosto"' in answer.text


def test_list_and_page_ask_as_much_of_three_as_of_one(city, officer, reader, desk_of) -> None:
    desk, other, counts = desk_of(officer), desk_of(reader), []
    for number in (1, 2):
        for index in range(number):
            send(desk, "/desk/recognitions/new/", **{**GIVEN, "title_fi": f"Palkinto {number}{index}"})
        for address in ("", f"{Recognition.objects.order_by('pk').first().pk}/"):
            other.get(f"/desk/recognitions/{address}")
            with CaptureQueriesContext(connection) as asked:
                assert other.get(f"/desk/recognitions/{address}").status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 15
    assert other.get("/desk/recognitions/new/").status_code == 403
