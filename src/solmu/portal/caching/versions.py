"""What a page is a function of besides its address, and the mark that says as of which version one was made."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest

from solmu.core.chain_head import Head, chain_head
from solmu.core.city import CONFIG, City, city_as_of, instance_folder
from solmu.core.snapshots import one_snapshot

ASKED = "solmu.caching.asked"
"""In a request's environment: whoever serves it keeps pages. No header can have this name."""
MADE_AS_OF = "solmu.caching.made_as_of"
"""In a request's environment: the version that the whole answer was made as of."""


class Version(NamedTuple):
    """`head` is where the audit chain ends, `settings` the file of the settings as it is now.

    What is changed of the settings at the desk is written as everything else is, and moves the head.
    """

    head: Head
    settings: tuple[int, ...]
    day: date


def present_version() -> Version:
    """The version a page made now would have. One query, by key."""
    config = _config(os.environ.get("SOLMU_DIR"))
    settings = _settings(config)
    head = chain_head()
    return Version(head, settings, _city(config, settings, head).today())


@contextmanager
def made_as_of_one_version(request: HttpRequest) -> Iterator[None]:
    """What is made inside reads one state of the record and, where pages are kept, is marked with its version.

    It is not marked when the day or the settings changed meanwhile, so that no page is kept for what it is not.
    """
    if not request.META.get(ASKED):
        yield
        return
    with one_snapshot():
        version = present_version()
        yield
        if request.META[ASKED] and version == present_version():
            request.META[MADE_AS_OF] = version


def keep_only_if(request: HttpRequest, is_right: bool) -> None:
    """Said while a page is made: not to keep it where what it was made of is behind the record."""
    if not is_right:
        request.META[ASKED] = False


# These run for every request, and finding a path or reading a file takes longer than all the rest.


@functools.lru_cache(maxsize=8)
def _config(_named: str | None) -> str:
    return str(instance_folder() / CONFIG)


def _settings(config: str) -> tuple[int, ...]:
    stat = os.stat(config)  # noqa: PTH116
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


@functools.lru_cache(maxsize=8)
def _city(_config: str, _settings: tuple[int, ...], head: Head) -> City:
    """The city as its settings say, which are not asked for again while they are the same."""
    return city_as_of(head)
