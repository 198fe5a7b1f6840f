"""The log of signing in, failing and leaving: an account's id and a network address cut short, nothing else of it.

It goes where the server's log goes, as `solmu.security`; each line is `EVENT name=value …` (ASVS 5.0, 16.3).
"""

from __future__ import annotations

import ipaddress
import logging

from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

_log = logging.getLogger("solmu.security")

KEPT_BITS = {4: 24, 6: 48}
"""How much of a network address is told, for each version of the protocol."""


def tell(event: str, request: HttpRequest | None, *, account: str = "", **values: str) -> None:
    """Write one line; values are keys and ids of our own, never what somebody typed."""
    told = {"account": account or "-", "from": address_cut_short(request), **values}
    _log.info("%s %s", event, " ".join(f"{name}={value}" for name, value in told.items()))


def address_cut_short(request: HttpRequest | None) -> str:
    """The network that a request came from; `-` where that is not known."""
    if request is None:
        return "-"
    try:
        address = ipaddress.ip_address(get_ip(request))
    except (ValueError, PermissionDenied):
        return "-"
    bits = KEPT_BITS[address.version]
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
