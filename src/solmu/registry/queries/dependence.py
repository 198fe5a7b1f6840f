"""Reads of what rests on a record, so that it is not taken away from under something else."""

from __future__ import annotations

from django.db.models import Q

from solmu.core.models import Record
from solmu.registry.models import Activity, Agreement, CoverageStatement, InstitutionLink, Membership, Recognition


def what_depends_on(record: Record) -> str:
    """How many live records rest on this one, in words; empty where none does."""
    key = record.pk
    counts = {
        "agreement": Agreement.objects.live().filter(
            Q(partnership_rows__partnership=key) | Q(membership_rows__membership=key) | Q(parties__organisation=key)
            | Q(replaced_by=key) | Q(series__standing_agreement=key)
        ),
        "institution link": InstitutionLink.objects.live().filter(
            Q(partnership=key) | Q(home_institution=key) | Q(partner_institution=key)
        ),
        "coverage statement": CoverageStatement.objects.live().filter(partnership=key),
        "membership": Membership.objects.live().filter(Q(network=key) | Q(organisation=key)),
        "recognition": Recognition.objects.live().filter(Q(giver=key) | Q(recipient=key)),
        "activity": Activity.objects.live().filter(partnership_rows__partnership=key),
    }  # fmt: skip
    found = [(name, rows.exclude(pk=key).distinct().count()) for name, rows in counts.items()]
    return ", ".join(f"{number} {name}{'s' if number > 1 else ''}" for name, number in found if number)
