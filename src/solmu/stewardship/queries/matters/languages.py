"""Matters about languages that published records lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from solmu.registry.models import (
    Activity,
    ActivityGift,
    Agreement,
    AgreementAmendment,
    AgreementSuspension,
    Commitment,
    LanguageException,
    PartnershipChange,
    Recognition,
    RecordImage,
    Story,
    Theme,
    Unit,
)
from solmu.registry.records import by_language
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.languages import languages_missing

# The tables with public texts in the city's languages: where the record's id stands, and the columns. Names of
# organisations are their own in whatever language, and an agreement's theme keeps its wording: neither lacks one.
TEXTS: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Activity, "record", ("title", "outcome", "funding")),
    (ActivityGift, "activity__record", ("what",)),
    (Agreement, "record", ("title", "termination_reason")),
    (AgreementAmendment, "agreement__record", ("wording",)),
    (AgreementSuspension, "agreement__record", ("reason",)),
    (Commitment, "record", ("text",)),
    (PartnershipChange, "partnership__record", ("reason", "wording")),
    (Recognition, "record", ("title", "occasion")),
    (RecordImage, "record", ("alternative",)),
    (Story, "record", ("title", "text")),
    (Theme, "record", ("name",)),
    (Unit, "record", ("name",)),
)


def languages_of_published(asked: Asked) -> Iterator[Found]:
    """Published records with a text that one of the city's languages lacks."""
    excepted: dict[str, set[str]] = {}
    for key, language in LanguageException.objects.values_list("record_id", "language"):
        excepted.setdefault(key, set()).add(language)
    texts: dict[str, list[Mapping[str, str]]] = {}
    for model, record, columns in TEXTS:
        shown = {
            f"{record}__{condition}": value
            for condition, value in (("is_published", True), ("merged_into__isnull", True))
        }
        empty = Q(**dict.fromkeys(columns, ""))
        for key, *values in model.objects.filter(~empty, **shown).values_list(f"{record}_id", *columns):
            texts.setdefault(key, []).extend(by_language(value) for value in values)
    for key, written in texts.items():
        for raised in languages_missing(written, asked.city.languages, excepted.get(key, ())):
            yield key, raised
