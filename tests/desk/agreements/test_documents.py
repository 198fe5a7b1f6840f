"""Documents at the desk: kept, read by those who may, described, classified, published, and followed by versions."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from solmu.registry.models import AgreementDocument
from tests.desk.agreements.conftest import PDF
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


@pytest.fixture
def send(running, officer, desk_of) -> Callable[..., Any]:
    """Opens a form below the agreement's page as the officer and sends it."""
    desk = desk_of(officer)

    def sent(path: str, **fields: Any) -> Any:
        here = f"/desk/agreements/{running.pk}/{path}/"
        return desk.post(here, {**hidden(desk.get(here).text), **fields})

    return sent


def pdf(content: bytes = PDF, name: str = "sopimus.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def kept(send: Callable[..., Any], **fields: Any) -> AgreementDocument:
    send("document", **{"file": pdf(), "publicity": "public", **fields})
    return AgreementDocument.objects.get()


def test_signed_file_is_kept_published_and_read(running, officer, desk_of, send) -> None:
    document = kept(send, is_signed="on", language="fi")
    before = (document.is_signed, document.is_published)

    send(f"documents/{document.pk}/publish")

    document.refresh_from_db()
    desk, here = desk_of(officer), f"/desk/agreements/{running.pk}/documents/{document.pk}/file/"
    opened, downloaded = desk.get(here), desk.get(f"{here}?keep=1")
    assert (before, document.is_published) == ((True, False), True)
    assert (opened.content, downloaded.content) == (PDF, PDF)
    told = [answer.headers["Content-Disposition"].partition(";")[0] for answer in (opened, downloaded)]
    assert told == ["inline", "attachment"]
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert downloaded.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_secret_document_is_not_for_a_reader(running, reader, desk_of, send) -> None:
    document = kept(send, publicity="secret", ground="JulkL 24 §")
    desk, here = desk_of(reader), f"/desk/agreements/{running.pk}/documents/{document.pk}/"

    assert [desk.get(here).status_code, desk.get(f"{here}file/").status_code] == [404, 404]
    assert f"documents/{document.pk}" not in desk.get(f"/desk/agreements/{running.pk}/").text


@pytest.mark.parametrize(
    ("content", "name", "sentence", "why"),
    [
        (b"<html><script>alert(1)</script>", "sopimus.pdf", "is no PDF, DOCX, ODT, PNG or JPEG", ["unreadable"]),
        (PDF, "sopimus.docx", "is named as another type, but holds PDF", ["unreadable"]),
        (b"", "sopimus.pdf", "empty", []),
        (PDF + b" " * 20_000_000, "sopimus.pdf", "is larger than 20 MB", ["too-large"]),
    ],
)
def test_file_that_cannot_be_kept_is_refused_in_a_sentence_and_logged_without_its_name(
    send, officer, caplog, content, name, sentence, why
) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        answer = send("document", file=pdf(content, name), publicity="public")

    assert answer.status_code == 422
    told = [record.getMessage() for record in caplog.records if record.name == "solmu.security"]
    line = f"file-refused account={officer.pk} from=127.0.0.0/24 page=desk:add-document why="
    assert told == [line + each for each in why]
    assert sentence in answer.text
    assert not AgreementDocument.objects.exists()


def test_what_is_not_public_needs_its_section_of_the_law(send) -> None:
    answer = send("document", file=pdf(), publicity="secret")

    assert answer.status_code == 422
    assert "Name the section." in answer.text


def test_published_document_that_becomes_secret_is_withdrawn(send) -> None:
    document = kept(send)
    send(f"documents/{document.pk}/publish")

    send(f"documents/{document.pk}/classify", publicity="secret", ground="JulkL 24 §")

    document.refresh_from_db()
    assert (document.publicity, document.publicity_ground, document.is_published) == ("secret", "JulkL 24 §", False)


def test_new_version_takes_the_place_of_the_one_before(send) -> None:
    document = kept(send, language="fi", title="Sopimus")
    send(f"documents/{document.pk}/publish")

    send(f"documents/{document.pk}/replace", file=pdf(PDF + b"\n", "uusi.pdf"), is_published="on")

    rows = AgreementDocument.objects.order_by("version").values_list("title", "version", "is_published")
    assert list(rows) == [("Sopimus", 1, False), ("Sopimus", 2, True)]


def test_document_is_described_withdrawn_and_removed(send) -> None:
    document = kept(send)
    send(f"documents/{document.pk}/describe", is_accessible="on", summary_fi="Mit\u00e4 siin\u00e4 on")
    document.refresh_from_db()
    assert (document.is_accessible, document.summary.data) == (True, {"fi": "Mit\u00e4 siin\u00e4 on"})
    send(f"documents/{document.pk}/publish")
    send(f"documents/{document.pk}/withdraw")
    document.refresh_from_db()
    assert not document.is_published

    send(f"documents/{document.pk}/remove")

    assert not AgreementDocument.objects.exists()


def test_document_is_not_found_below_another_agreement(tie, running, expired, officer, desk_of, send) -> None:
    document = kept(send)

    assert desk_of(officer).get(f"/desk/agreements/{expired.pk}/documents/{document.pk}/").status_code == 404
