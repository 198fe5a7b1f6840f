"""Several processes that ask the portal at once, each as of one state, and say as of which.

They are new processes and not forks: what this one has open, a connection above all, must not be in theirs.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain

from solmu.core.errors import SolmuError
from solmu.core.prepared import asked_once
from solmu.portal.caching.versions import Version
from solmu.portal.composing.reader import Profile
from solmu.portal.copying.asker import asked, begin
from solmu.portal.copying.asking import Answered, Portal

Ask = Callable[[Sequence[str]], Iterator[Answered]]
"""What addresses answer, in their order."""

_AT_ONCE = 8  # addresses that a process is handed; more would leave the others idle at the end


class OtherStateError(Exception):
    """A process reads another state than this one: something was written between their beginnings."""


@contextmanager
def asking(profile: Profile, processes: int, version: Version) -> Iterator[Ask]:
    """Who asks the portal inside: this process itself where one is enough.

    Asking raises OtherStateError where another process does not read the state that has this version.
    """
    if processes == 1:
        portal = Portal(profile)
        with asked_once():
            yield lambda addresses: map(portal.ask, addresses)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=begin, initargs=(asdict(profile),)) as pool:
        try:
            yield lambda addresses: chain.from_iterable(of_version(version, pool.map(asked, _parts(addresses))))
        except BrokenProcessPool:
            raise SolmuError(
                "A process that makes pages was ended, perhaps as memory was short. Publish with --processes 1."
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def of_version(version: Version, answers: Iterator[tuple[Version, list[Answered]]]) -> Iterator[list[Answered]]:
    """The answers, each as of this version. Raises OtherStateError at the first that is of another."""
    for theirs, answered in answers:
        if theirs != version:
            raise OtherStateError
        yield answered


def _parts(addresses: Sequence[str]) -> list[Sequence[str]]:
    return [addresses[first : first + _AT_ONCE] for first in range(0, len(addresses), _AT_ONCE)]
