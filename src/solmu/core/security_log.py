"""The log of what matters for safety: an event, an account's id and a network address cut short, nothing else of it.

It goes where the server's log goes, as `solmu.security`; each line is `EVENT account=ID from=NETWORK name=value …`
(ASVS 5.0, 16.3). Which events there are is told in docs/reference/logs.md.
"""

from __future__ import annotations

import ipaddress
import logging
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest

_log = logging.getLogger("solmu.security")

KEPT_BITS = {4: 24, 6: 48}
"""How much of a network address is told, for each version of the protocol."""

LONGEST = 120
"""Characters of one value."""


def tell(event: str, request: HttpRequest | None, *, account: str = "", **values: str) -> None:
    """Write one line; values are keys and ids of our own, never what somebody typed.

    What may stand in an address (a space, a line's end) is written as `%20`, so that no value looks like another one
    or like a line of its own (ASVS 5.0, 16.4.1).
    """
    told = {"account": account or "-", "from": address_cut_short(request), **values}
    _log.info("%s %s", event, " ".join(f"{name}={quote(value[:LONGEST], safe=SAFE)}" for name, value in told.items()))


SAFE = "/:+-.,@"


def address_cut_short(request: HttpRequest | None) -> str:
    """The network that a request came from; `-` where that is not known."""
    if request is None:
        return "-"
    try:
        address = ipaddress.ip_address(network_address(request))
    except ValueError:
        return "-"
    bits = KEPT_BITS[address.version]
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


def network_address(request: HttpRequest) -> str:
    """Whom a request came from; behind proxies of our own (SOLMU_PROXIES) whom the outermost of them saw."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    number = settings.PROXIES
    return seen[-number] if 0 < number <= len(seen) else str(request.META.get("REMOTE_ADDR", ""))


def name_of_page(request: HttpRequest) -> str:
    """The name of the address that was asked for, without the ids in it; `-` where there is none."""
    found = request.resolver_match
    return found.view_name if found is not None else "-"
