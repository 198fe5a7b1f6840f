"""The way from the demo to the desk: a link the first time, the sign-in page from then on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from solmu.cli.demo import OFFICER, way_in
from solmu.core.actions import add_account
from solmu.core.models import system_actor
from tests.portal import published

pytestmark = pytest.mark.sqlite


def test_link_opens_where_a_password_is_chosen_and_then_the_desk(db: None, instance: Path) -> None:
    published.found_city(instance)
    officer = add_account(by=system_actor(), email=OFFICER, role="officer", name="Example officer")

    path = way_in().split(" ")[0]
    page = Client().get(path, follow=True)
    officer.set_password("a long enough password")
    officer.save(update_fields=["password"])

    assert (page.status_code, page.text.count('type="password"') > 0) == (200, True)
    assert way_in() == f"/desk/ (sign in as {OFFICER})"
