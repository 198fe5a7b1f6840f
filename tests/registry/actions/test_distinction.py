from __future__ import annotations

import pytest

from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Record, Source
from solmu.registry.actions.distinction import take_for_one, tell_apart
from solmu.registry.models import Agreement, DistinctRecords, Partnership
from tests.registry import founding
from tests.registry.founding import BY


@pytest.fixture
def two(source: Source, tartu: Partnership) -> tuple[Agreement, Agreement]:
    one, other = (founding.agreement(source, tartu, signed="1999") for _ in range(2))
    return one, other


def test_two_records_are_told_apart_once(source: Source, two: tuple[Agreement, Agreement]) -> None:
    first, second = sorted(row.pk for row in two)
    kept = tell_apart(by=BY, source=source, one=two[1].record, other=two[0].record)
    assert (kept.first_id, kept.second_id) == (first, second)
    assert AuditEntry.objects.get(action="tell_apart").record_id == first

    with pytest.raises(BrokenRule, match="decided already"):
        tell_apart(by=BY, source=source, one=two[0].record, other=two[1].record)
    assert DistinctRecords.objects.count() == 1


def test_decision_is_taken_back(source: Source, two: tuple[Agreement, Agreement]) -> None:
    tell_apart(by=BY, source=source, one=two[0].record, other=two[1].record)

    take_for_one(by=BY, source=source, one=two[1].record, other=two[0].record)
    assert not DistinctRecords.objects.exists()
    assert AuditEntry.objects.filter(action="take_for_one").count() == 1
    with pytest.raises(BrokenRule, match="Nobody decided"):
        take_for_one(by=BY, source=source, one=two[1].record, other=two[0].record)


def test_what_cannot_be_told_apart(source: Source, tartu: Partnership, two: tuple[Agreement, Agreement]) -> None:
    one, other = (row.record for row in two)
    with pytest.raises(BrokenRule, match="from itself"):
        tell_apart(by=BY, source=source, one=one, other=one)
    with pytest.raises(BrokenRule, match="of different kinds"):
        tell_apart(by=BY, source=source, one=one, other=tartu.record)
    Record.objects.filter(pk=other.pk).update(merged_into=one)
    other.refresh_from_db()
    with pytest.raises(BrokenRule, match="no longer there"):
        tell_apart(by=BY, source=source, one=one, other=other)

    assert not DistinctRecords.objects.exists()


def test_only_keepers_of_the_record_tell_apart(source: Source, two: tuple[Agreement, Agreement]) -> None:
    by = founding.account("contributor")
    for action in (tell_apart, take_for_one):
        with pytest.raises(NotPermitted):
            action(by=by, source=source, one=two[0].record, other=two[1].record)
