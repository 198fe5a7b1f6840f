"""The city this instance belongs to: its name, languages, clock and texts.

`config.toml` in the instance says them, and before it counts what was changed at the desk since (`core.settings`). A
city is data: nothing here or elsewhere in the code knows which one it is.
"""

from __future__ import annotations

import functools
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from solmu.core.chain_head import NO_HEAD, Head, ask, chain_head
from solmu.core.errors import SolmuError
from solmu.core.notices import (
    ACCESSIBILITY_AUTHORITIES,
    ASSESSORS,
    PRIVACY_AUTHORITIES,
    STATUSES,
    AccessibilityNotice,
    Authority,
    ContactPoint,
    PrivacyNotice,
)
from solmu.core.settings import Tables, over, said, values_of
from solmu.core.sign_in import SignIn, sign_in_from

CONFIG = "config.toml"

LENGTHS: Mapping[str, tuple[int, int, str]] = MappingProxyType(
    {
        "lead_months": (0, 1200, "6"),
        "review_lead_months": (0, 120, "2"),
        "dormant_after_months": (1, 1200, "24"),
        "outcome_after_days": (0, 3650, "30"),
        "contact_verified_for_months": (1, 1200, "12"),
        "contact_kept_for_months": (1, 1200, "24"),
        "source_looked_at_months": (1, 1200, "12"),
        "enquiry_kept_for_months": (1, 1200, "12"),
        "remind_again_days": (1, 3650, "30"),
        "escalation_days": (1, 3650, "14"),
        "drafting_months": (0, 24, "1"),
        "negotiating_months": (0, 24, "2"),
        "decision_months": (0, 24, "2"),
        "signing_months": (0, 24, "1"),
    }
)
"""The settings that are lengths of time: the least and most allowed, and an example; their defaults are City's."""

MOST_MEGABYTES = 2_000
"""The largest limit a city may set for a document; what is larger is no document."""

MOST_LOG_DAYS = 3_650
"""The longest a server's log may be said to be kept."""

