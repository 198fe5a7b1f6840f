from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, AuditValue, Record, Source
from solmu.core.terms import Term
from solmu.registry.actions.citations import cite
from solmu.registry.actions.contacts import (
    LONGEST,
    add_contact,
    agree_to_publish,
    change_contact,
    erase_contact,
    verify_contact,
)
from solmu.registry.actions.networks import add_membership, add_representative
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import publish_record, remove_record
from solmu.registry.models import Citation, Contact, MembershipRepresentative, Organisation, Partnership, PublicVersion
from solmu.registry.records import public_shapes
from tests.registry import founding
from tests.registry.founding import BY

DAY = date(2026, 11, 24)
TWO_YEARS = Term(24)
PURPOSE = LazyI18nString({"fi": "Koulujen vaihto"})


@pytest.fixture
def city(source: Source, tartu: Partnership) -> Organisation:
    return founding.city(source, tartu.partner)


@pytest.fixture
def contact(source: Source, city: Organisation) -> Contact:
    return add_contact(
        by=BY, source=source, organisation=city, name="Mari Tamm", title="Head", email="mari@example.org",
        telephone="+372 7 361 101", purpose=PURPOSE, day=DAY, keep_for=TWO_YEARS,
    )  # fmt: skip


def actions_on(key: str) -> list[str]:
    return list(AuditEntry.objects.filter(record_id=key).order_by("sequence").values_list("action", flat=True))


def test_contact_is_kept_for_a_time_and_internal(contact: Contact) -> None:
    assert (contact.keep_until, contact.verified_on) == (date(2028, 11, 24), None)
    assert (contact.has_agreed_to_publish, contact.record.is_published) == (False, False)
    assert actions_on(contact.pk) == ["add_contact"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": " "}, "Write the name"),
        ({"purpose": LazyI18nString({"fi": ""})}, "kept for a purpose"),
        ({"email": "mari"}, "“mari” is not an e-mail address"),
        ({"telephone": "ask Mari"}, "“ask Mari” is no telephone number"),
        ({"title": "x" * 201}, "The title of a contact has at most 200 characters"),
        ({"keep_until": DAY}, "would be gone already"),
        ({"verified_on": date(2026, 11, 25)}, "lies ahead"),
        ({"name": "mari TAMM"}, "already a contact"),
        ({"name": "Other", "email": "MARI@example.org"}, "already a contact"),
    ],
)
def test_contact_that_cannot_be_is_refused(
    source: Source, city: Organisation, contact: Contact, values: dict[str, Any], sentence: str
) -> None:
    facts: dict[str, Any] = {"name": "Jaan Kask", "purpose": PURPOSE, "day": DAY, "keep_for": TWO_YEARS} | values
    with pytest.raises(BrokenRule, match=sentence):
        add_contact(by=BY, source=source, organisation=city, **facts)
    assert Contact.objects.count() == 1


def test_same_name_elsewhere_is_another_person(source: Source, contact: Contact) -> None:
    school = add_organisation(by=BY, source=source, kind="school", name="Kool")  # type: ignore[arg-type]
    other = add_contact(
        by=BY, source=source, organisation=school, name="Mari Tamm", purpose=PURPOSE, day=DAY, keep_for=TWO_YEARS
    )

    assert other.pk != contact.pk


def test_longest_values_are_those_of_the_columns() -> None:
    assert {name: Contact._meta.get_field(name).max_length for name in LONGEST} == LONGEST  # type: ignore[union-attr]


