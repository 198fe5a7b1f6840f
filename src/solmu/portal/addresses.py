"""Permanent addresses: an opaque id and, for the reader, a name that may change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.urls import get_script_prefix, reverse, set_script_prefix

from solmu.core.models import Record
from solmu.places.names import fold
from solmu.registry.models import Organisation
from solmu.registry.rules.documents import ENDINGS
from solmu.registry.vocabulary import NETWORK_KINDS, RecordKind

_PAGES = {
    RecordKind.PARTNERSHIP: "portal:partner",
    RecordKind.AGREEMENT: "portal:agreement",
    RecordKind.ACTIVITY: "portal:activity",
    RecordKind.STORY: "portal:story",
    RecordKind.MEMBERSHIP: "portal:network",  # which leads to the network's own address
}


_ANOTHER_DAY = re.compile(r"(?:on|known)/[^/]+/$")


@contextmanager
def within(way: str, day: str) -> Iterator[None]:
    """Every address made inside begins with a day (`on/2015-06-01/`), so that its links stay there."""
    present = get_script_prefix()
    set_script_prefix(f"{present}{way}/{day}/")
    try:
        yield
    finally:
        set_script_prefix(present)


@contextmanager
def at_present() -> Iterator[None]:
    """Addresses made inside are of the page as it is now, whatever day the page around them is of."""
    prefix = get_script_prefix()
    set_script_prefix(_ANOTHER_DAY.sub("", prefix))
    try:
        yield
    finally:
        set_script_prefix(prefix)


# The list that shows what has no page of its own.
_LISTS = {
    RecordKind.THEME: "agreements",
    RecordKind.INSTITUTION_LINK: "institutions",
    RecordKind.COVERAGE_STATEMENT: "institutions",
    RecordKind.RECOGNITION: "recognitions",
}


def slug(name: str) -> str:
    """A name as it stands in an address: *Køge* → `koge`; `record` for one without letters an address can carry."""
    return "-".join(word for word in fold(name).split() if word.isascii()) or "record"


def home_address(language: str) -> str:
    return reverse("portal:home", args=[language])


def partners_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("partners", language, choice, page)


def partner_address(language: str, record_id: str, name: str) -> str:
    return reverse("portal:partner", args=[language, record_id, slug(name)])


def days_address(language: str) -> str:
    """Where another day is chosen; a present page, whatever day it is asked from."""
    with at_present():
        return reverse("portal:days", args=[language])


def on_day_address(day: date, rest: str) -> str:
    """The address of a page as it stood on a day; `rest` is its present address without the stroke it begins with."""
    return reverse("portal:on_day", kwargs={"day": day.isoformat(), "rest": rest})


def sitemap_address(language: str, page: int = 1) -> str:
    """The sitemap of a language; its first page has no number."""
    return reverse("portal:sitemap", kwargs={"language": language, **({"page": page} if page > 1 else {})})


def known_address(day: date, rest: str) -> str:
    """The address of what had been published by a day; `rest` as in `on_day_address`."""
    return reverse("portal:known", kwargs={"day": day.isoformat(), "rest": rest})


def picture_address(language: str, whose: str, name: str) -> str:
    """The picture of a shared page: a partnership's by its id, or the city's."""
    return reverse("portal:picture", args=[language, whose, name])


def list_address(name: str, language: str, choice: str = "", page: int = 1) -> str:
    """The address of a list with filters and pages, by its name in `urls.py`; a list's first page has no number."""
    segments = {"choice": choice} if choice else {}
    return reverse(f"portal:{name}", kwargs={"language": language, **segments, **({"page": page} if page > 1 else {})})


def agreements_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("agreements", language, choice, page)


def agreement_address(language: str, record_id: str, name: str) -> str:
    return reverse("portal:agreement", args=[language, record_id, slug(name)])


def about_address(language: str) -> str:
    """What the portal says of itself is of no other day, as are the next three pages."""
    with at_present():
        return reverse("portal:about", args=[language])


def accessibility_address(language: str) -> str:
    with at_present():
        return reverse("portal:accessibility", args=[language])


