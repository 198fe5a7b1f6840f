"""What a page tells search engines and those who share it: its own address, its languages, what it is about."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse

from solmu.portal.addresses import home_address
from solmu.portal.pages.head import Alternate, Head, Picture

Node = Mapping[str, Any]
"""A thing in the words of schema.org, with its `@type`."""

FOR_OTHERS = "en"
"""The language of a page for readers of none of its languages."""

_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the home page; `href` is empty for the page itself."""

    name: str
    href: str


def whole(path: str) -> str:
    """An address with the site's own before it, where that is known."""
    return f"{settings.SITE_ADDRESS}{path}"


def alternates(address: Callable[[str], str]) -> tuple[Alternate, ...]:
    """A page in each language; readers of any other are sent to the entrance, or to the page in English."""
    codes = [code for code, _name in settings.LANGUAGES]
    rest = reverse("portal:entrance") if address is home_address else address(FOR_OTHERS)
    return (*(Alternate(code, whole(address(code))) for code in codes), Alternate("x-default", whole(rest)))


def head_of(
    address: Callable[[str], str],
    language: str,
    *,
    name: str,
    brand: str,
    description: str,
    crumbs: Sequence[Crumb],
    about: Node | None = None,
    picture: Picture | None = None,
) -> Head:
    """The head of a page that lasts; `about` is what it tells of, `crumbs` the way to it, itself included."""
    canonical = whole(address(language))
    page: dict[str, Any] = {
        "@type": "WebPage",
        "@id": canonical,
        "url": canonical,
        "name": name,
        "inLanguage": language,
    }
    if description:
        page["description"] = description
    page["isPartOf"] = {"@type": "WebSite", "name": brand, "url": whole(home_address(language))}
    if about:
        page["mainEntity"] = dict(about)
    if picture:
        picture = replace(picture, href=whole(picture.href))
        page["primaryImageOfPage"] = {"@type": "ImageObject", "url": picture.href, "caption": picture.words}
    if len(crumbs) > 1:
        page["breadcrumb"] = {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": crumb.name}
                | ({"item": whole(crumb.href)} if crumb.href else {})
                for number, crumb in enumerate(crumbs, start=1)
            ],
        }
    return Head(canonical, alternates(address), as_data({"@context": "https://schema.org", **page}), picture)


def as_data(node: Node) -> str:
    """JSON that ends no element and begins none, whatever words stand in it."""
    return json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
