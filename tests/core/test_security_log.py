"""The log of what matters for safety: ids and a network cut short, and no value that could pass for another line."""

from __future__ import annotations

import logging

import pytest
from django.test import RequestFactory

from solmu.core.security_log import network_address, tell


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


@pytest.mark.parametrize(
    ("address", "told"),
    [("192.0.2.17", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("nowhere", "-"), ("", "-")],
)
def test_a_network_address_is_cut_short(address: str, told: str, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        tell("refused", RequestFactory().get("/", REMOTE_ADDR=address), account="bcdfghjkmnpq")

    assert [record.getMessage() for record in caplog.records] == [f"refused account=bcdfghjkmnpq from={told}"]


def test_no_value_passes_for_another(caplog) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        tell("form-refused", None, path="/desk/ role=administrator\n2026 signed-in account=x\x1b[2J" + "x" * 500)

    line = caplog.records[0].getMessage()
    assert line.startswith("form-refused account=- from=- path=/desk/%20role%3Dadministrator%0A2026%20signed-in")
    assert (len(line) < 250, "\n" in line, "\x1b" in line) == (True, False, False)
