"""Writes of core: accounts, sources and stored files."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from solmu.core.audit import recorded
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule, SolmuError
from solmu.core.models import Account, Source, StoredFile
from solmu.core.permissions import check_can_add_source, check_can_manage_accounts
from solmu.core.vocabulary import STORED_ROLES, SourceKind

LONGEST_EMAIL = 254
LONGEST_NAME = 200
SHORTEST_PASSWORD = 8
"""Characters (OWASP ASVS 5.0, 6.2.1)."""

LONGEST_ADDRESS = 1000


def add_account(*, by: Account, email: str, role: str, name: str = "", password: str | None = None) -> Account:
    """Add an account; without a password it can act from the command line but not sign in.

    Raises SolmuError for an address that is none or already has an account, for an unknown role, for a name longer
    than 200 characters and for a password shorter than 8.
    """
    check_can_manage_accounts(by)
    _refuse_no_email(email)
    if role not in STORED_ROLES:
        raise SolmuError(f"There is no role “{role}”. Choose one of {', '.join(STORED_ROLES)}.")
    if len(name) > LONGEST_NAME:
        raise SolmuError(f"A name has at most {LONGEST_NAME} characters. Shorten it.")
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise SolmuError(f"A password has at least {SHORTEST_PASSWORD} characters. Choose a longer one.")
    taken = SolmuError(f"{email} already has an account. Choose another address.")
    if Account.objects.filter(email=email.lower()).exists():
        raise taken
    account = Account(email=email.lower(), role=role, name=name)
    account.set_password(password)
    try:
        with recorded(by=by, action="add_account") as journal:
            journal.create(account)
            journal.note(account.pk, "password", None, "set" if password else "not set")
    except IntegrityError:  # somebody added it meanwhile
        raise taken from None
    return account


def _refuse_no_email(email: str) -> None:
    try:
        validate_email(email)
        # Letters beyond ASCII may become another person's address in lower case.
        is_one = email.isascii() and len(email) <= LONGEST_EMAIL
    except ValidationError:
        is_one = False
    if not is_one:
        raise SolmuError(f"“{email}” is not an e-mail address. Write for example name@example.org.")


def store_file(*, by: Account, content: bytes, name: str, media_type: str) -> StoredFile:
    """Keep a file by the SHA-256 of its content; a file already kept is returned as it is, its bytes put back if lost.

    The bytes are on the disk before the row is written, so that an interruption leaves at most a file nobody refers
    to. Raises SolmuError where they cannot be written.
    """
    check_can_add_source(by)
    sha256 = hashlib.sha256(content).hexdigest()
    stored = StoredFile(sha256=sha256, name=name[:255], media_type=media_type, size=len(content))
    try:
        _keep_bytes(Path(settings.MEDIA_ROOT) / stored.path, content)
    except OSError as error:
        raise SolmuError(
            f"The file {name} cannot be kept: {error.strerror}. Make room or mend the instance's files folder, "
            "and try again."
        ) from error
    if kept := StoredFile.objects.filter(sha256=sha256).first():
        return kept
    try:
        with recorded(by=by, action="store_file") as journal:
            journal.create(stored)
    except IntegrityError:  # somebody stored it meanwhile
        return StoredFile.objects.get(sha256=sha256)
    return stored


def _keep_bytes(place: Path, content: bytes) -> None:
    """Write the bytes beside their place and move them there, each step on the disk before the next."""
    if place.is_file() and place.read_bytes() == content:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        half_written = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            half_written.replace(place)
        except BaseException:
            half_written.unlink(missing_ok=True)
            raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def drop_file(*, by: Account, file: StoredFile) -> bool:
    """Take out a kept file that nothing refers to, its bytes once that is sure; gives whether it was taken out."""
    check_can_add_source(by)
    for reference in StoredFile._meta.related_objects:
        if reference.related_model._base_manager.filter(**{reference.field.name: file}).exists():
            return False
    path, sha256 = Path(settings.MEDIA_ROOT) / file.path, file.sha256

    def forget_bytes() -> None:
        if not StoredFile.objects.filter(sha256=sha256).exists():  # nobody kept it again meanwhile
            path.unlink(missing_ok=True)

    with recorded(by=by, action="drop_file") as journal:
        journal.delete(file)
        transaction.on_commit(forget_bytes)
    return True


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
    """Add a source that facts are read from; raises SolmuError for an address that is none of the web."""
    check_can_add_source(by)
    if address and not is_web_address(address):
        raise SolmuError(f"“{address}” is not an address. Write it whole, beginning with https://.")
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


def is_web_address(text: str) -> bool:
    """Whether it is safe to show as a link and long columns hold it; hosts may be in any script."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_whole and len(text) <= LONGEST_ADDRESS and not re.search(r"[\s\x00-\x1f<>\"]", text)


def look_at_source(*, by: Account, source: Source, on: date, today: date) -> None:
    """Record that somebody looked at a source again and it still says what was read from it.

    Raises BrokenRule for a day before it was last read or looked at, and for one to come.
    """
    check_can_add_source(by)
    with recorded(by=by, action="look_at_source", source=source) as journal:
        kept = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        last = max(day for day in (kept.read_on, kept.looked_at_on) if day)
        if on > today:
            raise BrokenRule(f"{on} is still to come. Give the day somebody looked at the source.")
        if on < last:
            raise BrokenRule(f"The source was last looked at on {last}. Give that day or a later one.")
        journal.update(source, looked_at_on=on)
