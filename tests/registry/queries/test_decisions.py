"""What of the record rests on a decision."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.models import Source
from solmu.registry.actions.decisions import record_decision
from solmu.registry.actions.networks import add_membership, add_membership_fee
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Agreement, Organisation, Partnership
from solmu.registry.queries.decisions import records_decided
from solmu.registry.vocabulary import OrganisationKind
from tests.registry import founding
from tests.registry.founding import BY, on


def test_records_decided_are_named_once_and_no_longer_when_removed(
    source: Source, home: Organisation, tartu: Partnership
) -> None:
    decision = record_decision(by=BY, source=source, organ="City board", decided=on("2026-03-02"))
    agreement, other = founding.agreement(source, tartu), founding.agreement(source, tartu, signed="2020")
    Agreement.objects.filter(pk__in=(agreement.pk, other.pk)).update(approved_by=decision)
    network = add_organisation(by=BY, source=source, kind=OrganisationKind.NETWORK, name="Network")
    membership = add_membership(by=BY, source=source, network=network, organisation=home)
    for fee_from in ("2020", "2021"):
        add_membership_fee(
            by=BY, source=source, membership=membership, amount=Decimal(1), fee_from=on(fee_from), decision=decision
        )

    with CaptureQueriesContext(connection) as asked:
        found = records_decided(decision.pk)

    assert (found, len(asked)) == (sorted([agreement.pk, other.pk, membership.pk]), 2)
    remove_record(by=BY, source=source, record=other.record, reason="Wrong.")
    assert records_decided(decision.pk) == sorted([agreement.pk, membership.pk])
