"""The city's own colours on the portal: a style sheet of their own, in the pictures, and in a static copy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from solmu.core.colours import SHEET
from solmu.portal.composing.reader import Profile
from solmu.portal.copying.publishing import publish
from solmu.registry.models import Organisation
from tests.core.test_colours import GREEN
from tests.portal.test_pictures import picture

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls


def linked(client: Client, address: str) -> list[str]:
    return re.findall(r'<link rel="stylesheet" href="(/colours[^"]+)"', client.get(address).content.decode())


def test_colours_come_after_the_portals_own_at_an_address_that_is_theirs(
    city: Organisation, instance: Path, client: Client
) -> None:
    assert linked(client, "/fi/") == []
    assert client.get(f"/colours-{'0' * 16}.css").status_code == 404

    (instance / SHEET).write_text(GREEN, "utf-8")
    [address] = linked(client, "/fi/")
    answer = client.get(address)

    assert (answer.status_code, answer.content) == (200, GREEN.encode())
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(f"/colours-{'0' * 16}.css").headers["Location"] == address
    page = client.get("/fi/").content.decode()
    assert page.index("portal.css") < page.index(address)
    assert linked(client, "/on/2020-01-01/fi/") == [address]


def test_picture_is_another_in_other_colours(city: Organisation, instance: Path, client: Client) -> None:
    before = client.get(picture(client, "/fi/")).content
    (instance / SHEET).write_text(GREEN, "utf-8")
    after = client.get(picture(client, "/fi/")).content
    assert before != after


def test_static_copy_has_the_colours(city: Organisation, instance: Path, tmp_path: Path) -> None:
    (instance / SHEET).write_text(GREEN, "utf-8")
    done = publish(tmp_path / "copy", Profile(is_static=True))
    assert done.dead_links == ()
    [sheet] = (tmp_path / "copy").glob("colours-*.css")
    assert sheet.read_text("utf-8") == GREEN
    assert sheet.with_name(f"{sheet.name}.gz").is_file()
