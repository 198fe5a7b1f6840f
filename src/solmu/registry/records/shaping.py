"""The shapes of records as they are now, and the last ones kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from solmu.core.models import Record
from solmu.registry.models import (
    ActivityMembership,
    ActivityOrganisation,
    ActivityPartnership,
    ActivityTheme,
    AgreementDocument,
    AgreementPartnership,
    AgreementParty,
    CoverageStatement,
    PublicVersion,
)
from solmu.registry.records.kinds import SHAPES
from solmu.registry.records.values import Shape
from solmu.registry.vocabulary import RecordKind


def public_shapes(record_ids: Iterable[str]) -> dict[str, Shape | None]:
    """The public shape of each record; None where it is not published, removed or merged into another.

    And where it is a statement about a city whose partnership is internal.
    """
    records = Record.objects.in_bulk(list(record_ids))
    shapes: dict[str, Shape | None] = dict.fromkeys(records)
    by_kind: dict[str, list[str]] = {}
    for record in records.values():
        if record.is_published and record.removed_at is None and record.merged_into_id is None:
            by_kind.setdefault(record.kind, []).append(record.pk)
    for kind, ids in by_kind.items():
        if kind == RecordKind.COVERAGE_STATEMENT:
            ids = list(CoverageStatement.objects.published().filter(pk__in=ids).values_list("pk", flat=True))
        shapes.update(shapes_of_kind(RecordKind(kind), ids, public_only=True))
    return shapes


def shapes_of_kind(kind: RecordKind, record_ids: Iterable[str], *, public_only: bool = False) -> dict[str, Shape]:
    """The shapes of records of one kind, published or not, in a number of queries that does not grow with them.

    With `public_only` they leave out what other records that are internal say (partners, parties, institutions' names)
    and the reasons of changes, which are for the city itself; the public is told a change in its public wording.
    """
    return shapes_of_rows(kind, rows_to_shape(kind, record_ids, public_only=public_only), public_only=public_only)


def rows_to_shape(kind: RecordKind, record_ids: Iterable[str], *, public_only: bool = False) -> list[Any]:
    """The rows of one kind with all that their shapes are made of; with `public_only` without internal parts."""
    model, related, prefetched, _shape = SHAPES[kind]
    parts = [*(published_parts(kind) if public_only else ()), *prefetched]
    return list(model.objects.filter(pk__in=list(record_ids)).select_related(*related).prefetch_related(*parts))


def shapes_of_rows(kind: RecordKind, rows: Sequence[Any], *, public_only: bool = False) -> dict[str, Shape]:
    """The shapes of rows that were asked for so."""
    shape = SHAPES[kind][-1]
    shapes = {row.pk: {"id": row.pk, "kind": kind.value, **shape(row)} for row in rows}
    if public_only and kind == RecordKind.INSTITUTION_LINK:
        for row in rows:
            if row.partnership and not row.partnership.record.is_published:
                shapes[row.pk]["partner"] = None
    return _without_internal_names(_without_reasons(shapes)) if public_only else shapes


def published_parts(kind: RecordKind) -> list[Prefetch[Any]]:
    """The parts of a kind that name other records, only those whose records are published.

    And its documents, with their files by the same query.
    """
    parts: dict[RecordKind, list[tuple[str, Any, tuple[str, ...], tuple[str, ...]]]] = {
        RecordKind.AGREEMENT: [
            ("partnership_rows", AgreementPartnership, ("partnership",), ("partnership__partner",)),
            ("parties", AgreementParty, ("organisation",), ("organisation__place",)),
        ],
        RecordKind.ACTIVITY: [
            ("partnership_rows", ActivityPartnership, ("partnership",), ("partnership__partner",)),
            ("organisation_rows", ActivityOrganisation, ("organisation",), ("organisation__place",)),
            ("membership_rows", ActivityMembership, ("membership", "membership__network"), ("membership__network",)),
            ("theme_rows", ActivityTheme, ("theme",), ("theme",)),
        ],
    }
    documents = Prefetch("documents", AgreementDocument.objects.select_related("file"))
    return [
        *([documents] if kind == RecordKind.AGREEMENT else ()),
        *(
            Prefetch(
                name,
                model.objects.filter(**{f"{each}__record__is_published": True for each in named}).select_related(
                    *joined
                ),
            )
            for name, model, named, joined in parts.get(kind, ())
        ),
    ]


def _without_reasons(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """The shapes with nothing in place of the reasons of changes; that none was stated is still told."""
    return {
        key: shape | {"changes": [change | {"reason": None} for change in shape["changes"]]}
        if "changes" in shape
        else shape
        for key, shape in shapes.items()
    }


def _without_internal_names(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """The shapes with nothing in place of organisations that are internal; one query, none without organisations."""
    named = {
        value["id"]
        for shape in shapes.values()
        for value in shape.values()
        if isinstance(value, dict) and "id" in value
    }
    if not named:
        return shapes
    hidden = named - set(Record.objects.filter(pk__in=named, is_published=True).values_list("pk", flat=True))
    return {
        key: {
            name: None if isinstance(value, dict) and value.get("id") in hidden else value
            for name, value in shape.items()
        }
        for key, shape in shapes.items()
    }


def latest_shapes(record_ids: Iterable[str]) -> dict[str, Shape | None]:
    """The last version kept of each record's public shape."""
    later = PublicVersion.objects.filter(record_id=OuterRef("record_id"), revision__gt=OuterRef("revision"))
    newest = PublicVersion.objects.filter(~Exists(later), record_id__in=list(record_ids))
    return {version.record_id: version.shape for version in newest}
