"""What core's tables refuse by themselves."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from solmu.core.models import Account, AuditHead, Record, Source, StoredFile, system_actor
from solmu.core.vocabulary import Role, SourceKind


def refused(model: type, **values: object) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**values)  # type: ignore[attr-defined]
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ({}, False),
        ({"is_published": True}, False),
        ({"removed_at": timezone.now(), "removal_reason": "Recorded twice."}, False),
        ({"removed_at": timezone.now()}, True),
        ({"removal_reason": "Recorded twice."}, True),
        ({"removed_at": timezone.now(), "removal_reason": "Recorded twice.", "is_published": True}, True),
    ],
)
def test_a_removed_record_has_a_reason_and_is_not_published(
    db: None, values: dict[str, object], is_refused: bool
) -> None:
    assert refused(Record, kind="place", **values) == is_refused


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ({"email": "a@example.org", "role": "reader"}, False),
        ({"email": "A@example.org", "role": "reader"}, True),
        ({"email": "a@example.org", "role": "boss"}, True),
        ({"email": "a@example.org", "role": Role.SYSTEM}, True),
    ],
)
def test_an_account_is_stored_in_lower_case_and_in_a_known_role(
    db: None, values: dict[str, object], is_refused: bool
) -> None:
    assert refused(Account, **values) == is_refused


def test_an_address_has_one_account(db: None) -> None:
    assert not refused(Account, email="a@example.org", role="reader")
    assert refused(Account, email="a@example.org", role="officer")


def test_there_is_one_head_row(db: None) -> None:
    AuditHead.objects.all().delete()
    assert [refused(AuditHead, id=1), refused(AuditHead, id=1), refused(AuditHead, id=2)] == [False, True, True]


def test_content_is_stored_once_and_belongs_to_one_source(db: None) -> None:
    kept = StoredFile.objects.create(sha256="a" * 64, name="a", media_type="text/plain", size=0)
    assert refused(StoredFile, sha256="a" * 64, name="b", media_type="text/plain", size=0)
    values = {"kind": SourceKind.PAGE, "title": "A", "read_on": date(2026, 11, 24), "file": kept}
    assert [refused(Source, **values), refused(Source, **values)] == [False, True]


def test_a_stored_file_lies_where_its_hash_says() -> None:
    assert StoredFile(sha256="ab" + "c" * 62).path == "ab/" + "c" * 62


def test_set_up_itself_is_never_stored(db: None) -> None:
    by = system_actor()
    assert (by.pk, by.role, Account.objects.exists()) == ("system", Role.SYSTEM, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        by.save()
