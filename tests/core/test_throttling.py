"""Counting messages without keeping addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from solmu.core.throttling import Throttle, counted_network

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


def test_after_the_span_more_are_let_through() -> None:
    clock = Clock()
    throttle = Throttle(2, timedelta(hours=1), clock)

    assert [throttle.lets_through("192.0.2.1") for _ in range(3)] == [True, True, False]
    clock.at += timedelta(minutes=59)
    assert not throttle.lets_through("192.0.2.1")
    clock.at += timedelta(minutes=1)
    assert throttle.lets_through("192.0.2.1")


def test_addresses_are_counted_apart_and_not_kept() -> None:
    throttle = Throttle(1, timedelta(hours=1), Clock())

    assert [throttle.lets_through(address) for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")] == [
        True, True, False,
    ]  # fmt: skip
    assert "192.0.2" not in repr(vars(throttle))


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1:a::b", "2001:db8:0:1::/64"),
        ("2001:DB8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_addresses_of_one_network_are_counted_as_one(address: str, counted: str) -> None:
    assert counted_network(address) == counted


def test_addresses_of_one_network_share_what_is_let_through() -> None:
    throttle = Throttle(1, timedelta(hours=1), Clock())

    assert [throttle.lets_through(address) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")] == [
        True, False, True,
    ]  # fmt: skip


def test_who_asks_no_more_is_forgotten_after_a_span_and_not_looked_for_at_each_request() -> None:
    clock = Clock()
    throttle = Throttle(1, timedelta(hours=1), clock)
    throttle.lets_through("192.0.2.1")
    times = throttle._times
    throttle.lets_through("192.0.2.2")
    assert throttle._times is times

    clock.at += timedelta(hours=1)
    throttle.lets_through("192.0.2.3")
    assert len(throttle._times) == 1


def test_figures_of_another_day_mean_nothing() -> None:
    clock = Clock()
    throttle = Throttle(1, timedelta(days=3), clock)
    throttle.lets_through("192.0.2.1")
    (before,) = throttle._times

    clock.at += timedelta(days=1)
    assert throttle.lets_through("192.0.2.1")
    assert list(throttle._times) != [before]