def test_contact_changes_what_is_given(source: Source, contact: Contact) -> None:
    assert change_contact(by=BY, source=source, contact=contact, title=" Mayor ", telephone="") == [
        "title",
        "telephone",
    ]

    contact.refresh_from_db()
    assert (contact.name, contact.title, contact.telephone) == ("Mari Tamm", "Mayor", "")
    for values, sentence in (
        ({"record_id": "x"}, "“record_id” of a contact cannot be changed"),
        ({"has_agreed_to_publish": True}, "cannot be changed"),
        ({"name": " "}, "Write the name"),
        ({"purpose": " "}, "kept for a purpose"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            change_contact(by=BY, source=source, contact=contact, **values)
    assert actions_on(contact.pk) == ["add_contact", "change_contact"]


def test_verified_contact_is_kept_on(source: Source, contact: Contact) -> None:
    verify_contact(by=BY, source=source, contact=contact, day=date(2027, 2, 28), keep_for=Term(12))

    contact.refresh_from_db()
    assert (contact.verified_on, contact.keep_until) == (date(2027, 2, 28), date(2028, 2, 28))
    assert actions_on(contact.pk) == ["add_contact", "verify_contact"]


def test_person_is_named_publicly_only_while_agreeing(source: Source, contact: Contact) -> None:
    publish_record(by=BY, source=source, record=contact.record)
    assert public_shapes([contact.pk])[contact.pk]["name"] is None  # type: ignore[index]

    agree_to_publish(by=BY, source=source, contact=contact)
    shape = public_shapes([contact.pk])[contact.pk]
    assert shape is not None
    assert [shape[name] for name in ("name", "title", "email", "telephone")] == [
        "Mari Tamm", "Head", "mari@example.org", "+372 7 361 101",
    ]  # fmt: skip
    assert "purpose" not in shape

    agree_to_publish(by=BY, source=source, contact=contact, agrees=False)
    versions = PublicVersion.objects.filter(record=contact.pk)
    assert versions.count() == 2
    for word in ("Mari", "Head", "mari@example.org", "361"):
        assert word not in str(list(versions.values_list("shape", flat=True)))
    assert list(chain_faults()) == []


def test_erased_contact_is_nowhere(source: Source, home: Organisation, contact: Contact) -> None:
    given: Any = {"by": BY, "source": source}
    network = add_organisation(kind="network", name="Union", **given)
    membership = add_membership(network=network, organisation=home, **given)
    acting = add_representative(membership=membership, name="Mayor in office", contact=contact, **given)
    cite(record=contact.record, field="name", quote="Mari Tamm, Head", start=0, end=15, **given)
    agree_to_publish(contact=contact, **given)
    publish_record(record=contact.record, **given)
    change_contact(contact=contact, name="Mari Kask", **given)

    erase_contact(contact=contact, ground="GDPR, article 17 (1) b", **given)

    row = Contact.objects.get(pk=contact.pk)
    assert (row.name, row.title, row.email, row.telephone, str(row.purpose)) == ("", "", "", "", "")
    assert (row.has_agreed_to_publish, row.keep_until) == (False, None)
    record = Record.objects.get(pk=contact.pk)
    assert (record.removal_reason, record.is_published) == ("The personal data were erased.", False)
    assert MembershipRepresentative.objects.get(pk=acting.pk).contact_id is None
    assert not Citation.objects.filter(record=contact.pk).exists()
    kept = [*AuditValue.objects.values_list("before", "after"), *AuditEntry.objects.values_list("details")]
    kept += list(PublicVersion.objects.values_list("shape"))
    for word in ("Mari", "Head", "mari@example.org", "361", "vaihto"):
        assert word not in str(kept)
    assert "Mayor in office" in str(kept)
    assert list(chain_faults()) == []
    with pytest.raises(BrokenRule, match="erased already"):
        erase_contact(contact=row, ground="GDPR", **given)


def test_removed_contact_can_still_be_erased(source: Source, contact: Contact) -> None:
    remove_record(by=BY, source=source, record=contact.record, reason="Left.")

    erase_contact(by=BY, source=source, contact=contact, ground="GDPR, article 17 (1) a")

    assert (contact.name, contact.record.removal_reason) == ("", "Left.")


def test_erasure_has_a_ground_and_is_an_administrators(source: Source, contact: Contact) -> None:
    with pytest.raises(BrokenRule, match="legal ground"):
        erase_contact(by=BY, source=source, contact=contact, ground=" ")
    with pytest.raises(NotPermitted, match="Only an administrator"):
        erase_contact(by=founding.account("officer"), source=source, contact=contact, ground="GDPR")

    assert Contact.objects.get().name == "Mari Tamm"


def test_contacts_are_for_those_who_keep_the_record(source: Source, city: Organisation, contact: Contact) -> None:
    by = founding.account("contributor")
    writes: list[Callable[[], Any]] = [
        lambda: add_contact(
            by=by, source=source, organisation=city, name="X", purpose=PURPOSE, day=DAY, keep_for=TWO_YEARS
        ),
        lambda: change_contact(by=by, source=source, contact=contact, title="X"),
        lambda: verify_contact(by=by, source=source, contact=contact, day=DAY, keep_for=TWO_YEARS),
        lambda: agree_to_publish(by=by, source=source, contact=contact),
        lambda: erase_contact(by=by, source=source, contact=contact, ground="GDPR"),
    ]
    for write in writes:
        with pytest.raises(NotPermitted):
            write()
    assert actions_on(contact.pk) == ["add_contact"]


def test_removed_contact_takes_no_change(source: Source, contact: Contact) -> None:
    remove_record(by=BY, source=source, record=contact.record, reason="Left.")
    writes: list[Callable[[], Any]] = [
        lambda: change_contact(by=BY, source=source, contact=contact, title="X"),
        lambda: verify_contact(by=BY, source=source, contact=contact, day=DAY, keep_for=TWO_YEARS),
        lambda: agree_to_publish(by=BY, source=source, contact=contact),
    ]
    for write in writes:
        with pytest.raises(BrokenRule, match=r"The contact .* is no longer there"):
            write()
