from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.models import Source
from solmu.registry.actions.networks import add_membership, add_membership_fee
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Organisation, Partnership
from solmu.registry.queries.networks import fee_on, shared_networks
from tests.registry import founding
from tests.registry.founding import BY, end, on

DAY = on("2026-11-24").earliest


def network(source: Source, name: str, **facts: Any) -> Organisation:
    facts = {"kind": "network", "is_published": True} | facts
    return add_organisation(by=BY, source=source, name=name, **facts)


def joined(source: Source, which: Organisation, member: Organisation, **facts: Any) -> None:
    facts = {"is_published": True} | facts
    add_membership(by=BY, source=source, network=which, organisation=member, **facts)


def test_networks_are_shared_on_the_day(source: Source, home: Organisation, tartu: Partnership) -> None:
    city = founding.city(source, tartu.partner)
    umea = founding.city(source, founding.place(source, "Umeå", "SE"), "Umeå")
    both, left, own, theirs, others = (network(source, name) for name in ("B", "Left", "Own", "Theirs", "Others"))
    ring = network(source, "A", kind="twin_town_ring")
    for which, members in (
        (both, (home, city)), (ring, (home, city)), (left, (home,)), (own, (home,)), (theirs, (city,)),
        (others, (home, umea)),
    ):  # fmt: skip
        for member in members:
            joined(source, which, member)
    joined(source, left, city, member_from=on("1991"), member_until=on("2026-11-23"))

    assert [str(each.network) for each in shared_networks(tartu, DAY, public_only=True)] == ["A", "B"]
    assert [str(each.network) for each in shared_networks(tartu, on("2026-11-23").earliest, public_only=True)] == [
        "A", "B", "Left",
    ]  # fmt: skip
    found = shared_networks(tartu, DAY, public_only=True)[1]
    assert (found.of_home.organisation, found.of_partner.organisation) == (home, city)


@pytest.mark.parametrize("hidden", ["network", "home", "partner"])
def test_internal_networks_are_shared_with_nobody_outside(
    source: Source, home: Organisation, tartu: Partnership, hidden: str
) -> None:
    which = network(source, "Union", is_published=hidden != "network")
    joined(source, which, home, is_published=hidden != "home")
    joined(source, which, founding.city(source, tartu.partner), is_published=hidden != "partner")

    assert shared_networks(tartu, DAY, public_only=True) == []
    assert len(shared_networks(tartu, DAY, public_only=False)) == 1


def test_number_of_queries_does_not_grow(source: Source, home: Organisation, tartu: Partnership) -> None:
    city, counted = founding.city(source, tartu.partner), []
    for names in (["A"], ["B", "C"]):
        for name in names:
            which = network(source, name)
            joined(source, which, home)
            joined(source, which, city)
        with CaptureQueriesContext(connection) as captured:
            assert shared_networks(tartu, DAY, public_only=True)
        counted.append(len(captured))

    assert counted == [1, 1]


@pytest.mark.parametrize(
    ("day", "amount"),
    [("1990-12-31", 50), ("1991-01-01", 100), ("2019-12-31", 100), ("2020-01-01", 200), ("2025-07-01", 150)],
)
def test_fee_is_the_one_that_began_last(source: Source, home: Organisation, day: str, amount: int) -> None:
    membership = add_membership(by=BY, source=source, network=network(source, "Union"), organisation=home)
    for number, fee_from, fee_until in ((50, "", ""), (100, "1991", ".."), (200, "2020", "2025-06"), (150, "2010", "")):
        add_membership_fee(
            by=BY, source=source, membership=membership, amount=Decimal(number),
            fee_from=on(fee_from) if fee_from else None, fee_until=end(fee_until),
        )  # fmt: skip
    fees = list(membership.fees.exclude(amount=150) if amount != 150 else membership.fees.all())

    found = fee_on(fees, on(day).earliest)

    assert found is not None
    assert found.amount == amount


def test_no_fee_counts_where_none_has_begun() -> None:
    assert fee_on([], DAY) is None
