"""Merging: everything that named the one record names the other, and the one's id leads there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, models, transaction

from solmu.core.audit import Journal, canonical
from solmu.core.audit.canonical import SAYS_NOTHING
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.fields import DerivedDayField
from solmu.core.models import Account, Record, Source
from solmu.places.rules import closes_ring
from solmu.registry.actions.merging.effects import (
    Effects,
    columns_of,
    is_text_by_language,
    value_of,
    with_language,
)
from solmu.registry.actions.recording import recording
from solmu.registry.models import Agreement, AgreementSeries, DistinctRecords, RecordMerge, Unit
from solmu.registry.models.base import PartRow
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.references import Reference, model_of, parts_of, references_to
from solmu.registry.records import by_language
from solmu.registry.vocabulary import OrganisationKind, RecordKind

TOGETHER: dict[RecordKind, tuple[tuple[str, ...], ...]] = {
    RecordKind.AGREEMENT: (
        (
            "terminated_on", "termination_reason", "is_termination_reason_not_stated", "termination_decided_by",
            "termination_decision_id",
        ),
        ("no_successor_on", "no_successor_reason", "no_successor_decision_id"),
        ("series_id", "is_series_proposed"),
        ("renewal_mode", "renewal_months", "most_renewals"),
        ("signed", "stage"),
    ),
    RecordKind.ACTIVITY: (("costs", "currency"),),
    RecordKind.COVERAGE_STATEMENT: (("extent", "number"),),
    RecordKind.COMMITMENT: (("agreement_id", "membership_id"), ("due_on", "every_months", "until")),
    RecordKind.CONTACT: (("name", "title", "email", "telephone", "has_agreed_to_publish"),),
}  # fmt: skip
"""Columns that say one thing together: they are taken over all of them, or none where one says something."""


def merge_records(
    *, by: Account, source: Source | None, record: Record, into: Record, reason: str = "", publishes: bool = False
) -> RecordMerge:
    """Make one record part of another of its kind: they are one thing.

    Everything that named it names the other; a row that would then be there twice is taken out; what the other does not
    say yet is taken over, of texts each language by itself. The id of the merged record leads to the other for ever.
    All of it is noted, so that `undo_merge` can take it back.

    Raises BrokenRule for a record and itself, for two kinds, for what is no longer there, for two that were told apart,
    for cities or partnerships of two places, for the home city, where it would make a ring or show the public what was
    internal (unless `publishes`), and where both have something there can be one of.
    """
    check_can_keep_record(by)
    with recording(by=by, action="merge_records", source=source) as journal:
        locked = Record.objects.select_for_update(no_key=True).order_by("pk").in_bulk([record.pk, into.pk])
        _refuse_unlike(locked.get(record.pk), locked.get(into.pk))
        _refuse_publishing(locked[record.pk], locked[into.pk], publishes=publishes)
        merge = RecordMerge(merged=record, into=into, reason=reason.strip()[:300])
        journal.create(merge, of=record)
        effects = Effects(merge)
        try:
            _move(journal, effects, record, into)
            _take_over(journal, effects, record, into)
        except IntegrityError as error:
            raise BrokenRule(
                "Merging would tie the record to itself, or leave it against a rule of its table. Take out what ties "
                "the two to each other first. (%(error)s)",
                error=str(error).strip(),
            ) from error
        _refuse_rings(into)
        journal.update(record, merged_into=into)
        effects.keep()
    return merge


# --- refusals ---------------------------------------------------------------------------------------------------------


def _refuse_unlike(record: Record | None, into: Record | None) -> None:
    if record is None or into is None:
        raise BrokenRule("One of the two records does not exist. Check the ids.")
    if record.pk == into.pk:
        raise BrokenRule("A record cannot be merged into itself. Name two.")
    if record.kind != into.kind:
        raise BrokenRule(
            "They are of two kinds, %(one)s and %(other)s, and never one thing. Check the ids.",
            one=RecordKind(record.kind),
            other=RecordKind(into.kind),
        )
    for each in (record, into):
        if each.removed_at:
            raise BrokenRule("The record %(record)s was removed. There is nothing to merge.", record=each.pk)
        if each.merged_into_id:
            raise BrokenRule(
                "The record %(record)s was merged into %(into)s already. Name that one.",
                record=each.pk,
                into=each.merged_into_id,
            )
    first, second = sorted((record.pk, into.pk))
    if DistinctRecords.objects.filter(first=first, second=second).exists():
        raise BrokenRule("It was decided that these are two things. Take that back first.")
    if record.kind == RecordKind.PARTNERSHIP:
        raise BrokenRule("They are partnerships with two places, and each place has its own. Check the ids.")
    one, other = (model_of(each.kind).objects.get(pk=each.pk) for each in (record, into))
    for row, named in ((one, other.pk), (other, one.pk)):
        if column := next((each for each in columns_of(row) if getattr(row, each.attname) == named), None):
            raise BrokenRule(
                "The one names the other (%(column)s): they are two. Take out that link first.",
                column=str(column.verbose_name),
            )
    if record.kind == RecordKind.ORGANISATION:
        _refuse_unlike_organisations(one, other)


def _refuse_unlike_organisations(record: Any, into: Any) -> None:
    if record.is_home:
        raise BrokenRule("The home city stays. Merge the other record into it.")
    cities = [each.kind == OrganisationKind.CITY for each in (record, into)]
    if any(cities) and not all(cities):
        raise BrokenRule("One of the two is a city and the other is not. Correct the kind first, or check the ids.")
    if all(cities) and record.place_id != into.place_id:
        raise BrokenRule("They are cities at two places. Check the ids.")


def _refuse_publishing(record: Record, into: Record, *, publishes: bool) -> None:
    if record.is_published and not into.is_published:
        raise BrokenRule(
            "The record is public and the one it would become is not: its address would lead nowhere. Merge the other "
            "way round, or publish that one first."
        )
    if into.is_published and not record.is_published and not publishes:
        raise BrokenRule(
            "The record is internal and the one it would become is public: what it says would be shown. Say that it "
            "may be (--publish), or publish it first."
        )


def _refuse_rings(into: Record) -> None:
    """Raise BrokenRule where the record is now replaced by, or part of, itself, or is in a series it stands above."""
    for model, column, words in (
        (Agreement, "replaced_by", Phrase("replaced by")),
        (Unit, "part_of", Phrase("part of")),
    ):
        if into.kind != {Agreement: RecordKind.AGREEMENT, Unit: RecordKind.UNIT}[model]:
            continue
        rows = model.objects.exclude(**{column: None}).values_list("pk", column)
        edges = {key: [value] for key, value in rows}
        if any(closes_ring(edges, into.pk, end) for end in edges.get(into.pk, ())):
            raise BrokenRule("Merging would make the record %(words)s itself. Take out that link first.", words=words)
    standing = AgreementSeries.objects.filter(standing_agreement=into.pk, standing_agreement__series__isnull=False)
    if standing.exists():
        raise BrokenRule("Merging would put a standing agreement into a series. Take one of the two out of it first.")


# --- moving -----------------------------------------------------------------------------------------------------------


def _move(journal: Journal, effects: Effects, record: Record, into: Record) -> None:
    for found in list(references_to(record)):
        row = type(found.row)._base_manager.filter(pk=found.row.pk).first()
        if row is None:  # it went with one that was there twice
            continue
        if twin := _twin(row, found.column, into.pk):
            _take_out(journal, effects, row, found.owner_id, twin)
        else:
            _lead_to(journal, effects, row, found, into)
    _move_distinctions(journal, effects, record, into)


def _lead_to(journal: Journal, effects: Effects, row: Any, found: Reference, into: Record) -> None:
    of = _owner(found, into)
    values: dict[str, Any] = {found.column.attname: into.pk}
    if (last := _last_position(row, found.column, into.pk)) is not None:
        values = {"position": last + 1, **values}
    before = {name: getattr(row, name) for name in values}
    for name in journal.update(row, of=of, **values):
        effects.changed(row, name, before[name])


def _owner(found: Reference, into: Record) -> Record | None:
    """The record the audit files a moved row under: the one it is part of, after the move."""
    if found.owner_id is None or found.owner_id == str(found.row.pk):
        return None
    is_own_part = found.owner_id == getattr(found.row, found.column.attname)
    return into if is_own_part else Record.objects.get(pk=found.owner_id)


def _unique_together(model: Any) -> Iterator[tuple[str, ...]]:
    """The columns of which a table holds each combination once; rules for some rows only count for all of them."""
    for column in model._meta.concrete_fields:
        if column.unique and not column.primary_key:
            yield (column.attname,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields and constraint.condition is None:
            yield tuple(model._meta.get_field(name).attname for name in constraint.fields)
    for names in model._meta.unique_together:
        yield tuple(model._meta.get_field(name).attname for name in names)


def _twin(row: Any, column: Any, into: str) -> Any:
    """A row that says of the other record what this one says of the merged: by its table's rule, or word for word."""
    model = type(row)
    for names in _unique_together(model):
        if column.attname in names and "position" not in names:
            same = {name: getattr(row, name) for name in names} | {column.attname: into}
            if found := model._base_manager.filter(**same).exclude(pk=row.pk).first():
                return found
    if not issubclass(model, PartRow) or column.remote_field.on_delete is not models.CASCADE:
        return None
    said = _says(row, column)
    others = model._base_manager.filter(**{column.attname: into}).exclude(pk=row.pk).order_by("pk")
    return next((other for other in others if _says(other, column) == said), None)


