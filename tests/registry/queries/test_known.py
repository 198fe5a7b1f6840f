"""What the public was shown at a moment, as far as it may be shown now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.audit import first_moment, last_touched, revision, revision_at
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Source
from solmu.registry.actions.agreements import add_theme, amend_agreement
from solmu.registry.actions.documents import add_agreement_document, withdraw_document
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import publish_record, remove_record, restore_record
from solmu.registry.actions.recording import recording
from solmu.registry.actions.themes import change_theme
from solmu.registry.models import Agreement, AgreementParty, Organisation, Partnership, PublicVersion, Theme
from solmu.registry.queries.known import end_of_day, published_versions, record_begins, shapes_known
from solmu.registry.records import public_shapes
from solmu.registry.vocabulary import OrganisationKind, RecordKind
from tests.registry import founding

BY = founding.BY


def now() -> datetime:
    return datetime.now(UTC)


def theme(name: str = "Education", key: str = "education") -> Theme:
    return add_theme(by=BY, key=key, position=1, name=LazyI18nString({"en": name}))


def organisation(source: Source, name: str, *, is_published: bool = True) -> Organisation:
    return add_organisation(
        by=BY, source=source, kind=OrganisationKind.UNIVERSITY, name=name, is_published=is_published
    )


def unpublish(source: Source, row: Organisation | Partnership | Agreement) -> None:
    with recording(by=BY, action="withdraw", source=source) as journal:
        journal.update(row.record, is_published=False)


def parties(shape: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """The universities among the parties of an agreement's shape, from and until."""
    named = [(party["organisation"]["name"], party["since"], party["until"]) for party in shape["parties"]]
    return [(name[""], since, until) for name, since, until in named if "" in name]


@pytest.fixture
def agreement(source: Source, tartu: Partnership) -> Agreement:
    """An agreement with the university of Tartu as a party beside home."""
    made = founding.agreement(source, tartu, signed="1999", themes=["Education"])
    with recording(by=BY, action="add_party", source=source) as journal:
        party = organisation(source, "University of Tartu")
        journal.create(AgreementParty(agreement=made, organisation=party, position=9), of=made)
    return made


# --- the moment before ------------------------------------------------------------------------------------------------


def test_before_a_change_the_old_theme_and_the_old_party_stand(source: Source, agreement: Agreement) -> None:
    education = theme()
    before = now()
    change_theme(by=BY, source=source, theme=education, name=LazyI18nString({"en": "Education and schools"}))
    old = Organisation.objects.get(kind=OrganisationKind.UNIVERSITY)
    amend_agreement(
        by=BY, source=source, agreement=agreement, on=founding.on("2020-01-01"), wording="Another university.",
        leaving=[old], joining=[organisation(source, "Tallinn University")], of_the_past=True,
    )  # fmt: skip
    after = now()

    then, today = (shapes_known(moment, record_ids=[agreement.pk, education.pk]) for moment in (before, after))

    assert then[education.pk]["name"] == {"en": "Education"}
    assert parties(then[agreement.pk]) == [("University of Tartu", None, None)]
    assert today[education.pk]["name"] == {"en": "Education and schools"}
    assert parties(today[agreement.pk]) == [
        ("University of Tartu", None, "2019-12-31"),
        ("Tallinn University", "2020-01-01", None),
    ]
    assert today == public_shapes([agreement.pk, education.pk])


def test_each_moment_has_the_version_in_force(source: Source) -> None:
    education, moments = theme("One"), []
    for name in ("Two", "Three"):
        moments.append(now())
        change_theme(by=BY, source=source, theme=education, name=LazyI18nString({"en": name}))
    moments.append(now())

    names = [shapes_known(moment, kind=RecordKind.THEME)[education.pk]["name"]["en"] for moment in moments]

    assert names == ["One", "Two", "Three"]


def test_before_the_first_entry_nothing_is_known_and_the_record_says_when_it_begins(source: Source) -> None:
    theme()
    begins = record_begins()
    assert begins is not None
    assert begins.isoformat(timespec="microseconds") == AuditEntry.objects.get(sequence=1).at
    assert shapes_known(begins - timedelta(microseconds=1), kind=RecordKind.THEME) == {}
    assert revision_at(begins - timedelta(microseconds=1)) == 0


@pytest.mark.django_db
def test_an_empty_record_begins_nowhere() -> None:
    assert (record_begins(), first_moment(), revision_at(now())) == (None, None, 0)


def test_what_was_recorded_later_is_not_known_before(source: Source) -> None:
    before = now()
    kept = theme()
    assert shapes_known(before, kind=RecordKind.THEME) == {}
    assert list(shapes_known(now(), kind=RecordKind.THEME)) == [kept.pk]


