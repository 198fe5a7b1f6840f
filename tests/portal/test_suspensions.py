"""Suspensions of an agreement: drawn and told on its own page, its partner's and in the register."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.registry.actions.agreements import suspend_agreement
from solmu.registry.models import Agreement, Organisation, Partnership
from tests.portal.test_lists import partner
from tests.portal.test_pages import plain, words_of
from tests.registry import founding
from tests.registry.founding import BY, end, on

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls


@pytest.fixture
def tartu(city: Organisation) -> Partnership:
    return partner("Tartu", "EE")


def suspended(tie: Partnership, *periods: tuple[str, str], reason: str = "") -> Agreement:
    source = founding.page("Suspensions")
    made = founding.agreement(source, tie, signed="2001-05-01", valid_from="2001-05-01", valid_until="2098")
    for start, until in periods:
        suspend_agreement(
            by=BY, source=source, agreement=made, on=on(start), until=end(until), of_the_past=True,
            reason=LazyI18nString({"en": reason}) if reason else "",
        )  # fmt: skip
    return made


def told_in_drawing(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    alternative = page[page.index("The drawing told:") :]
    return [plain(html.unescape(line)) for line in re.findall(r"<li>(.*?)</li>", alternative.split("</ul>")[0])]


def test_a_suspension_is_a_gap_with_its_words_wherever_the_agreement_stands(tartu: Partnership, client: Client) -> None:
    made = suspended(tartu, ("2003-03-15", "2005-06-30"))
    own, its_partner = f"/en/agreements/{made.pk}/x", f"/en/partners/{tartu.pk}/tartu"
    for address in (own, its_partner):
        page = client.get(address, follow=True).content.decode()
        assert page.count('class="pause"') == 4, address  # three widths and the key
        assert "suspended for a time" in page, address
    for address in (own, its_partner, "/en/agreements/"):
        words = words_of_followed(client, address)
        assert "1 May 2001 – 2098 suspended 15 March 2003 – 30 June 2005" in words, address
    address = client.get(its_partner, follow=True).request["PATH_INFO"]
    assert told_in_drawing(client, address) == [
        "Memorandum of understanding: 1 May 2001–2098, suspended 15 March 2003 – 30 June 2005."
    ]


def words_of_followed(client: Client, address: str) -> str:
    return words_of(client, client.get(address, follow=True).request["PATH_INFO"])


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        ((("2003", "2005"), ("2010-04", "2011-02-01")), "Suspended 2003 – 2005; April 2010 – 1 February 2011"),
        ((("2024-02-28", ".."),), "Suspended since 28 February 2024, until further notice"),
    ],
)
def test_an_agreement_tells_when_and_why_it_was_suspended(
    tartu: Partnership, client: Client, periods: tuple[tuple[str, str], ...], told: str
) -> None:
    made = suspended(tartu, *periods, reason="An <b>epidemic</b>.")
    words = words_of_followed(client, f"/en/agreements/{made.pk}/x")
    assert told in words
    assert words.count("An <b>epidemic</b>.") == len(periods)


def test_what_runs_but_is_suspended_today_is_drawn_as_running_with_a_gap(tartu: Partnership, client: Client) -> None:
    made = suspended(tartu, ("2024-02-28", ".."))
    page = client.get(f"/en/agreements/{made.pk}/x", follow=True).content.decode()
    assert 'class="stop suspended"' not in page
    assert page.count('class="hole"') == 3
    assert re.findall(r'class="status status-(\w+)', page) == ["suspended", "suspended"]


def test_suspensions_cost_an_agreement_one_query_and_the_lists_none(tartu: Partnership, client: Client) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    plain_one = suspended(tartu)
    lists = ("/en/agreements/", f"/en/partners/{tartu.pk}/tartu")
    own = client.get(f"/en/agreements/{plain_one.pk}/x", follow=True).request["PATH_INFO"]
    before = [asked(address) for address in (own, *lists)]
    paused = suspended(tartu, ("2003", "2005"), ("2010", "2011"))
    own = client.get(f"/en/agreements/{paused.pk}/x", follow=True).request["PATH_INFO"]
    after = [asked(address) for address in (own, *lists)]
    assert after == [before[0] + 1, *before[1:]]
    assert max(after) <= 12