def _says(row: Any, column: Any) -> dict[str, str]:
    left_out = {column.attname, "position"}
    return {
        each.attname: canonical(getattr(row, each.attname))
        for each in columns_of(row)
        if each.attname not in left_out and not each.primary_key
    }


def _take_out(journal: Journal, effects: Effects, row: Any, owner_id: str | None, twin: Any) -> None:
    """Take out a row that would be there twice, its parts going to the other; another package's are a person's."""
    if type(row).__module__.split(".")[1] not in ("registry", "intake"):
        raise BrokenRule(
            "Both records have a %(what)s, and there can be one (%(one)s, %(other)s). End or take out one of the two "
            "first.",
            what=Phrase(str(row._meta.verbose_name)),
            one=str(row.pk),
            other=str(twin.pk),
        )
    of = Record.objects.get(pk=owner_id) if owner_id else None
    for part, column in list(parts_of(row)):
        if again := _twin(part, column, twin.pk):
            _take_out(journal, effects, part, owner_id, again)
        else:
            effects.changed(part, column.attname, getattr(part, column.attname))
            journal.update(part, of=of, **{column.attname: twin.pk})
    effects.taken_out(row)
    journal.delete(row, of=of)


def _last_position(row: Any, column: Any, into: str) -> int | None:
    """The last place among the other record's rows; None where rows of this table, under this key, have no places."""
    names = {field.attname for field in row._meta.concrete_fields}
    if "position" not in names or column.remote_field.on_delete is not models.CASCADE:
        return None
    found = type(row)._base_manager.filter(**{column.attname: into}).aggregate(last=models.Max("position"))
    last: int | None = found["last"]
    return last


