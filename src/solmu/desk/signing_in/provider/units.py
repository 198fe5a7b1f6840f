"""Whom somebody acts for, as the provider's groups say at each sign-in."""

from __future__ import annotations

from solmu.core.models import Account
from solmu.core.sign_in import Provider
from solmu.registry.actions.ownership import add_unit_member, remove_unit_member
from solmu.registry.models import Unit, UnitMember


def follow_units(*, by: Account, account: Account, provider: Provider, groups: tuple[str, ...]) -> None:
    """Let the account act for the units of its groups, and no longer for others that the settings name."""
    wanted, named = set(provider.units_of(groups)), set(provider.units.values())
    now = set(UnitMember.objects.filter(account=account, unit__in=named).values_list("unit_id", flat=True))
    for unit in Unit.objects.filter(pk__in=sorted(wanted - now)).order_by("pk"):
        add_unit_member(by=by, source=None, unit=unit, account=account, is_head=False)
    for unit in Unit.objects.filter(pk__in=sorted(now - wanted)).order_by("pk"):
        remove_unit_member(by=by, source=None, unit=unit, account=account)
