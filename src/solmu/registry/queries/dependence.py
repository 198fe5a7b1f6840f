"""Reads of what rests on a record or shows it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from solmu.core.models import Record
from solmu.registry.models import (
    Activity,
    Agreement,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    Recognition,
    Unit,
)


def _resting_on(key: str) -> dict[str, Any]:
    """The live records that rest on a record, by what they are called."""
    rows = {
        "agreement": Agreement.objects.live().filter(
            Q(partnership_rows__partnership=key) | Q(membership_rows__membership=key) | Q(parties__organisation=key)
            | Q(replaced_by=key) | Q(series=key) | Q(series__standing_agreement=key, is_series_proposed=False)
            | Q(themes__themes=key)
        ),
        "unit": Unit.objects.live().filter(Q(organisation=key) | Q(part_of=key)),
        "institution link": InstitutionLink.objects.live().filter(
            Q(partnership=key) | Q(home_institution=key) | Q(partner_institution=key)
        ),
        "coverage statement": CoverageStatement.objects.live().filter(partnership=key),
        "membership": Membership.objects.live().filter(Q(network=key) | Q(organisation=key)),
        "recognition": Recognition.objects.live().filter(Q(giver=key) | Q(recipient=key)),
        "activity": Activity.objects.live().filter(
            Q(partnership_rows__partnership=key) | Q(organisation_rows__organisation=key)
        ),
    }  # fmt: skip
    return {name: found.exclude(pk=key).distinct() for name, found in rows.items()}


def what_depends_on(record: Record) -> str:
    """How many live records rest on this one, in words; empty where none does."""
    found = [(name, rows.count()) for name, rows in _resting_on(record.pk).items()]
    return ", ".join(f"{number} {_plural(name) if number > 1 else name}" for name, number in found if number)


def _plural(name: str) -> str:
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def records_resting_on(record: Record) -> list[str]:
    """The ids of the live records that rest on this one."""
    return sorted(key for rows in _resting_on(record.pk).values() for key in rows.values_list("pk", flat=True))


def records_showing(touched: Collection[str]) -> set[str]:
    """The records whose public shape shows any of these places, organisations or partnerships, or is one of them."""
    by_partner = Q(partnership__partner__in=touched) | Q(partnership__in=touched)
    by_partner_row = Q(partnership_rows__partnership__partner__in=touched) | Q(
        partnership_rows__partnership__in=touched
    )
    rows = [
        Record.objects.filter(pk__in=touched),
        Organisation.objects.filter(place__in=touched),
        Unit.objects.filter(organisation__in=touched),
        Partnership.objects.filter(partner__in=touched),
        Agreement.objects.filter(
            by_partner_row | Q(parties__organisation__in=touched) | Q(parties__organisation__place__in=touched)
        ),
        InstitutionLink.objects.filter(
            by_partner | Q(home_institution__in=touched) | Q(partner_institution__in=touched)
        ),
        CoverageStatement.objects.filter(partner__in=touched),
        Membership.objects.filter(Q(network__in=touched) | Q(organisation__in=touched)),
        Activity.objects.filter(
            by_partner_row
            | Q(organisation_rows__organisation__in=touched)
            | Q(organisation_rows__organisation__place__in=touched)
        ),
    ]
    return {key for each in rows for key in each.values_list("pk", flat=True)}
