"""What a city's settings say for the pages that the law wants: whom to write to, accessibility, privacy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

ByLanguage = Mapping[str, str]
"""The same words in several languages."""


def words_in(words: ByLanguage, language: str) -> str:
    """The words in the language, else in another there is, English first; empty where there are none."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


@dataclass(frozen=True)
class ContactPoint:
    """Whom readers write to. `controller` is the body that answers for the service, `unit` the part of it in charge."""

    email: str = ""
    controller: ByLanguage = field(default_factory=dict)
    unit: ByLanguage = field(default_factory=dict)
    address: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True)
class Authority:
    """The authority that watches over the accessibility of digital services, or over data protection."""

    name: ByLanguage
    page: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class AccessibilityNotice:
    """What is known of the portal's accessibility. Without `assessed_on` no assessment is recorded.

    `status` is one of `STATUSES`, `assessed_by` one of `ASSESSORS`; `shortcomings` name what is not accessible and why.
    """

    assessed_on: date | None = None
    assessed_by: str = "self"
    status: str = ""
    prepared_on: date | None = None
    shortcomings: tuple[ByLanguage, ...] = ()
    authority: Authority | None = None


STATUSES = ("full", "partial", "none")
ASSESSORS = ("self", "other")


@dataclass(frozen=True)
class PrivacyNotice:
    """`officer_email`: the data protection officer's. `server_log_days`: how long the server in front keeps its log,
    None where the settings do not say."""

    officer_email: str = ""
    server_log_days: int | None = None
    authority: Authority | None = None


ACCESSIBILITY_AUTHORITIES: Mapping[str, Authority] = MappingProxyType(
    {
        "FI": Authority(
            name={
                "fi": "Liikenne- ja viestintävirasto Traficom, digitaalisen saavutettavuuden valvonta",
                "sv": "Transport- och kommunikationsverket Traficom, tillsynen över digital tillgänglighet",
                "en": "Finnish Transport and Communications Agency Traficom, supervision of digital accessibility",
            },
            page="https://www.saavutettavuusvaatimukset.fi/",
            email="saavutettavuus@traficom.fi",
            telephone="+358 29 534 5000",
        )
    }
)
"""By country, where a city's settings name no other. In Finland Traficom since 1 January 2025."""

PRIVACY_AUTHORITIES: Mapping[str, Authority] = MappingProxyType(
    {
        "FI": Authority(
            name={
                "fi": "Tietosuojavaltuutetun toimisto",
                "sv": "Dataombudsmannens byrå",
                "en": "Office of the Data Protection Ombudsman",
            },
            page="https://tietosuoja.fi/",
            email="tietosuoja@om.fi",
        )
    }
)
"""By country, where a city's settings name no other."""
