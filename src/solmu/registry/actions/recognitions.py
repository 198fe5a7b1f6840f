"""Writes of recognitions."""

from __future__ import annotations

from collections.abc import Sequence

from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording
from solmu.registry.models import EarlierRecipient, Organisation, Recognition
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import RecordKind


def add_recognition(
    *,
    by: Account,
    source: Source | None,
    title: LazyI18nString,
    recipient_as_written: str,
    giver_as_written: str = "",
    giver: Organisation | None = None,
    recipient: Organisation | None = None,
    occasion: LazyI18nString | str = "",
    awarded: PartialDate | None = None,
    earlier_recipients: Sequence[str] = (),
    is_published: bool = False,
) -> Recognition:
    """Add a recognition with its earlier recipients in the source's order."""
    check_can_keep_record(by)
    with recording(by=by, action="add_recognition", source=source) as journal:
        record = new_record(journal, RecordKind.RECOGNITION, is_published=is_published)
        recognition = Recognition(
            record=record,
            title=title,
            giver_as_written=giver_as_written,
            giver=giver,
            occasion=occasion,
            awarded=awarded,
            recipient_as_written=recipient_as_written,
            recipient=recipient,
        )
        journal.create(recognition)
        for position, name in enumerate(earlier_recipients, start=1):
            journal.create(EarlierRecipient(recognition=recognition, position=position, name=name), of=recognition)
    return recognition
