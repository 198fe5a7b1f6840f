"""Reads of what is wrong with the record: invariants that the database cannot hold by itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from solmu.core.models import Record
from solmu.places.queries import part_edges, succession_edges
from solmu.places.rules import closes_ring
from solmu.registry.models import Agreement, AgreementSeries, Organisation, RecordMerge, Unit
from solmu.registry.queries.dependence import what_depends_on
from solmu.registry.queries.references import references_to
from solmu.registry.records import SHAPES, latest_shapes, public_shapes
from solmu.registry.vocabulary import RecordKind

BATCH = 500


def record_faults() -> Iterator[str]:
    """Every broken invariant of live records, as a sentence naming the record."""
    yield from _rows_missing()
    yield from _rings()
    yield from _series_faults()
    yield from _resting_on_gone()
    yield from _merge_faults()
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


def _resting_on_gone() -> Iterator[str]:
    """Removed and merged records that live ones rest on, or that something still names."""
    for record in Record.objects.exclude(removed_at=None, merged_into=None).order_by("pk"):
        what = "removed" if record.removed_at else "merged"
        if others := what_depends_on(record):
            yield f"The {record.kind} {record.pk} was {what}, but {others} rests on it."
        elif record.merged_into_id:
            for found in references_to(record):
                yield f"The {record.kind} {record.pk} was merged, but the {_named(found.row)} names it."


def _named(row: Model) -> str:
    return f"{row._meta.verbose_name} {row.pk}"


def _merge_faults() -> Iterator[str]:
    """Records that lead to another without a merge that says so, or in a ring, and merges that lead nowhere."""
    leads = dict(Record.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    merges = dict(RecordMerge.objects.values_list("merged", "into"))
    for key in sorted(leads.keys() | merges.keys()):
        if leads.get(key) != merges.get(key):
            yield f"The record {key} leads to {leads.get(key)}, and its merge says {merges.get(key)}."
    edges = {key: [into] for key, into in leads.items() if into}
    for key, ends in edges.items():
        if closes_ring(edges, key, ends[0]):
            yield f"{key} was merged into itself, through others."


def _shapes_behind() -> Iterator[str]:
    """Records whose last kept public shape is not what the public is shown now."""
    keys = list(Record.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        batch = keys[first : first + BATCH]
        kept = latest_shapes(batch)
        for record_id, shape in public_shapes(batch).items():
            if shape != kept.get(record_id):
                yield f"The last published version of {record_id} is not what is shown now."
