"""Today: what needs somebody, the one button, waiting and giving."""

from __future__ import annotations

from datetime import timedelta

import pytest

from solmu.core.city import current_city
from solmu.stewardship.models import MatterAssignment, MatterSnooze
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


def test_expired_memorandum_stands_first_with_its_button(example, officer, desk_of) -> None:
    page = desk_of(officer).get("/desk/").text

    overdue, tidy_up = page.index("Overdue"), page.index("To be tidied up")
    assert overdue < page.index("It was in force until 2019") < tidy_up
    assert page.count("button primary") == 1


def test_matter_waits_for_a_reason_and_is_woken(example, officer, desk_of) -> None:
    desk = desk_of(officer)
    address = _address(desk.get("/desk/").text, "wait")

    refused = desk.post(address, {**hidden(desk.get(address).text), "until": "2026", "reason": "Odottaa"})
    desk.post(address, {**hidden(desk.get(address).text), "until": "24.12.2099", "reason": "Odottaa"})
    assert refused.status_code == 422
    assert not MatterSnooze.objects.exists()

    soon = current_city().today() + timedelta(days=20)
    until = f"{soon.day}.{soon.month}.{soon.year}"
    done = desk.post(address, {**hidden(desk.get(address).text), "until": until, "reason": "Odottaa"})

    assert done.status_code == 302
    assert "It was in force until 2019" not in desk.get("/desk/").text
    desk.post(address, {"wake": "1"})
    assert "It was in force until 2019" in desk.get("/desk/").text


def test_matter_is_given_to_somebody(example, officer, contributor, desk_of) -> None:
    desk = desk_of(officer)
    address = _address(desk.get("/desk/").text, "give")

    desk.post(address, {**hidden(desk.get(address).text), "account": contributor.pk})

    assert MatterAssignment.objects.get().account == contributor
    assert 'Mine <span class="nr">1</span>' in desk_of(contributor).get("/desk/").text


def test_matter_that_is_gone_answers_404(example, officer, desk_of) -> None:
    assert desk_of(officer).get("/desk/matters/review_due/bcdfghjkmnpq/-/wait/").status_code == 404


def _address(page: str, verb: str) -> str:
    end = page.index(f"/{verb}/")
    return page[page.rindex('"', 0, end) + 1 : end] + f"/{verb}/"
