"""Claims in words: what one is called, what each of its fields says, and why it needs eyes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from solmu.core.dates import NotADate, PartialDate
from solmu.core.wording import shown_date
from solmu.desk.naming import reading_language
from solmu.desk.records.fields import field_word
from solmu.intake.queries import DoubtOfClaim, partners_of
from solmu.intake.reading.claims import FIELDS
from solmu.places.countries import country_name
from solmu.registry.vocabulary import (
    ActivityKind,
    AgreementKind,
    AgreementStatus,
    Direction,
    InstitutionLevel,
    MembershipRole,
    Ordinal,
    PartnershipStatus,
    RecordKind,
    Relation,
)

KINDS = tuple(FIELDS)
"""The kinds of claims, in the order in which their fields are told."""

CHOICES: Mapping[str, Any] = MappingProxyType(
    {
        "relation": Relation,
        "status": PartnershipStatus,
        "agreement_kind": AgreementKind,
        "ordinal": Ordinal,
        "role": MembershipRole,
        "level": InstitutionLevel,
        "activity_kind": ActivityKind,
        "direction": Direction,
    }
)
"""The fields of claims that hold a key of a vocabulary."""

_WORDS: Mapping[str, Promise] = MappingProxyType(
    {
        "partners": pgettext_lazy("claim", "Partners"),
        "agreement_kind": pgettext_lazy("claim", "Kind of agreement"),
        "valid_until": pgettext_lazy("claim", "In force until"),
        "open_ended": pgettext_lazy("claim", "Until further notice"),
        "changes": pgettext_lazy("claim", "Changes"),
        "home": pgettext_lazy("claim", "Our institution"),
        "covers_all": pgettext_lazy("claim", "All institutions of this level"),
        "year": pgettext_lazy("claim", "Year"),
        "earlier_recipients": pgettext_lazy("claim", "Earlier recipients"),
        "activity_kind": pgettext_lazy("claim", "Kind of activity"),
    }
)


def label_of(name: str) -> str:
    """What a field of a claim is called."""
    return str(_WORDS[name]) if name in _WORDS else field_word(name)


def kind_of(content: Mapping[str, Any]) -> str:
    """What a claim is: *Agreement, memorandum of understanding*."""
    kind = str(RecordKind(content["kind"]).label)
    more = shown("agreement_kind", content.get("agreement_kind")) or content.get("title") or content.get("network")
    return f"{kind}: {more}" if more else kind


def in_short(content: Mapping[str, Any]) -> str:
    """The few words that tell one claim from its neighbours: the tie, the level, the years."""
    told = [shown(name, content.get(name)) for name in ("relation", "ordinal", "level", "role", "home")]
    told += [shown(name, content.get(name)) for name in ("signed", "since", "year", "start")]
    until = content.get("valid_until") or content.get("until")
    return ", ".join([*filter(None, told), *([_("until %(date)s") % {"date": _date(until)}] if until else [])])


def partners_told(content: Mapping[str, Any]) -> str:
    return "; ".join(place_told(each) for each in partners_of(content))


def place_told(place: Mapping[str, Any]) -> str:
    """*Tartu, Estonia*."""
    country = country_name(place["country"], reading_language()) if place.get("country") else ""
    return f"{place['name']}, {country}" if country else str(place["name"])


def facts_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each field that says something, with its label."""
    named = ((name, shown(name, content.get(name))) for name in FIELDS[content["kind"]])
    return [(label_of(name), text) for name, text in named if text]


def shown(name: str, value: Any) -> str:
    """A field's value as a person reads it; empty where the claim says nothing."""
    if value in (None, "", [], False):
        return ""
    if value is True:
        return _("yes")
    if name in CHOICES:
        return _choice(CHOICES[name], value)
    if isinstance(value, Mapping):
        return place_told(value) if "name" in value else _change(value)
    if isinstance(value, list):
        return "; ".join(shown("", each) for each in value)
    return _date(value) if name in DATES else str(value)


DATES = frozenset({"since", "until", "signed", "valid_from", "valid_until", "year", "start", "end", "on"})
"""The fields of claims that hold a date."""


def told_doubts(doubts: Iterable[DoubtOfClaim]) -> list[str]:
    return [told_doubt(each) for each in doubts]


def told_doubt(doubt: DoubtOfClaim) -> str:
    """A doubt in words, with what it is about; the places to choose from stand beside it."""
    about = _about(doubt.about)
    return f"{doubt.doubt.label} ({about})" if about else str(doubt.doubt.label)


def _about(about: str) -> str:
    for vocabulary in (Relation, PartnershipStatus):
        if about in vocabulary.values:
            return str(vocabulary(about).label)
    return _date(about)


def _change(change: Mapping[str, Any]) -> str:
    status = str(change.get("status", ""))
    word = next(
        (str(each(status).label) for each in (PartnershipStatus, AgreementStatus) if status in each.values), status
    )
    return " ".join(filter(None, (word, _date(change.get("on")))))


def _choice(vocabulary: Any, value: Any) -> str:
    return str(vocabulary(value).label) if value in vocabulary.values else str(value)


def _date(value: Any) -> str:
    try:
        return shown_date(PartialDate.from_edtf(str(value))) if value else ""
    except NotADate:
        return str(value)