def _move_distinctions(journal: Journal, effects: Effects, record: Record, into: Record) -> None:
    """What was told apart from the merged record is told apart from the other."""
    rows = DistinctRecords.objects.filter(models.Q(first=record) | models.Q(second=record)).order_by("pk")
    for row in rows:
        other = row.second_id if row.first_id == record.pk else row.first_id
        first, second = sorted((other, into.pk))
        if DistinctRecords.objects.filter(first=first, second=second).exists():
            effects.taken_out(row)
            journal.delete(row, of=Record.objects.get(pk=row.first_id))
            continue
        # Taken out and made anew, as its two columns must be in order at every moment.
        effects.taken_out(row)
        of = Record.objects.get(pk=row.first_id)
        journal.delete(row, of=of)
        anew = DistinctRecords(first_id=first, second_id=second)
        journal.create(anew, of=Record.objects.get(pk=first))
        effects.made(anew)


# --- taking over ------------------------------------------------------------------------------------------------------


def _take_over(journal: Journal, effects: Effects, record: Record, into: Record) -> None:
    """Take over what the other does not say yet; what a rule of its table refuses beside what it says, is left."""
    model = model_of(record.kind)
    one, other = model.objects.get(pk=record.pk), model.objects.get(pk=into.pk)
    for names in _facts(model, RecordKind(record.kind)):
        values = _missing(one, other, names)
        if not values:
            continue
        before = {name: value_of(other, name) for name in values}
        written: dict[str, Any] = {}
        for name, value in values.items():
            column, whole = with_language(other, name, str(value)) if "." in name else (name, value)
            written[column] = whole
            setattr(other, column, whole)
        try:
            with transaction.atomic():
                journal.update(other, **written)
        except IntegrityError:
            other = model.objects.get(pk=into.pk)
            continue
        for name, value in before.items():
            effects.changed(other, name, value)


def _facts(model: Any, kind: RecordKind) -> Iterator[tuple[str, ...]]:
    """The columns of a kind, those that say one thing together as one."""
    groups = TOGETHER.get(kind, ())
    grouped = {name for names in groups for name in names}
    yield from groups
    for column in model._meta.concrete_fields:
        derived = column.primary_key or isinstance(column, DerivedDayField)
        if not derived and column.attname not in grouped and not isinstance(column, models.BooleanField):
            yield (column.attname,)


def _missing(one: Any, other: Any, names: tuple[str, ...]) -> dict[str, object]:
    """What of these columns the one says and the other does not; of a text by itself each language by itself."""
    if len(names) == 1 and is_text_by_language(one._meta.get_field(names[0])):
        texts, known = by_language(getattr(one, names[0])), by_language(getattr(other, names[0]))
        return {f"{names[0]}.{language}": text for language, text in texts.items() if language not in known}
    if any(_is_said(other, name) for name in names) or not any(_is_said(one, name) for name in names):
        return {}
    return {name: getattr(one, name) for name in names}


def _is_said(row: Any, name: str) -> bool:
    column = row._meta.get_field(name)
    if name == "currency":  # a currency without a sum is a default
        return False
    return canonical(column.to_python(getattr(row, column.attname))) not in SAYS_NOTHING
