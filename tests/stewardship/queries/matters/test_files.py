from __future__ import annotations

from pathlib import Path

import pytest

from solmu.core.actions import store_file
from solmu.core.models import Source, StoredFile
from solmu.registry.models import Agreement, AgreementDocument, Partnership
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.queries.matters.asking import matters, told

RULES = ("document_missing", "document_damaged")


@pytest.fixture
def stored(db: None) -> StoredFile:
    return store_file(by=BY, content=b"%PDF-1.7 words", name="memorandum.pdf", media_type="application/pdf")


@pytest.fixture
def agreement(source: Source, tartu: Partnership, stored: StoredFile) -> Agreement:
    row = founding.agreement(source, tartu, signed="2010")
    AgreementDocument.objects.create(agreement=row, file=stored, title="Memorandum", publicity="public")
    return row


def test_document_that_is_gone_or_cut_off(agreement: Agreement, stored: StoredFile, settings) -> None:
    path = Path(settings.MEDIA_ROOT) / stored.path
    whole = path.read_bytes()
    assert told(*RULES) == []

    path.write_bytes(whole[:3])
    assert told(*RULES) == [("document_damaged", agreement.pk, stored.pk)]
    path.unlink()
    (matter,) = matters(*RULES)
    assert matter.identity == ("document_missing", agreement.pk, stored.pk)
    assert matter.reason("en") == "A file is missing: memorandum.pdf. Add it again or restore it from a backup."

    path.write_bytes(whole)
    assert told(*RULES) == []


def test_file_of_a_source_is_missed_too(source: Source, stored: StoredFile, settings) -> None:
    Source.objects.filter(pk=source.pk).update(file=stored)
    (Path(settings.MEDIA_ROOT) / stored.path).unlink()

    (matter,) = matters(*RULES)
    assert (matter.identity, matter.name("en")) == (("document_missing", source.pk, stored.pk), "A page")
