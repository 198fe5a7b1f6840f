"""Counting messages without keeping addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from solmu.portal.views.guarding import Throttle, network_address

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


def test_figures_of_another_day_mean_nothing() -> None:
    clock = Clock()
    throttle = Throttle(1, timedelta(days=3), clock)
    throttle.lets_through("192.0.2.1")
    (before,) = throttle._times

    clock.at += timedelta(days=1)
    assert throttle.lets_through("192.0.2.1")
    assert list(throttle._times) != [before]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies: int, forwarded: str, expected: str) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": forwarded})

    assert network_address(request) == expected
