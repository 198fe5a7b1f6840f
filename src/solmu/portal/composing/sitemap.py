"""Sitemaps: every page that lasts, in every language, with its other languages (sitemaps.org, Google's extension)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import islice

from solmu.places.models import Place
from solmu.places.queries import shown_name_of
from solmu.portal.addresses import (
    activity_address,
    agreement_address,
    home_address,
    network_address,
    partner_address,
    sitemap_address,
    story_address,
)
from solmu.portal.composing.head import alternates
from solmu.portal.composing.reader import Reader
from solmu.portal.sections import SECTIONS
from solmu.registry.models import Activity, Agreement, Organisation, Story
from solmu.registry.naming import agreement_name, text_in
from solmu.registry.queries.activities import activities_on
from solmu.registry.queries.agreements import agreements_on
from solmu.registry.queries.known import published_moments
from solmu.registry.queries.networks import networks_on
from solmu.registry.queries.partnerships import partnerships_on
from solmu.registry.queries.stories import stories_on

MOST = 10_000
"""Pages of one sitemap; the protocol allows 50,000 in at most 50 MB, and each page names all its languages."""

_BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Lasting:
    """A page by its address in a language, and since when it tells what it tells, where that is known."""

    address: Callable[[str], str]
    changed_at: datetime | None = None


def lasting_pages(reader: Reader) -> Iterator[Lasting]:
    """The pages that search engines may show: the sections and every record's, as they are on the reader's day."""
    changed = published_moments()
    yield Lasting(home_address)
    for section in SECTIONS:
        yield Lasting(section.address)
    ties = partnerships_on(reader.day, public_only=True, language=reader.language)
    for row in ties:
        yield Lasting(_partner(row.partnership.pk, row.partner), changed.get(row.partnership.pk))
    agreements = agreements_on(
        reader.day, lead=reader.lead, public_only=True, ties=[row.partnership for row in ties], with_parties=True
    )
    for each in agreements:
        yield Lasting(_agreement(each.agreement), changed.get(each.agreement.pk))
    for network in networks_on(reader.day, public_only=True):
        yield Lasting(_network(network.network), changed.get(network.network.pk))
    for happening in activities_on(reader.day, public_only=True):
        yield Lasting(_titled(activity_address, happening.activity), changed.get(happening.activity.pk))
    for story in stories_on(reader.day, public_only=True):
        yield Lasting(_titled(story_address, story), changed.get(story.pk))


def sitemap(reader: Reader, page: int, site: str) -> Iterator[str] | None:
    """The `page`-th sitemap of the reader's language, piece by piece; None where there is none.

    `site` stands before addresses that are not whole.
    """
    pages = islice(lasting_pages(reader), (page - 1) * MOST, page * MOST)
    first = next(pages, None)
    if first is None:
        return None
    return _urls(reader, first, pages, site)


def sitemap_index(reader: Reader, languages: tuple[str, ...], site: str) -> str:
    """The sitemaps of all languages."""
    number = sum(1 for _page in lasting_pages(reader))
    parts = [
        f"<sitemap><loc>{escape(_whole(sitemap_address(language, page), site))}</loc></sitemap>\n"
        for language in languages
        for page in range(1, -(-number // MOST) + 1)
    ]
    return f'{_BEGIN}<sitemapindex xmlns="{_SCHEMA}">\n{"".join(parts)}</sitemapindex>\n'


def _urls(reader: Reader, first: Lasting, rest: Iterator[Lasting], site: str) -> Iterator[str]:
    yield f'{_BEGIN}<urlset xmlns="{_SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    yield _url(reader, first, site)
    for each in rest:
        yield _url(reader, each, site)
    yield "</urlset>\n"


def _url(reader: Reader, page: Lasting, site: str) -> str:
    parts = [f"<loc>{escape(_whole(page.address(reader.language), site))}</loc>"]
    if page.changed_at:
        parts.append(f"<lastmod>{page.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>")
    parts += [
        f'<xhtml:link rel="alternate" hreflang="{each.code}" href="{escape(_whole(each.href, site))}"/>'
        for each in alternates(page.address)
    ]
    return f"<url>{''.join(parts)}</url>\n"


def _whole(address: str, site: str) -> str:
    return f"{site}{address}" if address.startswith("/") else address


def _partner(key: str, place: Place) -> Callable[[str], str]:
    return lambda code: partner_address(code, key, shown_name_of(place, code).text)


def _agreement(agreement: Agreement) -> Callable[[str], str]:
    return lambda code: agreement_address(code, agreement.pk, agreement_name(agreement, code))


def _titled(address: Callable[[str, str, str], str], row: Activity | Story) -> Callable[[str], str]:
    return lambda code: address(code, row.pk, text_in(row.title, code))


def _network(network: Organisation) -> Callable[[str], str]:
    return lambda code: network_address(code, network.pk, text_in(network.name, code))
