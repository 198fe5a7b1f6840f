"""Matters about records nobody looks after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q

from solmu.registry.models import (
    Activity,
    ActivityMembership,
    ActivityPartnership,
    Agreement,
    AgreementMembership,
    AgreementPartnership,
    Membership,
    Ownership,
    Partnership,
    UnitMember,
)
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.owners import no_owner


def records_without_owner(asked: Asked) -> Iterator[Found]:
    """Records whose owner has left, and those that have none and belong to nothing that could have one.

    What belongs to a partnership, a membership or an agreement takes its owner: the matter is that record's.
    """
    yield from _left()
    for rows in _unowned(asked):
        for key in rows.values_list("pk", flat=True):
            for raised in no_owner("", is_somebody_there=False):
                yield key, raised


def _left() -> Iterator[Found]:
    members = UnitMember.objects.filter(unit=OuterRef("unit"), account__is_active=True)
    rows = Ownership.objects.filter(
        Q(account__is_active=False)
        | (Q(unit__isnull=False) & (~Exists(members) | Q(unit__record__removed_at__isnull=False))),
        record__removed_at__isnull=True,
        record__merged_into__isnull=True,
    )
    for key, unit, account in rows.values_list("record_id", "unit_id", "account_id"):
        for raised in no_owner(unit or account, is_somebody_there=False):
            yield key, raised


def _unowned(asked: Asked) -> Iterator[Any]:
    yield asked.rows(Partnership).filter(~_owned("pk"))
    yield asked.rows(Membership).filter(
        ~_owned("pk"),
        ~_owned("network_id"),
        Q(member_until_latest__isnull=True) | Q(member_until_latest__gte=asked.day),
        organisation__is_home=True,
    )
    yield asked.rows(Agreement).filter(
        ~_owned("pk"),
        ~Exists(AgreementPartnership.objects.filter(agreement=OuterRef("pk"))),
        ~Exists(AgreementMembership.objects.filter(agreement=OuterRef("pk"))),
    )
    yield asked.rows(Activity).filter(
        ~_owned("pk"),
        ~Exists(ActivityPartnership.objects.filter(activity=OuterRef("pk"))),
        ~Exists(ActivityMembership.objects.filter(activity=OuterRef("pk"))),
        agreement__isnull=True,
    )


def _owned(by: str) -> Exists:
    return Exists(Ownership.objects.filter(record=OuterRef(by)))
