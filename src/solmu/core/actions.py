"""Writes of core: accounts, sources and stored files."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from solmu.core.audit import erase_audit_values, recorded
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule, SolmuError
from solmu.core.models import (
    Account,
    AuditValue,
    ProviderIdentity,
    SentForm,
    Session,
    Source,
    StoredFile,
    UnsavedWork,
)
from solmu.core.permissions import (
    check_can_add_source,
    check_can_change_sign_in,
    check_can_erase_audit_values,
    check_can_manage_accounts,
)
from solmu.core.vocabulary import STORED_ROLES, Role, SourceKind

ERASED = "erased.invalid"
"""Where the address of an account without a name seems to be; nobody can have one there (RFC 2606)."""

LONGEST_EMAIL = 254
LONGEST_NAME = 200
LONGEST_ADDRESS = 1000

CHANGEABLE_OF_SOURCE = frozenset({"kind", "title", "address", "published", "is_public"})


def add_account(
    *, by: Account, email: str, role: str, name: str = "", password: str | None = None, language: str = ""
) -> Account:
    """Add an account; without a password it can act from the command line but not sign in.

    Raises SolmuError for an address that is none or already has an account, for an unknown role, for a name longer
    than 200 characters and for a password that is short, common or the account's own name.
    """
    check_can_manage_accounts(by)
    _refuse_no_email(email)
    if role not in STORED_ROLES:
        raise SolmuError("There is no role “%(role)s”. Choose one of %(roles)s.", role=role, roles=STORED_ROLES)
    _refuse_long_name(name)
    taken = SolmuError("%(email)s already has an account. Choose another address.", email=email)
    if Account.objects.filter(email=email.lower()).exists():
        raise taken
    account = Account(email=email.lower(), role=role, name=name, language=language)
    if password is not None:
        refuse_weak_password(password, account)
    account.set_password(password)
    try:
        with recorded(by=by, action="add_account") as journal:
            journal.create(account)
            journal.note(account.pk, "password", None, "set" if password else "not set")
    except IntegrityError:  # somebody added it meanwhile
        raise taken from None
    return account


def change_own_account(*, by: Account, name: str, language: str) -> None:
    """Change one's own name and the language the desk speaks. Raises SolmuError for a name of over 200 characters."""
    _refuse_long_name(name)
    with recorded(by=by, action="change_own_account") as journal:
        journal.update(by, name=name.strip(), language=language)


def change_account(*, by: Account, account: Account, email: str, name: str, language: str) -> list[str]:
    """Change somebody's e-mail address, name and language; names the columns that changed.

    The former address signs in no more, and a link that was sent there opens no more. Raises SolmuError as
    `add_account` does.
    """
    check_can_manage_accounts(by)
    _refuse_no_email(email)
    _refuse_long_name(name)
    taken = SolmuError("%(email)s already has an account. Choose another address.", email=email)
    if Account.objects.filter(email=email.lower()).exclude(pk=account.pk).exists():
        raise taken
    try:
        with recorded(by=by, action="change_account") as journal:
            changed = journal.update(account, email=email.lower(), name=name.strip(), language=language)
            if "email" in changed:
                # What django-allauth remembers of addresses signs in too; it notes the new one by itself.
                EmailAddress.objects.filter(user=account).delete()
            return changed
    except IntegrityError:  # somebody took it meanwhile
        raise taken from None


def _refuse_long_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise SolmuError("A name has at most %(most)s characters. Shorten it.", most=LONGEST_NAME)


def _refuse_no_email(email: str) -> None:
    try:
        validate_email(email)
        # Letters beyond ASCII may become another person's address in lower case.
        is_one = email.isascii() and len(email) <= LONGEST_EMAIL
    except ValidationError:
        is_one = False
    if not is_one:
        raise SolmuError("“%(email)s” is not an e-mail address. Write for example name@example.org.", email=email)


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
            "The file %(name)s cannot be kept: %(reason)s. Make room or mend the instance's files folder, and try "
            "again.",
            name=name,
            reason=error.strerror,
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
        raise SolmuError("“%(address)s” is not an address. Write it whole, beginning with https://.", address=address)
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


