"""Reads that find what is already in the record when a person is about to enter it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate
from solmu.places.names import fold
from solmu.registry.models import Agreement, Decision
from solmu.registry.records import by_language


def agreement_like(
    *, kind: str, organisation_ids: Collection[str], title: LazyI18nString | str, signed: PartialDate | None,
    other_than: str = "",
) -> Agreement | None:  # fmt: skip
    """The live agreement of exactly these parties, of this kind and title, signed that day; None: not signed yet."""
    rows = Agreement.objects.live().filter(kind=kind, signed=signed, parties__organisation__in=organisation_ids)
    if signed is None:
        rows = rows.exclude(stage="")
    found: Iterable[Agreement] = rows.exclude(pk=other_than).distinct().order_by("pk").prefetch_related("parties")
    for row in found:
        parties = {party.organisation_id for party in row.parties.all()}
        if parties == set(organisation_ids) and by_language(row.title) == by_language(title):
            return row
    return None


def same_decision(
    *, organ: str, decided: PartialDate | None, section: str, case_id: str = "", other_than: str = ""
) -> Decision | None:  # fmt: skip
    """The live decision of the organ on the day with the section; without a section, of the same case."""
    rows: Iterable[Decision] = Decision.objects.live().filter(decided=decided).exclude(pk=other_than).order_by("pk")
    for row in rows:
        if fold(row.organ) != fold(organ) or fold(row.section) != fold(section):
            continue
        if fold(section) or fold(row.case_id) == fold(case_id):
            return row
    return None
