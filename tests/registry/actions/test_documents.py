"""Documents of agreements: kept by their bytes, public by law, published apart."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from solmu.core.actions import add_source, drop_file
from solmu.core.audit import chain_faults, head_line
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Source, StoredFile
from solmu.core.queries import file_faults, files_left_over
from solmu.registry.actions.documents import (
    add_agreement_document,
    classify_document,
    publish_document,
    remove_document,
    withdraw_document,
)
from solmu.registry.models import Agreement, AgreementDocument, Partnership
from tests.registry import founding
from tests.registry.founding import BY
from tests.registry.kept import actions_of, fields_of_last, last_shape

CONTENT = b"%PDF-1.7 memorandum"
GROUND = "JulkL 24 § 1 mom. 20 k"


@pytest.fixture
def memorandum(source: Source, tartu: Partnership) -> Agreement:
    return founding.agreement(source, tartu, signed="2001")


def add(agreement: Agreement, content: bytes = CONTENT, name: str = "memo.pdf", **facts: Any) -> AgreementDocument:
    facts = {"by": BY, "source": None} | facts
    return add_agreement_document(agreement=agreement, content=content, name=name, **facts)


def test_document_is_kept_by_its_bytes_and_internal_until_it_is_published(
    memorandum: Agreement, instance: Path
) -> None:
    document = add(memorandum, title=" Memorandum ", language="en", is_signed=True)

    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert (instance / "files" / document.file.path).read_bytes() == CONTENT
    assert (document.title, document.version, document.file.sha256) == ("Memorandum", 1, sha256)
    assert (document.publicity, document.is_published) == ("public", False)
    assert actions_of(memorandum.pk)[-1] == "add_agreement_document"
    assert last_shape(memorandum.pk)["documents"] == []

    publish_document(by=BY, source=None, document=document)

    assert (actions_of(memorandum.pk)[-1], fields_of_last(memorandum.pk)) == (
        "publish_document",
        ["agreementdocument.is_published"],
    )
    assert last_shape(memorandum.pk)["documents"] == [
        {
            "id": document.pk,
            "title": "Memorandum",
            "media_type": "application/pdf",
            "size": len(CONTENT),
            "sha256": sha256,
            "language": "en",
            "version": 1,
            "is_signed": True,
            "is_accessible": False,
            "summary": None,
        }
    ]

    withdraw_document(by=BY, source=None, document=document)

    assert last_shape(memorandum.pk)["documents"] == []
    with pytest.raises(BrokenRule, match=r"not published\. There is nothing to withdraw"):
        withdraw_document(by=BY, source=None, document=document)


def test_version_is_the_next_of_its_language_and_the_title_the_files_name(memorandum: Agreement) -> None:
    given = [
        add(memorandum, CONTENT + text, language=language)
        for text, language in ((b"1", "fi"), (b"2", "fi"), (b"3", "sv"))
    ]
    given.append(add(memorandum, CONTENT + b"4", language="sv", version=7))

    assert [(each.language, each.version) for each in given] == [("fi", 1), ("fi", 2), ("sv", 1), ("sv", 7)]
    assert given[0].title == "memo.pdf"


@pytest.mark.parametrize(
    ("content", "facts", "sentence"),
    [
        (b"", {}, r"memo\.pdf is empty"),
        (CONTENT.ljust(1_000_001), {"most_megabytes": 1}, r"memo\.pdf is larger than 1 MB"),
        (b"MZ", {}, r"memo\.pdf is no PDF, DOCX, ODT, PNG or JPEG"),
        (b"\xff\xd8\xff", {}, "is named as another type, but holds JPEG"),
        (CONTENT, {"media_type": "image/png"}, "is said to be PNG, but holds PDF"),
        (CONTENT, {"publicity": "secret"}, "is so by law. Name the section"),
        (CONTENT, {"publicity": "partly_secret", "ground": " "}, "is so by law. Name the section"),
        (CONTENT, {"publicity": "secret", "ground": GROUND, "is_published": True}, "Only a public document may be pub"),
    ],
)
def test_add_agreement_document_refuses(
    memorandum: Agreement, content: bytes, facts: dict[str, Any], sentence: str
) -> None:
    before = head_line()

    with pytest.raises(BrokenRule, match=sentence):
        add(memorandum, content, **facts)

    assert (head_line(), StoredFile.objects.count()) == (before, 0)


def test_add_agreement_document_refuses_the_same_file_twice(memorandum: Agreement) -> None:
    document = add(memorandum, title="Memorandum")

    with pytest.raises(BrokenRule, match=rf"has this file already: “Memorandum” \({document.pk}\)"):
        add(memorandum, name="another.pdf")


def test_secret_document_cannot_be_published_and_what_becomes_secret_is_withdrawn(memorandum: Agreement) -> None:
    document = add(memorandum, publicity="secret", ground=GROUND)
    with pytest.raises(BrokenRule, match="Only a public document may be published"):
        publish_document(by=BY, source=None, document=document)
    classify_document(by=BY, source=None, document=document, publicity="public")
    assert (document.publicity_ground, document.is_published) == ("", False)
    publish_document(by=BY, source=None, document=document)

    classify_document(by=BY, source=None, document=document, publicity="partly_secret", ground=GROUND)

    document = AgreementDocument.objects.get(pk=document.pk)
    assert (document.publicity, document.publicity_ground, document.is_published) == ("partly_secret", GROUND, False)
    assert last_shape(memorandum.pk)["documents"] == []
    with pytest.raises(BrokenRule, match="is so by law"):
        classify_document(by=BY, source=None, document=document, publicity="secret")


def test_removed_document_takes_its_file_along_where_nothing_refers_to_it(
    source: Source, memorandum: Agreement, instance: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = add(memorandum)
    path = instance / "files" / document.file.path

    with django_capture_on_commit_callbacks(execute=True):
        remove_document(by=BY, source=None, document=document)

    assert (memorandum.documents.count(), StoredFile.objects.count(), path.exists()) == (0, 0, False)
    assert actions_of(memorandum.pk)[-1] == "remove_document"
    assert AuditEntry.objects.latest("sequence").action == "drop_file"
    assert (list(chain_faults()), list(file_faults()), files_left_over()) == ([], [], [])


def test_file_that_something_else_refers_to_stays(
    source: Source, memorandum: Agreement, django_capture_on_commit_callbacks: Any
) -> None:
    other = founding.agreement(source, signed="2002")
    document, kept = add(memorandum), add(other)

    with django_capture_on_commit_callbacks(execute=True):
        remove_document(by=BY, source=None, document=document)

    assert list(StoredFile.objects.all()) == [kept.file]
    assert list(file_faults()) == []


def test_file_kept_again_meanwhile_keeps_its_bytes(
    memorandum: Agreement, instance: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = add(memorandum)

    with django_capture_on_commit_callbacks(execute=True):
        remove_document(by=BY, source=None, document=document)
        again = add(memorandum)

    assert (instance / "files" / again.file.path).read_bytes() == CONTENT


def test_file_of_a_source_is_not_dropped(memorandum: Agreement, source: Source) -> None:
    document = add(memorandum)
    add_source(
        by=BY, kind=source.kind, title="x", read_on=source.read_on, is_public=False, file=document.file
    )  # fmt: skip
    AgreementDocument.objects.all().delete()

    assert drop_file(by=BY, file=document.file) is False
    with pytest.raises(NotPermitted):
        drop_file(by=founding.account("reader"), file=document.file)
