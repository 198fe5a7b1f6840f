"""The search page and the suggestions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.portal.sections import SECTIONS
from solmu.registry.actions.publicity import remove_record
from solmu.registry.actions.themes import add_theme
from solmu.registry.models import AgreementTheme, Organisation
from tests.portal import published
from tests.portal.test_pages import plain, words_of
from tests.registry import founding
from tests.search import record as search_record


def results(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    page = re.sub("</?mark>", "", page)
    return [plain(each) for each in re.findall(r"(?s)<h3>(.*?)</h3>", page)]


@pytest.mark.parametrize(("query", "first"), [("Shanghaissa", "Shanghai"), ("Koege", "Køge"), ("Nomme", "Nõmme"),
                                              ("Hatsinan", "Hatsina"), ("Sochi", "Sotši")])  # fmt: skip
def test_partner_is_found_by_any_form_of_its_name(example: None, client: Client, query: str, first: str) -> None:
    assert results(client, f"/fi/search/?q={query}")[0] == first


def test_found_words_are_marked_and_results_lead_to_their_pages(example: None, client: Client) -> None:
    page = client.get("/en/search/?q=shanghai").content.decode()
    assert "<mark>Shanghai</mark>" in page
    assert published.partner_pages(client, "en")["shanghai"] in page


@pytest.mark.parametrize("language", published.LANGUAGES)
def test_kinds_are_called_as_in_the_navigation(city: Organisation, client: Client, language: str) -> None:
    search_record.make()
    with override(language):
        sections = {section.key: str(section.word) for section in SECTIONS}
    told = {}
    for query in ("Shanghai", "kulttuurivaihto", "koulutus", "verkosto", "lukio", "kuoro", "jazz", "lippu"):
        page = client.get(f"/{language}/search/?q={query}").content.decode()
        told |= dict(re.findall(r'<a href="[^"]*kind=(\w+)">([^<]+) <span class="number">', page))
    told.pop("themes", None)
    assert told == {key: sections[key] for key in told}
    assert {"activities", "institutions"} <= told.keys()


def test_correction_is_said(example: None, client: Client) -> None:
    words = words_of(client, "/en/search/?q=shangai")
    assert "results for “Shanghai”" in words
    assert "Nothing is written “shangai”, so the nearest spelling was searched for." in words


def test_words_that_nothing_has_together_find_what_has_some(example: None, client: Client) -> None:
    words = words_of(client, "/en/search/?q=Irving+Shanghai")
    assert "Nothing has all of these words." in words
    assert "Not found anywhere: xqzzy." in words_of(client, "/en/search/?q=Irving+xqzzy")


def test_search_is_narrowed_to_a_kind(example: None, client: Client) -> None:
    assert "Shanghai" in results(client, "/en/search/?q=shanghai")
    narrowed = results(client, "/en/search/?q=shanghai&kind=agreements")
    assert narrowed
    assert all(title.startswith("Shanghai: ") for title in narrowed)
    assert client.get("/en/search/?q=shanghai&kind=secrets").status_code == 404


@pytest.mark.parametrize("language", published.LANGUAGES)
def test_page_without_a_query_and_without_results_helps_on(city: Organisation, client: Client, language: str) -> None:
    for address in (f"/{language}/search/", f"/{language}/search/?q=xqzzy"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert f'href="/{language}/agreements/"' in answer.content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    "query", ["%00%00", "!!!", "a" * 10_000, "%F0%9F%98%80", "%25%27%22--", "%ff", "  ", "*", "on " * 3000, "%E2%80%AE"]
)
def test_odd_queries_are_answered(city: Organisation, client: Client, query: str) -> None:
    answer = client.get(f"/fi/search/?q={query}&page=99999999999")
    assert answer.status_code == 200
    assert "\x00" not in answer.content.decode()
    assert client.get(f"/fi/search/suggest?q={query}").status_code == 200


def test_long_query_says_how_much_of_it_was_searched_for(example: None, client: Client) -> None:
    query = "Shanghai " * 40
    assert "Only the first 200 characters were searched for." in words_of(client, f"/en/search/?q={query}")


def test_suggestions_lead_to_pages(example: None, client: Client) -> None:
    answer = client.get("/sv/search/suggest?q=hats").json()
    assert answer["suggestions"] == [
        {"title": "Gattjina", "what": "Partner", "href": published.partner_pages(client, "sv")["gattjina"]}
    ]
    assert answer["said"] == "1 förslag"
    assert client.get("/sv/search/suggest?q=xqzzy").json() == {"suggestions": [], "said": "Inga förslag"}


def test_every_page_leads_to_search(city: Organisation, client: Client) -> None:
    for language in published.LANGUAGES:
        assert f'<a class="to-search" href="/{language}/search/">' in client.get(f"/{language}/").content.decode()


def test_number_of_queries_does_not_grow(city: Organisation, client: Client, django_assert_max_num_queries) -> None:
    published.add_partners(1)
    client.get("/en/search/?q=farham")
    with django_assert_max_num_queries(12) as few:
        client.get("/en/search/?q=farham")
    published.add_partners(30)
    client.get("/en/search/?q=farham")
    with django_assert_max_num_queries(12) as many:
        page = client.get("/en/search/?q=farham")
    assert len(many) == len(few)
    assert "page 1 of" in page.content.decode()
    second = client.get("/en/search/?q=farham&page=2").content.decode()
    assert "page 2 of" in second


def test_theme_leads_to_the_agreements_that_have_it(city: Organisation, client: Client) -> None:
    source = founding.page()
    tie = founding.partnership(source, founding.place(source, en="Oldham"))
    made = {"boats": {}, "trains": {"valid_from": "2001"}, "planes": {"signed": "2002"}, "kites": {"signed": "2999"}}
    for position, (key, dates) in enumerate(made.items()):
        agreement = founding.agreement(source, tie, themes=["Some"], **dates)
        name = LazyI18nString(dict.fromkeys(published.LANGUAGES, key))
        theme = add_theme(by=founding.BY, source=source, key=key, name=name, position=position)
        AgreementTheme.objects.get(agreement=agreement).themes.add(theme)
        page = client.get(f"/en/search/?q={key}&kind=themes").content.decode()
        (href,) = re.findall(r'<h3><a href="([^"]+)"', page)
        assert href == f"/en/agreements/{'' if key == 'kites' else f'theme-{theme.pk}/'}"
        assert client.get(href).status_code == 200


@pytest.fixture
def unwritable() -> Iterator[Callable[[], None]]:
    """Makes the database take no write any more, as while somebody else holds it."""

    def hold(is_held: bool = True) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA query_only = {int(is_held)}")

    yield hold
    hold(False)


@pytest.mark.sqlite
def test_who_searches_is_answered_from_the_index_as_it_is_while_nothing_can_be_written(
    city: Organisation, client: Client, unwritable: Callable[[], None]
) -> None:
    source = founding.page()
    gone = founding.partnership(source, founding.place(source, en="Oldham"))
    founding.partnership(source, founding.place(source, en="Farham"))
    assert results(client, "/en/search/?q=oldham") == ["Oldham"]
    remove_record(by=founding.BY, source=source, record=gone.record, reason="It was a mistake.")
    founding.partnership(source, founding.place(source, en="Newham"))
    unwritable()

    late = "The latest changes cannot be searched yet. Try again in a moment."
    assert late in words_of(client, "/en/search/?q=newham")
    assert late in words_of(client, "/en/search/?q=farham")
    assert results(client, "/en/search/?q=farham") == ["Farham"]
    assert results(client, "/en/search/?q=oldham") == []
    assert client.get("/en/search/suggest?q=oldham").json()["suggestions"] == []
    assert "Oldham" not in words_of(client, "/en/a-z/")


@pytest.mark.sqlite
def test_nothing_is_said_of_the_index_once_it_is_up_to_the_record(
    city: Organisation, client: Client, unwritable: Callable[[], None]
) -> None:
    source = founding.page()
    founding.partnership(source, founding.place(source, en="Oldham"))
    assert results(client, "/en/search/?q=oldham") == ["Oldham"]
    unwritable()
    assert "cannot be searched yet" not in words_of(client, "/en/search/?q=oldham")


def test_every_result_leads_to_a_page_that_answers(city: Organisation, client: Client) -> None:
    search_record.make()
    kinds = set()
    for query in ("Shanghai", "kulttuurivaihto", "koulutus", "verkosto", "lukio", "kuoro", "jazz", "lippu", "matkailu"):
        page = client.get(f"/fi/search/?q={query}").content.decode()
        for href in re.findall(r'<h3><a href="([^"]+)"', page):
            assert client.get(href).status_code == 200, href
            kinds.add(href.split("/")[2])
    assert kinds == {"partners", "agreements", "networks", "institutions", "activities", "stories", "recognitions"}


def test_what_was_removed_or_is_internal_is_never_suggested(city: Organisation, client: Client) -> None:
    source: Source = founding.page()
    founding.partnership(source, founding.place(source, fi="Salakylä"), is_published=False)
    founding.partnership(source, founding.place(source, fi="Kaukola"))
    assert client.get("/fi/search/suggest?q=salakyla").json()["suggestions"] == []
    assert [each["title"] for each in client.get("/fi/search/suggest?q=kaukola").json()["suggestions"]] == ["Kaukola"]
