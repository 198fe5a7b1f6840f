"""Writes of the templates of drafts: set at the desk, taken out again, put where drafts find them."""

from __future__ import annotations

from django.db import transaction

from solmu.core.actions import drop_file, store_file
from solmu.core.audit import recorded
from solmu.core.backup.disk import write_whole
from solmu.core.errors import BrokenRule, SolmuError
from solmu.core.models import Account, StoredFile
from solmu.core.permissions import check_can_change_settings
from solmu.core.settings import SETTINGS_RECORD
from solmu.stewardship.drafting.checking import refuse_template
from solmu.stewardship.drafting.templates import NAMES, own_template
from solmu.stewardship.models import DraftTemplate
from solmu.stewardship.queries.templates import kept_bytes

MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".typ": "text/plain",
    ".toml": "application/toml",
}


def set_template(*, by: Account, name: str, content: bytes, file_name: str) -> None:
    """Make drafts with this template from now on. `file_name` is what it was called where it came from.

    Raises BrokenRule for a name that no template has, and SolmuError where no draft can be made with it.
    """
    check_can_change_settings(by)
    _refuse_unknown(name)
    refuse_template(name, content)
    with recorded(by=by, action="set_template") as journal:
        row = DraftTemplate.objects.select_for_update().select_related("file").filter(pk=name).first()
        before = row.file if row else None
        file = store_file(by=by, content=content, name=file_name, media_type=MEDIA_TYPES[own_template(name).suffix])
        if before is not None and before.pk == file.pk:
            return
        DraftTemplate.objects.update_or_create(name=name, defaults={"file": file})
        journal.note(SETTINGS_RECORD, _field(name), _told(before), _told(file))
        if before is not None:
            drop_file(by=by, file=before)
        transaction.on_commit(put_templates)


def remove_template(*, by: Account, name: str) -> None:
    """Make drafts with the template that comes with Solmu again. Raises BrokenRule where none was set at the desk."""
    check_can_change_settings(by)
    _refuse_unknown(name)
    with recorded(by=by, action="remove_template") as journal:
        row = DraftTemplate.objects.select_for_update().select_related("file").filter(pk=name).first()
        if row is None:
            raise BrokenRule("This template was not set at the desk. There is nothing to take out.")
        row.delete()
        journal.note(SETTINGS_RECORD, _field(name), _told(row.file), None)
        drop_file(by=by, file=row.file)
        transaction.on_commit(lambda: own_template(name).unlink(missing_ok=True))


def put_templates() -> None:
    """Put the templates that were set at the desk where drafts find them. Raises SolmuError where it cannot."""
    for row in DraftTemplate.objects.select_related("file").order_by("name"):
        own = own_template(row.name)
        try:
            content = kept_bytes(row.file)
            if not own.is_file() or own.read_bytes() != content:
                own.parent.mkdir(parents=True, exist_ok=True)
                write_whole(own, content)
        except OSError as error:
            raise SolmuError(
                "The template %(name)s is kept, but cannot be put into use: %(reason)s. Mend the instance’s templates "
                "folder and run solmu init.",
                name=row.name,
                reason=error.strerror,
            ) from error


def _refuse_unknown(name: str) -> None:
    if name not in NAMES:
        raise BrokenRule("There is no template “%(name)s”. Choose one of %(names)s.", name=name, names=NAMES)


def _field(name: str) -> str:
    return f"templates.{name.replace('.', '_')}"


def _told(file: StoredFile | None) -> str | None:
    """A file by its name and the beginning of its SHA-256, as two of one name are not the same."""
    return f"{file.name} (SHA-256 {file.sha256[:12]}…)" if file else None
