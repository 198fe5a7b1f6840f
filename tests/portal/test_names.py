"""Everything from A to Z."""

from __future__ import annotations

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from solmu.portal.caching.serving import Keeping
from solmu.portal.caching.store import Store
from solmu.portal.composing.names import letter_of
from solmu.portal.copying.asking import undisturbed
from solmu.registry.models import Organisation
from tests.portal import published
from tests.portal.caching.meddling import ask
from tests.portal.test_networks import Record, rich
from tests.registry import founding

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls


def lines(client: Client, address: str) -> dict[str, tuple[str, str]]:
    """What stands under each name: what it is, and where it leads."""
    page = LexborHTMLParser(client.get(address).content)
    return {
        node.css_first("a").text(): (node.css_first("span").text(), node.css_first("a").attributes["href"] or "")
        for node in page.css("[data-key]")
    }


def test_partner_stands_under_every_name_it_has(city: Organisation, client: Client) -> None:
    tie = published.add_partners(1)[0]
    page = f"/sv/partners/{tie.pk}/fjarrby00"

    found = lines(client, "/sv/a-z/")
    assert found["Fjärrby00"] == ("Partner", page)
    assert found["Kaukola00"] == found["Farham00"] == ("annat namn på Fjärrby00", page)


def test_a_network_leads_to_its_own_page(city: Organisation, client: Client) -> None:
    rich(Record(founding.page("Networks"), city))
    kind, address = lines(client, "/sv/a-z/")["Cities of the Coast"]
    assert (kind, client.get(address).status_code) == ("Nätverk", 200)


def test_what_is_internal_has_no_name_here(city: Organisation, client: Client) -> None:
    source = founding.page()
    founding.partnership(source, founding.place(source, en="Secretville"), is_published=False)
    assert lines(client, "/en/a-z/") == {}
    assert b"Secretville" not in client.get("/en/a-z/").content
    assert b"Nothing has been published yet." in client.get("/en/a-z/").content


def test_letters_lead_to_their_names(city: Organisation, client: Client) -> None:
    published.add_partners(2)
    page = LexborHTMLParser(client.get("/fi/a-z/").content)
    for link in page.css("#letters a"):
        assert page.css_first(f"section h2{link.attributes['href']}").text() == link.text()
    assert len(page.css("#letters a")) == len(page.css("#names > section"))


def test_queries_do_not_grow_with_the_names(city: Organisation, client: Client) -> None:
    counts = []
    for number in (1, 6):
        published.add_partners(number, shared=False)
        client.get("/fi/a-z/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/fi/a-z/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_list_made_of_an_index_that_is_behind_is_not_kept(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(10**6)
    kept = Keeping(get_wsgi_application(), store)
    with undisturbed():
        with monkeypatch.context() as patched:
            patched.setattr("solmu.portal.views.names.catch_up_if_free", lambda: 0)
            assert ask(kept, "/en/a-z/")[0] == "200 OK"
        assert len(store) == 0
        ask(kept, "/en/a-z/")
    assert len(store) == 1


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [("Åbo", "sv", "Å"), ("Åbo", "en", "A"), ("Øresund", "fi", "Ö"), ("Õismäe", "fi", "O"), ("école", "en", "E"),
     ("1918", "en", "#"), ("Сочи", "fi", "С"), ("上海", "en", "上")],
)  # fmt: skip
def test_letter_is_that_of_the_reader_s_alphabet(name: str, language: str, letter: str) -> None:
    assert letter_of(name, language) == letter
