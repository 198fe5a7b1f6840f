"""Reads of whose records are: the unit or the person that looks after each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from i18nfield.strings import LazyI18nString

from solmu.core.models import Record
from solmu.registry.models import (
    Activity,
    ActivityMembership,
    ActivityPartnership,
    AgreementMembership,
    AgreementPartnership,
    AgreementSeries,
    Commitment,
    Contact,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Ownership,
    Recognition,
    Story,
    UnitMember,
)
from solmu.registry.vocabulary import RecordKind

AT_ONCE = 10_000
"""Ids asked for in one query; databases take only so many values."""


@dataclass(frozen=True)
class Owner:
    """Who looks after a record: a unit or a person, by their own ownership or that of what the record belongs to.

    `account_ids` are the active accounts that act for the owner, `head_ids` those of them that head the unit. Both are
    empty where everybody has left. `owned_id` is the record that says so: this one, or the one it belongs to.
    """

    record_id: str
    unit_id: str | None
    account_id: str | None
    name: str | LazyI18nString
    account_ids: tuple[str, ...]
    head_ids: tuple[str, ...]
    owned_id: str


# What a record of each kind belongs to: rows (row, what it belongs to, of which kind that is), the nearest first.
_BELONGS: dict[str, tuple[tuple[Any, str, str, str], ...]] = {
    RecordKind.AGREEMENT: (
        (AgreementPartnership, "agreement_id", "partnership_id", RecordKind.PARTNERSHIP),
        (AgreementMembership, "agreement_id", "membership_id", RecordKind.MEMBERSHIP),
    ),
    RecordKind.AGREEMENT_SERIES: ((AgreementSeries, "pk", "partnership_id", RecordKind.PARTNERSHIP),),
    RecordKind.ACTIVITY: (
        (ActivityPartnership, "activity_id", "partnership_id", RecordKind.PARTNERSHIP),
        (ActivityMembership, "activity_id", "membership_id", RecordKind.MEMBERSHIP),
        (Activity, "pk", "agreement_id", RecordKind.AGREEMENT),
    ),
    RecordKind.COMMITMENT: (
        (Commitment, "pk", "agreement_id", RecordKind.AGREEMENT),
        (Commitment, "pk", "membership_id", RecordKind.MEMBERSHIP),
    ),
    RecordKind.INSTITUTION_LINK: ((InstitutionLink, "pk", "partnership_id", RecordKind.PARTNERSHIP),),
    RecordKind.COVERAGE_STATEMENT: ((CoverageStatement, "pk", "partnership_id", RecordKind.PARTNERSHIP),),
    RecordKind.STORY: ((Story, "pk", "partnership_id", RecordKind.PARTNERSHIP),),
    RecordKind.MEMBERSHIP: ((Membership, "pk", "network_id", RecordKind.ORGANISATION),),
    RecordKind.CONTACT: ((Contact, "pk", "organisation_id", RecordKind.ORGANISATION),),
    RecordKind.RECOGNITION: ((Recognition, "pk", "giver_id", RecordKind.ORGANISATION),),
    RecordKind.ORGANISATION: ((Organisation, "pk", "place__partnership", RecordKind.PARTNERSHIP),),
}


def owners_of(record_ids: Collection[str]) -> dict[str, Owner]:
    """The owner of each record that has one; a record nobody owns is left out.

    A record without an owner of its own takes that of the partnership, membership or agreement it belongs to (the
    first of several), a contact or a city's organisation that of the partnership with the city. The number of queries
    does not grow with the number of records, up to ten thousand of them.
    """
    belongs: dict[str, list[str]] = {}
    own: dict[str, Ownership] = {}
    asked = set(record_ids)
    while asked:
        own |= {row.record_id: row for row in _ownerships(asked)}
        orphans = asked - own.keys()
        for child, parent in _parents(orphans):
            belongs.setdefault(child, []).append(parent)
        asked = {parent for child in orphans for parent in belongs.get(child, ())} - own.keys() - belongs.keys()

    def found(record_id: str) -> Ownership | None:
        if record_id in own:
            return own[record_id]
        return next((row for parent in belongs.get(record_id, ()) if (row := found(parent))), None)

    return {key: _owner(key, row) for key in record_ids if (row := found(key))}


def perhaps_looked_after(account_id: str, kind: str) -> QuerySet[Any, Any]:
    """The ids of the records of a kind that an account may look after, for a query to choose from.

    Never fewer than `owners_of` gives it, but more: of several that a record belongs to only the first counts, and a
    record with an owner of its own is no longer theirs.
    """
    owned = Ownership.objects.filter(Q(account=account_id) | Q(unit__members__account=account_id))
    found: QuerySet[Any, Any] = owned.order_by().values_list("record_id", flat=True)
    parts = [
        model.objects.order_by()
        .filter(**{f"{parent}__in": perhaps_looked_after(account_id, of)})
        .values_list(child, flat=True)
        for model, child, parent, of in _BELONGS.get(kind, ())
    ]
    return found.union(*parts) if parts else found


def _ownerships(record_ids: Collection[str]) -> Iterator[Ownership]:
    members = UnitMember.objects.filter(account__is_active=True).order_by("account__email")
    rows = Ownership.objects.select_related("unit", "account").prefetch_related(Prefetch("unit__members", members))
    for some in _some(record_ids):
        yield from rows.filter(record_id__in=some)


def _parents(record_ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """What each record belongs to, the nearest first."""
    for some in _some(record_ids):
        kinds: dict[str, list[str]] = {}
        for key, kind in Record.objects.filter(pk__in=some).values_list("pk", "kind"):
            kinds.setdefault(kind, []).append(key)
        for kind, keys in kinds.items():
            for model, child, parent, _ in _BELONGS.get(kind, ()):
                rows = model.objects.filter(**{f"{child}__in": keys, f"{parent}__isnull": False})
                yield from rows.order_by(*(model._meta.ordering or ("pk",))).values_list(child, parent)


def _some(record_ids: Collection[str]) -> Iterator[list[str]]:
    listed = sorted(record_ids)
    return (listed[first : first + AT_ONCE] for first in range(0, len(listed), AT_ONCE))


def _owner(record_id: str, row: Ownership) -> Owner:
    if row.unit:
        members = list(row.unit.members.all())
        return Owner(
            record_id,
            unit_id=row.unit_id,
            account_id=None,
            name=row.unit.name,
            account_ids=tuple(member.account_id for member in members),
            head_ids=tuple(member.account_id for member in members if member.is_head),
            owned_id=row.record_id,
        )
    account = row.account
    assert account is not None  # the table holds that one of the two is there
    active = (account.pk,) if account.is_active else ()
    return Owner(record_id, None, account.pk, account.name or account.email, active, (), row.record_id)
