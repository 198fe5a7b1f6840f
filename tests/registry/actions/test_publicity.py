from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from solmu.core.errors import BrokenRule
from solmu.core.models import AuditEntry, Record, Source
from solmu.registry.actions.publicity import publish_record, remove_record, restore_record
from solmu.registry.models import Organisation, Partnership, PublicVersion
from solmu.registry.records import public_shapes
from tests.registry import founding
from tests.registry.founding import BY


def versions(key: str) -> list[bool]:
    """For each kept version whether it says anything, oldest first."""
    rows = PublicVersion.objects.filter(record_id=key).order_by("revision")
    return [row.shape is not None for row in rows]


def test_record_is_shown_from_its_publishing_to_its_removal(source: Source, home: Organisation) -> None:
    tie = founding.partnership(source, founding.place(source), is_published=False)
    assert (versions(tie.pk), public_shapes([tie.pk])) == ([], {tie.pk: None})

    publish_record(by=BY, source=source, record=tie.record)
    publish_record(by=BY, source=source, record=tie.record)
    assert versions(tie.pk) == [True]

    remove_record(by=BY, source=source, record=tie.record, reason="Recorded by mistake.")
    record = Record.objects.get(pk=tie.pk)
    assert (record.is_published, record.removal_reason) == (False, "Recorded by mistake.")
    assert (versions(tie.pk), public_shapes([tie.pk])) == ([True, False], {tie.pk: None})

    restore_record(by=BY, source=source, record=tie.record, is_published=True)
    assert versions(tie.pk) == [True, False, True]
    actions = AuditEntry.objects.filter(record_id=tie.pk).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["add_partnership", "publish_record", "remove_record", "restore_record"]


def test_removal_says_why_once_and_of_what_nothing_rests_on(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2001")
    for reason in ("", "  "):
        with pytest.raises(BrokenRule, match="needs a reason"):
            remove_record(by=BY, source=source, record=agreement.record, reason=reason)
    with pytest.raises(BrokenRule, match="1 agreement rests on this record"):
        remove_record(by=BY, source=source, record=tartu.record, reason="Wrong.")

    remove_record(by=BY, source=source, record=agreement.record, reason="Wrong.")
    remove_record(by=BY, source=source, record=tartu.record, reason="Wrong.")

    with pytest.raises(BrokenRule, match="removed already"):
        remove_record(by=BY, source=source, record=tartu.record, reason="Wrong.")
    with pytest.raises(BrokenRule, match="cannot be published"):
        publish_record(by=BY, source=source, record=tartu.record)


def test_restoring_what_is_there_is_refused(source: Source, tartu: Partnership) -> None:
    with pytest.raises(BrokenRule, match="was not removed"):
        restore_record(by=BY, source=source, record=tartu.record, is_published=True)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("record_removed_with_reason", {"removal_reason": "Why?"}),
        ("record_removed_with_reason", {"removed_at": "2026-11-24T00:00:00Z", "is_published": False}),
        ("record_removed_not_published", {"removed_at": "2026-11-24T00:00:00Z", "removal_reason": "Wrong."}),
    ],
)
def test_database_refuses_a_broken_tombstone(tartu: Partnership, constraint: str, values: dict) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Record.objects.filter(pk=tartu.pk).update(**values)
