from __future__ import annotations

import pytest

from solmu.core.models import Source
from solmu.core.terms import Term
from solmu.registry.actions.contacts import add_contact, verify_contact
from solmu.registry.models import Contact, Organisation
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import matters, told

RULES = ("contact_unverified", "contact_kept_too_long")
KEEP = Term(24)


@pytest.fixture
def contact(source: Source, home: Organisation) -> Contact:
    return add_contact(
        by=BY, source=source, organisation=home, name="Aino Secret", title="Head of culture", purpose="Visits",
        day=on("2025-01-10").latest, keep_for=KEEP,
    )  # fmt: skip


def test_contact_is_a_matter_until_verified(source: Source, contact: Contact) -> None:
    assert told(*RULES) == [("contact_unverified", contact.pk, "")]

    verify_contact(by=BY, source=source, contact=contact, day=on("2025-11-24").latest, keep_for=KEEP)
    assert told(*RULES, day="2026-11-23") == []
    assert told(*RULES) == [("contact_unverified", contact.pk, "2025-11-24")]


def test_contact_kept_beyond_its_day(contact: Contact) -> None:
    assert told(*RULES, day="2027-01-10") == [("contact_unverified", contact.pk, "")]
    assert told(*RULES, day="2027-01-11") == [("contact_kept_too_long", contact.pk, "2027-01-10")]


def test_sentence_names_no_person(contact: Contact) -> None:
    (matter,) = matters(*RULES)

    assert matter.sentence("en").startswith("Rantala: head of culture. ")
    assert "Secret" not in matter.sentence("en")
