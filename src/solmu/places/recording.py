"""What every write of places does: audit, and telling those who keep what they show of a place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from solmu.core.audit import Journal
from solmu.core.audit import recorded as recorded_by_core
from solmu.core.models import Account, Source

Follower = Callable[[int, list[str]], None]

_followers: list[Follower] = []


def follow_places(follower: Follower) -> None:
    """Call `follower(revision, touched_ids)` at the end of each transaction that writes a place; once, at the start.

    The packages above know places, not the other way round; a new name of a place is a new version of what shows it.
    """
    if follower not in _followers:
        _followers.append(follower)


@contextlib.contextmanager
def recorded(*, by: Account, action: str, source: Source | None) -> Iterator[Journal]:
    """`core.audit.recorded`, followed by those who follow places."""
    with recorded_by_core(by=by, action=action, source=source) as journal:
        for follower in _followers:
            journal.at_close(follower)
        yield journal
