"""Personal data are public only in fields declared so: a canary in each field of both lists tells."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from solmu.core.models import Account, Record, Source
from solmu.core.terms import Term
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.commitments import add_commitment, fulfil_commitment
from solmu.registry.actions.contacts import PUBLISHABLE, add_contact, agree_to_publish
from solmu.registry.actions.networks import add_membership, add_representative, review_membership
from solmu.registry.actions.organisations import add_organisation, add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.actions.publicity import publish_record
from solmu.registry.models import AgreementParty, Contact, Membership, Organisation, Partnership, PublicVersion
from solmu.registry.queries import on_day
from solmu.registry.records import public_shapes
from solmu.registry.vocabulary import ReviewedPart
from tests.registry import founding
from tests.registry.founding import BY, on

DAY = date(2026, 11, 24)
FI = ("fi", "sv", "en")


@pytest.fixture
def planted(source: Source, home: Organisation, tartu: Partnership) -> Contact:
    """A published record of everything personal, each column with a canary of its own; its contact."""
    given: Any = {"by": BY, "source": source}
    person = Account.objects.create(
        email="canary-account-email@example.org", name="canary-account-name", role="officer"
    )
    Account.objects.filter(pk=person.pk).update(language="canary-lang")
    unit = add_unit(organisation=home, name="Office", is_published=True, **given)
    add_unit_member(unit=unit, account=person, is_head=True, **given)
    set_owner(record=tartu.record, account=person, **given)
    agreement = founding.agreement(source, tartu, signed="2001")
    AgreementParty.objects.filter(agreement=agreement).update(
        signatory="canary-party-signatory", signatory_title="canary-party-signatory_title"
    )
    network = add_organisation(kind="network", name="Union", is_published=True, **given)
    membership: Membership = add_membership(network=network, organisation=home, is_published=True, **given)
    contact = add_contact(
        organisation=network, name="canary-contact-name", title="canary-contact-title",
        email="canary-contact-email@example.org", purpose="canary-contact-purpose", day=DAY, keep_for=Term(24), **given,
    )  # fmt: skip
    Contact.objects.filter(pk=contact.pk).update(telephone="canary-contact-telephone")
    add_representative(
        membership=membership, name="canary-representative-name", title="canary-representative-title", contact=contact,
        **given,
    )  # fmt: skip
    review_membership(
        membership=membership, part=ReviewedPart.FEE, reviewed=on("2026"), outcome="canary-review-outcome", day=DAY,
        **given,
    )  # fmt: skip
    commitment = add_commitment(membership=membership, text="Report", due_on=on("2026"), is_published=True, **given)
    fulfil_commitment(
        commitment=commitment, due_on=on("2026"), done_on=on("2026"), note="canary-fulfilment-note", day=DAY, **given
    )
    add_activity(kind="visit", title=founding.LazyI18nString({"fi": "x"}), partnerships=[tartu], **given)
    for record in Record.objects.filter(is_published=False):
        publish_record(record=record, **given)
    publish_record(record=agreement.record, **given)
    contact.refresh_from_db()
    return contact


OFFICE = {
    "canary-party-signatory", "canary-party-signatory_title", "canary-representative-name",
    "canary-representative-title",
}  # fmt: skip


def canaries(*said: Any) -> set[str]:
    return set(re.findall(r"canary-[a-z]+-[a-z_]+", str(said)))


def told_to_the_public() -> list[Any]:
    keys = list(Record.objects.values_list("pk", flat=True))
    return [
        public_shapes(keys),
        list(PublicVersion.objects.values_list("shape", flat=True)),
        on_day.membership_objects(DAY, FI, public_only=True),
        on_day.agreement_objects(DAY, FI, lead=Term(6), public_only=True),
        on_day.activity_objects(DAY, FI, public_only=True),
        on_day.partnership_objects(DAY, FI, public_only=True),
    ]


def test_public_is_told_of_people_in_office_alone(planted: Contact, caplog: pytest.LogCaptureFixture) -> None:
    assert canaries(*told_to_the_public()) == OFFICE
    assert canaries(caplog.text) == set()


def test_public_is_told_of_a_contact_who_agreed_what_is_declared(source: Source, planted: Contact) -> None:
    agree_to_publish(by=BY, source=source, contact=planted)

    agreed = {f"canary-contact-{name}" for name in PUBLISHABLE}
    assert canaries(*told_to_the_public()) == OFFICE | agreed

    agree_to_publish(by=BY, source=source, contact=planted, agrees=False)
    assert canaries(*told_to_the_public()) == OFFICE
