"""Writes of contacts: personal data, kept for a purpose and a time, shown only where the person agreed.

Every value of a contact is personal. What the audit keeps of it goes when the contact is erased.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from solmu.core.audit import erase_audit_values
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, AuditValue, Source, UnsavedWork
from solmu.core.permissions import check_can_erase_audit_values
from solmu.core.terms import Term, shift_day
from solmu.registry.actions.recording import new_record, recording, refuse_gone, stated
from solmu.registry.actions.striking import strike_field
from solmu.registry.models import Citation, Contact, MembershipRepresentative, Organisation
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import RecordKind

PERSONAL = Contact.personal_data.fields
"""The columns that say something of the person."""

PUBLISHABLE = ("name", "title", "email", "telephone")
"""Those shown once the person agreed."""

LONGEST = {"name": 200, "title": 200, "email": 254, "telephone": 40}
"""Characters that the columns hold."""

CHANGEABLE = ("organisation", *PERSONAL, "keep_until")

ERASED = "The personal data were erased."
"""The public reason on the tombstone."""


def add_contact(
    *,
    by: Account,
    source: Source | None,
    organisation: Organisation,
    name: str,
    purpose: LazyI18nString | str,
    day: date,
    keep_for: Term,
    title: str = "",
    email: str = "",
    telephone: str = "",
    verified_on: date | None = None,
    keep_until: date | None = None,
) -> Contact:
    """Add a person at an organisation, for a purpose, kept until a day: by default `keep_for` after `day`.

    Internal until the person agrees and the record is published. Raises BrokenRule without a name or a purpose (GDPR,
    article 5 (1) b), for an address or number that is none, for a day of erasure not after `day`, and where the person
    is recorded at this organisation already.
    """
    check_can_keep_record(by)
    refuse_gone(organisation)
    until = keep_until or shift_day(day, keep_for.months)
    values = {"name": name.strip(), "title": title.strip(), "email": email.strip(), "telephone": telephone.strip()}
    check_contact({**values, "purpose": purpose})
    if until <= day:
        raise BrokenRule("A contact kept until %(until)s would be gone already. Give a later day.", until=until)
    if verified_on is not None and verified_on > day:
        raise BrokenRule(
            "%(verified_on)s lies ahead. Give the day somebody last made sure the contact is right.",
            verified_on=verified_on,
        )
    known = Contact.objects.live().filter(organisation=organisation)
    if known.filter(name__iexact=values["name"]).exists() or (email and known.filter(email__iexact=email).exists()):
        raise BrokenRule(
            "This person is already a contact at “%(organisation)s”. Change that contact instead.",
            organisation=organisation,
        )
    with recording(by=by, action="add_contact", source=source) as journal:
        record = new_record(journal, RecordKind.CONTACT, is_published=False)
        contact = Contact(
            record=record, organisation=organisation, purpose=purpose, verified_on=verified_on, keep_until=until,
            **values,
        )  # fmt: skip
        journal.create(contact)
    return contact


def change_contact(*, by: Account, source: Source | None, contact: Contact, **values: Any) -> list[str]:
    """Change what is kept of a contact (`CHANGEABLE`); names the columns that changed.

    Raises BrokenRule as `add_contact` does, and for what cannot be changed so.
    """
    check_can_keep_record(by)
    refuse_gone(contact, values.get("organisation"))
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a contact cannot be changed so. Leave it out.", field=unknown[0])
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    check_contact({name: values.get(name, getattr(contact, name)) for name in PERSONAL})
    with recording(by=by, action="change_contact", source=source) as journal:
        return journal.update(contact, **values)


def verify_contact(*, by: Account, source: Source | None, contact: Contact, day: date, keep_for: Term) -> None:
    """Record that somebody made sure on the day that the contact is right and needed; it is kept on from that day."""
    check_can_keep_record(by)
    refuse_gone(contact)
    with recording(by=by, action="verify_contact", source=source) as journal:
        journal.update(contact, verified_on=day, keep_until=shift_day(day, keep_for.months))


def agree_to_publish(*, by: Account, source: Source | None, contact: Contact, agrees: bool = True) -> None:
    """Record that the person agreed to be named publicly, or does no longer.

    A withdrawn agreement takes the person out of every version of the record that was published (GDPR, article 7 (3)).
    """
    check_can_keep_record(by)
    refuse_gone(contact)
    with recording(by=by, action="agree_to_publish", source=source) as journal:
        journal.update(contact, has_agreed_to_publish=agrees)
        if not agrees:
            _strike(by, source, contact, "The person's agreement was withdrawn.")


def erase_contact(*, by: Account, source: Source | None, contact: Contact, ground: str) -> None:
    """Erase a person: the row's values, what was published or quoted of them, and what the audit keeps of them.

    The record stays as a tombstone; who represents the city in a network stays named as acting in office. Only an
    administrator may, as for every erasure. `ground` names the legal ground, without personal data. Raises BrokenRule
    without a ground, and where the contact was erased already.
    """
    check_can_keep_record(by)
    check_can_erase_audit_values(by)
    if not ground.strip():
        raise BrokenRule("An erasure needs its legal ground. Name it, without the person's name.")
    if contact.record.removed_at and not contact.name:
        raise BrokenRule("This contact was erased already. There is nothing to erase.")
    with recording(by=by, action="erase_contact", source=source) as journal:
        # Written past the journal, which would keep what is to be forgotten.
        nothing: dict[str, Any] = dict.fromkeys(PERSONAL, "")
        Contact.objects.filter(pk=contact.pk).update(**nothing, has_agreed_to_publish=False, keep_until=None)
        quoted, _ = Citation.objects.filter(record_id=contact.pk).delete()
        journal.details(contact.pk, emptied=sorted(nothing), citations=quoted)
        for acting in MembershipRepresentative.objects.filter(contact=contact):
            journal.update(acting, of=acting.membership, contact=None)
        if contact.record.removed_at is None:
            journal.update(contact.record, removed_at=timezone.now(), removal_reason=ERASED, is_published=False)
        UnsavedWork.objects.filter(key__contains=contact.pk).delete()
        _strike(by, source, contact, ground)
        if values := _audited(contact):
            erase_audit_values(by=by, values=values, ground=ground)
    contact.refresh_from_db()


def _strike(by: Account, source: Source | None, contact: Contact, ground: str) -> None:
    for name in PUBLISHABLE:
        strike_field(by=by, source=source, record=contact.record, path=name, ground=ground)


def _audited(contact: Contact) -> list[tuple[int, str]]:
    """What the audit keeps of the person: values of the contact's columns and words quoted of it."""
    rows = AuditValue.objects.filter(entry__record_id=contact.pk).values_list("entry_id", "field")
    return [(number, name) for number, name in rows if name in PERSONAL or name.startswith("citation.")]


def check_contact(values: Mapping[str, Any]) -> None:
    """Raise BrokenRule for what no contact can say: of name, title, e-mail, telephone and purpose."""
    if not values["name"]:
        raise BrokenRule("A contact is a person. Write the name.")
    if not stated(values["purpose"]):
        raise BrokenRule("Personal data are kept for a purpose. Say what the contact is needed for.")
    for name in PUBLISHABLE:
        most = LONGEST[name]
        if len(values[name]) > most:
            raise BrokenRule(
                "The %(name)s of a contact has at most %(most)s characters. Shorten it.", name=name, most=most
            )
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError:
            raise BrokenRule(
                "“%(email)s” is not an e-mail address. Write for example name@example.org.", email=values["email"]
            ) from None
    if values["telephone"] and not re.fullmatch(r"\+?[0-9][0-9 ()./-]{3,}", values["telephone"]):
        raise BrokenRule(
            "“%(telephone)s” is no telephone number. Write for example +358 9 1234567.", telephone=values["telephone"]
        )