def change_source(*, by: Account, source: Source, **values: Any) -> list[str]:
    """Change what is said of a source: its kind, title, address, day of its words, publicity.

    Gives the names of what changed. What was read from it stays: its words, its file and the day it was read. Raises
    SolmuError for another field, an empty title, and an address that is none of the web.
    """
    check_can_add_source(by)
    if unknown := sorted(set(values) - CHANGEABLE_OF_SOURCE):
        raise SolmuError("“%(field)s” of a source cannot be changed. Leave it out.", field=unknown[0])
    if not str(values.get("title", source.title)).strip():
        raise SolmuError("A source needs a title. Give it one.")
    if values.get("address") and not is_web_address(values["address"]):
        raise SolmuError(
            "“%(address)s” is not an address. Write it whole, beginning with https://.", address=values["address"]
        )
    with recorded(by=by, action="change_source") as journal:
        return journal.update(source, **values)


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
            raise BrokenRule("%(on)s is still to come. Give the day somebody looked at the source.", on=on)
        if on < last:
            raise BrokenRule("The source was last looked at on %(last)s. Give that day or a later one.", last=last)
        journal.update(source, looked_at_on=on)


# --- what becomes of an account ---------------------------------------------------------------------------------------


def refuse_weak_password(password: str, account: Account) -> None:
    """Raise SolmuError for a password that is short, common, or the account's own or the city's name."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        # Django's and our own validators say it in the reader's language.
        raise SolmuError("%(reasons)s", reasons=" ".join(error.messages)) from None


def change_role(*, by: Account, account: Account, role: str) -> None:
    """Give an account another role; what it may do is another from its next page on.

    Raises BrokenRule for one's own account and where no administrator would be left, SolmuError for an unknown role.
    """
    check_can_manage_accounts(by)
    if role not in STORED_ROLES:
        raise SolmuError("There is no role “%(role)s”. Choose one of %(roles)s.", role=role, roles=STORED_ROLES)
    with recorded(by=by, action="change_role") as journal:
        if by.pk == account.pk and role != account.role:
            raise BrokenRule("Nobody changes their own role. Ask another administrator.")
        if role != Role.ADMINISTRATOR:
            _refuse_without_administrator(account)
        journal.update(account, role=role)


def deactivate_account(*, by: Account, account: Account) -> None:
    """Let an account sign in and act no longer, and end its sessions; raises BrokenRule for the last administrator."""
    check_can_manage_accounts(by)
    with recorded(by=by, action="deactivate_account") as journal:
        _refuse_without_administrator(account)
        journal.update(account, is_active=False)
        Session.objects.filter(account=account).delete()


def erase_account(*, by: Account, account: Account, ground: str) -> None:
    """Make a deactivated account nameless: name and address, how it signed in, and what the audit keeps of them go.

    Its row stays, so that what was done under its number is still somebody's. `ground` names the legal ground, without
    personal data. Raises BrokenRule for an account in use, and without a ground.
    """
    check_can_manage_accounts(by)
    check_can_erase_audit_values(by)
    if not ground.strip():
        raise BrokenRule("An erasure needs its legal ground. Name it, without the person's name.")
    with recorded(by=by, action="erase_account") as journal:
        account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        if account.is_active:
            raise BrokenRule("This account is in use. Close it first.")
        # Written past the journal, which would keep what is to be forgotten.
        nameless = {"email": f"{account.pk}@{ERASED}", "name": "", "language": "", "password": ""}
        Account.objects.filter(pk=account.pk).update(**nameless)
        for model in (Session, ProviderIdentity, UnsavedWork, SentForm):
            model.objects.filter(account=account).delete()
        for model in (Authenticator, EmailAddress):
            model.objects.filter(user=account).delete()
        journal.details(account.pk, emptied=["email", "name"])
        kept = AuditValue.objects.filter(entry__record_id=account.pk).values_list("entry_id", "field")
        personal = ("email", "name", "issuer", "subject")
        if values := [pair for pair in kept if pair[1].rpartition(".")[2] in personal]:
            erase_audit_values(by=by, values=values, ground=ground)


def reactivate_account(*, by: Account, account: Account) -> None:
    """Let a deactivated account sign in and act again."""
    check_can_manage_accounts(by)
    with recorded(by=by, action="reactivate_account") as journal:
        journal.update(account, is_active=True)


def _refuse_without_administrator(account: Account) -> None:
    # All of them are locked, in one order, so that two who leave at once do not both see the other stay.
    administrators = Account.objects.select_for_update(no_key=True).filter(role=Role.ADMINISTRATOR, is_active=True)
    keys = list(administrators.order_by("pk").values_list("pk", flat=True))
    if keys == [account.pk]:
        raise BrokenRule("This is the last administrator. Make another account an administrator first.")


def set_password(*, by: Account, account: Account, password: str, keeping: str = "") -> None:
    """Set an account's password and end its sessions, but for the one whose key's hash is `keeping`.

    The account itself may, and an administrator. Raises SolmuError for a weak password.
    """
    check_can_change_sign_in(by, account)
    refuse_weak_password(password, account)
    with recorded(by=by, action="set_password") as journal:
        row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        before = "set" if row.has_usable_password() else "not set"
        account.set_password(password)
        journal.update(account, password=account.password)
        journal.note(account.pk, "password", before, "set again" if before == "set" else "set")
        Session.objects.filter(account=account).exclude(pk=keeping).delete()


def reset_second_factor(*, by: Account, account: Account) -> int:
    """Forget an account's authenticator apps, passkeys and recovery codes, and end its sessions; gives how many."""
    check_can_manage_accounts(by)
    with recorded(by=by, action="reset_second_factor") as journal:
        number: int = Authenticator.objects.filter(user=account).delete()[0]
        if number:
            journal.note(account.pk, "second_factor", "set", "not set")
        Session.objects.filter(account=account).delete()
    return number


