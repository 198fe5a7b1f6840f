"""Every address of the portal: where to begin, and what the pages there lead to.

Filters and pages of lists are known to the pages that link to them; so all addresses are found by following links from
those that are known without: home, the sections, search.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings

from solmu.portal.addresses import home_address, search_address
from solmu.portal.sections import SECTIONS

FILES = ("/robots.txt", "/sitemap.xml", "/.well-known/security.txt")
"""Addresses for programs, which no page links to; some cities have no need of some."""

_LINK = re.compile(rb"""<loc>([^<]+)</loc>|\s(?:href|src|content|xlink:href)=["']([^"'?#]+)["'#]""")
_ONCE_MORE = re.compile(r"/(?:on|known)/")


def beginnings(language: str) -> Iterator[str]:
    """Addresses of the portal in a language that are known without looking at a page: each of them answers."""
    yield home_address(language)
    for section in SECTIONS:
        yield section.address(language)
    yield search_address(language)


def links_of(body: bytes) -> Iterator[str]:
    """The addresses of this site that a page, feed or sitemap leads to; no other day's, which are without end."""
    site = settings.SITE_ADDRESS
    for found in _LINK.finditer(body):
        link = html.unescape((found[1] or found[2]).decode())
        if found[1]:
            link = urlsplit(link).path  # a sitemap has whole addresses, all of this site
        elif site and link.startswith(f"{site}/"):
            link = link[len(site) :]
        if link.startswith("/") and not link.startswith("//") and not _ONCE_MORE.match(link):
            yield unquote(link)
