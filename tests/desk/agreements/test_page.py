"""An agreement's page and the steps of its life, each taken by its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from solmu.core.models import system_actor
from solmu.registry.actions.agreements import review_agreement
from solmu.registry.models import Agreement, Commitment, Partnership
from tests.desk.agreements.conftest import signed
from tests.desk.reading import hidden
from tests.registry import founding
from tests.registry.founding import on

pytestmark = pytest.mark.sqlite

MOST_QUERIES = 15


@pytest.fixture
def take(officer, desk_of) -> Callable[..., Any]:
    """Opens a step's form as the officer and sends it."""
    desk: Client = desk_of(officer)

    def taken(row: Agreement, verb: str, **fields: Any) -> Any:
        address = f"/desk/agreements/{row.pk}/{verb}/"
        return desk.post(address, {**hidden(desk.get(address).text), **fields})

    return taken


def draft(tie: Partnership, desk: Client, **fields: Any) -> Agreement:
    form = desk.get("/desk/agreements/new/").text
    sent = {"partnerships": [tie.pk], "kind": "letter_of_intent", **fields}
    answer = desk.post("/desk/agreements/new/", {**hidden(form), **sent})
    assert answer.status_code == 302
    return Agreement.objects.exclude(stage="").get()


def test_page_asks_as_much_for_one_of_everything_as_for_three(running, officer, desk_of) -> None:
    desk, by, asked = desk_of(officer), system_actor(), []
    for days in (("2025",), ("2025-06", "2026-03")):
        for day in days:
            review_agreement(by=by, source=None, agreement=running, on=on(day), outcome="x")
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(f"/desk/agreements/{running.pk}/").text
        asked.append(len(queries))
    assert page.count("Reviewed") == 3
    assert asked[0] == asked[1]
    assert asked[0] <= MOST_QUERIES


def test_draft_is_negotiated_approved_and_signed_by_both(tie, officer, desk_of, take) -> None:
    made = draft(tie, desk_of(officer), valid_from="1.1.2026", valid_until="31.12.2029", title_fi="Aie <b>")

    take(made, "negotiate")
    refused = take(made, "approve")
    take(made, "approve", organ="Board", decided="3.2.2026", section="§ 12")
    for party in made.parties.all():
        assert take(made, "sign", party=party.organisation_id, on="5.3.2026", signatory="M. Meri").status_code == 302

    made.refresh_from_db()
    assert refused.status_code == 422
    assert (made.stage, str(made.signed), str(made.approved_by)) == ("", "2026-03-05", "Board 2026-02-03 § 12")
    page = desk_of(officer).get(f"/desk/agreements/{made.pk}/").text
    assert f'<a href="/desk/decisions/{made.approved_by_id}/">Board 3' in page
    assert "Aie &lt;b&gt;" in page
    assert "M. Meri" in page


def test_steps_are_offered_as_the_state_allows(tie, running, officer, desk_of) -> None:
    desk = desk_of(officer)
    made = draft(tie, desk)

    def offered(row: Agreement) -> set[str]:
        page = desk.get(f"/desk/agreements/{row.pk}/").text
        verbs = ("sign", "approve", "suspend", "resume", "terminate", "abandon", "renew", "withdraw-termination")
        return {verb for verb in verbs if f"/desk/agreements/{row.pk}/{verb}/" in page}

    assert offered(made) == {"approve", "abandon"}
    assert offered(running) == {"suspend", "terminate", "renew"}


def test_notice_is_given_and_taken_back(running, take) -> None:
    giver = running.parties.first()

    take(running, "give-notice", given_by=giver.organisation_id, given_on="1.2.2026", effective_on="1.9.2026")
    notice = running.notices.get()
    take(running, "withdraw-notice", notice=notice.pk)

    assert str(notice.effective_on) == "2026-09-01"
    assert not running.notices.exists()


def test_suspension_begins_ends_and_is_taken_back(running, take) -> None:
    take(running, "suspend", on="1.2.2026", reason_fi="Syy")
    take(running, "resume", on="1.5.2026")
    row = running.suspensions.get()
    assert str(row.suspended_until) == "2026-04-30"

    take(running, "withdraw-suspension", suspension=row.pk)

    assert not running.suspensions.exists()


def test_termination_needs_a_reason_and_can_be_taken_back(running, take) -> None:
    assert take(running, "terminate", on="1.6.2026").status_code == 422
    take(running, "terminate", on="1.6.2026", reason_fi="Syy")
    running.refresh_from_db()
    assert str(running.terminated_on) == "2026-06-01"

    take(running, "withdraw-termination")

    running.refresh_from_db()
    assert running.terminated_on is None


def test_amendment_and_extension_move_the_end(running, officer, desk_of, take) -> None:
    take(running, "amend", wording_fi="Uusi loppu", on="1.1.2026", until="31.12.2033")
    take(running, "extend", until="until further notice", on="1.2.2026")

    assert [str(row.valid_until) for row in running.amendments.all()] == ["2033-12-31", ".."]
    page = desk_of(officer).get(f"/desk/agreements/{running.pk}/").text
    assert "Uusi loppu" in page


def test_successor_is_drafted_and_abandoned(running, take) -> None:
    take(running, "succeed", kind=running.kind, title_fi="Seuraaja", valid_from="1.1.2032")
    running.refresh_from_db()
    successor = running.successor_draft
    assert (successor.stage, str(successor.valid_from)) == ("draft", "2032-01-01")

    take(successor, "abandon", reason="Nothing came of it.")

    running.refresh_from_db()
    assert running.successor_draft is None


def test_agreement_is_replaced_by_another(tie, running, take) -> None:
    other = signed(tie, "2026-01-01", title="Next")

    take(running, "replace", successor=other.pk)

    running.refresh_from_db()
    assert running.replaced_by == other


def test_commitment_is_added_and_recorded_as_met(running, take) -> None:
    take(running, "commit", text_fi="Raportti", due_on="31.1.2026", every_months="12")
    commitment = Commitment.objects.get()

    take(running, "fulfil", commitment=f"{commitment.pk} 2026-01-31", done_on="20.1.2026")

    assert [(str(row.due_on), str(row.done_on)) for row in commitment.fulfilments.all()] == [
        ("2026-01-31", "2026-01-20")
    ]


def test_title_dates_and_terms_are_changed_in_one_form(running, officer, desk_of) -> None:
    desk, address = desk_of(officer), f"/desk/agreements/{running.pk}/edit/"
    sent = {"title_sv": "Avtalet", "signed": "15.1.2024", "valid_from": "15.1.2024", "valid_until": "2032"}

    desk.post(address, {**hidden(desk.get(address).text), **sent, "notice_months": "6", "review_on": "2027"})

    running.refresh_from_db()
    assert (running.title.data, str(running.valid_until), running.notice_months, str(running.review_on)) == (
        {"sv": "Avtalet"},
        "2032",
        6,
        "2027",
    )


def test_double_click_on_a_step_does_it_once(running, officer, desk_of) -> None:
    desk, address = desk_of(officer), f"/desk/agreements/{running.pk}/review/"
    sent = {**hidden(desk.get(address).text), "on": "1.10.2026", "outcome_fi": "Hyvä"}

    answers = [desk.post(address, sent).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert running.reviews.count() == 1


def test_party_of_another_agreement_is_refused_in_a_sentence(tie, running, take) -> None:
    source = founding.page()
    stranger = founding.city(source, founding.place(source, "Narva"), "Narva")

    answer = take(running, "give-notice", given_by=stranger.pk, given_on="1.2.2026")

    assert answer.status_code == 422
    assert not running.notices.exists()
