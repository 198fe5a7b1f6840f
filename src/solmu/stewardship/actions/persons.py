"""Erasing a person: from every table, file, published version and value of the change log in which they stand.

What is erased is what the dry run listed and a person chose (`queries.persons.findings_of`). Nothing of it is noted
anew: entries name rows and columns, never what they held.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.actions import drop_file, erase_account
from solmu.core.audit import Journal, erase_audit_values
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, AuditValue, Source, StoredFile
from solmu.core.permissions import check_can_erase_audit_values
from solmu.intake.models import SourceText
from solmu.participation.actions import erase_enquiry
from solmu.participation.models import Enquiry
from solmu.registry.actions.contacts import erase_contact
from solmu.registry.actions.recording import recording
from solmu.registry.models import Citation, Contact, PublicVersion
from solmu.stewardship.queries.persons import IN_OFFICE_KEYS, Finding, findings_of
from solmu.stewardship.rules.persons import GONE, Sought, replaced
from solmu.stewardship.vocabulary import Fate


def erase_person(*, by: Account, sought: Sought, chosen: Collection[str], ground: str, day: date) -> list[Finding]:
    """Erase the person from the chosen findings (by their `key`); gives those that were, in the order of the dry run.

    What must stay stays though it is chosen. `ground` names the legal ground, without personal data; it stays in the
    change log for ever. Raises BrokenRule without a ground, and where nothing that was chosen can go.
    """
    check_can_erase_audit_values(by)
    if not ground.strip():
        raise BrokenRule("An erasure needs its legal ground. Name it, without the person's name.")
    if sought.is_in(ground):
        raise BrokenRule("The ground stays in the change log for ever. Write it without the person's name.")
    files = {pk for kind, _colon, pk in (key.partition(":") for key in chosen) if kind == "file"}
    with recording(by=by, action="erase_person", source=None) as journal:
        going = [
            finding
            for finding in findings_of(sought, files=files).findings
            if finding.key in chosen and finding.fate not in (Fate.STAYS, Fate.FOLLOWS)
        ]
        if not going:
            raise BrokenRule("Nothing that was chosen can be erased. Look for the person again.")
        for finding in going:
            _erase(finding, by, journal, sought, ground, day)
        _erase_values(by, going, ground)
        transaction.on_commit(leave_no_trace_on_disk)
    return going


def leave_no_trace_on_disk() -> None:
    """Move what SQLite keeps beside the database into it, so that no page there holds what was erased.

    Within the database freed pages are overwritten (`secure_delete`). PostgreSQL overwrites dead rows when it vacuums.
    """
    if connection.vendor == "sqlite":
        # While somebody reads it cannot be done; whoever writes next moves it then.
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _erase(finding: Finding, by: Account, journal: Journal, sought: Sought, ground: str, day: date) -> None:
    model: Any = apps.get_model(finding.model)
    if finding.is_file:
        _drop_file(by, journal, StoredFile.objects.get(pk=finding.pk))
    elif model is Contact:
        erase_contact(by=by, source=None, contact=Contact.objects.get(pk=finding.pk), ground=ground)
    elif model is Account:
        erase_account(by=by, account=Account.objects.get(pk=finding.pk), ground=ground)
    elif model is Enquiry and finding.fate == Fate.GOES:
        erase_enquiry(by=by, enquiry=Enquiry.objects.get(pk=finding.pk), day=day)
    elif model is PublicVersion:
        _take_out_of_version(finding, journal, sought)
    elif model is AuditValue:
        return
    elif finding.fate == Fate.GOES:
        model._base_manager.filter(pk=finding.pk).delete()
    else:
        _take_out(finding, journal, sought)


def _drop_file(by: Account, journal: Journal, file: StoredFile) -> None:
    """Take a file out for good, its name too; what was read from it is another finding's."""
    for source in Source.objects.filter(file=file):
        journal.update(source, file=None)
    # Its name may be the person's, and the entry of its deletion would learn it anew.
    StoredFile.objects.filter(pk=file.pk).update(name="")
    file.refresh_from_db()
    drop_file(by=by, file=file)


def _take_out_of_version(finding: Finding, journal: Journal, sought: Sought) -> None:
    record_id, _colon, revision = finding.pk.partition(":")
    version = PublicVersion.objects.get(record_id=record_id, revision=int(revision))
    shape = replaced(version.shape, sought.without, IN_OFFICE_KEYS)
    PublicVersion.objects.filter(record_id=record_id, revision=version.revision).update(shape=shape)
    journal.details(record_id, struck_versions=True)


def _take_out(finding: Finding, journal: Journal, sought: Sought) -> None:
    """Put a mark in place of the person's words, past the journal, which would keep what is to be forgotten."""
    model: Any = apps.get_model(finding.model)
    row = model._base_manager.filter(pk=finding.pk).first()
    if row is None:  # another finding took it along
        return
    # Offsets of citations and claims count the characters of the source's text.
    change = sought.masked if model in (SourceText, Citation) else sought.without
    changed = {name: _changed(getattr(row, name), change, model, name) for name in finding.columns}
    model._base_manager.filter(pk=finding.pk).update(**changed)
    named = [f"{model._meta.model_name}.{finding.pk}.{name}" for name in sorted(changed)]
    journal.details(finding.record_id, **dict.fromkeys(named, "taken out"))


def _changed(value: Any, change: Callable[[str], str], model: type[models.Model], name: str) -> Any:
    data = value.data if isinstance(value, LazyI18nString) else value
    new = replaced(data, change)
    column = model._meta.get_field(name)
    longest = getattr(column, "max_length", None)
    if isinstance(value, LazyI18nString):
        return LazyI18nString(new)
    # An address or a number with a mark in it is none.
    if new == GONE and getattr(column, "blank", False):
        return ""
    return new[:longest] if isinstance(new, str) and longest else new


def _erase_values(by: Account, going: list[Finding], ground: str) -> None:
    """Erase the values of the change log that were chosen and that no other erasure has taken along."""
    pairs = [(int(number), name) for number, _colon, name in (each.pk.partition(":") for each in _values(going))]
    kept = set(AuditValue.objects.filter(entry_id__in={pair[0] for pair in pairs}).values_list("entry_id", "field"))
    if left := [pair for pair in pairs if pair in kept]:
        erase_audit_values(by=by, values=left, ground=ground)


def _values(going: list[Finding]) -> list[Finding]:
    return [finding for finding in going if finding.model == AuditValue._meta.label_lower]