LICENCES: Mapping[str, str] = MappingProxyType(
    {
        "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
        "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
)
"""Licences a city may give its texts, by their SPDX ids, with the addresses of their terms."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class CityName:
    """The city's name in one language, with the cases that sentences need; no rule guesses a case."""

    nominative: str
    genitive: str = ""
    inessive: str = ""


@dataclass(frozen=True)
class City:
    """What one installation knows of its city before any record is read.

    The lengths of time decide when something becomes a matter (docs/reference/matters.md) and when somebody is told of
    it (docs/reference/reminders.md). `digest_weekday` is the ISO number of the day digests go: Monday is 1.
    `document_megabytes` is the most that a document of an agreement may hold. `content_licence` is under which licence
    the portal's texts may be used (`LICENCES`), empty where the city has not said.
    """

    name: str
    country: str
    latitude: float
    longitude: float
    languages: tuple[str, ...]
    time_zone: str = "UTC"
    names: Mapping[str, CityName] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    publish_on_acceptance: bool = True
    document_megabytes: int = 20
    lead_months: int = 6
    review_lead_months: int = 2
    dormant_after_months: int = 24
    outcome_after_days: int = 30
    contact_verified_for_months: int = 12
    contact_kept_for_months: int = 24
    source_looked_at_months: int = 12
    enquiry_kept_for_months: int = 12
    remind_again_days: int = 30
    escalation_days: int = 14
    digest_weekday: int = 1
    drafting_months: int = 1
    negotiating_months: int = 2
    decision_months: int = 2
    signing_months: int = 1
    content_licence: str = ""
    contact: ContactPoint = field(default_factory=ContactPoint)
    accessibility: AccessibilityNotice = field(default_factory=AccessibilityNotice)
    privacy: PrivacyNotice = field(default_factory=PrivacyNotice)
    sign_in: SignIn = field(default_factory=SignIn)

    def name_in(self, language: str) -> CityName:
        return self.names.get(language) or CityName(self.name)

    def text(self, key: str, language: str) -> str:
        """One of the city's own texts, empty where it has none in that language."""
        return self.texts.get(key, {}).get(language, "")

    @property
    def accessibility_authority(self) -> Authority | None:
        """Who watches over accessibility: whom the settings name, else the usual one of the country."""
        return self.accessibility.authority or self.usual_accessibility_authority

    @property
    def privacy_authority(self) -> Authority | None:
        """Who watches over data protection: whom the settings name, else the usual one of the country."""
        return self.privacy.authority or self.usual_privacy_authority

    @property
    def usual_accessibility_authority(self) -> Authority | None:
        """Who watches over accessibility in the country, where no settings say; None where that is not known here."""
        return ACCESSIBILITY_AUTHORITIES.get(self.country)

    @property
    def usual_privacy_authority(self) -> Authority | None:
        """Who watches over data protection in the country, where no settings say; None where that is not known here."""
        return PRIVACY_AUTHORITIES.get(self.country)

    def today(self) -> date:
        """The day it is now in the city; pages, jobs and commands ask this and pass it on."""
        return datetime.now(ZoneInfo(self.time_zone)).date()


def instance_folder() -> Path:
    """The folder one instance lives in: SOLMU_DIR, else ./var."""
    return Path(os.environ.get("SOLMU_DIR") or "var").resolve()


def city_from(data: Mapping[str, Any], origin: Path) -> City:
    """A City from the tables of a `config.toml` or `city.toml`; raises SolmuError naming what is missing or wrong."""
    tables = _Tables(data, origin)
    city, settings = tables.table("city"), tables.table("settings")
    missing = [key for key in ("name", "country", "latitude", "longitude", "languages") if key not in city]
    if missing:
        raise SolmuError(f"{origin} lacks {', '.join(missing)} under [city]. Add it, or run solmu init again.")
    return City(
        name=tables.text("name", city["name"]),
        country=tables.matching("country", city["country"], "[A-Z]{2}", "FI"),
        latitude=tables.degrees("latitude", city["latitude"], 90),
        longitude=tables.degrees("longitude", city["longitude"], 180),
        languages=tables.languages(city["languages"]),
        time_zone=tables.time_zone(city.get("time_zone", "UTC")),
        names={language: tables.city_name(language, forms) for language, forms in tables.table("names").items()},
        texts={key: tables.by_language(f"texts.{key}", texts) for key, texts in tables.table("texts").items()},
        publish_on_acceptance=tables.yes_or_no("publish_on_acceptance", settings.get("publish_on_acceptance", True)),
        document_megabytes=tables.megabytes("document_megabytes", settings.get("document_megabytes", 20)),
        digest_weekday=tables.weekday("digest_weekday", settings.get("digest_weekday", "monday")),
        content_licence=tables.one_of("content_licence", settings.get("content_licence", ""), ("", *LICENCES)),
        contact=tables.contact(),
        accessibility=tables.accessibility(),
        privacy=tables.privacy(),
        sign_in=sign_in_from(tables.table("sign_in"), tables.wrong),
        **{name: tables.length(name, settings[name]) for name in LENGTHS if name in settings},
    )


@dataclass(frozen=True)
class _Tables:
    """The tables of one file; each reader raises SolmuError where a value is not what it must be."""

    data: Mapping[str, Any]
    origin: Path

    def wrong(self, key: str, value: object, example: str) -> SolmuError:
        return SolmuError(f"{self.origin}: {key} cannot be {value!r}. Write for example {key} = {example}.")

    def table(self, key: str) -> Mapping[str, Any]:
        table = self.data.get(key, {})
        if not isinstance(table, Mapping):
            raise SolmuError(f"{self.origin}: {key} is no table. Write it as [{key}].")
        return table

    def text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, value, '"Lintula"')
        return value

    def matching(self, key: str, value: object, form: str, example: str) -> str:
        if not isinstance(value, str) or not re.fullmatch(form, value):
            raise self.wrong(key, value, f'"{example}"')
        return value

    def degrees(self, key: str, value: object, limit: int) -> float:
        # Not a number is below no limit; true is the number one to Python.
        if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= limit:
            raise self.wrong(key, value, "24.5")
        return float(value)

    def languages(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value):
            raise self.wrong("languages", value, '["fi", "sv", "en"]')
        return tuple(self.matching("languages", each, "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "fi") for each in value)

    def time_zone(self, value: object) -> str:
        try:
            return ZoneInfo(str(value)).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.wrong("time_zone", value, '"Europe/Helsinki"') from None

    def city_name(self, language: str, forms: object) -> CityName:
        cases = ("nominative", "genitive", "inessive")
        is_right = (
            isinstance(forms, Mapping)
            and bool(forms.get("nominative"))
            and set(forms) <= set(cases)
            and all(isinstance(form, str) for form in forms.values())
        )
        if not isinstance(forms, Mapping) or not is_right:
            raise self.wrong(f"names.{language}", forms, '{ nominative = "Lintula", genitive = "Lintulan" }')
        return CityName(**forms)

    def by_language(self, key: str, texts: object) -> Mapping[str, str]:
        if not isinstance(texts, Mapping) or not all(isinstance(text, str) for text in texts.values()):
            raise self.wrong(key, texts, '{ fi = "…", sv = "…" }')
        return texts

    def one_of(self, key: str, value: object, known: Sequence[str]) -> str:
        if value not in known:
            raise self.wrong(key, value, f'"{known[-1]}"')
        return str(value)

    def email(self, key: str, value: object) -> str:
        if not isinstance(value, str) or (value and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value)):
            raise self.wrong(key, value, '"ties@example.org"')
        return value

    def web_address(self, key: str, value: object) -> str:
        return self.matching(key, value, r"(https://[^\s<>\"]+)?", "https://example.org/") if value != "" else ""

    def day(self, key: str, value: object) -> date | None:
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.wrong(key, value, "2026-11-24")
        return value

    def contact(self) -> ContactPoint:
        table = self.table("contact")
        return ContactPoint(
            email=self.email("contact.email", table.get("email", "")),
            controller=self.by_language("contact.controller", table.get("controller", {})),
            unit=self.by_language("contact.unit", table.get("unit", {})),
            address=self.by_language("contact.address", table.get("address", {})),
        )

    def accessibility(self) -> AccessibilityNotice:
        table, shortcomings = self.table("accessibility"), self.table("accessibility").get("shortcomings", [])
        if not isinstance(shortcomings, list):
            raise self.wrong("accessibility.shortcomings", shortcomings, '[{ fi = "…", sv = "…" }]')
        return AccessibilityNotice(
            assessed_on=self.day("accessibility.assessed_on", table.get("assessed_on")),
            assessed_by=self.one_of("accessibility.assessed_by", table.get("assessed_by", "self"), ASSESSORS),
            status=self.one_of("accessibility.status", table.get("status", ""), ("", *STATUSES)),
            prepared_on=self.day("accessibility.prepared_on", table.get("prepared_on")),
            shortcomings=tuple(self.by_language("accessibility.shortcomings", each) for each in shortcomings),
            authority=self.authority("accessibility.authority", table.get("authority")),
        )

    def privacy(self) -> PrivacyNotice:
        table = self.table("privacy")
        days = table.get("server_log_days")
        if days is not None and (not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= MOST_LOG_DAYS):
            raise self.wrong("privacy.server_log_days", days, "30")
        return PrivacyNotice(
            officer_email=self.email("privacy.officer_email", table.get("officer_email", "")),
            server_log_days=days,
            authority=self.authority("privacy.authority", table.get("authority")),
        )

    def authority(self, key: str, named: object) -> Authority | None:
        if named is None:
            return None
        if not isinstance(named, Mapping) or not named.get("name") or not isinstance(named.get("telephone", ""), str):
            raise self.wrong(key, named, '{ name = { en = "Ombudsman" }, page = "https://example.org/" }')
        return Authority(
            name=self.by_language(f"{key}.name", named["name"]),
            page=self.web_address(f"{key}.page", named.get("page", "")),
            email=self.email(f"{key}.email", named.get("email", "")),
            telephone=named.get("telephone", ""),
        )

    def yes_or_no(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.wrong(key, value, "true")
        return value

    def megabytes(self, key: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_MEGABYTES:
            raise self.wrong(key, value, "20")
        return value

    def weekday(self, key: str, value: object) -> int:
        if value not in WEEKDAYS:
            raise self.wrong(key, value, '"monday"')
        return WEEKDAYS.index(str(value)) + 1

    def length(self, key: str, value: object) -> int:
        least, most, example = LENGTHS[key]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(key, value, example)
        return value


# --- the city of the instance -----------------------------------------------------------------------------------------

Rows = tuple[tuple[str, str], ...]
"""What was changed at the desk: keys, and values as JSON."""

_ROWS_AT_HEAD = (
    "SELECT head.sequence, head.hash, setting.key, setting.value FROM audit_head head LEFT JOIN setting ON 1 = 1 "
    "ORDER BY setting.key"
)
"""Both in one statement, so that they are of one moment."""


def current_city() -> City:
    """The city of the instance as its settings say now; raises SolmuError where there is no instance yet.

    Asks where the audit chain ends, by key, and nothing else while nothing is written.
    """
    return city_as_of(chain_head())


def city_as_of(head: Head) -> City:
    """The city as the settings say, for who knows where the audit chain ends: no query while it ends there."""
    return _city_at(*_file(), _changed_at_desk(head))


def city_of_file() -> City:
    """The city as `config.toml` alone says, where there is no database to ask yet."""
    return _city_at(*_file(), ())


def tables_of_file() -> Tables:
    """The tables of the instance's `config.toml`; raises SolmuError where it cannot be read."""
    return _tables_at(*_file())


def tables_with(rows: Rows) -> Tables:
    """The tables of `config.toml` with what was changed at the desk, as far as the city can have it."""
    return _with_changes(tables_of_file(), rows)[0]


def wrong_settings(rows: Rows) -> list[tuple[str, str]]:
    """The settings changed at the desk that the city cannot have, each with the reason; they are left out."""
    return _with_changes(tables_of_file(), rows)[1]


def said_or_usual(tables: Tables, key: str) -> Any:
    """What the tables say of a setting, else what then counts, as they would say it."""
    value, name = said(tables, key), key.removeprefix("settings.")
    if value is not None or (name == key and key != "accessibility.assessed_by"):
        return value
    if name == "digest_weekday":
        return WEEKDAYS[City.digest_weekday - 1]
    return ASSESSORS[0] if name == key else getattr(City, name)


def _file() -> tuple[Path, int]:
    """The file of the settings, and the moment it was written."""
    path = instance_folder() / CONFIG
    try:
        return path, path.stat().st_mtime_ns
    except FileNotFoundError:
        raise SolmuError(f"There is no instance in {path.parent}. Make one with: solmu init --city NAME") from None
    except OSError as error:
        raise SolmuError(f"{path} cannot be read: {error.strerror}. Check SOLMU_DIR.") from None


@functools.lru_cache(maxsize=8)
def _tables_at(path: Path, _stamp: int) -> Tables:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        raise SolmuError(f"{path} cannot be read: {what}. Mend that line, or run solmu init again.") from None


@functools.lru_cache(maxsize=8)
def _city_at(path: Path, stamp: int, rows: Rows) -> City:
    tables = _tables_at(path, stamp)
    as_in_file = city_from(tables, path)
    return city_from(_with_changes(tables, rows)[0], path) if rows else as_in_file


def _with_changes(tables: Tables, rows: Rows) -> tuple[Tables, list[tuple[str, str]]]:
    """The tables with what was changed at the desk, and what of that the city cannot have, with the reason."""
    values = values_of(rows)
    wrong: list[tuple[str, str]] = []
    if _reason_against(made := over(tables, values)):
        kept: list[tuple[str, Any]] = []
        for key, value in values:
            if reason := _reason_against(over(tables, [*kept, (key, value)])):
                wrong.append((key, reason))
            else:
                kept.append((key, value))
        made = over(tables, kept)
    return made, wrong


def _reason_against(tables: Tables) -> str:
    """Why the tables are no city's; empty where they are."""
    try:
        city_from(tables, Path(CONFIG))
    except SolmuError as error:
        return str(error)
    return ""


_changes: dict[Head, Rows] = {NO_HEAD: ()}
"""The settings as of a head: of none, nothing was written yet, and else of the last that was asked for."""


def _changed_at_desk(head: Head) -> Rows:
    found = _changes.get(head)
    if found is None:
        rows = ask(_ROWS_AT_HEAD)
        of = (int(rows[0][0]), str(rows[0][1])) if rows else NO_HEAD
        found = tuple((str(key), str(value)) for _number, _hash, key, value in rows if key is not None)
        if of != NO_HEAD:
            _changes.clear()
            _changes.update({NO_HEAD: (), of: found})
    return found
