"""The settings of the city that people change at the desk: which there are, and how they lie over `config.toml`.

A setting has a key and a plain value. What is said in several languages is a table of them; the cases of the city's
name are three such settings; what is not accessible is told in each language, a line for each thing; a supervising
authority's name, page and addresses are a setting each, over the one table that names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

CASES = ("nominative", "genitive", "inessive")
"""The forms of the city's name that sentences need."""

SHORTCOMINGS = "accessibility.shortcomings"

AUTHORITY, OF_AUTHORITY = "authority", ("name", "page", "email", "telephone")
"""The table that names a supervising authority, below `accessibility` and below `privacy`, and what it says."""

KEYS = (
    "city.languages",
    *(f"names.{case}" for case in CASES),
    "texts.site_title",
    "texts.home_heading",
    "settings.lead_months",
    "settings.review_lead_months",
    "settings.dormant_after_months",
    "settings.outcome_after_days",
    "settings.contact_verified_for_months",
    "settings.contact_kept_for_months",
    "settings.source_looked_at_months",
    "settings.enquiry_kept_for_months",
    "settings.remind_again_days",
    "settings.escalation_days",
    "settings.digest_weekday",
    "settings.drafting_months",
    "settings.negotiating_months",
    "settings.decision_months",
    "settings.signing_months",
    "settings.publish_on_acceptance",
    "settings.document_megabytes",
    "settings.content_licence",
    "contact.email",
    "contact.controller",
    "contact.unit",
    "contact.address",
    "accessibility.assessed_on",
    "accessibility.assessed_by",
    "accessibility.status",
    "accessibility.prepared_on",
    SHORTCOMINGS,
    *(f"accessibility.{AUTHORITY}_{name}" for name in OF_AUTHORITY),
    "privacy.officer_email",
    "privacy.server_log_days",
    *(f"privacy.{AUTHORITY}_{name}" for name in OF_AUTHORITY),
)
"""Every setting that is changed at the desk. What the operator decides (place, clock, sign-in) is not among them."""

SETTINGS_RECORD = "settings"
"""What the change log says a change of settings is about."""

DAYS = frozenset({"accessibility.assessed_on", "accessibility.prepared_on"})

Tables = Mapping[str, Any]
"""The tables of a `config.toml`."""


def said(tables: Tables, key: str) -> Any:
    """What the tables say of a setting, as a plain value; None where they say nothing."""
    table, _dot, name = key.partition(".")
    found = tables.get(table, {})
    if table == "names":
        return {language: forms[name] for language, forms in found.items() if forms.get(name)} or None
    part = _of_authority(name)
    value = found.get(AUTHORITY, {}).get(part) if part else found.get(name)
    if key == SHORTCOMINGS:
        return _as_lines(value or []) or None
    if isinstance(value, date):
        return value.isoformat()
    return value if value not in ("", [], {}) else None


def over(tables: Tables, values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The tables as they are with these settings; None takes out what they say."""
    made = {name: dict(table) if isinstance(table, Mapping) else table for name, table in tables.items()}
    for key, value in values:
        table, _dot, name = key.partition(".")
        if table == "names":
            made["names"] = _with_case(made.get("names", {}), name, value or {})
        elif part := _of_authority(name):
            # An authority of which nothing is said is none: the usual one of the country counts.
            others = {each: said for each, said in made.get(table, {}).get(AUTHORITY, {}).items() if each != part}
            now = others if value is None else {**others, part: value}
            rest = {each: said for each, said in made.get(table, {}).items() if each != AUTHORITY}
            made[table] = {**rest, AUTHORITY: now} if now else rest
        elif value is None:
            made.get(table, {}).pop(name, None)
        else:
            made.setdefault(table, {})[name] = _as_in_file(key, value)
    if "names" in made:
        made["names"] = {language: forms for language, forms in made["names"].items() if forms}
    return made


def _of_authority(name: str) -> str:
    """What a setting says of a supervising authority: its name or an address; empty where it is about none."""
    part = name.removeprefix(f"{AUTHORITY}_")
    return part if part != name and part in OF_AUTHORITY else ""


def _with_case(names: Tables, case: str, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    others = {
        language: {each: text for each, text in forms.items() if each != case} for language, forms in names.items()
    }
    for language, text in texts.items():
        others.setdefault(language, {})[case] = text
    return others


def _as_in_file(key: str, value: Any) -> Any:
    if key in DAYS:
        return date.fromisoformat(value)
    if key == SHORTCOMINGS:
        lines = {language: text.splitlines() for language, text in value.items()}
        rows = zip_longest(*lines.values(), fillvalue="")
        return [{code: line.strip() for code, line in zip(lines, row, strict=True) if line.strip()} for row in rows]
    return value


def _as_lines(shortcomings: list[Mapping[str, str]]) -> dict[str, str]:
    languages = dict.fromkeys(code for each in shortcomings for code in each)
    return {code: "\n".join(each.get(code, "") for each in shortcomings).rstrip("\n") for code in languages}


def values_of(rows: Iterable[tuple[str, str]]) -> list[tuple[str, Any]]:
    """Settings as the table `setting` keeps them, with their values; what is not known any longer is left out.

    In the order of `KEYS`, so that an authority has its name before its addresses.
    """
    known = {key: json.loads(value) for key, value in rows if key in KEYS}
    return [(key, known[key]) for key in KEYS if key in known]
