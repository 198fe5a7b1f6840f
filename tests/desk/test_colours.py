"""The city's own colours at the desk and before it, from the style sheet that the portal serves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from solmu.core.colours import SHEET
from tests.core.test_colours import GREEN

pytestmark = pytest.mark.sqlite


def linked(client: Client, address: str) -> list[str]:
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get(address).content.decode())[1:]


def test_the_citys_colours_come_after_the_desks_own(city, officer, desk_of, instance: Path, client: Client) -> None:
    assert linked(desk_of(officer), "/desk/") == linked(client, "/desk/sign-in/") == []

    (instance / SHEET).write_text(GREEN, "utf-8")
    [address] = linked(desk_of(officer), "/desk/")

    assert client.get(address).content == GREEN.encode()
    assert linked(client, "/desk/sign-in/") == [address]