def test_only_the_kind_and_records_asked_for_are_told(source: Source, agreement: Agreement) -> None:
    first, second = theme(), theme("Culture", key="culture")
    assert set(shapes_known(now(), kind=RecordKind.THEME)) == {first.pk, second.pk}
    assert set(shapes_known(now(), record_ids=[second.pk, agreement.pk])) == {second.pk, agreement.pk}
    assert set(shapes_known(now(), record_ids=[second.pk, agreement.pk], kind=RecordKind.THEME)) == {second.pk}


# --- publicity then and now -------------------------------------------------------------------------------------------


def test_what_was_internal_then_is_not_told_of_then(source: Source, home: Organisation) -> None:
    school = organisation(source, "School", is_published=False)
    before = now()
    publish_record(by=BY, source=source, record=school.record)
    assert school.pk not in shapes_known(before, kind=RecordKind.ORGANISATION)
    assert school.pk in shapes_known(now(), kind=RecordKind.ORGANISATION)


def test_what_is_internal_now_is_not_told_of_then(source: Source, home: Organisation) -> None:
    school = organisation(source, "School")
    published = now()
    unpublish(source, school)
    assert PublicVersion.objects.filter(record=school.record, shape__isnull=False).count() == 1
    assert school.pk not in shapes_known(published, kind=RecordKind.ORGANISATION)


def test_what_was_removed_since_is_not_told_of_and_stands_again_once_put_back(source: Source) -> None:
    kept = theme()
    before = now()
    remove_record(by=BY, source=source, record=kept.record, reason="Entered twice.")
    assert shapes_known(before, kind=RecordKind.THEME) == {}
    restore_record(by=BY, source=source, record=kept.record, is_published=True)
    assert list(shapes_known(before, kind=RecordKind.THEME)) == [kept.pk]


def test_a_party_that_is_internal_now_stands_in_no_old_shape(source: Source, agreement: Agreement) -> None:
    before = now()
    unpublish(source, Organisation.objects.get(kind=OrganisationKind.UNIVERSITY))
    shape = shapes_known(before, record_ids=[agreement.pk])[agreement.pk]
    assert [party["organisation"]["name"] for party in shape["parties"]] == [{"fi": "Rantala", "sv": "Strandby"}]


def test_a_partner_whose_tie_is_internal_now_is_named_in_no_old_shape(
    source: Source, agreement: Agreement, tartu: Partnership
) -> None:
    before = now()
    assert [each["place"] for each in shapes_known(before, record_ids=[agreement.pk])[agreement.pk]["partners"]] == [
        tartu.partner_id
    ]
    unpublish(source, tartu)
    assert shapes_known(before, record_ids=[agreement.pk])[agreement.pk]["partners"] == []


def test_a_record_merged_since_stands_as_it_stood_while_what_it_became_is_public(source: Source) -> None:
    merged, into = theme("Culture", key="culture"), theme()
    before = now()
    with recording(by=BY, action="merge", source=source) as journal:
        journal.update(merged.record, merged_into=into.record)
    assert set(shapes_known(before, kind=RecordKind.THEME)) == {merged.pk, into.pk}
    assert set(shapes_known(now(), kind=RecordKind.THEME)) == {into.pk}

    remove_record(by=BY, source=source, record=into.record, reason="Entered by mistake.")
    assert shapes_known(before, kind=RecordKind.THEME) == {}


def test_document_that_is_withdrawn_now_stands_in_no_old_shape(source: Source, agreement: Agreement) -> None:
    kept, gone = (
        add_agreement_document(
            by=BY, source=source, agreement=agreement, content=f"%PDF-1.7 {name}".encode(), name=f"{name}.pdf",
            is_published=True,
        )
        for name in ("kept", "gone")
    )  # fmt: skip
    before = now()
    withdraw_document(by=BY, source=source, document=gone)
    shape = shapes_known(before, record_ids=[agreement.pk])[agreement.pk]
    assert [each["id"] for each in shape["documents"]] == [kept.pk]


# --- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_the_same_whatever_the_number_of_records(source: Source, tartu: Partnership, number: int) -> None:
    for _ in range(number):
        founding.agreement(source, tartu, signed="1999")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shapes = shapes_known(now(), kind=RecordKind.AGREEMENT)
    assert (len(shapes), len(asked)) == (number, 7)


def test_published_versions_say_since_when(source: Source) -> None:
    education = theme()
    change_theme(by=BY, source=source, theme=education, name=LazyI18nString({"en": "Schools"}))
    version = published_versions(RecordKind.THEME)[0]
    entry = AuditEntry.objects.get(action="change_theme")
    assert (version.record_id, version.revision, version.at.isoformat(timespec="microseconds")) == (
        education.pk,
        entry.sequence,
        entry.at,
    )
    assert version.shape == public_shapes([education.pk])[education.pk]


