from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import canonical, chain_faults, recorded
from solmu.core.backup.tables import kept_tables, line_of, rows_of
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Record, Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.citations import cite
from solmu.registry.actions.distinction import tell_apart
from solmu.registry.actions.merging import merge_records, undo_merge
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.ownership import set_owner
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import (
    Activity,
    Agreement,
    Citation,
    Commitment,
    DistinctRecords,
    Organisation,
    Ownership,
    Partnership,
    PublicVersion,
    RecordMerge,
    RecordMergeEffect,
    Theme,
)
from solmu.registry.queries.faults import record_faults
from solmu.registry.queries.references import references_to
from solmu.registry.vocabulary import OrganisationKind, RecordKind
from tests.registry import founding

BY = founding.BY

NOT_COMPARED = {"audit_entry", "audit_value", "audit_head", "public_version"}
"""What only grows."""


def everything() -> dict[str, list[str]]:
    return {
        model._meta.db_table: sorted(line_of(row).decode() for row in rows_of(model))
        for model in kept_tables()
        if model._meta.db_table not in NOT_COMPARED
    }


def merge(one: Any, other: Any, **facts: Any) -> RecordMerge:
    return merge_records(by=BY, source=None, record=Record.objects.get(pk=one.pk), into=other.record, **facts)


def undo(one: Any) -> None:
    undo_merge(by=BY, source=None, record=Record.objects.get(pk=one.pk))


@pytest.fixture
def pair(tartu: Partnership, source: Source) -> tuple[Agreement, Agreement]:
    """The same agreement, recorded twice, each knowing something the other does not."""
    one = founding.agreement(
        source, tartu, signed="1999-09-04", valid_until="2009", themes=["Schools", "Culture"],
        title=LazyI18nString({"fi": "Sopimus", "sv": "Avtal"}),
    )  # fmt: skip
    other = founding.agreement(
        source, tartu, signed="1999", themes=["Schools", "Sport"], title=LazyI18nString({"fi": "Yhteistyösopimus"})
    )
    return one, other


def with_everything(one: Agreement, other: Agreement, source: Source) -> None:
    """Tie much to both: citations, owners, a commitment, an activity, a document, a distinction, a city's theme."""
    for agreement in (one, other):
        cite(by=BY, source=source, record=agreement.record, field="signed", quote="1999", start=5, end=9)
        set_owner(
            by=BY,
            source=source,
            record=agreement.record,
            account=founding.account("officer" if agreement == one else "administrator"),
        )
    cite(by=BY, source=source, record=one.record, field="valid_until", quote="2009", start=15, end=19)
    with recorded(by=BY, action="add_parts", source=source) as journal:
        for kind, model, facts in (
            (RecordKind.COMMITMENT, Commitment, {"agreement": one, "text": "Report"}),
            (RecordKind.THEME, Theme, {"key": "schools", "position": 1, "name": "Schools"}),
        ):
            record = Record(kind=kind, is_published=True)
            journal.create(record)
            journal.create(model(record=record, **facts))
    one.themes.get(position=1).themes.add(Theme.objects.get())
    add_activity(by=BY, source=source, kind="visit", title="Visit", partnerships=[], is_published=True)
    Activity.objects.update(agreement=one)
    third = founding.agreement(source, signed="2003")
    tell_apart(by=BY, source=source, one=one.record, other=third.record)


