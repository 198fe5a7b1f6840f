"""Record time: what the public was shown on a day, as far as it may be shown now. Asked of the public shape only.

Where a record was withdrawn since, it is not told of, and what is internal now stands in no shape of another record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery

from solmu.core.audit import first_moment, revision_at
from solmu.core.models import AuditEntry, Record
from solmu.registry.models import AgreementDocument, Organisation, Partnership, PublicVersion
from solmu.registry.records import Shape
from solmu.registry.vocabulary import OrganisationKind, RecordKind


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """The shape the public is shown, since which revision, and when that was written."""

    record_id: str
    revision: int
    at: datetime
    shape: Shape


def end_of_day(day: date, time_zone: str) -> datetime:
    """The last moment of a day in a time zone: what was published on a day is what stood there when it ended."""
    try:
        following = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(time_zone))
    except OverflowError:
        return datetime.combine(day, time.max, ZoneInfo(time_zone))
    return following - timedelta(microseconds=1)


def record_begins() -> datetime | None:
    """When the record begins: nothing can be told of an earlier moment; None while nothing is recorded."""
    return first_moment()


def shapes_known(
    moment: datetime,
    *,
    record_ids: Iterable[str] | None = None,
    kind: RecordKind | Collection[RecordKind] | None = None,
) -> dict[str, Shape]:
    """What the public was shown at a moment (with its time zone) of these records, or of all of a kind or several.

    They stand by record id. What was not public then or is not public now is left out. A record merged into another
    since stands as it stood.
    A number of queries that does not grow with the records.
    """
    revision = revision_at(moment)
    versions = PublicVersion.objects.filter(revision__lte=revision)
    later = PublicVersion.objects.filter(
        record_id=OuterRef("record_id"), revision__gt=OuterRef("revision"), revision__lte=revision
    )
    versions = versions.filter(~Exists(later), shape__isnull=False)
    if record_ids is not None:
        versions = versions.filter(record_id__in=list(record_ids))
    if kind is not None:
        versions = versions.filter(record__kind__in=[kind] if isinstance(kind, RecordKind) else list(kind))
    rows = versions.order_by("record_id").values_list("record_id", "shape")
    shapes = {key: shape for key, shape in rows if shape is not None}
    shown = _shown_now(shapes)
    return _without_what_is_internal_now({key: shape for key, shape in shapes.items() if key in shown})


def published_versions(kind: RecordKind) -> list[PublishedVersion]:
    """What the public is shown now of every record of a kind, and since when; one query."""
    later = PublicVersion.objects.filter(record_id=OuterRef("record_id"), revision__gt=OuterRef("revision"))
    written = AuditEntry.objects.filter(sequence=OuterRef("revision")).values("at")
    versions = PublicVersion.objects.filter(
        ~Exists(later),
        shape__isnull=False,
        record__kind=kind,
        record__is_published=True,
        record__removed_at__isnull=True,
        record__merged_into__isnull=True,
    )
    rows = versions.annotate(at=Subquery(written)).values_list("record_id", "revision", "at", "shape")
    return [
        PublishedVersion(key, number, datetime.fromisoformat(at), shape)
        for key, number, at, shape in rows
        if shape is not None
    ]


def published_moments() -> dict[str, datetime]:
    """Since when the public is shown what it is shown now of each record; one query."""
    later = PublicVersion.objects.filter(record_id=OuterRef("record_id"), revision__gt=OuterRef("revision"))
    written = AuditEntry.objects.filter(sequence=OuterRef("revision")).values("at")
    versions = PublicVersion.objects.filter(~Exists(later), shape__isnull=False)
    rows = versions.annotate(at=Subquery(written)).values_list("record_id", "at")
    return {key: datetime.fromisoformat(at) for key, at in rows}


def _shown_now(record_ids: Iterable[str]) -> set[str]:
    """Those of the records that the public may be shown now: published, and so is what they were merged into."""
    became: dict[str, str] = {key: key for key in record_ids}
    shown: set[str] = set()
    while became:
        records = Record.objects.filter(pk__in=set(became.values()), is_published=True, removed_at__isnull=True)
        found = dict(records.values_list("pk", "merged_into"))
        live = {key: now for key, now in became.items() if now in found}
        shown |= {key for key, now in live.items() if found[now] is None}
        became = {key: target for key, now in live.items() if (target := found[now]) is not None}
    return shown


@dataclass(frozen=True, slots=True)
class _InternalNow:
    """What stands in shapes of old and is internal now: records named in them, places that are no partners, documents.

    Of the last two it says which are public.
    """

    records: set[str]
    open_places: set[str]
    open_documents: set[str]


def _without_what_is_internal_now(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """The shapes without the records, partner cities and documents that are internal now."""
    named = {key for shape in shapes.values() for key in _records_in(shape)}
    cities = Organisation.objects.published().filter(kind=OrganisationKind.CITY, is_home=False)
    internal = _InternalNow(
        records=named - _shown_now(named),
        open_places={
            *Partnership.objects.published().values_list("partner", flat=True),
            *cities.filter(place__isnull=False).values_list("place", flat=True),
        },
        open_documents=set(
            AgreementDocument.objects.filter(agreement__in=list(shapes), is_published=True).values_list("pk", flat=True)
        ),
    )
    return {key: _cut(shape, internal) for key, shape in shapes.items()}


def _records_in(value: Any) -> Iterator[str]:
    """The ids of the records named anywhere inside a shape, itself left out."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        if _names_record(each):
            yield each["id"]
        yield from _records_in(each)


def _names_record(value: Any) -> bool:
    """Whether a value is another record by its id and name: an organisation, a theme."""
    return isinstance(value, dict) and {"id", "name"} <= set(value)


def _cut(value: Any, internal: _InternalNow) -> Any:
    """A value of a shape with nothing in place of a record that is internal now, and no part that is about one."""

    def is_internal(each: Any) -> bool:
        return _names_record(each) and each["id"] in internal.records

    if isinstance(value, list):
        about = ((each, each.get("organisation") if isinstance(each, dict) else None) for each in value)
        return [_cut(each, internal) for each, of in about if not (is_internal(each) or is_internal(of))]
    if not isinstance(value, dict):
        return value
    shape = {key: None if is_internal(each) else _cut(each, internal) for key, each in value.items()}
    for key, name, allowed in (
        ("partners", "place", internal.open_places),
        ("documents", "id", internal.open_documents),
    ):
        if isinstance(parts := shape.get(key), list):
            shape[key] = [each for each in parts if each[name] in allowed]
    return shape
