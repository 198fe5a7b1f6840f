"""What the pages show of the example city, and of records that lack something."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.registry import founding

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls


def words_of(client: Client, address: str) -> str:
    """The words of a page's main part as they are read, drawings left out."""
    page = client.get(address).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    return plain(re.sub(r"(?s)<svg.*?</svg>", "", main))


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", markup))).strip()


def cells(client: Client, address: str) -> list[list[str]]:
    """The rows of the page's table, heading aside."""
    page = client.get(address).content.decode()
    body = page[page.index("<tbody") : page.index("</tbody")]
    rows = re.findall(r"(?s)<tr.*?</tr>", re.sub(r"(?s)<svg.*?</svg>", "", body))
    return [[plain(cell) for cell in re.findall(r"(?s)<t[hd].*?</t[hd]>", row)] for row in rows]


# --- the example city -------------------------------------------------------------------------------------------------


def test_partners_stand_in_the_order_of_the_source_with_their_countries(example: None, client: Client) -> None:
    assert [row[:2] for row in cells(client, "/fi/")] == [
        ["Esztergom", "Unkari"],
        ["Hatsina", "Venäjä"],
        ["Irving", "Yhdysvallat"],
        ["Kongsberg", "Norja"],
        ["Kristianstad", "Ruotsi"],
        ["Køge", "Tanska"],
        ["Nõmme", "Viro"],
        ["Shanghai", "Kiina"],
        ["Skagafjörður", "Islanti"],
        ["Sotši", "Venäjä"],
    ]


def test_partners_are_named_and_sorted_for_the_reader(example: None, client: Client) -> None:
    names = {language: [row[0] for row in cells(client, f"/{language}/")] for language in ("sv", "en")}
    assert names == {
        "sv": ["Esztergom", "Gattjina", "Irving", "Kongsberg", "Kristianstad", "Køge", "Nõmme", "Shanghai",
               "Skagafjörður", "Sotji"],
        "en": ["Esztergom", "Gatchina", "Irving", "Køge", "Kongsberg", "Kristianstad", "Nõmme", "Shanghai",
               "Skagafjörður", "Sochi"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Yhteisymmärryspöytäkirja oli voimassa vuoteen 2019. Seuraajaa ei ole kirjattu."),
        ("sv", "Samförståndsavtalet var i kraft till och med 2019. Inget efterföljande avtal är registrerat."),
        ("en", "The memorandum of understanding was in force until 2019. No successor is recorded."),
    ],
)
def test_end_of_an_agreement_is_said_wherever_it_stands(
    example: None, client: Client, language: str, sentence: str
) -> None:
    memorandum = published.agreement_pages(client, language)[3]
    for address in (f"/{language}/", published.partner_pages(client, language)["shanghai"], memorandum):
        assert sentence in words_of(client, address), address


def test_register_says_the_status_of_every_agreement(example: None, client: Client) -> None:
    page = client.get("/en/agreements/").content.decode()
    assert re.findall(r'class="status status-(\w+)', page) == [
        "no_end_recorded", "no_end_recorded", "no_end_recorded", "expired", "not_known",
    ]  # fmt: skip


def test_themes_stand_in_the_order_of_the_agreement(example: None, client: Client) -> None:
    page = client.get(published.agreement_pages(client, "fi")[3]).content.decode()
    [themes] = re.findall(r'(?s)<ol class="themes.*?</ol>', page)
    assert [plain(theme) for theme in re.findall(r"(?s)<li>.*?</li>", themes)] == [
        "innovaatiot ja kehittäminen",
        "liiketoiminta, kauppa ja investoinnit",
        "koulutus",
        "kulttuuri",
        "turismi ja konferenssit",
        "kestävä kehitys",
        "terveys, hyvinvointi ja vanhustenhoito",
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Kaupungin mukaan kaikilla on kumppani (vuodesta 2016). Kirjattuja pareja: 0."),
        ("sv", "Enligt staden har alla en partner (sedan 2016). Registrerade par: 0."),
        ("en", "According to the city all have a partner (since 2016). Pairs recorded: 0."),
    ],
)
def test_coverage_is_told_as_stated_and_as_recorded(
    example: None, client: Client, language: str, sentence: str
) -> None:
    for address in (f"/{language}/", published.partner_pages(client, language)["shanghai"]):
        assert sentence in words_of(client, address)


