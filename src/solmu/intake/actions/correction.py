"""What a person may write into a claim: values of the claims format, so that their shape cannot fail it later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from solmu.core.dates import NotADate, PartialDate
from solmu.core.errors import BrokenRule, Phrase
from solmu.registry.models.base import AS_WRITTEN_LENGTH
from solmu.registry.vocabulary import (
    ActivityKind,
    AgreementKind,
    AgreementStatus,
    Direction,
    InstitutionLevel,
    MembershipRole,
    Ordinal,
    PartnershipStatus,
    Relation,
)

Check = Callable[[Any], Phrase | None]
"""Says what a value should be, where it is not; None where it is."""


def check_corrections(kind: str, values: Mapping[str, Any]) -> None:
    """Raise BrokenRule naming the first field that a claim of this kind does not have, or may not have this value."""
    fields = FIELDS[kind]
    if unknown := sorted(set(values) - set(fields)):
        raise BrokenRule("A claim of this kind has no %(fields)s. Correct one of its own fields.", fields=unknown)
    for name, value in values.items():
        if wanted := fields[name](value):
            raise BrokenRule(
                "“%(value)s” cannot be the %(name)s of a claim. Write %(wanted)s.",
                value=value,
                name=name,
                wanted=wanted,
            )


def _or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _words(value: Any) -> Phrase | None:
    fits = isinstance(value, str) and len(value.strip()) > 0 and len(value) <= AS_WRITTEN_LENGTH
    return None if fits else Phrase("between one and %(most)s letters", most=AS_WRITTEN_LENGTH)


def _date(value: Any) -> Phrase | None:
    try:
        PartialDate.from_edtf(value if isinstance(value, str) else "")
    except NotADate:
        return Phrase("a date as 1998, 1998-09 or 1998-09-04")
    return None


def _key(keys: Sequence[str]) -> Check:
    def checked(value: Any) -> Phrase | None:
        fits = isinstance(value, str) and value in keys
        return None if fits else Phrase("one of %(keys)s", keys=list(keys))

    return checked


def _yes_or_no(value: Any) -> Phrase | None:
    return None if isinstance(value, bool) else Phrase("true or false")


def _number(value: Any) -> Phrase | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return None if fits else Phrase("a whole number, 0 or more")


def _place(value: Any) -> Phrase | None:
    fits = isinstance(value, dict) and set(value) <= {"name", "country"} and not _words(value.get("name"))
    country = value.get("country") if fits else None
    fits = fits and (country is None or (isinstance(country, str) and len(country) == 2 and country.isupper()))
    return None if fits else Phrase("a place with its name and, where known, its country in two letters")


def _list(check: Check) -> Check:
    def checked(value: Any) -> Phrase | None:
        if not isinstance(value, list):
            return Phrase("a list")
        return next((wanted for each in value if (wanted := check(each))), None)

    return checked


def _change(statuses: Sequence[str]) -> Check:
    parts: dict[str, Check] = {
        "status": _key(statuses),
        "on": _or_none(_date),
        "decided_by": _or_none(_words),
        "reason": _or_none(_words),
    }

    def checked(value: Any) -> Phrase | None:
        if not (isinstance(value, dict) and "status" in value and set(value) <= set(parts)):
            return Phrase("changes with %(parts)s", parts=list(parts))
        return next((wanted for name, part in value.items() if (wanted := parts[name](part))), None)

    return checked


FIELDS: Mapping[str, Mapping[str, Check]] = {
    "partnership": {
        "partner": _place,
        "relation": _key(Relation.values),
        "since": _or_none(_date),
        "until": _or_none(_date),
        "status": _or_none(_key(PartnershipStatus.values)),
        "changes": _list(_change(PartnershipStatus.values)),
    },
    "agreement": {
        "partners": _list(_place),
        "agreement_kind": _key(AgreementKind.values),
        "kind_as_written": _or_none(_words),
        "signed": _or_none(_date),
        "valid_from": _or_none(_date),
        "valid_until": _or_none(_date),
        "open_ended": _yes_or_no,
        "themes": _list(_words),
        "ordinal": _or_none(_key(Ordinal.values)),
        "changes": _list(_change([*AgreementStatus.values, PartnershipStatus.ENDED.value])),
    },
    "membership": {
        "network": _words,
        "since": _or_none(_date),
        "until": _or_none(_date),
        "role": _or_none(_key(MembershipRole.values)),
        "fee": _or_none(_words),
    },
    "institution_link": {
        "level": _key(InstitutionLevel.values),
        "home": _or_none(_words),
        "partner_institution": _or_none(_words),
        "partner": _or_none(_place),
        "since": _or_none(_date),
        "covers_all": _yes_or_no,
    },
    "recognition": {
        "title": _words,
        "giver": _or_none(_words),
        "occasion": _or_none(_words),
        "year": _or_none(_date),
        "recipient": _or_none(_words),
        "earlier_recipients": _list(_words),
    },
    "activity": {
        "title": _words,
        "activity_kind": _key(ActivityKind.values),
        "start": _or_none(_date),
        "end": _or_none(_date),
        "direction": _or_none(_key(Direction.values)),
        "partners": _list(_place),
        "participants": _or_none(_number),
    },
}
"""The fields of each kind of claim and what each may hold (docs/reference/claims.md)."""
