"""Writes of recognitions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording, refuse_gone, stated
from solmu.registry.models import EarlierRecipient, Organisation, Recognition
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import RecordKind

CHANGEABLE = ("title", "occasion", "awarded", "giver_as_written", "giver", "recipient_as_written", "recipient")
"""The columns that `change_recognition` changes; who had it before is given beside them."""


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
    """Add a recognition with its earlier recipients in the source's order. Raises BrokenRule without a title."""
    check_can_keep_record(by)
    _check(title)
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


def change_recognition(
    *,
    by: Account,
    source: Source | None,
    recognition: Recognition,
    earlier_recipients: Sequence[str] | None = None,
    **values: Any,
) -> list[str]:
    """Change what a recognition says; names the columns that changed.

    With `earlier_recipients`, those who had it before are these, in this order. Raises BrokenRule without a title, and
    for what cannot be changed so.
    """
    check_can_keep_record(by)
    refuse_gone(recognition, values.get("giver"), values.get("recipient"))
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a recognition cannot be changed so. Leave it out.", field=unknown[0])
    _check(values.get("title", recognition.title))
    with recording(by=by, action="change_recognition", source=source) as journal:
        changed = journal.update(recognition, **values)
        if earlier_recipients is None:
            return changed
        rows = list(recognition.earlier_recipients.order_by("position"))
        if [row.name for row in rows] == list(earlier_recipients):
            return changed
        for row in rows:
            journal.delete(row, of=recognition)
        for position, name in enumerate(earlier_recipients, start=1):
            journal.create(EarlierRecipient(recognition=recognition, position=position, name=name), of=recognition)
        return [*changed, "earlier_recipients"]


def _check(title: LazyI18nString | str) -> None:
    if not stated(title):
        raise BrokenRule("A recognition has a title. Write one in at least one language.")
