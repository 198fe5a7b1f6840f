"""Pictures and documents as files: only what is published, and nothing else can be told from nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from solmu.core.models import Record, Source, StoredFile
from solmu.registry.actions.decisions import record_decision
from solmu.registry.actions.documents import (
    add_agreement_document,
    classify_document,
    describe_document,
    publish_document,
    withdraw_document,
)
from solmu.registry.actions.publicity import publish_record
from solmu.registry.actions.stories import add_story, remove_image, set_image
from solmu.registry.models import Agreement, AgreementDocument, Organisation, Story
from solmu.registry.queries.documents import documents_not_accessible
from solmu.registry.vocabulary import Publicity
from tests.portal.test_lists import partner
from tests.portal.test_pages import words_of
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.pictures import GPS, exif, jpeg, png

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls

PDF = b"%PDF-1.7 words"
NOTHING = "/media/documents/222222222222/nothing.pdf"
WORDS = LazyI18nString({"fi": "Talo", "sv": "Ett hus", "en": "A house"})


@pytest.fixture
def source(city: Organisation) -> Source:
    return founding.page("Files")


@pytest.fixture
def agreement(source: Source) -> Agreement:
    return founding.agreement(source, partner("Tartu", "EE"), signed="2010")


def document(agreement: Agreement, content: bytes = PDF, **facts: Any) -> AgreementDocument:
    told: dict[str, Any] = {"name": "a.pdf", "title": "Muistio & liite", "language": "fi", "is_published": True} | facts
    return add_agreement_document(by=BY, source=None, agreement=agreement, content=content, **told)


def of_agreement(client: Client, agreement: Agreement, language: str = "en") -> str:
    page = client.get(f"/{language}/agreements/{agreement.pk}/x")
    return str(page.headers["Location"])


def link_of(client: Client, agreement: Agreement) -> str:
    page = client.get(of_agreement(client, agreement)).content.decode()
    [found] = re.findall(r'href="(/media/[^"]+)"', page)
    return str(found)


def show(record: Record, *, is_published: bool = True) -> None:
    Record.objects.filter(pk=record.pk).update(is_published=is_published)


def assert_nothing(client: Client, address: str) -> None:
    """The answer is the one an address that never led anywhere gets, byte for byte and header for header."""
    found, nothing = client.get(address), client.get(NOTHING)
    assert found.status_code == 404
    assert (found.content, dict(found.headers)) == (nothing.content, dict(nothing.headers))


# --- documents --------------------------------------------------------------------------------------------------------


def test_document_is_told_of_on_its_agreements_page_and_served(agreement: Agreement, client: Client) -> None:
    row = document(agreement, is_signed=True, summary=LazyI18nString({"en": "Who does what."}), is_accessible=True)
    words = words_of(client, of_agreement(client, agreement))
    assert "Documents Muistio & liite PDF, 1 kB, in Finnish, signed, accessible Who does what." in words
    address = link_of(client, agreement)
    assert address == f"/media/documents/{row.pk}/muistio-liite.pdf"
    found = client.get(address)
    assert found.content == PDF
    assert found.headers["Content-Type"] == "application/pdf"
    assert found.headers["Content-Disposition"] == 'inline; filename="muistio-liite.pdf"'
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Cache-Control"] == "public, no-cache"
    again = client.get(address, headers={"If-None-Match": found.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
    old = client.get(f"/media/documents/{row.pk}/old-title.pdf")
    assert (old.status_code, old.headers["Location"]) == (301, address)
    assert client.post(address).status_code == 405


def test_document_that_is_not_shown_cannot_be_told_from_nothing(agreement: Agreement, client: Client) -> None:
    row = document(agreement)
    address = link_of(client, agreement)
    withdraw_document(by=BY, source=None, document=row)
    assert_nothing(client, address)
    publish_document(by=BY, source=None, document=row)
    assert client.get(address).status_code == 200
    show(agreement.record, is_published=False)
    assert_nothing(client, address)
    show(agreement.record)
    classify_document(by=BY, source=None, document=row, publicity=Publicity.SECRET, ground="JulkL 24 § 1")
    assert_nothing(client, address)
    assert_nothing(client, f"/media/documents/{row.pk}/whatever.pdf")


def test_what_browsers_do_not_show_is_downloaded(agreement: Agreement, client: Client) -> None:
    row = document(agreement, png(b"x"), name="seal.png", title="Seal")
    assert client.get(link_of(client, agreement)).headers["Content-Disposition"].startswith("inline")
    StoredFile.objects.filter(pk=row.file_id).update(
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    found = client.get(link_of(client, agreement))
    assert found.headers["Content-Disposition"] == 'attachment; filename="seal.docx"'


def test_picture_of_a_document_is_kept_without_its_metadata(agreement: Agreement, client: Client) -> None:
    document(agreement, jpeg((0xE1, b"Exif\x00\x00" + exif())), name="scan.jpg")
    found = client.get(link_of(client, agreement))
    assert found.content == jpeg()
    assert GPS not in found.content


def test_pdfs_not_marked_accessible_are_listed(agreement: Agreement) -> None:
    row, other = document(agreement), document(agreement, PDF + b"2", title="Another")
    document(agreement, PDF + b"3", title="Internal", is_published=False)
    document(agreement, png(b"x"), name="seal.png", title="Seal")
    assert documents_not_accessible() == [other, row]
    assert describe_document(by=BY, source=None, document=other, is_accessible=True) == ["is_accessible"]
    assert describe_document(by=BY, source=None, document=other, is_accessible=True) == []
    assert documents_not_accessible() == [row]


def test_agreement_tells_who_approved_it_where_that_is_public(source: Source, client: Client) -> None:
    by: dict[str, Any] = {"by": BY, "source": source}
    council = record_decision(
        **by, organ="City council", decided=on("2010-03-02"), section="§ 12", is_published=True,
        address="https://example.org/12",
    )  # fmt: skip
    board = record_decision(**by, organ="Secret board", decided=on("2010-01-07"))
    tie = partner("Narva", "EE")
    shown, hidden = founding.agreement(source, tie, signed="2010"), founding.agreement(source, tie, signed="2011")
    for agreement, decision in ((shown, council), (hidden, board)):
        Agreement.objects.filter(pk=agreement.pk).update(approved_by=decision)
    page = of_agreement(client, shown)
    assert "Approved by City council, 2 March 2010, § 12" in words_of(client, page)
    assert 'href="https://example.org/12"' in client.get(page).content.decode()
    assert "Secret board" not in client.get(of_agreement(client, hidden)).content.decode()


# --- images -----------------------------------------------------------------------------------------------------------


def picture(record: Any, content: bytes) -> None:
    set_image(
        by=BY, source=None, record=record, content=content, name="a.png", credit="A Person", licence="CC BY 4.0",
        alternative=WORDS, languages=("fi", "sv", "en"),
    )  # fmt: skip


def story(source: Source) -> Story:
    row = add_story(by=BY, source=source, title=LazyI18nString({"en": "Told"}), text=LazyI18nString({"en": "Words."}))
    publish_record(by=BY, source=source, record=row.record)
    return row


def image_of(client: Client, row: Story) -> str:
    page = client.get(f"/en/stories/{row.pk}/told").content.decode()
    [found] = re.findall(r'<img src="([^"]+)"', page)
    return str(found)


def test_image_is_served_for_ever_at_an_address_of_its_own(source: Source, client: Client) -> None:
    row = story(source)
    picture(row.record, png(b"first", (b"tEXt", b"Author\x00Somebody")))
    address = image_of(client, row)
    found = client.get(address)
    assert found.content == png(b"first")
    assert found.headers["Content-Type"] == "image/png"
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(address, headers={"If-None-Match": found.headers["ETag"]}).status_code == 304
    picture(row.record, png(b"second"))
    assert image_of(client, row) != address
    assert_nothing(client, address)
    assert_nothing(client, image_of(client, row).replace(".png", ".jpg"))


def test_image_that_is_not_shown_cannot_be_told_from_nothing(source: Source, client: Client) -> None:
    row = story(source)
    picture(row.record, png())
    address = image_of(client, row)
    show(row.record, is_published=False)
    assert_nothing(client, address)
    show(row.record)
    assert client.get(address).status_code == 200
    remove_image(by=BY, source=None, record=row.record)
    assert_nothing(client, address)


def test_image_leads_to_the_present_from_another_day(source: Source, client: Client) -> None:
    row = story(source)
    picture(row.record, png())
    partner("Tartu", "EE", since=on("2000"))
    page = client.get(f"/on/2020-06-01/en/stories/{row.pk}/told").content.decode()
    assert 'src="/media/images/' in page


def test_a_lost_file_is_nothing(agreement: Agreement, client: Client, settings: Any, tmp_path: Any) -> None:
    document(agreement)
    address = link_of(client, agreement)
    settings.MEDIA_ROOT = tmp_path
    assert_nothing(client, address)
