from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from solmu.core.models import Record, Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.ownership import set_owner
from solmu.registry.models import Commitment, Contact, Decision, Organisation, Partnership, Story
from solmu.registry.queries import dependence
from solmu.registry.queries.dependence import records_resting_on, records_showing, what_depends_on
from solmu.registry.records import SHAPES
from solmu.registry.vocabulary import RecordKind
from tests.registry import founding


def of_kind(kind: RecordKind, model: Any, **facts: Any) -> Any:
    record = Record.objects.create(kind=kind, is_published=True)
    return model.objects.create(record=record, **facts)


@pytest.fixture
def partner_city(tartu: Partnership, source: Source) -> Organisation:
    return founding.city(source, tartu.partner)


def test_new_kinds_rest_on_what_they_belong_to(tartu: Partnership, source: Source, partner_city: Organisation) -> None:
    agreement = founding.agreement(source, tartu, signed="1999")
    other = founding.agreement(source, signed="2003")
    decision = of_kind(RecordKind.DECISION, Decision, organ="City council")
    type(agreement).objects.filter(pk=agreement.pk).update(approved_by=decision)
    commitment = of_kind(RecordKind.COMMITMENT, Commitment, agreement=agreement, text="Report")
    contact = of_kind(RecordKind.CONTACT, Contact, organisation=partner_city, name="Canary", purpose="Visits")
    story = of_kind(RecordKind.STORY, Story, partnership=tartu, title="Ten years", text="…")

    assert what_depends_on(decision.record) == "1 agreement"
    assert records_resting_on(agreement.record) == [commitment.pk]
    assert contact.pk in records_resting_on(partner_city.record)
    assert sorted([agreement.pk, story.pk]) == records_resting_on(tartu.record)
    assert [what_depends_on(each.record) for each in (other, commitment, contact, story)] == ["", "", "", ""]


def test_removed_and_merged_records_rest_on_nothing(tartu: Partnership, source: Source) -> None:
    one, two = founding.agreement(source, tartu, signed="1999"), founding.agreement(source, tartu, signed="2003")
    assert what_depends_on(tartu.record) == "2 agreements"

    Record.objects.filter(pk=one.pk).update(merged_into=two.pk)

    assert what_depends_on(tartu.record) == "1 agreement"


def test_unit_that_looks_after_records_is_rested_on(tartu: Partnership, home: Organisation, source: Source) -> None:
    unit = of_kind(RecordKind.UNIT, apps.get_model("registry", "Unit"), organisation=home, name="Office")
    assert what_depends_on(unit.record) == ""

    set_owner(by=founding.BY, source=source, record=tartu.record, unit=unit)
    assert what_depends_on(unit.record) == "1 record it looks after"

    set_owner(by=founding.BY, source=source, record=home.record, unit=unit)
    assert what_depends_on(unit.record) == "2 records it looks after"


def test_what_is_touched_is_shown_by_itself_and_by_what_names_it(tartu: Partnership, source: Source) -> None:
    agreement = founding.agreement(source, tartu, signed="1999")
    other = founding.partnership(source, founding.place(source, "Cork", "IE"))
    activity = add_activity(
        by=founding.BY, source=source, kind="visit", title="Visit", partnerships=[tartu], is_published=True
    )
    story = of_kind(RecordKind.STORY, Story, partnership=tartu, title="Ten years", text="…")

    shown = {tartu.pk, agreement.pk, activity.pk, story.pk}
    assert shown <= records_showing([tartu.pk])
    assert shown <= records_showing([tartu.partner_id])
    assert other.pk not in records_showing([tartu.pk, tartu.partner_id])
    assert records_showing([story.pk]) == {story.pk}
    assert records_showing([]) == set()


OWN_WAYS = {
    "AgreementPartnership.agreement", "AgreementMembership.agreement", "AgreementDocument.agreement",
    "AgreementAmendment.agreement", "AgreementNotice.agreement", "AgreementReview.agreement",
    "AgreementSuspension.agreement", "AgreementParty.agreement", "AgreementTheme.agreement",
    "ActivityPartnership.activity", "ActivityOrganisation.activity", "ActivityParticipants.activity",
    "ActivityMembership.activity", "ActivityTheme.activity", "ActivityGift.activity",
    "CommitmentFulfilment.commitment", "MembershipPurpose.membership", "MembershipFee.membership", "ThemeGoal.theme",
    "MembershipReview.membership", "MembershipRepresentative.membership", "EarlierRecipient.recognition",
    "PartnershipChange.partnership", "UnitMember.unit",
    # Counted by itself: what a unit looks after.
    "Ownership.unit",
}  # fmt: skip
"""Keys by which a part belongs to its own record."""


def test_every_key_to_a_record_is_known(db: None) -> None:
    """A new key that points to a record is to be counted as resting on it, or listed as a record's own part."""
    kinds = {SHAPES[kind][0]: kind for kind in RecordKind}
    known = set()
    for ways in (*dependence._RESTING.values(), *dependence._SHOWING.values()):
        for model, path in ways:
            known.add(_last_key(model, path))
    found = set()
    for model in apps.get_app_config("registry").get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey) and column.related_model in kinds and not model._meta.auto_created:
                found.add(f"{model.__name__}.{column.name}")

    assert sorted(found - known - OWN_WAYS) == []


def _last_key(model: Any, path: str) -> str:
    for step in path.split("__"):
        column = model._meta.get_field(step)
        key = f"{model.__name__}.{column.name}"
        model = column.related_model
    return key
