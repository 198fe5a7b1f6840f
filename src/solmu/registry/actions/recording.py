"""What every write of the record does: audit, and the new versions of the public shapes it touched."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from django.db import models
from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal, recorded
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Record, Source
from solmu.registry.models import PublicVersion
from solmu.registry.queries.dependence import records_showing
from solmu.registry.records import latest_shapes, public_shapes
from solmu.registry.vocabulary import RecordKind

Follower = Callable[[int, list[str]], None]

_followers: list[Follower] = []


def follow_records(follower: Follower) -> None:
    """Call `follower(revision, touched_ids)` at the end of each transaction that writes the record; once, at the start.

    The packages above know the record, not the other way round; what they derive from it is written with it.
    """
    if follower not in _followers:
        _followers.append(follower)


@contextlib.contextmanager
def recording(*, by: Account, action: str, source: Source | None) -> Iterator[Journal]:
    """`core.audit.recorded`, and at the end of the transaction a new version of each public shape that changed.

    Then those who follow the record are called.
    """
    with recorded(by=by, action=action, source=source) as journal:
        for function in (write_public_versions, *_followers):
            journal.at_close(function)
        yield journal


def new_record(journal: Journal, kind: RecordKind, *, is_published: bool) -> Record:
    """A permanent id for what is about to be recorded."""
    record = Record(kind=kind, is_published=is_published)
    journal.create(record)
    return record


def write_public_versions(revision: int, record_ids: list[str]) -> None:
    """Keep what the public is shown, from this revision on, of these records and of those that show them."""
    shown = records_showing(record_ids)
    before, after = latest_shapes(shown), public_shapes(shown)
    PublicVersion.objects.bulk_create(
        PublicVersion(record_id=record_id, revision=revision, shape=shape)
        for record_id, shape in after.items()
        if shape != before.get(record_id)
    )


def stated(reason: LazyI18nString | str) -> LazyI18nString | str:
    """A reason, or nothing where it is only blanks in every language: an empty reason is none."""
    data = reason.data if isinstance(reason, LazyI18nString) else reason
    texts = list(data.values()) if isinstance(data, dict) else [data]
    return reason if any(str(text or "").strip() for text in texts) else ""


def refuse_gone(*rows: models.Model | None) -> None:
    """Raise BrokenRule where any of these rows is of a record that was removed or merged into another; one query."""
    named = {row.pk for row in rows if row is not None}
    gone = Record.objects.filter(pk__in=named).exclude(removed_at__isnull=True, merged_into__isnull=True).first()
    if gone is not None:
        raise BrokenRule(
            "The %(kind)s %(record)s is no longer there. Name the record that stands for it.",
            kind=RecordKind(gone.kind),
            record=gone.pk,
        )
