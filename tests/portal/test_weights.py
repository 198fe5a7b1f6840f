"""How many bytes a page costs a reader (the rows of size in the design's `quality.md`), as they go over the wire.

The home page counts whole, on a first visit: with fonts, styles, scripts and pictures. Every other page counts after
it, with what it asks for itself; the one picture that a city gives a partner or a story is the city's, and not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from solmu.portal.caching.serving import Keeping
from solmu.portal.caching.store import Store
from solmu.portal.copying.asking import undisturbed
from solmu.registry.models import Organisation
from tests.portal import great_city, published, riches
from tests.portal.caching.meddling import ask

HOME, OTHER = 150_000, 20_000
OF_A_KIND = 2
"""Addresses of each kind of page that are looked at, besides the home page."""

ASKED_FOR = re.compile(rb'<(?:link rel="(?:preload|stylesheet|icon)" href|script[^>]* src|img[^>]* src)="([^"]+)"')
IN_STYLES = re.compile(rb"""url\(["']?([^"')]+)["']?\)""")
LINK = re.compile(rb'<a [^>]*href="(/[^"#?]*)"')


@pytest.fixture
def served() -> Iterator[Keeping]:
    with undisturbed():
        yield Keeping(get_wsgi_application(), Store(10**8))


def answer(served: Keeping, address: str) -> tuple[int, bytes]:
    """How much an answer is, with its headers, and what it says."""
    status, headers, body = ask(served, address, HTTP_ACCEPT_ENCODING="gzip")
    assert status.startswith("200"), (address, status)
    told: bytes = ask(served, address)[2]
    return len(body) + sum(len(name) + len(value) + 4 for name, value in headers.items()), told


def parts(served: Keeping, page: bytes) -> dict[str, int]:
    """What a page asks for, by address; a style sheet asks for fonts, all of which are counted."""
    found: dict[str, int] = {}
    for address in (each.decode() for each in ASKED_FOR.findall(page)):
        found[address], told = answer(served, address)
        for inner in IN_STYLES.findall(told) if address.endswith(".css") else ():
            if not inner.startswith(b"data:"):
                at = urljoin(address, inner.decode())
                found[at] = answer(served, at)[0]
    return found


def weights(served: Keeping, language: str) -> tuple[int, dict[str, int]]:
    """Of the home page on a first visit, and of the heaviest of each other kind of page after it."""
    own, page = answer(served, f"/{language}/")
    had = parts(served, page)
    home, found, seen, waiting = own + sum(had.values()), {"home": own}, {f"/{language}/"}, LINK.findall(page)
    looked_at: dict[str, int] = {"home": OF_A_KIND}
    while waiting:
        address = waiting.pop(0).decode()
        kind = str(resolve(address).url_name) if address.startswith(f"/{language}/") else ""
        if kind and address not in seen and looked_at.setdefault(kind, 0) < OF_A_KIND:
            looked_at[kind] += 1
            own, page = answer(served, address)
            if not page.startswith(b"<!doctype html>"):
                continue  # a feed or a file, for programs
            more = {at: size for at, size in parts(served, page).items() if at not in had and "/media/" not in at}
            found[kind] = max(found.get(kind, 0), own + sum(more.values()))
            waiting += LINK.findall(page)
        seen.add(address)
    del found["home"]
    return home, found


KINDS = {
    "partners", "partner", "agreements", "agreement", "networks", "institutions", "activities", "activity", "stories",
    "story", "figures", "recognitions", "names", "search", "about", "accessibility", "feedback", "privacy",
}  # fmt: skip


def assert_light(home: int, others: dict[str, int], *kinds: str) -> None:
    assert home <= HOME
    assert {kind: size for kind, size in others.items() if size > OTHER} == {}
    assert KINDS | set(kinds) <= set(others)


@pytest.mark.sqlite  # what is weighed is what the pages say, the same on both databases
def test_pages_of_the_example_city_are_light(db: None, instance: Any, served: Keeping) -> None:
    riches.accept_riches()
    for language in published.LANGUAGES:
        assert_light(*weights(served, language), "network")


@pytest.mark.sqlite
def test_pages_of_a_city_of_sixty_partners_are_light(city: Organisation, served: Keeping) -> None:
    great_city.make()
    assert_light(*weights(served, "sv"))  # its words are the longest