def test_recognition_names_its_earlier_recipients(example: None, client: Client) -> None:
    page = client.get(published.partner_pages(client, "en")["shanghai"]).content.decode()
    named = "Osaka, Montreal, Rotterdam, San Francisco, Hampuri"
    assert f'Earlier recipients: <span lang="fi">{named}</span>.' in page


def test_sources_are_quoted_word_for_word_in_their_language(example: None, client: Client) -> None:
    page = client.get(published.partner_pages(client, "en")["shanghai"]).content.decode()
    quotes = re.findall(r"<q([^>]*)>(.*?)</q>", page)
    assert len(quotes) == 8
    assert {attributes.strip() for attributes, _ in quotes} == {'lang="fi"'}
    assert "Ensimmäinen yhteistyöpöytäkirja … 1999" in [words for _, words in quotes]
    finnish = client.get(published.partner_pages(client, "fi")["shanghai"]).content.decode()
    assert {attributes for attributes, _ in re.findall(r"<q([^>]*)>(.*?)</q>", finnish)} == {""}


def test_every_number_of_a_source_leads_to_its_words(example: None, client: Client) -> None:
    for address in published.partner_pages(client, "en").values():
        page = client.get(address).content.decode()
        assert set(re.findall(r'href="#source-(\d+)"', page)) == set(re.findall(r'id="source-(\d+)"', page)), address


def test_foreign_names_carry_their_language(example: None, client: Client) -> None:
    page = client.get(published.partner_pages(client, "en")["shanghai"]).content.decode()
    assert '<span lang="zh-Hans">上海</span>' in page
    assert '<span lang="zh-Latn">Shànghǎi</span>' in page


def test_partner_with_nothing_recorded_says_so(example: None, client: Client) -> None:
    words = words_of(client, published.partner_pages(client, "en")["irving"])
    assert "Espoo’s sister city." in words
    assert "Since not recorded" in words
    assert "No agreements with this partner are recorded." in words


# --- what is missing or many ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_record_has_a_home_page(city: object, client: Client, language: str) -> None:
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    assert published.partner_pages(client, language) == {}
    assert published.agreement_pages(client, language) == []


def test_empty_record_says_what_will_stand_there(city: object, client: Client) -> None:
    words = words_of(client, "/en/")
    assert "No partners are recorded yet. They appear here" in words
    assert "No agreements are recorded yet." in words


def test_partner_without_coordinates_is_listed_without_a_distance(city: object, client: Client) -> None:
    source = founding.page()
    founding.partnership(source, founding.place(source, en="Faraway"))
    assert [row[:3] for row in cells(client, "/en/")] == [["Faraway", "Estonia", ""]]
    words = words_of(client, published.partner_pages(client, "en")["faraway"])
    assert "Distance" not in words


def test_agreement_of_several_partners_leads_to_each(city: object, client: Client) -> None:
    ties = published.add_partners(3)
    page = client.get(published.agreement_pages(client, "en")[-1]).content.decode()
    facts = page[page.index('<dl class="facts') : page.index("</dl>")]
    assert re.findall(r'<dd><a href="([^"]+)">(.*?)</a>', facts) == [
        (f"/en/partners/{tie.pk}/farham{index:02}", f"Farham{index:02}") for index, tie in enumerate(ties)
    ]


def test_agreement_of_several_partners_is_on_the_page_of_each(city: object, client: Client) -> None:
    published.add_partners(3)
    shared = published.agreement_pages(client, "en")[-1]
    for address in published.partner_pages(client, "en").values():
        assert f'href="{shared}"' in client.get(address).content.decode()
