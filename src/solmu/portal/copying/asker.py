"""One of several processes that ask the portal: as of the state when it began.

It is imported before Django is loaded, which beginning does.
"""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solmu.portal.caching.versions import Version
    from solmu.portal.copying.asking import Answered, Portal


class _Asker:
    """The portal in a process of its own; what it reads stays as it is until the process ends."""

    def __init__(self, profile: dict[str, Any]) -> None:
        from solmu.core.prepared import asked_once
        from solmu.core.snapshots import one_snapshot
        from solmu.portal.caching.versions import present_version
        from solmu.portal.composing.reader import Profile
        from solmu.portal.copying.asking import Portal, undisturbed

        inside = ExitStack()
        atexit.register(inside.close)
        inside.enter_context(undisturbed())
        inside.enter_context(one_snapshot())
        inside.enter_context(asked_once())
        self.version: Version = present_version()
        self.portal: Portal = Portal(Profile(**profile))


_asker: _Asker | None = None


def begin(profile: dict[str, Any]) -> None:
    """Load Django and keep the state that is there now; the profile's parts by name."""
    import django

    global _asker
    django.setup()
    _asker = _Asker(profile)


def asked(addresses: Sequence[str]) -> tuple[Version, list[Answered]]:
    """What they answer, and as of which version of the record and the settings."""
    assert _asker is not None
    return _asker.version, [_asker.portal.ask(address) for address in addresses]
