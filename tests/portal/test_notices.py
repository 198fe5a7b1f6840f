"""About, accessibility statement and privacy say what the settings and the record say, and claim nothing else."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from solmu.core.city import current_city
from solmu.core.processing import alike, record_of_processing
from solmu.registry.actions.documents import add_agreement_document
from solmu.registry.models import Agreement
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.portal.test_pages import words_of
from tests.registry import founding

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls

NOTICES = ("about", "accessibility", "privacy")

SETTINGS = """
[settings]
content_licence = "CC-BY-4.0"
enquiry_kept_for_months = 7
contact_kept_for_months = 1

[contact]
email = "ties@rantala.example"
controller = { fi = "Rantalan kaupunki", sv = "Strandby stad" }
unit = { fi = "Kansainväliset asiat" }

[accessibility]
assessed_on = 2026-10-01
status = "partial"
prepared_on = 2026-10-05
shortcomings = [{ fi = "Kartan tekstit ovat pieniä.", en = "Words on the map are small." }]

[privacy]
officer_email = "tietosuoja@rantala.example"
server_log_days = 30
"""


@pytest.fixture
def settled(city: None, instance: Path) -> None:
    (instance / "config.toml").write_text(published.SETTINGS + SETTINGS, encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NOTICES)
def test_notices_stand_at_the_foot_in_every_language(city: None, client: Client, language: str, name: str) -> None:
    page = client.get(f"/{language}/{name}/").content.decode()

    foot, head = page[page.index("<footer") :], page[: page.index("<main")]
    links = [f'href="/{language}/{each}/"' for each in (*NOTICES, "feedback")]
    assert all(link in foot for link in links)
    assert not [link for link in links if link in head.split("</head>")[1] and name not in link]


def test_without_settings_nothing_is_claimed(city: None, client: Client) -> None:
    about, accessibility, privacy = (words_of(client, f"/en/{name}/") for name in NOTICES)

    assert "No e-mail address is given here. Write with the feedback form." in about
    assert "Under which licence the texts of these pages may be used is not stated." in about
    assert "has not been assessed, so it is not known" in accessibility
    assert "No assessment of the service's accessibility is recorded." in accessibility
    assert "As no assessment is either, there may be some." in accessibility
    assert "The service meets the requirements" not in accessibility
    assert "For how long is not stated here: ask us." in privacy
    assert "Until 12 months after the message came." in privacy


def test_settings_are_told(settled: None, client: Client) -> None:
    about, accessibility, privacy = (words_of(client, f"/fi/{name}/") for name in NOTICES)

    for part in ("Rantalan kaupunki", "Kansainväliset asiat", "ties@rantala.example", "lisenssillä CC-BY-4.0"):
        assert part in about
    for part in (
        "Palvelu täyttää saavutettavuusvaatimukset osittain.",
        "Kartan tekstit ovat pieniä.",
        "Kaupunki arvioi palvelun itse 1.10.2026.",
        "viimeksi tarkistettu 5.10.2026",
        "Vastaamme 14 päivän kuluessa.",
        "saavutettavuus@traficom.fi",
    ):
        assert part in accessibility
    for part in ("tietosuoja@rantala.example", "30 päivän ajan", "7 kuukauden", "1 kuukauden", "Tietosuojavaltuutetun"):
        assert part in privacy


@pytest.mark.parametrize("language", LANGUAGES)
def test_privacy_says_what_the_models_declare(settled: None, client: Client, language: str) -> None:
    told = html.unescape(client.get(f"/{language}/privacy/").text)

    with override(language):
        declared = [
            row
            for people in record_of_processing(current_city())
            if people.key not in ("account", "visitor")
            for row in alike(people.processings)
        ]
    assert len(declared) >= 5
    assert [
        each for row in declared for each in (row.what, row.purpose, row.kept, row.receivers) if each not in told
    ] == []


def test_words_of_the_settings_in_another_language_are_marked(settled: None, client: Client) -> None:
    page = client.get("/sv/accessibility/").content.decode()

    assert '<span lang="en">Words on the map are small.</span>' in page


def test_status_without_an_assessment_is_nobodys_finding(city: None, instance: Path, client: Client) -> None:
    claimed = '\n[accessibility]\nstatus = "full"\n'
    (instance / "config.toml").write_text(published.SETTINGS + claimed, encoding="utf-8")

    assert "The service meets the requirements" not in words_of(client, "/en/accessibility/")


def test_elsewhere_no_finnish_law_is_named(city: None, instance: Path, client: Client) -> None:
    abroad = published.SETTINGS.replace('"FI"', '"NZ"')
    (instance / "config.toml").write_text(abroad, encoding="utf-8")

    for name in NOTICES:
        words = words_of(client, f"/en/{name}/")
        assert not [word for word in ("306/2019", "Traficom", "Finland") if word in words]
    assert "The supervising authority is not named here." in words_of(client, "/en/accessibility/")


def test_record_begins_with_its_first_entry(example: None, client: Client) -> None:
    assert "The record was begun on " in words_of(client, "/en/about/")


def test_robots_are_told_what_to_leave(client: Client) -> None:
    response = client.get("/robots.txt")

    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert "Disallow: /on/" in response.content.decode().splitlines()


def test_security_contact_is_that_of_the_settings(settled: None, client: Client, settings) -> None:
    settings.SITE_ADDRESS = "https://ties.rantala.example"
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines[:3] == [
        "Contact: mailto:ties@rantala.example",
        "Contact: https://ties.rantala.example/sv/feedback/",
        "Canonical: https://ties.rantala.example/.well-known/security.txt",
    ]
    assert lines[3].startswith("Expires: ")
    assert lines[4:] == ["Preferred-Languages: sv, fi"]


def test_without_a_contact_there_is_no_security_contact(city: None, client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_documents_that_are_not_accessible_are_listed_with_their_summaries(city: None, client: Client) -> None:
    published.add_partners(1, shared=False)
    agreement = Agreement.objects.get()
    for number, (title, facts) in enumerate(
        {
            "Told": {"summary": LazyI18nString({"fi": "Sovittiin kulttuurista.", "en": "Culture was agreed on."})},
            "Untold": {},
            "Fit": {"is_accessible": True},
            "Hidden": {"is_published": False},
        }.items()
    ):
        given = {"is_published": True, "language": "fi"} | facts
        add_agreement_document(
            by=founding.BY, source=None, agreement=agreement, content=b"%PDF-1.7\n" + bytes([65 + number]),
            name=f"{title}.pdf", title=title, **given,
        )  # fmt: skip

    page = client.get("/sv/accessibility/").content.decode()
    listed = re.findall(r'<li><a href="/media/documents/([^"]+)">.*?</li>', page, re.DOTALL)

    assert [name.split("/")[1] for name in listed] == ["told.pdf", "untold.pdf"]
    assert '<span lang="fi">Told</span>' in page
    assert '<span lang="en">Culture was agreed on.</span>' in page
    assert "Ingen sammanfattning har skrivits." in page
    assert client.get(f"/media/documents/{listed[0]}").status_code == 200


def test_statement_asks_as_often_for_many_documents_as_for_one(city: None, client: Client) -> None:
    published.add_partners(1, shared=False)
    agreement, counts = Agreement.objects.get(), []
    for number in range(3):
        add_agreement_document(
            by=founding.BY, source=None, agreement=agreement, content=b"%PDF-1.7\n" + bytes([65 + number]),
            name=f"{number}.pdf", title=f"Document {number}", language="fi", is_published=True,
        )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/fi/accessibility/").content.count(b"/media/documents/") == number + 1
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 12
