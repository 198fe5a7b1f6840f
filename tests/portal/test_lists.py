"""The list of partners and the register of agreements: what they show, what they are filtered by, what they cost."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.partnerships import end_partnership
from solmu.registry.actions.themes import add_theme
from solmu.registry.models import AgreementTheme, Partnership
from solmu.registry.vocabulary import ActivityKind, Relation
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.portal.test_pages import cells, words_of
from tests.registry import founding


def choices(client: Client, address: str) -> dict[str, str]:
    """The choices of a list by their addresses, each with its words and number."""
    page = client.get(address).content.decode()
    found = re.findall(r'(?s)<li><a href="([^"]+)"[^>]*><span>(.*?)</span> <span class="number">(.*?)</span>', page)
    return {href: f"{word} {number}" for href, word, number in found}


def partner(name: str, country: str, **facts: object) -> Partnership:
    source = founding.page(f"About {name}")
    return founding.partnership(source, founding.place(source, name, country), **facts)


def end(tie: Partnership) -> None:
    end_partnership(
        by=founding.BY, source=founding.page("End"), partnership=tie, on=founding.on("2022"), reason="War.",
        decided_by="Council", of_the_past=True,
    )  # fmt: skip


# --- partners ---------------------------------------------------------------------------------------------------------


def test_partners_stand_in_the_readers_alphabet_with_their_facts(example: None, client: Client) -> None:
    rows = cells(client, "/fi/partners/")
    assert [row[0] for row in rows][:3] == ["Esztergom", "Hatsina Гатчина", "Irving"]
    assert rows[7][:4] == ["Shanghai 上海", "Kiina", "Ystävyyskaupunki", "1998"]
    assert '<span class="local" lang="ru">Гатчина</span>' in client.get("/fi/partners/").content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fi", "Maa: Venäjä. 2 kumppania."), ("sv", "Land: Ryssland. 2 partner."), ("en", "Country: Russia. 2 partners.")],
)
def test_filtered_list_says_what_it_shows_in_every_language(
    example: None, client: Client, language: str, sentence: str
) -> None:
    address = f"/{language}/partners/country-ru/"
    assert len(cells(client, address)) == 2
    assert sentence in words_of(client, address)
    page = client.get(address).content.decode()
    for code in LANGUAGES:
        assert f'<a href="/{code}/partners/country-ru/" lang="{code}"' in page
    assert re.findall(r'aria-current="true"[^>]*><span>(.*?)</span>', page) == [sentence.split(": ")[1].split(".")[0]]
    assert f'<a href="/{language}/partners/">' in page
    assert re.findall(r'rel="canonical" href="([^"]+)"', page) == [f"/{language}/partners/"]


def test_ended_ties_are_shown_on_request_alone(city: object, client: Client) -> None:
    partner("Tartu", "EE")
    end(partner("Pskov", "RU"))
    assert [row[0] for row in cells(client, "/en/partners/")] == ["Tartu"]
    assert "Ended ties (1)" in words_of(client, "/en/partners/")
    assert [row[0] for row in cells(client, "/en/partners/status-ended/")] == ["Pskov"]
    assert "Status: Ended. 1 partner." in words_of(client, "/en/partners/status-ended/")
    assert "Ended ties" not in words_of(client, "/en/partners/status-ended/")
    assert client.get("/en/partners/country-ru/").status_code == 404


def test_partners_are_filtered_by_the_themes_of_their_agreements(city: object, client: Client) -> None:
    tartu, turku = partner("Tartu", "EE"), partner("Turku", "FI")
    source = founding.page("Themes")
    agreement = founding.agreement(source, tartu, signed="2001", themes=["Schools and pupils"])
    founding.agreement(source, turku, signed="2002", themes=["Boats"])
    names = founding.LazyI18nString({"fi": "koulutus", "sv": "utbildning", "en": "education"})
    theme = add_theme(by=founding.BY, source=source, key="education", name=names, position=1, yso="p84")
    AgreementTheme.objects.get(agreement=agreement).themes.add(theme)
    address = f"/sv/partners/theme-{theme.pk}/"
    assert choices(client, "/sv/partners/")[address] == "utbildning 1"
    assert [row[0] for row in cells(client, address)] == ["Tartu"]
    assert choices(client, "/sv/agreements/")[f"/sv/agreements/theme-{theme.pk}/"] == "utbildning 1"


def test_kinds_are_a_filter_where_they_differ(city: object, client: Client) -> None:
    partner("Tartu", "EE")
    assert choices(client, "/en/partners/") == {}
    partner("Narva", "EE", relation=Relation.PROJECT)
    assert choices(client, "/en/partners/") == {
        "/en/partners/kind-sister_city/": "Sister city 1", "/en/partners/kind-project/": "Project partnership 1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        ("2024", "", "2024"),
        ("2024-05", "2024-06-02", "2 June 2024"),
        ("2020", "..", "goes on"),
        ("2020", "2090", "goes on"),
        ("2090", "", None),
    ],
)
def test_last_activity_is_shown_as_precisely_as_it_is_known(
    city: object, client: Client, starts: str, ends: str, shown: str | None
) -> None:
    tie = partner("Tartu", "EE")
    for title, is_published, begins in (("Shown", True, starts), ("Internal", False, "2025-12-01")):
        add_activity(
            by=founding.BY, source=founding.page(title), kind=ActivityKind.EVENT,
            title=founding.LazyI18nString({"en": title}), starts=founding.on(begins),
            ends=founding.end(ends) if is_published else None, partnerships=[tie], is_published=is_published,
        )  # fmt: skip
    [row] = cells(client, "/en/partners/")
    assert row[4:] == ([shown.replace(" ", " ")] if shown else [])


def test_internal_partners_are_on_no_list_and_in_no_count(city: object, client: Client) -> None:
    partner("Tartu", "EE")
    partner("Narva", "LV", is_published=False)
    assert [row[0] for row in cells(client, "/en/partners/")] == ["Tartu"]
    assert "1 partner." in words_of(client, "/en/partners/")
    assert client.get("/en/partners/country-lv/").status_code == 404


def test_list_without_partners_says_what_will_be_there(city: object, client: Client) -> None:
    assert "No partners are recorded yet." in words_of(client, "/en/partners/")


# --- agreements -------------------------------------------------------------------------------------------------------


def test_register_is_filtered_by_status_kind_theme_and_country(example: None, client: Client) -> None:
    offered = choices(client, "/fi/agreements/")
    assert {href.split("/")[3].partition("-")[0] for href in offered} == {"status", "kind", "theme"}
    assert offered["/fi/agreements/status-expired/"] == "Päättynyt 1"
    assert offered["/fi/agreements/kind-cooperation_protocol/"] == "Yhteistyöpöytäkirja 2"
    assert len(cells(client, "/fi/agreements/kind-cooperation_protocol/")) == 2
    # All five are Shanghai's: the country tells nothing apart, but its address answers.
    assert len(cells(client, "/fi/agreements/country-cn/")) == 5
    assert client.get("/fi/agreements/country-ee/").status_code == 404


# --- pages, addresses, queries ----------------------------------------------------------------------------------------


def test_long_lists_come_in_pages_of_fifty(city: object, client: Client) -> None:
    published.add_partners(52)
    assert [len(cells(client, f"/en/partners/{page}")) for page in ("", "page-2/")] == [50, 2]
    assert [len(cells(client, f"/en/agreements/{page}")) for page in ("", "page-2/")] == [50, 3]
    assert "52 partners, of which 51–52 are shown here." in words_of(client, "/en/partners/page-2/")
    assert "<title>Partners, country: Estonia, page 2 – " in (
        client.get("/en/partners/country-ee/page-2/").content.decode()
    )


@pytest.mark.parametrize("kind", ["partners", "agreements"])
@pytest.mark.parametrize(
    "rest", ["page-2/", "page-1/", "page-0/", "page-01/", "page-x/", "country-zz/", "colour-red/", "country-ee/page-2/",
             "country-ee/kind-project/", "page-2/country-ee/"],
)  # fmt: skip
def test_addresses_that_nothing_leads_to_answer_404(city: object, client: Client, kind: str, rest: str) -> None:
    published.add_partners(2)
    assert client.get(f"/en/{kind}/country-ee/").status_code == 200
    assert client.get(f"/en/{kind}/{rest}").status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_lists_ask_the_same_whatever_the_number_of_records(city: object, client: Client, number: int) -> None:
    for tie in published.add_partners(number):
        add_activity(
            by=founding.BY, source=founding.page(), kind=ActivityKind.VISIT,
            title=founding.LazyI18nString({"en": "Visit"}), starts=founding.on("2020"), partnerships=[tie],
            is_published=True,
        )  # fmt: skip
    asked = {}
    for address in ("partners/", "partners/country-ee/", "agreements/", "agreements/country-ee/"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/{address}").status_code == 200
        asked[address] = len(captured)
    assert asked == {"partners/": 9, "partners/country-ee/": 9, "agreements/": 9, "agreements/country-ee/": 9}
