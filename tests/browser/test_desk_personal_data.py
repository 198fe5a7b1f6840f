"""A person asks for their data, and then to be forgotten: found over the whole record, taken out, erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from i18nfield.strings import LazyI18nString
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from solmu.core.audit import chain_faults
from solmu.core.models import Account, AuditValue, Source, system_actor
from solmu.core.terms import Term
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.contacts import add_contact
from solmu.registry.models import Activity, Contact, Organisation, Partnership

NAME = "Kanaria Kelluvainen"


def test_person_is_found_told_and_forgotten(
    page: Page,
    example_city: None,
    live_server: LiveServer,
    enter: Callable[..., Account],
    violations: Callable[..., list[str]],
    complaints: list[str],
    tmp_path: Path,
) -> None:
    given = {"by": system_actor(), "source": Source.objects.first()}
    person = add_contact(
        organisation=Organisation.objects.get(is_home=True), name=NAME, purpose="School exchanges",
        day=date(2026, 11, 1), keep_for=Term(24), **given,
    )  # fmt: skip
    visit = add_activity(
        kind="visit", title=LazyI18nString({"en": "Visit"}), outcome=LazyI18nString({"en": f"{NAME} received us."}),
        partnerships=[Partnership.objects.first()], **given,
    )  # fmt: skip
    enter(page.context, "administrator")
    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("link", name="Personal data").click()
    page.get_by_label("Name").fill("kelluvainen kanaria")
    page.get_by_role("button", name="Look for").click()
    assert violations(page) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="As JSON").click()
    taken.value.save_as(tmp_path / "data.json")
    told = json.loads((tmp_path / "data.json").read_text("utf-8"))
    assert {"field": "Name", "text": NAME} in told["found"][0]["says"]

    page.get_by_role("button", name="See what an erasure would do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What an erasure would do")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Contact.objects.get(pk=person.pk).name == NAME
    page.get_by_role("button", name="Erase for good").click()
    expect(page.locator(".notice.success")).to_be_visible()

    assert Contact.objects.get(pk=person.pk).name == ""
    assert Activity.objects.get(pk=visit.pk).outcome.data == {"en": "[…] received us."}
    assert NAME not in str(list(AuditValue.objects.values_list()))
    assert list(chain_faults()) == []
    page.get_by_label("Name").fill(NAME)
    page.get_by_role("button", name="Look for").click()
    expect(page.locator("main .empty")).to_contain_text("Nothing is kept of such a person.")
    assert complaints == []
