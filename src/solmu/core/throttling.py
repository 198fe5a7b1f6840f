"""How often something may be asked for, without keeping who asked."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.utils import timezone


def counted_network(address: str) -> str:
    """What an address is counted as: IPv6 by its /64, of which one connection has every address (RFC 6177).

    An IPv4 address written as IPv6 is the IPv4 address; what is no address at all is itself.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


class Throttle:
    """At most `most` times within `span` for each network address (`counted_network`) or account, in this process.

    Who it was is not kept: only a hash of it with a salt that is drawn anew each day and stands nowhere but in this
    process's memory. Several processes count each for itself; what they let through together the caller bounds.
    """

    def __init__(self, most: int, span: timedelta, clock: Callable[[], datetime] = timezone.now) -> None:
        self._most, self._span, self._clock = most, span, clock
        self._lock = threading.Lock()
        self._salt, self._salted_on = b"", ""
        self._times: dict[bytes, list[datetime]] = {}
        self._next_sweep: datetime | None = None

    def lets_through(self, address: str) -> bool:
        """Whether one more is let through; if so, it counts."""
        at = self._clock()
        with self._lock:
            self._forget(at)
            times = self._times.setdefault(self._figure(counted_network(address)), [])
            times[:] = self._recent(times, at)
            if len(times) >= self._most:
                return False
            times.append(at)
            return True

    def _figure(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode(), key=self._salt, digest_size=16).digest()

    def _forget(self, at: datetime) -> None:
        if self._salted_on != (day := at.date().isoformat()):
            self._salt, self._salted_on, self._times = secrets.token_bytes(32), day, {}
        # All are looked through once a span, so that a request costs the same however many others there were.
        if self._next_sweep is None or at >= self._next_sweep:
            self._next_sweep = at + self._span
            recent = ((figure, self._recent(times, at)) for figure, times in self._times.items())
            self._times = {figure: times for figure, times in recent if times}

    def _recent(self, times: list[datetime], at: datetime) -> list[datetime]:
        since = at - self._span
        return [time for time in times if time > since]
