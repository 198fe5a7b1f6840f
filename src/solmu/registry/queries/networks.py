"""Reads of networks: what a membership costs on a day, and which networks are shared with a partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from solmu.core.dates import Period
from solmu.registry.models import Membership, MembershipFee, Organisation, Partnership
from solmu.registry.vocabulary import OrganisationKind


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


def shared_networks(partnership: Partnership, day: date, *, public_only: bool) -> list[SharedNetwork]:
    """The networks that home and the partner city both belong to on the day, by name; one query."""
    rows = Membership.objects.published() if public_only else Membership.objects.live()
    if public_only:
        rows = rows.filter(network__record__is_published=True)
    is_partner = Q(organisation__kind=OrganisationKind.CITY, organisation__place=partnership.partner_id)
    rows = on_day(rows, day).filter(Q(organisation__is_home=True) | is_partner)
    rows = rows.select_related("record", "network", "organisation").order_by("member_from_earliest", "pk")
    home: dict[str, Membership] = {}
    partner: dict[str, Membership] = {}
    for row in rows:
        (home if row.organisation.is_home else partner).setdefault(row.network_id, row)
    shared = [SharedNetwork(home[key].network, home[key], partner[key]) for key in home if key in partner]
    return sorted(shared, key=lambda each: (str(each.network.name), each.network.pk))
