"""Writes of core: accounts, sources and stored files."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from solmu.core.audit import recorded
from solmu.core.dates import PartialDate
from solmu.core.errors import SolmuError
from solmu.core.models import Account, Source, StoredFile
from solmu.core.permissions import check_can_add_source, check_can_manage_accounts
from solmu.core.vocabulary import STORED_ROLES, SourceKind


def add_account(*, by: Account, email: str, role: str, name: str = "", password: str | None = None) -> Account:
    """Add an account; without a password it can act from the command line but not sign in.

    Raises SolmuError for an address that is none or already has an account, and for an unknown role.
    """
    check_can_manage_accounts(by)
    try:
        validate_email(email)
    except ValidationError:
        raise SolmuError(f"“{email}” is not an e-mail address. Write for example name@example.org.") from None
    if role not in STORED_ROLES:
        raise SolmuError(f"There is no role “{role}”. Choose one of {', '.join(STORED_ROLES)}.")
    if Account.objects.filter(email__iexact=email).exists():
        raise SolmuError(f"{email} already has an account. Choose another address.")
    account = Account(email=email.lower(), role=role, name=name)
    account.set_password(password)
    with recorded(by=by, action="add_account") as journal:
        journal.create(account)
        journal.note(account.pk, "password", None, "set" if password else "not set")
    return account


def store_file(*, by: Account, content: bytes, name: str, media_type: str) -> StoredFile:
    """Keep a file by the SHA-256 of its content; a file already kept is returned as it is.

    The bytes are written beside their place and moved there, so that an interruption leaves nothing half written.
    """
    check_can_add_source(by)
    sha256 = hashlib.sha256(content).hexdigest()
    if kept := StoredFile.objects.filter(sha256=sha256).first():
        return kept
    stored = StoredFile(sha256=sha256, name=name[:255], media_type=media_type, size=len(content))
    place = Path(settings.MEDIA_ROOT) / stored.path
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(place)
    with recorded(by=by, action="store_file") as journal:
        journal.create(stored)
    return stored


def add_source(
    *,
    by: Account,
    kind: SourceKind,
    title: str,
    read_on: date,
    is_public: bool,
    address: str = "",
    language: str = "",
    published: PartialDate | None = None,
    file: StoredFile | None = None,
) -> Source:
    """Add a source that facts are read from."""
    check_can_add_source(by)
    source = Source(
        kind=kind,
        title=title[:300],
        read_on=read_on,
        is_public=is_public,
        address=address,
        language=language,
        published=published,
        file=file,
    )
    with recorded(by=by, action="add_source", source=source) as journal:
        journal.create(source)
    return source