def test_everything_moves_and_what_was_missing_is_taken_over(pair: tuple[Agreement, Agreement], source: Source) -> None:
    one, other = pair
    with_everything(one, other, source)

    merge(one, other, reason="Read from two pages.")

    other.refresh_from_db()
    record = Record.objects.get(pk=one.pk)
    assert record.merged_into_id == other.pk
    assert list(references_to(record)) == []
    assert (str(other.signed), str(other.valid_until)) == ("1999", "2009")
    assert other.title.data == {"fi": "Yhteistyösopimus", "sv": "Avtal"}
    assert [str(theme.wording) for theme in other.themes.all()] == ["Schools", "Sport", "Culture"]
    assert [theme.key for theme in other.themes.first().themes.all()] == ["schools"]
    assert sorted(Citation.objects.filter(record=other.pk).values_list("field", flat=True)) == ["signed", "valid_until"]
    assert Commitment.objects.get().agreement_id == other.pk
    assert Activity.objects.get().agreement_id == other.pk
    assert Ownership.objects.get(record=other.pk).account.role == "administrator"
    assert Ownership.objects.filter(record=one.pk).count() == 0
    assert DistinctRecords.objects.get().first_id in (other.pk, DistinctRecords.objects.get().first_id)
    assert other.pk in DistinctRecords.objects.values_list("first_id", "second_id").get()
    assert list(chain_faults()) == []
    assert [fault for fault in record_faults() if one.pk in fault or other.pk in fault] == []


def test_merge_is_in_the_audit_and_in_the_public_versions(pair: tuple[Agreement, Agreement], source: Source) -> None:
    one, other = pair

    merge(one, other)

    entries = AuditEntry.objects.filter(action="merge_records")
    assert {one.pk, other.pk} <= set(entries.values_list("record_id", flat=True))
    versions = PublicVersion.objects.order_by("revision")
    assert versions.filter(record=one.pk).last().shape is None
    assert versions.filter(record=other.pk).last().shape["valid_until"] == "2009"


def test_merge_taken_back_leaves_everything_as_it_was(pair: tuple[Agreement, Agreement], source: Source) -> None:
    one, other = pair
    with_everything(one, other, source)
    before = everything()
    merge(one, other)
    assert everything() != before

    undo(one)

    assert everything() == before
    assert (RecordMerge.objects.count(), RecordMergeEffect.objects.count()) == (0, 0)
    assert AuditEntry.objects.filter(action="undo_merge", record_id=one.pk).count() >= 1
    assert PublicVersion.objects.filter(record=one.pk).order_by("revision").last().shape["valid_until"] == "2009"
    assert list(chain_faults()) == []

    merge(one, other)
    undo(one)
    assert everything() == before


def test_what_was_recorded_since_stays_where_it_was_recorded(pair: tuple[Agreement, Agreement], source: Source) -> None:
    one, other = pair
    merge(one, other)
    cite(by=BY, source=source, record=other.record, field="kind", quote="memo", start=1, end=5)

    undo(one)

    assert Citation.objects.get(field="kind").record_id == other.pk


def test_change_since_stands_in_the_way(pair: tuple[Agreement, Agreement], source: Source) -> None:
    one, other = pair
    merge(one, other)
    after = everything()
    other.refresh_from_db()
    with recorded(by=BY, action="correct", source=source) as journal:
        journal.update(other, valid_until=founding.on("2012"))
    changed = everything()

    with pytest.raises(BrokenRule, match=f"valid_until of the agreement {other.pk} was changed since the merge"):
        undo(one)
    assert everything() == changed != after

    with recorded(by=BY, action="correct", source=source) as journal:
        journal.update(other, valid_until=founding.on("2009"))
    other.themes.get(position=3).delete()
    with pytest.raises(BrokenRule, match="was taken out since the merge"):
        undo(one)


def test_organisations_recorded_twice_become_one(tartu: Partnership, source: Source) -> None:
    one, other = (
        add_organisation(by=BY, source=source, kind=OrganisationKind.SCHOOL, name=name, is_published=True)
        for name in ("Rantalan lukio", "Rantala upper secondary")
    )
    visit = add_activity(
        by=BY, source=source, kind="visit", title="Visit", organisations=[one, other], is_published=True
    )
    before = everything()

    merge(one, other)

    assert [row.organisation_id for row in visit.organisation_rows.all()] == [other.pk]
    undo(one)
    assert everything() == before


# --- refusals ---------------------------------------------------------------------------------------------------------


