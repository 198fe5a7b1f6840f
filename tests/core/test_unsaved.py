"""What the desk remembers of forms, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from solmu.core.actions import add_account
from solmu.core.models import Account, SentForm, UnsavedWork, system_actor
from solmu.core.unsaved import forget_unsaved, keep_unsaved, once

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def anna(db: None) -> Account:
    return add_account(by=system_actor(), email="anna@example.org", role="officer")


def test_unsaved_work_waits_for_two_weeks(anna: Account) -> None:
    for key, days in (("old", 15), ("new", 13)):
        keep_unsaved(by=anna, key=key, values={"a": ["x"]}, base={}, at=NOW - timedelta(days=days))
        once(by=anna, token=key, at=NOW - timedelta(days=days), carry_out=lambda: "/")

    assert forget_unsaved(at=NOW) == 1

    assert [row.key for row in UnsavedWork.objects.all()] == ["new"]
    assert [row.token for row in SentForm.objects.all()] == ["new"]


def test_what_a_form_raises_lets_it_be_sent_again(anna: Account) -> None:
    def refuse() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once(by=anna, token="one", at=NOW, carry_out=refuse)

    assert once(by=anna, token="one", at=NOW, carry_out=lambda: "/done/") == "/done/"
    assert once(by=anna, token="one", at=NOW, carry_out=refuse) == "/done/"
