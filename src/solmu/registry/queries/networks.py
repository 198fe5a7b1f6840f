"""Reads of networks: those the home city belongs to, what a membership costs, and which are shared with a partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from solmu.core.dates import Period
from solmu.core.prepared import prepared
from solmu.registry.models import Activity, Membership, MembershipFee, Organisation, Partnership
from solmu.registry.vocabulary import OrganisationKind

AT_CITY = "organisation__place__partnership"


@dataclass(frozen=True)
class NetworkOnDay:
    """A network the home city has joined by a day, with its memberships, the oldest first.

    `is_member`: one of them holds on the day, by what is known.
    """

    network: Organisation
    memberships: tuple[Membership, ...]
    is_member: bool

    @property
    def latest(self) -> Membership:
        return self.memberships[-1]


@dataclass(frozen=True)
class SharedNetwork:
    """A network that the home city and a partner city both belong to, by the membership of each."""

    network: Organisation
    of_home: Membership
    of_partner: Membership


def on_day(rows: Any, day: date) -> Any:
    """The memberships of a query that hold on the day, by what is known."""
    return rows.filter(
        Q(member_from_earliest__isnull=True) | Q(member_from_earliest__lte=day),
        Q(member_until_latest__isnull=True) | Q(member_until_latest__gte=day),
    )


def fee_on(fees: Iterable[MembershipFee], day: date) -> MembershipFee | None:
    """The fee that counts on the day: of those that have begun and are not over the one that began last."""
    counting = [
        fee
        for fee in fees
        if (fee.fee_from is None or fee.fee_from.earliest <= day) and not Period(None, fee.fee_until).over(day)
    ]
    return max(counting, key=lambda fee: (fee.fee_from.earliest if fee.fee_from else date.min, fee.pk), default=None)


def networks_on(day: date, *, public_only: bool, network_id: str | None = None) -> list[NetworkOnDay]:
    """The networks the home city has joined by the day, left ones among them; one of them where asked.

    `network_id` is that of the network or of a membership in it.

    Memberships come with purposes, fees and representatives; four queries whatever their number.
    """
    rows = Membership.objects.published() if public_only else Membership.objects.live()
    rows = rows.filter(
        Q(member_from_earliest__isnull=True) | Q(member_from_earliest__lte=day), organisation__is_home=True
    )
    if public_only:
        rows = rows.filter(network__record__is_published=True)
    if network_id is not None:
        of_membership = Membership.objects.published() if public_only else Membership.objects.live()
        rows = rows.filter(Q(network=network_id) | Q(network__in=of_membership.filter(pk=network_id).values("network")))
    rows = rows.select_related("record", "network", "decision__record").prefetch_related(
        "purposes", Prefetch("fees", MembershipFee.objects.select_related("decision__record")), "representatives"
    )
    found: dict[str, list[Membership]] = {}
    for row in rows.order_by("member_from_earliest", "pk"):
        found.setdefault(row.network_id, []).append(row)
    return [
        NetworkOnDay(each[-1].network, tuple(each), any(not Period(None, row.member_until).over(day) for row in each))
        for each in found.values()
    ]


def partners_in(network_ids: Iterable[str], day: date, *, public_only: bool) -> dict[str, set[str]]:
    """The partnerships (ids) whose city belongs to each network on the day; one query."""
    rows = Membership.objects.published() if public_only else Membership.objects.live()
    of_partner = {"organisation__kind": OrganisationKind.CITY, f"{AT_CITY}__isnull": False}
    if public_only:
        of_partner |= {f"{AT_CITY}__record__is_published": True, f"{AT_CITY}__record__removed_at__isnull": True}
    rows = on_day(rows, day).filter(network__in=list(network_ids), **of_partner)
    found: dict[str, set[str]] = {}
    for network, partnership in rows.values_list("network_id", AT_CITY):
        found.setdefault(network, set()).add(partnership)
    return found


def activities_within(memberships: Iterable[Membership], day: date, *, public_only: bool) -> list[Activity]:
    """The activities within these memberships that have begun by the day, those that began last first; one query."""
    rows = Activity.objects.published() if public_only else Activity.objects.live()
    rows = rows.filter(
        Q(starts_earliest__isnull=True) | Q(starts_earliest__lte=day), membership_rows__membership__in=list(memberships)
    )
    found = rows.select_related("record").distinct()
    return sorted(found, key=lambda row: (row.starts is None, -(row.starts_earliest or day).toordinal(), row.pk))


def shared_networks(partnership: Partnership, day: date, *, public_only: bool) -> list[SharedNetwork]:
    """The networks that home and the partner city both belong to on the day, by name; one query."""
    home: dict[str, Membership] = {}
    partner: dict[str, Membership] = {}
    for row in _of_home_or(partnership.partner_id, day, public_only):
        (home if row.organisation.is_home else partner).setdefault(row.network_id, row)
    shared = [SharedNetwork(home[key].network, home[key], partner[key]) for key in home if key in partner]
    return sorted(shared, key=lambda each: (str(each.network.name), each.network.pk))


@prepared
def _of_home_or(partner_id: str, day: date, public_only: bool) -> QuerySet[Membership]:
    """The memberships on the day of the home city and of another."""
    rows = Membership.objects.published() if public_only else Membership.objects.live()
    if public_only:
        rows = rows.filter(network__record__is_published=True)
    is_partner = Q(organisation__kind=OrganisationKind.CITY, organisation__place=partner_id)
    rows = on_day(rows, day).filter(Q(organisation__is_home=True) | is_partner)
    found: QuerySet[Membership] = rows.select_related("record", "network", "organisation")
    return found.order_by("member_from_earliest", "pk")


def network_ids(membership_ids: Iterable[str]) -> dict[str, str]:
    """The network of each membership; one query."""
    return dict(Membership.objects.filter(pk__in=list(membership_ids)).values_list("pk", "network_id"))