def refused(sentence: str, do: Callable[[], object]) -> None:
    before = canonical(everything())
    with pytest.raises(BrokenRule) as error:
        do()
    assert sentence in str(error.value)
    assert canonical(everything()) == before


def test_what_is_not_one_thing_is_refused(
    pair: tuple[Agreement, Agreement], tartu: Partnership, source: Source
) -> None:
    one, other = pair
    cork = founding.partnership(source, founding.place(source, "Cork", "IE"))
    cities = [founding.city(source, tie.partner, "City") for tie in (tartu, cork)]
    school = add_organisation(by=BY, source=source, kind=OrganisationKind.SCHOOL, name="School", is_published=True)
    gone = founding.agreement(source, signed="2012")
    remove_record(by=BY, source=source, record=gone.record, reason="Wrong.")
    home = Organisation.objects.get(is_home=True)

    refused("cannot be merged into itself", lambda: merge(one, one))
    refused("They are of two kinds, agreement and partnership", lambda: merge(one, tartu))
    refused("each place has its own", lambda: merge(tartu, cork))
    refused("They are cities at two places", lambda: merge(*cities))
    refused("One of the two is a city", lambda: merge(school, cities[0]))
    refused("The home city stays", lambda: merge(home, cities[0]))
    refused(f"The record {gone.pk} was removed", lambda: merge(gone, one))
    refused(f"The record {gone.pk} was removed", lambda: merge(one, gone))
    tell_apart(by=BY, source=source, one=one.record, other=other.record)
    refused("It was decided that these are two things", lambda: merge(one, other))
    refused("was not merged", lambda: undo(one))


def test_merged_record_is_not_merged_again(pair: tuple[Agreement, Agreement], source: Source) -> None:
    one, other = pair
    third = founding.agreement(source, signed="2003")
    merge(one, other)

    refused(f"was merged into {other.pk} already", lambda: merge(one, third))
    refused(f"was merged into {other.pk} already", lambda: merge(third, one))
    merge(other, third)
    refused(f"The record {other.pk} it became is itself no longer there", lambda: undo(one))
    undo(other)
    undo(one)
    assert Record.objects.exclude(merged_into=None).count() == 0


def test_merge_that_would_make_a_ring_is_refused(pair: tuple[Agreement, Agreement], source: Source) -> None:
    one, other = pair
    middle = founding.agreement(source, signed="2003")
    Agreement.objects.filter(pk=one.pk).update(replaced_by=middle)
    Agreement.objects.filter(pk=middle.pk).update(replaced_by=other)

    refused("replaced by itself", lambda: merge(one, other))

    Agreement.objects.filter(pk=one.pk).update(replaced_by=other)
    refused("The one names the other", lambda: merge(one, other))
    refused("The one names the other", lambda: merge(other, one))


def test_merge_never_hides_or_shows_by_the_way(tartu: Partnership, source: Source) -> None:
    public = founding.agreement(source, tartu, signed="1999")
    internal = founding.agreement(source, tartu, signed="1999", valid_until="2009", is_published=False)

    refused("the one it would become is not", lambda: merge(public, internal))
    refused("what it says would be shown", lambda: merge(internal, public))

    merge(internal, public, publishes=True)
    assert PublicVersion.objects.filter(record=public.pk).order_by("revision").last().shape["valid_until"] == "2009"


def test_only_who_keeps_the_record_merges(pair: tuple[Agreement, Agreement]) -> None:
    one, other = pair
    reader = founding.account("contributor")
    with pytest.raises(NotPermitted):
        merge_records(by=reader, source=None, record=one.record, into=other.record)
    merge(one, other)
    with pytest.raises(NotPermitted):
        undo_merge(by=reader, source=None, record=one.record)


def test_effects_say_what_was_there(pair: tuple[Agreement, Agreement]) -> None:
    one, other = pair
    merge(one, other)

    said = {effect.column: json.loads(effect.before) for effect in RecordMergeEffect.objects.filter(row=other.pk)}
    assert said == {"valid_until": None, "title.sv": ""}
