"""Writes of what is public: publishing, and taking a record out with a tombstone."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.recording import recording
from solmu.registry.models import LanguageException
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.dependence import gone_beneath, what_depends_on
from solmu.registry.queries.languages import missing_languages
from solmu.registry.vocabulary import RecordKind


def publish_record(
    *, by: Account, source: Source | None, record: Record, languages: Sequence[str] = ()
) -> None:  # fmt: skip
    """Show a record to the public from now on.

    `languages` are those its texts must have: the city's, where a person publishes; none where a source is taken in,
    which lacks what it lacks. Raises BrokenRule where the record was removed, and naming the languages it lacks.
    """
    check_can_keep_record(by)
    if record.removed_at:
        raise BrokenRule("A removed record cannot be published. Record the fact anew.")
    _refuse_merged(record)
    if missing := missing_languages(record, languages):
        raise BrokenRule(
            "The texts lack: %(missing)s. Write them in each of the city's languages, or say with a reason why one is "
            "not needed.",
            missing=missing,
        )
    with recording(by=by, action="publish_record", source=source) as journal:
        journal.update(record, is_published=True)


def withdraw_record(*, by: Account, source: Source | None, record: Record) -> None:
    """Show a record to the public no longer; it stays in the register, and what was published when stays known.

    Raises BrokenRule where the public does not see it.
    """
    check_can_keep_record(by)
    if not record.is_published:
        raise BrokenRule("The public does not see this record. There is nothing to withdraw.")
    with recording(by=by, action="withdraw_record", source=source) as journal:
        journal.update(record, is_published=False)


def except_language(
    *, by: Account, source: Source | None, record: Record, language: str, reason: str
) -> LanguageException:  # fmt: skip
    """Let a record lack its texts in a language, for a reason; an exception that is there gets the new reason.

    Raises BrokenRule without a language or a reason, and where the record was removed.
    """
    check_can_keep_record(by)
    if record.removed_at or record.merged_into_id:
        raise BrokenRule("This record is no longer there. Name the record that stands for it.")
    if not language.strip() or not reason.strip():
        raise BrokenRule("An exception names the language and says why. Give both.")
    with recording(by=by, action="except_language", source=source) as journal:
        exception = LanguageException.objects.filter(record=record, language=language).first()
        if exception is None:
            exception = LanguageException(record=record, language=language, reason=reason.strip())
            journal.create(exception, of=record)
        else:
            journal.update(exception, of=record, reason=reason.strip())
    return exception


def remove_language_exception(*, by: Account, source: Source | None, exception: LanguageException) -> None:
    """Take back that a record may lack a language."""
    check_can_keep_record(by)
    with recording(by=by, action="remove_language_exception", source=source) as journal:
        journal.delete(exception, of=exception.record)


def remove_record(*, by: Account, source: Source | None, record: Record, reason: str) -> None:
    """Take a record out of the register; its id stays as a tombstone with this public reason.

    Raises BrokenRule without a reason, and where other records rest on this one.
    """
    check_can_keep_record(by)
    if not reason.strip():
        raise BrokenRule("A removal needs a reason that the public may read. Write one sentence.")
    if record.removed_at:
        raise BrokenRule("This record was removed already. There is nothing to remove.")
    _refuse_merged(record)
    if others := what_depends_on(record):
        raise BrokenRule("%(others)s rests on this record. Remove that first.", others=others)
    with recording(by=by, action="remove_record", source=source) as journal:
        journal.update(record, removed_at=timezone.now(), removal_reason=reason, is_published=False)


def restore_record(*, by: Account, source: Source | None, record: Record, is_published: bool) -> None:
    """Put a removed record back. Raises BrokenRule where it was not removed, or rests on one that is gone."""
    check_can_keep_record(by)
    if record.removed_at is None:
        raise BrokenRule("This record was not removed. There is nothing to put back.")
    if (gone := gone_beneath(record)) is not None:
        raise BrokenRule(
            "It rests on the %(kind)s %(record)s, which is no longer there. Put that back first.",
            kind=RecordKind(gone.kind),
            record=gone.pk,
        )
    with recording(by=by, action="restore_record", source=source) as journal:
        journal.update(record, removed_at=None, removal_reason="", is_published=is_published)


def _refuse_merged(record: Record) -> None:
    if record.merged_into_id:
        raise BrokenRule(
            "This record was merged into %(into)s. Name that one, or take the merge back.", into=record.merged_into_id
        )
