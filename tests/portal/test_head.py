"""What pages tell programs about themselves: their own address, their languages, what they are about."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from solmu.portal.composing.head import as_data
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.registry import founding

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls

SITE = "https://ties.example.org"
HOSTILE = "</script><script>alert('x')</script><!--&amp;"


def head(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[: page.index("</head>")]


def links(text: str, rel: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(rf'<link rel="{rel}"[^>]* href="([^"]*)"', text)]


def data(text: str) -> dict[str, Any]:
    [found] = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', text)
    node = json.loads(found)
    assert isinstance(node, dict)
    return node


def lasting(client: Client) -> list[str]:
    addresses = [f"/{language}/{name}" for language in LANGUAGES for name in ("", "partners/", "agreements/", "about/")]
    for language in LANGUAGES:
        addresses += list(published.partner_pages(client, language).values())[:2]
        addresses += published.agreement_pages(client, language)[:2]
    return addresses


def test_every_page_has_a_title_of_its_own_and_a_description(example: None, client: Client) -> None:
    titles = set()
    for address in lasting(client):
        text = head(client, address)
        [title] = re.findall(r"<title>(.+?)</title>", text)
        assert len(re.findall(r'<meta name="description" content="[^"]+">', text)) == 1, address
        assert (title, address.split("/")[1]) not in titles, address
        titles.add((title, address.split("/")[1]))


def test_every_page_names_its_own_address(example: None, client: Client, settings: Any) -> None:
    for address in lasting(client):
        assert links(head(client, address), "canonical") == [address]


def test_addresses_are_whole_where_the_site_has_one(example: None, client: Client, settings: Any) -> None:
    settings.SITE_ADDRESS = SITE
    shanghai = published.partner_pages(client, "en")["shanghai"]
    text = head(client, shanghai)
    assert links(text, "canonical") == [SITE + shanghai]
    assert re.findall(r'<link rel="alternate" hreflang="[^"]+" href="(?!https://ties)', text) == []
    assert f'<meta property="og:url" content="{SITE}{shanghai}">' in text
    assert data(text)["url"] == SITE + shanghai


def test_languages_of_a_page_name_each_other(example: None, client: Client) -> None:
    def alternates(text: str) -> dict[str, str]:
        return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text))

    for address in lasting(client):
        named = alternates(head(client, address))
        assert set(named) == {*LANGUAGES, "x-default"}
        assert named[address.split("/")[1]] == address
        assert named["x-default"] == ("/" if len(address) == len("/fi/") else named["en"])
        for language in LANGUAGES:
            assert alternates(head(client, named[language])) == named


@pytest.mark.parametrize(
    "address", ["/on/2015-06-01/en/", "/en/partners/222222222222/x", "/en/days/", "/on/1200-01-01/en/"]
)
def test_page_that_does_not_last_is_not_to_be_found(example: None, client: Client, address: str) -> None:
    text = head(client, address)
    assert '<meta name="robots" content="noindex">' in text
    assert links(text, "canonical") == links(text, "alternate") == []
    assert "ld+json" not in text


def test_partner_is_a_city_in_a_country(example: None, client: Client) -> None:
    node = data(head(client, published.partner_pages(client, "en")["shanghai"]))
    assert (node["@context"], node["@type"], node["inLanguage"]) == ("https://schema.org", "WebPage", "en")
    city = node["mainEntity"]
    assert (city["@type"], city["name"]) == ("City", "Shanghai")
    assert city["containedInPlace"] == {"@type": "Country", "name": "China", "identifier": "CN"}
    assert "上海" in city["alternateName"]
    assert 31 < city["geo"]["latitude"] < 32


def test_way_to_a_page_is_told(example: None, client: Client) -> None:
    shanghai = published.partner_pages(client, "en")["shanghai"]
    steps = data(head(client, shanghai))["breadcrumb"]["itemListElement"]
    assert [(step["position"], step["name"], step.get("item")) for step in steps][1:] == [
        (2, "Partners", "/en/partners/"),
        (3, "Shanghai", None),
    ]
    assert steps[0]["item"] == "/en/"
    assert len(data(head(client, "/en/partners/"))["breadcrumb"]["itemListElement"]) == 2
    assert "breadcrumb" not in data(head(client, "/en/"))


def test_words_of_the_record_end_no_element(city: object, client: Client) -> None:
    source = founding.page()
    founding.partnership(source, founding.place(source, en=HOSTILE), since=founding.on("1990"))
    for address in published.partner_pages(client, "en").values():
        text = head(client, address)
        assert text.count("<script") == text.count("</script>") == 1
        assert data(text)["mainEntity"]["name"] == HOSTILE


@pytest.mark.parametrize("words", [HOSTILE, "]]>", "\u2028 \u2029", "ä \U0001f600", '"\\', ""])
def test_data_holds_any_words(words: str) -> None:
    written = as_data({"name": words})
    assert json.loads(written) == {"name": words}
    assert not set(written) & set("<>&\u2028\u2029")
