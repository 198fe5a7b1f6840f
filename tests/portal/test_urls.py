"""Every page: its address, its headers, how often it asks the database, how heavy it is, and that its HTML is valid."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from solmu.registry.actions.citations import cite
from solmu.registry.actions.institutions import add_institution_link
from solmu.registry.actions.merging import merge_records
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.models import Agreement, Partnership
from solmu.registry.vocabulary import InstitutionLevel
from tests.portal import published, riches
from tests.portal.published import LANGUAGES
from tests.registry import founding

ONCE = pytest.mark.sqlite
"""What HTML is like does not hang on the database; it is asked on one of them."""

FIRST_VISIT_LIMIT = 150_000  # bytes, quality.md
NOBODY = "222222222222"  # a well-formed id that no record has

FILE = re.compile(r"\.(?:ics|atom|csv|svg)$")
"""Addresses that lead to no page but to a file for another program."""

POLICY = {
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "script-src 'self'",
    "style-src 'self'",
}


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(client: Client, address: str) -> list[tuple[str, dict[str, str | None]]]:
    return Elements(client.get(address).content.decode()).found


# --- every page -------------------------------------------------------------------------------------------------------


def test_every_page_answers(example: None, client: Client) -> None:
    pages = published.every_page(client)
    # Home, lists, ten partners and five agreements in each language; four addresses of nothing.
    assert len(pages) == 3 * (1 + len(published.SECTIONS) + 10 + 5) + 4
    found = {address: client.get(address).status_code for address in pages}
    assert {address for address, status in found.items() if status != 200} == {
        "/nowhere",
        *(f"/{language}/partners/{NOBODY}/nothing" for language in LANGUAGES),
    }


@ONCE
def test_every_kind_of_page_is_valid(
    db: None, instance: Path, client: Client, nu_checker: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    riches.accept_riches()
    for language in LANGUAGES:
        for kind, address in riches.kinds_of_page(language).items():
            (tmp_path / f"{language} {kind}.html").write_bytes(client.get(address).content)
    assert nu_checker(tmp_path) == []


@ONCE
def test_pages_of_an_empty_record_are_valid(
    city: None, client: Client, nu_checker: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    for language in LANGUAGES:
        for name in ("", "agreements/"):
            response = client.get(f"/{language}/{name}")
            assert response.status_code == 200
            (tmp_path / f"{language}-{name.strip('/')}.html").write_bytes(response.content)
    assert nu_checker(tmp_path) == []


@ONCE
def test_pages_of_made_up_partners_are_valid(
    city: None, client: Client, nu_checker: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    published.add_partners(3)
    for number, address in enumerate(published.every_page(client)):
        (tmp_path / f"{number}.html").write_bytes(client.get(address).content)
    assert nu_checker(tmp_path) == []


@ONCE
def test_no_page_has_a_script_of_its_own_or_loads_from_elsewhere(example: None, client: Client) -> None:
    for address in published.every_page(client):
        for tag, attributes in elements(client, address):
            assert tag != "script" or "src" in attributes or attributes == {"type": "application/ld+json"}, address
            assert tag not in ("iframe", "object", "embed", "base", "style"), address
            is_a_search = "/search/" in (attributes.get("action") or "")
            is_known = is_a_search or attributes.get("class") == "day-form" or address.endswith("/feedback/")
            assert tag != "form" or is_known, address
            assert not [name for name in attributes if name.startswith("on") or name == "style"], address
            loaded = attributes.get("src") or (attributes.get("href") if tag in ("link", "use", "image") else None)
            assert loaded is None or loaded.startswith(("/", "#")), address
            assert loaded is None or not loaded.startswith("//"), address


@pytest.mark.parametrize("name", ["portal.css", "map.js", "icons/solmu.svg"])
def test_built_texts_are_sent_compressed(client: Client, name: str) -> None:
    sent = client.get(f"/static/solmu/{name}", headers={"accept-encoding": "gzip"})
    plain = client.get(f"/static/solmu/{name}", headers={"accept-encoding": "identity"})
    assert (sent.headers["Content-Encoding"], sent.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(b"".join(sent)) == b"".join(plain)  # type: ignore[call-overload]


@ONCE
def test_every_link_within_the_portal_leads_to_a_page(example: None, client: Client) -> None:
    seen: set[str] = set()
    waiting = ["/fi/"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        page = elements(client, address)
        ids = {attributes.get("id") for _, attributes in page}
        for tag, attributes in page:
            href = attributes.get("href") or ""
            if tag != "a" or href.startswith(("http", "mailto:")):
                continue
            path, _, fragment = href.partition("#")
            assert path or fragment in ids, (address, href)
            if path and path not in seen and path not in waiting:
                waiting.append(path)
    assert {client.get(address).status_code for address in seen} == {200}
    pages = {address for address in published.every_page(client) if "nothing" not in address} - {"/nowhere"}
    shown = {address for address in seen if not published.OF_CHOICE.search(address) and not FILE.search(address)}
    assert shown == pages


def test_ids_stand_once_on_a_page(example: None, client: Client) -> None:
    for address in published.every_page(client):
        ids = [attributes["id"] for _, attributes in elements(client, address) if "id" in attributes]
        assert len(ids) == len(set(ids)), address


def test_headers_of_every_page(example: None, client: Client) -> None:
    for address in published.every_page(client):
        response = client.get(address)
        assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert not response.cookies
        language = address.split("/")[1]
        assert response.headers.get("Content-Language") == (language if language in LANGUAGES else None)


def test_pages_are_read_only(example: None, client: Client) -> None:
    for address in ["/", *(page for page in published.every_page(client) if page != "/nowhere")]:
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (got.status_code, b""), address
        assert client.post(address).status_code == (403 if address.endswith("/feedback/") else 405), address


def test_missing_static_file_is_not_found(client: Client) -> None:
    assert client.get("/static/solmu/no-such-file.css").status_code == 404


# --- languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("fi", "fi"),
        ("sv-FI,sv;q=0.9,en;q=0.5", "sv"),
        ("en", "sv"),
        ("de", "sv"),
        ("", "sv"),
        ("not a language; q=x", "sv"),
        ("fi;q=0.2,sv;q=0.9", "sv"),
    ],
)
def test_entrance_leads_to_a_language_of_the_city(city: None, client: Client, asked: str, language: str) -> None:
    """The city speaks Swedish, then Finnish."""
    response = client.get("/", headers={"accept-language": asked} if asked else {})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert response.headers["Vary"] == "Accept-Language"


def test_language_links_lead_to_the_same_page(city: None, client: Client) -> None:
    [tie] = published.add_partners(1, shared=False)
    agreement = Agreement.objects.get()
    names = {"fi": "kaukola00", "sv": "fjarrby00", "en": "farham00"}
    for language in LANGUAGES:
        page = elements(client, f"/{language}/partners/{tie.pk}/{names[language]}")
        alternates = {a["hreflang"]: a["href"] for tag, a in page if tag == "link" and "hreflang" in a}
        assert alternates.pop("x-default") == alternates["en"]
        assert alternates == {code: f"/{code}/partners/{tie.pk}/{name}" for code, name in names.items()}
        assert next(attributes["lang"] for tag, attributes in page if tag == "html") == language
    for address in published.agreement_pages(client, "sv"):
        page = elements(client, address)
        for _, attributes in page:
            if "hreflang" in attributes:
                assert f"/agreements/{agreement.pk}/" in str(attributes["href"])


# --- addresses --------------------------------------------------------------------------------------------------------


def test_old_name_in_an_address_leads_to_the_present_one(city: None, client: Client) -> None:
    [tie] = published.add_partners(1, shared=False)
    present = f"/en/partners/{tie.pk}/farham00"
    for name in ("", "kaukola00", "an-old-name", "Farham00"):
        response = client.get(f"/en/partners/{tie.pk}/{name}")
        assert (response.status_code, response.headers["Location"]) == (301, present)
    [agreement] = published.agreement_pages(client, "en")
    response = client.get(agreement.rsplit("/", 1)[0] + "/old")
    assert (response.status_code, response.headers["Location"]) == (301, agreement)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["partners", "agreements"])
def test_unknown_record_is_told_of_within_the_frame(city: None, client: Client, language: str, kind: str) -> None:
    response = client.get(f"/{language}/{kind}/{NOBODY}/nobody")
    page = Elements(response.content.decode()).found
    assert response.status_code == 404
    assert next(attributes["lang"] for tag, attributes in page if tag == "html") == language
    assert [attributes["href"] for tag, attributes in page if tag == "a" and attributes.get("class") == "brand"] == [
        f"/{language}/"
    ]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/fi/nothing/", "Sivua ei ole"),
        ("/sv/partners/x/", "Sidan finns inte"),
        ("/en/x", "There is"),
    ],
)
def test_mistyped_address_is_told_of_in_its_language(city: None, client: Client, address: str, told: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{address[1:3]}"' in page
    assert told in page
    assert f'class="brand" href="/{address[1:3]}/"' in page
    assert 'name="robots" content="noindex"' in page


def test_mistyped_address_is_told_of_where_there_is_no_instance(db: None, instance: Path, client: Client) -> None:
    response = client.get("/fi/nothing/")
    assert (response.status_code, response.content.count(b"<h2")) == (404, 2)


def test_a_partner_is_no_agreement(city: None, client: Client) -> None:
    [tie] = published.add_partners(1, shared=False)
    assert client.get(f"/en/agreements/{tie.pk}/farham00").status_code == 404
    assert client.get(f"/en/partners/{Agreement.objects.get().pk}/farham00").status_code == 404


def test_removed_record_that_was_public_is_gone_with_its_reason(city: None, client: Client) -> None:
    [address] = [published.add_partners(1, shared=False), published.agreement_pages(client, "en")][1]
    agreement = Agreement.objects.get()
    remove_record(
        by=founding.BY, source=founding.page(), record=agreement.record, reason="Recorded twice by <mistake> & haste."
    )
    for language in LANGUAGES:
        response = client.get(address.replace("/en/", f"/{language}/"))
        assert response.status_code == 410
        assert response.headers["Content-Language"] == language
        assert "Recorded twice by &lt;mistake&gt; &amp; haste." in response.content.decode()
    for page in published.every_page(client):
        assert agreement.pk not in client.get(page).content.decode()


def test_merged_record_leads_to_what_it_became_and_that_to_its_tombstone(city: None, client: Client) -> None:
    [tie] = published.add_partners(1, shared=False)
    source = founding.page()
    first, second, third = (founding.agreement(source, tie, signed=year) for year in ("2001", "2002", "2003"))
    for one, other in ((first, second), (second, third)):
        one.record.refresh_from_db()
        merge_records(by=founding.BY, source=source, record=one.record, into=other.record)
    [now] = [each for each in published.agreement_pages(client, "sv") if third.pk in each]

    for gone in (first, second):
        response = client.get(f"/sv/agreements/{gone.pk}/memorandum")
        assert (response.status_code, response.headers["Location"]) == (301, now)

    third.record.refresh_from_db()
    remove_record(by=founding.BY, source=source, record=third.record, reason="There never was one.")
    response = client.get(f"/sv/agreements/{first.pk}/memorandum")
    assert response.status_code == 410
    assert "There never was one." in response.content.decode()


def test_merged_record_that_was_never_public_leads_nowhere(city: None, client: Client) -> None:
    [tie] = published.add_partners(1, shared=False)
    source = founding.page()
    internal = founding.agreement(source, tie, is_published=False, signed="2001")
    public = founding.agreement(source, tie, signed="2001")
    merge_records(by=founding.BY, source=source, record=internal.record, into=public.record, publishes=True)

    assert client.get(f"/en/agreements/{public.pk}/x").status_code == 301
    assert client.get(f"/en/agreements/{internal.pk}/x").status_code == 404


def test_removed_record_that_was_never_public_is_not_told_of(city: None, client: Client) -> None:
    source = founding.page()
    agreement = founding.agreement(source, is_published=False, signed="1999")
    remove_record(by=founding.BY, source=source, record=agreement.record, reason="Secret reason.")
    response = client.get(f"/en/agreements/{agreement.pk}/memorandum")
    assert response.status_code == 404
    assert "Secret reason." not in response.content.decode()


# --- what is internal -------------------------------------------------------------------------------------------------


def test_nothing_internal_is_on_any_page(city: None, client: Client) -> None:
    """Every record and source that is not public carries a word that no page may show."""
    [tie] = published.add_partners(1, shared=False)
    source, internal = founding.page(), founding.page("CANARYSOURCE", is_public=False)
    where = founding.place(source, name="CANARYPLACE")
    hidden = founding.partnership(source, where, is_published=False)
    founding.agreement(source, tie, is_published=False, title="CANARYAGREEMENT", signed="1999", themes=["CANARYTHEME"])
    both = founding.agreement(source, tie, hidden, signed="2003")
    founding.agreement(source, hidden, signed="2004")
    organisation = founding.city(source, where, "CANARYORGANISATION", is_published=False)
    add_recognition(
        by=founding.BY, source=source, title=founding.LazyI18nString({"en": "CANARYRECOGNITION"}),
        recipient_as_written="Rantala", giver=founding.city(source, tie.partner, "Farham"), is_published=False,
    )  # fmt: skip
    school = add_organisation(by=founding.BY, source=source, kind="school", name="CANARYSCHOOL", is_published=False)
    add_institution_link(
        by=founding.BY, source=source, level=InstitutionLevel.SCHOOL, home_institution=school,
        partner_institution=organisation, partnership=tie, is_published=False,
    )  # fmt: skip
    for record in (tie.record, both.record):
        cite(by=founding.BY, source=internal, record=record, field="kind", quote="CANARYQUOTE", start=0, end=11)
    for page in published.every_page(client):
        found = re.findall("CANARY[A-Z]+", client.get(page).content.decode(), re.IGNORECASE)
        assert found == [], page
    for record in (hidden.pk, school.pk):
        assert client.get(f"/en/partners/{record}/canary").status_code == 404
    assert f"/partners/{hidden.pk}/" not in client.get(f"/en/agreements/{both.pk}/").content.decode()


HOSTILE = "<script>alert('x')</script>\"&amp;]]>"


@ONCE
def test_hostile_names_are_words_everywhere(
    city: None, client: Client, nu_checker: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    source = founding.page(HOSTILE)
    where = founding.register_place(
        by=founding.BY, source=source, country="EE", names=[founding.Name(HOSTILE, "fi", "official")],
        latitude=58.0, longitude=26.0,
    )  # fmt: skip
    tie = founding.partnership(source, where, since=founding.on("1990"))
    agreement = founding.agreement(source, tie, signed="1991", title=HOSTILE, themes=[HOSTILE])
    add_recognition(
        by=founding.BY, source=source, title=founding.LazyI18nString({"fi": HOSTILE}), recipient_as_written=HOSTILE,
        giver=founding.city(source, where, HOSTILE), giver_as_written=HOSTILE, occasion=HOSTILE,
        earlier_recipients=[HOSTILE], is_published=True,
    )  # fmt: skip
    for record in (tie.record, agreement.record):
        cite(by=founding.BY, source=source, record=record, field="kind", quote=HOSTILE, start=0, end=9)
    for number, address in enumerate(published.every_page(client)):
        html = client.get(address).content
        assert b"<script>" not in html, address
        assert len(re.findall(rb"<script(?! src=\"/static/solmu/[a-z]+\.js\" defer)", html)) == html.count(
            b'<script type="application/ld+json">'
        ), address
        (tmp_path / f"{number}.html").write_bytes(html)
    assert nu_checker(tmp_path) == []


# --- how much ---------------------------------------------------------------------------------------------------------


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("number", [1, 20])
def test_queries_are_the_same_whatever_the_number_of_records(city: None, client: Client, number: int) -> None:
    published.add_partners(number)
    partner = next(iter(published.partner_pages(client, "en").values()))
    agreements = published.agreement_pages(client, "en")
    assert {
        "home": queries(client, "/en/"),
        "register": queries(client, "/en/agreements/"),
        "partner": queries(client, partner),
        "agreement of one partner": queries(client, agreements[0]),
        "agreement of all partners": queries(client, agreements[-1]),
        "no such record": queries(client, f"/en/partners/{NOBODY}/nobody"),
        "no such page": queries(client, "/nowhere"),
    } == {
        "home": 11,
        "register": 9,
        "partner": 12,
        "agreement of one partner": 10,
        "agreement of all partners": 10,
        "no such record": 2,
        "no such page": 0,
    }


def test_queries_of_the_example(example: None, client: Client) -> None:
    """The partner with everything a record can have costs the most."""
    partners = published.partner_pages(client, "en")
    asked = {name: queries(client, address) for name, address in partners.items()}
    richest = asked.pop("shanghai")
    agreements = {queries(client, address) for address in published.agreement_pages(client, "en")}
    assert (queries(client, "/en/"), queries(client, "/en/agreements/"), richest) == (11, 9, 12)
    assert (set(asked.values()), agreements) == ({9}, {10})


def test_home_is_light_on_a_first_visit(example: None, client: Client) -> None:
    """What the browser fetches, as it is sent: the page, its stylesheet, icon and scripts, and every font.

    Texts are sent compressed, fonts are compressed in themselves.
    """
    for language in LANGUAGES:
        page = client.get(f"/{language}/")
        loaded = {
            str(attributes.get("href") or attributes.get("src"))
            for tag, attributes in Elements(page.content.decode()).found
            if (tag == "link" and attributes.get("rel") in ("stylesheet", "icon"))
            or (tag == "script" and "src" in attributes)
        }
        root = Path(settings.STATIC_ROOT)
        texts = [page.content, *((root / each.removeprefix(settings.STATIC_URL)).read_bytes() for each in loaded)]
        fonts = [path.stat().st_size for path in (root / "solmu" / "fonts").glob("*.woff2")]
        assert len(loaded) > 1
        assert sum(len(gzip.compress(text)) for text in texts) + sum(fonts) <= FIRST_VISIT_LIMIT


def test_every_partnership_of_the_example_is_on_the_home_page(example: None, client: Client) -> None:
    for language in LANGUAGES:
        shown = {address.split("/")[3] for address in published.partner_pages(client, language).values()}
        assert shown == set(Partnership.objects.values_list("pk", flat=True))