def test_published_versions_leave_out_what_is_not_public_now(source: Source) -> None:
    kept, gone = theme(), theme("Culture", key="culture")
    remove_record(by=BY, source=source, record=gone.record, reason="Entered twice.")
    assert [version.record_id for version in published_versions(RecordKind.THEME)] == [kept.pk]


# --- moments ----------------------------------------------------------------------------------------------------------


def test_revision_at_counts_every_entry_of_one_transaction(source: Source) -> None:
    both = (theme(), theme("Culture", key="culture"))
    before = revision()
    with recording(by=BY, action="rename", source=source) as journal:
        for each in both:
            journal.update(each, name=LazyI18nString({"en": "Schools"}))
    last = AuditEntry.objects.get(sequence=before + 2)
    moment = datetime.fromisoformat(last.at)
    assert AuditEntry.objects.filter(at=last.at).count() == 2
    assert revision_at(moment) == revision() == last.sequence
    assert revision_at(moment - timedelta(microseconds=1)) == before


def test_revision_at_takes_a_moment_of_any_zone_and_none_without(source: Source) -> None:
    theme()
    assert revision_at(now().astimezone()) == revision()
    with pytest.raises(ValueError, match="time zone"):
        revision_at(datetime(2026, 11, 24))  # noqa: DTZ001


def test_last_touched_is_the_last_entry_about_each_record(source: Source) -> None:
    first, second = theme(), theme("Culture", key="culture")
    change_theme(by=BY, source=source, theme=first, name=LazyI18nString({"en": "Schools"}))
    entries = {each.record_id: each for each in AuditEntry.objects.order_by("sequence")}
    found = last_touched([first.pk, second.pk, "222222222222"])
    assert {key: touched.revision for key, touched in found.items()} == {
        first.pk: entries[first.pk].sequence,
        second.pk: entries[second.pk].sequence,
    }
    assert found[first.pk].at == datetime.fromisoformat(entries[first.pk].at)


@pytest.mark.parametrize(
    ("day", "zone", "last"),
    [
        (date(2026, 7, 1), "Europe/Helsinki", "2026-07-01T20:59:59.999999+00:00"),
        (date(2026, 12, 1), "Europe/Helsinki", "2026-12-01T21:59:59.999999+00:00"),
        # The days on which clocks are changed have 23 and 25 hours.
        (date(2026, 3, 29), "Europe/Helsinki", "2026-03-29T20:59:59.999999+00:00"),
        (date(2026, 10, 25), "Europe/Helsinki", "2026-10-25T21:59:59.999999+00:00"),
        (date(2026, 7, 1), "UTC", "2026-07-01T23:59:59.999999+00:00"),
        (date.max, "UTC", "9999-12-31T23:59:59.999999+00:00"),
    ],
)
def test_end_of_day_is_its_last_moment_in_the_city(day: date, zone: str, last: str) -> None:
    assert end_of_day(day, zone).astimezone(UTC).isoformat() == last


# --- renaming a theme -------------------------------------------------------------------------------------------------


def test_renamed_theme_is_noted_with_both_names(source: Source) -> None:
    education = theme()
    change_theme(by=BY, source=source, theme=education, name=LazyI18nString({"en": "Schools"}))
    entry = AuditEntry.objects.get(action="change_theme")
    assert (entry.record_id, entry.source_id) == (education.pk, source.pk)
    assert [(value.field, value.before, value.after) for value in entry.values.all()] == [
        ("name", '{"en":"Education"}', '{"en":"Schools"}')
    ]


@pytest.mark.parametrize("name", ["", {"en": " ", "fi": ""}])
def test_theme_without_a_name_is_refused(source: Source, name: str | dict[str, str]) -> None:
    with pytest.raises(BrokenRule, match="needs a name"):
        change_theme(by=BY, source=source, theme=theme(), name=LazyI18nString(name))


def test_removed_theme_cannot_be_renamed(source: Source) -> None:
    gone = theme()
    remove_record(by=BY, source=source, record=gone.record, reason="Entered twice.")
    with pytest.raises(BrokenRule, match="was removed"):
        change_theme(by=BY, source=source, theme=gone, name=LazyI18nString({"en": "Schools"}))


def test_reader_may_not_rename_a_theme(source: Source) -> None:
    with pytest.raises(NotPermitted):
        change_theme(
            by=founding.account("reader"), source=source, theme=theme(), name=LazyI18nString({"en": "Schools"})
        )
