"""Taking a value out of every version that was published."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Source
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.publicity import remove_record
from solmu.registry.actions.recording import new_record, recording
from solmu.registry.actions.striking import strike_field
from solmu.registry.models import Contact, Organisation, PublicVersion, Unit
from solmu.registry.queries.faults import record_faults
from solmu.registry.queries.known import shapes_known
from solmu.registry.vocabulary import RecordKind
from tests.registry import founding

BY = founding.BY
GROUND = "GDPR, Article 17(1)(b)"


@pytest.fixture
def contact(source: Source, home: Organisation) -> Contact:
    """Somebody who agreed to be named, with a telephone that changed once: two versions."""
    with recording(by=BY, action="add_contact", source=source) as journal:
        record = new_record(journal, RecordKind.CONTACT, is_published=True)
        made = Contact(
            record=record, organisation=home, name="Aino Esimerkki", telephone="+358 1", purpose="Enquiries",
            has_agreed_to_publish=True,
        )  # fmt: skip
        journal.create(made)
    update(source, made, telephone="+358 2")
    return made


def update(source: Source, row: Any, **values: object) -> None:
    with recording(by=BY, action="update", source=source) as journal:
        journal.update(row, **values)


def kept(row: Any, key: str) -> list[object]:
    """What each kept version of a record says under a key; None too where it says nothing or is not public."""
    versions = PublicVersion.objects.filter(record_id=row.pk).order_by("revision")
    return [version.shape[key] if version.shape else None for version in versions]


def test_value_is_struck_from_every_version(source: Source, contact: Contact) -> None:
    assert kept(contact, "telephone") == ["+358 1", "+358 2"]
    between = datetime.now(UTC)
    update(source, contact, telephone="")

    number = strike_field(by=BY, source=source, record=contact.record, path="telephone", ground=GROUND)

    assert number == 2
    assert kept(contact, "telephone") == [None, None, None]
    assert kept(contact, "name") == ["Aino Esimerkki"] * 3
    assert shapes_known(between, record_ids=[contact.pk])[contact.pk]["telephone"] is None
    assert "+358" not in json.dumps(list(PublicVersion.objects.values_list("shape", flat=True)))


def test_striking_is_audited_by_path_and_ground_alone(source: Source, contact: Contact) -> None:
    update(source, contact, telephone="")
    strike_field(by=BY, source=source, record=contact.record, path="telephone", ground=f" {GROUND} ")
    entry = AuditEntry.objects.get(action="strike_field")
    assert (entry.record_id, entry.source_id, entry.actor_id) == (contact.pk, source.pk, "system")
    assert json.loads(entry.details) == {"path": "telephone", "ground": GROUND, "versions": 2}
    assert entry.values.count() == 0


def test_record_stays_whole(source: Source, contact: Contact) -> None:
    update(source, contact, telephone="")
    strike_field(by=BY, source=source, record=contact.record, path="telephone", ground=GROUND)
    assert [*record_faults(), *chain_faults()] == []


def test_value_that_was_cleared_in_the_same_action_is_struck(source: Source, contact: Contact) -> None:
    with recording(by=BY, action="erase_contact", source=source) as journal:
        journal.update(contact, name="")
        strike_field(by=BY, source=source, record=contact.record, path="name", ground=GROUND)
    assert kept(contact, "name") == [None, None, ""]
    assert list(record_faults()) == []


def test_everything_of_a_removed_record_can_be_struck(source: Source, contact: Contact) -> None:
    remove_record(by=BY, source=source, record=contact.record, reason="At her wish.")
    for path in ("name", "telephone"):
        strike_field(by=BY, source=source, record=contact.record, path=path, ground=GROUND)
    assert kept(contact, "name") == [None] * 3
    assert kept(contact, "telephone") == [None] * 3


def test_inside_a_list_every_part_is_meant(source: Source, home: Organisation) -> None:
    unit = versions_of(source, home, {"parties": [{"id": "b", "signatory": "X"}, {"id": "c", "signatory": "Y"}]})
    strike_field(by=BY, source=source, record=unit.record, path="parties.signatory", ground=GROUND)
    assert struck(unit)["parties"] == [{"id": "b", "signatory": None}, {"id": "c", "signatory": None}]


@pytest.mark.parametrize(
    "part",
    [
        {"id": "bcdfghjkmnpq"},
        {"organisation": {"id": "bcdfghjkmnpq", "name": {"fi": "Rantala"}}},
        {"organisation": "bcdfghjkmnpq"},
        {"place": "bcdfghjkmnpq"},
    ],
)
def test_inside_a_list_an_id_selects_its_part(source: Source, home: Organisation, part: dict[str, Any]) -> None:
    other = {"id": "222222222222", "signatory": "Y"}
    unit = versions_of(source, home, {"parties": [part | {"signatory": "X"}, other, "a word"]})
    strike_field(by=BY, source=source, record=unit.record, path="parties.bcdfghjkmnpq.signatory", ground=GROUND)
    assert struck(unit)["parties"] == [part | {"signatory": None}, other, "a word"]


def test_what_was_merged_into_the_record_is_struck_too(source: Source, contact: Contact, home: Organisation) -> None:
    with recording(by=BY, action="add_contact", source=source) as journal:
        record = new_record(journal, RecordKind.CONTACT, is_published=True)
        into = Contact(record=record, organisation=home, name="", purpose="Enquiries", has_agreed_to_publish=True)
        journal.create(into)
    update(source, contact.record, merged_into=into.record)
    assert strike_field(by=BY, source=source, record=into.record, path="telephone", ground=GROUND) == 2
    assert kept(contact, "telephone") == [None, None, None]


def test_where_no_version_has_it_nothing_is_written(source: Source, contact: Contact) -> None:
    for path in ("email", "e-mail", "name.first", "telephone.222222222222"):
        assert strike_field(by=BY, source=source, record=contact.record, path=path, ground=GROUND) == 0
    assert not AuditEntry.objects.filter(action="strike_field").exists()


def test_value_still_shown_is_refused(source: Source, contact: Contact) -> None:
    with pytest.raises(BrokenRule, match="still shows its telephone"):
        strike_field(by=BY, source=source, record=contact.record, path="telephone", ground=GROUND)
    assert kept(contact, "telephone") == ["+358 1", "+358 2"]


def test_ground_is_asked_for(source: Source, contact: Contact) -> None:
    update(source, contact, telephone="")
    with pytest.raises(BrokenRule, match="needs its ground"):
        strike_field(by=BY, source=source, record=contact.record, path="telephone", ground=" ")


def test_contributor_may_not_strike(source: Source, contact: Contact) -> None:
    by = founding.account("contributor")
    with pytest.raises(NotPermitted):
        strike_field(by=by, source=source, record=contact.record, path="telephone", ground=GROUND)


def versions_of(source: Source, home: Organisation, shape: dict[str, Any]) -> Unit:
    """A record, internal now, of which this shape was published."""
    unit = add_unit(by=BY, source=source, organisation=home, name="Office")
    PublicVersion.objects.create(record_id=unit.pk, revision=1, shape=shape)
    return unit


def struck(unit: Unit) -> dict[str, Any]:
    shape: dict[str, Any] = PublicVersion.objects.get(record_id=unit.pk, revision=1).shape
    return shape