def privacy_address(language: str) -> str:
    with at_present():
        return reverse("portal:privacy", args=[language])


def feedback_address(language: str) -> str:
    with at_present():
        return reverse("portal:feedback", args=[language])


def feedback_sent_address(language: str, record_id: str) -> str:
    return reverse("portal:feedback_sent", args=[language, record_id])


def search_address(language: str, query: str = "", group: str = "", page: int = 1) -> str:
    """Search alone has a query string: it is answered live and is no part of the static copy."""
    asked = {"q": query, "kind": group, "page": str(page) if page > 1 else ""}
    return reverse("portal:search", args=[language], query={key: value for key, value in asked.items() if value})


def colours_address(mark: str) -> str:
    with at_present():
        return reverse("portal:colours", args=[mark])


def names_address(language: str) -> str:
    with at_present():
        return reverse("portal:names", args=[language])


def suggestions_address(language: str) -> str:
    return reverse("portal:suggestions", args=[language])


def found_address(language: str, kind: RecordKind, record_id: str, name: str) -> str:
    """Where a record that was found is shown: its own page, else the list it stands in."""
    if page := _PAGES.get(kind):
        return reverse(page, args=[language, record_id, slug(name)])
    return list_address(_LISTS[kind], language)


def networks_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("networks", language, choice, page)


def network_address(language: str, record_id: str, name: str) -> str:
    return reverse("portal:network", args=[language, record_id, slug(name)])


def institutions_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("institutions", language, choice, page)


def figures_address(language: str) -> str:
    return reverse("portal:figures", args=[language])


def figure_address(language: str, key: str, form: str) -> str:
    """A figure as a file: its numbers ("csv") or its drawing ("svg")."""
    return reverse("portal:figure", args=[language, key, form])


def activities_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("activities", language, choice, page)


def activity_address(language: str, record_id: str, title: str) -> str:
    return reverse("portal:activity", args=[language, record_id, slug(title)])


def recognitions_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("recognitions", language, choice, page)


def stories_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("stories", language, choice, page)


def story_address(language: str, record_id: str, title: str) -> str:
    return reverse("portal:story", args=[language, record_id, slug(title)])


IMAGE_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/avif": "avif"}


def image_address(record_id: str, sha256: str, media_type: str) -> str:
    """The image of a record; another image has another address, so that this one may be kept for ever."""
    with at_present():
        return reverse("portal:image", args=[record_id, sha256[:16], IMAGE_ENDINGS[media_type]])


def document_address(document_id: str, title: str, media_type: str) -> str:
    """A published document of an agreement; its id never leads to another file."""
    with at_present():
        return reverse("portal:document", args=[document_id, slug(title), ENDINGS[media_type][0].removeprefix(".")])


def feed_address(language: str) -> str:
    """The feed of what changed in public; as `calendar_address`."""
    return f"/{language}/feed.atom"


def calendar_address(language: str) -> str:
    """The feed of activities, as readers know it: it is another front's, and fronts ask nothing of each other."""
    return f"/{language}/calendar/activities.ics"


def public_page(language: str, record_id: str) -> str:
    """The page of a published record of a kind that has pages, else empty; it leads to the address with the name."""
    kinds = Record.objects.filter(pk=record_id, is_published=True).values_list("kind", flat=True)
    page = _PAGES.get(RecordKind(kind)) if (kind := kinds.first()) else None
    return reverse(page, args=[language, record_id, slug("")]) if page else ""


def record_pages(language: str) -> Iterator[tuple[str, str]]:
    """Of every record of a kind that has pages, published or not: its id, and what its addresses begin with."""
    records = Record.objects.filter(kind__in=_PAGES).order_by("pk").values_list("pk", "kind")
    for record_id, kind in records:
        yield record_id, reverse(_PAGES[RecordKind(kind)], args=[language, record_id, ""])
    networks = Organisation.objects.filter(kind__in=NETWORK_KINDS).order_by("pk").values_list("pk", flat=True)
    for record_id in networks:
        yield record_id, reverse("portal:network", args=[language, record_id, ""])