def end_sessions(*, by: Account, account: Account, keeping: str = "", only: str = "") -> int:
    """End an account's sessions, or `only` the one whose key has this hash, never `keeping`; gives how many."""
    check_can_change_sign_in(by, account)
    rows = Session.objects.filter(account=account).exclude(pk=keeping)
    number, _ = (rows.filter(pk=only) if only else rows).delete()
    return number


def end_every_session(*, by: Account) -> int:
    """End the sessions of everybody, such as after a leak; gives how many were ended."""
    check_can_manage_accounts(by)
    number, _ = Session.objects.all().delete()
    return number


def link_identity(*, by: Account, account: Account, issuer: str, subject: str) -> None:
    """Let an account sign in as somebody whom a provider knows; raises SolmuError where another account does."""
    check_can_manage_accounts(by)
    identity = ProviderIdentity(account=account, issuer=issuer, subject=subject)
    taken = SolmuError("Another account signs in as this person of the provider. Ask an administrator.")
    if ProviderIdentity.objects.filter(issuer=issuer, subject=subject).exists():
        raise taken
    try:
        with recorded(by=by, action="link_identity") as journal:
            journal.create(identity, of=account)
    except IntegrityError:  # somebody linked it meanwhile
        raise taken from None


def admit_by_provider(
    *, by: Account, issuer: str, subject: str, role: str, email: str, is_email_verified: bool, name: str
) -> Account:
    """The account of somebody whom a provider has signed in, with the role that its groups give; added where new.

    An account is found by issuer and subject. One that has the e-mail address is joined only where the provider says
    that it has verified the address: whoever can choose an address there is not who reads its mail. Raises SolmuError
    for an inactive account, for an address that another account has, and where there is no address.
    """
    check_can_manage_accounts(by)
    with recorded(by=by, action="admit_by_provider") as journal:
        known = ProviderIdentity.objects.select_related("account").filter(issuer=issuer, subject=subject).first()
        account = known.account if known else _account_to_join(email, is_email_verified)
        if account is None:
            account = add_account(by=by, email=email, role=role, name=name[:LONGEST_NAME])
        if not account.is_active:
            raise SolmuError("This account is not in use. Ask an administrator.")
        if known is None:
            link_identity(by=by, account=account, issuer=issuer, subject=subject)
        journal.update(account, role=role)
    return account


def _account_to_join(email: str, is_email_verified: bool) -> Account | None:
    account = Account.objects.filter(email=email.lower()).first()
    if account and (not is_email_verified or account.identities.exists()):
        raise SolmuError(
            "%(email)s has an account already, and your provider does not say that the address is yours alone. Ask an "
            "administrator to join the two.",
            email=email,
        )
    return account
