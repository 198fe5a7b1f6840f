"""Decisions at the desk: the list, a page with what rests on it, recording and changing one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.registry.models import Agreement, Decision
from tests.desk.reading import hidden
from tests.portal import published

pytestmark = pytest.mark.sqlite

GIVEN = {"organ": "Neuvosto <b>x</b>", "decided": "3.2.2026", "section": "§ 12", "case_id": "RAN/1/2026"}


def send(desk, to: str, **fields):
    return desk.post(to, {**hidden(desk.get(to).text), **fields})


def test_decision_is_recorded_once_and_changed(city, officer, desk_of) -> None:
    desk = desk_of(officer)
    sent = send(desk, "/desk/decisions/new/", **GIVEN)
    found = Decision.objects.get()
    assert sent.url == f"/desk/decisions/{found.pk}/"
    assert "Neuvosto &lt;b&gt;x&lt;/b&gt;" in desk.get(sent.url).text
    assert desk.get(f"/desk/records/{found.pk}/page/").url == sent.url

    again = send(desk, "/desk/decisions/new/", **GIVEN)
    assert (again.status_code, Decision.objects.count()) == (422, 1)
    assert "This decision is recorded already" in again.text
    assert send(desk, f"{sent.url}edit/", **{**GIVEN, "decided": "", "address": "ei"}).status_code == 422
    send(desk, f"{sent.url}edit/", **{**GIVEN, "section": "§ 13"}, address="https://example.org/13")

    found.refresh_from_db()
    assert (found.section, str(found.decided), found.address) == ("§ 13", "2026-02-03", "https://example.org/13")


def test_page_tells_what_rests_on_it_and_asks_as_much_of_three_as_of_one(city, officer, desk_of) -> None:
    desk, counts = desk_of(officer), []
    send(desk, "/desk/decisions/new/", **GIVEN)
    found = Decision.objects.get()
    for number in (1, 3):
        if number == 1:
            published.add_partners(3, shared=False)
        agreements = list(Agreement.objects.order_by("pk")[:number])
        Agreement.objects.filter(pk__in=[row.pk for row in agreements]).update(approved_by=found)
        for address in ("", f"{found.pk}/"):
            desk.get(f"/desk/decisions/{address}")
            with CaptureQueriesContext(connection) as asked:
                page = desk.get(f"/desk/decisions/{address}").text
            counts.append(len(asked))
        assert [row.pk for row in agreements if f"/desk/records/{row.pk}/page/" not in page] == []
    assert counts[:2] == counts[2:]
    assert max(counts) <= 15


def test_reader_changes_nothing(city, officer, reader, desk_of) -> None:
    send(desk_of(officer), "/desk/decisions/new/", **GIVEN)
    found, desk = Decision.objects.get(), desk_of(reader)

    assert "Record a decision" not in desk.get("/desk/decisions/").text
    for address in ("new/", f"{found.pk}/edit/"):
        assert desk.get(f"/desk/decisions/{address}").status_code == 403
