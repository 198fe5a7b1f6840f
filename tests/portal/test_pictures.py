"""Pictures of shared pages: one for the city and one for each partner, at an address that lasts."""

from __future__ import annotations

import json
import re
import struct
import zlib
from dataclasses import asdict, replace
from typing import Any

import pytest
import typst
from django.test import Client

from solmu.core.colours import SOLMU
from solmu.portal.drawing.sharing.picture import FONTS, LAYOUT, Shared, picture_of
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.portal.test_head import head
from tests.registry import founding

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls

WHITE = b"\xff\xff\xff"

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
MANY = "Kaukolan ja Lähilän yhteinen kansainvälisten kumppanuuksien kaupunkiseutu " * 6


def picture(client: Client, address: str) -> str:
    [found] = re.findall(r'<meta property="og:image" content="([^"]+)">', head(client, address))
    return str(found)


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("language", LANGUAGES)
def test_city_and_partner_have_a_picture(example: None, client: Client, language: str) -> None:
    addresses = {
        picture(client, page)
        for page in (f"/{language}/", *list(published.partner_pages(client, language).values())[:2])
    }
    assert len(addresses) == 3
    for address in addresses:
        response = client.get(address)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
        assert size(response.content) == (1200, 630)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_address_is_whole_where_the_site_has_one(example: None, client: Client, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://ties.example.org"
    assert picture(client, "/fi/").startswith("https://ties.example.org/fi/pictures/city-")


def test_another_picture_has_another_address_and_the_old_one_leads_there(city: object, client: Client) -> None:
    source = founding.page()
    founding.partnership(source, founding.place(source, en="Oldham"))
    before = picture(client, "/en/")
    founding.partnership(source, founding.place(source, en="Newham"))
    after = picture(client, "/en/")
    assert before != after
    response = client.get(before)
    assert (response.status_code, response.headers["Location"]) == (302, after)


def test_partner_that_is_internal_has_none(city: object, client: Client) -> None:
    source = founding.page()
    hidden = founding.partnership(source, founding.place(source, en="Hidden"), is_published=False)
    assert client.get(f"/en/pictures/{hidden.pk}-{'0' * 16}.png").status_code == 404


def test_picture_is_drawn_with_the_portals_own_letters() -> None:
    families = {font.family for font in typst.Fonts(include_system_fonts=False, font_paths=[FONTS]).fonts()}
    assert {"Source Sans 3", "Solmu Letters"} <= families


def test_same_words_give_the_same_bytes() -> None:
    shared = Shared("en", "Ties", "Oldham", "A partner.", "")
    first = picture_of(shared)
    picture_of.cache_clear()
    assert picture_of(shared) == first
    assert replace(shared, lead="A friend.").name != shared.name


@pytest.mark.parametrize(
    ("title", "lead", "brand"),
    [
        ("Oldham", "A partner.", "Ties"),
        (LONG, MANY, MANY),
        (MANY, LONG * 2, LONG),
        ('"#let x = 1"', "$a$ *b*", "</svg>"),
    ],
)
@pytest.mark.parametrize("has_map", [True, False])
def test_words_stay_within_their_column(title: str, lead: str, brand: str, has_map: bool) -> None:
    """Drawn at a quarter of its size with an empty map: all is white but the bar at the head and the column."""
    words = {"lang": "en", "brand": brand, "title": title, "lead": lead, "map": has_map, "colours": asdict(SOLMU)}
    empty = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
    files: Any = {"main.typ": LAYOUT.read_bytes(), "words.json": json.dumps(words).encode(), "map.svg": empty.encode()}
    made = typst.compile(files, format="png", ppi=18, font_paths=[FONTS], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    marked = {(x, y) for y, row in enumerate(rows(made)) for x, colour in enumerate(row) if colour != WHITE and y > 4}
    right = 590 if has_map else 1140
    assert marked
    assert min(x for x, _y in marked) >= 60 // 4 - 1
    assert max(x for x, _y in marked) <= right // 4 + 1
    assert max(y for _x, y in marked) <= 600 // 4


def rows(png: bytes) -> list[list[bytes]]:
    """The pixels of a PNG of eight bits a channel, row by row (RFC 2083, 6: filters)."""
    width, height = size(png)
    channels = {2: 3, 6: 4}[png[25]]
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    raw, before, found = zlib.decompress(data), bytearray(width * channels), []
    for y in range(height):
        start = y * (width * channels + 1)
        line = bytearray(raw[start + 1 : start + 1 + width * channels])
        for i in range(len(line)):
            left = line[i - channels] if i >= channels else 0
            corner = before[i - channels] if i >= channels else 0
            line[i] = (line[i] + _predicted(raw[start], left, before[i], corner)) & 255
        found.append([bytes(line[x : x + 3]) for x in range(0, len(line), channels)])
        before = line
    return found


def _predicted(kind: int, left: int, above: int, corner: int) -> int:
    if kind < 4:
        return (0, left, above, (left + above) // 2)[kind]
    near = left + above - corner
    return min((left, above, corner), key=lambda value: abs(near - value))
