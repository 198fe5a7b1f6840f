"""Reads of what is wrong with the record: invariants that the database cannot hold by itself."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.core.models import Record
from solmu.places.queries import part_edges, succession_edges
from solmu.places.rules import closes_ring
from solmu.registry.models import Agreement, AgreementSeries, Organisation, Unit
from solmu.registry.queries.dependence import what_depends_on
from solmu.registry.records import SHAPES, latest_shapes, public_shapes
from solmu.registry.vocabulary import RecordKind

BATCH = 500


def record_faults() -> Iterator[str]:
    """Every broken invariant of live records, as a sentence naming the record."""
    yield from _rows_missing()
    yield from _rings()
    yield from _series_faults()
    yield from _resting_on_removed()
    yield from _shapes_behind()
    if Organisation.objects.filter(is_home=True).count() != 1:
        yield "The record has no home city."


def _rows_missing() -> Iterator[str]:
    for kind in RecordKind:
        model = SHAPES[kind][0]
        for record in Record.objects.filter(kind=kind).exclude(pk__in=model.objects.values("pk")):
            yield f"The {kind.value} {record.pk} has an id but says nothing."
        for row in model.objects.exclude(record__kind=kind):
            yield f"The {kind.value} {row.pk} is filed under another kind."


def _rings() -> Iterator[str]:
    rows = Agreement.objects.exclude(replaced_by=None).values_list("pk", "replaced_by")
    replaced = {pk: [successor] for pk, successor in rows}
    units = Unit.objects.exclude(part_of=None).values_list("pk", "part_of")
    parts = part_edges() | {pk: [whole] for pk, whole in units}
    for what, edges in (("replaced by", replaced), ("part of", parts), ("succeeded by", succession_edges())):
        for start, ends in edges.items():
            if any(closes_ring(edges, start, end) for end in ends):
                yield f"{start} is {what} itself, through others."


def _series_faults() -> Iterator[str]:
    for series in AgreementSeries.objects.live().filter(standing_agreement__series__isnull=False):
        yield f"The standing agreement {series.standing_agreement_id} is itself in a series; it may be in none."


def _resting_on_removed() -> Iterator[str]:
    """Removed records that live ones rest on."""
    for record in Record.objects.filter(removed_at__isnull=False).order_by("pk"):
        if others := what_depends_on(record):
            yield f"The {record.kind} {record.pk} was removed, but {others} rests on it."


def _shapes_behind() -> Iterator[str]:
    """Records whose last kept public shape is not what the public is shown now."""
    keys = list(Record.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        batch = keys[first : first + BATCH]
        kept = latest_shapes(batch)
        for record_id, shape in public_shapes(batch).items():
            if shape != kept.get(record_id):
                yield f"The last published version of {record_id} is not what is shown now."
