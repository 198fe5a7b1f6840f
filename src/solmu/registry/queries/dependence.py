"""Reads of what rests on a record or shows it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from solmu.core.errors import Phrase
from solmu.core.models import Record
from solmu.registry.models import (
    Activity,
    Agreement,
    AgreementSeries,
    Commitment,
    Contact,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    Recognition,
    Story,
    Unit,
)
from solmu.registry.records import SHAPES
from solmu.registry.vocabulary import RecordKind

Path = tuple[Any, str]
"""A kind's model and the way from its rows to what they name."""

_RESTING: dict[str, tuple[Path, ...]] = {
    RecordKind.PARTNERSHIP: (
        (Agreement, "partnership_rows__partnership"),
        (InstitutionLink, "partnership"),
        (CoverageStatement, "partnership"),
        (Activity, "partnership_rows__partnership"),
        (Story, "partnership"),
    ),
    RecordKind.ORGANISATION: (
        (Agreement, "parties__organisation"),
        (Agreement, "notices__given_by"),
        (Unit, "organisation"),
        (InstitutionLink, "home_institution"),
        (InstitutionLink, "partner_institution"),
        (Membership, "network"),
        (Membership, "organisation"),
        (Recognition, "giver"),
        (Recognition, "recipient"),
        (Activity, "organisation_rows__organisation"),
        (Contact, "organisation"),
    ),
    RecordKind.AGREEMENT: (
        (Agreement, "replaced_by"),
        (Agreement, "successor_draft"),
        (Activity, "agreement"),
        (Commitment, "agreement"),
    ),
    RecordKind.AGREEMENT_SERIES: ((Agreement, "series"),),
    RecordKind.MEMBERSHIP: (
        (Agreement, "membership_rows__membership"),
        (Activity, "membership_rows__membership"),
        (Commitment, "membership"),
    ),
    RecordKind.UNIT: ((Unit, "part_of"),),
    RecordKind.THEME: ((Agreement, "themes__themes"), (Activity, "theme_rows__theme")),
    RecordKind.DECISION: (
        (Agreement, "approved_by"),
        (Agreement, "termination_decision"),
        (Agreement, "no_successor_decision"),
        (Agreement, "suspensions__decision"),
        (Agreement, "amendments__decision"),
        (Agreement, "notices__decision"),
        (Agreement, "reviews__decision"),
        (Partnership, "changes__decision"),
        (Membership, "decision"),
        (Membership, "fees__decision"),
    ),
    RecordKind.CONTACT: ((Membership, "representatives__contact"),),
}
"""What rests on a record of each kind and would be left hanging were it taken out. On the others nothing rests."""

# What shows a record of each kind in its own public shape, beside what rests on it.
_SHOWING: dict[str, tuple[Path, ...]] = {
    RecordKind.PARTNERSHIP: ((AgreementSeries, "partnership"), (CoverageStatement, "partner__partnership")),
    RecordKind.ORGANISATION: (
        (Agreement, "membership_rows__membership__network"),
        (Activity, "membership_rows__membership__network"),
    ),
    RecordKind.AGREEMENT: ((AgreementSeries, "standing_agreement"),),
}

_SHOWING_PLACE: tuple[Path, ...] = (
    (Organisation, "place"),
    (Partnership, "partner"),
    (Agreement, "partnership_rows__partnership__partner"),
    (Agreement, "parties__organisation__place"),
    (InstitutionLink, "partnership__partner"),
    (CoverageStatement, "partner"),
    (Activity, "partnership_rows__partnership__partner"),
    (Activity, "organisation_rows__organisation__place"),
    (Activity, "place"),
    (Story, "partnership__partner"),
    (Recognition, "earlier_recipients__place"),
)


def _resting_on(record: Record) -> dict[str, QuerySet[Any]]:
    """The live records that rest on a record, by what they are called."""
    rows: dict[Any, Q] = {}
    for model, path in _RESTING.get(record.kind, ()):
        rows[model] = rows.get(model, Q()) | Q(**{path: record.pk})
    if record.kind == RecordKind.AGREEMENT:  # a series nobody has confirmed stands on nothing
        rows[Agreement] |= Q(series__standing_agreement=record.pk, is_series_proposed=False)
    return {
        str(model._meta.verbose_name): model.objects.live().filter(found).exclude(pk=record.pk).distinct()
        for model, found in rows.items()
    }


def what_depends_on(record: Record) -> Phrase:
    """How many live records rest on this one, in words; empty where none does."""
    found = [(name, rows.count()) for name, rows in _resting_on(record).items()]
    if record.kind == RecordKind.UNIT:
        owned = Record.objects.filter(ownership__unit=record.pk, removed_at=None, merged_into=None)
        found.append(("record it looks after", owned.count()))
    told = [
        Phrase("%(number)s %(rows)s", number=number, rows=Phrase(_counted(name, number)))
        for name, number in found
        if number
    ]
    return Phrase("%(found)s", found=told)


def _counted(name: str, number: int) -> str:
    return plural(name) if number > 1 else name


def plural(name: str) -> str:
    """*commitments*, *agreement parties*: the English name of several records or rows, given that of one."""
    noun, space, rest = name.partition(" it ")  # "record it looks after"
    return f"{noun[:-1]}ies{space}{rest}" if noun.endswith("y") else f"{noun}s{space}{rest}"


def records_resting_on(record: Record) -> list[str]:
    """The ids of the live records that rest on this one."""
    return sorted({key for rows in _resting_on(record).values() for key in rows.values_list("pk", flat=True)})


def records_showing(touched: Collection[str]) -> set[str]:
    """The records whose public shape may show any of these places and records, or is one of them.

    One query for each way in which what was touched can be shown, and none for what was not.
    """
    kinds: dict[str, list[str]] = {}
    for key, kind in Record.objects.filter(pk__in=touched).values_list("pk", "kind"):
        kinds.setdefault(kind, []).append(key)
    known = {key for keys in kinds.values() for key in keys}
    paths = [
        (model, path, keys)
        for kind, keys in kinds.items()
        for model, path in (*_RESTING.get(kind, ()), *_SHOWING.get(kind, ()))
    ]
    if places := [key for key in touched if key not in known]:
        paths += [(model, path, places) for model, path in _SHOWING_PLACE]
    rows = (model.objects.filter(**{f"{path}__in": keys}).values_list("pk", flat=True) for model, path, keys in paths)
    return known.union(*rows)


def gone_beneath(record: Record) -> Record | None:
    """A record that this one rests on and that is no longer there; None where all are."""
    for kind, ways in _RESTING.items():
        gone = Record.objects.filter(kind=kind).exclude(removed_at=None, merged_into=None)
        for model, path in ways:
            if model is SHAPES[RecordKind(record.kind)][0]:
                named = model.objects.filter(pk=record.pk).values(path)
                if found := gone.filter(pk__in=named).order_by("pk").first():
                    return found
    return None
