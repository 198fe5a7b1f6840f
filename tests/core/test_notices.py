"""What settings say of contact, accessibility and privacy; refused with a sentence where they cannot be meant."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from solmu.core.city import City, city_from
from solmu.core.errors import SolmuError
from solmu.core.notices import (
    ACCESSIBILITY_AUTHORITIES,
    PRIVACY_AUTHORITIES,
    AccessibilityNotice,
    Authority,
    ContactPoint,
    PrivacyNotice,
    words_in,
)

CITY = """
[city]
name = "Lintula"
country = "FI"
latitude = 60
longitude = 24
languages = ["fi"]
"""

NOTICES = """
[settings]
content_licence = "CC-BY-4.0"

[contact]
email = "ties@lintula.example"
controller = { fi = "Lintulan kaupunki", sv = "Fågelby stad" }
unit = { fi = "Kansainväliset asiat" }
address = { fi = "Kuja 1" }

[accessibility]
assessed_on = 2026-10-01
assessed_by = "other"
status = "partial"
prepared_on = 2026-10-05
shortcomings = [{ fi = "Kartan tekstit ovat pieniä." }]
authority = { name = { fi = "Valvoja" }, page = "https://valvoja.example/", email = "v@example.org", telephone = "1" }

[privacy]
officer_email = "tietosuoja@lintula.example"
server_log_days = 30
"""


def city_of(text: str) -> City:
    return city_from(tomllib.loads(CITY + text), Path("config.toml"))


def test_notices_are_read() -> None:
    city = city_of(NOTICES)

    assert city.content_licence == "CC-BY-4.0"
    assert city.contact == ContactPoint(
        "ties@lintula.example",
        {"fi": "Lintulan kaupunki", "sv": "Fågelby stad"},
        {"fi": "Kansainväliset asiat"},
        {"fi": "Kuja 1"},
    )
    named = Authority({"fi": "Valvoja"}, "https://valvoja.example/", "v@example.org", "1")
    assert city.accessibility == AccessibilityNotice(
        date(2026, 10, 1), "other", "partial", date(2026, 10, 5), ({"fi": "Kartan tekstit ovat pieniä."},), named
    )
    assert city.privacy == PrivacyNotice("tietosuoja@lintula.example", 30)
    assert (city.accessibility_authority, city.privacy_authority) == (named, PRIVACY_AUTHORITIES["FI"])


def test_without_notices_nothing_is_claimed() -> None:
    city = city_of("")

    assert (city.contact, city.accessibility, city.privacy) == (ContactPoint(), AccessibilityNotice(), PrivacyNotice())
    assert (city.accessibility.assessed_on, city.accessibility.status, city.content_licence) == (None, "", "")
    assert city.accessibility_authority == ACCESSIBILITY_AUTHORITIES["FI"]


def test_country_without_a_known_authority_has_none() -> None:
    city = city_from(tomllib.loads(CITY.replace('"FI"', '"NZ"')), Path("config.toml"))

    assert (city.accessibility_authority, city.privacy_authority) == (None, None)


def test_words_stand_in_another_language_where_one_is_missing() -> None:
    words = {"fi": "Kuja", "en": "Lane"}

    assert [words_in(words, code) for code in ("fi", "sv", "en")] == ["Kuja", "Lane", "Lane"]
    assert (words_in({"fi": "Kuja"}, "sv"), words_in({}, "sv")) == ("Kuja", "")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"CC-BY-4.0"', '"MIT"', "content_licence"),
        ('"ties@lintula.example"', '"ties"', "contact.email"),
        ('"ties@lintula.example"', "1", "contact.email"),
        ('{ fi = "Kuja 1" }', '"Kuja 1"', "contact.address"),
        ("assessed_on = 2026-10-01", 'assessed_on = "October"', "accessibility.assessed_on"),
        ("prepared_on = 2026-10-05", "prepared_on = 2026-10-05T12:00:00", "accessibility.prepared_on"),
        ('"other"', '"nobody"', "accessibility.assessed_by"),
        ('"partial"', '"perfect"', "accessibility.status"),
        ('[{ fi = "Kartan tekstit ovat pieniä." }]', '"none"', "accessibility.shortcomings"),
        ('[{ fi = "Kartan tekstit ovat pieniä." }]', '["none"]', "accessibility.shortcomings"),
        ('{ name = { fi = "Valvoja" },', "{", "accessibility.authority"),
        ('"https://valvoja.example/"', '"javascript:alert(1)"', "accessibility.authority.page"),
        ('"v@example.org"', '"v"', "accessibility.authority.email"),
        ('telephone = "1"', "telephone = 1", "accessibility.authority"),
        ("server_log_days = 30", "server_log_days = -1", "privacy.server_log_days"),
        ("server_log_days = 30", "server_log_days = true", "privacy.server_log_days"),
    ],
)
def test_a_wrong_notice_is_refused_with_a_sentence(old: str, new: str, key: str) -> None:
    assert old in NOTICES
    with pytest.raises(SolmuError) as refused:
        city_of(NOTICES.replace(old, new))

    assert str(refused.value).startswith(f"config.toml: {key} cannot be ")
    assert f"Write for example {key} = " in str(refused.value)
