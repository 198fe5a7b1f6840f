from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.commitments import add_commitment, fulfil_commitment
from solmu.registry.actions.networks import add_membership, end_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Agreement, Commitment, Membership, Organisation, Partnership
from solmu.registry.queries.commitments import commitments_due, next_due_of, open_dues_of
from tests.registry import founding
from tests.registry.founding import BY, on

DAY = on("2026-11-24").earliest
TEXT = LazyI18nString({"fi": "Raportti"})


def obliged(source: Source, of: Agreement | Membership, due_on: str, **facts: Any) -> Commitment:
    to: dict[str, Any] = {"agreement": of} if isinstance(of, Agreement) else {"membership": of}
    return add_commitment(by=BY, source=source, text=TEXT, due_on=on(due_on), **to, **facts)


def joined(source: Source, home: Organisation, name: str) -> Membership:
    network = add_organisation(by=BY, source=source, kind="network", name=name)  # type: ignore[arg-type]
    return add_membership(by=BY, source=source, network=network, organisation=home)


def test_what_is_due_and_not_done_is_told_earliest_first(
    source: Source, home: Organisation, tartu: Partnership
) -> None:
    agreement, membership = founding.agreement(source, tartu), joined(source, home, "Covenant")
    yearly = obliged(source, membership, "2024-05-31", every_months=12)
    once = obliged(source, agreement, "2025")
    obliged(source, agreement, "2026-11-25")
    fulfil_commitment(by=BY, source=source, commitment=yearly, due_on=on("2025-05-31"), done_on=on("2025"), day=DAY)
    removed = obliged(source, agreement, "2024")
    remove_record(by=BY, source=source, record=removed.record, reason="Wrong.")

    def found(**asked: Any) -> list[tuple[str, str]]:
        return [(each.commitment.pk, each.due_on.edtf) for each in commitments_due(DAY, **asked)]

    assert found() == [(yearly.pk, "2024-05-31"), (once.pk, "2025"), (yearly.pk, "2026-05-31")]
    assert found(agreement_id=agreement.pk) == [(once.pk, "2025")]
    assert found(membership_id=membership.pk) == [(yearly.pk, "2024-05-31"), (yearly.pk, "2026-05-31")]
    assert found(public_only=True) == []


def test_nothing_is_due_after_what_it_belongs_to_ended(source: Source, home: Organisation, tartu: Partnership) -> None:
    membership, agreement = joined(source, home, "Covenant"), founding.agreement(source, tartu)
    obliged(source, membership, "2024-05-31", every_months=12, is_published=True)
    obliged(source, agreement, "2024-05-31", every_months=12, is_published=True)
    end_membership(by=BY, source=source, membership=membership, until=on("2025"))
    Agreement.objects.filter(pk=agreement.pk).update(
        terminated_on=on("2024-12-31"), terminated_on_earliest=on("2024-12-31").earliest,
        terminated_on_latest=on("2024-12-31").latest, is_termination_reason_not_stated=True,
    )  # fmt: skip

    assert sorted(each.due_on.edtf for each in commitments_due(DAY, public_only=True)) == [
        "2024-05-31", "2024-05-31", "2025-05-31",
    ]  # fmt: skip


def test_number_of_queries_does_not_grow(source: Source, home: Organisation, tartu: Partnership) -> None:
    counted = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            obliged(source, joined(source, home, name), "2025", every_months=6)
            obliged(source, founding.agreement(source, tartu), "2025")
        with CaptureQueriesContext(connection) as captured:
            for each in commitments_due(DAY):
                str(each.commitment.membership and each.commitment.membership.network.name)
        counted.append(len(captured))

    assert counted == [2, 2]


def test_nothing_is_due_next_once_what_obliged_is_over(source: Source, home: Organisation) -> None:
    membership = joined(source, home, "Covenant")
    row = obliged(source, membership, "2024-05-31", every_months=12)
    fulfil_commitment(by=BY, source=source, commitment=row, due_on=on("2024-05-31"), done_on=on("2024"), day=DAY)

    assert (next_due_of(row), open_dues_of(row, DAY)) == (on("2025-05-31"), [on("2025-05-31"), on("2026-05-31")])
    end_membership(by=BY, source=source, membership=membership, until=on("2025-06"))
    row = Commitment.objects.get(pk=row.pk)
    assert (next_due_of(row), open_dues_of(row, DAY)) == (on("2025-05-31"), [on("2025-05-31")])
    fulfil_commitment(by=BY, source=source, commitment=row, due_on=on("2025-05-31"), done_on=on("2025"), day=DAY)
    assert (next_due_of(row), open_dues_of(row, DAY)) == (None, [])
