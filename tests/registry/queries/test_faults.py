from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from solmu.core.models import Record, Source
from solmu.places.models import PlacePart, PlaceSuccession
from solmu.registry.actions.agreements import propose_series
from solmu.registry.actions.merging import merge_records
from solmu.registry.actions.organisations import add_unit
from solmu.registry.models import (
    Agreement,
    AgreementSeries,
    Organisation,
    Partnership,
    PartnershipChange,
    PublicVersion,
    Unit,
)
from solmu.registry.queries.faults import record_faults
from tests.registry import founding
from tests.registry.founding import BY


def test_whole_record_has_no_faults(source: Source, tartu: Partnership) -> None:
    propose_series(by=BY, source=source, agreement=founding.agreement(source, tartu, signed="2001"))

    assert list(record_faults()) == []


def ring_of_agreements(source: Source, tartu: Partnership) -> None:
    a, b = (founding.agreement(source, tartu, signed=year, is_published=False) for year in ("2001", "2002"))
    Agreement.objects.filter(pk=a.pk).update(replaced_by=b)
    Agreement.objects.filter(pk=b.pk).update(replaced_by=a)


def ring_of_wholes(source: Source, tartu: Partnership) -> None:
    a, b = (founding.place(source, name) for name in "AB")
    PlacePart.objects.create(part=a, whole=b)
    PlacePart.objects.create(part=b, whole=a)


def ring_of_successors(source: Source, tartu: Partnership) -> None:
    a, b = (founding.place(source, name) for name in "AB")
    PlaceSuccession.objects.create(predecessor=a, successor=b)
    PlaceSuccession.objects.create(predecessor=b, successor=a)


def ring_of_units(source: Source, tartu: Partnership) -> None:
    home = Organisation.objects.get(is_home=True)
    a = add_unit(by=BY, source=source, organisation=home, name="A")
    b = add_unit(by=BY, source=source, organisation=home, name="B", part_of=a)
    Unit.objects.filter(pk=a.pk).update(part_of=b)


def standing_agreement_in_a_series(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, is_published=False)
    series = propose_series(by=BY, source=source, agreement=agreement)
    AgreementSeries.objects.filter(pk=series.pk).update(standing_agreement=agreement)  # type: ignore[union-attr]


def changed_behind_the_version(source: Source, tartu: Partnership) -> None:
    PartnershipChange.objects.filter(partnership=tartu).update(relation="contact")


def version_lost(source: Source, tartu: Partnership) -> None:
    PublicVersion.objects.filter(record=tartu.pk).delete()


def published_behind_the_version(source: Source, tartu: Partnership) -> None:
    hidden = founding.agreement(source, is_published=False)
    Record.objects.filter(pk=hidden.pk).update(is_published=True)


def record_without_its_row(source: Source, tartu: Partnership) -> None:
    Record.objects.create(kind="agreement")


def row_of_another_kind(source: Source, tartu: Partnership) -> None:
    Record.objects.filter(pk=tartu.pk).update(kind="unit", is_published=False)


def removed_under_an_agreement(source: Source, tartu: Partnership) -> None:
    founding.agreement(source, tartu, is_published=False)
    Record.objects.filter(pk=tartu.pk).update(removed_at=timezone.now(), removal_reason="Wrong.", is_published=False)


def two_agreements(source: Source, tartu: Partnership) -> list[Agreement]:
    return [founding.agreement(source, tartu, signed=year, is_published=False) for year in ("2001", "2002")]


def leads_without_a_merge(source: Source, tartu: Partnership) -> None:
    one, other = two_agreements(source, tartu)
    Record.objects.filter(pk=one.pk).update(merged_into=other.pk)


def merged_and_still_named(source: Source, tartu: Partnership) -> None:
    one, other = two_agreements(source, tartu)
    merge_records(by=BY, source=source, record=one.record, into=other.record)
    other.parties.update(agreement=one)


def merged_and_rested_on(source: Source, tartu: Partnership) -> None:
    one, other = two_agreements(source, tartu)
    merge_records(by=BY, source=source, record=one.record, into=other.record)
    Agreement.objects.filter(pk=other.pk).update(replaced_by=one)


def ring_of_merges(source: Source, tartu: Partnership) -> None:
    one, other = two_agreements(source, tartu)
    for here, there in ((one, other), (other, one)):
        Record.objects.filter(pk=here.pk).update(merged_into=there.pk)


def no_home(source: Source, tartu: Partnership) -> None:
    Organisation.objects.update(is_home=False)


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (ring_of_agreements, "is replaced by itself, through others."),
        (ring_of_wholes, "is part of itself, through others."),
        (ring_of_units, "is part of itself, through others."),
        (ring_of_successors, "is succeeded by itself, through others."),
        (standing_agreement_in_a_series, "is itself in a series; it may be in none."),
        (changed_behind_the_version, "is not what is shown now."),
        (version_lost, "is not what is shown now."),
        (published_behind_the_version, "is not what is shown now."),
        (record_without_its_row, "has an id but says nothing."),
        (row_of_another_kind, "is filed under another kind."),
        (removed_under_an_agreement, "was removed, but 1 agreement rests on it."),
        (leads_without_a_merge, "and its merge says None."),
        (merged_and_still_named, "names it."),
        (merged_and_rested_on, "was merged, but 1 agreement rests on it."),
        (ring_of_merges, "was merged into itself, through others."),
        (no_home, "The record has no home city."),
    ],
)
def test_each_fault_is_named(
    source: Source, tartu: Partnership, break_it: Callable[[Any, Any], None], sentence: str
) -> None:
    break_it(source, tartu)

    found = list(record_faults())

    assert found != []
    assert any(fault.endswith(sentence) for fault in found), found
