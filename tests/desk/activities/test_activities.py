"""Visits and events at the desk: seven fields, the outcome later, and who may."""

from __future__ import annotations

import pytest

from solmu.registry.models import Activity, Partnership
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


def test_visit_is_recorded_by_a_contributor_and_completed_later(example, contributor, desk_of) -> None:
    desk, tie = desk_of(contributor), Partnership.objects.order_by("pk").first()
    form = desk.get(f"/desk/activities/new/?partner={tie.pk}").text

    sent = desk.post(
        "/desk/activities/new/",
        {
            **hidden(form),
            "partnerships": [tie.pk],
            "kind": "visit",
            "title_fi": "Opettajavierailu",
            "starts": "3.9.2026",
            "ends": "5.9.2026",
            "direction": "out",
            "number": "12",
        },
    )

    assert sent.status_code == 302, sent.text
    visit = Activity.objects.get()
    address = f"/desk/activities/{visit.pk}/"
    assert (sent.status_code, sent.url) == (302, address)
    assert [row.number for row in visit.participants.all()] == [12]
    step = desk.get(f"{address}outcome/").text
    desk.post(f"{address}outcome/", {**hidden(step), "outcome_fi": "Sovittiin jatkosta."})
    assert "Sovittiin jatkosta." in desk.get(address).text


def test_line_that_is_no_count_is_named(example, officer, desk_of) -> None:
    desk, tie = desk_of(officer), Partnership.objects.order_by("pk").first()
    visit = Activity.objects.filter(pk=_visit(desk, tie)).get()
    address = f"/desk/activities/{visit.pk}/edit/"
    fields = {"kind": "visit", "title_fi": "Vierailu", "starts": "2026", "partnerships": [tie.pk]}

    answer = desk.post(address, {**hidden(desk.get(address).text), **fields, "participants": "12 pupils FI\nmany"})

    assert answer.status_code == 422
    assert "“many” does not begin with a number" in answer.text


def test_reader_may_not_record(example, reader, desk_of) -> None:
    assert desk_of(reader).get("/desk/activities/new/").status_code == 403


def _visit(desk, tie) -> str:
    form = desk.get("/desk/activities/new/").text
    fields = {"kind": "visit", "title_fi": "Vierailu", "starts": "2026", "partnerships": [tie.pk]}
    return desk.post("/desk/activities/new/", {**hidden(form), **fields}).url.split("/")[-2]
