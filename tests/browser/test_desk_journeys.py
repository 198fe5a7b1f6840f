"""Journeys through the desk: what somebody comes to do, from the first page to the end.

Others stand with what they are about: an expired memorandum is renewed, signed and seen on the portal
(test_desk_agreements), a page is dropped and reviewed by keyboard (test_desk_intake).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from solmu.core.audit import chain_faults
from solmu.core.models import Account, AuditValue, Source, system_actor
from solmu.core.terms import Term
from solmu.registry.actions.contacts import add_contact
from solmu.registry.models import Activity, Agreement, Contact, Organisation

Enter = Callable[..., Account]
NAME = "Kanaria Kelluvainen"


@pytest.fixture
def site(example_city: None, live_server: LiveServer) -> str:
    """The address of the example city."""
    return str(live_server.url)


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A colleague's browser."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def telephone(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone, held upright and touched."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    yield context
    context.close()


def test_teacher_records_a_visit_on_a_telephone(
    telephone: BrowserContext, site: str, enter: Enter, violations: Callable[..., list[str]]
) -> None:
    enter(telephone, "contributor", language="fi")
    page = telephone.new_page()
    page.goto(f"{site}/desk/")
    page.get_by_role("link", name="Kirjaa vierailu").tap()

    expect(page.locator("form.letter .field")).to_have_count(7)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Tallenna").tap()
    expect(page.locator(".summary")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Shanghai").tap()
    page.get_by_label("Laji").select_option(label="Vierailu")
    page.get_by_label("suomi").fill("Lukion kuoro Shanghaissa")
    page.get_by_label("Ensimmäinen päivä").fill("syyskuu 2026")
    page.get_by_label("Suunta").select_option(index=1)
    page.get_by_label("Osallistujien määrä").fill("24")
    page.get_by_role("button", name="Tallenna").tap()

    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lukion kuoro Shanghaissa")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    visit = Activity.objects.get()
    assert (visit.record.is_published, visit.starts.year, visit.starts.month) == (False, 2026, 9)


def test_two_officers_change_one_agreement_at_once(
    page: Page, other: Page, site: str, enter: Enter, violations: Callable[..., list[str]]
) -> None:
    agreement = Agreement.objects.get(kind="sister_city_agreement")
    address = f"{site}/desk/agreements/{agreement.pk}/edit/"
    for each, name in ((page, "Anna"), (other, "Boris")):
        enter(each.context, "officer", name=name)
        each.goto(address)
    expect(other.locator("[data-others]")).to_contain_text("Anna")

    # Different fields: both stay, and a text in another language is another field.
    page.get_by_label("Swedish").fill("Vänortsavtalet")
    page.get_by_label("Notice, in months").fill("6")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice.success")).to_be_visible()
    other.get_by_label("Finnish").fill("Ystävyyssopimus")
    other.get_by_label("What the document calls itself").fill("sopimus")
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".notice.success")).to_be_visible()
    agreement.refresh_from_db()
    assert (agreement.title.data["fi"], agreement.title.data["sv"]) == ("Ystävyyssopimus", "Vänortsavtalet")
    assert (agreement.notice_months, agreement.kind_as_written) == (6, "sopimus")

    # The same field: the second is told, and decides.
    for each in (page, other):
        each.goto(address)
    page.get_by_label("Notice, in months").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice.success")).to_be_visible()
    other.get_by_label("Notice, in months").fill("12")
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".conflicts")).to_contain_text("3")
    expect(other.get_by_label("Notice, in months")).to_have_value("12")
    assert violations(other) == []
    agreement.refresh_from_db()
    assert agreement.notice_months == 3
    other.get_by_label("Save mine in place of theirs").check()
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".notice.success")).to_be_visible()
    agreement.refresh_from_db()
    assert agreement.notice_months == 12


def test_auditor_finds_who_changed_a_date(page: Page, other: Page, site: str, enter: Enter) -> None:
    agreement = Agreement.objects.get(kind="sister_city_agreement")
    enter(other.context, "officer", name="Anna")
    other.goto(f"{site}/desk/agreements/{agreement.pk}/edit/")
    other.get_by_label("Signed").fill("5.9.1998")
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".notice.success")).to_be_visible()

    enter(page.context, "auditor")
    page.goto(f"{site}/desk/")
    page.keyboard.press("/")
    page.keyboard.type("Shanghai")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sister-city agreement").first.click()
    page.get_by_role("link", name="History").click()
    newest = page.locator(".entries > li").first
    expect(newest).to_contain_text("Anna")
    change = newest.locator("dl > div", has_text="Signed on")
    expect(change.locator("ins")).to_have_text("5 September 1998")
    expect(change.locator("del")).to_have_text("1998")
    assert page.get_by_role("link", name="Give the former value back").count() == 0

    page.get_by_role("link", name="Change log").click()
    page.get_by_label("Who").select_option(label="Anna")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr").first).to_contain_text("sister-city agreement")


def test_administrator_erases_a_person_and_the_chain_still_holds(
    page: Page, site: str, enter: Enter, violations: Callable[..., list[str]], complaints: list[str]
) -> None:
    person = add_contact(
        by=system_actor(), source=Source.objects.first(), organisation=Organisation.objects.get(is_home=True),
        name=NAME, email="kanaria@example.org", purpose="School exchanges", day=date(2026, 11, 1), keep_for=Term(24),
    )  # fmt: skip
    enter(page.context, "administrator")
    page.goto(f"{site}/desk/contacts/")
    page.get_by_role("link", name=NAME).click()
    page.locator(".steps").get_by_role("link", name="Erase").click()
    assert violations(page) == []
    page.get_by_label("Legal ground").select_option(index=1)
    page.locator("form.letter").get_by_role("button").click()
    expect(page.locator(".notice.success")).to_be_visible()
    assert NAME not in page.content()
    assert Contact.objects.get(pk=person.pk).name == ""
    assert NAME not in str(list(AuditValue.objects.values_list()))

    page.get_by_role("link", name="Change log").click()
    expect(page.locator("tbody")).to_contain_text("Contact person erased")
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.locator("main")).to_contain_text("The chain holds from the first entry to the last.")
    assert list(chain_faults()) == []
    page.get_by_role("searchbox").first.fill("Kanaria")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_have_text("Nothing has such a name.")
    assert complaints == []
