"""Answers kept in a bounded number of bytes."""

from __future__ import annotations

import gzip
from datetime import date

from solmu.portal.caching.store import Store, answer_of
from solmu.portal.caching.versions import Version

VERSION = Version((1, "a"), (), date(2026, 11, 24))


def test_the_longest_unused_go_first() -> None:
    one = answer_of(VERSION, [], bytes(range(256)))
    store = Store(2 * one.size)
    for address in ("a", "b"):
        store.put((address,), one)
    store.get(("a",))
    store.put(("c",), one)

    assert [bool(store.get((address,))) for address in ("a", "b", "c")] == [True, False, True]
    assert store.bytes == 2 * one.size


def test_an_address_has_one_answer_and_one_too_large_is_not_kept() -> None:
    small, large = answer_of(VERSION, [], b"x"), answer_of(VERSION, [], bytes(range(256)) * 100)
    store = Store(2 * small.size)
    store.put(("a",), small)
    store.put(("a",), small)
    assert store.bytes == small.size

    store.put(("a",), large)
    assert (len(store), store.bytes) == (0, 0)


def test_what_gains_nothing_is_not_compressed() -> None:
    small, large = answer_of(VERSION, [], b"x"), answer_of(VERSION, [], b"x" * 1000)
    assert (small.zipped, large.zipped) == (None, None)  # until somebody asks for it
    assert small.compressed().zipped == small.plain
    assert gzip.decompress(large.compressed().zipped.body) == large.plain.body
    assert large.compressed().size > large.size


def test_tag_says_what_the_body_is_and_not_when_it_was_made() -> None:
    later = VERSION._replace(head=(2, "b"))
    assert answer_of(VERSION, [], b"x").plain.etag == answer_of(later, [], b"x").plain.etag
